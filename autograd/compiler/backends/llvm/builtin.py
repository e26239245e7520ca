"""A program as a builtin function of Python's: machine code that is given objects, and gives some.

It answers as ``direct.py`` does, in a tenth of the time. Where an object keeps its class, and a
float its number, is no part of Python's C-API: ``usable`` looks whether they lie where every
CPython with a global lock has them. Other Pythons stay with ``direct.py``. Read ``choice.py`` next.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from autograd.compiler.backends.direct import holds_array
from autograd.compiler.backends.llvm.entry import (
    CLASS_AT,
    NUMBER_AT,
    WORD,
    entry_text,
    format_of,
)
from autograd.compiler.backends.llvm.machine import machine
from autograd.compiler.backends.llvm.machine import usable as machine_usable
from autograd.compiler.backends.llvm.scalar import scalar_text
from autograd.compiler.program import Program
from autograd.nested import unflatten
from autograd.value import Value

__all__ = ["builtin", "usable"]

_METH_FASTCALL = 0x80  # of Python.h: the arguments come as an array and their number


@cache
def usable() -> bool:
    """Whether this Python keeps its objects as the text has it, and llvmlite is there."""
    locked: Callable[[], bool] = getattr(sys, "_is_gil_enabled", lambda: True)
    if sys.implementation.name != "cpython" or not locked():
        return False
    if sys.platform == "win32":  # llvmlite's C functions may be others than Python's there
        return False
    if ctypes.sizeof(ctypes.c_void_p) != WORD or not machine_usable():
        return False
    number = 0.5
    its_class = ctypes.c_size_t.from_address(id(number) + CLASS_AT).value
    its_number = ctypes.c_double.from_address(id(number) + NUMBER_AT).value
    return its_class == id(float) and its_number == number


def builtin(program: Program, leaves: Sequence[Value], shape: Any) -> Callable[..., Any] | None:
    """The program as a function of its inputs; ``leaves`` are its parameters.

    ``None`` where only Python can compute it, or read a parameter.
    """
    compute = scalar_text(program)
    if compute is None or any(type(leaf) is not Value for leaf in leaves):
        return None
    flat = [0.0] * len(program.outputs) if holds_array(shape) else shape
    form = ctypes.create_string_buffer(format_of(flat).encode())
    text = "\n".join([compute, entry_text(program, leaves, flat, ctypes.addressof(form))])
    native = machine().compile(text, 1, "call")
    made = _made(native.address, (native, form, flat, tuple(leaves)))
    return made if flat is shape else _in_shape(made, shape)


class _MethodDef(ctypes.Structure):
    """``PyMethodDef``."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("function", ctypes.c_void_p),
        ("flags", ctypes.c_int),
        ("doc", ctypes.c_char_p),
    )


def _made(address: int, kept: tuple[Any, ...]) -> Callable[..., Any]:
    """The builtin at that address; ``kept`` lives as long as it does."""
    new = ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.c_void_p, ctypes.py_object, ctypes.c_void_p)(
        ("PyCFunction_NewEx", ctypes.pythonapi)
    )
    definition = _MethodDef(b"call", address, _METH_FASTCALL, None)
    function: Callable[..., Any] = new(ctypes.addressof(definition), (definition, kept), None)
    return function


def _in_shape(flat: Callable[..., Any], shape: Any) -> Callable[..., Any]:
    """The same with its list of numbers in a shape that only Python can build."""

    def call(*args: Any) -> Any:
        numbers = flat(*args)
        return numbers if numbers is NotImplemented else unflatten(shape, numbers)

    return call

"""The functions of the machine code for a page to link: f64x2 instructions, as data.

For rows that are no more than their name (``exp``, ``tanh``, ``pow``, ``atan2``): those that are
fitted, and what calls JavaScript once per lane. ``assemble.js`` puts them behind its kernel.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from functools import cache
from itertools import groupby
from typing import Any

from autograd.compiler.backends.llvm.lowering import vector_function
from autograd.compiler.backends.llvm.vectors import Vector
from autograd.compiler.backends.wasm.builder import Builder
from autograd.compiler.backends.wasm.code import Code
from autograd.compiler.backends.wasm.encode import V128
from autograd.compiler.backends.wasm.functions import fitted
from autograd.compiler.backends.words import is_primitive
from autograd.ops import OPS

__all__ = ["function_data"]

#: what the page has an instruction for
_INSTRUCTIONS = {"add", "sub", "mul", "div", "neg", "abs", "sqrt", "floor", "where"}


def function_data(names: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The functions of those of these rows that are called.

    ``takes`` so many vectors; ``kinds`` of its locals as [how many, of which]; ``body`` in base64,
    where ``calls`` ([place, name]) leave the index of a function open and ``loads`` (places) the
    address of a constant; ``constants``, one for each load, are the eight bytes of both lanes, in
    base64; ``imports``: name -> how many numbers that function of JavaScript takes.

    >>> data = function_data(["mul", "relu", "exp"])
    >>> [*data], data["exp"]["takes"], data["exp"]["imports"]
    (['exp'], 1, {})
    """
    wanted = [name for name in sorted({*names}) if is_primitive(OPS[name])]
    return {name: _data(name) for name in wanted if name not in _INSTRUCTIONS}


@cache
def _data(name: str) -> dict[str, Any]:
    code, imports = _built(name)
    first = len(code.signature.takes)
    return {
        "takes": first,
        "kinds": [[len([*run]), kind] for kind, run in groupby(code.kinds[first:])],
        "body": _text(code.body),
        "calls": [[at, called] for at, called in code.calls],
        "loads": [at for at, _ in code.loads],
        "constants": _text(b"".join(content[:8] for _, content in code.loads)),
        "imports": dict(imports),
    }


def _text(content: bytes | bytearray) -> str:
    return base64.b64encode(content).decode()


def _built(name: str) -> tuple[Code, Any]:
    """The instructions of a row's function, and what they import."""
    known = fitted(name)
    if known is not None:
        return known
    operands = [f"%{operand}" for operand in OPS[name].operands]
    builder = Builder(Code(dict.fromkeys(operands, V128), V128))
    builder.ret(vector_function(OPS[name])(*[Vector(builder, x) for x in operands]))
    return builder.code, builder.imports

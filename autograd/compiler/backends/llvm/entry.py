"""The LLVM text between Python's objects and the numbers of a program, by CPython's C-API.

It takes the numbers out of the arguments, and out of the slots of the parameters, computes, looks
whether all is finite, and builds the result with ``Py_BuildValue``. A call that is not plain is
answered with ``NotImplemented``. All of it runs under Python's global lock, like any builtin.

Sources: https://docs.python.org/3/c-api/structures.html, c-api/arg.html, c-api/contextvars.html.
Read ``builtin.py`` next.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import count
from string import Template
from typing import Any

from autograd.compiler.backends.direct import marks
from autograd.compiler.program import Program
from autograd.compiler.symbol import in_recording
from autograd.value import Value

__all__ = ["CLASS_AT", "NUMBER_AT", "WORD", "entry_text", "format_of"]

WORD = 8
#: where an object has its class, and a float its number
CLASS_AT, NUMBER_AT = 8, 16
#: how ``Py_BuildValue`` writes what stands in a shape; brackets are its brackets
_FORMAT = {"number": "d", "key": "O"}

#: the numbers out of objects, or out of the objects in slots; false where there is none. A float
#: or an int of another class (NumPy's float64, a bool) says itself what it is
_FETCH = Template("""
define internal i1 @fetch(ptr %objects, i64 %count, i1 %slots, ptr %numbers) nounwind {
entry:
  br label %next
next:
  %i = phi i64 [ 0, %entry ], [ %following, %written ]
  %more = icmp slt i64 %i, %count
  br i1 %more, label %object, label %yes
object:
  %at = getelementptr ptr, ptr %objects, i64 %i
  %slot = load ptr, ptr %at
  %place = select i1 %slots, ptr %slot, ptr %at
  %x = load ptr, ptr %place
  %empty = icmp eq ptr %x, null
  br i1 %empty, label %no, label %known
known:
  %class_at = getelementptr i8, ptr %x, i64 $class_at
  %class = load ptr, ptr %class_at
  %plain = icmp eq ptr %class, $float
  br i1 %plain, label %float, label %other
float:
  %number_at = getelementptr i8, ptr %x, i64 $number_at
  %of_float = load double, ptr %number_at
  br label %written
other:
  %a_float = call i32 $PyType_IsSubtype(ptr %class, ptr $float)
  %an_int = call i32 $PyType_IsSubtype(ptr %class, ptr $int)
  %either = or i32 %a_float, %an_int
  %neither = icmp eq i32 %either, 0
  br i1 %neither, label %no, label %convert
convert:
  %made = call ptr $PyNumber_Float(ptr %x)
  %refused = icmp eq ptr %made, null
  br i1 %refused, label %clear, label %converted
converted:
  %of_other = call double $PyFloat_AsDouble(ptr %made)
  call void $Py_DecRef(ptr %made)
  br label %written
written:
  %number = phi double [ %of_float, %float ], [ %of_other, %converted ]
  %to = getelementptr double, ptr %numbers, i64 %i
  store double %number, ptr %to
  %following = add i64 %i, 1
  br label %next
clear:
  call void $PyErr_Clear()
  br label %no
yes:
  ret i1 true
no:
  ret i1 false
}
""")
#: what Python calls
_CALL = Template("""
define ptr @call(ptr %self, ptr %arguments, i64 %count) nounwind {
entry:
  %numbers = alloca double, i64 $first
  %results = alloca double, i64 $outputs
  %variable = alloca ptr
  %right = icmp eq i64 %count, $inputs
  br i1 %right, label %right_count, label %leave
right_count:
  call i32 $PyContextVar_Get(ptr $in_recording, ptr null, ptr %variable)
  %recorded = load ptr, ptr %variable
  call void $Py_DecRef(ptr %recorded)
  %idle = icmp eq ptr %recorded, $false
  br i1 %idle, label %not_recording, label %leave
not_recording:
  %given = call i1 @fetch(ptr %arguments, i64 $inputs, i1 false, ptr %numbers)
  br i1 %given, label %all_given, label %leave
all_given:
  %parameters = getelementptr double, ptr %numbers, i64 $inputs
  %held = call i1 @fetch(ptr @leaves, i64 $parameters, i1 true, ptr %parameters)
  br i1 %held, label %all_held, label %leave
all_held:
  call void @compute(ptr %numbers, ptr %results)
$add_numbers
$add_results
  %sum = fadd double $numbers_sum, $results_sum
  %rest = fsub double %sum, %sum
  %finite = fcmp oeq double %rest, 0.0
  br i1 %finite, label %all_finite, label %leave
all_finite:
  %built = call ptr (ptr, ...) $Py_BuildValue($given)
  ret ptr %built
leave:
  call void $Py_IncRef(ptr $not_implemented)
  ret ptr $not_implemented
}
""")


def format_of(shape: Any) -> str:
    """The format with which ``Py_BuildValue`` makes this shape.

    >>> format_of((1.0, {"a": [2.0, 3.0]}))
    '(d{O[dd]})'
    """
    return "".join(_FORMAT.get(kind, kind) for kind, _ in marks(shape))


def entry_text(program: Program, leaves: Sequence[Value], shape: Any, form: int) -> str:
    """``object @call(object self, objects arguments, count)`` around ``@compute``.

    ``form`` is the address of the format; ``leaves``, the shape and the format must outlive it.
    """
    slots = ", ".join(f"i64 {id(leaf) + _data_at()}" for leaf in leaves)
    table = f"@leaves = internal constant [{len(leaves)} x i64] [{slots}]"
    inputs, outputs = program.inputs, len(program.outputs)
    call = _CALL.substitute(
        _constants(),
        **{"inputs": inputs, "outputs": outputs, "parameters": len(leaves)},
        **{"first": program.first, "given": ", ".join([f"ptr {_address(form)}", *_values(shape)])},
        **{"add_numbers": _sum("numbers", inputs), "numbers_sum": f"%numbers_sum{inputs}"},
        **{"add_results": _sum("results", outputs), "results_sum": f"%results_sum{outputs}"},
    )
    return "".join([table, _FETCH.substitute(_constants()), call])


@cache
def _constants() -> dict[str, str]:
    """What the texts speak of: objects, functions of the C-API, and where things lie."""
    objects = {"float": float, "int": int, "false": False, "not_implemented": NotImplemented}
    known = {name: _address(id(x)) for name, x in {**objects, "in_recording": in_recording}.items()}
    for name in (*_FETCH.get_identifiers(), *_CALL.get_identifiers()):
        if name.startswith("Py"):
            function = ctypes.cast(getattr(ctypes.pythonapi, name), ctypes.c_void_p)
            known[name] = _address(function.value or 0)
    return {**known, "class_at": str(CLASS_AT), "number_at": str(NUMBER_AT)}


def _address(place: int) -> str:
    return f"inttoptr (i64 {place} to ptr)"


@cache
def _data_at() -> int:
    """Where a Value has its ``data``."""
    probe = Value(0.5)
    number = id(probe.data)
    words = range(NUMBER_AT, Value.__basicsize__, WORD)
    return next(at for at in words if _word_at(id(probe) + at) == number)


def _word_at(address: int) -> int:
    return ctypes.c_size_t.from_address(address).value


def _sum(name: str, length: int) -> str:
    """So many numbers, and their sum: it is inf or nan if one of them is."""
    lines = [f"  %{name}_sum0 = fadd double 0.0, 0.0"]
    for i in range(length):
        lines += [
            f"  %{name}_at{i} = getelementptr double, ptr %{name}, i64 {i}",
            f"  %{name}{i} = load double, ptr %{name}_at{i}",
            f"  %{name}_sum{i + 1} = fadd double %{name}_sum{i}, %{name}{i}",
        ]
    return "\n".join(lines)


def _values(shape: Any) -> Iterator[str]:
    """What the format asks for: keys, and results in their order."""
    results = count()
    for kind, key in marks(shape):
        if kind == "key":
            yield f"ptr {_address(id(key))}"
        elif kind == "number":
            yield f"double %results{next(results)}"

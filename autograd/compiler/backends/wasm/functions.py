"""The fitted functions of the machine code (``llvm/vectormath``) as functions of a module.

Read ``flow.py`` next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from inspect import signature

from autograd.compiler.backends.llvm.lowering import PYTHON
from autograd.compiler.backends.llvm.vectormath import FUNCTIONS
from autograd.compiler.backends.llvm.vectors import Vector
from autograd.compiler.backends.wasm.builder import Builder
from autograd.compiler.backends.wasm.code import Code
from autograd.compiler.backends.wasm.encode import F64, V128, Function, Import, Signature

__all__ = ["fitted", "linked"]


def fitted(name: str) -> tuple[Code, Mapping[str, int]] | None:
    """A fitted function and what it imports, ``None`` where there is none of that name.

    >>> fitted("exp")[1], fitted("hypot")
    ({}, None)
    """
    return _build(name) if name in FUNCTIONS else None


@cache
def _build(name: str) -> tuple[Code, Mapping[str, int]]:
    """One function, and what it imports."""
    parameters = [f"%{p}" for p in signature(FUNCTIONS[name]).parameters]
    builder = Builder(Code(dict.fromkeys(parameters, V128), V128))
    builder.ret(FUNCTIONS[name](*[Vector(builder, p) for p in parameters]))
    return builder.code, builder.imports


def linked(
    kernel: Code, names: Iterable[str], imports: Mapping[str, int], first: int
) -> tuple[list[Import], list[Function], bytes]:
    """What a module imports; its functions, a kernel that calls these, and they themselves; and
    their constants, which are to lie in memory from the address ``first`` on."""
    called = sorted(names)
    needed = dict(imports)
    for name in called:
        needed.update(_build(name)[1])
    places = {f"js.{name}": i for i, name in enumerate(sorted(needed))}
    places |= {name: 1 + len(needed) + i for i, name in enumerate(called)}
    codes = [kernel, *(_build(name)[0] for name in called)]
    given = [
        Import(name.removeprefix(PYTHON), Signature((F64,) * needed[name], F64))
        for name in sorted(needed)
    ]
    constants = dict.fromkeys(content for code in codes for _, content in code.loads)
    vectors = {content: first + 16 * i for i, content in enumerate(constants)}
    return given, [code.function(places, vectors) for code in codes], b"".join(constants)

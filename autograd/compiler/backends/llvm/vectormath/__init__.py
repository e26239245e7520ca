"""Elementary functions on vectors of doubles, as LLVM IR text.

Every function here is written with the builder of `vectors.py`, so that it reads like
mathematics: bring the argument into a small interval, evaluate a polynomial there, undo the
reduction.  There are no tables to look up, no branches but one for huge angles, and only
instructions that every machine has, so each works on any number of lanes.

`definitions` gives the functions and `declarations` what they rely on; a module is both, next
to the code that calls them:

    b = Builder(lanes=8)
    b.ret(b.call("exp", Vector(b, "%x")))
    needed = b.declarations | declarations(b.functions, 8)
    text = "\\n".join([*sorted(needed), definitions(b.functions, 8), b.function("f", ("x",))])

The coefficients stand in `tables.py` and are computed by `fit.py`; read `exponential.py` first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from inspect import signature

from autograd.compiler.backends.llvm.vectormath import exponential, logarithm, power, trigonometric
from autograd.compiler.backends.llvm.vectors import Builder, Vector

FUNCTIONS: dict[str, Callable[..., Vector]] = {
    function.__name__: function
    for function in (
        exponential.exp,
        exponential.exp2,
        exponential.expm1,
        exponential.sinh,
        exponential.cosh,
        exponential.tanh,
        exponential.sigmoid,
        exponential.erf,
        logarithm.log,
        logarithm.log2,
        logarithm.log10,
        logarithm.log1p,
        logarithm.softplus,
        logarithm.asinh,
        logarithm.acosh,
        logarithm.atanh,
        power.pow,
        trigonometric.sin,
        trigonometric.cos,
        trigonometric.tan,
        trigonometric.asin,
        trigonometric.acos,
        trigonometric.atan,
    )
}

NAMES = frozenset(FUNCTIONS)


@cache
def _build(name: str, lanes: int) -> tuple[str, frozenset[str]]:
    """The text of one function, and the declarations it needs."""
    builder = Builder(lanes)
    parameters = tuple(signature(FUNCTIONS[name]).parameters)
    builder.ret(FUNCTIONS[name](*[Vector(builder, f"%{p}") for p in parameters]))
    return builder.function(name, parameters), frozenset(builder.declarations)


def definitions(names: Iterable[str], lanes: int) -> str:
    """The text of the functions, `define internal <L x double> @ag_exp_vL(...)`, each once."""
    return "\n\n".join(_build(name, lanes)[0] for name in sorted(set(names)))


def declarations(names: Iterable[str], lanes: int) -> frozenset[str]:
    """The `declare` lines that the definitions need, to be merged with those of the caller."""
    return frozenset().union(*(_build(name, lanes)[1] for name in names))

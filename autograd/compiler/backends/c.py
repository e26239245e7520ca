"""A program as the source of a C function, for reading and for pasting into other programs."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from autograd import ieee
from autograd.compiler.backends.text import Text, argument_names, called, spelled_program
from autograd.compiler.backends.words import MATH_H, vocabulary
from autograd.compiler.program import Program
from autograd.ops import OPS, Op

__all__ = ["C_HELPERS", "c_source"]

C_HELPERS = """\
#include <math.h>

static double sigmoid(double x) { double e = exp(-fabs(x)); return (x >= 0 ? 1 : e) / (1 + e); }
static double softplus(double x) { return fmax(x, 0) + log1p(exp(-fabs(x))); }
static double mod(double a, double b)
{
    double r = fmod(a, b);
    return r != 0 && (r < 0) != (b < 0) ? r + b : copysign(r, b);
}
static double floordiv(double a, double b)
{
    double r = fmod(a, b), q = (a - r) / b - (r != 0 && (r < 0) != (b < 0));
    if (b == 0 || q == 0) return b == 0 ? a / b : copysign(0, a / b);
    return q - floor(q) > 0.5 ? floor(q) + 1 : floor(q);
}
"""

#: names that Python takes for an argument and C does not
C_WORDS = {
    *(
        "auto",
        "case",
        "char",
        "const",
        "default",
        "do",
        "double",
        "enum",
        "extern",
        "fabs",
        "float",
    ),
    *("fmax", "fmod", "goto", "inline", "int", "long", "register", "restrict", "short", "signed"),
    *("sizeof", "static", "struct", "switch", "typedef", "union", "unsigned", "void", "volatile"),
}


def c_source(program: Program, names: Sequence[str] = (), *, name: str = "f") -> str:
    """The program as a C function of its inputs, its parameters ``p`` and the outputs ``out``.

    >>> from autograd.compiler.record import record
    >>> text = c_source(record(lambda x, y: (x * y + 1).tanh(), 2).program, ["x", "y"])
    >>> print(text.partition("\\n\\n")[2].partition("\\n\\n")[2])
    void f(double x, double y, const double *p, double *out)
    {
        const double v2 = x * y;
        const double v3 = v2 + 1.0;
        const double v4 = tanh(v3);
        out[0] = v4;
    }
    <BLANKLINE>
    """
    given = argument_names(program, names, {"p", "out", name, *OPS, *vars(ieee), *C_WORDS})
    steps, outputs = spelled_program(program, given, vocabulary(_c_function), _c_constant)
    parameters = [*(f"double {x}" for x in given), "const double *p", "double *out"]
    body = [f"    const double {register} = {expression};" for register, expression in steps]
    body += [f"    out[{i}] = {output};" for i, output in enumerate(outputs)]
    head = f"void {name}({', '.join(parameters)})"
    return "\n".join([C_HELPERS, head, "{", *body, "}", ""])


def _c_function(row: Op) -> Callable[..., Text]:
    """How C says a primitive: ``ValueError`` when it comes to one that C does not know."""
    own = {"where": _c_choice, "abs": called("fabs")}
    own |= {name: called(name) for name in ("sigmoid", "softplus", "mod", "floordiv")}
    return own.get(row.name, called(row.name) if row.name in MATH_H else _unknown_to_c(row))


def _c_choice(condition: Any, a: Any, b: Any) -> Text:
    return Text(f"({condition!r} ? {a!r} : {b!r})")


def _unknown_to_c(row: Op) -> Callable[..., Text]:
    def refuse(*operands: Any) -> Text:
        raise ValueError(
            f"C has no function {row.name!r} in <math.h>: write the row in terms of others, or put "
            "the function among the helpers of autograd/compiler/backends/c.py"
        )

    return refuse


def _c_constant(x: float) -> str:
    if x != x:
        return "NAN"
    if math.isinf(x):
        return "INFINITY" if x > 0 else "(-INFINITY)"
    return repr(x) if math.copysign(1.0, x) > 0 else f"({x!r})"

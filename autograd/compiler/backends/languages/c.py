"""A program as the source of a C function, for reading and for pasting into other programs."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from math import prod
from typing import Any

from autograd import ieee
from autograd.compiler.backends.languages.heads import listed, split, told
from autograd.compiler.backends.languages.imperative import Imperative
from autograd.compiler.backends.languages.outputs import Copy
from autograd.compiler.backends.languages.scope import (
    Scope,
    is_straight,
    spelled_terms,
    straight_scope,
)
from autograd.compiler.backends.text import (
    Text,
    argument_names,
    called,
    is_comparison,
    spelled_program,
)
from autograd.compiler.backends.words import MATH_H, vocabulary
from autograd.compiler.loops.affine import row_major
from autograd.compiler.loops.arrays import Array
from autograd.compiler.loops.expand import expanded
from autograd.compiler.loops.naming import Named
from autograd.compiler.program import Program
from autograd.ops import OPS, Op

__all__ = ["C_WORDS", "HELPERS", "c_source", "c_text"]

_WORD = re.compile(r"[^\W\d]\w*")

#: what C calls otherwise than the table, or not at all -> its definition
HELPERS = {
    "sigmoid": """\
static double sigmoid(double x) { double e = exp(-fabs(x)); return (x >= 0 ? 1 : e) / (1 + e); }
""",
    "softplus": """\
static double softplus(double x) { return fmax(x, 0) + log1p(exp(-fabs(x))); }
""",
    "mod": """\
static double mod(double a, double b)
{
    double r = fmod(a, b);
    return r != 0 && (r < 0) != (b < 0) ? r + b : copysign(r, b);
}
""",
    "floordiv": """\
static double floordiv(double a, double b)
{
    double r = fmod(a, b), q = (a - r) / b - (r != 0 && (r < 0) != (b < 0));
    if (b == 0 || q == 0) return b == 0 ? a / b : copysign(0, a / b);
    return q - floor(q) > 0.5 ? floor(q) + 1 : floor(q);
}
""",
}

#: names that Python takes for an argument and C does not
C_WORDS = {
    *("auto", "case", "char", "const", "default", "do", "double", "enum", "extern"),
    *("fabs", "float"),
    *("fmax", "fmod", "goto", "inline", "int", "long", "register", "restrict", "short", "signed"),
    *("sizeof", "static", "struct", "switch", "typedef", "union", "unsigned", "void", "volatile"),
}


#: more numbers than these are not put on the stack
_LARGE = 65536
_TAKEN = {"p", "out", "f", *OPS, *vars(ieee), *C_WORDS}


def c_text(program: Named) -> str:
    """The program as a C function of its inputs, its parameters ``p`` and the outputs ``out``.

    Inputs that a loop counts through come as one array. Sums are added up in the engine's order.
    """
    if is_straight(program):
        scope, names = straight_scope(program, _TAKEN)
        return c_whole("f", _declared(scope), _body(expanded(program.loops), names), scope=scope)
    return _C(program).write()


class _C(Imperative):
    reserved = frozenset({*C_WORDS, *MATH_H})
    end, variable = ";", "double "

    def function(self, row: Op) -> Callable[..., Any]:
        """A function of <math.h>, or a helper."""
        return _c_function(row)

    def helper_name(self, row: Op) -> str:
        """<math.h> may have the name for a function of its own."""
        return f"{row.name}_" if row.name in MATH_H else row.name

    def helper(self, name: str, operands: tuple[str, ...], text: str) -> str:
        """A static function of one line."""
        given = ", ".join(f"double {operand}" for operand in operands)
        return f"static double {name}({given}) {{ return {text}; }}\n"

    def constant(self, x: float) -> str:
        """As C writes it."""
        return c_constant(x)

    def subscripted(self, array: Array, subscripts: list[str]) -> str:
        """An element of an array in memory: ``W1[3 * i + j]``."""
        steps = row_major(array.shape) if array in self.program.results else array.strides
        terms = []
        for step, subscript in zip(steps, subscripts):
            simple = step == 1 or " " not in subscript
            if subscript != "0":
                terms.append((step, subscript if simple else f"({subscript})"))
        return f"{self.spelled[array]}[{spelled_terms(terms, 0)}]"

    def declare(self, array: Array) -> None:
        """An array on the stack; a large one elsewhere."""
        size = prod(array.shape)
        kind = "static double" if size > _LARGE else "double"
        self.say(f"{kind} {self.spelled[array]}[{size}];")

    def open(self, counter: str, extent: int, *, falling: bool) -> None:
        """``for (int i = 0; i < 16; i++) {``."""
        start, stop, step = f"{extent - 1}", ">= 0", "--"
        if not falling:
            start, stop, step = "0", f"< {extent}", "++"
        self.say(f"for (int {counter} = {start}; {counter} {stop}; {counter}{step}) {{")
        self.depth += 1

    def close(self) -> None:
        """``}``."""
        self.depth -= 1
        self.say("}")

    def returned(self, copies: list[Copy], count: int) -> None:
        """The outputs are written to ``out``."""
        self.copied(copies)

    def whole(self) -> str:
        """The definition of the function, after its helpers."""
        lines, self.lines = self.lines, []
        for argument in self.arguments:
            if len(argument.names) > 1:
                names = ", ".join(argument.names)
                self.say(f"const double {self.spelled[argument.array]}[] = {{{names}}};")
        for array in self.parameters:
            if array.name != "p":
                place = f"p + {array.base}" if array.base else "p"
                name = self.spelled[array]
                value = place if array.shape else f"p[{array.base}]"
                self.say(f"const double {'*' if array.shape else ''}{name} = {value};")
        for table, name in self.tables.items():
            self.say(f"static const int {name}[] = {{{', '.join(map(str, table))}}};")
        helpers = "".join(self.helpers.values())
        return c_whole(self.name, _declared(self), [*self.lines, *lines], helpers, self)


def _declared(scope: Scope) -> list[str]:
    """The arguments but for ``out``; there is always a ``p``."""
    inputs, seed = split(scope)
    kinds = [("const double *" if a.together else "double ", a.names) for a in inputs]
    given = [f"{kind}{name}" for kind, names in kinds for name in names]
    return [*given, "const double *p", *([f"double {seed}"] if seed else [])]


def c_source(program: Program, names: Sequence[str] = (), *, name: str = "f") -> str:
    """The program as a C function of its inputs, its parameters ``p`` and the outputs ``out``.

    >>> from autograd.compiler.record import record
    >>> text = c_source(record(lambda x, y: (x * y + 1).tanh(), 2).program, ["x", "y"])
    >>> print(text)
    #include <math.h>
    <BLANKLINE>
    void f(double x, double y, const double *p, double *out)
    {
        (void)p;
        const double v2 = x * y;
        const double v3 = v2 + 1.0;
        const double v4 = tanh(v3);
        out[0] = v4;
    }
    <BLANKLINE>
    """
    given = argument_names(program, names, {*_TAKEN, name})
    arguments = [*(f"double {x}" for x in given), "const double *p"]
    return c_whole(name, arguments, _body(program, given))


def _body(program: Program, names: Sequence[str]) -> list[str]:
    steps, outputs = spelled_program(program, names, vocabulary(_c_function), c_constant)
    body = [f"    const double {register} = {expression};" for register, expression in steps]
    return body + [f"    out[{i}] = {output};" for i, output in enumerate(outputs)]


def c_whole(
    name: str,
    arguments: Sequence[str],
    body: list[str],
    helpers: str = "",
    scope: Scope | None = None,
) -> str:
    """A file with one function, and before it what it calls; what it does not use is said so."""
    words = set(_WORD.findall("\n".join([*body, helpers])))
    names = [argument.split()[-1].lstrip("*") for argument in arguments]
    unused = [f"    (void){x};" for x in names if x not in words]
    own = [text for row, text in HELPERS.items() if row in words]
    head = f"void {name}({', '.join([*arguments, 'double *out'])})"
    about = "\n   ".join(told(scope, f"out gets {listed(scope)}")) if scope else ""
    says = [f"/* {about} */"] if about else []
    before = ["".join([*own, helpers])] if own or helpers else []
    return "\n".join(["#include <math.h>", "", *before, *says, head, "{", *unused, *body, "}", ""])


def _c_function(row: Op) -> Callable[..., Text]:
    """How C says a primitive: ``ValueError`` when it comes to one that C does not know."""
    own = {"where": _c_choice, "abs": called("fabs")}
    own |= {name: called(name) for name in HELPERS}
    return own.get(row.name, called(row.name) if row.name in MATH_H else _unknown_to_c(row))


def _c_choice(condition: Any, a: Any, b: Any) -> Text:
    text = repr(condition)
    if not _WORD.fullmatch(text) and not is_comparison(text):
        text += " != 0"
    return Text(f"({text} ? {a!r} : {b!r})")


def _unknown_to_c(row: Op) -> Callable[..., Text]:
    def refuse(*operands: Any) -> Text:
        raise ValueError(
            f"C has no function {row.name!r} in <math.h>: write the row in terms of others, or put "
            "the function among the HELPERS of autograd/compiler/backends/languages/c.py"
        )

    return refuse


def c_constant(x: float) -> str:
    """The spelling of a double."""
    if x != x:
        return "NAN"
    if math.isinf(x):
        return "INFINITY" if x > 0 else "(-INFINITY)"
    return repr(x) if math.copysign(1.0, x) > 0 else f"({x!r})"

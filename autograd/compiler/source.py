"""A program as straight-line text: Python on floats, Python on NumPy arrays, C.

The text of each op's row is evaluated on operands that know only their own spelling, so the
same row gives ``v2 = v0 * v1`` here and a multiplication of vectors in ``llvm.py``. The Python
text is also the kernel where llvmlite is missing (``kernels.py`` runs it); the C text is for
reading, and for pasting into other programs.

Relies on ``program.py``; read ``kernels.py`` next.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from typing import Any

from autograd import ieee
from autograd.compiler.program import Operand, Program
from autograd.ops import OPS

__all__ = ["c_source", "python_source"]


class Text:
    """An expression's spelling; arithmetic on it spells a longer one."""

    def __init__(self, spelling: str) -> None:
        self.spelling = spelling

    def __repr__(self) -> str:
        return self.spelling


def _infix(symbol: str, swapped: bool = False) -> Callable[[Any, Any], Text]:
    def spell(self: Any, other: Any) -> Text:
        left, right = (other, self) if swapped else (self, other)
        return Text(f"({left!r} {symbol} {right!r})")

    return spell


for _name, _symbol in {"add": "+", "sub": "-", "mul": "*", "truediv": "/"}.items():
    setattr(Text, f"__{_name}__", _infix(_symbol))
    setattr(Text, f"__r{_name}__", _infix(_symbol, swapped=True))
for _name, _symbol in {"gt": ">", "lt": "<", "ge": ">=", "le": "<="}.items():
    setattr(Text, f"__{_name}__", _infix(_symbol))
setattr(Text, "__neg__", lambda self: Text(f"(-{self!r})"))  # noqa: B010  # as above


def _call(name: str) -> Callable[..., Text]:
    return lambda *operands: Text(f"{name}({', '.join(map(repr, operands))})")


def _spell(op: str, operands: Sequence[Text], scope: dict[str, Any]) -> str:
    row = OPS[op]
    text = repr(eval(row.forward, {**scope, "__builtins__": {}}, dict(zip(row.operands, operands))))
    return text[1:-1] if text.startswith("(") and _matches(text) else text


def _matches(text: str) -> bool:
    """Whether the first parenthesis closes at the end of the text."""
    depth = 0
    for i, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return i == len(text) - 1
    return False


def _lines(
    program: Program, names: Sequence[str], scope: dict[str, Any], constant: Callable[[float], str]
) -> tuple[list[tuple[str, str]], list[str]]:
    """(name, expression) of every instruction, and the outputs' spellings."""

    def spell(x: Operand) -> Text:
        return Text(constant(x)) if isinstance(x, float) else Text(_register(program, x, names))

    steps = [
        (_register(program, i, names), _spell(op, [spell(x) for x in operands], scope))
        for i, (op, operands) in enumerate(program.instructions, program.first)
    ]
    return steps, [repr(spell(x)) for x in program.outputs]


def _register(program: Program, index: int, names: Sequence[str]) -> str:
    if index < program.inputs:
        return names[index]
    return f"p[{index - program.inputs}]" if index < program.first else f"v{index}"


def _arguments(program: Program, names: Sequence[str], taken: Collection[str]) -> list[str]:
    """The inputs' names; one that means something else in the text gets an underscore."""
    given: list[str] = []
    for name in (*names, *(f"x{i}" for i in range(len(names), program.inputs))):
        while name in taken or name in given or (name[0] == "v" and name[1:].isdecimal()):
            name += "_"
        given.append(name)
    return given


def _scope(where: Callable[..., Text]) -> dict[str, Any]:
    """What a row's text may call: primitives by name, other rows spelled out."""
    scope: dict[str, Any] = {"where": where}

    def spelled_out(op: str) -> Callable[..., Text]:
        return lambda *operands: Text(f"({_spell(op, operands, scope)})")

    for op in OPS:
        if op != "where":
            scope[op] = _call(op) if hasattr(ieee, op) else spelled_out(op)
    return scope


def python_source(
    program: Program, names: Sequence[str] = (), *, name: str = "f", arrays: bool = False
) -> str:
    """The program as a Python function of its inputs and the list ``p`` of its parameters.

    It returns the list of outputs. The names that it calls are those of ``autograd.ieee`` and
    the op table on floats, those of ``autograd.compiler.arrays`` on NumPy arrays (``arrays``).

    >>> from autograd.compiler.record import record
    >>> print(python_source(record(lambda x, y: (x * y + 1).tanh(), 2).program, ["x", "y"]))
    def f(x, y, p=()):
        v2 = x * y
        v3 = v2 + 1.0
        v4 = tanh(v3)
        return [v4]
    <BLANKLINE>
    """
    given = _arguments(program, names, {"p", name, "inf", "nan", *OPS, *vars(ieee)})
    choose = _call("where") if arrays else _python_choice
    steps, outputs = _lines(program, given, _scope(choose), _python_constant)
    body = [f"    {register} = {expression}" for register, expression in steps]
    head = f"def {name}({', '.join([*given, 'p=()'])}):"
    return "\n".join([head, *body, f"    return [{', '.join(outputs)}]", ""])


def _python_choice(condition: Any, a: Any, b: Any) -> Text:
    return Text(f"({a!r} if {condition!r} else {b!r})")


def _python_constant(x: float) -> str:
    if math.isfinite(x):
        return repr(x) if math.copysign(1.0, x) > 0 else f"({x!r})"
    return f"({'-' if x < 0 else ''}{'nan' if x != x else 'inf'})"


C_HELPERS = """\
#include <math.h>

static double sigmoid(double x) { double e = exp(-fabs(x)); return (x >= 0 ? 1 : e) / (1 + e); }
static double softplus(double x) { return fmax(x, 0) + log1p(exp(-fabs(x))); }
static double mod(double a, double b)
{
    double r = fmod(a, b);
    return r != 0 && (r < 0) != (b < 0) ? r + b : copysign(r, b);
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
    given = _arguments(program, names, {"p", "out", name, *OPS, *vars(ieee), *C_WORDS})
    scope = _scope(lambda c, a, b: Text(f"({c!r} ? {a!r} : {b!r})"))
    scope["abs"] = _call("fabs")
    steps, outputs = _lines(program, given, scope, _c_constant)
    parameters = [*(f"double {x}" for x in given), "const double *p", "double *out"]
    body = [f"    const double {register} = {expression};" for register, expression in steps]
    body += [f"    out[{i}] = {output};" for i, output in enumerate(outputs)]
    head = f"void {name}({', '.join(parameters)})"
    return "\n".join([C_HELPERS, head, "{", *body, "}", ""])


def _c_constant(x: float) -> str:
    if x != x:
        return "NAN"
    if math.isinf(x):
        return "INFINITY" if x > 0 else "(-INFINITY)"
    return repr(x) if math.copysign(1.0, x) > 0 else f"({x!r})"

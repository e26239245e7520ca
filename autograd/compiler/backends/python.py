"""Plain Python: a program as the source of a function on floats, and that function.

Needs nothing but Python, so this is what runs where NumPy and llvmlite are missing, and for single
numbers everywhere. Read ``arrays.py`` next.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from autograd import ieee
from autograd.compiler.backends.text import Text, argument_names, called, spelled_program
from autograd.compiler.backends.words import is_primitive, vocabulary
from autograd.compiler.program import Program
from autograd.ops import OPS

__all__ = ["FloatKernel", "python_source"]


def python_source(
    program: Program, names: Sequence[str] = (), *, name: str = "f", arrays: bool = False
) -> str:
    """The program as a Python function of its inputs and the list ``p`` of its parameters.

    It returns the list of outputs. The names that it calls are those of ``autograd.ieee`` on
    floats, those of ``elementwise.py`` on NumPy arrays (``arrays``).

    >>> from autograd.compiler.record import record
    >>> print(python_source(record(lambda x, y: (x * y + 1).tanh(), 2).program, ["x", "y"]))
    def f(x, y, p=()):
        v2 = x * y
        v3 = v2 + 1.0
        v4 = tanh(v3)
        return [v4]
    <BLANKLINE>
    """
    given = argument_names(program, names, {"p", name, "inf", "nan", *OPS, *vars(ieee)})
    choose = called("where") if arrays else _python_choice
    words = vocabulary(lambda row: choose if row.name == "where" else called(row.name))
    steps, outputs = spelled_program(program, given, words, _python_constant)
    body = [f"    {register} = {expression}" for register, expression in steps]
    head = f"def {name}({', '.join([*given, 'p=()'])}):"
    return "\n".join([head, *body, f"    return [{', '.join(outputs)}]", ""])


def _python_choice(condition: Any, a: Any, b: Any) -> Text:
    return Text(f"({a!r} if {condition!r} else {b!r})")


def _python_constant(x: float) -> str:
    if math.isfinite(x):
        return repr(x) if math.copysign(1.0, x) > 0 else f"({x!r})"
    return f"({'-' if x < 0 else ''}{'nan' if x != x else 'inf'})"


class FloatKernel:
    """A program as a Python function of floats; the text is compiled at the first call."""

    def __init__(self, program: Program) -> None:
        self.program = program

    @cached_property
    def _function(self) -> Callable[..., list[float]]:
        scope: dict[str, Any] = {"inf": math.inf, "nan": math.nan}
        scope |= {name: row.evaluate for name, row in OPS.items() if is_primitive(row)}
        exec(compile(python_source(self.program), "<compiled program>", "exec"), scope)
        function: Callable[..., list[float]] = scope["f"]
        return function

    def __call__(self, inputs: Sequence[float], parameters: Sequence[float]) -> list[float]:
        """The outputs at one example, by IEEE arithmetic."""
        try:
            return self._function(*inputs, p=parameters)
        except ArithmeticError:  # a division by zero: Python's floats refuse what IEEE answers
            return self.program.evaluate(inputs, parameters)

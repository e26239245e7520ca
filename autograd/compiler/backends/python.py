"""Plain Python: a program as the source of a function on floats, and that function.

Needs nothing but Python, so this is what runs where NumPy and llvmlite are missing, and for single
numbers everywhere. Read ``arrays.py`` next.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cached_property, reduce
from operator import add
from typing import Any

from autograd import ieee
from autograd.compiler.backends.forloops import for_loops
from autograd.compiler.backends.kernel import Backend, Bound
from autograd.compiler.backends.text import Text, argument_names, called, spelled_program
from autograd.compiler.backends.words import Words, is_primitive, vocabulary
from autograd.compiler.columns import as_lists, checked_list
from autograd.compiler.loops.expand import expanded, size
from autograd.compiler.loops.loop import Loops
from autograd.compiler.loops.runnable import written
from autograd.compiler.program import Program
from autograd.ops import OPS

__all__ = [
    *("BACKEND", "FloatKernel", "ForKernel", "ListKernel"),
    *("python_lines", "python_names", "python_scope", "python_source"),
    *("float_kernel", "python_words", "spelled_constant"),
]

#: programs of no more instructions are written out
STRAIGHT = 5_000
#: nor is one in which an operation of a loop does not stand for so many on average
FEW = 8


def python_source(program: Program, names: Sequence[str] = (), *, name: str = "f") -> str:
    """The program as a Python function of its inputs and the list ``p`` of its parameters.

    It returns the list of outputs. The names that it calls are those of ``autograd.ieee``.

    >>> from autograd.compiler.record import record
    >>> print(python_source(record(lambda x, y: (x * y + 1).tanh(), 2).program, ["x", "y"]))
    def f(x, y, p=()):
        v2 = x * y
        v3 = v2 + 1.0
        v4 = tanh(v3)
        return [v4]
    <BLANKLINE>
    """
    given = python_names(program, names, name)
    steps, outputs = python_lines(program, given)
    body = [f"    {line}" for line in steps]
    head = f"def {name}({', '.join([*given, 'p=()'])}):"
    return "\n".join([head, *body, f"    return [{', '.join(outputs)}]", ""])


def python_names(program: Program, names: Sequence[str], name: str) -> list[str]:
    """The inputs' names in the text of a function of that name."""
    return argument_names(program, names, {"p", name, "inf", "nan", *OPS, *vars(ieee)})


def python_lines(program: Program, names: Sequence[str]) -> tuple[list[str], list[str]]:
    """A line for each instruction, and the spellings of the outputs."""
    steps, outputs = spelled_program(program, names, python_words(), spelled_constant)
    return [f"{register} = {expression}" for register, expression in steps], outputs


def python_words() -> Words:
    """What the rows' texts call in Python."""
    return vocabulary(lambda row: python_choice if row.name == "where" else called(row.name))


def python_choice(condition: Any, a: Any, b: Any) -> Text:
    """The spelling of ``where``."""
    return Text(f"({a!r} if {condition!r} else {b!r})")


def spelled_constant(x: float) -> str:
    """A number as Python's own text, in parentheses where it has a sign."""
    if math.isfinite(x):
        return repr(x) if math.copysign(1.0, x) > 0 else f"({x!r})"
    return f"({'-' if x < 0 else ''}{'nan' if x != x else 'inf'})"


def python_scope() -> dict[str, Any]:
    """What the text calls, on floats."""
    rows = {name: row.evaluate for name, row in OPS.items() if is_primitive(row)}
    return {"inf": math.inf, "nan": math.nan, **rows}


class FloatKernel:
    """A program as a Python function of floats; the text is compiled at the first call."""

    def __init__(self, program: Program) -> None:
        self.program = program

    @cached_property
    def _function(self) -> Callable[..., list[float]]:
        scope = python_scope()
        exec(compile(python_source(self.program), "<compiled program>", "exec"), scope)
        function: Callable[..., list[float]] = scope["f"]
        return function

    def __call__(self, inputs: Sequence[float], parameters: Sequence[float]) -> list[float]:
        """The outputs at one example, by IEEE arithmetic."""
        try:
            return self._function(*inputs, p=parameters)
        except ArithmeticError:  # a division by zero: Python's floats refuse what IEEE answers
            return self.program.evaluate(inputs, parameters)


class ForKernel:
    """The same of loops, by ``for`` statements: the text of a large program stays short."""

    def __init__(self, loops: Loops) -> None:
        self.loops = loops

    @cached_property
    def _function(self) -> Callable[..., list[float]]:
        text, tables = for_loops(self.loops, python_words(), spelled_constant)
        scope = {**python_scope(), **tables}
        exec(compile(text, "<compiled program>", "exec"), scope)
        function: Callable[..., list[float]] = scope["f"]
        return function

    @cached_property
    def _written_out(self) -> Program:
        return expanded(self.loops)

    def __call__(self, inputs: Sequence[float], parameters: Sequence[float]) -> list[float]:
        """The outputs at one example, by IEEE arithmetic."""
        try:
            return self._function(inputs, parameters)
        except ArithmeticError:  # as above
            return self._written_out.evaluate(inputs, parameters)


def float_kernel(loops: Loops) -> FloatKernel | ForKernel:
    """The kernel for one example.

    A small program runs faster written out, and so does one of few loops; a large one is ready
    faster as loops.
    """
    count = size(loops)
    out = count <= STRAIGHT or count < FEW * written(loops)
    return FloatKernel(expanded(loops)) if out else ForKernel(loops)


class ListKernel:
    """A program on lists of floats, an example at a time."""

    def __init__(self, loops: Loops, sums: int) -> None:
        self.outputs, self.total, self.floats = len(loops.outputs), sums, float_kernel(loops)

    def bind(self, columns: Sequence[Any], examples: int) -> Bound:
        """The kernel on these columns: lists of floats of one length."""
        return _BoundLists(self, columns, examples)


class _BoundLists:
    def __init__(self, kernel: ListKernel, columns: Sequence[Any], examples: int) -> None:
        self.kernel, self.columns, self.examples = kernel, columns, examples
        self.sums = [0.0] * kernel.total
        self.gradient = self.sums[1:]
        self.outputs = [[0.0] * examples for _ in range(kernel.total, kernel.outputs)]

    def run(self, parameters: Any, weight: float) -> bool:
        total = self.kernel.total
        rows = zip(*self.columns) if self.columns else [()] * self.examples
        more = (weight,) if total else ()
        results = [self.kernel.floats((*row, *more), parameters) for row in rows]
        columns = [*zip(*results)] or [()] * self.kernel.outputs
        self.sums[:] = [reduce(add, column, 0.0) for column in columns[:total]]
        self.gradient[:] = self.sums[1:]
        for output, column in zip(self.outputs, columns[total:]):
            output[:] = column
        return all(map(math.isfinite, self.sums))


BACKEND = Backend("source (python)", lambda: True, ListKernel, as_lists, list, checked_list)

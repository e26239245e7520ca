"""A program as a JavaScript function, for a page or for node.

Read ``scope.py`` next.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Any

from autograd.compiler.backends.languages.heads import called_with, listed, told
from autograd.compiler.backends.languages.imperative import Imperative
from autograd.compiler.backends.languages.outputs import Copy
from autograd.compiler.backends.languages.scope import (
    Scope,
    is_straight,
    spelled_terms,
    straight_scope,
)
from autograd.compiler.backends.text import Text, called, is_comparison, spelled_program
from autograd.compiler.backends.words import vocabulary
from autograd.compiler.loops.arrays import Array
from autograd.compiler.loops.expand import expanded
from autograd.compiler.loops.naming import Named
from autograd.ops import Op

__all__ = ["helpers", "javascript_text"]

#: functions that JavaScript's Math has under the table's name
_MATH = {
    *("abs", "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "cbrt", "cos", "cosh"),
    *("exp", "expm1", "floor", "hypot", "log", "log10", "log1p", "log2", "sin", "sinh"),
    *("sqrt", "tan", "tanh"),
}


@cache
def helpers() -> dict[str, str]:
    """What ``Math`` has not -> a definition, read when JavaScript is first written."""
    from importlib.resources import files

    text = (files("autograd") / "primitives.js").read_text("utf-8")
    parts = text.replace("export const", "const").strip().split("\n\n")[1:]
    return {part.split("const ", 1)[1].split()[0]: part for part in parts}


_WORDS = frozenset(
    {
        *("arguments", "await", "case", "catch", "const", "debugger", "default", "delete", "do"),
        *("enum", "eval", "export", "extends", "function", "implements", "in", "instanceof"),
        *("interface", "let", "new", "null", "package", "private", "protected", "public"),
        *("static", "super", "switch", "this", "throw", "typeof", "undefined", "var", "void"),
        *("Array", "Infinity", "Math", "NaN", "Number", "false", "true"),
    }
)


def javascript_text(program: Named) -> str:
    """The program as a function of its inputs and of the array ``p`` of its parameters, which
    returns the array of outputs.

    Inputs that a loop counts through come as one array. Sums are added up in the engine's order.
    """
    return _straight(program) if is_straight(program) else _JavaScript(program).write()


def _straight(program: Named) -> str:
    scope, names = straight_scope(program, {"p", "f", *_WORDS, *helpers()})
    used: dict[str, None] = {}
    words = vocabulary(_functions(used))
    steps, outputs = spelled_program(expanded(program.loops), names, words, _constant)
    lines = [f"  const {register} = {expression};" for register, expression in steps]
    before = [text for name, text in helpers().items() if name in used]
    end = [f"  return [{', '.join(outputs)}];", "}", ""]
    return "\n".join([*before, *_headed(scope, "f"), *lines, *end])


def _headed(scope: Scope, name: str) -> list[str]:
    """What the function says of itself, its head, and a look at the parameters."""
    lines = [f"// {line}" for line in told(scope, f"Gives an array of {listed(scope)}")]
    lines.append(f"function {name}({', '.join(called_with(scope, ' = 1'))}) {{")
    count = scope.program.loops.parameters
    if count:
        error = f'throw new RangeError("p has {count} numbers")'
        lines.append(f"  if (p.length !== {count}) {error};")
    return lines


def _functions(used: dict[str, None]) -> Callable[[Op], Callable[..., Text]]:
    """How JavaScript says a primitive; the helpers that are called are noted."""

    def function(row: Op) -> Callable[..., Text]:
        def call(*operands: Any) -> Text:
            if row.name == "where":
                condition, a, b = operands
                text = repr(condition)
                text = text if is_comparison(text) else f"{text} !== 0"  # NaN counts as false
                return Text(f"({text} ? {a!r} : {b!r})")
            if row.name in _MATH:
                return called(f"Math.{row.name}")(*operands)
            if row.name not in helpers():
                raise ValueError(
                    f"JavaScript has no function {row.name!r}: write the row in terms of others, "
                    "or put the function into autograd/primitives.js"
                )
            used[row.name] = None
            return called(row.name)(*operands)

        return call

    return function


def _constant(x: float) -> str:
    if not math.isfinite(x):
        return "NaN" if x != x else "Infinity" if x > 0 else "(-Infinity)"
    text = repr(x).removesuffix(".0")
    return text if math.copysign(1.0, x) > 0 else f"({text})"


class _JavaScript(Imperative):
    indent, end, variable = "  ", ";", "let "

    def __init__(self, program: Named) -> None:
        self.reserved = _WORDS | helpers().keys()
        super().__init__(program)

    def function(self, row: Op) -> Callable[..., Any]:
        """A function of ``Math``, or a helper."""
        self.noted: dict[str, None] = getattr(self, "noted", {})
        return _functions(self.noted)(row)

    def helper(self, name: str, operands: tuple[str, ...], text: str) -> str:
        """A function of one line."""
        return f"const {name} = ({', '.join(operands)}) => {text};"

    def constant(self, x: float) -> str:
        """As JavaScript writes it."""
        return _constant(x)

    def subscripted(self, array: Array, subscripts: list[str]) -> str:
        """``W1[i][j]``."""
        return self.spelled[array] + "".join(f"[{subscript}]" for subscript in subscripts)

    def declare(self, array: Array) -> None:
        """An array of zeros, or arrays of such."""
        self.say(f"const {self.spelled[array]} = {_zeros(array.shape)};")

    def open(self, counter: str, extent: int, *, falling: bool) -> None:
        """``for (let i = 0; i < 16; i++) {``."""
        start, stop, step = f"{extent - 1}", ">= 0", "--"
        if not falling:
            start, stop, step = "0", f"< {extent}", "++"
        self.say(f"for (let {counter} = {start}; {counter} {stop}; {counter}{step}) {{")
        self.depth += 1

    def close(self) -> None:
        """``}``."""
        self.depth -= 1
        self.say("}")

    def returned(self, copies: list[Copy], count: int) -> None:
        """``out``, filled array by array."""
        self.say(f"const out = Array({count}).fill(0);")
        self.copied(copies)
        self.say("return out;")

    def whole(self) -> str:
        """The definition of the function, after what it calls."""
        lines, self.lines = self.lines, []
        for argument in self.arguments:
            if len(argument.names) > 1:
                self.say(f"const {self.spelled[argument.array]} = [{', '.join(argument.names)}];")
        for array in self.parameters:
            if array.name != "p":
                self.say(f"const {self.spelled[array]} = {_cut(array)};")
        for table, name in self.tables.items():
            self.say(f"const {name} = {list(table)};")
        before = [text for name, text in helpers().items() if name in self.noted]
        before += [*self.helpers.values(), *_headed(self, self.name)]
        return "\n".join([*before, *self.lines, *lines, "}", ""])


def _zeros(shape: tuple[int, ...]) -> str:
    text = f"Array({shape[-1]}).fill(0)"
    for size in reversed(shape[:-1]):
        text = f"Array.from({{ length: {size} }}, () => {text})"
    return text


def _cut(array: Array) -> str:
    """An array of parameters, cut out of ``p``.

    >>> _cut(Array("b1", 2, (16,), (3,)))
    'Array.from({ length: 16 }, (_, i) => p[3 * i + 2])'
    """
    names = "ijklmn"[: len(array.shape)]
    text = f"p[{spelled_terms([*zip(array.strides, names)], array.base)}]"
    for name, size in zip(reversed(names), reversed(array.shape)):
        text = f"Array.from({{ length: {size} }}, (_, {name}) => {text})"
    return text

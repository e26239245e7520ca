"""A program as plain Python: loops over lists, in the order in which the engine adds.

Read ``c.py`` next.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection
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
from autograd.compiler.backends.python import (
    python_choice,
    python_lines,
    python_scope,
    spelled_constant,
)
from autograd.compiler.backends.text import Text, bare, called
from autograd.compiler.loops.arrays import Array, Located
from autograd.compiler.loops.expand import expanded
from autograd.compiler.loops.loop import Index, Loop
from autograd.compiler.loops.naming import Named
from autograd.compiler.loops.notation import Counters, letters
from autograd.compiler.loops.outline import is_reduction
from autograd.ops import Op

__all__ = ["python_text"]

_WORD = re.compile(r"(?<![\w.])[^\W\d]\w*")


def python_text(program: Named) -> str:
    """The program as a function of its inputs and of the list ``p`` of its parameters, which
    returns the list of outputs.

    Inputs that a loop counts through come as one list. Functions are those of ``autograd.ieee``.
    (``sum`` is not used: since Python 3.12 it adds otherwise.)
    """
    return _straight(program) if is_straight(program) else _Python(program).write()


def _straight(program: Named) -> str:
    scope, names = straight_scope(program, {"p", "f", "len"})
    steps, outputs = python_lines(expanded(program.loops), names)
    lines = [f"    {line}" for line in (*steps, f"return [{', '.join(outputs)}]")]
    words = {*_WORD.findall("\n".join(lines))} & {*python_scope()}
    return "\n".join([*_imported(words), *_headed(scope, "f"), *lines, ""])


def _imported(names: Collection[str]) -> list[str]:
    return [f"from autograd.ieee import {', '.join(sorted(names))}", ""] if names else []


def _headed(scope: Scope, name: str) -> list[str]:
    """The head, what the function says of itself, and a look at the parameters."""
    text = "\n    ".join(told(scope, f"Gives a list of {listed(scope)}"))
    lines = [f"def {name}({', '.join(called_with(scope, '=1.0'))}):", f'    """{text}"""']
    count = scope.program.loops.parameters
    if count:
        lines += [
            f"    if len(p) != {count}:",
            f'        raise ValueError("p has {count} numbers")',
        ]
    return lines


class _Python(Imperative):
    reserved = frozenset({"len", "range", "list"})

    def function(self, row: Op) -> Callable[..., Any]:
        """A primitive is called by its name in ``autograd.ieee``."""
        return python_choice if row.name == "where" else self.imported(row.name)

    def imported(self, name: str) -> Callable[..., Any]:
        """A function that is noted as called when it is."""

        def call(*operands: Any) -> Text:
            self.called[name] = None
            return called(name)(*operands)

        return call

    def helper(self, name: str, operands: tuple[str, ...], text: str) -> str:
        """A function of one line."""
        return f"def {name}({', '.join(operands)}):\n    return {text}\n\n"

    def constant(self, x: float) -> str:
        """Python's own spelling; inf and nan are names."""
        if not math.isfinite(x):
            self.called["nan" if x != x else "inf"] = None
        return spelled_constant(x)

    def subscripted(self, array: Array, subscripts: list[str]) -> str:
        """``W1[i][j]``."""
        return self.spelled[array] + "".join(f"[{subscript}]" for subscript in subscripts)

    def declare(self, array: Array) -> None:
        """A list of zeros, or lists of such."""
        self.say(f"{self.spelled[array]} = {_zeros(array.shape)}")

    def open(self, counter: str, extent: int, *, falling: bool) -> None:
        """``for i in range(16):``."""
        steps = f"{extent - 1}, -1, -1" if falling else f"{extent}"
        self.say(f"for {counter} in range({steps}):")
        self.depth += 1

    def close(self) -> None:
        """Loops end with their indentation."""
        self.depth -= 1

    def whole_loop(self, loop: Loop, target: Located) -> bool:
        """What needs no sum is a comprehension."""
        if not loop.shape or target.array.shape != loop.shape or is_reduction(loop.body):
            return False
        self.letters = letters(self.program, loop)
        names = tuple(next(self.letters) for _ in loop.shape)
        text = bare(repr(self.value(loop.body, Counters(names, loop.shape))))
        for name, extent in zip(reversed(names), reversed(loop.shape)):
            text = f"[{text} for {name} in range({extent})]"
        self.say(f"{self.spelled[target.array]} = {text}")
        return True

    def returned(self, copies: list[Copy], count: int) -> None:
        """``out``, a list, filled array by array; or the few outputs as they are."""
        if all(not copy.shape for copy in copies):
            found = [bare(repr(self.value(copy.what, Counters((), ())))) for copy in copies]
            self.say(f"return [{', '.join(found)}]")
            return
        only = copies[0]
        if len(copies) == 1 and isinstance(only.what, Index) and len(only.shape) == 1:
            array = self.program.find(only.what, only.shape).array
            if array.shape == only.shape and only.what.space == "result":
                self.say(f"return {self.spelled[array]}")
                return
        self.say(f"out = [0.0] * {count}")
        self.copied(copies)
        self.say("return out")

    def whole(self) -> str:
        """The definition of the function, after what it calls."""
        lines, self.lines = self.lines, []
        for argument in self.arguments:
            if len(argument.names) > 1:
                self.say(f"{self.spelled[argument.array]} = [{', '.join(argument.names)}]")
        for array in self.parameters:
            if array.name != "p":
                self.say(f"{self.spelled[array]} = {_cut(array)}")
        for table, name in self.tables.items():
            self.say(f"{name} = {list(table)}")
        before = [*_imported(self.called), *self.helpers.values(), *_headed(self, self.name)]
        return "\n".join([*before, *self.lines, *lines, ""])


def _zeros(shape: tuple[int, ...]) -> str:
    text = f"[0.0] * {shape[-1]}"
    for size in reversed(shape[:-1]):
        text = f"[{text} for _ in range({size})]"
    return text


def _cut(array: Array) -> str:
    """An array of parameters, cut out of ``p``.

    >>> _cut(Array("W1", 0, (16, 2), (3, 1))), _cut(Array("b1", 2, (16,), (3,)))
    ('[p[3 * i:3 * i + 2] for i in range(16)]', 'p[2:48:3]')
    """
    if not array.shape:
        return f"p[{array.base}]"
    *outer, size = array.shape
    *steps, step = array.strides
    names = "ijklmn"[: len(outer)]
    first = spelled_terms([*zip(steps, names)], array.base)
    last = spelled_terms([*zip(steps, names)], array.base + step * (size - 1) + 1)
    text = f"p[{first}:{last}{f':{step}' if step > 1 else ''}]"
    for name, count in zip(reversed(names), reversed(outer)):
        text = f"[{text} for {name} in range({count})]"
    return text

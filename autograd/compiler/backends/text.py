"""A program spelled out in a programming language.

The text of each op's row is evaluated on operands that know only their own spelling, so the same
row gives ``v2 = v0 * v1`` here and a multiplication of vectors in ``llvm/lowering.py``. What a
language adds to that (a head, constants, its way to choose) stands in a file of its own: read
``python.py`` next.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import Any

from autograd.compiler.backends.words import Words, said
from autograd.compiler.program import Operand, Program
from autograd.ops import OPS

__all__ = ["Text", "argument_names", "bare", "called", "is_comparison", "spelled_program"]


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


def called(name: str) -> Callable[..., Text]:
    """The spelling of a call of that function."""
    return lambda *operands: Text(f"{name}({', '.join(map(repr, operands))})")


def _spell(op: str, operands: Sequence[Text], words: Words) -> str:
    return bare(repr(said(OPS[op], operands, words)))


def bare(text: str) -> str:
    """An expression's text without the parentheses around it.

    >>> bare("(a + b)"), bare("(a) * (b)")
    ('a + b', '(a) * (b)')
    """
    return text[1:-1] if text.startswith("(") and _matches(text) else text


def is_comparison(text: str) -> bool:
    """Whether a spelling says of two numbers which is larger.

    >>> [is_comparison(text) for text in ("(a > b)", "(a * (b > c))", "f(a > b)", "a")]
    [True, False, False, False]
    """
    depth = 0
    for word in re.findall(r"[(\[]|[)\]]| [<>]=? ", bare(text)):
        depth += (word in "([") - (word in ")]")
        if depth == 0 and word[0] == " ":
            return True
    return False


def _matches(text: str) -> bool:
    """Whether the first parenthesis closes at the end of the text."""
    depth = 0
    for i, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return i == len(text) - 1
    return False


def spelled_program(
    program: Program, names: Sequence[str], words: Words, constant: Callable[[float], str]
) -> tuple[list[tuple[str, str]], list[str]]:
    """(name, expression) of every instruction, and the outputs' spellings."""

    def spell(x: Operand) -> Text:
        return Text(constant(x)) if isinstance(x, float) else Text(_register(program, x, names))

    steps = [
        (_register(program, i, names), _spell(op, [spell(x) for x in operands], words))
        for i, (op, operands) in enumerate(program.instructions, program.first)
    ]
    return steps, [repr(spell(x)) for x in program.outputs]


def _register(program: Program, index: int, names: Sequence[str]) -> str:
    if index < program.inputs:
        return names[index]
    return f"p[{index - program.inputs}]" if index < program.first else f"v{index}"


def argument_names(program: Program, names: Sequence[str], taken: Collection[str]) -> list[str]:
    """The inputs' names; one that means something else in the text gets an underscore."""
    given: list[str] = []
    for name in (*names, *(f"x{i}" for i in range(len(names), program.inputs))):
        while name in taken or name in given or (name[0] == "v" and name[1:].isdecimal()):
            name += "_"
        given.append(name)
    return given

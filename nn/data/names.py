"""First names: 32,033 that were given to children, in small letters, most of them more than once.

Source: the US Social Security Administration, whose lists are in the public domain; the file
``names.txt`` stands beside this one. A name becomes tokens for a model of sequences: its letters
from 0 to 25, between two ``END`` that stand for its beginning and its end.

Read ``nn/losses/formulas.py`` next.

>>> names()[:3], len(names("train")), len(names("held-out"))
(['emma', 'olivia', 'ava'], 28830, 3203)
>>> tokens_of("emma"), name_of([4, 12, 12, 0])
([26, 4, 12, 12, 0, 26], 'emma')
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from random import Random
from string import ascii_lowercase

import autograd as ag
from nn.checks import one_of
from nn.models.init import generator

__all__ = ["END", "TOKENS", "name_of", "names", "tokens_of"]

SPLITS = ("all", "train", "held-out")
HELD_OUT = 3203
#: the token before the first letter and after the last
END = 26
#: how many tokens there are
TOKENS = 27


def names(split: str = "all", rng: int | Random | None = 0) -> list[str]:
    """The names: "all" of them as the file has them, or a part after they were shuffled by ``rng``.

    The parts are "train" (28,830 names) and "held-out" (the 3,203 others); one seed gives one
    split. Raises ``ValueError`` for another word.

    >>> names()[:3], len(names("train"))
    (['emma', 'olivia', 'ava'], 28830)
    """
    one_of("split", split, SPLITS)
    listed = files("nn.data").joinpath("names.txt").read_text(encoding="ascii").split()
    if split == "all":
        return listed
    generator(rng).shuffle(listed)
    return listed[HELD_OUT:] if split == "train" else listed[:HELD_OUT]


def tokens_of(name: str) -> list[int]:
    """The tokens of a name; ``GraphError`` for what is not written in letters from a to z.

    >>> tokens_of("ab")
    [26, 0, 1, 26]
    """
    if not name or not set(name) <= set(ascii_lowercase):
        raise ag.GraphError(f"a name is written in small letters from a to z, got {name!r}")
    return [END, *map(ascii_lowercase.index, name), END]


def name_of(tokens: Iterable[int]) -> str:
    """The letters of some tokens that are letters.

    >>> name_of([25, 14, 4])
    'zoe'
    """
    return "".join(ascii_lowercase[token] for token in tokens)

"""The sixteen logic gates of two inputs, as data: ``gates.xor()`` gives ``(X, y)``.

``X`` holds the four pairs (0, 0), (0, 1), (1, 0), (1, 1), ``y`` the answers 0 or 1. For ``hinge``
turn them into ±1 by ``[2 * t - 1 for t in y]``. All but xor and xnor are linear: a single neuron
learns them. Read ``plane.py`` next.

>>> xor()
([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [0, 1, 1, 0])
>>> gate("nand")[1]
[1, 1, 1, 0]
"""

from __future__ import annotations

import difflib

__all__ = [
    *("TABLE", "and_", "first", "first_only", "gate", "if_first", "if_second", "nand", "never"),
    *("always", "nor", "not_first", "not_second", "or_", "second", "second_only", "xnor", "xor"),
]

Rows = tuple[list[list[float]], list[int]]

#: name -> the answers for (0, 0), (0, 1), (1, 0), (1, 1)
TABLE: dict[str, tuple[int, int, int, int]] = {
    "never": (0, 0, 0, 0),
    "and": (0, 0, 0, 1),
    "first-only": (0, 0, 1, 0),
    "first": (0, 0, 1, 1),
    "second-only": (0, 1, 0, 0),
    "second": (0, 1, 0, 1),
    "xor": (0, 1, 1, 0),
    "or": (0, 1, 1, 1),
    "nor": (1, 0, 0, 0),
    "xnor": (1, 0, 0, 1),
    "not-second": (1, 0, 1, 0),
    "if-second": (1, 0, 1, 1),
    "not-first": (1, 1, 0, 0),
    "if-first": (1, 1, 0, 1),
    "nand": (1, 1, 1, 0),
    "always": (1, 1, 1, 1),
}


def gate(name: str) -> Rows:
    """The four rows of the gate of that name; ``ValueError`` with the closest one if unknown."""
    if name not in TABLE:
        closest = difflib.get_close_matches(str(name), TABLE, n=1)
        hint = f" (did you mean {closest[0]!r}?)" if closest else ""
        raise ValueError(f"unknown gate {name!r}{hint}; known: {', '.join(TABLE)}")
    return [[a, b] for a in (0.0, 1.0) for b in (0.0, 1.0)], list(TABLE[name])


def never() -> Rows:
    """0 for every input."""
    return gate("never")


def and_() -> Rows:
    """1 if both inputs are 1."""
    return gate("and")


def first_only() -> Rows:
    """1 if the first input is 1 and the second is 0."""
    return gate("first-only")


def first() -> Rows:
    """The first input itself."""
    return gate("first")


def second_only() -> Rows:
    """1 if the second input is 1 and the first is 0."""
    return gate("second-only")


def second() -> Rows:
    """The second input itself."""
    return gate("second")


def xor() -> Rows:
    """1 if exactly one input is 1: no linear model can."""
    return gate("xor")


def or_() -> Rows:
    """1 if at least one input is 1."""
    return gate("or")


def nor() -> Rows:
    """1 if no input is 1."""
    return gate("nor")


def xnor() -> Rows:
    """1 if both inputs are equal: no linear model can."""
    return gate("xnor")


def not_second() -> Rows:
    """The opposite of the second input."""
    return gate("not-second")


def if_second() -> Rows:
    """The second implies the first: 0 only for (0, 1)."""
    return gate("if-second")


def not_first() -> Rows:
    """The opposite of the first input."""
    return gate("not-first")


def if_first() -> Rows:
    """The first implies the second: 0 only for (1, 0)."""
    return gate("if-first")


def nand() -> Rows:
    """0 if both inputs are 1; every other gate can be built from it."""
    return gate("nand")


def always() -> Rows:
    """1 for every input."""
    return gate("always")

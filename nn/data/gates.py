"""The sixteen logic gates of two inputs, as data: ``gates.xor()`` gives ``(X, y)``.

``X`` holds the four pairs (0, 0), (0, 1), (1, 0), (1, 1), ``y`` the answers 0 or 1. For ``hinge``
turn them into ±1 by ``[2 * t - 1 for t in y]``. All but xor and xnor are linear: a single neuron
learns them. Read ``plane.py`` next.

>>> from nn import gates
>>> gates.xor()
([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [0, 1, 1, 0])
>>> gates.gate("nand")[1]
[1, 1, 1, 0]
"""

from __future__ import annotations

from collections.abc import Callable

from nn.checks import one_of

__all__ = [
    *("TABLE", "and_", "first", "first_only", "gate", "if_first", "if_second", "nand", "never"),
    *("always", "nor", "not_first", "not_second", "or_", "second", "second_only", "xnor", "xor"),
]

Rows = tuple[list[list[float]], list[int]]

#: name -> the answers for (0, 0), (0, 1), (1, 0), (1, 1)
TABLE: dict[str, tuple[int, int, int, int]] = {}


def gate(name: str) -> Rows:
    """The four rows of the gate of that name; ``ValueError`` with the closest one if unknown.

    >>> gate("nand")[1]
    [1, 1, 1, 0]
    """
    answers = TABLE[one_of("gate", name, TABLE)]
    return [[a, b] for a in (0.0, 1.0) for b in (0.0, 1.0)], list(answers)


def _row(name: str, answers: tuple[int, int, int, int], meaning: str) -> Callable[[], Rows]:
    """Enter a gate into the table; return the function of no arguments that gives its rows."""
    TABLE[name] = answers

    def rows() -> Rows:
        return gate(name)

    rows.__name__ = rows.__qualname__ = _identifier(name)
    rows.__doc__ = f"{meaning}\n\n>>> {rows.__name__}()[1]\n{list(answers)}"
    return rows


def _identifier(name: str) -> str:
    """The name of a gate's function: "and" and "or" are Python's own words."""
    return f"{name}_" if name in ("and", "or") else name.replace("-", "_")


never = _row("never", (0, 0, 0, 0), "0 for every input.")
and_ = _row("and", (0, 0, 0, 1), "1 if both inputs are 1.")
first_only = _row("first-only", (0, 0, 1, 0), "1 if the first input is 1 and the second is 0.")
first = _row("first", (0, 0, 1, 1), "The first input itself.")
second_only = _row("second-only", (0, 1, 0, 0), "1 if the second input is 1 and the first is 0.")
second = _row("second", (0, 1, 0, 1), "The second input itself.")
xor = _row("xor", (0, 1, 1, 0), "1 if exactly one input is 1: no linear model can.")
or_ = _row("or", (0, 1, 1, 1), "1 if at least one input is 1.")
nor = _row("nor", (1, 0, 0, 0), "1 if no input is 1.")
xnor = _row("xnor", (1, 0, 0, 1), "1 if both inputs are equal: no linear model can.")
not_second = _row("not-second", (1, 0, 1, 0), "The opposite of the second input.")
if_second = _row("if-second", (1, 0, 1, 1), "The second implies the first: 0 only for (0, 1).")
not_first = _row("not-first", (1, 1, 0, 0), "The opposite of the first input.")
if_first = _row("if-first", (1, 1, 0, 1), "The first implies the second: 0 only for (1, 0).")
nand = _row("nand", (1, 1, 1, 0), "0 if both inputs are 1; every other gate can be built from it.")
always = _row("always", (1, 1, 1, 1), "1 for every input.")


def __dir__() -> list[str]:
    """What a prompt offers."""
    return __all__

"""Which outputs depend on which inputs: sets of inputs, handed on along the graph.

A set of places is a whole number, a bit for each: one ``|`` unites two of them. A pattern is a
list of such sets, one for each row. Read ``colouring.py`` next.

Source: A. Griewank and A. Walther, "Evaluating Derivatives" (2008), section 7.1.
"""

from __future__ import annotations

from autograd.graph import Node

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from collections.abc import Iterable, Iterator, Sequence

    Pattern = Sequence[int]  # for each row the set of its columns

__all__ = ["jacobian_pattern", "places", "symmetric", "transposed"]


def jacobian_pattern(
    order: Iterable[Node], inputs: Sequence[Node], outputs: Iterable[Node | float]
) -> list[int]:
    """For each output the inputs on which its derivatives may be other than 0.

    ``order`` has operands before their consumers. What a row gives a partial of 0 everywhere
    (``floor``, ``sign``, ``detach``, a condition) hands nothing on.

    >>> from autograd import Value, floor
    >>> x = [Value(1.5), Value(2.5)]
    >>> y = floor(x[0]) * x[1]
    >>> jacobian_pattern([*x, y.operands[0], y], x, [y, 3.0])
    [2, 0]
    """
    known: dict[Node | float, int] = {x: 1 << i for i, x in enumerate(inputs)}
    for node in order:
        if node.op is None or node in known:
            continue
        found = 0
        for i, operand in enumerate(node.operands):
            if not isinstance(operand, float) and node.op.wanted(i):
                found |= known.get(operand, 0)
        if found:
            known[node] = found
    return [0 if isinstance(y, float) else known.get(y, 0) for y in outputs]


def places(members: int) -> Iterator[int]:
    """The members of a set, smallest first.

    >>> [*places(0b10110)]
    [1, 2, 4]
    """
    while members:
        lowest = members & -members
        yield lowest.bit_length() - 1
        members ^= lowest


def transposed(rows: Pattern, columns: int) -> list[int]:
    """The pattern of the transpose: for each column the set of its rows.

    >>> transposed([0b11, 0b10], 2)
    [1, 3]
    """
    found = [0] * columns
    for i, row in enumerate(rows):
        for j in places(row):
            found[j] |= 1 << i
    return found


def symmetric(rows: Pattern) -> list[int]:
    """A square pattern and its transpose together."""
    return [row | column for row, column in zip(rows, transposed(rows, len(rows)))]

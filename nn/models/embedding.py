"""A table of vectors, of which an index chooses one.

Read ``norms.py`` next.
"""

from __future__ import annotations

from random import Random
from typing import Any

import autograd as ag
from autograd import Value
from nn.checks import whole
from nn.linalg import dot, transpose
from nn.models.init import Init, generator, normal
from nn.models.linear import matrix
from nn.models.module import Module
from nn.probabilities import index_of, one_hot

__all__ = ["Embedding"]


class Embedding(Module):
    """The row of a table ``W`` of ``rows`` vectors, ``width`` numbers each.

    From an index (3, or 3.0) to the row itself, a list of Values. An index that is a Value, such as
    an input of a function that is being recorded, is compared with all rows, and the table
    multiplied by the ones and zeros that come out (``nn.one_hot``); such a list, or any other
    weights of the rows, may be given in its place. So one recording serves all indices, at the
    price of rows × width products.

    Raises ``GraphError`` for an index that is no whole number from 0 to below ``rows``, and for a
    list of another length (indices are given one at a time: ``[table(i) for i in …]``); compiled,
    where numbers are not looked at, the row is then nan, and the call is refused for that.

    >>> from autograd import Value
    >>> table = Embedding(3, 2, init=lambda inputs, outputs, rng: rng.random(), rng=0)
    >>> table(1) == table.W[1], [y.data for y in table(Value(1.0))] == [w.data for w in table(1)]
    (True, True)
    """

    def __init__(
        self,
        rows: int,
        width: int,
        rng: int | Random | None = None,
        init: Init | None = None,
    ) -> None:
        sizes = whole("rows", rows), whole("width", width)
        self.W = matrix(*sizes, generator(rng), init or normal())

    def __call__(self, index: Any) -> list[Any]:
        """The row of an index, or the sum of the rows with a list of weights."""
        rows = len(self.W)
        if isinstance(index, Value):
            index = one_hot(index, rows)
        if not hasattr(index, "__len__"):
            return list(self.W[index_of(index, rows)])
        if len(index) != rows:
            raise ag.GraphError(
                f"a list has a weight for each of the {rows} rows, got {len(index)}; indices are "
                "given one at a time: [table(i) for i in indices]"
            )
        return [dot(index, column) for column in transpose(self.W)]

    def __repr__(self) -> str:
        return f"Embedding({len(self.W)}, {len(self.W[0])})"

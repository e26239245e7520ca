"""What the loops of a network compute: pre-activations and activations.

A weighted sum ``b[i] + Σj W[i,j]·x[j]`` is a pre-activation ``z``, a function of it alone an
activation ``h`` (but not 1 - z). What is a derivative, ``wholes.py`` knows. Read ``naming.py``
next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from autograd.compiler.loops.arrays import Located, leaves, under
from autograd.compiler.loops.loop import Apply, Expression, Index, Loop, Sum

__all__ = ["Find", "Product", "forward", "layer", "products", "terms"]

#: where an index lies, by the extents of the counters around it
Find = Callable[[Index, tuple[int, ...]], Located]
_LINES = ("add", "sub", "mul", "div", "neg", "identity", "detach")
_WEIGHTS = ("W", "w", "U", "V", "p", "weight", "weights")


class Product(NamedTuple):
    """A parameter times something, within a sum; ``across``: the sum runs over its last subscript,
    as in W·x and not in Wᵀ·x."""

    parameter: Located
    other: Located
    across: bool


def terms(x: Expression, extents: tuple[int, ...]) -> Iterator[tuple[Expression, tuple[int, ...]]]:
    """What an expression adds up, sums within sums included, and the counters around each."""
    if isinstance(x, Sum):
        for run in x.runs:
            yield from terms(run.term, under(extents, run.length))
    else:
        yield x, extents


def products(loop: Loop, find: Find) -> list[Product]:
    """The terms of a loop that are a parameter times something."""
    found = []
    for term, extents in terms(loop.body, loop.shape):
        if isinstance(term, Apply) and term.op == "mul":
            pair = [x for x in term.operands if isinstance(x, Index)]
            pair.sort(key=lambda x: x.space != "parameter")
            if len(pair) == 2 and pair[0].space == "parameter" != pair[1].space:
                weight, other = (find(x, extents) for x in pair)
                found.append(Product(weight, other, _is_across(weight, len(loop.shape))))
    return found


def _is_across(weight: Located, around: int) -> bool:
    last = weight.subscripts[-1:]
    return all(not any(subscript.factors[:around]) for subscript in last)


def layer(product: Product) -> str:
    """What a sum over this product is called: ``W1`` makes ``z1``, ``W_query1`` ``query1``."""
    name = product.parameter.array.name
    words, digits = name.rstrip("0123456789"), name[len(name.rstrip("0123456789")) :]
    if words in _WEIGHTS:
        return f"z{digits}"
    return name[2:] if words.startswith("W_") else f"z_{name}"


def forward(loops: Iterable[Loop], find: Find) -> dict[int, str]:
    """First row -> name of what is a pre-activation or an activation."""
    found: dict[int, str] = {}
    known: dict[int, str] = {}  # the first row of a pre-activation -> its name
    for loop in loops:
        weighted = [product for product in products(loop, find) if product.across]
        if weighted:
            known[loop.first] = found[loop.first] = layer(weighted[0])
            continue
        above = {(index.space, index.base, index.strides) for index, _ in leaves(loop)}
        if len(above) == 1 and isinstance(loop.body, Apply) and not _is_line(loop.body):
            ((space, place, _),) = above
            name = known.pop(place, "") if space == "result" else ""
            if name.startswith("z"):
                found[loop.first] = "h" + name[1:]
    return found


def _is_line(x: Expression) -> bool:
    """Whether it is a number times its leaf plus a number, such as 1 - z."""
    if isinstance(x, Apply):
        plain = sum(isinstance(y, float) for y in x.operands) >= len(x.operands) - 1
        return plain and x.op in _LINES and all(map(_is_line, x.operands))
    return isinstance(x, (Index, float))

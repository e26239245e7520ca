"""What the loops of a network compute: pre-activations, activations, and their gradients.

A weighted sum ``b[i] + Σj W[i,j]·x[j]`` is a pre-activation ``z``, a function of it alone an
activation ``h``. With the gradient by the parameters at hand the rest follows backwards: where
``∂W[i,j]`` is ``d[i]·x[j]``, d is ``∂z``; and ``Σi W[i,j]·∂z[i]`` is the gradient of whatever W was
multiplied by. Read ``naming.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from autograd.compiler.loops.arrays import Located, leaves, under
from autograd.compiler.loops.loop import Apply, Expression, Index, Loop, Sum
from autograd.compiler.loops.outline import is_reduction

__all__ = ["Find", "Product", "backward", "forward", "products", "terms"]

#: where an index lies, by the extents of the counters around it
Find = Callable[[Index, tuple[int, ...]], Located]
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


def forward(loops: Mapping[int, Loop], find: Find) -> dict[int, str]:
    """The names of pre-activations and activations; ``loops`` by number, without backward ones."""
    found: dict[int, str] = {}
    known: dict[int, str] = {}  # the first row of a pre-activation -> its name
    for number, loop in loops.items():
        weighted = [product for product in products(loop, find) if product.across]
        if weighted:
            known[loop.first] = found[number] = layer(weighted[0])
            continue
        above = {(index.space, index.base, index.strides) for index, _ in leaves(loop)}
        if len(above) == 1 and isinstance(loop.body, Apply):
            ((space, place, _),) = above
            name = known.pop(place, "") if space == "result" else ""
            if name.startswith("z"):
                found[number] = "h" + name[1:]
    return found


def backward(
    loops: Mapping[int, Loop],
    sums: list[tuple[Loop, str]],
    gradients: Mapping[str, int],
    find: Find,
) -> dict[int, str]:
    """First row -> name of what is a gradient.

    ``sums`` are the pre-activations with their names, ``gradients`` the first rows of the loops
    of derivatives by the parameters of that name, ``loops`` the backward ones by first row.
    """
    found: dict[int, str] = {}
    origin: dict[str, str] = {}  # an array of weights -> what it is multiplied by
    for loop, name in sums:
        for product in products(loop, find):
            weight, other = product.parameter.array.name, product.other
            origin.setdefault(weight, other.array.name)
            owner = loops.get(gradients.get(weight, -1))
            if owner is not None:
                for place in _beside(owner, other, find):
                    found.setdefault(place, f"∂{name}")
        for term, extents in terms(loop.body, loop.shape):
            if isinstance(term, Index) and term.space == "parameter":
                place = gradients.get(find(term, extents).array.name, -1)
                if place in loops and not is_reduction(loops[place].body):
                    found.setdefault(place, f"∂{name}")
    for name, first in gradients.items():
        if first in loops:
            found.setdefault(first, f"∂{name}")
    for first, product in ((f, x) for f, loop in loops.items() for x in products(loop, find)):
        name = found.get(product.other.array.base, "")
        source = origin.get(product.parameter.array.name, "")
        if name and source and not product.across:
            found.setdefault(first, f"∂{source}")
    return found


def _beside(loop: Loop, other: Located, find: Find) -> Iterator[int]:
    """The first rows of what stands beside that array in the products of a loop."""
    for term, extents in terms(loop.body, loop.shape):
        if isinstance(term, Apply) and term.op == "mul":
            pair = [find(x, extents) for x in term.operands if isinstance(x, Index)]
            if len(pair) == 2 and other.array in (pair[0].array, pair[1].array):
                yield pair[other.array == pair[0].array].array.base

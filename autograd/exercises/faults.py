"""The chain rule with a fault in it: what a derivative comes out as when one thing goes wrong.

A function's graph is swept as students sweep it: an inner derivative left out, a rule of products
with one of its terms, a share that is set where it should be added. An answer that agrees with one
of these at all points has that fault. Read ``answers.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from autograd.errors import AutogradError
from autograd.exercises.compare import numbers
from autograd.exercises.diagnosis import Pairs
from autograd.exercises.near import same
from autograd.finite import careful_partial
from autograd.functions import GENERIC
from autograd.graph import topological_order
from autograd.nested import flatten, unflatten
from autograd.value import Value

__all__ = ["fault"]

#: nodes of a graph beyond which it is not gone over again and again
_LARGEST = 400
_TERMS = "The rule of products has two terms, one for each factor: one of them is missing."
_SHARES = "A number that is used several times keeps one share only: what arrives adds up."

Partial = Callable[[Value, int], float]
Shares = Callable[[float | None, float], float]
Tree = Any


def fault(
    f: Callable[..., Any], argnums: tuple[int, ...], points: Sequence[Sequence[Tree]], pairs: Pairs
) -> str:
    """The fault with which the chain rule gives these answers at all points; empty if none does.

    >>> from autograd import tanh
    >>> points, pairs = [(0.5,), (2.0,)], [({"": 0.54}, {"": 3.0}), ({"": 0.0}, {"": 3.0})]
    >>> fault(lambda x: tanh(3 * x), (0,), points, pairs)
    'The factor tanh′ is missing: the chain rule multiplies by each derivative.'
    """
    found: dict[tuple[str, int], bool] = {}
    try:
        for point, (_, given) in zip(points, pairs):
            for name, wrong in _faulty(f, argnums, point):
                found[name] = found.get(name, True) and same(wrong, given)
    except (AutogradError, ArithmeticError, ValueError):  # the faulty rule leads nowhere
        return ""
    return next((sentence for (sentence, _), same in found.items() if same), "")


def _faulty(
    f: Callable[..., Any], argnums: tuple[int, ...], point: Sequence[Tree]
) -> Iterator[tuple[tuple[str, int], dict[str, float]]]:
    """(which fault, what the derivative comes out as) for one number made of Values at a point."""
    arguments = [
        unflatten(x, [Value(float(leaf)) for leaf in flatten(x)]) if i in argnums else x
        for i, x in enumerate(point)
    ]
    root = f(*arguments)
    if not isinstance(root, Value):
        return
    order = topological_order(root)
    if len(order) > _LARGEST:
        return
    wanted = [arguments[i] for i in argnums]
    for i, (sentence, partial_of, shares) in enumerate(_rules(order)):
        gradients = _swept(root, order, partial_of, shares)
        found = [
            unflatten(tree, [gradients.get(leaf, 0.0) for leaf in flatten(tree)]) for tree in wanted
        ]
        yield (sentence, i), numbers(found if len(found) > 1 else found[0])


def _rules(order: Sequence[Value]) -> Iterator[tuple[str, Partial, Shares]]:
    """Every fault that can be made in such a graph."""
    names = {node.op.name for node in order if node.op and len(node.operands) == 1}
    for name in sorted(names - {"neg"}):
        told = f"The factor {name}′ is missing: the chain rule multiplies by each derivative."
        yield told, _without(name), _add
        told = f"{name}′ is taken at the result of {name}; it belongs to what goes into it."
        yield told, _at_result(name), _add
    for i in (0, 1):
        yield _TERMS, _one_term(i), _add
    yield _SHARES, careful_partial, lambda before, share: share
    yield _SHARES, careful_partial, lambda before, share: share if before is None else before


def _add(before: float | None, share: float) -> float:
    return share if before is None else before + share


def _without(name: str) -> Partial:
    return lambda node, i: 1.0 if _name(node) == name else careful_partial(node, i)


def _at_result(name: str) -> Partial:
    def partial_of(node: Value, i: int) -> float:
        if _name(node) != name:
            return careful_partial(node, i)
        again = GENERIC[name](Value(node.data)) if name in GENERIC else node
        return careful_partial(again, 0)

    return partial_of


def _one_term(kept: int) -> Partial:
    """Of products and quotients of two Values only one operand hands anything on."""

    def partial_of(node: Value, i: int) -> float:
        both = all(isinstance(operand, Value) for operand in node.operands)
        product = _name(node) in ("mul", "div") and both
        return 0.0 if product and i != kept else careful_partial(node, i)

    return partial_of


def _name(node: Value) -> str:
    return node.op.name if node.op else ""


def _swept(
    root: Value, order: Sequence[Value], partial_of: Partial, shares: Shares
) -> dict[Value, float]:
    found = {root: 1.0}
    for node in reversed(order):
        for i, operand in enumerate(node.operands if node in found else ()):
            if isinstance(operand, Value) and node.op and node.op.wanted(i):
                share = found[node] * partial_of(node, i)
                found[operand] = shares(found.get(operand), share)
    return found

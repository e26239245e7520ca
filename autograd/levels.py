"""``Level``: one call of a function that is to be differentiated, perhaps within another one.

The function is called on fresh Values. A derivative is a float, unless the function uses a Value
from outside (an argument that is one, or one that it closes over): then it is a Value in that outer
graph, recorded by the sweep, and can be differentiated again. That one rule is all that nesting
needs: an outer level's numbers arrive as Values, and a fresh ``identity`` node on top of each keeps
the levels apart. Read ``functional.py`` next.
"""

from __future__ import annotations

from autograd.backprop import pull_in_floats, pullback, pushforward, sweep
from autograd.errors import GraphError, OperandError
from autograd.functions import GENERIC, numeric_partial, recorded_partial
from autograd.graph import past_points, topological_order
from autograd.nested import flatten, leaves_like, unflatten
from autograd.value import Value, number

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from collections.abc import Callable, Container, Iterable, Sequence
    from typing import Any

    Tree = Any  # a number or Value, or a list, tuple, dict or array of trees
    Function = Callable[..., Any]


__all__ = [
    "Level",
    "check_function",
    "checked_output",
    "meets_outside",
    "nested_alike",
    "orders_around",
    "running",
]

#: the calls (of all threads) whose function is running: the leaves that each takes derivatives by,
#: and of which order these are
running: dict[object, tuple[Sequence[Value], int]] = {}


class Level:
    """One call of a function on fresh Values: its inputs, its outputs, the order between them.

    ``wanted`` are the positions of the arguments to differentiate by. The derivatives are floats;
    where the function met a Value from outside, they are Values of that outer graph.
    """

    def __init__(
        self, f: Function, args: tuple[Tree, ...], wanted: tuple[int, ...], named: dict[str, Any]
    ) -> None:
        fresh = list(args)
        for i in wanted:
            fresh[i] = unflatten(args[i], [_fresh(x) for x in flatten(args[i])])
        self.inputs: list[Value] = [x for i in wanted for x in flatten(fresh[i])]
        running[self] = self.inputs, 1
        try:
            self.output = f(*fresh, **named)
        finally:
            del running[self]
        self.outputs = [checked_output(y, f) for y in flatten(self.output)]
        nodes = [y for y in self.outputs if isinstance(y, Value)]
        self.order = topological_order(*nodes)
        self.nested = meets_outside(self.order, set(self.inputs))
        if self.nested:
            past_points.update(node for node in self.inputs if node.op is None)

    def value(self) -> Tree:
        """What the function returned."""
        return unflatten(self.output, [self._plain(y) for y in self.outputs])

    def _plain(self, y: Value | float) -> Value | float:
        return y.data if isinstance(y, Value) and not self.nested else y

    def gradient(self, output: Value | float) -> list[Any]:
        """Derivatives of one output with respect to all inputs."""
        if not isinstance(output, Value):
            return [0.0] * len(self.inputs)
        if self.nested:
            return pullback(self.order, {output: 1.0}, self.inputs, recorded_partial)
        for leaf in self.inputs:  # all leaves are ours: the fast sweep may write on them
            leaf.grad = 0.0
        sweep(output, 1.0)
        return [leaf.grad for leaf in self.inputs]

    def pull(self, seeds: list[Any], numeric: bool = False) -> list[Any]:
        """The vector-Jacobian product with one seed per output; ``None`` begins no sweep.

        With ``numeric`` they are floats even where the function met a Value from outside.
        """
        nested = self.nested or any(isinstance(seed, Value) for seed in seeds)
        total: dict[Value, Any] = {}
        for y, seed in zip(self.outputs, seeds):
            if isinstance(y, Value) and seed is not None:
                total[y] = total[y] + seed if y in total else seed
        if not nested:  # the whole graph is ours
            found = pull_in_floats(self.order, total, self.inputs)
            if found is not None:
                return found
        partial = recorded_partial if nested and not numeric else numeric_partial
        return pullback(self.order, total, self.inputs, partial)

    def push(self, tangents: list[Any], numeric: bool = False) -> list[Any]:
        """The Jacobian-vector product: one tangent per output; the rest as in ``pull``."""
        nested = self.nested or any(isinstance(tangent, Value) for tangent in tangents)
        partial = recorded_partial if nested and not numeric else numeric_partial
        begun = {x: t for x, t in zip(self.inputs, tangents) if t is not None}
        known = pushforward(self.order, begun, partial)
        return [known.get(y, 0.0) if isinstance(y, Value) else 0.0 for y in self.outputs]


def meets_outside(order: Iterable[Value], inside: Container[Value] = ()) -> bool:
    """Whether a graph has leaves that a derivative can be taken by, besides those ``inside``."""
    return any(x.op is None and x not in inside and x not in past_points for x in order)


def orders_around(order: Iterable[Value]) -> int:
    """How many times the calls that are running are going to differentiate by what is in a graph.

    It is told by the leaves that are met, as a function may hand its work to other threads.
    """
    nodes = set(order)
    return sum(orders for leaves, orders in [*running.values()] if not nodes.isdisjoint(leaves))


def _fresh(x: Any) -> Value:
    made: Value = GENERIC["identity"](x) if isinstance(x, Value) else Value(number(x))
    return made


def check_function(what: str, f: Any, more: str = "") -> None:
    """``OperandError`` where a function is to be given and something else was."""
    if not callable(f):
        raise OperandError(
            f"{what} takes a function, such as lambda x: x * x, as its first argument, got "
            f"{f!r:.80}{more}"
        )


def checked_output(y: Any, f: Function) -> Value | float:
    """One of the numbers that f returned; ``OperandError`` names f when it is none."""
    if isinstance(y, Value):
        return y
    try:
        return number(y)
    except OperandError as error:
        name = getattr(f, "__name__", "the function")
        raise OperandError(f"{name} must return numbers or Values: {error}") from None


def nested_alike(given: Tree, like: Tree, what: str, where: str) -> list[Any]:
    """The numbers and Values of ``given``; ``GraphError`` unless it is nested like the other."""
    flat = leaves_like(given, like)
    if flat is None:
        raise GraphError(
            f"the {what} must be nested like the {where}, {len(flatten(like))} in all: "
            f"got {given!r:.80}"
        )
    return [x if isinstance(x, Value) else number(x) for x in flat]

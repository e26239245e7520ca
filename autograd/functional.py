"""Derivatives of plain Python functions: ``grad`` and its relatives.

Each calls the function on fresh Values and reads the recorded graph; the arguments and results
are numbers or (nested) lists and tuples of numbers. A derivative is a float, unless the function
uses a Value from outside (an argument that is one, or one that it closes over): then it is a Value
in that outer graph, recorded by the sweep, and can be differentiated again. That one rule is all
that nesting needs: an outer level's numbers arrive as Values, and a fresh ``identity`` node on top
of each keeps the levels apart.

>>> grad(grad(lambda x: x**3))(2.0)
12.0
>>> grad(lambda x: x * grad(lambda y: x * y)(1.0))(3.0)
6.0

Read ``gradcheck.py`` next.
"""

from __future__ import annotations

from functools import wraps

from autograd.backprop import pullback, pushforward, sweep
from autograd.errors import GraphError, OperandError
from autograd.functions import GENERIC, numeric_partial, recorded_partial
from autograd.graph import past_points, topological_order
from autograd.nested import flatten, same_shape, unflatten
from autograd.value import Value, number

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from collections.abc import Callable
    from typing import Any

    Tree = Any  # a number or Value, or a list or tuple of trees
    Function = Callable[..., Any]


__all__ = ["grad", "hessian", "hvp", "jacobian", "jvp", "value_and_grad", "vjp"]


class _Recording:
    """One call of a function on fresh Values: its inputs, its outputs, the order between them."""

    def __init__(self, f: Function, args: tuple[Tree, ...], wanted: tuple[int, ...]) -> None:
        fresh = list(args)
        for i in wanted:
            fresh[i] = unflatten(args[i], [_fresh(x) for x in flatten(args[i])])
        self.inputs: list[Value] = [x for i in wanted for x in flatten(fresh[i])]
        self.output = f(*fresh)
        self.outputs = [_checked(y, f) for y in flatten(self.output)]
        nodes = [y for y in self.outputs if isinstance(y, Value)]
        self.order = topological_order(*nodes)
        mine = set(self.inputs)
        self.nested = any(
            node.op is None and node not in mine and node not in past_points for node in self.order
        )
        if self.nested:
            past_points.update(node for node in self.inputs if node.op is None)

    def plain(self, y: Any, nested: bool) -> Any:
        return y.data if isinstance(y, Value) and not nested else y

    def value(self) -> Tree:
        return unflatten(self.output, [self.plain(y, self.nested) for y in self.outputs])

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

    def pull(self, seeds: list[Any]) -> list[Any]:
        """The vector-Jacobian product with one seed per output."""
        nested = self.nested or any(isinstance(seed, Value) for seed in seeds)
        total: dict[Value, Any] = {}
        for y, seed in zip(self.outputs, seeds):
            if isinstance(y, Value):
                total[y] = total[y] + seed if y in total else seed
        partial = recorded_partial if nested else numeric_partial
        return pullback(self.order, total, self.inputs, partial)

    def push(self, tangents: list[Any]) -> list[Any]:
        """The Jacobian-vector product: one tangent per output."""
        nested = self.nested or any(isinstance(tangent, Value) for tangent in tangents)
        partial = recorded_partial if nested else numeric_partial
        known = pushforward(self.order, dict(zip(self.inputs, tangents)), partial)
        return [known.get(y, 0.0) if isinstance(y, Value) else 0.0 for y in self.outputs]


def _fresh(x: Any) -> Value:
    made: Value = GENERIC["identity"](x) if isinstance(x, Value) else Value(number(x))
    return made


def _checked(y: Any, f: Function) -> Value | float:
    if isinstance(y, Value):
        return y
    try:
        return number(y)
    except OperandError as error:
        name = getattr(f, "__name__", "the function")
        raise OperandError(f"{name} must return numbers or Values: {error}") from None


def _positions(argnums: int | tuple[int, ...], args: tuple[Tree, ...]) -> tuple[int, ...]:
    wanted = argnums if isinstance(argnums, tuple) else (argnums,)
    for i in wanted:
        if not isinstance(i, int) or not -len(args) <= i < len(args):
            raise GraphError(f"argnums asks for argument {i!r}, but {len(args)} were given")
    return tuple(i % len(args) for i in wanted)


def _by_argument(
    argnums: int | tuple[int, ...], args: tuple[Tree, ...], wanted: tuple[int, ...], flat: list[Any]
) -> Tree:
    """A flat list of derivatives in the shape of the arguments that were asked for."""
    shaped = unflatten(tuple(args[i] for i in wanted), flat)
    return shaped if isinstance(argnums, tuple) else shaped[0]


def value_and_grad(f: Function, argnums: int | tuple[int, ...] = 0) -> Function:
    """A function that gives f's value and its gradient in one sweep.

    The gradient has the shape of the argument; with a tuple of ``argnums`` it is a tuple. Raises
    ``GraphError`` when f returns more than one number, ``OperandError`` when it returns none.

    >>> value_and_grad(lambda w, x: w[0] * x + w[1])([2.0, 1.0], 3.0)
    (7.0, [3.0, 1.0])
    """

    @wraps(f)
    def gradient(*args: Tree) -> tuple[Any, Tree]:
        wanted = _positions(argnums, args)
        recording = _Recording(f, args, wanted)
        if isinstance(recording.output, (list, tuple)):
            raise GraphError(
                f"a gradient needs one number as output, got a {type(recording.output).__name__} "
                f"of {len(recording.output)}: call jacobian(f), or add them up"
            )
        flat = recording.gradient(recording.outputs[0])
        return recording.value(), _by_argument(argnums, args, wanted, flat)

    return gradient


def grad(f: Function, argnums: int | tuple[int, ...] = 0) -> Function:
    """A function that gives the gradient of f, which returns one number.

    Shapes and errors as in ``value_and_grad``; nests to any order.

    >>> grad(lambda x, y: x * y**2, argnums=(0, 1))(3.0, 2.0)
    (4.0, 12.0)
    """
    both = value_and_grad(f, argnums)

    @wraps(f)
    def gradient(*args: Tree) -> Tree:
        return both(*args)[1]

    return gradient


def jacobian(f: Function, argnums: int | tuple[int, ...] = 0) -> Function:
    """A function that gives all partial derivatives of f: rows are outputs, columns inputs.

    The result has the shape of f's output, with the shape of the argument in place of each
    number. One reverse sweep per output.

    >>> jacobian(lambda x: [2 * x[0] + x[1], x[0] * x[1]])([3.0, 4.0])
    [[2.0, 1.0], [4.0, 3.0]]
    """

    @wraps(f)
    def rows(*args: Tree) -> Tree:
        wanted = _positions(argnums, args)
        recording = _Recording(f, args, wanted)
        gradients = [
            _by_argument(argnums, args, wanted, recording.gradient(y)) for y in recording.outputs
        ]
        return unflatten(recording.output, gradients)

    return rows


def hessian(f: Function, argnums: int | tuple[int, ...] = 0) -> Function:
    """A function that gives the second derivatives of f: the Jacobian of its gradient.

    >>> hessian(lambda x: x[0] ** 2 * x[1])([3.0, 4.0])
    [[8.0, 6.0], [6.0, 0.0]]
    """
    return jacobian(grad(f, argnums), argnums)


def vjp(f: Function, *args: Tree) -> tuple[Tree, Callable[[Tree], tuple[Tree, ...]]]:
    """f's value, and the pullback: from a cotangent per output to one per argument (a tuple).

    Raises ``GraphError`` when the cotangents have not the shape of the output.

    >>> value, pull = vjp(lambda x, y: [x * y, x + y], 3.0, 4.0)
    >>> value, pull([1.0, 10.0])
    ([12.0, 7.0], (14.0, 13.0))
    """
    recording = _Recording(f, args, tuple(range(len(args))))

    def pull(cotangents: Tree) -> tuple[Tree, ...]:
        seeds = _nested_alike(cotangents, recording.output, "cotangents", "output")
        shaped: tuple[Tree, ...] = unflatten(args, recording.pull(seeds))
        return shaped

    return recording.value(), pull


def jvp(f: Function, point: Tree, tangents: Tree) -> tuple[Tree, Tree]:
    """f's value, and its directional derivative: tangents pushed forward, in one sweep.

    ``point`` is the argument, or a *tuple* of the arguments of a function of several;
    ``tangents`` has the same shape. Raises ``GraphError`` when it has not.

    >>> jvp(lambda x: [x[0] * x[1], x[0]], [3.0, 4.0], [1.0, 0.0])
    ([12.0, 3.0], [4.0, 1.0])
    """
    args = point if isinstance(point, tuple) else (point,)
    recording = _Recording(f, args, tuple(range(len(args))))
    seeds = _nested_alike(tangents, point, "tangents", "point")
    return recording.value(), unflatten(recording.output, recording.push(seeds))


def hvp(f: Function, point: Tree, tangents: Tree) -> Tree:
    """The Hessian of f times a vector, without the Hessian: forward over reverse.

    ``point`` and ``tangents`` as in ``jvp``. Source: Pearlmutter (1994), "Fast exact
    multiplication by the Hessian".

    >>> hvp(lambda x: x[0] ** 2 * x[1], [3.0, 4.0], [1.0, 0.0])
    [8.0, 6.0]
    """
    argnums = tuple(range(len(point))) if isinstance(point, tuple) else 0
    return jvp(grad(f, argnums), point, tangents)[1]


def _nested_alike(given: Tree, like: Tree, what: str, where: str) -> list[Any]:
    flat = [x if isinstance(x, Value) else number(x) for x in flatten(given)]
    if not same_shape(given, like):
        expected = len(flatten(like))
        raise GraphError(
            f"the {what} must be nested like the {where}, {expected} in all: got {given!r:.80}"
        )
    return flat

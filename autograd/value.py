"""``Value``: one number in a computation graph.

Arithmetic and the generic functions on Values make new Values that remember their op and their
operands; that is all the recording there is. No closures, no tape, no cycles: a graph lives as
long as somebody holds its root, copies, pickles, and can be walked by anyone.

>>> a, b = Value(2.0, label="a"), Value(-3.0, label="b")
>>> c = a * b + 10
>>> c.backward()
>>> c.data, a.grad, b.grad
(4.0, -3.0, 2.0)

Its operators and methods are attached by ``functions.py``, a row of the op table each.
Relies on ``ops.py`` and ``backprop.py``; read ``functions.py`` next.
"""

from __future__ import annotations

from autograd import graph
from autograd.backprop import sweep
from autograd.errors import OperandError
from autograd.finite import forward
from autograd.ops import Op

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from collections.abc import Callable
    from typing import Any, NoReturn

    from autograd.functions import ValueMethods
else:

    class ValueMethods:  # the methods of one operand are attached below, a row each
        __slots__ = ()


__all__ = ["Value", "number"]


class Value(ValueMethods):
    """A number, how it was made, and the derivative of some later number with respect to it.

    ``data`` is the number, ``grad`` the derivative that the last ``backward`` left here (on a
    leaf: the sum over all calls since ``zero_grad``), ``op`` the row of the op table that made it
    (``None`` for a leaf), ``operands`` what it was made from, ``label`` its name in pictures.
    Equality and hash are identity; ``<`` and ``>`` compare the data.

    Raises ``OperandError`` unless ``data`` is one real number.

    >>> x = Value(3, label="x")
    >>> x, x * x
    (Value(3.0, label='x'), Value(9.0))
    """

    __slots__ = ("__weakref__", "a", "b", "c", "data", "grad", "label", "op")
    a: Value | float
    b: Value | float
    c: Value | float

    def __init__(self, data: float, label: str = "") -> None:
        self.data: float = data if data.__class__ is float else number(data)
        self.grad: float = 0.0
        self.op: Op | None = None
        self.label: str = label

    # --- backpropagation ---

    def backward(self, seed: float = 1.0) -> None:
        """Backpropagate from here: leaves add up, interior nodes get this sweep's gradient.

        ``seed`` is the derivative of the quantity of interest with respect to this node. Raises
        ``NonFiniteError`` naming the op when a derivative is inf or nan at finite numbers; all
        gradients of leaves are then as they were before.

        >>> x = Value(3.0)
        >>> y = x * x
        >>> y.backward(); y.backward()
        >>> x.grad, y.grad
        (12.0, 1.0)
        """
        sweep(self, number(seed))

    def zero_grad(self) -> None:
        """Set the gradient of every leaf below this node to zero."""
        for leaf in graph.walk(self)[0]:
            leaf.grad = 0.0

    def refresh(self) -> Value:
        """Recompute the data along the recorded graph after leaves were changed; return self.

        Choices that Python made while the graph was recorded (an ``if``) stay as they were.

        >>> x = Value(3.0)
        >>> y = x * x
        >>> x.data = 5.0
        >>> y.refresh().data
        25.0
        """
        for node in graph.walk(self)[1]:
            node.data = forward(node.op, node.operands)  # type: ignore[arg-type]  # interior
        return self

    @property
    def operands(self) -> tuple[Value | float, ...]:
        """The nodes and constants that this was made from, in order."""
        return graph.operands(self)

    # --- comparisons and conversions look at the data, or refuse ---

    def __lt__(self, other: Value | float) -> bool:
        return self.data < _data(other)

    def __gt__(self, other: Value | float) -> bool:
        return self.data > _data(other)

    def __le__(self, other: Value | float) -> bool:
        return self.data <= _data(other)

    def __ge__(self, other: Value | float) -> bool:
        return self.data >= _data(other)

    def __bool__(self) -> bool:
        return self.data != 0.0

    def __float__(self) -> NoReturn:
        raise OperandError(
            "a Value is not converted to a float by itself, since that would lose its graph in "
            "silence: use autograd.exp(v) and the like instead of math.exp(v), and v.data for "
            "the number alone"
        )

    def __pos__(self) -> Value:
        return self

    # --- as text, as a copy, in a notebook ---

    def __repr__(self) -> str:
        label = f", label={self.label!r}" if self.label else ""
        return f"{type(self).__name__}({self.data!r}{label})"

    def __deepcopy__(self, memo: dict[int, Any]) -> Value:
        for node in graph.topological_order(self):
            if id(node) not in memo:
                memo[id(node)] = _duplicate(node, lambda operand: memo[id(operand)])
        copied: Value = memo[id(self)]
        return copied

    def __reduce__(self) -> tuple[Callable[..., Value], tuple[Any, ...]]:
        if self.op is None:
            return _leaf, (type(self), self.data, self.grad, self.label)
        leaves, interior = graph.walk(self)
        places = {node: i for i, node in enumerate(leaves + interior)}
        rows = [
            (
                node.op,
                [o if isinstance(o, float) else places[o] for o in node.operands],
                (type(node), node.data, node.grad, node.label),
            )
            for node in interior
        ]
        return _rebuild, (leaves, rows)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from autograd.show import notebook  # late: pictures stand to the right of the engine

        return notebook(self)

    # --- names that people know from the micrograd videos ---

    @property
    def _prev(self) -> tuple[Value, ...]:
        return tuple(o if isinstance(o, Value) else Value(o) for o in self.operands)

    @property
    def _op(self) -> str:
        return self.op.symbol if self.op else ""

    def _backward(self) -> None:
        """One step by hand: hand this node's gradient on to its operands."""
        if self.op is not None:
            self.op.pull(self)

    @classmethod
    def _make(cls, op: Op, operands: tuple[Value | float, ...]) -> Value:
        """A node of ``op``; a subclass that records without computing overrides this."""
        return _node(cls, op, operands, forward(op, operands))


def number(x: Any) -> float:
    """``x`` as a float, if it is one real number; ``OperandError`` says what to do otherwise."""
    if isinstance(x, (float, int)):
        return float(x)
    if isinstance(x, Value):
        raise OperandError("a Value was given where a plain number is needed: pass v.data")
    if isinstance(x, (str, bytes)):
        raise OperandError(f"a number is needed, got the text {x!r}: convert it with float(...)")
    if x is None:
        raise OperandError("a number is needed, got None: was a return forgotten?")
    if isinstance(x, complex):
        raise OperandError(f"only real numbers have a place here, got {x!r}: use x.real, x.imag")
    if hasattr(x, "__len__") or getattr(x, "shape", None):
        raise OperandError(
            f"one number is needed, got a {type(x).__name__}: make a Value of each element, "
            "for example [Value(v) for v in xs]"
        )
    if hasattr(x, "__float__"):  # NumPy scalars, Fraction, Decimal
        return float(x)
    raise OperandError(f"a number is needed, got a {type(x).__name__}: {x!r}")


def _data(x: Value | float) -> float:
    return x.data if isinstance(x, Value) else number(x)


def _node(
    cls: type[Value], op: Op, operands: tuple[Value | float, ...], data: float, label: str = ""
) -> Value:
    node = object.__new__(cls)
    node.data, node.grad, node.op, node.label = data, 0.0, op, label
    for slot, operand in zip(("a", "b", "c"), operands):
        setattr(node, slot, operand)
    return node


def _leaf(cls: type[Value], data: float, grad: float, label: str) -> Value:
    leaf = object.__new__(cls)
    leaf.data, leaf.grad, leaf.op, leaf.label = data, grad, None, label
    return leaf


def _duplicate(node: Value, copy_of: Callable[[Value], Value]) -> Value:
    """A copy of one node whose operands have been copied already."""
    if node.op is None:
        return _leaf(type(node), node.data, node.grad, node.label)
    operands = tuple(o if isinstance(o, float) else copy_of(o) for o in node.operands)
    twin = _node(type(node), node.op, operands, node.data, node.label)
    twin.grad = node.grad
    return twin


def _rebuild(leaves: list[Value], rows: list[tuple[Op, list[int | float], Any]]) -> Value:
    """The root of a pickled graph. The leaves come as objects, so pickles can share them."""
    nodes = list(leaves)
    for op, places, (cls, data, grad, label) in rows:
        operands = tuple(p if isinstance(p, float) else nodes[p] for p in places)
        nodes.append(_node(cls, op, operands, data, label))
        nodes[-1].grad = grad
    return nodes[-1]

"""``Value``: one number in a computation graph.

Arithmetic and the generic functions on Values make new Values that remember their op and their
operands; that is all the recording there is. No closures, no tape, no cycles: a graph lives as
long as somebody holds its root, copies, pickles, and can be walked by anyone.

>>> a, b = Value(2.0, label="a"), Value(-3.0, label="b")
>>> c = a * b + 10
>>> c.backward()
>>> c.data, a.grad, b.grad
(4.0, -3.0, 2.0)

Its operators and methods are attached by ``functions.py``, a row of the op table each, and how it
shows itself in a notebook by the package's door; what Python asks of a number besides stands in
``plain.py``. Read ``functions.py`` next.
"""

from __future__ import annotations

from autograd.backprop import sweep
from autograd.copies import bare_node
from autograd.errors import GraphError, OperandError
from autograd.finite import forward
from autograd.graph import solutions, walk
from autograd.operators import Operators
from autograd.plain import Plain, number

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from autograd.ops import Op


__all__ = ["Value", "number"]


class Value(Operators, Plain):
    """A number that remembers how it was made, so that derivatives can be had by it.

    Make one of a number, and compute with it as with a number; ``label`` is its name in pictures:

    >>> x = Value(3.0, label="x")
    >>> y = x**2 + 2 * x
    >>> y.data
    15.0

    ``y.backward()`` leaves dy/dx in ``x.grad``, for all that y was made from. On a leaf, which was
    made from nothing, gradients add up until ``y.zero_grad()``:

    >>> y.backward()
    >>> x.grad, x
    (8.0, Value(3.0, label='x', grad=8.0))

    In arithmetic: ``+ - * / // % ** abs()``, with Values and numbers on either side. As methods
    and as functions of ``autograd``: ``exp log sqrt sin cos tanh sigmoid relu`` and the rest of
    ``autograd.unary_ops()``; as functions only: ``maximum where hypot logaddexp`` and others.
    ``< > <= >=`` compare the data and give a bool; ``==`` asks whether it is the same object.
    ``int round format`` give plain numbers; ``v.data`` is the number itself, which may be set
    (``w.data -= 0.1 * w.grad``), after which ``refresh`` computes anew.

    To see the graph: ``autograd.draw(y)``, ``tree(y)``, ``explain(y, wrt=x)``, ``explore(y)``.
    For derivatives of functions: ``autograd.grad(f)``. ``op`` and ``operands`` tell what made it.

    Raises ``OperandError`` unless ``data`` is one real number and ``label`` a text.
    """

    __slots__ = ()
    #: whether there is a number yet: not while a function is recorded for compiling
    known = True
    #: an operation on nodes of several classes makes one of the class for which this is largest
    _above = 0

    def __init__(self, data: float, label: str = "") -> None:
        self.data = data if data.__class__ is float else number(data)
        self.grad, self.op, self.label = 0.0, None, label
        if label.__class__ is not str and not isinstance(label, str):
            raise OperandError(f'a label is a text, got {label!r}: Value({data!r}, label="x")')

    # --- backpropagation ---

    def backward(self, seed: float = 1.0) -> None:
        """Backpropagate from here: leaves add up, interior nodes get this sweep's gradient.

        ``seed`` is the derivative of the quantity of interest with respect to this node. Raises
        ``NonFiniteError`` naming the op when a derivative is inf or nan at finite numbers; all
        gradients of leaves are then as they were before, as they are after an interrupt (or they
        are all the new ones). Threads that share leaves must not do this at one time: let them
        hold a lock.

        >>> x = Value(3.0)
        >>> y = x * x
        >>> y.backward(); y.backward()
        >>> x.grad, y.grad
        (12.0, 1.0)
        """
        sweep(self, number(seed))

    def zero_grad(self) -> None:
        """Set the gradient of every leaf below this node to zero."""
        for leaf in walk(self)[0]:
            leaf.grad = 0.0

    def refresh(self) -> Value:
        """Recompute the data along the recorded graph after leaves were changed; return self.

        Choices that Python made while the graph was recorded (an ``if``) stay as they were. Raises
        ``GraphError`` for a graph of what ``root`` found, which is true at that point only.

        >>> x = Value(3.0)
        >>> y = x * x
        >>> x.data = 5.0
        >>> y.refresh().data
        25.0
        """
        leaves, interior = walk(self)
        if solutions and (found := [leaf for leaf in leaves if leaf in solutions]):
            raise GraphError(
                f"refresh solves nothing, and this graph has a number that root or fixed_point "
                f"found ({found[0].data:.6g}), which depends on others: call root again"
            )
        for node in interior:
            node.data = forward(node.op, node.operands)  # type: ignore[arg-type]  # interior
        return self

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
        node: Value = bare_node(cls, op, operands, forward(op, operands))
        return node

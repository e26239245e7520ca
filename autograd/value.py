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
shows itself in a notebook by the package's door. Read ``functions.py`` next.
"""

from __future__ import annotations

import math

from autograd.backprop import sweep
from autograd.copies import bare_node, deep_copy, reduced, shallow_copy
from autograd.errors import OperandError
from autograd.finite import forward
from autograd.graph import Node, walk
from autograd.operators import Operators

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from typing import Any, NoReturn

    from autograd.ops import Op


__all__ = ["Value", "number"]


class Value(Operators, Node):
    """A number, how it was made, and the derivative of some later number with respect to it.

    ``data`` is the number, ``grad`` the derivative that the last ``backward`` left here (on a
    leaf: the sum over all calls since ``zero_grad``), ``op`` the row of the op table that made it
    (``None`` for a leaf), ``operands`` what it was made from, ``label`` its name in pictures.
    Equality and hash are identity; ``<`` and ``>`` compare the data. ``format``, ``round``, ``int``
    and ``math.floor`` give plain numbers, as what they do has no derivative to lose.

    Raises ``OperandError`` unless ``data`` is one real number.

    >>> x = Value(3, label="x")
    >>> x, x * x
    (Value(3.0, label='x'), Value(9.0))
    """

    __slots__ = ()
    #: whether there is a number yet: not while a function is recorded for compiling
    known = True

    def __init__(self, data: float, label: str = "") -> None:
        self.data = data if data.__class__ is float else number(data)
        self.grad, self.op, self.label = 0.0, None, label

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

        Choices that Python made while the graph was recorded (an ``if``) stay as they were.

        >>> x = Value(3.0)
        >>> y = x * x
        >>> x.data = 5.0
        >>> y.refresh().data
        25.0
        """
        for node in walk(self)[1]:
            node.data = forward(node.op, node.operands)  # type: ignore[arg-type]  # interior
        return self

    # --- comparisons look at the data; so do conversions, where no derivative is lost ---

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

    def __int__(self) -> int:
        return int(self.data)

    def __round__(self, digits: int | None = None) -> float:
        return round(self.data, digits)

    def __floor__(self) -> int:
        return math.floor(self.data)

    def __ceil__(self) -> int:
        return math.ceil(self.data)

    def __trunc__(self) -> int:
        return math.trunc(self.data)

    def __pos__(self) -> Value:
        return self

    # --- as text, as a copy ---

    def __repr__(self) -> str:
        label = f", label={self.label!r}" if self.label else ""
        return f"{type(self).__name__}({self.data!r}{label})"

    def __copy__(self) -> Value:
        copied: Value = shallow_copy(self)
        return copied

    def __format__(self, spec: str) -> str:
        return format(self.data, spec) if spec else str(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> Value:
        copied: Value = deep_copy(self, memo)
        return copied

    def __reduce__(self) -> tuple[Any, ...]:
        return reduced(self)

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
    shape = getattr(x, "shape", None)
    if shape or (hasattr(x, "__len__") and shape != ()):
        raise OperandError(
            f"one number is needed, got a {type(x).__name__}: make a Value of each element, "
            "for example [Value(v) for v in xs]"
        )
    if hasattr(x, "__float__"):  # NumPy scalars, arrays without an axis, Fraction, Decimal
        return float(x)
    raise OperandError(f"a number is needed, got a {type(x).__name__}: {x!r}")


def _data(x: Value | float) -> float:
    return x.data if isinstance(x, Value) else number(x)

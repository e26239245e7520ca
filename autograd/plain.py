"""``Plain``: what Python itself asks of a number, answered by ``Value``'s data.

Comparisons, ``int``, ``round`` and ``format`` give plain answers, as they have no derivative to
lose; ``float`` and so ``math.exp`` would lose one, and are refused. Here as well: the text of a
Value, and its copies. Read ``value.py`` next.
"""

from __future__ import annotations

import math
import operator
import sys

from autograd.copies import deep_copy, reduced, shallow_copy
from autograd.errors import AutogradError, OperandError
from autograd.graph import Node

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from typing import Any, NoReturn, Self

__all__ = ["Plain", "number"]


#: NumPy's name of an operator -> the operator
_INFIX = {
    **{"add": operator.add, "subtract": operator.sub, "multiply": operator.mul},
    **{"divide": operator.truediv, "power": operator.pow},
}
#: functions of NumPy that ask an object for its method of that name
_METHODS = frozenset(
    {
        *("exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sqrt"),
        *("sin", "cos", "tan", "sinh", "cosh", "tanh", "conjugate"),
        *("arcsin", "arccos", "arctan", "arcsinh", "arccosh", "arctanh"),
    }
)


class Plain(Node):
    """The special methods of a Value which are no operations of its graph."""

    __slots__ = ()

    def __lt__(self, other: Node | float) -> bool:
        return self.data < _data(other)

    def __gt__(self, other: Node | float) -> bool:
        return self.data > _data(other)

    def __le__(self, other: Node | float) -> bool:
        return self.data <= _data(other)

    def __ge__(self, other: Node | float) -> bool:
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

    def __array_ufunc__(self, f: Any, method: str, *given: Any, **named: Any) -> Any:
        """NumPy asks this of ``np.exp(v)``, ``array * v`` and the like: they go element by element.

        Raises ``OperandError`` for what NumPy does with arrays or numbers alone.
        """
        if f.__name__ in _METHODS and not named:
            return getattr(self, f.__name__)()
        if isinstance(given[0], float) and not named and f.__name__ in _INFIX:
            return _INFIX[f.__name__](float(given[0]), self)  # a number of NumPy's on the left
        try:
            return getattr(f, method)(*map(_boxed, given), **named)
        except AutogradError:
            raise
        except (AttributeError, TypeError, ValueError) as error:
            raise OperandError(
                f"np.{f.__name__} does not compute with a Value ({error}): take a function of "
                "autograd's, such as autograd.hypot(v, w); for a product of arrays, an array of "
                "Values, np.array([v, w]); for the number alone, v.data"
            ) from error

    def conjugate(self) -> Self:
        """Itself, as it is real: ``np.std`` and ``np.var`` ask each element of an array."""
        return self

    def __pos__(self) -> Self:
        return self

    def __repr__(self) -> str:
        label = f", label={self.label!r}" if self.label else ""
        grad = f", grad={self.grad!r}" if self.grad != 0.0 else ""  # nothing is known before
        return f"{type(self).__name__}({self.data!r}{label}{grad})"

    def __format__(self, spec: str) -> str:
        return format(self.data, spec) if spec else str(self)

    def __copy__(self) -> Self:
        copied: Self = shallow_copy(self)
        return copied

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        copied: Self = deep_copy(self, memo)
        return copied

    def __reduce__(self) -> tuple[Any, ...]:
        return reduced(self)


def number(x: Any) -> float:
    """``x`` as a float, if it is one real number; ``OperandError`` says what to do otherwise."""
    if isinstance(x, (float, int)):
        try:
            return float(x)
        except OverflowError:
            raise OperandError("a number is needed, and no float is as large as this one") from None
    if isinstance(x, Node):
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


def _boxed(x: Any) -> Any:
    """A node as an array of no axis, so that NumPy does not ask again."""
    if not isinstance(x, Node):
        return x
    box = sys.modules["numpy"].empty((), object)  # it asks, so it is there
    box[()] = x
    return box


def _data(x: Node | float) -> float:
    return x.data if isinstance(x, Node) else number(x)

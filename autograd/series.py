"""``Series``: a Value whose number is a power series in t.

For y = op(u, v) the chain rule says y' = ∂y/∂u · u' + ∂y/∂v · v', that is, by coefficients,

    k·yₖ = Σⱼ j·uⱼ·pₖ₋ⱼ + …    for j = 1 … k, with p the series of ∂y/∂u,

which needs p up to order k - 1 only. And p is the row's own text, evaluated on the series u, v and
y: so derivatives stand in the table, once, and it does not matter that p is made of y (``exp``), or
of a function that is made of y in turn (``sin`` and ``cos``). Only products and quotients, in which
the texts are written, have a rule of their own.

Source: A. Griewank and A. Walther, "Evaluating Derivatives" (2008), chapter 13. Read
``expansion.py`` next.
"""

from __future__ import annotations

from functools import reduce
from itertools import count
from operator import add

from autograd.copies import bare_node
from autograd.functions import GENERIC, apply, recorded_partial
from autograd.specialise import is_zero
from autograd.value import Value, number

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from collections.abc import Iterable
    from typing import Any

    from autograd.ops import Op


__all__ = ["Series", "Sweep"]


class Sweep:
    """One call of ``taylor``: ``number`` tells it from those around it, which began earlier.

    ``made`` has each node by its op and operands, so that what a text of the table asks for anew
    (``cos`` its ``sin``) is the series that is there. ``depth`` is that of the nodes that are made:
    0 of those that f makes, 1 of their factors', 2 of these factors' factors'.
    """

    __slots__ = ("depth", "made", "number")
    _numbers = count()

    def __init__(self) -> None:
        self.number = next(self._numbers)
        self.made: dict[tuple[Any, ...], Series] = {}
        self.depth = 0

    def varies(self, x: Any) -> bool:
        """Whether it is a series of this call: all from outside is constant to it."""
        return x.__class__ is Series and x.sweep is self

    def coefficient(self, x: Any, k: int) -> Any:
        """The k-th coefficient of an operand."""
        if self.varies(x):
            return x.coefficient(k)
        return x if k == 0 else 0.0

    def close(self) -> None:
        """Part the nodes from their factors, which are made of them: they are circles."""
        for node in self.made.values():
            node.factors.clear()
        self.made.clear()


class Series(Value):
    """A number as a power series: ``coefficients`` has as many of it as were asked for so far.

    They are floats, or Values where the function met some from outside. ``factors`` are the
    partials by the operands, as numbers or Series; ``sweep`` the call of ``taylor``.
    """

    __slots__ = ("coefficients", "depth", "factors", "slopes", "sweep")
    _above = 1

    def __init__(self, sweep: Sweep, coefficients: list[Any]) -> None:
        self.op, self.label, self.grad, self.depth = None, "", 0.0, 0
        self.sweep, self.coefficients = sweep, coefficients
        self.slopes: list[Any] = [0.0]
        self.factors: dict[int, Any] = {}

    @classmethod
    def _make(cls, op: Op, operands: tuple[Value | float, ...]) -> Series:
        series = [o for o in operands if o.__class__ is Series]
        sweep: Sweep = max((o.sweep for o in series), key=lambda sweep: sweep.number)
        names = (o.hex() if isinstance(o, float) else id(o) for o in operands)  # 0.0 is not -0.0
        key = (op, *names)
        if key in sweep.made and op.name != "identity":  # which keeps levels apart: always fresh
            return sweep.made[key]
        first = apply(op, *(sweep.coefficient(o, 0) for o in operands))
        node: Series = bare_node(cls, op, operands, 0.0)
        node.sweep, node.coefficients, node.slopes, node.factors = sweep, [first], [0.0], {}
        node.depth = sweep.depth
        sweep.made[key] = node
        return node

    @property
    def data(self) -> float:
        """The number at t = 0."""
        first: Any = self.coefficients[0]
        return first.data if isinstance(first, Value) else first

    @data.setter
    def data(self, value: float) -> None:
        self.coefficients = [value]

    @property
    def known(self) -> bool:  # type: ignore[override]
        """Whether there is a number at t = 0: not while a function is recorded for compiling."""
        first = self.coefficients[0]
        return not isinstance(first, Value) or first.known

    # comparisons are those of the numbers at t = 0: truths, or Symbols where these are recorded

    def __lt__(self, other: Any) -> Any:
        return self.coefficients[0] < _first(other)

    def __gt__(self, other: Any) -> Any:
        return self.coefficients[0] > _first(other)

    def __le__(self, other: Any) -> Any:
        return self.coefficients[0] <= _first(other)

    def __ge__(self, other: Any) -> Any:
        return self.coefficients[0] >= _first(other)

    def coefficient(self, k: int) -> Any:
        """The k-th coefficient, after those before it."""
        found = self.coefficients
        while len(found) <= k:
            found.append(self._next(len(found)))
        return found[k]

    def _next(self, k: int) -> Any:
        op, of = self.op, self.sweep.coefficient
        if op is None:
            return 0.0
        if op.name == "mul":
            a, b = self.operands
            return _dot((of(a, j), of(b, k - j)) for j in range(k + 1))
        if op.name == "div":  # y·b = a
            a, b = self.operands
            rest = of(a, k) - _dot((of(b, j), self.coefficient(k - j)) for j in range(1, k + 1))
            return 0.0 if is_zero(rest) else GENERIC["div"](rest, of(b, 0))
        shares = [
            self._share(i, k)
            for i, x in enumerate(self.operands)
            if op.wanted(i) and self.sweep.varies(x)
        ]
        return _sum([share for share in shares if not is_zero(share)])

    def _share(self, i: int, k: int) -> Any:
        """What the i-th operand gives to the k-th coefficient, by the chain rule."""
        operand: Any = self.operands[i]
        if i not in self.factors:
            constant = self.op.constant(i)  # type: ignore[union-attr]  # a leaf has no operands
            self.factors[i] = self._factor(i) if constant is None else constant
        factor = self.factors[i]
        if not self.sweep.varies(factor):
            return _dot([(factor, operand.coefficient(k))])
        js = range(1, k + 1)
        return _dot((operand.slope(j), factor.coefficient(k - j)) for j in js) / k

    def _factor(self, i: int) -> Any:
        """A partial, whose nodes are a step deeper than this one: see ``_extend``."""
        around, self.sweep.depth = self.sweep.depth, self.depth + 1
        try:
            return recorded_partial(self, i)
        finally:
            self.sweep.depth = around

    def slope(self, j: int) -> Any:
        """j times the j-th coefficient: a coefficient of the derivative."""
        while len(self.slopes) <= j:
            i = len(self.slopes)
            x = self.coefficient(i)
            self.slopes.append(0.0 if is_zero(x) else i * x)
        return self.slopes[j]


def _first(x: Any) -> Any:
    if isinstance(x, Value):
        return x.coefficients[0] if isinstance(x, Series) else x
    return number(x)


def _dot(pairs: Iterable[tuple[Any, Any]]) -> Any:
    """Σ u·v, without those that are 0: they would only make the graph of a derivative longer."""
    return _sum([u * v for u, v in pairs if not is_zero(u) and not is_zero(v)])


def _sum(terms: list[Any]) -> Any:
    return reduce(add, terms) if terms else 0.0

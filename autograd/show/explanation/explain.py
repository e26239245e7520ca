"""``explain``: the chain rule written out as a sum over paths, with symbols and with numbers.

Read ``autograd/show/player/film.py`` for the same one step at a time.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from autograd import backprop
from autograd.errors import GraphError
from autograd.functions import numeric_partial
from autograd.graph import depends_on, topological_order
from autograd.show.explanation.paths import Step, find_ways
from autograd.show.explanation.rules import partial_latex, partial_text
from autograd.show.scene.names import Model, known_names, spoken_names
from autograd.show.scene.root import one_value
from autograd.show.text import DIGITS, at_least_one, latex_text, number_text
from autograd.value import Value

__all__ = ["Explanation", "explain"]


def _difference(total: float, parts: Sequence[float]) -> float:
    """What the parts lack, exactly; where inf or nan is among them, the total if they differ."""
    if math.isfinite(total) and all(map(math.isfinite, parts)):
        return float(Fraction(total) - sum(map(Fraction, parts), Fraction(0)))
    same = sum(parts) == total or (math.isnan(sum(parts)) and math.isnan(total))
    return 0.0 if same else total


class Explanation:
    """A derivative as a sum over paths; ``print`` shows text, a notebook shows formulas.

    ``gradient`` is the engine's, ``count`` the number of paths, ``contributions`` the products
    along the paths that are listed, largest first, ``steps`` their arrows, ``rest`` what all
    other paths add, and ``rounding`` the difference between exact sums and the engine's rounded
    steps, so that ``math.fsum([*contributions, rest, rounding])`` is ``gradient`` to the last bit.
    """

    def __init__(
        self,
        root: Value,
        wrt: Value,
        names: Mapping[Value, str],
        limit: int,
        digits: int = DIGITS,
    ) -> None:
        self.root, self.wrt, self.digits = root, wrt, digits
        order = topological_order(root)
        self.names = spoken_names(order, names, limit=40)
        gradients = {root: 1.0}
        sweep = backprop.steps(order, gradients, depends_on(order, [wrt]), numeric_partial)
        found = find_ways(root, sweep, [wrt], limit)
        self.gradient = gradients.get(wrt, 0.0)
        self.count, ways = found.total.get(wrt, 0), found.largest[wrt]
        self.contributions = [way.product for way in ways]
        self.steps = [way.steps for way in ways]
        difference = _difference(self.gradient, self.contributions)
        complete = self.count == len(ways)
        self.rest = 0.0 if complete else difference
        self.rounding = difference if complete else 0.0

    @property
    def title(self) -> str:
        """The derivative's name, for example ``∂L/∂w``."""
        return f"∂{self.names[self.root]}/∂{self.names[self.wrt]}"

    def number(self, x: float) -> str:
        """A number in so many digits as were asked for."""
        return number_text(x, self.digits)

    def __str__(self) -> str:
        if not self.count:
            return f"{self.title} = 0.0: on every path there is an operation without derivative"
        paths = "1 path" if self.count == 1 else f"{_many(self.count)} paths"
        lines = [f"{self.title} = {self.number(self.gradient)}, a sum over {paths}"]
        if len(self.steps) < self.count:
            lines[0] += f"; the {len(self.steps)} largest:"
        for product, steps in zip(self.contributions, self.steps):
            lines += [f"  {self._symbols(steps)}", *self._numbers(product, steps)]
        if self.count > len(self.steps):
            more = _many(self.count - len(self.steps))
            lines.append(f"  + {self.number(self.rest)} from {more} more paths")
        return "\n".join(lines)

    __repr__ = __str__

    def _symbols(self, steps: tuple[Step, ...]) -> str:
        if not steps:
            return "1, as it is the output itself"
        return " · ".join(
            f"∂{self.names[step.node]}/∂{self._operand(step)}" if step else "…"
            for step in _shortened(steps)
        )

    def _numbers(self, product: float, steps: tuple[Step, ...]) -> list[str]:
        """The rules with names put in, then the numbers."""
        shown = [step for step in _shortened(steps) if step]
        rules = [partial_text(step.node, step.position, self.names) for step in shown]
        factors = [rule or self.number(step.partial) for rule, step in zip(rules, shown)]
        numbers = [self.number(step.partial) for step in shown]
        if not steps:
            return []
        lines = []
        if len(shown) == len(steps) and factors != numbers:
            lines.append(f"    = {_joined(factors)}")
        written = _joined(numbers) + " · …" * (len(shown) < len(steps))
        whole = f"{written} = " * (len(steps) > 1)
        return [*lines, f"    = {whole}{self.number(product)}"]

    def _operand(self, step: Step) -> str:
        operand = step.node.operands[step.position]
        return self.names[operand] if isinstance(operand, Value) else "…"

    def _repr_latex_(self) -> str:
        lines = [rf"{self._fraction(self.root, self.wrt)} &= {self._tex(self.gradient)}"]
        for k, (product, steps) in enumerate(zip(self.contributions, self.steps)):
            if len(steps) <= _LONGEST:
                lines += self._formulas("=" if k == 0 else r"\quad +", product, steps)
        if self.count > len(self.steps):
            more = latex_text(f"from {_many(self.count - len(self.steps))} more paths")
            lines.append(rf"&\quad + {self._tex(self.rest)}\ {more}")
        return r"$$\begin{aligned}" + r" \\ ".join(lines) + r"\end{aligned}$$"

    def _formulas(self, sign: str, product: float, steps: tuple[Step, ...]) -> list[str]:
        """A path in symbols, by the rules of the op table, and in numbers."""
        pairs = [(step.node, step.node.operands[step.position]) for step in steps]
        symbols = [self._fraction(node, o) for node, o in pairs if isinstance(o, Value)]
        rules = [_grouped(partial_latex(s.node, s.position, self.names)) for s in steps]
        numbers = [_grouped(self._tex(step.partial)) for step in steps]
        lines = [rf"&{sign} {_product(symbols)}"] if steps else []
        if rules != numbers:
            lines.append(rf"&\quad\quad = {_product(rules)}")
        whole = [_product(numbers)] * (len(steps) > 1)
        return [*lines, rf"&\quad\quad = {' = '.join([*whole, self._tex(product)])}"]

    def _tex(self, x: float) -> str:
        text = self.number(x)
        mantissa, e, exponent = text.partition("e")
        if "/" in text:
            above, _, below = text.lstrip("-").partition("/")
            return "-" * (x < 0) + rf"\frac{{{above}}}{{{below}}}"
        return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if e else mantissa

    def _fraction(self, above: Value, below: Value) -> str:
        names = latex_text(self.names[above]), latex_text(self.names[below])
        return rf"\frac{{\partial {names[0]}}}{{\partial {names[1]}}}"


#: a path with more steps than this is shown by its two ends
_LONGEST = 12


def _shortened(steps: tuple[Step, ...]) -> tuple[Step | None, ...]:
    """The steps, or the first and last few of very many with ``None`` for the gap."""
    if len(steps) <= _LONGEST:
        return steps
    return (*steps[: _LONGEST // 2], None, *steps[-_LONGEST // 2 :])


def _joined(factors: list[str]) -> str:
    """A product; one factor alone needs no brackets."""
    return " · ".join(map(_bracketed, factors)) if len(factors) > 1 else factors[0]


def _bracketed(factor: str) -> str:
    return f"({factor})" if " " in factor.strip() or factor.startswith("-") else factor


def _product(factors: list[str]) -> str:
    return r" \cdot ".join(factors)


def _grouped(factor: str) -> str:
    """In brackets, unless it is one symbol, number or fraction."""
    plain = " " not in factor and not factor.startswith("-")
    return factor if plain else rf"\left({factor}\right)"


def _many(n: int) -> str:
    """A count, exact as long as one can read it (``Explanation.count`` always is)."""
    return f"{n:,}" if n < 10**15 else f"{Decimal(n):.3e}".replace("e+", " · 10^")


def explain(
    root: Value,
    wrt: Value,
    names: Mapping[str, Any] | None = None,
    *,
    model: Model | None = None,
    paths: int = 10,
    digits: int = DIGITS,
) -> Explanation:
    """The derivative of ``root`` with respect to ``wrt``, written out path by path.

    At most ``paths`` paths are listed, the largest contributions first; all are counted.
    ``names``, for example ``locals()``, and a ``model`` give nodes the names that are written.
    Numbers have four ``digits``; 17 are all.
    Raises ``GraphError`` if ``root`` does not depend on ``wrt``.

    >>> w, x = Value(2.0, label="w"), Value(3.0, label="x")
    >>> y = w * x
    >>> print(explain(y * y, wrt=w, names={"y": y}))
    ∂L/∂w = 36.0, a sum over 2 paths
      ∂L/∂y · ∂y/∂w
        = y · x
        = 6.0 · 3.0 = 18.0
      ∂L/∂y · ∂y/∂w
        = y · x
        = 6.0 · 3.0 = 18.0
    """
    order = topological_order(one_value("explain", root))
    if one_value("the wrt of explain", wrt) not in order:
        raise GraphError(
            f"{root!r} was not made from {wrt!r}, so there is no path between them: "
            "is it the same object, from the same run of the function?"
        )
    limit = at_least_one("paths", paths)
    return Explanation(root, wrt, known_names(order, names, model), limit, digits)

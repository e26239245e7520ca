"""The op table: one row is everything that the software knows about an operation.

A row's rules are *text*, in Python's expression syntax, over the operands' names and (in the
partials) the output ``y``. Text has one meaning and many readers: the engine compiles it into
functions on floats (``specialise.py``), the recorded sweep evaluates it on Values, the compiler
on arrays and on machine vectors, and ``explain`` and ``docs/ops.md`` print it. So a derivative is
written once, and a new row works everywhere.

* ``forward`` calls the primitive of ``ieee.py`` that the row is named after, or is written in
  other rows; ``where(a < b, …, …)`` chooses. The grammar stands in ``vocabulary.py``.
* ``partials``: the derivative of the output, ``y`` (``out`` where an operand is called ``y``), with
  respect to each operand. They are evaluated on Values as well (that is how second derivatives
  come about); ``is_zero(b)`` asks whether an operand is the constant 0. ``"1"`` and ``"-1"`` cost
  no multiplication, ``"0"`` no visit, and ``None`` says that there is no such thing.
* ``domain``: the interval that each operand is sampled from by the tests.
* ``conventions``: the agreed answers where mathematics leaves a choice, or rounding leaves none:
  point -> (value, one derivative per operand; ``None`` where it is refused as not finite).
* ``hint``: what to do when the operation gives inf or nan.
* ``symmetric``: the operands may change places; ``y`` is then the same to the last bit.

Read ``specialise.py`` and ``value.py`` next.

>>> OPS["tanh"].partials, OPS["div"].partials
(('1 - y * y',), ('1 / b', '-y / b'))
"""

from __future__ import annotations

from autograd.fields import check_fields, check_texts, defaults

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from collections.abc import Callable
    from typing import Any

    Point = tuple[float, ...]
    Convention = tuple[float, tuple[float | None, ...]]

__all__ = ["DOMAINS", "OPERATORS", "OPS", "SLOTS", "Op", "row"]

#: the attributes in which a node of the graph keeps its operands, in order
SLOTS = ("_a", "_b", "_c")

#: name of a domain -> the interval that stands for it in tests. tanh, sigmoid and erf lose their
#: derivative's last digits where they saturate (1 - y * y), so "real" stops short of that.
DOMAINS: dict[str, tuple[float, float]] = {
    "real": (-6.0, 6.0),
    "non-zero": (0.05, 6.0),  # and its mirror image
    "positive": (0.05, 20.0),
    "unit": (-0.98, 0.98),
    "over -1": (-0.95, 20.0),
    "over 1": (1.05, 20.0),
}


class Op:
    """One row of the table; the last three of its slots are compiled from its texts.

    These are read in plain words (``vocabulary.py``), in which the rows below are written.
    ``evaluate(*floats)`` is the forward value; ``partial_functions[i](y, *operands)`` the i-th
    partial on floats or Values, ``None`` for a constant one; ``pull(node)`` adds ``node.grad``
    times each partial to the operands' gradients.
    """

    __slots__ = (
        *("name", "operands", "defaults", "arity", "forward", "partials", "domain"),
        *("symbol", "latex", "conventions", "hint", "symmetric", "plain_forward", "plain_partials"),
        *("evaluate", "partial_functions", "pull"),
    )
    evaluate: Callable[..., float]
    partial_functions: tuple[Callable[..., Any] | None, ...]
    pull: Callable[[Any], None]

    def __init__(
        self,
        name: str,
        operands: str,
        forward: str,
        partials: tuple[str | None, ...] | str,
        domain: str,
        *,
        symbol: str = "",
        latex: str = "",
        conventions: dict[Point, Convention] | None = None,
        hint: str = "",
        symmetric: bool = False,
    ) -> None:
        partials = () if isinstance(partials, str) else tuple(partials)  # a text has none
        check_texts(name, operands, forward, domain, symbol, latex, hint, *filter(None, partials))
        pairs = [word.partition("=") for word in operands.split()]
        self.name = name
        self.operands = tuple(operand for operand, _, _ in pairs)
        self.defaults = defaults(name, [default for _, _, default in pairs])
        self.arity = len(pairs)
        self.forward = self.plain_forward = forward
        self.partials = self.plain_partials = tuple(partials)
        self.domain = tuple(word.strip() for word in domain.split(","))
        self.symbol = symbol or name
        slots = ", ".join(f"{{{i}}}" for i in range(self.arity))
        self.latex = latex or rf"\operatorname{{{{{name}}}}}({slots})".replace("_", r"\_")
        self.conventions = conventions or {}
        self.hint, self.symmetric = hint, symmetric
        check_fields(self, DOMAINS)

    @property
    def infix(self) -> bool:
        """Whether Python has an operator of two operands for it."""
        return self.name in OPERATORS

    @property
    def output(self) -> str:
        """What the partials call the result: ``y``, or ``out`` if that is an operand."""
        return "out" if "y" in self.operands else "y"

    def constant(self, i: int) -> float | None:
        """The i-th partial if it is the same everywhere (0 where there is none), else ``None``.

        >>> [OPS["sub"].constant(0), OPS["sub"].constant(1), OPS["mul"].constant(0)]
        [1.0, -1.0, None]
        """
        return _CONSTANT.get(self.partials[i])

    def wanted(self, i: int) -> bool:
        """Whether a gradient flows to the i-th operand at all."""
        return _CONSTANT.get(self.partials[i]) != 0.0

    def __repr__(self) -> str:
        return f"<op {self.name}({', '.join(self.operands)}) = {self.forward}>"

    def __reduce__(self) -> tuple[Callable[[str], Op], tuple[str]]:
        if OPS.get(self.name, self) is not self:
            raise ValueError(f"{self.name!r} was defined anew: its older form cannot be pickled")
        return _named, (self.name,)

    def __deepcopy__(self, memo: object) -> Op:
        return self


OPS: dict[str, Op] = {}
#: rows that Python has an operator for -> what its method is called
OPERATORS = {name: name for name in ("add", "sub", "mul", "floordiv", "mod", "pow")}
OPERATORS["div"] = "truediv"
#: partials that are the same everywhere
_CONSTANT: dict[str | None, float] = {None: 0.0, "0": 0.0, "1": 1.0, "-1": -1.0}


def _named(name: str) -> Op:
    """The row that a pickle speaks of."""
    if name not in OPS:
        raise ValueError(f"the pickle needs an op {name!r}: run its define_op first")
    return OPS[name]


def row(name: str, *fields: Any, **more: Any) -> None:
    """Add one operation to the table."""
    if name in OPS:
        raise ValueError(f"the op table has a row {name!r} already")
    OPS[name] = Op(name, *fields, **more)


# fmt: off
# --- arithmetic ---------------------------------------------------------------------------------
row("add",  "a b", "a + b",     ("1", "1"),                    "real, real",     symbol="+", latex="{0} + {1}", symmetric=True)
row("sub",  "a b", "a - b",     ("1", "-1"),                   "real, real",     symbol="-", latex="{0} - {1}")
row("mul",  "a b", "a * b",     ("b", "a"),                    "real, real",     symbol="*", latex=r"{0} \cdot {1}", symmetric=True)
row("div",  "a b", "a / b",     ("1 / b", "-y / b"),           "real, non-zero", symbol="/", latex=r"\frac{{{0}}}{{{1}}}",
    hint="keep the divisor away from 0, for example a / (b + 1e-12)")
row("neg",  "x",   "-x",        ("-1",),                       "real",           symbol="-", latex="-{0}")
row("pow",  "a b", "pow(a, b)", ("0.0 if is_zero(b) else b * pow(a, b - 1)", "powlog(a, b, 1.0)"), "positive, real",
    symbol="**", latex="{0}^{{{1}}}",
    conventions={(0.0, 0.0): (1.0, (0.0, None)), (0.0, 1.0): (0.0, (1.0, 0.0)), (0.0, 2.0): (0.0, (0.0, 0.0))},
    hint="a negative base needs a whole-number exponent, a zero base one that is not negative")
row("mod",  "a b", "mod(a, b)", ("1", "(y - a) / b"),          "real, non-zero", symbol="%", latex=r"{0} \bmod {1}",
    hint="keep the divisor away from 0")
row("floordiv", "a b", "floordiv(a, b)", ("0", "0"),           "real, non-zero", symbol="//", latex=r"\left\lfloor \frac{{{0}}}{{{1}}} \right\rfloor",
    conventions={(6.0, 2.0): (3.0, (0.0, 0.0))}, hint="keep the divisor away from 0")
row("abs",  "x",   "abs(x)",    ("sign(x)",),                  "real",           symbol="abs", latex=r"\left|{0}\right|",
    conventions={(0.0,): (0.0, (0.0,))})

# --- powers and logarithms ----------------------------------------------------------------------
row("sqrt",  "x", "sqrt(x)",    ("0.5 / y",),                  "positive",       latex=r"\sqrt{{{0}}}",
    hint="sqrt needs x >= 0, and has a derivative for x > 0 only: sqrt(x + 1e-12)")
row("exp",   "x", "exp(x)",     ("y",),                        "real",           latex="e^{{{0}}}",
    hint="exp overflows above 709; losses on logits (cross_entropy, bce_with_logits, softplus) do not")
row("exp2",  "x", "exp2(x)",    ("y * LN2",),                  "real",           latex="2^{{{0}}}",
    hint="exp2 overflows from 1024 on")
row("expm1", "x", "expm1(x)",   ("exp(x)",),                   "real",           hint="expm1 overflows above 709")
row("log",   "x", "log(x)",     ("1 / x",),                    "positive",       latex=r"\ln({0})",
    hint="log needs x > 0: add a small constant, or use a loss on logits (cross_entropy, bce_with_logits)")
row("log2",  "x", "log2(x)",    ("1 / (x * LN2)",),            "positive",       latex=r"\log_2({0})",    hint="log2 needs x > 0")
row("log10", "x", "log10(x)",   ("1 / (x * LN10)",),           "positive",       latex=r"\log_{{10}}({0})", hint="log10 needs x > 0")
row("log1p", "x", "log1p(x)",   ("1 / (1 + x)",),              "over -1",        latex=r"\ln(1 + {0})",   hint="log1p needs x > -1")
row("xlogy", "a b", "where(abs(a) > 0, a * log(b), where(b <= b, 0.0 * a, b))", ("log(b)", "a / b"), "non-zero, positive", latex=r"{0} \ln {1}",
    conventions={(0.0, 2.0): (0.0, (0.6931471805599453, 0.0))},
    hint="xlogy needs b > 0 unless a is 0")
row("powlog", "a b n", "pow(a, b) * pow(log(where(abs(a) > 0, a, where(b > 0, 1.0, a))), n)",
    ("b * powlog(a, b - 1, n) + (0.0 if is_zero(n) else n * powlog(a, b - 1, n - 1))", "powlog(a, b, n + 1)", "xlogy(y, log(a))"),
    "over 1, real, positive", latex=r"{0}^{{{1}}} \ln^{{{2}}} {0}", conventions={(0.0, 2.0, 1.0): (0.0, (0.0, 0.0, 0.0))},
    hint="powlog is a derivative of a**b, a power times log(a)**n: it needs a > 0, or a = 0 and b > 0")

# --- circular and hyperbolic functions ----------------------------------------------------------
row("sin",   "x", "sin(x)",     ("cos(x)",),                   "real",           latex=r"\sin({0})")
row("cos",   "x", "cos(x)",     ("-sin(x)",),                  "real",           latex=r"\cos({0})")
row("tan",   "x", "tan(x)",     ("1 + y * y",),                "real",           latex=r"\tan({0})")
row("asin",  "x", "asin(x)",    ("1 / sqrt((1 - x) * (1 + x))",),  "unit",       latex=r"\arcsin({0})", hint="asin needs -1 <= x <= 1")
row("acos",  "x", "acos(x)",    ("-1 / sqrt((1 - x) * (1 + x))",), "unit",       latex=r"\arccos({0})", hint="acos needs -1 <= x <= 1")
row("atan",  "x", "atan(x)",    ("1 / (1 + x * x)",),          "real",           latex=r"\arctan({0})")
row("sinh",  "x", "sinh(x)",    ("cosh(x)",),                  "real",           latex=r"\sinh({0})", hint="sinh overflows beyond ±710")
row("cosh",  "x", "cosh(x)",    ("sinh(x)",),                  "real",           latex=r"\cosh({0})", hint="cosh overflows beyond ±710")
row("tanh",  "x", "tanh(x)",    ("1 - y * y",),                "real",           latex=r"\tanh({0})", conventions={(20.0,): (1.0, (0.0,)), (-20.0,): (-1.0, (0.0,))})
row("asinh", "x", "asinh(x)",   ("1 / sqrt(1 + x * x)",),      "real",           latex=r"\operatorname{{arsinh}}({0})")
row("acosh", "x", "acosh(x)",   ("1 / sqrt((x - 1) * (x + 1))",),  "over 1",     latex=r"\operatorname{{arcosh}}({0})", hint="acosh needs x >= 1")
row("atanh", "x", "atanh(x)",   ("1 / ((1 - x) * (1 + x))",),  "unit",           latex=r"\operatorname{{artanh}}({0})", hint="atanh needs -1 < x < 1")
row("atan2", "a b", "atan2(a, b)", ("b / (a * a + b * b)", "-a / (a * a + b * b)"), "non-zero, non-zero")
row("hypot", "a b", "hypot(a, b)", ("a / y", "b / y"),         "non-zero, non-zero", latex=r"\sqrt{{{0}^2 + {1}^2}}", symmetric=True,
    hint="hypot has no derivative at (0, 0)")

# --- activations --------------------------------------------------------------------------------
row("sigmoid",    "x", "sigmoid(x)",  ("y * (1 - y)",),        "real",           latex=r"\sigma({0})", conventions={(40.0,): (1.0, (0.0,))})
row("softplus",   "x", "softplus(x)", ("sigmoid(x)",),         "real")
row("logaddexp",  "a b", "where(a > b, a, b) + log1p(exp(where(a > b, b - a, where(b > a, a - b, where(b >= a, 0.0, a + b)))))", ("sigmoid(a - b)", "sigmoid(b - a)"), "real, real",
    latex=r"\ln(e^{{{0}}} + e^{{{1}}})", symmetric=True, conventions={(2.0, 2.0): (2.6931471805599454, (0.5, 0.5))})
row("erf",        "x", "erf(x)",      ("TWO_OVER_SQRT_PI * exp(-x * x)",), "real")
row("relu",       "x", "where(x <= 0, 0.0, x)", ("step(x)",),  "real",           conventions={(0.0,): (0.0, (0.0,))})
row("leaky_relu", "x slope=0.01", "where(x > 0, x, slope * x)", ("where(step(x), 1.0, slope)", "minimum(x, 0.0)"), "real, positive",
    conventions={(0.0, 0.25): (0.0, (0.25, 0.0))})

# --- choices ------------------------------------------------------------------------------------
row("step",    "x",   "where(x > 0, 1.0, 0.0)", ("0",),        "real",           latex=r"H({0})",
    conventions={(0.0,): (0.0, (0.0,))})
row("sign",    "x",   "where(x > 0, 1.0, where(x < 0, -1.0, x))", ("0",), "real",
    conventions={(0.0,): (0.0, (0.0,))})
row("floor",   "x",   "floor(x)",               ("0",),        "real",           latex=r"\lfloor {0} \rfloor",
    conventions={(2.0,): (2.0, (0.0,))})
row("ceil",    "x",   "-floor(-x)",             ("0",),        "real",           latex=r"\lceil {0} \rceil",
    conventions={(2.0,): (2.0, (0.0,))})
row("greater", "a b", "where(a > b, 1.0, 0.0)", ("0", "0"),    "real, real",     symbol=">", latex="[{0} > {1}]",
    conventions={(2.0, 2.0): (0.0, (0.0, 0.0))})
row("greater_equal", "a b", "where(a >= b, 1.0, 0.0)", ("0", "0"), "real, real", symbol="≥", latex=r"[{0} \ge {1}]", conventions={(2.0, 2.0): (1.0, (0.0, 0.0))})
row("maximum", "a b", "where(a >= b, a, where(b > a, b, a + b))", ("1 - greater(b, a)", "greater(b, a)"), "real, real",
    symbol="max", latex=r"\max({0}, {1})", conventions={(2.0, 2.0): (2.0, (1.0, 0.0))})
row("minimum", "a b", "where(a <= b, a, where(b < a, b, a + b))", ("1 - greater(a, b)", "greater(a, b)"), "real, real",
    symbol="min", latex=r"\min({0}, {1})", conventions={(2.0, 2.0): (2.0, (1.0, 0.0))})
row("where",   "c a b", "where(c, a, b)", (None, "where(c, 1.0, 0.0)", "where(c, 0.0, 1.0)"), "real, real, real",
    conventions={(0.0, 2.0, 3.0): (3.0, (0.0, 0.0, 1.0))})

# --- bookkeeping --------------------------------------------------------------------------------
row("identity", "x",  "x",         ("1",),                     "real",           symbol="=", latex="{0}")
row("detach",   "x",  "x",         ("0",),                     "real")
# fmt: on

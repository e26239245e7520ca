"""Every row of the op table against mpmath: value, first and second derivatives, conventions."""

import inspect
import math
import random
from collections.abc import Callable
from functools import cache
from itertools import product

import mpmath
import pytest
from mpmath import mp

import autograd
from autograd import NonFiniteError, Value, functions, grad, hessian, ieee, jvp
from autograd.ops import DOMAINS, OPS, Op
from autograd.specialise import CONSTANTS
from tests import derived

ROWS = [OPS[name] for name in functions.__all__]  # doctests may have defined more
POINTS = 25
FIRST, SECOND = 1e-9, 1e-6  # relative errors that are allowed

REFERENCE: dict[str, Callable[..., mpmath.mpf]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "neg": lambda x: -x,
    "pow": lambda a, b: mp.exp(b * mp.log(a)),
    "mod": lambda a, b: a - b * mp.floor(a / b),
    "floordiv": lambda a, b: mp.floor(a / b),
    "floor": mp.floor,
    "ceil": mp.ceil,
    "abs": lambda x: x if x > 0 else -x,
    "sqrt": mp.sqrt,
    "exp": mp.exp,
    "exp2": lambda x: mp.mpf(2) ** x,
    "expm1": mp.expm1,
    "log": mp.log,
    "log2": lambda x: mp.log(x) / mp.log(2),
    "log10": mp.log10,
    "log1p": mp.log1p,
    "xlogy": lambda a, b: a * mp.log(b),
    "powlog": lambda a, b, n: a**b * mp.log(a) ** n,
    "sin": mp.sin,
    "cos": mp.cos,
    "tan": mp.tan,
    "asin": mp.asin,
    "acos": mp.acos,
    "atan": mp.atan,
    "sinh": mp.sinh,
    "cosh": mp.cosh,
    "tanh": mp.tanh,
    "asinh": mp.asinh,
    "acosh": mp.acosh,
    "atanh": mp.atanh,
    "atan2": mp.atan2,
    "hypot": lambda a, b: mp.sqrt(a * a + b * b),
    "sigmoid": lambda x: 1 / (1 + mp.exp(-x)),
    "softplus": lambda x: mp.log(1 + mp.exp(x)),
    "logaddexp": lambda a, b: mp.log(mp.exp(a) + mp.exp(b)),
    "erf": mp.erf,
    "relu": lambda x: max(x, mp.mpf(0)),
    "leaky_relu": lambda x, slope: x if x > 0 else slope * x,
    "step": lambda x: mp.mpf(x > 0),
    "sign": lambda x: mp.mpf(1 if x > 0 else -1),
    "greater": lambda a, b: mp.mpf(a > b),
    "greater_equal": lambda a, b: mp.mpf(a >= b),
    "maximum": lambda a, b: max(a, b),
    "minimum": lambda a, b: min(a, b),
    "where": lambda c, a, b: a if c != 0 else b,
    "identity": lambda x: x,
    "detach": lambda x: x,
}
#: derivative 0 by purpose, or at the jumps as well, whatever mathematics says
UNDIFFERENTIATED = {"ceil", "detach", "floor", "floordiv"}

each_row = pytest.mark.parametrize("op", ROWS, ids=lambda op: op.name)


def public(op: Op) -> Callable[..., object]:
    return getattr(autograd, op.name)


def ends(domain: str) -> list[float]:
    low, high = DOMAINS[domain]
    return [low, high, -low, -high] if domain == "non-zero" else [low, high]


@cache
def points(op: Op) -> list[tuple[float, ...]]:
    """The ends of each operand's interval with the others drawn, then all of them drawn."""
    rng = random.Random(op.name)

    def draw(domain: str) -> float:
        x = rng.uniform(*DOMAINS[domain])
        return -x if domain == "non-zero" and rng.random() < 0.5 else x

    chosen = [
        tuple(end if j == i else draw(other) for j, other in enumerate(op.domain))
        for i, domain in enumerate(op.domain)
        for end in ends(domain)
    ]
    while len(chosen) < POINTS:
        chosen.append(tuple(map(draw, op.domain)))
    return chosen


def reference(op: Op, point: tuple[float, ...], orders: tuple[int, ...]) -> float:
    if op.name in UNDIFFERENTIATED and any(orders):
        return 0.0
    with mp.workdps(45):
        exact = [mp.mpf(x) for x in point]
        f = REFERENCE[op.name]
        if not any(orders):
            return float(f(*exact))
        return float(mp.diff(f, tuple(exact), orders))


def error(got: float, expected: float, floor: float) -> float:
    """The relative error; below the floor, relative to the floor."""
    return abs(got - expected) / max(abs(expected), floor)


def unit(i: int, size: int) -> tuple[int, ...]:
    return tuple(int(i == j) for j in range(size))


def gradients_by_backward(op: Op, point: tuple[float, ...], mask: tuple[bool, ...]) -> list[float]:
    """The gradients of those operands that the mask makes Values; the others stay numbers."""
    given = [Value(x) if live else x for x, live in zip(point, mask)]
    public(op)(*given).backward()
    return [x.grad for x in given if isinstance(x, Value)]


def test_every_row_has_a_reference() -> None:
    assert sorted(REFERENCE) == functions.__all__


@each_row
def test_value(op: Op) -> None:
    for point in points(op):
        expected = reference(op, point, (0,) * op.arity)
        on_floats, on_values = public(op)(*point), public(op)(*map(Value, point))
        assert type(on_floats) is float
        assert on_values.data == on_floats
        assert error(on_floats, expected, 1e-12) < 1e-13, point


@each_row
def test_first_derivatives(op: Op) -> None:
    masks = [mask for mask in product([True, False], repeat=op.arity) if any(mask)]
    for point in points(op):
        expected = [reference(op, point, unit(i, op.arity)) for i in range(op.arity)]
        for mask in masks:
            wanted = [slope for slope, live in zip(expected, mask) if live]
            for got, slope in zip(gradients_by_backward(op, point, mask), wanted):
                assert error(got, slope, 1e-12) < FIRST, (point, mask)
        for i in range(op.arity):
            direction = tuple(map(float, unit(i, op.arity)))
            roads = [grad(public(op), i)(*point), jvp(public(op), point, direction)[1]]
            for got in roads:
                assert error(got, expected[i], 1e-12) < FIRST, (point, i)


@each_row
def test_second_derivatives(op: Op) -> None:
    n = op.arity
    for point in points(op):
        full = hessian(lambda x: public(op)(*x))(list(point))
        for i, j in product(range(n), repeat=2):
            orders = tuple(map(sum, zip(unit(i, n), unit(j, n))))
            expected = reference(op, point, orders)
            nested = grad(grad(public(op), i), j)(*point)
            for got in (nested, full[i][j]):
                assert error(got, expected, 1e-6) < SECOND, (point, i, j)


@each_row
def test_conventions(op: Op) -> None:
    for point, (value, slopes) in op.conventions.items():
        assert public(op)(*point) == value
        assert public(op)(*map(Value, point)).data == value
        for i, slope in enumerate(slopes):
            for road in (eager_slope, pushed_slope, recorded_partial):
                if slope is None:
                    with pytest.raises(NonFiniteError, match=f"{op.name} .* {op.operands[i]} "):
                        road(op, point, i)
                else:
                    assert road(op, point, i) == slope, (point, i, road.__name__)


def eager_slope(op: Op, point: tuple[float, ...], i: int) -> float:
    return gradients_by_backward(op, point, tuple(map(bool, unit(i, op.arity))))[0]


def pushed_slope(op: Op, point: tuple[float, ...], i: int) -> float:
    return jvp(lambda x: public(op)(*point[:i], x, *point[i + 1 :]), point[i], 1.0)[1]


def recorded_partial(op: Op, point: tuple[float, ...], i: int) -> float:
    """By the recording sweep, which an outer Value calls for."""
    scale = Value(1.0)
    slope = grad(lambda x: scale * public(op)(*point[:i], x, *point[i + 1 :]))(point[i])
    return slope.data if isinstance(slope, Value) else slope


@each_row
def test_forward_text_is_what_the_function_computes(op: Op) -> None:
    names = {**vars(ieee), **CONSTANTS}
    for point in points(op):
        said = eval(op.forward, names, dict(zip(op.operands, point)))
        assert said == public(op)(*point) == op.evaluate(*point)


@each_row
def test_texts_of_a_row_render(op: Op) -> None:
    letters = ["u", "v", "w"][: op.arity]
    latex = op.latex.format(*letters)
    assert all(letter in latex for letter in letters)
    assert latex.count("{") == latex.count("}")
    assert op.symbol.strip() == op.symbol != ""
    assert op.symbol.isprintable()
    node = public(op)(*map(Value, points(op)[0]))
    assert (node._op, node.op) == (op.symbol, op)
    assert f"def {op.name}(" in derived.functions_stub()
    assert f"`{op.name}({', '.join(op.operands)})`" in derived.ops_table()


@each_row
def test_function_documents_itself(op: Op) -> None:
    function = public(op)
    assert function.__name__ == op.name
    assert tuple(inspect.signature(function).parameters) == op.operands
    assert op.forward in function.__doc__
    told = function.__doc__
    for name, (text, _) in functions.NUMBERS.items():
        assert name not in told
        told = told.replace(text, name)
    assert all(text in told for text in op.partials if text is not None)


@each_row
def test_operation_on_numbers_alone_makes_no_node(op: Op) -> None:
    whole = [round(x) or 1 for x in points(op)[-1]]
    if op.domain == ("unit",):
        whole = [0]
    assert type(public(op)(*whole)) is float


def test_a_row_prints_as_a_definition() -> None:
    assert repr(OPS["tanh"]) == "<op tanh(x) = tanh(x)>"
    assert repr(OPS["add"]) == "<op add(a, b) = a + b>"


def test_nan_in_gives_nan_or_a_number_out_and_never_an_error() -> None:
    for op in ROWS:
        y = public(op)(*[Value(math.nan)] * op.arity)
        assert math.isnan(y.data) or op.name in {"step", "greater", "greater_equal"}, op.name


@each_row
def test_constant_partials_are_those_that_the_text_says(op: Op) -> None:
    for i, text in enumerate(op.partials):
        if text is None:
            assert (op.constant(i), op.wanted(i)) == (0.0, False)
        elif set(text) <= set("-01"):
            assert (op.constant(i), op.wanted(i)) == (float(text), float(text) != 0.0)
        else:
            assert (op.constant(i), op.wanted(i)) == (None, True)


@each_row
def test_symmetric_rows_are_the_same_to_the_last_bit(op: Op) -> None:
    special = [0.0, -0.0, 1.0, -2.5, 3.7, math.inf, -math.inf]
    if op.arity == 2 and op.symmetric:
        for a, b in [*product(special, repeat=2), *points(op)]:
            assert repr(op.evaluate(a, b)) == repr(op.evaluate(b, a))
    assert op.arity == 2 or not op.symmetric


@pytest.mark.parametrize(
    ("name", "scale", "way"),
    [
        ("tanh", 2.0, lambda x: (1 / autograd.cosh(x)) ** 2),
        ("sigmoid", 1.0, lambda x: autograd.sigmoid(x) * autograd.sigmoid(-x)),
    ],
)
def test_tails_are_off_by_a_rounding_and_right_the_other_way(
    name: str, scale: float, way: Callable[..., float]
) -> None:
    """What docs/ops.md says of the two functions that saturate: tanh' is 1 / cosh(x)², sigmoid'
    is 1 / (2 cosh(x / 2))²."""
    for x in (z / scale for z in (10.0, -20.0, 36.0, 40.0, 80.0, 400.0)):
        with mp.workdps(40):
            half = mp.mpf(x) * scale / 2
            slope = (scale / 2 / mp.cosh(half)) ** 2
            first, second = float(slope), float(-scale * mp.tanh(half) * slope)
        assert abs(grad(public(OPS[name]))(x) - first) <= 2.0**-52
        assert abs(grad(grad(public(OPS[name])))(x) - second) <= 2.0**-50
        assert error(way(x), first, 0.0) < 1e-13, x
        assert error(grad(way)(x), second, 0.0) < 1e-13, x

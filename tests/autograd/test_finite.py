"""inf and nan: refused by name, or IEEE's answers at every pole within ``nonfinite("allow")``."""

import math
import pickle
import threading
from math import inf, nan

import pytest

import autograd
from autograd import NonFiniteError, Value, define_op, grad, hessian, jvp, log, nonfinite
from autograd.ops import OPS

#: op, operands, value, derivatives
POLES: list[tuple[str, tuple[float, ...], float, tuple[float, ...]]] = [
    ("add", (1e308, 1e308), inf, (1.0, 1.0)),
    ("sub", (-1e308, 1e308), -inf, (1.0, -1.0)),
    ("mul", (1e200, -1e200), -inf, (-1e200, 1e200)),
    ("div", (1.0, 0.0), inf, (inf, -inf)),
    ("div", (-1.0, 0.0), -inf, (inf, inf)),
    ("div", (1.0, -0.0), -inf, (-inf, -inf)),
    ("div", (0.0, 0.0), nan, (inf, nan)),
    ("div", (1e200, 1e-200), inf, (1e200, -inf)),
    ("mod", (5.0, 0.0), nan, (1.0, nan)),
    ("pow", (0.0, -1.0), inf, (-inf, -inf)),
    ("pow", (-8.0, 1 / 3), nan, (nan, nan)),
    ("pow", (10.0, 400.0), inf, (inf, inf)),
    ("sqrt", (0.0,), 0.0, (inf,)),
    ("sqrt", (-1.0,), nan, (nan,)),
    ("exp", (1000.0,), inf, (inf,)),
    ("exp2", (1024.0,), inf, (inf,)),
    ("expm1", (1000.0,), inf, (inf,)),
    ("log", (0.0,), -inf, (inf,)),
    ("log", (-2.0,), nan, (-0.5,)),
    ("log2", (0.0,), -inf, (inf,)),
    ("log10", (0.0,), -inf, (inf,)),
    ("log1p", (-1.0,), -inf, (inf,)),
    ("log1p", (-3.0,), nan, (-0.5,)),
    ("xlogy", (2.0, 0.0), -inf, (-inf, inf)),
    ("xlogy", (0.0, 0.0), 0.0, (-inf, nan)),
    ("asin", (1.0,), math.pi / 2, (inf,)),
    ("asin", (2.0,), nan, (nan,)),
    ("acos", (-1.0,), math.pi, (-inf,)),
    ("acos", (2.0,), nan, (nan,)),
    ("sinh", (-1000.0,), -inf, (inf,)),
    ("cosh", (-1000.0,), inf, (-inf,)),
    ("acosh", (1.0,), 0.0, (inf,)),
    ("acosh", (0.5,), nan, (nan,)),
    ("atanh", (1.0,), inf, (inf,)),
    ("atanh", (-1.0,), -inf, (inf,)),
    ("atanh", (2.0,), nan, (-1 / 3,)),
    ("atan2", (0.0, 0.0), 0.0, (nan, nan)),
    ("hypot", (0.0, 0.0), 0.0, (nan, nan)),
]

#: base, exponent, value: what C's annex F says where powers are special
POWERS = [
    *[(base, 0.0, 1.0) for base in (0.0, -0.0, 1.0, -2.0, inf, -inf, nan)],
    *[(1.0, exponent, 1.0) for exponent in (-0.0, 5.0, inf, -inf, nan)],
    *[(0.0, -1.0, inf), (-0.0, -1.0, -inf), (-0.0, -2.0, inf), (0.0, -0.5, inf), (-0.0, -0.5, inf)],
    *[(0.0, 3.0, 0.0), (-0.0, 3.0, -0.0), (-0.0, 2.0, 0.0), (0.0, inf, 0.0), (0.0, -inf, inf)],
    *[(-1.0, inf, 1.0), (-1.0, -inf, 1.0), (0.5, inf, 0.0), (0.5, -inf, inf), (2.0, -inf, 0.0)],
    *[(inf, 2.0, inf), (inf, -2.0, 0.0), (-inf, 3.0, -inf), (-inf, -3.0, -0.0), (-inf, 0.5, inf)],
    *[(-8.0, 1 / 3, nan), (-8.0, 3.0, -512.0), (nan, 2.0, nan), (2.0, nan, nan)],
    *[(10.0, 400.0, inf), (-10.0, 401.0, -inf), (-10.0, 400.0, inf), (-10.0, -401.0, -0.0)],
]


def same(got: float, expected: float) -> bool:
    """Equal as IEEE numbers: nan is nan, and zeros have signs."""
    if math.isnan(expected):
        return math.isnan(got)
    alike = got == expected or math.isclose(got, expected, rel_tol=1e-15)
    return alike and math.copysign(1.0, got) == math.copysign(1.0, expected)


@pytest.mark.parametrize(("name", "point", "value", "slopes"), POLES)
def test_poles_give_what_ieee_arithmetic_gives(
    name: str, point: tuple[float, ...], value: float, slopes: tuple[float, ...]
) -> None:
    function = getattr(autograd, name)
    with nonfinite("allow"):
        given = [*map(Value, point)]
        y = function(*given)
        y.backward()
        assert same(y.data, value)
        assert same(function(*point), value)
        for i, (x, slope) in enumerate(zip(given, slopes)):
            assert same(x.grad, slope), OPS[name].partials[i]
            direction = tuple(float(i == j) for j in range(len(point)))
            if len(point) == 1:
                assert same(jvp(function, point, direction)[1], slope)
            assert same(grad(function, i)(*point), slope)


@pytest.mark.parametrize(("name", "point", "value", "slopes"), POLES)
def test_poles_are_refused_by_name(
    name: str, point: tuple[float, ...], value: float, slopes: tuple[float, ...]
) -> None:
    function = getattr(autograd, name)
    with pytest.raises(NonFiniteError) as caught:
        function(*map(Value, point)).backward()
    assert caught.value.op.name == name
    assert caught.value.operands[0].data == point[0]
    assert str(caught.value).startswith(name)
    if not math.isfinite(value):
        with pytest.raises(NonFiniteError, match=f"{name} gave"):
            function(*point)


@pytest.mark.parametrize(("base", "exponent", "value"), POWERS)
def test_special_powers(base: float, exponent: float, value: float) -> None:
    with nonfinite("allow"):
        for y in (Value(base) ** exponent, base ** Value(exponent), Value(base) ** Value(exponent)):
            assert same(y.data, value)
    finite_in = math.isfinite(base) and math.isfinite(exponent)
    if finite_in and not math.isfinite(value):
        with pytest.raises(NonFiniteError, match="pow gave"):
            Value(base) ** exponent
    else:
        assert same((Value(base) ** exponent).data, value)


@pytest.mark.parametrize("base", [0.0, -0.0, 2.0, -3.0])
def test_whole_powers_are_differentiated_on_both_sides_of_zero(base: float) -> None:
    for n in range(5):
        assert grad(lambda x, n=n: x**n)(base) == (n * base ** (n - 1) if n else 0.0)
        twice = n * (n - 1) * base ** (n - 2) if n > 1 else 0.0
        assert grad(grad(lambda x, n=n: x**n))(base) == twice


def test_power_of_zero_with_a_variable_exponent() -> None:
    assert grad(lambda b: 0**b)(2.0) == 0.0
    with pytest.raises(NonFiniteError, match="pow has no finite derivative with respect to b"):
        grad(lambda b: 0**b)(0.0)


@pytest.mark.parametrize("x", [inf, -inf, nan])
def test_operands_that_are_not_finite_already_pass(x: float) -> None:
    value = Value(x)
    assert not math.isfinite((value * 2 + 1).data)
    y = autograd.tanh(value) * 0 + value
    y.backward()
    assert math.isnan(value.grad) or math.isfinite(value.grad)


@pytest.mark.parametrize("name", ["sigmoid", "softplus", "tanh", "erf", "relu"])
def test_activations_stay_finite_far_out(name: str) -> None:
    for x in (-1000.0, 1000.0, 1e308, -1e308):
        value = Value(x)
        getattr(value, name)().backward()
        assert math.isfinite(value.grad)
    assert autograd.softplus(1000.0) == 1000.0
    assert (autograd.sigmoid(-1000.0), autograd.sigmoid(1000.0)) == (0.0, 1.0)
    assert autograd.softplus(-700.0) == math.exp(-700.0)


def test_nonfinite_ends_with_its_block_and_nests() -> None:
    with nonfinite("allow"):
        with nonfinite("raise"), pytest.raises(NonFiniteError):
            log(Value(0.0))
        assert log(Value(0.0)).data == -inf
    with pytest.raises(NonFiniteError):
        log(Value(0.0))
    with pytest.raises(KeyError), nonfinite("allow"):
        raise KeyError
    with pytest.raises(NonFiniteError):
        log(0.0)


def test_nonfinite_is_a_matter_of_one_thread() -> None:
    caught = []

    def work() -> None:
        try:
            log(Value(0.0))
        except NonFiniteError as error:
            caught.append(error)

    with nonfinite("allow"):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    assert len(caught) == 1


def test_nonfinite_takes_two_words() -> None:
    with pytest.raises(ValueError, match="'ignore'"), nonfinite("ignore"):
        pass


def test_error_in_a_recorded_derivative_names_the_row_and_not_its_text() -> None:
    scale = Value(3.0)
    with pytest.raises(NonFiniteError, match="sqrt has no finite derivative"):
        grad(lambda x: scale * autograd.sqrt(x))(0.0)


def test_error_survives_pickling() -> None:
    with pytest.raises(NonFiniteError) as caught:
        log(Value(0.0, label="p"))
    twin = pickle.loads(pickle.dumps(caught.value))
    assert (str(twin), twin.op, twin.result) == (str(caught.value), OPS["log"], -inf)
    assert twin.operands[0].label == "p"


def test_second_derivatives_of_a_power_at_zero() -> None:
    assert grad(grad(lambda y: 0.0**y))(0.3) == 0.0
    assert grad(grad(grad(lambda y: 0.0**y)))(0.3) == 0.0
    assert hessian(lambda v: v[0] ** v[1])([0.0, 2.0]) == [[2.0, 0.0], [0.0, 0.0]]
    assert hessian(lambda v: v[0] ** v[1])([0.0, 3.5]) == [[0.0, 0.0], [0.0, 0.0]]
    for order in ((0, 1), (1, 0)):
        first, second = order
        assert grad(grad(pow, first), second)(0.0, 2.0) == 0.0
        with pytest.raises(NonFiniteError):  # a^(b-1) (1 + b log a) is -inf at (0, 1)
            grad(grad(pow, first), second)(0.0, 1.0)


def test_powers_of_a_known_exponent_are_differentiated_at_zero_to_any_order() -> None:
    f = autograd.pow
    third = grad(grad(grad(lambda a: f(a, 2.0))))
    assert third(0.0) == 0.0
    assert grad(grad(grad(lambda a: a**3.0)))(0.0) == 6.0


def test_errors_about_powers_name_what_was_written() -> None:
    with pytest.raises(NonFiniteError) as caught:
        hessian(lambda v: v[0] ** v[1])([0.0, 1.0])
    assert "pow" in str(caught.value)
    assert "xlogy" not in str(caught.value)


def test_zero_times_the_logarithm_of_nan_is_nan() -> None:
    assert math.isnan(autograd.xlogy(0.0, nan))
    assert math.isnan(autograd.xlogy(Value(0.0), nan).data)
    assert autograd.xlogy(0.0, inf) == 0.0
    assert math.isnan(autograd.xlogy(nan, 0.0))


def test_plain_numbers_in_a_partial_divide_by_zero_as_ieee_says() -> None:
    v = Value(2.0)
    with nonfinite("allow"):
        slope = grad(lambda x: v * x / 0.0)(1.0)
        assert slope.data == inf
        assert jvp(lambda x: v * x / 0.0, 1.0, 1.0)[1].data == inf
        assert grad(grad(lambda x: v * x / 0.0))(1.0) == 0.0


def test_partial_that_passes_through_inf_is_recorded() -> None:
    f = define_op(
        "passes_inf", "a b", "a + b", ("0.5 + 1 / (1 + 1 / b)", "1"), "real, real", replace=True
    )
    scale = Value(3.0)
    assert f(1.0, 0.0) == 1.0
    slope = grad(lambda a: scale * f(a, 0.0))(1.0)
    assert slope.data == 1.5


def test_partial_that_is_infinite_at_plain_numbers_is_refused_by_name() -> None:
    f = define_op("by_zero", "a b", "a + b", ("1 / b", "1"), "real, real", replace=True)
    scale = Value(3.0)
    with pytest.raises(NonFiniteError, match="by_zero has no finite derivative"):
        grad(lambda a: scale * f(a, 0.0))(1.0)


def test_defined_op_that_divides_by_zero_is_refused_on_floats_and_values() -> None:
    f = define_op("one_over", "x", "1 / x", ("-y / x",), "non-zero", replace=True)
    for given in (0.0, Value(0.0)):
        with pytest.raises(NonFiniteError, match="one_over gave inf"):
            f(given)
    with nonfinite("allow"):
        assert f(0.0) == f(Value(0.0)).data == inf
        assert f(-0.0) == -inf


@pytest.mark.parametrize(("count", "shown"), [(6, "made from 'w0'"), (7, "made from … 'w1'")])
def test_six_labels_are_shown_whole(count: int, shown: str) -> None:
    with pytest.raises(NonFiniteError, match=f"{shown}.*'w{count - 1}'"):
        log(autograd.sum([Value(0.0, label=f"w{i}") for i in range(count)]))


def test_partial_that_a_recording_cannot_follow_is_refused() -> None:
    scale, exponent = Value(3.0), Value(0.0)
    assert grad(lambda x: x**exponent.data)(0.0) == 0.0
    with pytest.raises(NonFiniteError, match="pow gave inf"):
        grad(lambda x: scale * x**exponent)(0.0)

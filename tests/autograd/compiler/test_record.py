"""Recording: what becomes of a function, and which parameters it is found to have."""

import math
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import autograd as ag
import nn
from autograd import GraphError, OperandError, RecordingError, Value
from autograd.compiler.record import record
from autograd.compiler.symbol import recording
from tests.programs import same


def ops(f: Callable[..., Any], inputs: int = 1) -> list[str]:
    return [op for op, _ in record(f, inputs).program.check().instructions]


# --- what is recorded ---


def test_arithmetic_and_functions_become_instructions() -> None:
    assert ops(lambda x, y: 2 * ag.sin(x) - y / 3, 2) == ["sin", "mul", "div", "sub"]
    assert ops(lambda x: x.tanh() ** 2 + 1) == ["tanh", "pow", "add"]
    assert ops(lambda x: abs(-x)) == ["neg", "abs"]


def test_comparisons_become_instructions() -> None:
    assert ops(lambda x: ag.where(x > 0, x, -x)) == ["greater", "neg", "where"]
    assert str(record(lambda x: x < 0, 1).program.instructions[0].operands) == "(0.0, 0)"


@pytest.mark.parametrize("x", [0.5, 1.0, 2.0])
def test_comparisons_are_those_of_numbers(x: float) -> None:
    def compare(x: Any, y: Any) -> list[Any]:
        return [x > y, x < y, x >= y, x <= y]

    assert record(compare, 2).program.evaluate([x, 1.0]) == compare(x, 1.0)
    assert record(lambda x: compare(x, 1), 1).program.evaluate([x]) == compare(x, 1.0)
    assert record(lambda y: compare(1, y), 1).program.evaluate([x]) == compare(1.0, x)


def test_comparisons_of_a_value_with_a_symbol() -> None:
    w = Value(2.0)
    assert record(lambda x: [w > x, w < x], 1).program.evaluate([1.0], [2.0]) == [1.0, 0.0]


def test_maximum_and_minimum() -> None:
    assert ops(lambda x: ag.maximum(x, 0) + ag.minimum(x, 1)) == ["maximum", "minimum", "add"]


def test_what_the_output_does_not_need_is_left_out() -> None:
    def f(x: Any) -> Any:
        ag.exp(x)
        return ag.sin(x)

    assert ops(f) == ["sin"]


def test_results_keep_their_shape() -> None:
    assert record(lambda x: x, 1).result == 0.0
    assert record(lambda x: [x, (1, [x])], 1).result == [0.0, (0.0, [0.0])]
    assert record(lambda x: [], 1).result == []
    assert record(lambda x: [x, x], 1, gradient=True).result == [0.0, 0.0]


def test_constants_as_results() -> None:
    assert record(lambda x: 3, 1).program.outputs == (3.0,)


@pytest.mark.parametrize("result", [None, "text", 1j, {"a": None}])
def test_results_that_are_no_numbers(result: object) -> None:
    with pytest.raises(OperandError):
        record(lambda x: result, 1)


def test_gradient_of_no_output() -> None:
    with pytest.raises(GraphError, match="got none"):
        record(lambda x: [], 1, gradient=True)


def test_names_are_labels() -> None:
    seen = []
    record(lambda *xs: seen.extend(xs) or 0, 2, names=["apple"])
    assert [x.label for x in seen] == ["apple", "x1"]
    assert list(map(repr, seen)) == ["Symbol('apple')", "Symbol('x1')"]
    assert repr(seen[0] * 2) == "Symbol(mul)"


def test_recording_ends_with_the_function_and_with_an_error() -> None:
    assert not recording()
    assert record(lambda x: float(recording()), 1).program.outputs == (1.0,)
    with pytest.raises(ZeroDivisionError):
        record(lambda x: 1 / 0, 1)
    assert not recording()


# --- parameters ---


def test_parameters_come_in_the_order_of_their_first_use() -> None:
    a, b, c = (Value(x) for x in (1.0, 2.0, 3.0))
    assert record(lambda x: c * x + (a * b) * x, 1).parameters == (c, a, b)
    assert record(lambda x: c * x + (a * b) * x, 1, first=[b, a]).parameters == (b, a, c)
    assert record(lambda x: (b * x, a * x - c * x + b)[1], 1).parameters == (a, c, b)


def test_parameters_of_a_model_come_in_its_own_order() -> None:
    model = nn.MLP(2, [3, 1], rng=0)
    for f in (lambda a, b: model([a, b]), lambda a, b: 2 * model.layers[0]([b, a])[0]):
        assert ag.compile(f).parameters == [p for p in model.parameters() if p in used_by(f)]


def test_parameters_of_something_else_are_no_list() -> None:
    class Shape:
        def __init__(self) -> None:
            self.w = Value(2.0)

        def parameters(self, kind: str) -> list[Any]:
            return [kind]

    class Named:
        def __init__(self) -> None:
            self.w = Value(3.0)

        def parameters(self) -> list[Any]:
            return ["w", ["w"]]

    shape, named = Shape(), Named()
    assert ag.compile(lambda x: shape.w * x * named.w).parameters == [shape.w, named.w]


def used_by(f: Callable[..., Any]) -> set[Value]:
    return set(record(f, 2).parameters)


def test_parameters_that_do_not_count_are_left_out() -> None:
    used, unused = Value(1.0), Value(2.0)
    assert record(lambda x: (unused * x, used * x)[1], 1, first=[unused]).parameters == (used,)


def test_what_is_made_of_parameters_is_none_itself() -> None:
    w = Value(3.0)
    square = w * w
    recorded = record(lambda x: square * x, 1, gradient=True, first=[square, w])
    assert recorded.parameters == (w,)
    assert recorded.program.evaluate([2.0, 1.0], [3.0]) == [18.0, 12.0]


def test_a_result_that_is_a_parameter() -> None:
    w = Value(3.0)
    recorded = record(lambda x: w, 1)
    assert recorded.parameters == (w,)
    assert recorded.program.evaluate([0.0], [3.0]) == [3.0]


def test_gradient_of_parameters_and_seed() -> None:
    w, b = Value(3.0), Value(1.0)
    recorded = record(lambda x: [w * x + b, x], 1, gradient=True)
    assert recorded.program.evaluate([5.0, 0.5], [3.0, 1.0]) == [8.0, 2.5, 0.5, 5.0]


def test_gradient_of_a_constant() -> None:
    assert record(lambda x: 3.0, 1, gradient=True).program.evaluate([5.0, 0.5]) == [1.5]


class Momentum(Value):
    """A Value that an optimiser hangs something on."""


@pytest.mark.parametrize("f", [lambda p, x: p * x, lambda p, x: x * p, lambda p, x: ag.hypot(p, x)])
def test_a_subclass_of_value_is_a_parameter(f: Callable[..., Any]) -> None:
    p, w = Momentum(3.0), Value(2.0)
    p.m = 0.5  # type: ignore[attr-defined]
    recorded = record(lambda x: f(p, x) * w + p * p, 1, gradient=True)
    assert recorded.parameters == (p, w)
    y = f(p, 4.0) * w + p * p
    y.backward()
    assert type(p * 2) is Momentum
    assert recorded.program.evaluate([4.0, 1.0], [3.0, 2.0]) == [y.data, p.grad, w.grad]


def test_a_result_that_is_a_subclass_of_value() -> None:
    p = Momentum(3.0)
    assert ag.compile(lambda x: p).parameters == [p]


def test_a_constant_result_beside_others_has_a_gradient_of_zeros() -> None:
    w = Value(3.0)
    recorded = record(lambda x: [5.0, w * x], 1, gradient=True)
    assert recorded.program.evaluate([2.0, 0.5], [3.0]) == [2.5, 0.0, 6.0]


@pytest.mark.parametrize(
    ("f", "gradient"),
    [
        (lambda w, x: w * x / 0.0, math.inf),
        (lambda w, x: w * x / -0.0, -math.inf),
        (lambda w, x: ag.xlogy(w * x, 0.0), -math.inf),
        (lambda w, x: w * x / 0.0 * 0.0, math.nan),
    ],
)
def test_a_partial_that_divides_constants_by_zero_is_left_to_the_program(
    f: Callable[..., Any], gradient: float
) -> None:
    w = Value(2.0)
    assert same(
        record(lambda x: f(w, x), 1, gradient=True).program.evaluate([1.0, 1.0], [2.0])[1], gradient
    )
    compiled = ag.compile(lambda x: f(w, x))
    with pytest.raises(ag.NonFiniteError, match="example 0"):
        compiled.value_and_grad([1.0])
    with ag.nonfinite("allow"):
        assert same(compiled.value_and_grad([1.0])[1][0], gradient)


def test_a_parameter_without_a_derivative_is_refused_by_the_call_that_meets_it() -> None:
    w = Value(0.0, label="w")
    f = ag.compile(lambda x: ag.sqrt(w) * x)
    with pytest.raises(ag.NonFiniteError, match="example 0: sqrt has no finite derivative"):
        f.value_and_grad([2.0])
    w.data = 4.0
    assert f.value_and_grad([2.0]) == (4.0, [0.5])


UNREACHED = {
    "detach": lambda w, x: 2 * w * x + ag.detach(ag.sqrt(w)),
    "step": lambda w, x: 2 * w * x + ag.step(ag.sqrt(w)),
    "sign": lambda w, x: 2 * w * x + ag.sign(ag.sqrt(w)),
    "greater": lambda w, x: 2 * w * x + ag.greater(ag.sqrt(w), 1.0),
    "condition": lambda w, x: ag.where(ag.sqrt(w), 3.0, 2 * w * x),
}


@pytest.mark.parametrize("case", UNREACHED)
def test_what_no_gradient_reaches_has_no_part_in_it(case: str) -> None:
    f, w = UNREACHED[case], Value(0.0)
    f(w, 1.0).backward()
    assert w.grad == 2.0
    compiled = ag.compile(lambda x: f(w, x))
    assert compiled.value_and_grad([1.0, 1.0]) == (0.0, [2.0])


# --- derivatives inside, recording inside derivatives ---


def cube(x: Any) -> Any:
    return x * x * x


def test_derivatives_are_recorded_like_everything_else() -> None:
    f = ag.compile(ag.grad(cube))
    assert f(2.0) == 12.0
    assert ag.compile(ag.grad(ag.grad(cube)))(2.0) == 12.0
    hessian = ag.compile(lambda x, y: ag.hessian(lambda v: v[0] ** 2 * v[1])([x, y]))
    assert hessian(3.0, 4.0) == [[8.0, 6.0], [6.0, 0.0]]


def test_compiled_functions_inside_derivatives() -> None:
    f = ag.compile(cube)
    assert ag.grad(f)(2.0) == 12.0
    assert ag.grad(ag.grad(f))(2.0) == 12.0
    assert ag.compile(ag.grad(ag.compile(ag.grad(f))))(2.0) == 12.0


def test_compiled_functions_inside_compiled_functions() -> None:
    w = Value(2.0)
    inner = ag.compile(lambda x: w * x)
    outer = ag.compile(lambda x: inner(x) + inner(3.0))  # with a number, too, it is recorded
    assert outer.parameters == [w]
    assert outer(1.0) == 8.0
    w.data = 5.0
    assert outer(1.0) == 20.0


def test_a_derivative_at_a_fixed_point_leaves_no_parameter_behind() -> None:
    w = Value(3.0)
    f = ag.compile(lambda x: ag.grad(lambda y: w * x * y * y)(1.5))
    assert f.parameters == [w]
    assert f(2.0) == 18.0
    assert f.value_and_grad(*[[2.0]]) == (18.0, [6.0])


def test_loops_over_numbers_are_unrolled() -> None:
    def power(x: Any) -> Any:
        y = 1.0
        for _ in range(4):
            y = y * x
        return y

    assert ops(power) == ["mul"] * 4
    assert ag.compile(power)(3.0) == 81.0


def test_parameters_come_as_the_function_meets_them_and_not_as_the_result_does() -> None:
    first, second, third = Value(1.0), Value(2.0), Value(3.0)

    def f(x: Any) -> Any:
        early, late = first * x, second * x
        return third - late / early

    assert record(f, 1).parameters == (first, second, third)
    assert record(f, 1, first=[Value(0.0), third]).parameters == (third, first, second)


def in_a_thread(f: Callable[[], Any]) -> Any:
    with ThreadPoolExecutor(1) as others:
        return others.submit(f).result()


def test_what_another_thread_solves_meanwhile_is_refused() -> None:
    a = Value(2.0)

    def solved() -> Any:
        return ag.root(lambda x: x**3 - a, 1.0)

    before = solved()
    for f in (lambda x: in_a_thread(solved) * x, lambda x: before * x):
        with pytest.raises(RecordingError, match=r"found \(1\.25992\).* give x\.data"):
            record(f, 1)


def test_derivatives_that_another_thread_takes_meanwhile_are_recorded() -> None:
    a = Value(2.0)
    f = ag.compile(lambda x: in_a_thread(lambda: ag.grad(lambda t: t * t * a * x)(1.0)))
    assert f(3.0) == 12.0
    a.data = 5.0
    assert f(3.0) == 30.0


@pytest.mark.parametrize(
    ("f", "said"),
    [
        (lambda np, x: np.asarray(x)[0], "IndexError: too many indices"),
        (lambda np, x: np.logaddexp([x], 1.0), "TypeError: ufunc 'logaddexp' not supported"),
        (lambda np, x: np.linalg.solve(np.eye(2), [x, x]), "Cannot cast ufunc"),
        (lambda np, x: np.arctan2([x], 1.0), "no attribute 'arctan2'"),
    ],
)
def test_what_numpy_says_is_told_what_the_arguments_are(f: Callable[..., Any], said: str) -> None:
    np = pytest.importorskip("numpy", reason="NumPy is not installed")
    with pytest.raises((AttributeError, IndexError, TypeError)) as caught:
        record(lambda x: f(np, x), 1)
    told = "".join(traceback.format_exception_only(caught.value))
    assert said in told
    assert "recorded with unknown numbers as arguments: what NumPy cannot do" in told
    assert "Let it take the elements one by one" in told


def test_what_numpy_says_otherwise_is_said_as_it_was() -> None:
    np = pytest.importorskip("numpy", reason="NumPy is not installed")
    with pytest.raises(RecordingError, match=r"<lambda> makes a float of .*autograd\.where"):
        record(lambda x: np.array([1.0, x], dtype=float), 1)

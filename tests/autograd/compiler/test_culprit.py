"""Compiled functions refuse bad columns by name and bad results by op and example.

All of it holds whatever a batch runs on.
"""

import math
from fractions import Fraction
from typing import Any

import pytest

import autograd as ag
from autograd import GraphError, NonFiniteError, OperandError, Value, backprop
from autograd.compiler import culprit
from autograd.compiler.columns import as_arrays
from autograd.compiler.culprit import raise_for_example
from tests.interrupts import interrupted

np = pytest.importorskip("numpy", reason="batches need NumPy")


pytestmark = pytest.mark.usefixtures("any_backend")


def times(x: Any, y: Any) -> Any:
    return x * y


# --- columns ---


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (([1.0, 2.0], [1.0]), "the columns differ in length: x has 2, y has 1 examples"),
        (([1.0, math.nan], [1.0, 2.0]), "column x is nan in example 1"),
        (([1.0, 2.0], [-math.inf, 2.0]), "column y is -inf in example 0"),
        ((math.inf, 2.0), "column x is inf in example 0"),
        (([1.0], math.nan), "column y is nan in example 0"),
    ],
)
def test_columns_that_do_not_fit(columns: tuple[Any, ...], message: str) -> None:
    f = ag.compile(times)
    for call in (f, f.value_and_grad):
        with pytest.raises(GraphError, match=message):
            call(*columns)


@pytest.mark.parametrize(
    "column",
    [
        ["1", "2"],
        np.array(["1", "2"]),
        [None, 2.0],
        [1.0, 2j],
        np.array([1.0, 2j]),
        [1.0, "2"],
        [[1.0], [2.0, 3.0]],
        [Value(1.0), 2.0],
        [1.0, {}],
        "12",
        None,
    ],
)
def test_columns_that_are_no_numbers(column: Any) -> None:
    f = ag.compile(times)
    for call in (f, f.value_and_grad):
        with pytest.raises(OperandError, match=r"\by\b"):
            call([1.0, 2.0], column)


@pytest.mark.parametrize(
    "column", [np.ones((2, 2)), [[1.0, 2.0], [3.0, 4.0]], np.ones((2, 1))], ids=["2d", "list", "1"]
)
def test_columns_have_one_dimension(column: Any) -> None:
    with pytest.raises((GraphError, OperandError), match="column y"):
        ag.compile(times)([1.0, 2.0], column)


@pytest.mark.parametrize(
    "column",
    [
        (2, 3),
        [True, 3],
        [Fraction(2), Fraction(3)],
        [2**70, 3],
        [np.float32(2), np.int8(3)],
        np.array([2, 3]),
        np.array([True, False]),
        np.array([2, 3], dtype=np.float32),
        np.array([2, 3], dtype=">f8"),
        np.array([2.0, 0.0, 3.0, 0.0])[::2],
        np.frombuffer(b"\0" + np.array([2.0, 3.0]).tobytes(), dtype=float, offset=1),
        np.arange(2.0)[::-1],
    ],
    ids=repr,
)
def test_columns_of_many_kinds(column: Any) -> None:
    expected = [10.0 * float(y) for y in column]
    assert list(ag.compile(times)(10, column)) == expected
    one = Value(1.0)
    mean = ag.compile(lambda x, y: one * x * y).value_and_grad(10, column)[0]
    assert mean == pytest.approx(sum(expected) / 2)


def test_what_machine_code_reads_is_contiguous_and_aligned() -> None:
    odd = np.frombuffer(b"\0" + np.array([2.0, 3.0]).tobytes(), dtype=float, offset=1)
    for array in as_arrays([np.arange(4.0)[::2], odd, [1, 2]], ["x", "y", "z"]):
        assert (array.dtype, array.flags.c_contiguous, array.flags.aligned) == (float, True, True)


def test_arrays_without_dimensions_are_numbers() -> None:
    assert ag.compile(times)(np.array(2.0), np.float64(3.0)) == 6.0


def test_examples_may_be_missing() -> None:
    f = ag.compile(times)
    assert list(f([], [])) == list(f(2.0, [])) == []
    with pytest.raises(GraphError, match="at least one example, got none"):
        f.value_and_grad([], [])


# --- results that are not finite ---


def test_the_error_is_the_eager_one_with_the_example() -> None:
    two = Value(2.0)
    f = ag.compile(lambda x: ag.log(x - 2) * two)
    with pytest.raises(NonFiniteError) as eager:
        f.function(Value(2.0))
    for call in (f, f.value_and_grad):
        with pytest.raises(NonFiniteError) as compiled:
            call([5.0, 2.0, 1.0])
        assert str(compiled.value) == f"example 1: {eager.value}"
        assert (compiled.value.op, compiled.value.result) == (eager.value.op, -math.inf)


@pytest.mark.parametrize("sizes", [[-2.0], [1.0] * 8 + [-2.0], [-2.0] + [1.0] * 8])
def test_after_an_error_parameters_are_as_before(sizes: list[float]) -> None:
    w = Value(2.0)
    w.grad = 0.25
    f = ag.compile(lambda x: ag.sqrt(w + x))
    with pytest.raises(NonFiniteError, match=rf"example {sizes.index(-2.0)}: sqrt has no finite"):
        f.value_and_grad(sizes)
    assert (w.data, w.grad) == (2.0, 0.25)
    assert f.value_and_grad([2.0]) == (2.0, [0.25])


def test_the_error_with_a_parameter_vector(any_backend: str) -> None:
    if any_backend == "python":
        pytest.skip("parameter vectors need NumPy")
    w = Value(2.0)
    f = ag.compile(lambda x: ag.log(w * x))
    batch = f.bind(np.array([1.0, 2.0]))
    with pytest.raises(NonFiniteError, match="example 0: log gave -inf"):
        batch(np.array([0.0]))
    assert w.data == 2.0
    with pytest.raises(GraphError, match="float64 array of 1 numbers"):
        batch(np.zeros(2))
    with pytest.raises(GraphError, match="side by side"):
        ag.compile(lambda x: w * x + Value(1.0)).bind([1.0])(np.zeros(4)[::2])


def test_columns_that_go_bad_later_are_named() -> None:
    w, column = Value(1.0), np.array([1.0, 2.0])
    f = ag.compile(lambda x: w * x)
    f.value_and_grad(column)
    column[1] = math.nan
    with pytest.raises(GraphError, match="column x is nan in example 1"):
        f.value_and_grad(column)


def test_the_mean_of_large_numbers_is_finite() -> None:
    w = Value(1.0)
    f = ag.compile(lambda x: w * x * 1e308)
    assert f.value_and_grad([1.5] * 8) == (1.5e308, [1.5e308])


def test_large_numbers_are_finite() -> None:
    assert list(ag.compile(lambda x: x * 1e308)([1.0, 1.5])) == [1e308, 1.5e308]


def test_inf_and_nan_where_they_are_allowed() -> None:
    w = Value(1.0)
    f = ag.compile(lambda x: w / x)
    with ag.nonfinite("allow"):
        assert list(f([0.0, -0.0, math.inf])) == [math.inf, -math.inf, 0.0]
        assert f(0.0) == math.inf
        assert math.isnan(f(math.nan))
        assert f.value_and_grad([0.0]) == (math.inf, [math.inf])
    with pytest.raises(NonFiniteError):
        f([0.0])


def test_interrupts_leave_the_parameters_as_they_were() -> None:
    leaves = [Value(1.0), Value(2.0)]
    for leaf in leaves:
        leaf.grad = 5.0

    def find() -> None:
        with pytest.raises(NonFiniteError, match="example 1"):
            raise_for_example(lambda x: leaves[0] * leaves[1] / x, [[1.0], [0.0]], leaves, [3, 4])

    for _ in interrupted(find, culprit.__file__, backprop.__file__):
        assert [(leaf.data, leaf.grad) for leaf in leaves] == [(1.0, 5.0), (2.0, 5.0)]


def test_parameters_alone_may_divide_by_zero() -> None:
    v, w = Value(1.0), Value(0.0)
    for f in (lambda x: v / w * x, lambda x: x * v * w**-1.0):
        compiled = ag.compile(f)
        for call in (compiled, compiled.value_and_grad):
            with pytest.raises(NonFiniteError, match=r"(div|pow) gave inf"):
                call([1.0, 2.0])
        with ag.nonfinite("allow"):
            assert list(compiled([1.0, 2.0])) == [math.inf, math.inf]
            assert compiled.value_and_grad([1.0, 2.0]) == (math.inf, [math.inf, -math.inf])


def test_a_parameter_that_is_nan_is_named() -> None:
    w = Value(math.nan, label="w")
    with pytest.raises(NonFiniteError, match=r"the parameter 'w' is nan, .* diverged"):
        ag.compile(lambda x: w * x)([1.0, 2.0])
    v = Value(math.inf)
    with pytest.raises(NonFiniteError, match=r"parameters\[0\] is inf"):
        ag.compile(lambda x: v * x).value_and_grad([1.0, 2.0])

"""Gradients of each example: the same as those of batches of one, on every backend."""

import math
from typing import Any

import pytest

import autograd as ag
from autograd import GraphError, NonFiniteError, Value
from autograd.ops import OPS
from tests.programs import INTO

w, b, c = (Value(x, label=label) for x, label in ((0.7, "w"), (-0.2, "b"), (1.3, "c")))
COLUMNS = [[0.5, -1.0, 2.0, 0.25, 3.0], [1.0, 0.5, -0.5, 2.0, 0.0]]


def loss(x: Any, y: Any) -> Any:
    return (ag.tanh(w * x + b) - y) ** 2 * 0.5


def network(width: int) -> tuple[list[Value], Any]:
    """Long enough to be run as loops, where the width is 20 or so."""
    first = [[Value(math.sin(3.0 * i + j)) for j in range(2)] for i in range(width)]
    last = [Value(math.cos(2.0 * i)) for i in range(width)]

    def f(x: Any, y: Any) -> Any:
        hidden = [ag.tanh(p * x + q * y) for p, q in first]
        return ag.sigmoid(ag.sum([v * h for v, h in zip(last, hidden)]))

    return [*(p for row in first for p in row), *last], f


def one_by_one(f: Any, columns: list[list[float]]) -> tuple[list[float], list[list[float]]]:
    found = [f.value_and_grad(*[[x] for x in row]) for row in zip(*columns)]
    return [value for value, _ in found], [list(gradient) for _, gradient in found]


def agrees(f: Any, columns: list[list[float]]) -> None:
    values, gradients = f.per_example_gradients(*columns)
    expected = one_by_one(f, columns)
    assert [*map(float, values)] == pytest.approx(expected[0], rel=1e-12, abs=1e-15)
    assert len(gradients) == len(columns[0])
    for row, other in zip(gradients, expected[1]):
        assert [*map(float, row)] == pytest.approx(other, rel=1e-12, abs=1e-15)


def test_they_are_those_of_batches_of_one(any_backend: str) -> None:
    agrees(ag.compile(loss), COLUMNS)


@pytest.mark.parametrize("width", [3, 40])
def test_of_a_network(any_backend: str, width: int) -> None:
    leaves, f = network(width)
    compiled = ag.compile(f)
    agrees(compiled, COLUMNS)
    assert {*compiled.parameters} == {*leaves}


@pytest.mark.parametrize("name", OPS)
def test_of_every_op(any_backend: str, name: str) -> None:
    def f(x: Any, y: Any) -> Any:
        into = [INTO[domain] for domain in OPS[name].domain]
        return getattr(ag, name)(*[lead(p * x + y) for lead, p in zip(into, (w, b, c))])

    agrees(ag.compile(lambda x, y: f(x, y) + w * b * c), COLUMNS)


def test_their_means_are_the_gradient_of_the_batch(any_backend: str) -> None:
    f = ag.compile(loss)
    values, gradients = f.per_example_gradients(*COLUMNS)
    value, gradient = f.value_and_grad(*COLUMNS)
    assert sum(values) / 5 == pytest.approx(value, rel=1e-12)
    means = [sum(column) / 5 for column in zip(*gradients)]
    assert means == pytest.approx(gradient, rel=1e-12)


def test_shapes_and_types() -> None:
    numpy = pytest.importorskip("numpy")
    values, gradients = ag.compile(loss).per_example_gradients(*map(numpy.array, COLUMNS))
    assert (values.shape, gradients.shape) == ((5,), (5, 2))
    assert (values.dtype, gradients.dtype) == (numpy.float64, numpy.float64)


def test_numbers_are_repeated_and_names_are_taken(any_backend: str) -> None:
    f = ag.compile(loss)
    expected = f.per_example_gradients(COLUMNS[0], [2.0] * 5)
    for found in (
        f.per_example_gradients(COLUMNS[0], 2.0),
        f.per_example_gradients(y=2.0, x=COLUMNS[0]),
    ):
        assert [*map(list, found[1])] == [*map(list, expected[1])]
    one = f.per_example_gradients(0.5, 1.0)
    assert list(one[1][0]) == list(f.per_example_gradients([0.5], [1.0])[1][0])


def test_no_examples_have_no_gradients(any_backend: str) -> None:
    values, gradients = ag.compile(loss).per_example_gradients([], [])
    assert len(values) == len(gradients) == 0


def test_a_function_of_no_columns_is_one_example(any_backend: str) -> None:
    values, gradients = ag.compile(lambda: w * b).per_example_gradients()
    assert ([*values], [list(row) for row in gradients]) == ([w.data * b.data], [[b.data, w.data]])


def test_other_numbers_and_changed_ones(any_backend: str) -> None:
    p = Value(2.0)
    f = ag.compile(lambda x: p * p * x)
    vector = f.vector()
    vector[0] = 3.0
    there = f.per_example_gradients([1.0, 2.0], parameters=vector)
    assert [float(row[0]) for row in there[1]] == [6.0, 12.0]
    assert float(f.per_example_gradients([1.0])[1][0][0]) == 4.0
    p.data = 5.0
    assert float(f.per_example_gradients([1.0])[1][0][0]) == 10.0
    with pytest.raises(GraphError, match=r"1 (numbers|floats), got"):
        f.per_example_gradients([1.0], parameters=[1.0, 2.0])


def test_a_parameter_that_is_not_met_has_gradient_zero(any_backend: str) -> None:
    p = Value(2.0)
    f = ag.compile(lambda x: x + ag.detach(p))
    assert [float(row[0]) for row in f.per_example_gradients([1.0, 2.0])[1]] == [0.0, 0.0]


def test_a_function_that_has_changed_is_recorded_anew() -> None:
    scale = [1.0]
    p = Value(2.0)
    f = ag.compile(lambda x: p * x * scale[0])
    assert float(f.per_example_gradients([1.0])[1][0][0]) == 1.0
    scale[0] = 4.0
    assert float(f.per_example_gradients([1.0])[1][0][0]) == 4.0


def test_what_is_refused(any_backend: str) -> None:
    with pytest.raises(GraphError, match="one number as output, got a list"):
        ag.compile(lambda x: [w * x]).per_example_gradients([1.0])
    with pytest.raises(GraphError, match="needs some, and the function uses no Values"):
        ag.compile(lambda x: x).per_example_gradients([1.0])
    with pytest.raises(GraphError, match="takes 2 arguments"):
        ag.compile(loss).per_example_gradients([1.0])
    with pytest.raises(GraphError, match="differ in length"):
        ag.compile(loss).per_example_gradients([1.0], [1.0, 2.0])


def test_a_gradient_that_is_not_finite_names_the_example(any_backend: str) -> None:
    f = ag.compile(lambda x: ag.sqrt(w * x))
    with pytest.raises(NonFiniteError, match="example 1"):
        f.per_example_gradients([1.0, 0.0])
    with ag.nonfinite("allow"):
        assert float(f.per_example_gradients([1.0, 0.0])[1][1][0]) != 1.0
    assert w.grad == 0.0

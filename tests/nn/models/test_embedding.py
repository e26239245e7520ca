"""A table of vectors: a row by its number, by an input, by weights; what is no row."""

import math

import numpy as np
import pytest

import autograd as ag
from autograd import GraphError, Value
from nn import Embedding, one_hot
from tests.nn.models.promises import data


def table(rows=3, width=2):
    return Embedding(rows, width, rng=0)


def test_an_index_gives_the_row_itself():
    layer = table()
    for i in (0, 1, 2, 2.0, np.int64(1)):
        assert all(a is b for a, b in zip(layer(i), layer.W[int(i)], strict=True))
    layer(1)[0] = None
    assert isinstance(layer.W[1][0], Value)  # the row's own list is not given away


def test_its_gradient_is_that_of_the_row_alone():
    layer = table()
    a, b = layer(1)
    (3.0 * a + a * b).backward()
    expected = np.zeros((3, 2))
    expected[1] = [3.0 + b.data, a.data]
    assert np.array([[w.grad for w in row] for row in layer.W]) == pytest.approx(expected)


@pytest.mark.parametrize("i", range(3))
def test_a_value_as_index_gives_the_numbers_and_gradients_of_the_row(i):
    one, other = table(), table()
    for layer, index in ((one, i), (other, Value(i))):
        a, b = layer(index)
        (3.0 * a + a * b).backward()
    assert data(one(i)) == data(other(Value(i)))
    assert [p.grad for p in one.parameters()] == [p.grad for p in other.parameters()]


def test_weights_of_the_rows_give_their_sum():
    layer = table()
    W = np.array([[w.data for w in row] for row in layer.W])
    assert data(layer([0.5, 0.0, -2.0])) == pytest.approx(np.array([0.5, 0.0, -2.0]) @ W)
    assert data(layer(one_hot(2, 3))) == data(layer(2))


def test_one_recording_serves_all_rows(any_backend):
    layer = table(4, 3)
    loss = ag.compile(lambda i, y: ag.sum((w - y) ** 2 for w in layer(i)))
    value, gradient = loss.value_and_grad([0.0, 2.0, 2.0], [1.0, 0.5, 0.25])
    pairs = [(0, 1.0), (2, 0.5), (2, 0.25)]
    assert value == pytest.approx(sum((w - y) ** 2 for i, y in pairs for w in data(layer(i))) / 3)
    expected = np.zeros((4, 3))
    for i, y in pairs:
        expected[i] += [2 * (w - y) / 3 for w in data(layer(i))]
    assert list(gradient) == pytest.approx(expected.ravel().tolist())


def test_drawn_row_by_row_and_named_as_a_matrix():
    layer = table()
    assert [name for name, _ in layer.named_parameters()][:3] == ["W.0.0", "W.0.1", "W.1.0"]
    assert repr(layer) == "Embedding(3, 2)"
    assert np.std(data(Embedding(100, 20, rng=0).W)) == pytest.approx(1.0, rel=0.05)
    drawn = Embedding(3, 2, init=lambda inputs, outputs, rng: 10 * outputs + inputs)
    assert set(data(drawn.W)) == {32}


@pytest.mark.parametrize("wrong", [-1, 3, 0.5, math.nan, True, "a", None])
def test_what_is_no_row_is_refused(wrong):
    with pytest.raises(GraphError, match=r"0 to 2|a weight for each of the 3"):
        table()(wrong)


def test_compiled_what_is_no_row_is_refused_as_well(any_backend):
    layer = table()
    loss = ag.compile(lambda i: layer(i)[0] * 2.0)
    assert loss(1.0) == 2.0 * layer(1)[0].data
    with pytest.raises(GraphError, match="from 0 to 2, got 3"):
        loss(3.0)
    with pytest.raises(GraphError, match="from 0 to 2, got 3"):
        loss.value_and_grad([0.0, 3.0])


@pytest.mark.parametrize("weights", [[1.0], [0.0] * 4])
def test_weights_for_another_count_of_rows_are_refused(weights):
    with pytest.raises(
        GraphError, match=r"each of the 3 rows, got .*\[table\(i\) for i in indices\]"
    ):
        table()(weights)


def test_sizes_are_whole_numbers():
    with pytest.raises(GraphError, match=r"^rows is a whole number"):
        Embedding(0, 2)
    with pytest.raises(GraphError, match=r"^width is a whole number"):
        Embedding(2, 1.5)

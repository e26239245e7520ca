"""Attention against the formula in NumPy: heads, the past, what does not fit."""

import numpy as np
import pytest

from autograd import GraphError, Value
from nn import Attention
from nn.models.init import normal
from tests.nn.models.promises import data, each_promise

X = [[0.3, -1.0, 2.0, 0.5], [1.0, 0.2, -0.4, 0.0], [-0.7, 0.6, 0.1, 1.5]]


@each_promise
@pytest.mark.parametrize("heads", [1, 2])
def test_it_is_a_module(promise, heads):
    promise(lambda s: Attention(4, heads, rng=s), X)


def by_formula(layer, x):
    """softmax(QKᵀ/√w + mask)·V, head by head, in matrices."""
    Q, K, V, last = (
        np.array([[w.data for w in row] for row in part.W])
        for part in (layer.query, layer.key, layer.value, layer.output)
    )
    q, k, v = (np.array(x) @ M.T for M in (Q, K, V))
    size, heads = q.shape[1] // layer.heads, []
    for h in range(layer.heads):
        own = np.s_[:, h * size : (h + 1) * size]
        scores = q[own] @ k[own].T / np.sqrt(size)
        scores[np.triu_indices(len(x), 1)] = -np.inf
        weights = np.exp(scores)
        heads.append(weights / weights.sum(axis=1, keepdims=True) @ v[own])
    return np.hstack(heads) @ last.T


@pytest.mark.parametrize("heads", [1, 2, 4])
def test_the_formula(heads):
    layer = Attention(4, heads, rng=0, init=normal(0.7))
    found = [data(row) for row in layer(X)]
    assert np.array(found) == pytest.approx(by_formula(layer, X), abs=1e-14)


def test_later_positions_do_not_touch_earlier_ones():
    layer = Attention(4, 2, rng=0)
    x = [list(map(Value, row)) for row in X]
    sum(layer(x)[1]).backward()
    assert [v.grad for v in x[2]] == [0.0] * 4
    assert all(v.grad != 0.0 for row in x[:2] for v in row)
    assert data(layer(X[:2])) == data(layer(X)[:2])


def test_a_sequence_can_be_continued_from_the_past():
    layer, past = Attention(4, 2, rng=0), ([], [])
    assert [data(layer.step(x_t, past)) for x_t in X] == [data(y) for y in layer(X)]
    assert [len(part) for part in past] == [3, 3]
    assert layer([]) == []


def test_four_matrices_in_the_order_of_their_use():
    layer = Attention(4, 2)
    names = [name for name, _ in layer.named_parameters()]
    assert names[::16] == ["query.W.0.0", "key.W.0.0", "value.W.0.0", "output.W.0.0"]
    assert len(names) == 64
    assert repr(layer) == "Attention(4, heads=2)"


def test_what_does_not_fit_is_refused():
    with pytest.raises(GraphError, match="3 heads share a width of 4: it is no multiple"):
        Attention(4, 3)
    with pytest.raises(GraphError, match=r"^heads is a whole number from 1 on, got 0"):
        Attention(4, 0)
    with pytest.raises(GraphError, match=r"^width is a whole number"):
        Attention("4")
    with pytest.raises(GraphError, match="expected a list of 4 numbers, got 2"):
        Attention(4)([[1.0, 2.0]])

"""A matrix as a module: the product, the order in which it is drawn, and what does not fit."""

from random import Random

import numpy as np
import pytest

from autograd import GraphError
from nn import Linear
from tests.nn.models.promises import data, each_promise


@each_promise
@pytest.mark.parametrize("bias", [False, True])
def test_it_is_a_module(promise, bias):
    promise(lambda s: Linear(3, 2, bias, rng=s), [0.1, -0.2, 1.0])


def test_it_is_a_matrix_times_a_vector():
    layer, x = Linear(3, 2, bias=True, rng=0), [0.5, -1.0, 2.0]
    W = np.array([[w.data for w in row] for row in layer.W])
    for b, number in zip(layer.b, (0.1, -0.2)):
        b.data = number
    assert data(layer(x)) == pytest.approx(W @ x + [0.1, -0.2], abs=1e-15)
    assert data(Linear(3, 2, rng=0)(x)) == pytest.approx(W @ x, abs=1e-15)


def test_it_is_drawn_row_by_row_and_has_no_bias_unless_asked():
    source = Random(3)
    layer = Linear(3, 2, rng=3, init=lambda m, n, rng: m + 10 * n + rng.random())
    assert [p.data for p in layer.parameters()] == [23 + source.random() for _ in range(6)]
    names = [name for name, _ in Linear(2, 2, bias=True).named_parameters()]
    assert names == ["W.0.0", "W.0.1", "W.1.0", "W.1.1", "b.0", "b.1"]
    assert (repr(layer), repr(Linear(3, 2, bias=True))) == (
        "Linear(3, 2)",
        "Linear(3, 2, bias=True)",
    )


@pytest.mark.parametrize(
    ("x", "found"), [([1.0], "1"), ([1.0] * 4, "4"), (1.0, r"1\.0"), (np.ones((2, 3)), "2")]
)
def test_another_width_is_refused(x, found):
    with pytest.raises(GraphError, match=f"expected a list of 3 numbers, got {found}"):
        Linear(3, 2)(x)


@pytest.mark.parametrize("wrong", [0, -1, 1.5, True, "3", None])
def test_sizes_are_whole_numbers(wrong):
    with pytest.raises(GraphError, match=r"^inputs is a whole number"):
        Linear(wrong, 2)
    with pytest.raises(GraphError, match=r"^outputs is a whole number"):
        Linear(2, wrong)

"""Softmax and choices: closed forms, and indices that are none."""

import math

import numpy as np
import pytest

import autograd as ag
from autograd import GraphError, Value
from nn import log_softmax, one_hot, softmax
from nn.probabilities import index_of


def test_softmax_and_its_logarithm_by_hand():
    assert softmax([0.0, math.log(3.0)]) == pytest.approx([0.25, 0.75], abs=1e-15)
    assert log_softmax([0.0, math.log(3.0)]) == pytest.approx(
        [math.log(0.25), math.log(0.75)], abs=1e-15
    )
    assert softmax([-1000.0, 1000.0]) == [0.0, 1.0]


def test_the_derivative_of_softmax():
    """∂pᵢ/∂zⱼ = pᵢ(δᵢⱼ - pⱼ)."""
    z = [0.3, -1.0, 2.0]
    p = np.array(softmax(z))
    found = ag.jacobian(lambda z: softmax(z))(z)
    assert np.array(found) == pytest.approx(np.diag(p) - np.outer(p, p), abs=1e-15)


@pytest.mark.parametrize("index", [0, 1, 2, 2.0, np.int64(1)])
def test_one_hot_is_a_row_of_the_identity(index):
    assert one_hot(index, 3) == np.eye(3)[int(index)].tolist()
    assert [x.data for x in one_hot(Value(index), 3)] == np.eye(3)[int(index)].tolist()


@pytest.mark.parametrize("wrong", [-1, 3, 1.5, math.nan, math.inf, True, "1", None])
def test_an_index_that_is_none_is_refused(wrong):
    with pytest.raises(GraphError, match="an index into 3 is a whole number from 0 to 2, got"):
        index_of(wrong, 3)
    with pytest.raises(GraphError, match="whole number from 0 to 2"):
        one_hot(wrong, 3)


def test_a_value_that_is_no_index_is_refused_too():
    with pytest.raises(GraphError, match="from 0 to 2, got 3"):
        one_hot(Value(3.0), 3)


def test_compiled_an_index_outside_is_refused_and_not_taken_for_a_row_of_zeros(any_backend):
    f = ag.compile(lambda i: ag.sum(w * x for w, x in zip((5.0, 6.0, 7.0), one_hot(i, 3))))
    assert [f(float(i)) for i in range(3)] == [5.0, 6.0, 7.0]
    for wrong in (3.0, -1.0, 0.5):
        with pytest.raises(GraphError, match=f"whole number from 0 to 2, got {wrong:g}"):
            f([0.0, wrong])

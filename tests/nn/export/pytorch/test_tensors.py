"""Parameters as tensors and back: exact, and shared as they are."""

import pytest

import autograd as ag
from autograd import Value

torch = pytest.importorskip("torch", reason="tensors need torch")

from nn.export.pytorch.tensors import Tensors, Values  # noqa: E402  # why: needs torch


def test_numbers_are_exact_and_in_order():
    W = [[Value(0.1), Value(-0.0)], [Value(1e300), Value(3.0)]]
    tensor = Tensors().parameter(W, "W", (2, 2))
    assert tensor.dtype == torch.float64
    assert tensor.requires_grad
    assert [x.hex() for x in tensor.flatten().tolist()] == [w.data.hex() for r in W for w in r]
    again = Values().of(tensor, "W")
    assert [[w.data.hex() for w in row] for row in again] == [[w.data.hex() for w in r] for r in W]


def test_one_tensor_gives_one_nest():
    tensor, values = torch.ones(2, 2), Values()
    assert values.of(tensor, "W") is values.of(tensor, "W")
    assert values.of(tensor.clone(), "W") is not values.of(tensor, "W")
    assert [w.data for w in values.of(tensor[0], "b", plus=tensor[1])] == [2.0, 2.0]


def test_what_is_no_parameter_is_named():
    for wrong in (0.5, Value(1.0) + 1.0):
        with pytest.raises(ag.OperandError, match=r"a weight of layers\.0 is no parameter"):
            Tensors().parameter([Value(1.0), wrong], "layers.0", (2,))


def test_nests_that_overlap_are_refused():
    a, b = Value(1.0), Value(2.0)
    tensors = Tensors()
    tensors.parameter([a, b], "one", (2,))
    with pytest.raises(ag.GraphError, match="other shares some of its parameters with one"):
        tensors.parameter([b], "other", (1,))


def test_numbers_that_are_not_finite_are_refused():
    with pytest.raises(ag.GraphError, match="weight has the number inf"):
        Values().of(torch.tensor([1.0, float("inf")]), "weight")


def test_numbers_that_are_not_real_are_refused():
    with pytest.raises(ag.OperandError, match=r"weight has numbers of torch\.complex64"):
        Values().of(torch.zeros(1, dtype=torch.complex64), "weight")
    with pytest.raises(ag.OperandError, match="weight has no numbers yet"):
        Values().of(torch.zeros(1, device="meta"), "weight")

"""Losses against closed forms, and against mpmath where floats are at their edge."""

import math
from typing import Any

import mpmath
import pytest

import autograd as ag
from autograd import GraphError, NonFiniteError, Value
from nn import (
    MLP,
    bce,
    bce_with_logits,
    cross_entropy,
    hinge,
    l1_penalty,
    l2_penalty,
    log_softmax,
    mse,
    softmax,
    squared_error,
)

EDGE = [-1000.0, -750.0, -40.0, -1.5, 0.0, 0.3, 37.0, 750.0, 1000.0]


def gradient(loss, *numbers):
    values = [Value(x) for x in numbers]
    result = loss(*values)
    result.backward()
    return result.data, [v.grad for v in values]


def logits_bce(z, y):
    with mpmath.workdps(500):
        p = 1 / (1 + mpmath.exp(-mpmath.mpf(z)))
        return float(-y * mpmath.log(p) - (1 - y) * mpmath.log(1 - p)), float(p - y)


def test_mse_and_its_gradient():
    value, grads = gradient(lambda a, b: mse([a, b], [1.0, 5.0]), 2.0, 3.0)
    assert value == 2.5
    assert grads == [1.0, -2.0]  # (2/n)(ŷ - y)
    assert gradient(lambda a: mse(a, 1), 3.0) == (4.0, [4.0])


def test_squared_error_and_its_gradient():
    value, grads = gradient(lambda a, b: squared_error([a, b], [1.0, 5.0]), 2.0, 3.0)
    assert value == 2.5
    assert grads == [1.0, -2.0]  # ŷ - y


@pytest.mark.parametrize("z", EDGE)
@pytest.mark.parametrize("y", [0, 1])
def test_bce_with_logits_is_right_everywhere(z, y):
    value, (slope,) = gradient(lambda v: bce_with_logits(v, y), z)
    expected, expected_slope = logits_bce(z, y)
    assert value == pytest.approx(expected, rel=1e-14, abs=1e-320)
    assert slope == pytest.approx(expected_slope, rel=1e-14, abs=1e-320)


@pytest.mark.parametrize("z", EDGE)
@pytest.mark.parametrize("y", [0.0, 0.25, 1.0])
def test_bce_with_logits_takes_the_target_as_a_value(z, y):
    value, (slope, _) = gradient(bce_with_logits, z, y)
    expected, expected_slope = logits_bce(z, y)
    assert value == pytest.approx(expected, rel=1e-14, abs=1e-13)
    assert slope == pytest.approx(expected_slope, rel=1e-14, abs=1e-15)


@pytest.mark.parametrize("y", [0, 1, 0.3])
def test_logistic_output_and_cross_entropy_have_the_gradient_output_minus_target(y):
    z = 0.8
    p = ag.sigmoid(z)
    value, (slope,) = gradient(lambda v: bce(ag.sigmoid(v), y), z)
    assert slope == pytest.approx(p - y, abs=1e-15)
    assert value == pytest.approx(-y * math.log(p) - (1 - y) * math.log(1 - p), abs=1e-15)
    assert gradient(lambda v: bce(ag.sigmoid(v), Value(y)), z)[0] == pytest.approx(value)


@pytest.mark.parametrize("y", [0.0, 1.0])
@pytest.mark.parametrize("kind", [float, Value])
def test_bce_at_a_certain_and_right_probability(y, kind):
    p, target = Value(y), kind(y)
    loss = bce(p, target)
    loss.backward()
    assert loss.data == 0.0
    assert math.isfinite(p.grad)
    if kind is float:
        assert p.grad == (-1.0 if y else 1.0)


def test_bce_at_a_certain_and_wrong_probability_is_a_named_error():
    with pytest.raises(NonFiniteError, match="bce_with_logits"):
        bce(Value(0.0), 1)
    with pytest.raises(NonFiniteError, match="log1p gave -inf"):
        bce(Value(1.0), 0)


def test_bce_differentiates_by_the_target_as_well():
    p, y = Value(0.3), Value(0.0)
    bce(p, y).backward()
    assert y.grad == pytest.approx(math.log(0.7) - math.log(0.3), rel=1e-14)


def test_hinge():
    assert gradient(lambda s: hinge(s, 1), 0.25) == (0.75, [-1.0])
    assert gradient(lambda s: hinge(s, -1), 0.25) == (1.25, [1.0])
    assert gradient(lambda s: hinge(s, 1), 1.5) == (0.0, [0.0])
    assert hinge([0.5, 0.5], [1, -1]) == 1.0
    assert gradient(hinge, 0.25, -1.0) == (1.25, [1.0, -0.25])


@pytest.mark.parametrize("logits", [[1.0, 2.0, -0.5], [1000.0, 0.0, -1000.0], [1000.0, 999.0]])
def test_softmax_and_its_logarithm(logits):
    with mpmath.workdps(60):
        powers = [mpmath.exp(z) for z in logits]
        exact = [p / sum(powers) for p in powers]
        logs = [float(mpmath.log(p)) for p in exact]
    values = [Value(z) for z in logits]
    assert [p.data for p in softmax(values)] == pytest.approx([float(p) for p in exact], rel=1e-14)
    assert [p.data for p in log_softmax(values)] == pytest.approx(logs, rel=1e-14, abs=1e-300)
    assert softmax(logits) == [p.data for p in softmax(values)]


@pytest.mark.parametrize("logits", [[1.0, 2.0, -0.5], [1000.0, 0.0, -1000.0], [0.0, 0.0, 0.0]])
@pytest.mark.parametrize("truth", [0, 1, 2])
def test_cross_entropy_and_its_gradient(logits, truth):
    one_hot = [float(k == truth) for k in range(3)]
    value, grads = gradient(lambda *z: cross_entropy(z, truth), *logits)
    assert value == pytest.approx(-log_softmax(logits)[truth], rel=1e-14)
    expected = [p - y for p, y in zip(softmax(logits), one_hot)]  # -(e - ŷ)
    assert grads == pytest.approx(expected, abs=1e-15)
    for kind in (float, Value):
        again = gradient(lambda *z: cross_entropy(z, list(map(kind, one_hot))), *logits)  # noqa: B023
        assert again[0] == pytest.approx(value, rel=1e-14)
        assert again[1] == pytest.approx(expected, abs=1e-15)


def test_a_class_that_is_ruled_out_takes_no_part():
    """Its logit is -inf, as masks make it, and its target probability 0."""
    for target in (0, [1, 0], [1.0, 0.0]):
        assert cross_entropy([2.0, -math.inf], target) == 0.0


def test_the_slope_of_cross_entropy_by_the_probabilities():
    probabilities = [Value(p) for p in (0.2, 0.5, 0.3)]
    (-probabilities[1].log()).backward()
    assert [p.grad for p in probabilities] == [0.0, -2.0, 0.0]  # -e/ŷ


def test_penalties_and_their_gradients():
    value, grads = gradient(lambda a, b: l2_penalty([a, b], 0.5), 3.0, -4.0)
    assert (value, grads) == (12.5, [3.0, -4.0])  # 2λw
    value, grads = gradient(lambda a, b: l1_penalty([a, b], 0.5), 3.0, -4.0)
    assert (value, grads) == (3.5, [0.5, -0.5])
    assert l2_penalty([]) == l1_penalty([]) == 0.0


@pytest.mark.parametrize("loss", [mse, squared_error, bce, bce_with_logits, hinge])
def test_lists_of_different_length_are_refused(loss):
    with pytest.raises(GraphError, match="got 2 predictions and 1 targets"):
        loss([0.5, 0.5], [1])
    with pytest.raises(GraphError, match="got 2 predictions and 1 targets"):
        loss([0.5, 0.5], 1)
    with pytest.raises(GraphError, match="0 predictions"):
        loss([], [])


@pytest.mark.parametrize("loss", [mse, bce, bce_with_logits, hinge])
def test_a_list_gives_the_mean(loss):
    single = [loss(p, t) for p, t in zip((0.2, 0.9), (0, 1))]
    assert loss([0.2, 0.9], [0, 1]) == pytest.approx(sum(single) / 2, rel=1e-15)
    assert loss([Value(0.2)], 1).data == loss(0.2, 1)  # a layer of one neuron gives a list


@pytest.mark.parametrize(
    ("target", "words"),
    [(3, "class 3 of 3"), (-1, "class -1 of 3"), (1.0, "index of a class"), ([1], "3 logits")],
)
def test_targets_that_do_not_fit_the_logits_are_refused(target, words):
    with pytest.raises(GraphError, match=words):
        cross_entropy([0.0, 1.0, 2.0], target)


def test_one_output_is_no_list_of_logits():
    with pytest.raises(GraphError, match="a list of logits is needed"):
        cross_entropy(Value(1.0), 0)
    with pytest.raises(GraphError, match="a list of logits is needed"):
        softmax([])


class Unknown(Value):
    """A number that is not known yet: what the compiler records with."""

    __slots__ = ()

    def __init__(self):
        pass

    op = None
    label = ""

    @property
    def data(self):
        raise AssertionError("a loss looked at the data")

    @classmethod
    def _make(cls, op, operands):
        return cls()

    def __bool__(self):
        raise AssertionError("a loss branched on a Value")


@pytest.mark.parametrize("loss", [mse, squared_error, bce, bce_with_logits, hinge])
def test_losses_do_not_look_at_numbers_that_are_not_known_yet(loss):
    for target in (Unknown(), 1.0):
        assert isinstance(loss(Unknown(), target), Unknown)
        assert isinstance(loss([Unknown(), Unknown()], [target, 0.0]), Unknown)


def test_classes_and_penalties_do_not_either():
    logits = [Unknown() for _ in range(3)]
    for target in (2, [0, 1, 0], [Unknown() for _ in range(3)]):
        assert isinstance(cross_entropy(logits, target), Unknown)
    assert all(isinstance(p, Unknown) for p in softmax(logits) + log_softmax(logits))
    assert isinstance(l2_penalty(logits, 0.1), Unknown)
    assert isinstance(l1_penalty(logits, 0.1), Unknown)


def test_penalties_have_strength_one_unless_told():
    assert gradient(lambda a, b: l2_penalty([a, b]), 3.0, -4.0) == (25.0, [6.0, -8.0])
    assert gradient(lambda a, b: l1_penalty([a, b]), 3.0, -4.0) == (7.0, [1.0, -1.0])


@pytest.mark.parametrize(("p", "slope"), [(0.0, 1.0), (1.0, -1.0)])
def test_bce_where_a_certain_probability_meets_its_target_as_a_value(p, slope):
    """0·log 0 is left out: neither its number nor its derivative by the target remains."""
    assert gradient(bce, p, p) == (0.0, [slope, 0.0])


@pytest.mark.parametrize("p", [0.25, 0.5, 0.8])
def test_bce_where_probability_and_target_are_one_number(p):
    value, (by_p, by_y) = gradient(bce, p, p)
    assert value == pytest.approx(-p * math.log(p) - (1 - p) * math.log(1 - p), rel=1e-14)
    assert by_p == pytest.approx(0.0, abs=1e-14)
    assert by_y == pytest.approx(math.log(1 - p) - math.log(p), abs=1e-14)


def test_a_target_that_is_a_value_is_told_of_one_hot() -> None:
    with pytest.raises(ag.GraphError, match=r"write one_hot\(target, 3\)"):
        cross_entropy([Value(0.1), Value(0.2), Value(0.3)], Value(1.0))


@pytest.mark.parametrize("penalty", [l1_penalty, l2_penalty])
def test_a_penalty_takes_parameters_not_a_model(penalty: Any) -> None:
    with pytest.raises(ag.OperandError, match=rf"(?s){penalty.__name__} .*write model\.parameters"):
        penalty(MLP(2, [1], rng=0))


@pytest.mark.parametrize("probability", [1.5, -0.5, Value(2.0), Value(-0.25)])
@pytest.mark.parametrize("target", [0, 1, 0.5])
def test_what_is_no_probability_is_refused(probability: Any, target: float) -> None:
    with pytest.raises(GraphError, match=r"probability from 0 to 1, got .*bce_with_logits"):
        bce(probability, target)


def test_rounding_beyond_one_is_a_probability() -> None:
    assert bce(1.0000000000000002, 1) == pytest.approx(0.0, abs=1e-15)

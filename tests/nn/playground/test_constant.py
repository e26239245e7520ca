"""A model or a loss that would be another one later is refused, and no other."""

import math
import random
from collections.abc import Callable
from typing import Any

import pytest

import autograd as ag
from nn.playground.own import recorded

X, NUMBERS = [[0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [0.5, 1.5, -1.0]


class Asking:
    """One weight, and what is made of it and x."""

    def __init__(self, of: Callable[[ag.Value, Any], Any]) -> None:
        self.of, self.w = of, ag.Value(0.5)

    def __call__(self, x: Any) -> Any:
        return self.of(self.w, x[0] + x[1])

    def parameters(self) -> list[ag.Value]:
        return [self.w]


class Ordering(Asking):
    """Two weights, of which it takes one by their sizes."""

    def __init__(self, here: tuple[float, float]) -> None:
        super().__init__(lambda w, x: max(self.both, key=lambda v: abs(v.data)) * x)
        self.both = [ag.Value(x) for x in here]

    def parameters(self) -> list[ag.Value]:
        return self.both


@pytest.mark.parametrize(
    "of",
    [
        lambda w, x: w * x if w > 0 else 2 * w * x,
        lambda w, x: w * x if w < 10 else x,
        lambda w, x: w * x if abs(w.data) > 0.1 else x,
        lambda w, x: w * x + w.data,
        lambda w, x: w * x * math.sqrt(w.data),
        lambda w, x: w * x * random.random(),
    ],
    ids=["sign", "size", "nearness", "number", "root", "chance"],
)
def test_a_model_that_asks_its_weight_in_python_is_refused(of: Any) -> None:
    model = Asking(of)
    with pytest.raises(ag.GraphError, match=r"the model is another one.*ag\.where"):
        recorded(model, X, NUMBERS, "mse")
    assert model.w.data == 0.5


@pytest.mark.parametrize("here", [(0.5, -1.0), (-1.0, 0.5)])
def test_a_model_that_takes_its_largest_weight_in_python_is_refused(here: Any) -> None:
    model = Ordering(here)
    with pytest.raises(ag.GraphError, match="the model is another one"):
        recorded(model, X, NUMBERS, "mse")
    assert [w.data for w in model.both] == [*here]


@pytest.mark.parametrize(
    "kept", [lambda x: min(max(x, -1.0), 1.0), lambda x: 0.5 * x], ids=["bounded", "shrinking"]
)
def test_a_model_that_sets_its_weight_is_refused(kept: Any) -> None:
    def of(w: Any, x: Any) -> Any:
        w.data = kept(w.data)
        return w * x

    with pytest.raises(ag.GraphError, match="the model is another one"):
        recorded(Asking(of), X, NUMBERS, "mse")


def test_a_model_that_seldom_draws_otherwise_is_refused() -> None:
    random.seed(0)
    model = Asking(lambda w, x: w * x if random.random() > 1e-9 else x)
    with pytest.raises(ag.GraphError, match="the model is another one"):
        recorded(model, X, NUMBERS, "mse")


def test_a_model_that_draws_by_a_generator_of_its_own_is_refused() -> None:
    own = random.Random(0)  # whose first numbers are far above 0.3
    model = Asking(lambda w, x: w * x if own.random() > 0.3 else x)
    with pytest.raises(ag.GraphError, match="the model is another one"):
        recorded(model, X, NUMBERS, "mse")


def test_a_model_that_draws_the_same_numbers_each_time_is_recorded() -> None:
    def masked(w: Any, x: Any) -> Any:
        random.seed(3)
        return w * x * random.choice([0.5, 2.0])

    assert len(recorded(Asking(masked), X, NUMBERS, "mse").table["model"]["steps"]) == 3


@pytest.mark.parametrize(
    "more",
    [lambda w: w * w, lambda w: w.data**2, lambda w: 1.0 if w > 0 else 2.0],
    ids=["penalty", "number", "sign"],
)
def test_a_loss_that_asks_the_weights_is_refused(more: Any) -> None:
    model = Asking(lambda w, x: w * x)
    with pytest.raises(ag.GraphError, match=r"the loss is another one.*as l1= or l2="):
        recorded(model, X, NUMBERS, lambda p, t: (p - t) ** 2 + more(model.w))
    assert model.w.data == 0.5


def test_a_loss_may_have_values_of_its_own() -> None:
    scale = ag.Value(2.0)
    own = recorded(Asking(lambda w, x: w * x), X, NUMBERS, lambda p, t: scale * (p - t))
    assert own.table["loss"]["steps"] == [["sub", 0, 1], ["mul", {"constant": 2.0}, 2]]


def test_a_loss_that_is_drawn_at_random_is_refused() -> None:
    with pytest.raises(ag.GraphError, match="the loss is another one"):
        recorded(Asking(lambda w, x: w * x), X, NUMBERS, lambda p, t: (p - t) * random.random())


def test_a_model_that_has_no_number_with_other_weights_is_recorded() -> None:
    own = recorded(Asking(lambda w, x: ag.log(w) * x + ag.exp(100 * w)), X, NUMBERS, "mse")
    assert {"log", "exp"} <= {step[0] for step in own.table["model"]["steps"]}
    assert own.table["parameters"] == [0.5]

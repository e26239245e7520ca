"""Update rules by students, to the step at which they part from the reference."""

from typing import Any

import nn
from autograd import exercises
from autograd.exercises import Verdict


def told(verdict: Verdict) -> str:
    return repr(verdict)


def bowl(w: list[Any]) -> Any:
    return (w[0] - 1) ** 2 + 10 * w[1] ** 2


def test_update_rule_against_an_optimiser_of_nn() -> None:
    def momentum(w: float, g: float, lr: float, t: int, v: float) -> tuple[float, float]:
        v = 0.9 * v + g
        return w - lr * v, v

    reference = nn.SGD(0.01, momentum=0.9)
    assert exercises.check_optimiser(momentum, reference, bowl, [0.0, 1.0], lr=0.01)
    assert exercises.check_optimiser(nn.Adam(), nn.Adam(), bowl, [0.0, 1.0])


def test_update_rule_uphill_is_wrong() -> None:
    uphill = exercises.check_optimiser(
        lambda w, g, lr, t: w + lr * g, nn.SGD(0.1), bowl, [0.0, 1.0]
    )
    assert uphill.status == "wrong"


def test_first_step_that_differs_is_told() -> None:
    verdict = exercises.check_optimiser(
        lambda w, g, lr, t, v: (w - lr * (0.9 * v + g), 0.0),
        nn.SGD(0.01, momentum=0.9),
        lambda w: w[0] ** 2,
        [1.0],
        lr=0.1,
    )
    assert told(verdict).startswith("wrong: step 2, from w[0] = 0.8 with gradient 1.6: expected")


def test_a_rule_returns_numbers() -> None:
    def judged(result: Any) -> str:
        return told(exercises.check_optimiser(lambda *given: result, nn.SGD(0.1), bowl, [0.0, 1.0]))

    assert "the rule returns an empty tuple" in judged(())
    assert "the rule returns [[1.0], 2.0], not numbers" in judged([[1.0], 2.0])
    assert "got the text 'one'" in judged("one")
    assert "an update rule is a function" in told(
        exercises.check_optimiser(7, nn.SGD(0.1), bowl, [0.0, 1.0])
    )

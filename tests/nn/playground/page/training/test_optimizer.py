"""What an update rule remembers: at a moment, after a step that failed, and after a reset."""

from typing import Any

import pytest

from nn.playground.checking import settings_of
from nn.playground.settings import FIELDS
from nn.playground.tables import tables
from tests.node import answer

MADE = """
const { settings } = given, count = 2;
const rule = await UpdateRule.make(settings, count, given.tables, { wasm: false });
const weights = Float64Array.of(0.5, -1), slopes = [[0.25, -0.5], [2, 0.125], [-1, 3]];
const step = (i, rate = 0.1) => {
  const found = rule.step(weights, Float64Array.from(slopes[i]), rate);
  if (found) weights.set(found);
  return found && [...weights];
};
"""


def found(optimizer: str, script: str, **own: Any) -> Any:
    settings = settings_of({"optimizer": optimizer, "optimizer_settings": own})
    given = {"settings": settings, "tables": tables()}
    return answer(["nn/playground/page/training/optimizer.js"], MADE + script, given)


@pytest.mark.parametrize("optimizer", FIELDS["optimizer"].names)
def test_a_moment_is_kept_as_it_was(optimizer: str) -> None:
    own = {"momentum": 0.9} if optimizer == "sgd" else {}
    script = """
    step(0);
    const moment = rule.state(), before = weights.slice();
    const once = [step(1), step(2)];
    rule.restore(moment);
    weights.set(before);
    const again = [step(1), step(2)];
    rule.reset();
    weights.set([0.5, -1]);
    step(0);
    return [once, again, [...weights], [...before]];
    """
    once, again, anew, first = found(optimizer, script, **own)
    assert once == again
    assert anew == first


def test_a_step_to_what_is_no_number_leaves_nothing_behind() -> None:
    script = """
    const before = step(0), failed = step(1, 1e308), state = rule.state();
    return [before, failed, [...weights], state.steps, step(1)];
    """
    before, failed, weights, steps, after = found("sgd", script, momentum=0.5)
    assert (failed, weights, steps) == (None, before, 1)
    velocity = [0.5 * 0.25 + 2, 0.5 * -0.5 + 0.125]
    assert after == pytest.approx([w - 0.1 * v for w, v in zip(before, velocity)])

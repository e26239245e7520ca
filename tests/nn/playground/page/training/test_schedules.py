"""Learning rates of the page beside those of ``nn``."""

from typing import Any

import pytest

import nn
from tests.node import answer

CASES = {
    "constant": ({}, nn.constant(0.3)),
    "inverse_sqrt": ({}, nn.inverse_sqrt(0.3)),
    "step_decay": ({"every": 7, "factor": 0.5}, nn.step_decay(0.3, 7, 0.5)),
    "exponential": ({"factor": 0.97}, nn.exponential(0.3, 0.97)),
    "cosine": ({"steps": 50, "final": 0.01}, nn.cosine(0.3, 50, 0.01)),
    "warmup": ({"steps": 20}, nn.warmup(20, 0.3)),
}


@pytest.mark.parametrize("name", CASES)
def test_rates(name: Any) -> None:
    settings, schedule = CASES[name]
    given = {"schedule": name, "schedule_settings": settings, "lr": 0.3}
    script = """
    const rate = scheduleOf(given);
    return Array.from({ length: 200 }, (_, step) => rate(step));
    """
    found = answer(["nn/playground/page/training/schedules.js"], script, given)
    assert found == pytest.approx([schedule(step) for step in range(200)], rel=1e-14, abs=1e-17)

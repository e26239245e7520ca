"""All roads lead to one number: random programs, at ordinary points and where inf and nan arise."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograd import functions
from tests.programs import Steps, steps
from tests.tables import all_roads
from tests.tables.all_roads import SPECIAL, Case, disagreements

steady = settings(max_examples=150, deadline=None, derandomize=True, database=None)
number = st.sampled_from(SPECIAL) | st.floats(-3.0, 3.0)
rows = st.lists(st.tuples(number, number), min_size=1, max_size=4)


@pytest.mark.parametrize("guarded", [True, False], ids=["in their domains", "anywhere"])
@steady
@given(chosen=steps(most=5), points=rows)
def test_all_roads_agree(guarded: bool, chosen: Steps, points: list[tuple[float, float]]) -> None:
    assert disagreements(Case(chosen, guarded, points)) == []


@pytest.mark.parametrize("name", functions.__all__)
def test_all_roads_agree_on_each_row_by_itself(name: str) -> None:
    """At every pair of special numbers, with two of the operands the inputs."""
    pairs = [(a, b) for a in SPECIAL for b in SPECIAL if not math.isnan(a + b)]
    assert disagreements(Case([(name, (0, 1, 6))], False, pairs)) == []


def test_the_check_finds_a_road_that_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    case = Case([("exp", (0, 0, 0)), ("mul", (7, 1, 0))], False, [(0.5, -1.5)])
    assert disagreements(case) == []
    monkeypatch.setattr(
        all_roads, "optimise", lambda p: p.replaced(p.instructions, p.outputs[::-1])
    )
    assert disagreements(case)

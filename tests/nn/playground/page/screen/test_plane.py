"""What part of the plane is shown, and where its ticks stand."""

import pytest

from tests.node import answer

PATH = "nn/playground/page/screen/plane.js"


def test_the_grid_goes_around_the_rows() -> None:
    found = answer([PATH], "return gridOf(given)", {"X": [[0, 10], [1, 30]]})
    assert found["side"] == 48
    assert found["low"] == pytest.approx([-0.18, 6.4])
    assert found["high"] == pytest.approx([1.18, 33.6])


def test_one_column_is_a_line_and_three_are_no_picture() -> None:
    assert answer([PATH], "return gridOf(given)", {"X": [[2], [2]]}) == {
        "side": 161,
        "low": [pytest.approx(1.82)],
        "high": [pytest.approx(2.18)],
    }
    assert answer([PATH], "return gridOf(given)", {"X": [[1, 2, 3]]}) is None


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (-0.2, 1.2, [0, 0.5, 1]),
        (-1.3, 1.3, [-1, 0, 1]),
        (0.0, 1000.0, [0, 500, 1000]),
        (0.31, 0.39, [0.32, 0.34, 0.36, 0.38]),
    ],
)
def test_ticks_are_round(low: float, high: float, ticks: list[float]) -> None:
    assert answer([PATH], "return ticksOf(given[0], given[1])", [low, high]) == ticks

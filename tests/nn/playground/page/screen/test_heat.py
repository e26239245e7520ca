"""Lines and numbers between the points of a grid; how strong a colour is."""

import math
from collections.abc import Callable
from itertools import chain

import pytest

from nn.plot.heat import crossings
from tests.node import answer

PATH = "nn/playground/page/screen/heat.js"
SIDE = 12


def _grid(f: Callable[[float, float], float]) -> list[list[float]]:
    steps = [k / (SIDE - 1) for k in range(SIDE)]
    return [[f(x, y) for x in steps] for y in steps]


def _flat(f: Callable[[float, float], float]) -> list[float]:
    return [*chain.from_iterable(_grid(f))]


def test_the_line_is_that_of_the_pictures_in_python() -> None:
    def bent(x: float, y: float) -> float:
        return math.sin(5 * x) - y + 0.01

    found = answer([PATH], "return levelLine(given, 12)", _flat(bent))
    wanted = sorted(crossings(_grid(bent)))
    assert len(found) == len(wanted) > SIDE
    for ours, theirs in zip(sorted(map(tuple, found)), wanted):
        assert ours == pytest.approx(theirs, abs=1e-12)


def test_a_level_moves_the_line() -> None:
    found = answer([PATH], "return levelLine(given, 12, 0.25)", _flat(lambda x, y: x))
    xs = [*chain.from_iterable((a, c) for a, _, c, _ in found)]
    assert xs == pytest.approx([0.25] * len(xs))


def test_a_number_between_points_lies_on_their_plane() -> None:
    grid = _flat(lambda x, y: 2 * x - 3 * y + 1)
    places = [(0.0, 0.0), (1.0, 1.0), (0.33, 0.71), (1.0, 0.2)]
    found = answer(
        [PATH],
        "return given.places.map(([x, y]) => between(given.grid, 12, x, y))",
        {"grid": grid, "places": places},
    )
    assert found == pytest.approx([2 * x - 3 * y + 1 for x, y in places])


def test_the_largest_leaves_out_what_is_not_finite() -> None:
    script = "return [largestOf([1, -3, 2]), largestOf([NaN, -Infinity, 2], 1), largestOf([])]"
    assert answer([PATH], script) == [3, 1, 0]


def test_a_map_is_blue_below_vermilion_above_and_clear_at_0() -> None:
    """The canvas is a stand-in that keeps what is put on it; the first row is the lowest."""
    script = """
      const canvas = { getContext: () => ({
        createImageData: (w, h) => ({ data: new Uint8ClampedArray(4 * w * h) }),
        putImageData: ({ data }) => { canvas.shown = [...data]; },
      }) };
      const [minus, plus, third] = ["rgb(0, 0, 255)", "rgb(255, 0, 0)", "rgb(0, 9, 0)"];
      const shades = heatShades({ minus, plus, third });
      paintSigned(canvas, [-2, 0, NaN, 1], 2, shades);
      const signed = canvas.shown;
      paintClasses(canvas, [[0, 9, 0, 0], [1, 0, 0, 0], [0, 0, 4, 0]], 2, shades);
      return [signed, canvas.shown];
    """
    signed, classes = answer([PATH], script)
    assert signed[8:12] == [0, 0, 255, 217]  # lower left: full
    assert [signed[k] for k in (3, 15)] == [0, 0]
    assert signed[4:7] == [255, 0, 0]
    assert signed[7] == pytest.approx(217 / 2, abs=2)
    assert classes[8:11] == [255, 0, 0]
    assert classes[12:15] == [0, 0, 255]
    assert classes[0:3] == [0, 9, 0]
    assert classes[7] == 0

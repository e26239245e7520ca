"""Where neurons stand, which way lines go, and which one is meant."""

from itertools import pairwise

import pytest

from tests.node import answer

PATH = "nn/playground/page/screen/network_places.js"
LAYERS = """
  const layers = [
    { neurons: [{ weights: [0, 1], bias: 2 }, { weights: [3, 4], bias: 5 }] },
    { neurons: [{ weights: [6, 7], bias: 8 }] },
  ];
  const places = placesOf([2, 2, 1], 600), lines = linesOf(layers, places);
"""


@pytest.mark.parametrize(
    "sizes", [[2, 8, 8, 1], [2, 32, 1], [7, 1], [64, 2], [2, 4, 4, 4, 4, 4, 4, 1]]
)
@pytest.mark.parametrize("width", [300, 560, 1200])
def test_no_two_neurons_touch(sizes: list[int], width: int) -> None:
    found = answer(
        [PATH], "return placesOf(given.sizes, given.width)", {"sizes": sizes, "width": width}
    )
    side, columns = found["side"], found["columns"]
    assert found["width"] >= width
    assert [len(column["ys"]) for column in columns] == sizes
    for column in columns:
        assert side / 2 <= column["x"] <= found["width"] - side / 2
        assert all(b - a > side for a, b in pairwise(column["ys"]))
        assert min(column["ys"]) - side / 2 >= 80
        assert max(column["ys"]) + side / 2 <= found["height"]
    xs = [column["x"] for column in columns]
    assert all(b - a > 1.5 * side for a, b in pairwise(xs))


def test_every_weight_has_a_line_from_edge_to_edge() -> None:
    found = answer([PATH], f"{LAYERS} return {{ lines, places }}")
    places = found["places"]
    assert [line["parameter"] for line in found["lines"]] == [0, 1, 3, 4, 6, 7]
    line, half = found["lines"][3], places["side"] / 2
    assert (line["layer"], line["neuron"], line["from"]) == (0, 1, 1)
    columns = places["columns"]
    assert line["points"][0] == [columns[0]["x"] + half, columns[0]["ys"][1]]
    assert line["points"][3] == [columns[1]["x"] - half, columns[1]["ys"][1]]


def test_the_closest_line_is_meant_or_none() -> None:
    script = f"""{LAYERS}
      const middle = alongLine(lines[4].points, 0.5);
      const meant = (dy, reach) => lineAt(lines, middle[0], middle[1] + dy, reach)?.parameter;
      return [meant(0, 7), meant(-6, 7), meant(-60, 7) ?? null];
    """
    assert answer([PATH], script) == [6, 6, None]


def test_a_way_begins_and_ends_with_its_line() -> None:
    script = (
        "const p = [[0, 0], [1, 0], [2, 3], [3, 3]]; return [0, 0.5, 1].map((t) => alongLine(p, t))"
    )
    assert answer([PATH], script) == [[0, 0], [1.5, 1.5], [3, 3]]

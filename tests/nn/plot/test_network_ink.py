"""The ink: a tile for each neuron, a line for each weight, texts that can be read on a phone."""

import re
import xml.etree.ElementTree as ElementTree

import pytest

from nn import MLP, History, gates, network
from nn.plot.network_ink import WIDTH

SVG = "{http://www.w3.org/2000/svg}"
PHONE, LEAST = 375, 9.0


def drawn(model, X, y, **more):
    return ElementTree.fromstring(network(model, X, y, **more).svg)


def tiles(root):
    return [r for r in root.iter(f"{SVG}rect") if r.get("class") == "tile"]


def weights(root):
    """Title -> path of each line that is a weight."""
    paths = [p for p in root.iter(f"{SVG}path") if p.find(f"{SVG}title") is not None]
    return {p.find(f"{SVG}title").text: p for p in paths}


def by_hand():
    model = MLP(2, [2, 1], rng=0)
    numbers = [4.0, -2.0, 0.0, 1.0, 0.0, 0.0, 3.0, -3.0, 0.0]
    for parameter, number in zip(model.parameters(), numbers):
        parameter.data = number
    return model


def test_a_tile_for_each_neuron_and_a_line_for_each_weight():
    root = drawn(MLP(2, [6, 1], rng=0), *gates.xor())
    assert len(tiles(root)) == 2 + 6 + 1
    assert len([p for p in root.iter(f"{SVG}path") if p.get("opacity")]) == 2 * 6 + 6
    assert len([*root.iter(f"{SVG}image")]) == 2 + 6 + 1


def test_a_line_says_sign_and_size():
    root = drawn(by_hand(), *gates.xor())
    lines = weights(root)
    first, second = lines["1 → 1: 4"], lines["2 → 1: -2"]
    assert (first.get("class"), second.get("class")) == ("plus", "minus")
    assert float(first.get("stroke-width")) == 6.0
    assert float(second.get("stroke-width")) == pytest.approx((6.0 + 0.6) / 2)


def test_the_largest_weights_lie_on_top():
    root = drawn(MLP(2, [6, 1], rng=0), *gates.xor())
    widths = [float(p.get("stroke-width")) for p in root.iter(f"{SVG}path") if p.get("opacity")]
    assert widths[:12] == sorted(widths[:12])


@pytest.mark.parametrize("sizes", [[1], [6, 1], [16, 16, 1], [40, 1], [3, 3, 3, 3, 3, 3]])
def test_nothing_is_too_high_or_too_small_to_read(sizes):
    X, y = gates.xor()
    history = History([0.7, 0.1], {"accuracy": [0.5, 1.0]})
    root = drawn(MLP(2, sizes, rng=0), X, y, history=history)
    assert float(root.get("height")) <= 1200
    size = float(re.search(r"font: (\d+)px", root.find(f"{SVG}style").text)[1])
    assert size * PHONE / WIDTH >= LEAST
    assert not [t for t in root.iter(f"{SVG}text") if t.get("font-size")]


def test_of_many_neurons_the_first_are_shown_and_said_to_be():
    root = drawn(MLP(2, [40, 1], rng=0), *gates.xor())
    assert len(tiles(root)) == 2 + 16 + 1
    assert "16 of 40 tanh" in [t.text for t in root.iter(f"{SVG}text")]


def test_many_inputs_are_one_image_and_weights_are_images():
    X = [[float(i + j) for j in range(25)] for i in range(3)]
    root = drawn(MLP(25, [4, 3], rng=0), X, [0, 1, 2])
    assert len(tiles(root)) == 1 + 4 + 3
    assert len([i for i in root.iter(f"{SVG}image") if i.get("class") == "pixels"]) == 1 + 4
    bars = [r for r in root.iter(f"{SVG}rect") if r.get("class") in ("above", "below")]
    assert len(bars) == 3 * 4


def test_three_inputs_have_names_and_bars():
    root = drawn(MLP(3, [4, 1], rng=0), [[0, 1, 2], [2, 1, 0]], [0, 1])
    assert {"x₁", "x₂", "x₃"} <= {t.text for t in root.iter(f"{SVG}text")}
    assert [*root.iter(f"{SVG}image")] == []


def test_light_and_dark_have_their_own_colours():
    style = drawn(MLP(2, [2, 1], rng=0), *gates.xor()).find(f"{SVG}style").text
    light, dark = style.split("@media (prefers-color-scheme: dark)")
    assert ".paper { fill: #ffffff }" in light
    assert ".paper { fill: #12161c }" in dark
    rules = re.findall(r"^\.?(\S+)", style, re.MULTILINE)
    assert all(rule.startswith(("nn-net", "@media", "}")) for rule in rules)


def test_all_weights_have_one_scale_and_it_is_told():
    root = drawn(by_hand(), *gates.xor())
    third = weights(root)["1 → 1: 3"]
    assert float(third.get("stroke-width")) == pytest.approx(0.6 + 5.4 * 3 / 4, abs=0.051)
    assert "thickest: 4" in [t.text for t in root.iter(f"{SVG}text")]


def test_more_inputs_than_two_show_the_last_row():
    root = drawn(MLP(3, [1], rng=0), [[9, 9, 9], [2, -1, 0]], [0, 1])
    bars = [r for r in root.iter(f"{SVG}rect") if r.get("class") in ("above", "below")][:3]
    heights = [float(bar.get("height")) for bar in bars]
    assert [bar.get("class") for bar in bars[:2]] == ["above", "below"]
    assert heights == pytest.approx([heights[0], heights[0] / 2, 0.0], abs=0.06)


def test_outputs_that_are_classes_have_their_numbers_and_colours_are_told():
    root = drawn(MLP(3, [4, 3], rng=0), [[0, 1, 2], [2, 1, 0]], [0, 2])
    shown = [t.text for t in root.iter(f"{SVG}text")]
    assert {"0", "1", "2"} <= set(shown)
    assert "in a square: the neuron's weights, vermilion above 0, blue below 0," in shown
    assert "each in its own scale; the inputs are those of the last row of X" in shown

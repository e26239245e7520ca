"""SVGs that fit the page: dark colours for all light ones, a width between two limits."""

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from autograd import Value
from autograd.show.drawing.draw import draw, draw_dot
from autograd.show.drawing.style import DARK, dressed
from nn import MLP
from tests import svgs
from tests.show_samples import small

pytest.importorskip("pygraphviz")


def samples() -> list[str]:
    model, (_, _, c) = MLP(2, [2, 1], rng=0), small()
    answer = model([Value(1.0), Value(2.0)])
    pictures = [draw(c, derivatives=True), draw_dot(c), draw(answer, model=model)]
    pictures.append(draw(answer, model=model, depth="neuron"))
    return [picture.pipe("svg", encoding="utf-8") for picture in pictures]


@pytest.mark.parametrize("svg", samples())
def test_every_colour_has_a_partner_in_the_dark(svg: str) -> None:
    used = set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg)) - {"none", "transparent"}
    assert used <= set(DARK)
    style = svg[svg.index("<style>") : svg.index("</style>")]
    assert "@media screen and (prefers-color-scheme:dark)" in style
    assert all(f'[fill="{c}"]' in style or f'[stroke="{c}"]' in style for c in used)
    assert ElementTree.fromstring(svg.encode()).get("class", "").startswith("autograd-picture ")


@pytest.mark.parametrize("svg", samples())
def test_text_says_its_colour(svg: str) -> None:
    assert all("fill=" in text for text in re.findall(r"<text[^>]*>", svg))


def luminance(colour: str) -> float:
    """By the definition of WCAG."""
    colour = {"white": "#ffffff"}.get(colour, colour)
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    parts = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("dark", [False, True])
def test_text_stands_out_from_every_ground(dark: bool) -> None:
    texts = ["#15202b", "#56657a", "#8a4276"]
    grounds = ["white", "#e3f0fa", "#ffffff", "#fdeedd", "#f3f4f6", "#f5ecf3", "#fbf7fa"]
    for ground in [*grounds, "#f4eef2", "#fde2e1"]:
        for text in texts:
            pair = [luminance(DARK[c] if dark else c) for c in (text, ground)]
            assert (max(pair) + 0.05) / (min(pair) + 0.05) > 4.5, (text, ground)


def test_pictures_in_one_page_keep_their_own_widths_and_arrow_heads() -> None:
    few, many = (dressed(draw(small()[2] + k, names={"k": k}).own()) for k in (1.0, 123456.0))
    found = [re.findall(r"\.(p\w+)\{max-width", svg) for svg in (few, many)]
    assert len(found[0]) == len(found[1]) == 1
    assert found[0] != found[1]
    for svg, (name,) in zip((few, many), found):
        assert f'class="autograd-picture {name}"' in svg
        ids = re.findall(r' id="([^"]+)"', svg)
        assert ids
        assert all(one.startswith(f"{name}-") for one in ids)
        assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(ids)


def test_a_wide_picture_shrinks_until_its_text_would_be_too_small() -> None:
    svg = '<svg width="1000px" height="9"><text font-size="12">a</text></svg>'
    assert "max-width:100%;min-width:750px" in dressed(svg)


@pytest.mark.parametrize("width", [1, 8, 9, 20])
def test_a_network_of_closed_neurons_can_be_read_in_a_column_of_text(
    width: int, tmp_path: Path
) -> None:
    model = MLP(2, [width, width, 1], rng=0)
    loss = (model([Value(1.0, label="x1"), Value(2.0, label="x2")]) - 1.0) ** 2
    loss.backward()
    path = Path(draw(loss, model=model, depth="neuron").save(tmp_path / "loss.svg"))
    assert svgs.readable(path), svgs.shown(path)

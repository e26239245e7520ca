"""Pictures where there is no Graphviz at all: the same cards, in our own layout."""

import os
import re
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from autograd import MissingPackageError, NonFiniteError, Value, log, tree
from autograd.show.blame import blame
from autograd.show.drawing import picture as pictures
from autograd.show.drawing.card import COLOURS
from autograd.show.drawing.draw import draw, draw_dot
from autograd.show.drawing.style import DARK
from autograd.show.player.explore import explore
from nn import MLP
from tests.show_samples import ALL, any_graph, every_text, small


@pytest.fixture(autouse=True)
def without_graphviz(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a ``dot`` program nor pygraphviz."""
    monkeypatch.setenv("PATH", str(tmp_path / "nothing here"))
    monkeypatch.setattr(pictures, "find_spec", lambda name: None)


def texts(svg: str) -> dict[str, tuple[float, float]]:
    """Each text in an SVG, which must be well-formed, and where it is."""
    root = ElementTree.fromstring(svg)
    found = (e for e in root.iter() if e.tag.endswith("text"))
    return {"".join(e.itertext()): (float(e.get("x", 0)), float(e.get("y", 0))) for e in found}


def svg_of(root: Value, **options: object) -> str:
    svg: str = draw(root, **options).pipe("svg", encoding="utf-8")  # type: ignore[arg-type]
    return svg


def test_the_cards_are_the_same() -> None:
    a, _, c = small()
    shown = texts(svg_of(c, names={"result": c}, derivatives=True))
    assert {"a", "data 2.0", f"grad {a.grad:.4g}", "result", "tanh", "leaf", "1", "2"} <= set(shown)
    assert "on an arrow: the partial" in shown
    assert "nodes shown" in svg_of(c, depth=2)


def test_a_node_used_twice_has_two_arrows() -> None:
    a = Value(3.0)
    assert svg_of(a * a).count("marker-end") == 2


@pytest.mark.parametrize("width", range(1, 21))
def test_neurons_and_inputs_stand_in_order(width: int) -> None:
    model = MLP(3, [width, width, width], rng=0)
    outputs = model([Value(float(i), label=f"x{i}") for i in range(3)])
    answer = outputs if isinstance(outputs, Value) else sum(outputs, Value(0.0))
    svg = svg_of(answer, model=model, depth="neuron")
    found = re.findall(r'x="([\d.]+)" y="([\d.]+)"[^>]*>(?:neuron |x)(\d+)<', svg)
    columns: list[list[tuple[int, float]]] = []
    last = -99.0
    for x, y, number in sorted((float(x), float(y), int(number)) for x, y, number in found):
        if x - last > 60:  # the next column
            columns.append([])
        columns[-1].append((number, y))
        last = x
    assert [*map(len, columns)] == [3, width, width, width]
    for column in columns:
        spots = [spot for _, spot in sorted(column)]
        assert spots == sorted(spots)


def test_what_is_within_a_frame_is_drawn_within_it() -> None:
    model = MLP(2, [3, 1], rng=0)
    at = texts(svg_of(model([0.5, 0.25]), model=model, depth="scalar"))
    assert {"layer 0", "layer 1", "neuron 2", "W1[2,1]", "b2[0]"} <= set(at)
    assert at["layer 0"][0] < at["layer 1"][0]
    assert at["W1[0,0]"][1] < at["W1[1,0]"][1] < at["W1[2,0]"][1]
    assert at["W1[0,0]"][0] < at["layer 1"][0]


@pytest.mark.parametrize("label", ALL.values(), ids=ALL)
def test_any_label_is_text(label: str) -> None:
    from autograd.show.text import label_text

    assert label_text(label) in texts(svg_of(Value(3.0, label=label) + 1, derivatives=True))


def test_every_colour_has_a_partner_in_the_dark() -> None:
    svg = svg_of(small()[2], derivatives=True)
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg)) - {"none"} <= set(DARK)


def test_a_file_is_written_and_another_kind_of_image_is_refused(tmp_path: Path) -> None:
    picture = draw_dot(small()[2])
    assert "<svg" in Path(picture.save(tmp_path / "c.svg")).read_text(encoding="utf-8")
    with pytest.raises(MissingPackageError, match=r"python -m pip install pygraphviz.*c\.svg"):
        picture.save(tmp_path / "c.png")
    assert os.listdir(tmp_path) == ["c.svg"]
    assert "tanh" in tree(small()[2])


def test_where_there_are_no_processes_pictures_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise OSError(138, "emscripten does not support processes")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    monkeypatch.setattr(subprocess, "run", refuse)
    assert "</svg>" in svg_of(small()[2])
    assert "</svg>" in explore(small()[2]).html


def test_the_player_is_laid_out() -> None:
    model = MLP(2, [3, 1], rng=0)
    player = explore((model([0.5, 0.25]) - 1.0) ** 2, model=model)
    assert "layer 0" in player.html
    assert "</svg>" in player.html


def test_a_picture_that_goes_down_goes_down_here_too() -> None:
    w, x = Value(2.0, label="w"), Value(3.0, label="x")
    at = texts(svg_of((w - x).tanh(), rankdir="TB", derivatives=True))
    assert at["w"][1] == at["x"][1] < at["v1"][1] < at["L"][1]
    assert at["w"][0] < at["x"][0]
    assert at["1"][1] == at["2"][1] < at["v1"][1]
    assert at["1"][0] < at["2"][0]
    assert at["1.0"][1] < at["1"][1]


def test_the_way_to_a_failure_is_red_here_too() -> None:
    with pytest.raises(NonFiniteError) as caught:
        log(Value(2.0, label="x") - 2)
    svg = blame(caught.value).pipe("svg", encoding="utf-8")
    red = COLOURS["marked"][1]
    assert len(re.findall(rf'stroke="{red}" stroke-width="2.0"[^>]*marker-end', svg)) == 2
    assert svg.count("marker-end") == 3


def test_many_arrows_between_closed_boxes_are_hairlines() -> None:
    model = MLP(2, [12, 12, 1], rng=0)
    answer = model([Value(1.0), Value(2.0)])
    svg = svg_of(answer, model=model, depth="neuron")
    assert svg.count('stroke-width="0.4"') > 144
    few = MLP(2, [2, 1], rng=0)
    assert 'stroke-width="0.4"' not in svg_of(few([1.0, 2.0]), model=few, depth="neuron")


def test_operands_that_may_change_places_enter_without_crossing() -> None:
    x = Value(2.0, label="x")
    square = x * x
    svg = svg_of((square + 1) + x)
    at = texts(svg)
    curves = re.findall(r'd="M([\d. ]+)C([\d. ]+)"[^>]*marker-end', svg)
    into_last: list[tuple[float, float]] = []
    for start, rest in curves:
        if float(rest.split()[-2]) > at["v2"][0] + 20:
            into_last.append((float(start.split()[1]), float(rest.split()[-1])))
    assert len(into_last) == 2
    assert [end for _, end in sorted(into_last)] == sorted(end for _, end in into_last)


def test_an_arrow_is_level_below_what_stands_on_it() -> None:
    w, x = Value(2.0, label="w"), Value(3.0, label="x")
    svg = svg_of(w * x, derivatives=True)
    at = texts(svg)
    for name in ("x = 3.0", "w = 2.0"):
        curve = next(c for c in re.findall(r'd="M[\d. ]+C([\d. ]+)"', svg) if near(c, at[name]))
        numbers = [float(n) for n in curve.split()]
        assert numbers[-3] == numbers[-5] == numbers[-7] == numbers[-1]
        assert numbers[-8] <= at[name][0] - 7 * 5


def near(curve: str, place: tuple[float, float]) -> bool:
    x, y = map(float, curve.split()[-2:])
    return abs(x - 9 - place[0]) < 0.2 and abs(y - 4 - place[1]) < 0.2


@pytest.mark.parametrize("seed", range(60))
def test_no_graph_is_too_strange(seed: int) -> None:
    every_text(*any_graph(seed))

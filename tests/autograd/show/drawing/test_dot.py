"""A scene as DOT: order marks, strange texts, boxes, what stands out."""

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from autograd import Value, add, atan2, hypot, maximum, minimum, mul, where, xlogy
from autograd.define import temporary_op
from autograd.show.drawing.card import MUTED, PARTIAL
from autograd.show.drawing.dot import write
from autograd.show.drawing.draw import draw
from autograd.show.drawing.picture import Picture
from autograd.show.scene.view import view_of
from autograd.show.text import label_text
from nn import MLP
from tests.show_samples import ALL

pytest.importorskip("pygraphviz")


def numbers_at_arrows(root: Value) -> dict[str, str]:
    """Operand -> the number that its arrow leads to, where there is one."""
    source = draw(root).source
    names = dict(re.findall(r"(\w+) \[label=<<TABLE .*?<B>(\w+)</B>", source))
    doors = dict(re.findall(r'PORT="(\w+)"><FONT COLOR="\S+">(\d)</FONT>', source))
    marks = re.findall(r"(\w+):e -> \w+:(i\d):w", source)
    return {names[tail]: doors[door] for tail, door in marks}


A, B, C = Value(1.5, label="a"), Value(2.5, label="b"), Value(0.5, label="c")


@pytest.mark.parametrize(
    "root",
    [A - B, A / B, A**B, A % B, atan2(A, B), xlogy(A, B), maximum(A, B), minimum(A, B)],
    ids=lambda root: root.op.name,
)
def test_operands_that_may_not_change_places_are_numbered(root: Value) -> None:
    assert numbers_at_arrows(root) == {"a": "1", "b": "2"}


def test_three_operands_are_numbered() -> None:
    assert numbers_at_arrows(where(A, B, C)) == {"a": "1", "b": "2", "c": "3"}


@pytest.mark.parametrize("function", [add, mul, hypot])
def test_operands_that_may_change_places_are_not(function: Callable[..., Any]) -> None:
    assert numbers_at_arrows(function(A, B)) == {}


def test_one_operand_needs_no_number() -> None:
    assert numbers_at_arrows(-A) == {}


def test_a_defined_op_says_itself_whether_its_operands_may_change_places() -> None:
    fields = ("a b", "a * a - b * b", ("2 * a", "-2 * b"), "real, real")
    with temporary_op("difference_of_squares", *fields) as difference:
        assert numbers_at_arrows(difference(A, B)) == {"a": "1", "b": "2"}
    fields = ("a b", "a * a + b * b", ("2 * a", "2 * b"), "real, real")
    with temporary_op("sum_of_squares", *fields, symmetric=True) as both:
        assert numbers_at_arrows(both(A, B)) == {}


def test_operands_enter_in_their_order() -> None:
    x = Value(3.0, label="x")
    square, power = draw(x**2).source, draw(2**x).source
    assert square != power
    assert "n0:e -> n1:i0:w" in square
    assert "c1_1:e -> n1:i1:w" in square
    assert "c1_0:e -> n1:i0:w" in power
    assert "n0:e -> n1:i1:w" in power


STRANGE = {**ALL, "surrogate": "\ud800", "not a character": "\uffff", "right to left": "a\u202eb"}


def texts(svg: bytes) -> list[str]:
    """All text in an SVG, which must be well-formed."""
    return [
        "".join(e.itertext()) for e in ElementTree.fromstring(svg).iter() if e.tag.endswith("text")
    ]


@pytest.mark.parametrize("symbol", STRANGE.values(), ids=STRANGE)
def test_any_symbol_of_an_op_is_drawn_as_text(symbol: str) -> None:
    with temporary_op("strange_op", "x", "x + x", ("2.0",), "real") as op:
        y = op(Value(1.0))
    y.op.symbol = symbol
    picture = draw(y, derivatives=True)
    assert label_text(symbol, 16) in texts(picture.pipe("svg"))
    assert len(picture.source) < 2500


@pytest.mark.parametrize("depth", ["layer", "scalar"])
@pytest.mark.parametrize("title", STRANGE.values(), ids=STRANGE)
def test_any_title_of_a_box_is_drawn_as_text(title: str, depth: str) -> None:
    word = title.replace(".", "")
    w = Value(2.0)
    model = SimpleNamespace(named_parameters=lambda: [(f"{word}.w", w)])
    picture = draw(w * 3 + 1.0, model=model, depth=depth)  # type: ignore[arg-type]
    assert label_text(word) in texts(picture.pipe("svg"))
    assert len(picture.source) < 4000


@pytest.mark.parametrize("name", STRANGE.values(), ids=STRANGE)
def test_any_name_of_a_variable_is_drawn_as_text(name: str) -> None:
    y = Value(2.0) * 3
    assert label_text(name) in texts(draw(y, names={name: y}, derivatives=True).pipe("svg"))


def test_marked_nodes_stand_out_with_lines_of_their_own() -> None:
    x = Value(2.0, label="x")
    y = x * 3
    view = view_of(y, None, None, None, 100)
    source = write(view.scene, marked={y: "first\nsecond", x: ""}).source
    assert source.count("#b3001b") == 4  # two cards, an arrow, the legend
    assert "first" in source
    assert "second" in source


def test_a_note_stands_below() -> None:
    view = view_of(Value(1.0) + 1, None, None, None, 100)
    assert "labelloc=b" in write(view.scene, "some & more").source
    assert "some &amp; more" in write(view.scene, "some & more").source


def places(picture: Picture) -> dict[str, tuple[float, float]]:
    """What the first line of a card says -> where Graphviz puts it, y downwards."""
    found = {}
    for thing in json.loads(picture.pipe("json"))["objects"]:
        title = re.search(r"<B>(.+?)</B>", thing.get("label", ""))
        if title and "pos" in thing:
            x, y = map(float, thing["pos"].split(","))
            found[f"{title[1]} of {thing['name']}"] = x, -y
    return found


@pytest.mark.parametrize("rankdir", ["LR", "TB"])
@pytest.mark.parametrize("width", range(1, 21))
def test_neurons_and_inputs_stand_in_order(width: int, rankdir: str) -> None:
    model = MLP(3, [width, width, width], rng=0)
    inputs = [Value(float(i), label=f"x{i}") for i in range(3)]
    outputs = model(inputs)
    answer = outputs if isinstance(outputs, Value) else sum(outputs, Value(0.0))
    at = places(draw(answer, model=model, depth="neuron", rankdir=rankdir))
    along, across = (0, 1) if rankdir == "LR" else (1, 0)
    columns: dict[float, list[tuple[int, float]]] = {}
    for name, place in at.items():
        numbered = re.match(r"(?:neuron |x)(\d+) ", name)
        if numbered:
            column = columns.setdefault(place[along], [])
            column.append((int(numbered[1]), place[across]))
    assert [len(column) for _, column in sorted(columns.items())] == [3, width, width, width]
    assert min(columns) == min(place[along] for place in at.values())
    for column in columns.values():
        spots = [spot for _, spot in sorted(column)]
        assert spots == sorted(spots)


def test_open_neurons_stand_in_order_too() -> None:
    model = MLP(2, [6], rng=0)
    answer = sum(model([Value(1.0, label="x0"), Value(2.0, label="x1")]), Value(0.0))
    tops = {
        thing["label"]: -float(thing["bb"].split(",")[3])
        for thing in json.loads(draw(answer, model=model).pipe("json"))["objects"]
        if thing.get("label", "").startswith("neuron")
    }
    assert [tops[f"neuron {i}"] for i in range(6)] == sorted(tops.values())


def test_inputs_stand_at_the_left_of_open_neurons() -> None:
    model = MLP(3, [2, 1], rng=0)
    answer = model([Value(float(i), label=f"x{i}") for i in range(3)])
    at = places(draw(answer, model=model))
    inputs = [at[name] for name in sorted(at) if re.match(r"x\d of", name)]
    assert len(inputs) == 3
    assert inputs == sorted(inputs, key=lambda place: place[1])
    assert {round(x) for x, _ in inputs} == {round(min(x for x, _ in at.values()))}


def test_a_minus_of_two_operands_is_told_from_one_of_one() -> None:
    shown = texts(draw(A - (-B)).pipe("svg"))
    assert "-" in shown
    assert "neg" in shown


def test_partials_are_in_a_colour_of_their_own() -> None:
    source = draw(A - B, derivatives=True).source
    assert f'<FONT COLOR="{PARTIAL}">-1.0</FONT>' in source
    assert f'<FONT COLOR="{MUTED}">2</FONT>' in source


def test_a_legend_names_what_is_there_and_nothing_else() -> None:
    shown = texts(draw(A * 2).pipe("svg"))
    assert {"leaf", "output", "constant"} <= set(shown)
    assert not {"computed", "closed box", "1, 2: the order of the operands"} & set(shown)
    assert "1, 2: the order of the operands" in texts(draw(A - B).pipe("svg"))
    assert "on an arrow: the partial" in texts(draw(A * B, derivatives=True).pipe("svg"))


def test_a_chain_is_drawn_level() -> None:
    y = Value(1.0, label="x")
    for _ in range(12):
        y = (y + 0.5).tanh()
    heights = [place[1] for name, place in places(draw(y)).items() if name[0] in "vL"]
    assert len(heights) == 24
    assert max(heights) - min(heights) < 2


def test_one_kind_of_card_needs_no_legend() -> None:
    model = MLP(2, [2, 1], rng=0)
    answer = model([0.5, 0.25])
    shown = texts(draw(answer, model=model, depth="layer").pipe("svg"))
    assert "closed box" not in shown
    assert "labelloc" not in draw(A).source

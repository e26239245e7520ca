"""explore: the page as a file; what it does in a browser is in tests/browser."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from autograd import Value, topological_order
from autograd.errors import GraphError
from autograd.show.player.explore import explore
from autograd.show.text import label_text
from nn import MLP
from tests.show_samples import ALL, small

pytest.importorskip("pygraphviz")


class Page(HTMLParser):
    """The tags of a page and the text within each kind of tag."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {}
        self._open = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open = tag

    def handle_data(self, data: str) -> None:
        self.inside.setdefault(self._open, []).append(data)


def film_of(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="film">(.*?)</script>', html, re.S)
    assert found
    film: dict[str, Any] = json.loads(found[1])
    return film


def xor() -> tuple[MLP, Value]:
    model = MLP(2, [4, 4, 1], rng=0)
    rows = zip([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0])
    loss = sum(((model(x) - y) ** 2 for x, y in rows), Value(0.0))
    loss.backward()
    return model, loss


def test_every_gradient_in_the_page_is_the_engines() -> None:
    model, loss = xor()
    parts = film_of(explore(loss, model=model).html)["parts"]
    order = topological_order(loss)
    nodes = [part for part in parts if part["kind"] in ("leaf", "node")]
    assert sorted(part["grad"] for part in nodes) == sorted(node.grad for node in order)
    assert sorted(part["data"] for part in nodes) == sorted(node.data for node in order)
    assert [part["shut"] for part in parts if part["kind"] == "frame"].count(True) == 9


def test_exploring_leaves_the_gradients_alone() -> None:
    a, _, c = small()
    before = a.grad
    explore(c)
    assert a.grad == before


def test_the_page_is_small_and_reaches_for_nothing(tmp_path: Path) -> None:
    model, loss = xor()
    file = tmp_path / "loss.html"
    assert explore(loss, model=model).save(file) == str(file)
    html = file.read_text("utf-8")
    assert len(html.encode()) < 1_000_000
    for _, attributes in Page(html).tags:
        assert not {"src", "href", "style", "onclick", "onload"} & set(attributes)
    assert "eval(" not in html
    assert set(re.findall(r"https?://[^\s\"'<>]+", html)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


@pytest.mark.parametrize("label", ALL.values(), ids=ALL)
def test_strange_labels_open_no_tag(label: str) -> None:
    plain, strange = (Page(explore(Value(3.0, label=x) * 2).html) for x in ("plain", label))
    assert [tag for tag, _ in plain.tags] == [tag for tag, _ in strange.tags]
    film = film_of(explore(Value(3.0, label=label) * 2).html)
    assert film["parts"][0]["name"] == label_text(label, 16)


def test_a_notebook_gets_the_page_and_a_still_picture() -> None:
    bundle = explore(small()[2])._repr_mimebundle_()
    assert set(bundle) == {"text/html", "image/svg+xml", "text/plain"}
    page = Page(bundle["text/html"])
    frame = next(attributes for tag, attributes in page.tags if tag == "iframe")
    assert frame["sandbox"] == "allow-scripts allow-forms"
    assert str(frame["srcdoc"]).startswith("<!doctype html>")
    image = next(attributes for tag, attributes in page.tags if tag == "img")
    assert image["alt"] == "a player of 10 nodes"
    assert "run this cell, or trust the notebook, to step through it" in bundle["text/html"]


def test_without_a_model_a_large_graph_is_cut() -> None:
    x = Value(1.0)
    for _ in range(2000):
        x = x + 1
    player = explore(x)
    assert "of 2,001 nodes shown" in repr(player)
    film = film_of(player.html)
    assert [part["kind"] for part in film["parts"]].count("box") == 1
    assert len(player.html) < 300_000
    assert "3 of 2,001" in repr(explore(x, depth=2))


def test_with_a_model_layers_are_closed_and_shares_add_up() -> None:
    model = MLP(2, [16, 16, 1], rng=0)
    loss = sum(((model([i / 9, 1 - i / 9]) - i % 2) ** 2 for i in range(10)), Value(0.0))
    loss.backward()
    film = film_of(explore(loss, model=model).html)
    names = [part["name"] for part in film["parts"] if part["kind"] == "box"]
    assert sorted(names) == ["layer 0", "layer 1", "layer 2"]


def test_depth_says_what_is_closed_at_first() -> None:
    model, loss = xor()
    for depth, closed in (("layer", 12), ("neuron", 9), ("scalar", 0)):
        parts = film_of(explore(loss, model=model, depth=depth).html)["parts"]  # type: ignore[arg-type]
        assert sum(part.get("shut", False) for part in parts) == closed


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no such folder: .*new"):
        explore(small()[2]).save(tmp_path / "new" / "c.html")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["LX.png", "LX.SVG", "LX.pdf", "LX"])
def test_a_page_goes_into_no_file_of_another_kind(tmp_path: Path, name: str) -> None:
    player = explore(Value(2.0, label="a") * 3)
    with pytest.raises(GraphError, match=r"a player is saved as html, got .*LX\.html'\) writes it"):
        player.save(tmp_path / name)
    assert list(tmp_path.iterdir()) == []
    assert player.save(tmp_path / "LX.HTM") == str(tmp_path / "LX.HTM")

"""What a notebook is given: a widget beside a still picture, or the page in a frame."""

import base64
import re
import sys
from html import unescape
from typing import Any

import pytest

import autograd as ag
import nn
from nn import Playground
from nn.playground import widget as module
from nn.playground.shown import still

VIEW = "application/vnd.jupyter.widget-view+json"
X, y = nn.gates.xor()


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> None:
    """No anywidget is installed."""
    module._kind.cache_clear()
    monkeypatch.setitem(sys.modules, "anywidget", None)


@pytest.fixture
def displayed(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What IPython is asked to display."""
    display = pytest.importorskip("IPython.display", reason="IPython is not installed")
    found: list[Any] = []
    monkeypatch.setattr(display, "display", lambda data, **_: found.append(data))
    return found


def picture(html: str) -> str:
    found = re.search(r"data:image/svg\+xml;base64,([^\"]+)", html)
    assert found is not None
    return base64.b64decode(found[1]).decode()


def test_a_widget_has_a_picture_of_the_network_beside_it() -> None:
    pytest.importorskip("anywidget", reason="anywidget is not installed")
    playground = Playground("xor", hidden=[4])
    data, *_ = playground._repr_mimebundle_()
    assert {*data} == {VIEW, "text/html", "text/plain"}
    assert picture(data["text/html"]) == nn.plot.network(playground.model, X, y).svg
    assert (
        "<p>Playground: xor, 2-4-1. A still picture: run this cell to train it.</p>"
        in (data["text/html"])
    )
    assert f'<div class="{playground.widget.name}">' in data["text/html"]


def test_a_notebook_keeps_the_picture_apart_from_the_widget(displayed: list[Any]) -> None:
    pytest.importorskip("anywidget", reason="anywidget is not installed")
    Playground("xor")._ipython_display_()
    kept, moving = displayed
    assert {*kept} == {"text/html", "text/plain"}
    assert {*moving} == {VIEW, "text/html"}
    assert moving["text/html"] == ""


@pytest.mark.usefixtures("without")
def test_without_anywidget_the_page_is_in_a_frame(displayed: list[Any]) -> None:
    playground = Playground("xor", hidden=[4])
    playground._ipython_display_()
    (data,) = displayed
    assert data == playground._repr_mimebundle_()
    html = data["text/html"]
    assert 'sandbox="allow-scripts allow-downloads"' in html
    found = re.search(r'srcdoc="([^"]+)"', html)
    assert found is not None
    assert unescape(found[1]) == playground._page()
    assert picture(html) == nn.plot.network(Playground("xor", hidden=[4]).model, X, y).svg
    assert "run this cell, or trust the notebook, to train it" in html
    assert playground._display_()._repr_html_() == html


@pytest.mark.usefixtures("without")
def test_what_a_frame_has_trained_does_not_come_back() -> None:
    playground = Playground("xor", hidden=[4])
    assert playground.history.epochs == 0
    playground._repr_html_()
    reads = [lambda name=name: getattr(playground, name) for name in ("model", "history", "state")]
    for ask in (*reads, playground.code):
        with pytest.raises(
            ag.MissingPackageError, match="does not come back to Python: a notebook needs"
        ):
            ask()
    assert playground.settings["hidden"] == [4]


@pytest.mark.usefixtures("without")
def test_a_frame_that_does_not_hear_python_says_so() -> None:
    playground = Playground("xor", hidden=[4])
    for say in (playground.play, playground.pause, playground.reset, playground.step):
        say()  # nothing is shown, nothing is missing
    playground._repr_html_()
    for say in (playground.play, playground.pause, playground.reset, playground.step):
        with pytest.raises(ag.MissingPackageError, match="a frame does not hear Python"):
            say()


def test_what_cannot_be_drawn_has_words() -> None:
    words = "<p>it &lt;is&gt;. A still picture: do this.</p>"
    assert still("it <is>", "do this", None, X, y, "mse") == words


@pytest.mark.parametrize(("outputs", "loss", "targets"), [(1, "bce", y), (3, None, [0, 1, 2, 0])])
def test_a_model_of_ones_own_has_a_picture(outputs: int, loss: Any, targets: Any) -> None:
    model = nn.MLP(2, [3, outputs], rng=0)
    playground = Playground(model=model, X=X, y=targets, loss=loss or "cross_entropy")
    assert "<svg" in picture(playground._still("run this cell"))

"""How Values and errors show themselves in a notebook, with IPython and without Graphviz."""

import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from autograd import NonFiniteError, Value, log
from autograd.notebook import mimebundle, rendered_traceback
from autograd.show.image import svg_image
from tests.show_samples import small


def test_a_small_graph_is_a_picture_and_a_repr() -> None:
    pytest.importorskip("pygraphviz")
    c = small()[2]
    bundle = c._repr_mimebundle_()
    assert set(bundle) == {"text/html", "image/svg+xml", "text/plain"}
    assert bundle["text/html"] == svg_image(bundle["image/svg+xml"], "the graph of L")
    assert bundle["text/plain"] == repr(c)


def test_a_large_graph_is_a_tree() -> None:
    x = small()[2]
    for _ in range(200):
        x = x * 0.5
    bundle = x._repr_mimebundle_()
    assert list(bundle) == ["text/plain"]
    assert "more nodes" in bundle["text/plain"]


def test_without_graphviz_a_value_still_shows_itself(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    bundle = mimebundle(small()[2])
    assert set(bundle) == {"text/html", "image/svg+xml", "text/plain"}
    assert "tanh" in bundle["image/svg+xml"]


def test_where_nothing_can_be_drawn_a_value_is_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "graphviz", None)
    monkeypatch.delitem(sys.modules, "autograd.show.drawing.picture", raising=False)
    assert list(mimebundle(small()[2])) == ["text/plain"]


def failed() -> NonFiniteError:
    with pytest.raises(NonFiniteError) as caught:
        log(Value(1.0, label="x") - 1)
    return caught.value


class Shell:
    """What ``rendered_traceback`` asks of IPython."""

    kernel: object = object()
    InteractiveTB = SimpleNamespace(structured_traceback=lambda *_: ["the ordinary traceback"])


@pytest.fixture
def displayed(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What is displayed while a notebook's shell is on."""
    ipython = pytest.importorskip("IPython")
    found: list[object] = []
    monkeypatch.setattr(ipython, "get_ipython", Shell)
    monkeypatch.setattr(ipython.display, "display", found.append)
    return found


def test_an_error_is_drawn_once_above_its_traceback(displayed: list[object]) -> None:
    error = failed()
    for _ in range(2):
        assert rendered_traceback(error) == ["the ordinary traceback"]
    assert [type(picture).__name__ for picture in displayed] == ["Picture"]


def test_a_terminal_is_shown_no_picture(
    displayed: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Shell, "kernel", None)
    assert rendered_traceback(failed()) == ["the ordinary traceback"]
    assert displayed == []


@pytest.mark.parametrize("trouble", [OSError, RuntimeError, subprocess.CalledProcessError])
def test_a_picture_that_fails_does_not_hide_the_traceback(
    displayed: list[object], monkeypatch: pytest.MonkeyPatch, trouble: type[Exception]
) -> None:
    def fail(error: object) -> None:
        raise trouble(1, "dot")

    monkeypatch.setattr("autograd.notebook.draw_error", fail)
    assert rendered_traceback(failed()) == ["the ordinary traceback"]
    assert displayed == []


def test_the_door_hangs_the_pictures_on() -> None:
    pytest.importorskip("graphviz")
    assert Value._repr_mimebundle_ is mimebundle  # type: ignore[attr-defined]
    assert "log gives -inf" in failed().draw().source


def test_a_terminal_is_not_kept_waiting_for_a_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    ipython = pytest.importorskip("IPython")
    terminal = type("TerminalInteractiveShell", (), {})
    x = Value(2.0, label="x")
    monkeypatch.setattr(ipython, "get_ipython", type("Own", (terminal,), {}))
    assert mimebundle(x * 3) == {"text/plain": "Value(6.0)"}
    monkeypatch.setattr(ipython, "get_ipython", lambda: None)
    assert "image/svg+xml" in mimebundle(x * 3)

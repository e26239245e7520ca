"""``Playground`` in Python: what it is given, what it tells before and after a page has trained."""

import inspect
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import autograd as ag
import nn
from nn import Playground
from nn.playground.state import State

X, y = nn.gates.xor()


def report(playground: Playground, epoch: int, parameters: list[float], **more: Any) -> None:
    """What a page would tell."""
    losses = [1.0 / (i + 1) for i in range(epoch)]
    plain = {"kind": "report", "view": "a", "epoch": epoch, "step": 0, "steps": epoch, "edits": []}
    history = {"from": 0, "losses": losses}
    told = {"settings": playground.settings, "parameters": parameters, "history": history}
    playground._told({**plain, **told, **more})


def numbers(model: Any) -> list[float]:
    return [p.data for p in model.parameters()]


def test_before_anything_is_shown_the_model_is_as_it_begins() -> None:
    playground = Playground(task="xor", hidden=[4], seed=3)
    assert numbers(playground.model) == numbers(nn.MLP(2, [4, 1], rng=3))
    assert playground.history.epochs == 0


def test_a_state_that_was_not_shown_is_trained_in_python() -> None:
    state = State.of({"task": "xor", "hidden": [4]}, epoch=30).text
    model = nn.MLP(2, [4, 1], rng=0)
    history = nn.fit(model, X, y, optimizer=nn.SGD(0.3), epochs=30, rng=0)
    playground = Playground(state=state)
    assert numbers(playground.model) == numbers(model)
    assert playground.history.losses == history.losses
    assert playground.state == state


def test_the_model_has_the_weights_of_the_page() -> None:
    playground = Playground(task="xor", hidden=[4], activation="relu")
    weights = [i / 10 for i in range(17)]
    report(playground, 5, weights)
    assert numbers(playground.model) == weights
    assert [layer.activation for layer in playground.model.layers] == ["relu", "linear"]
    assert playground.history.losses == [1.0, 1 / 2, 1 / 3, 1 / 4, 1 / 5]
    assert State.read(playground.state).epoch == 5
    assert "epochs=5," in playground.code()
    assert "epoch 5" in repr(playground)


def test_the_pace_of_the_page_is_in_the_state() -> None:
    playground = Playground(task="xor", hidden=[4])
    report(playground, 5, [0.0] * 17, pace="max")
    assert State.read(playground.state).pace == "max"
    assert Playground(state=playground.state).state == playground.state


def test_the_settings_of_a_model_of_ones_own_are_those_of_its_training() -> None:
    model, X, y = nn.MLP(2, [1], rng=0), [[0.0, 1.0], [1.0, 0.0]], [0.5, 1.0]
    settings = Playground(model=model, X=X, y=y, loss="mse", lr=0.05).settings
    assert not {"task", "rows", "hidden", "activation"} & {*settings}
    assert (settings["loss"], settings["lr"]) == ("mse", 0.05)


def test_a_script_of_what_has_not_trained_yet_trains() -> None:
    assert "    epochs=100," in Playground("xor").code()


@pytest.mark.parametrize("given", ["", "lr"])
def test_names_that_are_no_list_are_told_as_one(given: str) -> None:
    names = [given] if given else []
    with pytest.raises(ag.OperandError, match=re.escape(f"got {given!r}: write hide={names!r}")):
        Playground(hide=given)


def test_settings_that_were_changed_in_the_page_are_the_settings() -> None:
    playground = Playground(task="xor", hidden=[4])
    settings = {**playground.settings, "hidden": [2], "noise": 0.5, "optimizer_settings": {}}
    report(playground, 1, [0.0] * 9, settings=settings)
    assert playground.settings["hidden"] == [2]
    assert len(playground.model.parameters()) == 9


def test_views_train_for_themselves_and_the_last_that_spoke_counts() -> None:
    playground = Playground(task="xor", hidden=[4])
    report(playground, 5, [0.0] * 17)
    report(playground, 2, [1.0] * 17, view="b")
    assert (playground.history.epochs, playground.model.parameters()[0].data) == (2, 1.0)


def test_own_rows_need_no_words() -> None:
    playground = Playground(X=[[0.0], [1.0]], y=[-1, 1], hidden=[])
    assert playground.settings["rows"]["kind"] == "two"
    assert playground.settings["inputs"] == ["x1"]


def test_a_model_of_ones_own_is_given_the_pages_weights() -> None:
    model = nn.MLP(2, [2, 1], rng=0)
    playground = Playground(model=model, X=X, y=y, loss=lambda p, t: (p - t) ** 2, lr=0.1)
    assert playground.model is model
    before = numbers(model)
    report(playground, 1, [w + 1.0 for w in before])
    assert numbers(playground.model) == [w + 1.0 for w in before]
    assert playground.settings["test"] == 0.0
    assert repr(playground).startswith("<Playground: own, MLP of 9 weights, epoch 1;")


def test_a_model_of_ones_own_is_in_no_text() -> None:
    playground = Playground(model=nn.MLP(2, [1], rng=0), X=X, y=y)
    asks: list[Callable[[], str]] = [lambda: playground.state, playground.code]
    for ask in asks:
        with pytest.raises(ag.GraphError, match=r"not a model of one's own: nn\.fit"):
            ask()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"lr": -1}, "lr is a number above 0 and up to 100, got -1: write lr=0.3"),
        ({"tusk": "xor"}, "unknown setting 'tusk' (did you mean 'task'?)"),
        ({"state": "1e30", "lr": 1}, "write Playground(state=…) alone"),
        ({"state": "x"}, "'x' is no state"),
        ({"hide": ["wy"]}, "unknown control 'wy' (did you mean 'why'?)"),
        ({"X": X, "y": y[:2]}, "X has 4 rows and y has 2"),
        (
            {"model": nn.MLP(2, [1]), "X": X, "y": y, "hidden": [3]},
            "hidden is settled by the model",
        ),
        ({"model": nn.MLP(2, [1]), "X": X, "y": y, "lr": 0}, "lr is a number above 0"),
    ],
)
def test_what_is_wrong_is_named(given: dict[str, Any], words: str) -> None:
    with pytest.raises(ag.GraphError) as caught:
        Playground(**given)
    assert words in str(caught.value)


def test_help_lists_every_setting() -> None:
    names = [*inspect.signature(Playground).parameters]
    assert names[:7] == ["task", "model", "X", "y", "state", "hide", "controls"]
    assert {"task", "hidden", "lr", "seed", "l2"} <= {*names}
    assert "rows" not in names


def test_a_file_holds_the_state_as_it_stands(tmp_path: Path) -> None:
    playground = Playground(task="xor", hidden=[4], hide=["why"])
    report(playground, 5, [0.0] * 17)
    path = playground.save(tmp_path / "xor.html")
    assert path == str(tmp_path / "xor.html")
    assert Path(path).read_text("utf-8").startswith("<!doctype html>")


def test_the_task_may_stand_alone() -> None:
    assert Playground("xor").settings == Playground(task="xor").settings


@pytest.mark.parametrize(("given", "told"), [((), "None"), ((None,), "None"), ((3,), "3")])
def test_a_file_needs_a_name(given: Any, told: str) -> None:
    words = rf"save takes a file's name, got {told}: save\('playground\.html'\) writes it"
    with pytest.raises(ag.OperandError, match=words):
        Playground().save(*given)


def test_a_file_is_written_anew_and_a_folder_is_not(tmp_path: Path) -> None:
    playground = Playground("xor", hidden=[4])
    path = tmp_path / "xor.html"
    playground.save(path)
    first = path.read_text("utf-8")
    report(playground, 5, [0.0] * 17)
    playground.save(path)
    assert path.read_text("utf-8") != first
    (tmp_path / "folder.html").mkdir()
    with pytest.raises(ag.FileFormatError, match="is a folder, not a file: give the name"):
        playground.save(tmp_path / "folder.html")
    with pytest.raises(FileNotFoundError, match="There is no such folder"):
        playground.save(tmp_path / "no" / "xor.html")


def test_another_ending_is_refused() -> None:
    with pytest.raises(ag.GraphError, match=r"save\('xor\.html'\) writes it"):
        Playground().save("xor.png")
    with pytest.raises(ag.GraphError, match=r"save\('playground\.html'\) writes it"):
        Playground().save(" ")


def test_nothing_of_a_notebook_is_imported_before_it_is_needed() -> None:
    code = (
        "import sys; from nn import Playground; p = Playground(task='xor'); p.model; "
        "print([n for n in ('anywidget', 'traitlets', 'IPython') if n in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


def test_what_is_asked_of_the_page_goes_as_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("anywidget", reason="anywidget is not installed")
    playground = Playground(task="xor")
    said: list[Any] = []
    monkeypatch.setattr(type(playground.widget), "send", lambda self, content: said.append(content))
    playground.play()
    playground.pause()
    playground.step("batch")
    playground.reset()
    kinds = [{"kind": "play"}, {"kind": "pause"}, {"kind": "step", "grain": "batch"}]
    assert said == [*kinds, {"kind": "reset"}]
    with pytest.raises(ag.GraphError, match="unknown grain 'row'"):
        playground.step("row")


def test_a_notebook_and_marimo_show_the_same_widget() -> None:
    pytest.importorskip("anywidget", reason="anywidget is not installed")
    playground = Playground(task="xor", hide=["why"])
    assert playground._display_() is playground.widget
    bundle = playground._repr_mimebundle_()
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    assert "application/vnd.jupyter.widget-view+json" in data
    assert playground.widget.page["hidden"] == ["why"]
    playground.close()
    assert playground._widget is None

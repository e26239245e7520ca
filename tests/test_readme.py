"""The README: short, its commands those that the checks run, its examples what they say."""

from pathlib import Path

import pytest

from tests import pages

README = pages.ROOT / "README.md"
TEXT = README.read_text(encoding="utf-8")


def test_it_is_short() -> None:
    assert len(TEXT.splitlines()) <= 150


def test_what_a_stranger_wants_stands_in_this_order() -> None:
    order = ["docs/gallery/moving.svg", "import Value", "-m nn xor", "-m pytest"]
    order += ["<!-- peers: start -->", "opt.step(model.parameters())", "(docs/course.md)"]
    places = [TEXT.index(text) for text in order]
    assert places == sorted(places)


def test_the_examples_give_what_they_are_there_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("numpy")
    pytest.importorskip("matplotlib").use("agg")
    monkeypatch.chdir(tmp_path)
    scope = pages.run(README)
    assert scope["loss"].data < 0.05
    assert scope["history"].losses[-1] < 0.05
    written = sorted(path.name for path in tmp_path.iterdir())
    assert written == ["L.html", "L.svg", "loss.png", "xor.json"]


def test_the_two_commands_stand_once_each_at_the_beginning_of_a_line() -> None:
    commands = [line for line in TEXT.splitlines() if line.startswith("python -m pip install")]
    assert commands == [
        'python -m pip install -e ".[all]" && python -m nn xor',
        'python -m pip install -e ".[all,test]" && python -m pytest',
    ]

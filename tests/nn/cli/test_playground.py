"""``python -m nn playground``: a file, or one line that says what is wrong."""

import base64
import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

from nn.cli.playground import value
from nn.playground.checking import settings_of
from nn.playground.settings import FIELDS
from nn.playground.state import State


def held(path: Path) -> dict[str, Any]:
    """The data of a file."""
    found = re.search('id="data">(.*?)</script>', path.read_text("utf-8"))
    assert found is not None
    data: dict[str, Any] = json.loads(gzip.decompress(base64.b64decode(found[1])))
    return data


def test_a_file_of_the_task_is_written(run: Any, tmp_path: Path) -> None:
    out = tmp_path / "xor.html"
    code, said, wrong = run("playground", "xor", "--out", str(out))
    assert (code, said, wrong) == (0, f"wrote {out}: open it in a browser\n", "")
    assert held(out)["settings"] == settings_of({"task": "xor"})


def test_options_are_the_settings(run: Any, tmp_path: Path) -> None:
    words = (
        "circles --hidden 4,3 --activation relu,tanh --inputs x1,x1^2 --optimizer adam --lr 0.02 "
        "--optimizer-settings betas=0.5:0.99,eps=1e-7 --batch-size 10 --data-seed 3 --l2 0.1"
    )
    out = tmp_path / "circles.html"
    assert run("playground", *words.split(), "--out", str(out), "--hide", "why,lr")[0] == 0
    data = held(out)
    assert data["hidden"] == ["why", "lr"]
    assert data["settings"] == settings_of(
        {
            "task": "circles",
            "hidden": [4, 3],
            "activation": ["relu", "tanh"],
            "inputs": ["x1", "x1^2"],
            "optimizer": "adam",
            "lr": 0.02,
            "optimizer_settings": {"betas": [0.5, 0.99], "eps": 1e-7},
            "batch_size": 10,
            "data_seed": 3,
            "l2": 0.1,
        }
    )


def test_a_state_is_gone_on_from(run: Any, tmp_path: Path) -> None:
    state = State.of({"task": "xor"}, epoch=7).text
    out = tmp_path / "x.html"
    assert run("playground", "--state", state, "--out", str(out))[0] == 0
    assert held(out)["state"] == state


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("xorr", "unknown task 'xorr'"),
        ("xor --lr fast", "--lr is a number above 0 and up to 100, got 'fast': write --lr 0.3"),
        ("xor --hidden 4 4", "a list is written with commas: write --hidden 4,4"),
        ("xor --hidden --out x.html", "argument --hidden: expected one argument"),
        ("moons --schedule-settings steps=5", "unknown setting of constant 'steps'; known: none"),
        ("--activation relu tanh", "write --activation relu,tanh"),
        ("--hide=why, lr", "write --hide why,lr"),
        ("xor --data-seed x", "write --data-seed 0"),
        ("xor --inputs y", "write --inputs x1"),
        ("xor --state 1e30 --lr 1", "--state has its own settings: leave out TASK, --lr"),
        ("own", "rows of your own come from a file, without TASK: write --data rows.csv"),
        ("xor --data rows.csv", "without TASK: write --data rows.csv"),
        ("--data rows.csv --state 1e30", "--state has its own settings: leave out --data"),
        ("--target a", "--target is about --data FILE, which is missing"),
        ("--data rows.csv", "No such file or directory: 'rows.csv'"),
        ("xor --hidden [4,4]", "from 1 to 32, got '[4,4]': write --hidden 8,8"),
        ("xor --hidden 4,many", "--hidden is a list of at most 6 sizes"),
        ("xor --lerning 1", "unrecognized arguments: --lerning 1 (see python -m nn playground"),
        ("xor --out xor.png", "the file is a page, got 'xor.png': write --out playground.html"),
        ("xor --out no/such/folder.html", "no/such"),
        ("xor --optimizer-settings momentum", "momentum is a number from 0 to just below 1"),
    ],
)
def test_what_is_wrong_is_one_line(run: Any, words: str, told: str) -> None:
    code, said, wrong = run("playground", *words.split())
    assert (code, said) == (2, "")
    assert told in wrong
    assert wrong.count("\n") == 1


@pytest.mark.parametrize("words", ["playgroud", "--seed 1 playground"])
def test_the_word_is_known_wherever_it_stands(run: Any, words: str) -> None:
    code, _, wrong = run(*words.split())
    assert code == 2
    assert ("did you mean 'playground'?" if "seed" not in words else "comes first") in wrong


def test_nothing_to_be_changed_is_a_list_too(run: Any, tmp_path: Path) -> None:
    assert run("playground", "--controls", "none", "--hide", "why", "--out", "x.html")[0] == 0
    assert {"why", *FIELDS} == {*held(tmp_path / "x.html")["hidden"]}


def test_a_task_may_follow_a_list(run: Any, tmp_path: Path) -> None:
    assert run("playground", "--hidden", "4", "xor", "--out", "x.html")[0] == 0
    assert held(tmp_path / "x.html")["settings"]["task"] == "xor"


# --- data of one's own ---


def test_a_file_of_two_classes_is_read_as_for_training(run: Any, tmp_path: Path) -> None:
    Path("rows.csv").write_text("far;kind;wide\n1;b;10\n3;a;30\n")
    code, said, wrong = run("playground", "--data", "rows.csv", "--target", "kind", "--lr", "0.1")
    assert (code, wrong) == (0, "")
    assert said.splitlines()[1:] == [
        "rows.csv, 2 rows of 2 classes; columns: x1 is far, x2 is wide; classes: 0 is a, 1 is b"
    ]
    settings = held(tmp_path / "playground.html")["settings"]
    rows = {"X": [[-1.0, -1.0], [1.0, 1.0]], "y": [1, 0], "kind": "two"}
    assert settings == settings_of({"rows": rows, "lr": 0.1})


def test_numbers_are_told_in_standard_deviations(run: Any, tmp_path: Path) -> None:
    Path("rows.csv").write_text("1,2.5\n2,3.5\n")
    code, said, _ = run("playground", "--data", "rows.csv")
    assert code == 0
    assert "'column 2' has 2 different numbers and is taken for a number" in said
    rows = held(tmp_path / "playground.html")["settings"]["rows"]
    assert rows == {"X": [[-1.0], [1.0]], "y": [-1.0, 1.0], "kind": "number"}


def test_more_classes_than_a_page_tells_apart_are_refused(run: Any) -> None:
    Path("rows.csv").write_text("".join(f"{i},{word}\n" for i, word in enumerate("abcd")))
    assert (
        "4 classes: the playground tells two or three"
        in run(*("playground", "--data", "rows.csv"))[2]
    )


def test_help_lists_the_options(run: Any) -> None:
    code, said, _ = run("playground", "--help")
    assert code == 0
    for name in FIELDS:
        if name not in ("task", "rows"):
            assert f"--{name.replace('_', '-')} X" in said


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("hidden", "none", []),
        ("batch_size", "all", None),
        ("batch_size", "7", 7),
        ("activation", "relu", "relu"),
        ("optimizer_settings", "momentum=0.9,nesterov=true", {"momentum": 0.9, "nesterov": True}),
    ],
)
def test_texts_are_read_by_the_kind_of_field(name: str, text: str, found: Any) -> None:
    assert value(FIELDS[name], text) == found

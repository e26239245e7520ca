"""``python -m autograd.exercises``: exports, marks, and complains in one line."""

import csv
from pathlib import Path

import pytest

from autograd.exercises.__main__ import main

NOTEBOOKS = Path(__file__).parents[3] / "notebooks"


def test_lessons_are_exported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["export", "--nbgrader", f"{tmp_path}/a", "--otter", f"{tmp_path}/b"]
    assert main([*words, "--notebooks", str(NOTEBOOKS), "--lesson", "01"]) == 0
    name = "01-graphs-and-the-chain-rule"
    assert (tmp_path / "a" / "source" / name / f"{name}.ipynb").exists()
    assert (tmp_path / "b" / name / f"{name}.ipynb").exists()
    assert "1 lessons for otter" not in capsys.readouterr().out


def test_a_folder_is_marked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "anna.py").write_text("def quotient_slopes(x, y): return [1 / y, -x / y**2]")
    assert main(["mark", str(tmp_path), "--lesson", "01", "--csv", f"{tmp_path}/marks.csv"]) == 0
    (row,) = csv.DictReader((tmp_path / "marks.csv").read_text().splitlines())
    assert (row["submission"], row["01.1"], row["01.2"]) == ("anna.py", "right", "not yet")
    assert "1 submission marked" in capsys.readouterr().out
    assert main(["mark", str(tmp_path), "--lesson", "01"]) == 0
    assert capsys.readouterr().out.startswith("submission,right,of,01.1")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["export"], "name a folder"),
        (["export", "--otter", "x", "--notebooks", "nowhere"], "there are no lessons in nowhere"),
        (["export", "--otter", "x", "--lesson", "99"], "there is no lesson '99'"),
        (["mark", "nowhere", "--lesson", "01"], "is no folder"),
        (["mark", ".", "--lesson", "one"], "there is no lesson 'one'"),
        (["mark", str(NOTEBOOKS), "--lesson", "01", "--seconds", "nan"], "seconds are more than 0"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("python -m autograd.exercises: ")
    assert said in line

"""``python -m autograd`` says where to begin, and what it says is so."""

import doctest
import re
import subprocess
import sys
from pathlib import Path

import pytest

import autograd
from autograd.__main__ import BEGIN
from tests.architecture import ROOT


def run(*words: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd)


@pytest.mark.parametrize("words", [(), ("--help",)])
def test_it_says_where_to_begin(words: tuple[str, ...]) -> None:
    done = run("autograd", *words)
    assert (done.returncode, done.stderr) == (0, "")
    assert BEGIN in done.stdout
    assert done.stdout.isascii()  # any terminal can show it
    assert max(map(len, done.stdout.splitlines())) <= 100


def test_it_has_a_version() -> None:
    assert run("autograd", "--version").stdout == f"chainrule {autograd.__version__}\n"


def test_other_words_are_refused() -> None:
    done = run("autograd", "xor")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "python -m autograd: error: unrecognized arguments: xor" in done.stderr


def test_its_example_runs() -> None:
    text = BEGIN.partition("\n\n")[0]
    example = doctest.DocTestParser().get_doctest(text, {}, "begin", None, 0)
    assert len(example.examples) == 6
    assert doctest.DocTestRunner().run(example, clear_globs=False).failed == 0
    shown = re.findall(r"(\w+)\(y[),]", BEGIN)
    assert shown == ["tree", "draw", "explain", "explore"]
    for name in shown:
        wrt = {"wrt": example.globs["x"]} if name == "explain" else {}
        assert getattr(autograd, name)(example.globs["y"], **wrt)


def test_its_commands_run(tmp_path: Path) -> None:
    commands = re.findall(r"^  python -m (.+?)  ", BEGIN, re.MULTILINE)
    assert commands == [
        "nn xor",
        "nn --help",
        "autograd.exercises -h",
        "pydoc autograd.grad",
    ]
    for command in commands[1:]:  # the README's test runs the first
        done = run(*command.split())
        assert done.returncode == 0
        assert len(done.stdout) > 100

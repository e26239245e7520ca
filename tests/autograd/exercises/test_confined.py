"""A process that nobody trusts: every wait has an end, and nothing is left of it."""

import os
from pathlib import Path

import pytest

from autograd.exercises import confined
from autograd.exercises.confined import Confined


def started(monkeypatch: pytest.MonkeyPatch, text: str) -> Confined:
    monkeypatch.setattr(confined, "_START", f"# {{path}} {{limits}}\n{text}")
    return Confined(1.0, 100)


def test_a_process_that_does_not_read_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    process = started(monkeypatch, "while True: pass")
    with pytest.raises(TimeoutError):
        process.exchange(b"x" * 10**7, 0.2)
    assert process.end() == "signal SIGKILL"


def test_no_more_is_read_than_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    process = started(monkeypatch, "import os\nwhile True: os.write(1, b'x' * 10**5)")
    assert len(process.exchange(b"", 60.0)) == confined.LONGEST_REPLY + 1
    process.end()


def test_a_process_that_is_gone_gives_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    process = started(monkeypatch, "raise SystemExit(3)")
    assert process.exchange(b"", 60.0) == b""
    assert process.end() == "exit code 3"
    assert process.exchange(b"", 60.0) == b""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes of POSIX")
def test_a_child_dies_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "import os\nif os.fork() == 0: print('born', flush=True)\nwhile True: pass"
    process = started(monkeypatch, text)
    assert process.exchange(b"", 60.0) == b"born\n"
    reader = os.dup(process._from.fileno())
    process.end()
    assert os.read(reader, 1) == b""  # nobody is left who could write
    os.close(reader)


def test_its_environment_is_empty_and_its_folder_is_removed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TOKEN", "secret")
    process = started(monkeypatch, "import os; print(os.getcwd(), 'TOKEN' in os.environ)")
    folder, token = process.exchange(b"", 60.0).split()
    assert Path(folder.decode()).resolve() == Path(process.folder.name).resolve()
    assert token == b"False"
    process.end()
    assert not Path(folder.decode()).exists()

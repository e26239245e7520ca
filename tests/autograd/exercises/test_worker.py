"""The process of a submission: what it sends back, what it may do."""

import os
import sys
from pathlib import Path

import pytest

from autograd import OperandError, Value, exercises
from autograd.exercises import Submission, worker
from autograd.exercises.worker import as_json

posix = pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")


def test_plain_data_is_what_json_has() -> None:
    np = pytest.importorskip("numpy")
    assert as_json({"w": np.eye(2), 1: (Value(2.0), "two", None)}) == {
        "dict": [["w", [[1.0, 0.0], [0.0, 1.0]]], [1, [2.0, "two", None]]]
    }
    for other in ({1, 2}, 3j, object(), [b"x"]):
        with pytest.raises(OperandError):
            as_json(other)


GROW = """
import os
def f(x):
    name = f"/tmp/submission-{os.getpid()}"
    file = os.open(name, os.O_CREAT | os.O_EXCL | os.O_RDWR)
    os.unlink(name)
    os.write(file, b"x")
    return x * x
"""


@posix
def test_no_file_grows() -> None:
    with Submission(GROW, seconds=60) as given:
        told = exercises.check(given["f"], lambda x: x**2, at=[2]).told
    assert "File too large" in told


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root is sent away")
def test_root_becomes_nobody() -> None:
    with Submission("import os\nuser, groups = os.getuid(), os.getgroups()", seconds=60) as given:
        assert exercises.check(given["user"], 0).status == "wrong"
        assert exercises.check(given["groups"], [])


@posix
def test_root_that_cannot_become_nobody_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*given: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    for name in ("setgroups", "setgid", "setuid"):
        monkeypatch.setattr(os, name, refuse)
    assert "let another account check" in worker._become_nobody()


def test_the_submission_is_a_module_of_its_own() -> None:
    text = "import sys\nfrom dataclasses import dataclass\n@dataclass\nclass A: x: int\n"
    text += "same = sys.modules[__name__].A is A and __name__ == 'submission'"
    with Submission(text, seconds=60) as given:
        assert exercises.check(given["same"], 1)


@posix
def test_modules_that_only_their_owner_may_read_are_loaded_beforehand(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    package = tmp_path / "private"
    (package / "exercises").mkdir(parents=True)
    for name in ("__init__", "__main__", "late"):
        (package / f"{name}.py").write_text("")
    tmp_path.chmod(0o700)
    monkeypatch.setattr(worker, "__file__", str(package / "exercises" / "worker.py"))
    assert worker._own() == ["private.late"]
    monkeypatch.setattr(worker, "__file__", "/usr/bin/exercises/worker.py")
    assert worker._own() == []

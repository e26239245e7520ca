"""Submissions: checked like other answers, in a process that can only give wrong numbers."""

import sys
from pathlib import Path
from typing import Any

import pytest

from autograd import Value, exercises
from autograd.exercises import Submission, Verdict

posix = pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")


def judged(text: str | Path, seconds: float = 60.0, megabytes: int = 1024) -> Verdict:
    """Whether the text's ``f`` is the square."""
    with Submission(text, seconds=seconds, megabytes=megabytes) as submission:
        return exercises.check(submission["f"], lambda x: x**2, at=[2, 3], hint="Times itself.")


# --- honest work ---


def test_right_wrong_and_not_yet(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("def f(x): return x * x")
    assert repr(judged(tmp_path / "mine.py")) == "right: agrees at 2 points"
    assert repr(judged("def f(x): return x + x")) == (
        "wrong: at x = 3: expected 9, got 6\nhint: Times itself."
    )
    assert repr(judged("def f(x): ...")).startswith("not yet: the function returns None")
    assert repr(judged("f = ...")) == "not yet: the function is still ..."
    assert repr(judged("g = 1")) == "not yet: the submission does not define 'f'"
    assert repr(judged("def f(x): raise NotImplementedError")).startswith("not yet")


def test_errors_are_told_as_in_this_process() -> None:
    assert judged("def f(x):\n    y = 0\n    return x / y").told == (
        "at x = 2: ZeroDivisionError: division by zero (in line 3 of f)"
    )
    assert judged("def f(x) return").told.startswith("the submission: SyntaxError")
    assert judged("f = undefined").told.startswith("the submission: NameError")
    assert judged("f = 7").told == "a function is needed, got 7"
    assert judged("def f(x): return {1, 2}").told.startswith("at x = 2: one number is needed")
    assert judged("def f(x): return 'four'").told.startswith("at x = 2: a number is needed")


def test_all_checks_take_a_submission() -> None:
    text = """
from autograd import Value, tanh
def slope(x): return [2 * x[0] * x[1], x[0] ** 2]
def neuron(w, b, x): return tanh(sum((i * j for i, j in zip(w, x)), b))
def cut(w, b, x): return tanh(getattr(neuron(w, b, x), "data", neuron(w, b, x)))
def backward(root): root.backward()
def nothing(root): ...
class Rule:
    def update(self, w, g, lr, t, v): return w - lr * (0.9 * v + g), 0.9 * v + g
rule, number, table = Rule(), 12, {"x": 2, 3: [1, (2.5,)]}
"""

    def momentum(w: float, g: float, lr: float, t: int, v: float) -> tuple[float, float]:
        return w - lr * (0.9 * v + g), 0.9 * v + g

    momentum.remembers = 1  # type: ignore[attr-defined]
    with Submission(text, seconds=60) as given:
        assert exercises.check(given["number"], 12.0)
        assert exercises.check(given["table"], {"x": 2.0, 3: [1.0, [2.5]]})
        assert exercises.check_derivative(lambda x: x[0] ** 2 * x[1], given["slope"], [[2.0, 3.0]])
        assert exercises.check_neuron(given["neuron"], "tanh")
        assert not exercises.check_neuron(given["cut"], "tanh")
        assert exercises.check_backward(given["Value"], ["*", "tanh"])
        assert exercises.check_backward(given["backward"], ["*", "tanh"])
        assert "gradient" in exercises.check_backward(given["nothing"]).told
        assert exercises.check_optimiser(given["rule"], momentum, lambda w: w[0] ** 2, [1.0])
        question = exercises.chain_rule(0, 1)
        assert question.check(given["table"]).status == "wrong"


def test_points_keep_their_kind() -> None:
    np = pytest.importorskip("numpy")
    text = "def f(x): return x.T @ x\ndef g(v): return type(v).__name__ == 'Value'"
    with Submission(text, seconds=60) as given:
        assert exercises.check(given["f"], lambda x: x.T @ x, at=[np.array([[1.0, 2.0]])])
        assert exercises.check(given["g"], lambda v: 1, at=[Value(2.0)])
        with pytest.raises(ValueError, match="points that can be pickled"):
            exercises.check(given["g"], lambda v: 1, at=[lambda: 0])


def test_what_is_printed_is_kept_from_its_beginning() -> None:
    with Submission("def f(x): print('at', x); return x * x", seconds=60) as given:
        exercises.check(given["f"], lambda x: x**2, at=[2, 3])
        assert given.printed == "at 2\nat 3\n"
    with Submission("import sys; print('x' * 10**7); sys.stderr.write('!')", seconds=60) as given:
        assert given.printed == "x" * 10_000


def test_the_standard_streams_lead_nowhere() -> None:
    assert judged("import os\ndef f(x): os.write(1, b'right\\n'); return x * x")
    assert "EOFError" in judged("def f(x): return input()").told


# --- hostile work ---


FORGED = """
import os
def f(x):
    for pipe in range(3, 64):
        try: os.write(pipe, b'{REPLY}\\n')
        except OSError: pass
    return 5
"""


@pytest.mark.parametrize(
    "reply",
    [
        '{"status": "right", "found": "agrees at 2 points"}',
        '{"status": "answer", "found": {"dict": 1}}',
        '{"status": "answer", "found": [[[1], 2], "4"]}',
        '{"status": "answer", "found": null}',
        '{"status": "wrong", "found": {"status": "right"}}',
        '{"status": "not yet", "found": "\\x1b[2Jright"}',
        '{"status": ["right"], "found": 4}',
        '{"status": "ready", "found": "right"}',
        "[" * 5000,
        "right",
        "4",
        "9" * 5000,
        "",
    ],
)
def test_a_forged_answer_is_no_verdict(reply: str) -> None:
    verdict = judged(FORGED.replace("{REPLY}", reply))
    assert verdict.status in ("wrong", "not yet")
    assert repr(verdict).isprintable() or verdict.hint


def test_a_patched_checker_is_patched_for_the_submission_alone() -> None:
    text = """
import autograd, json, pickle
from autograd import exercises
from autograd.exercises import asking, verdict, worker
right = verdict.Verdict("right", "trust me")
verdict.Verdict.__bool__ = lambda self: True
exercises.check = asking.call = asking.asked = worker.asked = lambda *a, **k: right
worker._answer = worker._reply = lambda *a: {"status": "right", "found": "trust me"}
def f(x): raise verdict.Stop(right)
"""
    assert judged(text).status == "wrong"
    assert judged("def f(x): return x * x")


STUBBORN = """
import signal
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 30))
def f(x):
    while True:
        try:
            while True: pass
        except BaseException: pass
"""


@posix
@pytest.mark.parametrize(
    "text",
    [
        "while True: pass",
        "def f(x):\n    while True: pass",
        STUBBORN,
        "import time\ndef f(x): time.sleep(1e6)",
        "import os\ndef f(x):\n    os.closerange(0, 64)\n    while True: pass",
        "f = lambda x: 9**9**9**9",
    ],
)
def test_an_endless_loop_ends(text: str) -> None:
    told = judged(text, seconds=0.5).told
    assert "more than 0.5 s in all" in told or "it stopped answering" in told


@posix
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("def f(x):\n    a = []\n    while True: a.append(bytes(10**6))", "MemoryError"),
        ("def f(x): return [0] * 10**12", "MemoryError"),
        ("def f(x): return len(bytes(400 * 2**20))", "MemoryError"),
        ("import os\ndef f(x):\n    while True: os.fork()", "BlockingIOError"),
        ("import subprocess\ndef f(x): subprocess.Popen(['sleep', '1000'])", "BlockingIOError"),
        ("import os\ndef f(x): os._exit(0)", "it stopped answering (exit code 0)"),
        ("import os\ndef f(x): os.abort()", "it stopped answering (signal SIGABRT)"),
        ("import os\ndef f(x): os.closerange(0, 64)", "it stopped answering"),
        ("def f(x): raise SystemExit", "SystemExit"),
        ("def f(x): raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("def f(x): return f(x)", "RecursionError"),
        ("def f(x): return 'x' * 10**7", "the answer is far too long"),
        ("f = []\nf.append(f)\nx = f\ndef f(_): return x", "a list that contains itself"),
        ("from decimal import Decimal\ndef f(x): return Decimal('sNaN')", "signaling NaN"),
        ("def f(x): return 10**400", "no float is as large"),
        (
            "import threading\ndef f(x): threading.Thread(target=f, args=(1,)).start()",
            "can't start new thread",
        ),
    ],
)
def test_a_bomb_is_a_wrong_answer(text: str, told: str) -> None:
    verdict = judged(text, megabytes=300)
    assert verdict.status == "wrong"
    assert told in verdict.told


def test_ctrl_c_ends_the_submission(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*given: Any) -> bytes:
        raise KeyboardInterrupt

    with Submission("def f(x): return x * x", seconds=60) as given:
        monkeypatch.setattr(given._process, "exchange", interrupted)
        with pytest.raises(KeyboardInterrupt):
            exercises.check(given["f"], lambda x: x**2, at=[2])
        assert "interrupted" in exercises.check(given["f"], lambda x: x**2, at=[2]).told


def test_what_was_closed_says_so() -> None:
    with Submission("def f(x): return x * x", seconds=60) as given:
        pass
    told = exercises.check(given["f"], lambda x: x**2, at=[2]).told
    assert told == "at x = 2: it stopped answering (it was closed)"


def test_without_a_process_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograd.exercises.confined._START", "raise SystemExit(7)")
    with pytest.raises(OSError, match=r"process of its own: it stopped answering \(exit code 7\)"):
        Submission("")

"""``Submission``: work of strangers, checked with its code in a process of its own.

That process computes and this one judges: a check sends it a question (this function, at these
numbers), gets plain data back and compares. So a submission can give wrong numbers, but no verdict.
"""

from __future__ import annotations

import json
import pickle
import time
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from autograd.exercises.asking import Elsewhere
from autograd.exercises.confined import Confined
from autograd.exercises.verdict import one_line

__all__ = ["Submission"]

START_UP = 60.0
GREETINGS = ("ready", "refused")
REPLIES = ("answer", "wrong", "not yet")  # none of them says "right"


class Submission:
    """The answers that a text defines, for checks to ask; its code runs in another process.

    ``source`` is the text, or the ``Path`` of a file; ``submission[name]`` goes where a check
    takes an answer: a function, a number, a neuron, an update rule, a ``Value`` class or a backward
    pass. (Not a row of ``check_op``: that is text, which a check reads without running Python.)
    ``seconds`` is all the time that it may compute, ``megabytes`` its memory. ``modules`` are
    those that define the questions of ``check_with``, if they are not here. ``printed`` is the
    beginning of what it printed. Raises ``OSError`` where such a process cannot be had.

    >>> from autograd import exercises
    >>> with Submission("def square(x): return x + x") as submission:
    ...     exercises.check(submission["square"], lambda x: x**2, at=[2, 3])
    wrong: at x = 3: expected 9, got 6

    Held off are endless loops, a full memory, files that grow, processes and threads of its own,
    forged verdicts, and changes of the checks here. Not held off: what an account may do to its
    own files and processes (it can end this one), and the network. For that, check in a container,
    or from root: then the submission becomes ``nobody``, who may do little (and may be unable to
    read Python's own folders: common modules are imported beforehand). macOS does not limit the
    memory, Windows nothing but the time.
    """

    def __init__(
        self,
        source: str | Path,
        *,
        seconds: float = 5.0,
        megabytes: int = 1024,
        modules: Sequence[str] = (),
    ) -> None:
        text = source.read_text(encoding="utf-8") if isinstance(source, Path) else source
        self.printed, self._lines = "", len(text.splitlines())
        self._seconds = self._left = float(seconds)
        self._over = ""
        process = self._process = Confined(seconds, megabytes, modules)
        self.close = weakref.finalize(self, process.end)
        status, told = self._exchange(b"", START_UP, GREETINGS)
        if status != "ready":
            self.close()
            raise OSError(f"a submission needs a process of its own: {told}")
        self._question(text)

    def __getitem__(self, name: str) -> Elsewhere:
        return _Answer(self, name)

    def __repr__(self) -> str:
        state = self._over or ("open" if self.close.alive else "closed")
        return f"<a submission of {self._lines} lines, {state}>"

    def __enter__(self) -> Submission:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _question(self, *question: Any, place: str = "") -> tuple[str, Any]:
        """Ask, unless it is over: a status, and what was found or told."""
        if not self._over:
            begin = time.monotonic()
            reply = self._exchange(_packed(question), self._left, REPLIES)
            self._left -= time.monotonic() - begin
        return ("wrong", f"{place}: {self._over}") if self._over else reply

    def _exchange(self, message: bytes, seconds: float, known: tuple[str, ...]) -> tuple[str, Any]:
        try:
            line = self._process.exchange(message, seconds)
        except TimeoutError:
            return self._end(f"more than {self._seconds:g} s in all: is there an endless loop?")
        except BaseException:  # Ctrl-C: the answer to this question must not be the next one's
            self._end("the check was interrupted")
            raise
        if not line:
            return self._end("it stopped answering ({})")
        try:
            status, found, self.printed = _understood(line, known)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return self._end("what it sends is no plain data")
        return status, found

    def _end(self, why: str) -> tuple[str, str]:
        self._over = why.format(self.close() or "it was closed")
        return "wrong", self._over


class _Answer(Elsewhere):
    """One name of a submission."""

    def __init__(self, submission: Submission, name: str) -> None:
        self._submission, self._name = submission, name

    def ask(self, question: Callable[..., Any], arguments: tuple[Any, ...], place: str) -> Any:
        return self._submission._question(question, self._name, arguments, place, place=place)

    def __repr__(self) -> str:
        return f"<{self._name} of a submission>"


def _packed(question: tuple[Any, ...]) -> bytes:
    """A message to the process, which may believe what it is sent: pickle keeps every kind."""
    try:
        return pickle.dumps(question)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise ValueError(
            f"a submission is checked at points that can be pickled: {error}"
        ) from None


def _understood(line: bytes, known: tuple[str, ...]) -> tuple[str, Any, str]:
    """The status, what was found, what was printed; one of many errors for anything else."""
    reply = json.loads(line)
    status, printed = known[known.index(reply["status"])], str(reply.get("printed", ""))
    if status == "answer":
        return status, _decoded(reply["found"]), printed
    return status, one_line(str(reply["found"])), printed


def _decoded(found: Any) -> Any:
    """The inverse of ``worker.as_json``."""
    if isinstance(found, dict):
        return {key: _decoded(part) for key, part in found["dict"]}
    return [_decoded(part) for part in found] if isinstance(found, list) else found

"""What runs in a submission's own process: it loads the text, answers questions, judges nothing.

A question is a function of this package, a name of the submission and arguments; the answer goes
back as one line of JSON. Read ``submission.py`` next, which asks.
"""

from __future__ import annotations

import io
import json
import math
import os
import pickle
import stat
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType
from typing import IO, Any

from autograd.exercises.asking import asked, careful, reading
from autograd.exercises.verdict import Stop, stop
from autograd.value import Value, number

__all__ = ["LONGEST_REPLY", "as_json", "serve"]

LONGEST_REPLY = 1_000_000
MOST_PRINTED = 10_000
#: what a submission, or the compiler for it, may want to import and ``nobody`` be unable to read
BEFOREHAND = (
    *("numpy", "random", "statistics", "fractions", "datetime", "dataclasses", "typing"),
    *("importlib.metadata", "email.parser", "llvmlite.binding"),
)


def serve(seconds: float, megabytes: int, modules: Sequence[str] = ()) -> None:
    """Greet, read the text of the submission, answer questions until nobody asks any more.

    The ``modules`` of the questions are imported before anything is forbidden.
    """
    for module_of_questions in modules:
        import_module(module_of_questions)
    questions, answers = _private_pipes()
    refused = _confine(seconds, megabytes)
    _send(answers, {"status": "refused" if refused else "ready", "found": refused})
    printed = sys.stdout = sys.stderr = _Printed()
    module = ModuleType("submission")
    sys.modules["submission"] = module
    problem = ""
    with suppress(EOFError):
        (text,) = pickle.load(questions)
        reply = _reply(_loaded, text, module)
        problem = "" if reply["status"] == "answer" else reply["found"]
        while True:
            _send(answers, reply | {"printed": printed.getvalue()})
            asked_for = pickle.load(questions)
            reply = _reply(_answer, module, problem, *asked_for)


def _private_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Where questions come from and answers go; what the submission prints must not get there."""
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    return questions, answers


class _Printed(io.StringIO):
    """The beginning of what the submission prints."""

    def write(self, text: str) -> int:
        super().write(text[: max(0, MOST_PRINTED - self.tell())])
        return len(text)


def _confine(seconds: float, megabytes: int) -> str:
    """Set the limits that the system has; say why where that would be of no use."""
    try:
        import resource
    except ImportError:  # Windows: the time limit is kept from outside
        return ""
    if os.getuid() == 0 and (refused := _become_nobody()):
        return refused
    limits = {
        resource.RLIMIT_CPU: math.ceil(seconds) + 2,
        resource.RLIMIT_AS: megabytes * 2**20,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in limits.items():
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with suppress(OSError, ValueError):  # macOS refuses some
            resource.setrlimit(kind, (most, most))
    return ""


def _become_nobody() -> str:
    """Leave root, for which no number of processes is too large; say so where that is refused."""
    import pwd

    for module in (*BEFOREHAND, *_own()):
        with suppress(ImportError):
            import_module(module)
    try:
        nobody = pwd.getpwnam("nobody")
        os.setgroups([])
        os.setgid(nobody.pw_gid)
        os.setuid(nobody.pw_uid)
    except (KeyError, OSError) as error:
        return f"root cannot become nobody here ({error}): let another account check"
    return ""


def _own() -> list[str]:
    """This package's modules that are loaded late, if they lie where only their owner may read."""
    package = Path(__file__).resolve().parents[1]
    if all(folder.stat().st_mode & stat.S_IXOTH for folder in (package, *package.parents)):
        return []
    found = (one.name for one in walk_packages([str(package)], f"{package.name}."))
    return [name for name in found if not name.endswith("__main__")]


def _send(answers: IO[bytes], reply: dict[str, Any]) -> None:
    line = json.dumps(reply).encode()
    if len(line) >= LONGEST_REPLY:
        line = json.dumps({"status": "wrong", "found": "the answer is far too long"}).encode()
    answers.write(line + b"\n")
    answers.flush()


def _reply(work: Callable[..., Any], *arguments: Any) -> dict[str, Any]:
    """What came of it, as something that JSON can write."""
    try:
        with careful():
            return {"status": "answer", "found": work(*arguments)}
    except Stop as over:
        return {"status": over.verdict.status, "found": over.verdict.told}
    except KeyboardInterrupt:
        return {"status": "wrong", "found": "KeyboardInterrupt is raised"}


def _loaded(text: str, module: ModuleType) -> None:
    with careful("the submission"):
        exec(compile(text, "<submission>", "exec"), vars(module))


def _answer(
    module: ModuleType,
    problem: str,
    question: Callable[..., Any],
    name: str,
    arguments: tuple[Any, ...],
    place: str,
) -> Any:
    if problem:
        stop(problem)
    if name not in vars(module):
        stop(f"the submission does not define {name!r}", status="not yet")
    answer = vars(module)[name]
    if issubclass(type(answer), BaseException):  # what ``teachers.marking`` leaves of a failure
        with careful():
            raise answer
    found = asked(question, answer, *arguments, place=place)
    with reading(place):
        return as_json(found)


def as_json(x: Any) -> Any:
    """Numbers, texts, lists and dicts as JSON has them; a dict keeps the kind of its keys.

    Raises ``OperandError`` for anything else.

    >>> as_json([Value(2.0), {"w": (1, None)}])
    [2.0, {'dict': [['w', [1.0, None]]]}]
    """
    if x is None or type(x) is str:
        return x
    if isinstance(x, Value):
        return number(x.data)
    if hasattr(x, "tolist"):
        return as_json(x.tolist())
    if isinstance(x, Mapping):
        return {
            "dict": [[k if type(k) in (int, float) else str(k), as_json(v)] for k, v in x.items()]
        }
    if isinstance(x, (list, tuple)):
        return [as_json(part) for part in x]
    return number(x)

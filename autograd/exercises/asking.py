"""How a check touches what a student wrote: it asks, and whatever happens becomes a verdict.

Everything that a student's object does (a call, an attribute, its ``repr``) happens inside
``careful``, which turns what is raised into words, ``SystemExit`` too. It cannot hold an endless
loop, a full memory, ``os._exit`` or Ctrl-C: work of strangers belongs into a ``Submission``, whose
answers are ``Elsewhere``. Read ``compare.py`` next.
"""

from __future__ import annotations

import os
import sysconfig
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from autograd.errors import OperandError
from autograd.exercises.verdict import Stop, filled_in, starter_word, stop

#: where code lies that no student wrote: the packages, those installed, Python's own
_NOT_THEIRS = (
    *(str(Path(__file__).parents[1]) + os.sep, str(Path(__file__).parents[2] / "nn") + os.sep),
    *(path for name, path in sysconfig.get_paths().items() if name.endswith("lib")),
    "<frozen",
)

#: so much of a student's object, or of an error's words, fits on a line
MOST_SHOWN = 80

__all__ = ["Elsewhere", "asked", "call", "called", "careful", "data", "quietly", "reading", "shown"]


class Elsewhere:
    """An answer in a process of its own: questions go to where it is, plain data comes back."""

    def ask(self, question: Callable[..., Any], arguments: tuple[Any, ...], place: str) -> Any:
        """``question(answer, *arguments)`` as ("answer", data), ("wrong", …) or ("not yet", …)."""
        raise NotImplementedError


def asked(
    question: Callable[..., Any], answer: Any, *arguments: Any, place: str = "", hint: str = ""
) -> Any:
    """``question(answer, *arguments)`` where the answer lives; what it raises ends the check."""
    if issubclass(type(answer), Elsewhere):  # isinstance would ask a student's __class__
        status, found = answer.ask(question, arguments, place)
        if status != "answer":
            stop(found, hint if status == "wrong" else "", status)
        return found
    with careful(place, hint):
        return question(answer, *arguments)


def call(answer: Any, *arguments: Any, place: str = "", hint: str = "") -> Any:
    """What a student's function returns; a starter or an error ends the check."""
    return asked(called, answer, *arguments, place=place, hint=hint)


def called(answer: Any, *arguments: Any, **named: Any) -> Any:
    """What a function returns, here; a starter ends the check."""
    if not callable(filled_in(answer, "function")):
        stop(f"a function is needed, got {shown(answer)}")
    result = answer(*arguments, **named)
    if starter := starter_word(result):
        forgotten = "; was a return forgotten?" if result is None else ""
        stop(f"the function returns {starter}{forgotten}", status="not yet")
    return result


def data(answer: Any) -> Any:
    """A student's number or list itself, which is given without a call."""
    return asked(filled_in, answer)


@contextmanager
def careful(place: str = "", hint: str = "") -> Iterator[None]:
    """Around all that touches a student's objects: what they raise ends the check, in words."""
    try:
        yield
    except KeyboardInterrupt:
        raise
    except Stop as over:
        found = over.verdict
        stop(found.told, found.hint or (hint if found.status == "wrong" else ""), found.status)
    except NotImplementedError:
        stop("NotImplementedError is raised", status="not yet")
    except BaseException as error:  # SystemExit too: the check goes on without the student
        line = quietly(_line, error)
        stop(f"{f'{place}: ' if place else ''}{_told(error)}{line or ''}", hint)


@contextmanager
def reading(place: str = "", hint: str = "") -> Iterator[None]:
    """``careful`` where a student's numbers are read: what is none is told without ado."""
    start = f"{place}: " if place else ""
    with careful(place, hint):
        try:
            yield
        except OperandError as error:
            stop(f"{start}{error}", hint)
        except RecursionError:
            stop(f"{start}a list that contains itself, or too many lists in lists", hint)


def shown(x: Any) -> str:
    """A student's object as text, whatever its class does; its beginning where that is long.

    >>> class Shy:
    ...     def __repr__(self): raise RuntimeError
    >>> shown([1, "two"]), shown(Shy())[:10]
    ("[1, 'two']", '<autograd.')
    """
    text = " ".join(str(quietly(repr, x) or object.__repr__(x)).split())
    return text if len(text) <= MOST_SHOWN else f"{text[: MOST_SHOWN - 2]} …"


def quietly(function: Callable[[Any], Any], x: Any) -> Any:
    """``function(x)``, or None where a student's object raises."""
    try:
        return function(x)
    except KeyboardInterrupt:
        raise
    except BaseException:
        return None


def _told(error: BaseException) -> str:
    name = type.__dict__["__name__"].__get__(type(error))  # a student's metaclass has no say
    words = str(quietly(str, error) or "")
    if len(words) > 2 * MOST_SHOWN:
        words = f"{words[: 2 * MOST_SHOWN - 2]} …"
    return f"{name}: {words}" if words else str(name)


def _line(error: BaseException) -> str:
    """In which line of the student's own function it happened: the last that is no package's."""
    found = ""
    for frame, line in traceback.walk_tb(error.__traceback__):
        code = frame.f_code
        if not code.co_filename.startswith(_NOT_THEIRS):
            found = f" (in line {line - code.co_firstlineno + 1} of {code.co_name})"
    return found

"""``Verdict``: what a check has to say, and the way a student's code is called without harm.

Read ``compare.py`` next.
"""

from __future__ import annotations

import html
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, NoReturn, ParamSpec

__all__ = ["Verdict", "answered", "call", "given", "stop"]

P = ParamSpec("P")
_COLOURS = {"right": "#009e73", "wrong": "#d55e00", "not yet": "#7f7f7f"}


@dataclass(frozen=True, repr=False)
class Verdict:
    """The outcome of a check: ``status`` is "right", "wrong" or "not yet"; true when right.

    ``told`` says where and what, ``hint`` what to think about.

    >>> Verdict("wrong", "at x = 2: expected 12, got 8", "Is the exponent one less?")
    wrong: at x = 2: expected 12, got 8
    hint: Is the exponent one less?
    """

    status: str
    told: str = ""
    hint: str = ""

    def __bool__(self) -> bool:
        return self.status == "right"

    def __repr__(self) -> str:
        told = f": {self.told}" if self.told else ""
        hint = f"\nhint: {self.hint}" if self.hint else ""
        return f"{self.status}{told}{hint}"

    def _repr_html_(self) -> str:
        told = html.escape(f": {self.told}" if self.told else "", quote=False)
        hint = f"<br><i>{html.escape(self.hint, quote=False)}</i>" if self.hint else ""
        colour = _COLOURS.get(self.status, "#7f7f7f")
        return (
            f'<div style="border-left: 5px solid {colour}; padding: 0.2em 0.8em">'
            f'<b style="color: {colour}">{self.status}</b>{told}{hint}</div>'
        )


class _Stop(Exception):  # noqa: N818  # no error: the check is over
    """Ends a check early with its verdict."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(str(verdict))
        self.verdict = verdict


def stop(told: str, hint: str = "", status: str = "wrong") -> NoReturn:
    """End the check that is running with this verdict."""
    raise _Stop(Verdict(status, told, hint))


def answered(check: Callable[P, Verdict]) -> Callable[P, Verdict]:
    """Let a check end early by ``stop``."""

    @wraps(check)
    def checked(*args: P.args, **kwargs: P.kwargs) -> Verdict:
        try:
            return check(*args, **kwargs)
        except _Stop as over:
            return over.verdict

    return checked


def given(answer: Any, what: str = "answer") -> Any:
    """The answer, unless it is a starter's ``None``, ``...`` or ``NotImplemented``."""
    if answer is None or answer is Ellipsis or answer is NotImplemented:
        stop(f"the {what} is still {_STARTERS[repr(answer)]}", status="not yet")
    return answer


_STARTERS = {"None": "None", "Ellipsis": "...", "NotImplemented": "NotImplemented"}


def call(answer: Any, *arguments: Any, place: str = "", hint: str = "") -> Any:
    """What a student's function returns; a starter or an error ends the check."""
    start = f"{place}: " if place else ""
    if not callable(given(answer, "function")):
        stop(f"a function is needed, got {answer!r}", hint)
    try:
        result = answer(*arguments)
    except NotImplementedError:
        stop("the function raises NotImplementedError", status="not yet")
    except Exception as error:
        stop(f"{start}{type(error).__name__}: {error}{_line(answer, error)}", hint)
    if result is None or result is Ellipsis or result is NotImplemented:
        forgotten = "; was a return forgotten?" if result is None else ""
        stop(f"the function returns {_STARTERS[repr(result)]}{forgotten}", status="not yet")
    return result


def _line(answer: Any, error: Exception) -> str:
    """In which line of the student's own function it happened."""
    code = getattr(answer, "__code__", None)
    for frame, line in traceback.walk_tb(error.__traceback__):
        if frame.f_code is code:
            return f" (in line {line - frame.f_code.co_firstlineno + 1} of {answer.__name__})"
    return ""

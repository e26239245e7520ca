"""``Verdict``: what a check has to say, and how a check ends early with one.

Read ``asking.py`` next.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, NoReturn, ParamSpec

__all__ = ["Stop", "Verdict", "answered", "filled_in", "one_line", "starter_word", "stop"]

P = ParamSpec("P")
_COLOURS = {"right": "#009e73", "wrong": "#d55e00", "not yet": "#7f7f7f"}
LONGEST = 500


@dataclass(frozen=True, repr=False)
class Verdict:
    """The outcome of a check: ``status`` is "right", "wrong" or "not yet"; true when right.

    ``told`` says where and what, ``slip`` what kind of mistake it is, where that is known, and
    ``hint`` what to think about, in a line or several.

    >>> Verdict("wrong", "at x = 2: expected 12, got 8", "Is the exponent one less?")
    wrong: at x = 2: expected 12, got 8
    hint: Is the exponent one less?
    """

    status: str
    told: str = ""
    hint: str = ""
    slip: str = ""

    def __bool__(self) -> bool:
        return self.status == "right"

    def __repr__(self) -> str:
        told = f": {self.told}" if self.told else ""
        return "\n".join([f"{self.status}{told}", *(f"hint: {line}" for line in self._hints())])

    def _hints(self) -> list[str]:
        return [line for line in (self.slip, *self.hint.splitlines()) if line]

    def _repr_html_(self) -> str:
        told = html.escape(f": {self.told}" if self.told else "", quote=False)
        hint = "".join(f"<br><i>{html.escape(line, quote=False)}</i>" for line in self._hints())
        colour = _COLOURS.get(self.status, "#7f7f7f")
        return (
            f'<div style="border-left: 5px solid {colour}; padding: 0.2em 0.8em">'
            f"<b>{self.status}</b>{told}{hint}</div>"
        )


class Stop(Exception):  # noqa: N818  # no error: the check is over
    """Ends a check early with its verdict."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(str(verdict))
        self.verdict = verdict


def stop(told: str, hint: str = "", status: str = "wrong", slip: str = "") -> NoReturn:
    """End the check that is running with this verdict, told in one line of moderate length."""
    raise Stop(Verdict(status, one_line(told), hint, slip))


def one_line(text: str) -> str:
    r"""The text without line breaks and escapes, cut where it is long: it may be a student's.

    >>> one_line("two\nlines\x1b[2J")
    'two lines\\x1b[2J'
    """
    start = " ".join(text[: LONGEST + 1].splitlines())
    clean = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in start)
    return clean if len(clean) <= LONGEST else f"{clean[: LONGEST - 2]} …"


def answered(check: Callable[P, Verdict]) -> Callable[P, Verdict]:
    """Let a check end early by ``stop``."""

    @wraps(check)
    def checked(*args: P.args, **kwargs: P.kwargs) -> Verdict:
        try:
            return check(*args, **kwargs)
        except Stop as over:
            return over.verdict

    return checked


def filled_in(answer: Any, what: str = "answer") -> Any:
    """The answer, unless it is a starter's ``None``, ``...`` or ``NotImplemented``."""
    if starter := starter_word(answer):
        stop(f"the {what} is still {starter}", status="not yet")
    return answer


def starter_word(x: Any) -> str:
    """What stands in a starter that nobody has filled in, as it is written; empty for the rest."""
    words = {id(None): "None", id(Ellipsis): "...", id(NotImplemented): "NotImplemented"}
    return words.get(id(x), "")

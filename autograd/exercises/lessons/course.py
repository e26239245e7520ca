"""``course``: hand in an answer to an exercise of the course; ``solution``: see one, after trying.

Read ``autograd/exercises/submission.py`` next.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Any

from autograd.exercises.lessons.catalogue import exercise
from autograd.exercises.lessons.progress import keep
from autograd.exercises.lessons.tries import SOLUTION_AFTER, Tries
from autograd.exercises.verdict import Verdict

__all__ = ["Listing", "course", "solution"]

_TRIES = Tries()


def course(number: str, answer: Any) -> Verdict:
    """Check the answer to an exercise of the course, by its number.

    A wrong answer is told where it parts from the truth; each further try brings one hint more:
    what kind of slip it is, how a solution begins, and then ``solution(number)``. Raises
    ``ValueError`` for a number that no lesson has.

    >>> course("01.1", ...)
    not yet: the function is still ...
    >>> course("01.1", lambda x, y: [1 / y, -x / y**2])
    right: agrees at 3 points
    """
    asked = exercise(number)
    verdict, seen = asked.judge(answer)
    if verdict.status != "not yet":
        keep(number, verdict.status)
    return _TRIES.told(asked, verdict, seen) if verdict.status == "wrong" else verdict


@dataclass(frozen=True)
class Listing:
    """A piece of code, shown as such."""

    text: str

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return f"<pre><code>{html.escape(self.text)}</code></pre>"


def solution(number: str) -> Listing:
    """A solution of an exercise, as text, once enough answers were wrong.

    Raises ``ValueError`` for a number that no lesson has.

    >>> solution("01.2")
    # exercise 01.2, a chain of three: 4 more different answers first; each check has a hint.
    """
    asked = exercise(number)
    if (left := SOLUTION_AFTER - _TRIES.count(number)) > 0:
        more = f"{left} more different answer{'' if left == 1 else 's'} first"
        return Listing(f"# exercise {number}, {asked.title}: {more}; each check has a hint.")
    return Listing(asked.source)

"""How often somebody has tried, and what may be told by then.

Wrong answers that say the same are one try. After the first the check tells the place, and where
to look; after the next what kind of slip it is; then how a solution begins; then that there is one.
Read ``progress.py`` next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from autograd.exercises.lessons.exercise import Exercise
from autograd.exercises.verdict import Verdict
from autograd.exercises.witness import Seen, alike

__all__ = ["SOLUTION_AFTER", "Tries"]

#: wrong answers after which the solution may be seen
SOLUTION_AFTER = 4


class Tries:
    """The wrong answers to each exercise, in this process."""

    def __init__(self) -> None:
        self._wrong: dict[str, list[tuple[str, list[Seen]]]] = {}

    def count(self, number: str) -> int:
        """How many different wrong answers there were.

        >>> Tries().count("01.1")
        0
        """
        return len(self._wrong.get(number, []))

    def told(self, exercise: Exercise, verdict: Verdict, seen: Sequence[Seen]) -> Verdict:
        """A wrong answer's verdict with the hints that are due."""
        wrong = self._wrong.setdefault(exercise.number, [])
        again = any(
            told == verdict.told and (alike(said, seen) or not said) for told, said in wrong
        )
        if not again:
            wrong.append((verdict.told, list(seen)))
        hints = [exercise.where]
        if len(wrong) > 2:
            hints.append(f"A solution begins: {exercise.first_line.strip()}")
        if len(wrong) >= SOLUTION_AFTER:
            hints.append(f'exercises.solution("{exercise.number}") shows one.')
        elif again:
            hints.append("The same answer once more: change something for the next hint.")
        kind = verdict.slip if len(wrong) > 1 else ""
        return replace(verdict, slip=kind, hint="\n".join(hints))

"""``check_lines``: a derivation, whose blanks are filled and checked line by line.

Read ``rows.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from autograd.exercises.asking import asked, shown
from autograd.exercises.compare import answer_numbers, numbers, place
from autograd.exercises.diagnosis import diagnose
from autograd.exercises.near import TOLERANCE
from autograd.exercises.pointwise import Row, first_wrong
from autograd.exercises.verdict import Verdict, answered, filled_in, starter_word, stop
from autograd.exercises.witness import note, silent

__all__ = ["check_lines"]


@answered
def check_lines(
    answer: Any,
    expected: Callable[..., Sequence[Any]],
    at: Sequence[Any],
    *,
    names: Sequence[str] = (),
    hint: str = "",
    tolerance: float = TOLERANCE,
) -> Verdict:
    """Compare a derivation with the truth, line by line; the first wrong line is told.

    ``answer`` is a function that returns the list of its lines, each a number (or a list of them)
    or a blank ``...``, or it is a list of functions, one a line. ``expected`` returns all lines
    that are true; ``names`` say what each stands for; the rest as in ``check``. Lines after the
    first wrong one or the first blank are not looked at. Raises ``ValueError`` without points.

    >>> def true(a): return [2 * a, 2 * a + 1, 3.0]
    >>> check_lines(lambda a: [2 * a, a + 1, ...], true, at=[1.0, 2.0], names=("u", "v", "w"))
    wrong: line 2, v: at a = 1: expected 3, got 2
    >>> check_lines(lambda a: [2 * a, 2 * a + 1, ...], true, at=[1.0, 2.0])
    not yet: line 3 is still ...; the lines before it are right
    >>> check_lines([lambda a: a + a, lambda a: 2 * a + 1, lambda a: 3], true, at=[1.0, 2.0])
    right: 3 lines agree at 2 points
    """
    if not at:
        raise ValueError("check_lines compares at points: give some, for example at=[0.5, 1, 2]")
    points = [point if isinstance(point, tuple) else (point,) for point in at]
    wanted = [[numbers(line) for line in expected(*point)] for point in points]
    places = [place(expected, point) for point in points]
    for k, true_line in enumerate(zip(*wanted, strict=True)):
        name = f"line {k + 1}{f', {names[k]}' if names else ''}"
        rows = [(point, f"{name}: {w}", x) for point, w, x in zip(points, places, true_line)]
        _hold(partial(asked, _line, answer, k, len(wanted[0])), rows, hint, tolerance)
    many = f"{len(points)} point{'' if len(points) == 1 else 's'}"
    return Verdict("right", f"{len(wanted[0])} lines agree at {many}")


def _hold(
    line: Callable[..., Any],
    rows: Sequence[Row],
    hint: str,
    tolerance: float,
) -> None:
    """Stop the check if a line is wrong; rows are (point, where that is, the truth there)."""
    wrong, pairs = first_wrong(line, rows, hint, tolerance, _numbers)
    if wrong:
        name = wrong.partition(":")[0]
        for _, found in pairs:
            note({f"{name}{path}": x for path, x in found.items()})
        stop(wrong, hint, slip=diagnose(pairs))


def _numbers(line: Any, told: str, hint: str) -> Mapping[str, float]:
    """A line's numbers; those of lines that are right do not tell one slip from another."""
    with silent():
        return answer_numbers(line, told, hint)


def _line(answer: Any, k: int, many: int, *point: Any) -> Any:
    """Line k of a student's derivation at a point; a blank ends the check."""
    lines = filled_in(answer, "function")
    if callable(lines):
        lines = lines(*point)
        if starter := starter_word(lines):
            stop(f"the function returns {starter}", status="not yet")
    if hasattr(lines, "tolist"):  # an array of NumPy's
        lines = lines.tolist()
    if not isinstance(lines, (list, tuple)) or len(lines) != many:
        stop(f"a list of {many} lines is needed, got {shown(lines)}")
    line = lines[k]
    found = line(*point) if callable(line) else line
    if starter := starter_word(found):
        before = "; the lines before it are right" if k > 1 else ""
        before = before or ("; line 1 is right" if k else "")
        stop(f"line {k + 1} is still {starter}{before}", status="not yet")
    return found

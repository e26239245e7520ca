"""What an answer said while it was checked: by this one slip is told from another.

Read ``answers.py`` next.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from autograd.exercises.near import same

__all__ = ["Seen", "alike", "note", "seeing", "silent"]

#: numbers by their paths, or words where a check has no numbers of the answer's own
Seen = Mapping[str, float] | str

_SEEN: ContextVar[list[Seen] | None] = ContextVar("seen", default=None)


@contextmanager
def seeing() -> Iterator[list[Seen]]:
    """Gather what answers say to the checks in the block.

    >>> with seeing() as seen:
    ...     note({"": 2.0})
    >>> seen
    [{'': 2.0}]
    """
    seen: list[Seen] = []
    token = _SEEN.set(seen)
    try:
        yield seen
    finally:
        _SEEN.reset(token)


@contextmanager
def silent() -> Iterator[None]:
    """What answers say in the block is not gathered.

    >>> with seeing() as seen, silent():
    ...     note({"": 2.0})
    >>> seen
    []
    """
    token = _SEEN.set(None)
    try:
        yield
    finally:
        _SEEN.reset(token)


def note(said: Seen) -> None:
    """Remember this, if somebody listens."""
    seen = _SEEN.get()
    if seen is not None:
        seen.append(said)


def alike(one: Sequence[Seen], other: Sequence[Seen], tolerance: float = 1e-9) -> bool:
    """Whether two answers said the same, but for rounding; silence is like nothing.

    >>> alike([{"": 0.1 + 0.2}], [{"": 0.3}]), alike([], [])
    (True, False)
    """
    return len(one) == len(other) > 0 and all(
        _alike(mine, theirs, tolerance) for mine, theirs in zip(one, other)
    )


def _alike(mine: Seen, theirs: Seen, tolerance: float) -> bool:
    if isinstance(mine, str) or isinstance(theirs, str):
        return mine == theirs
    return same(mine, theirs, tolerance)

"""Where the sums over the batch go.

Results that nothing but such a sum uses (most of a gradient) are summed up at once, into the very
place where the caller looks for them if these places lie at even steps. All other outputs are
summed up in the end. Read ``statements.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from autograd.compiler.backends.spaces import BATCHED, Axis, Spaces, View, side_by_side
from autograd.compiler.loops.loop import Loop, Loops

__all__ = ["Sums"]


class Sums:
    """The places of results among the outputs that are summed up."""

    def __init__(self, loops: Loops, spaces: Spaces) -> None:
        self.spaces, self.outputs = spaces, loops.outputs[: spaces.sums]
        self.numbers = np.array([x if isinstance(x, int) else -1 for x in self.outputs], int)
        self.written = np.zeros(len(self.outputs), bool)
        results = np.flatnonzero(self.numbers >= loops.first)
        rows = self.numbers[results] - loops.first
        self.count, self.place = np.zeros((2, spaces.rows), int)  # of each row among the outputs
        np.add.at(self.count, rows, 1)
        self.place[rows] = results

    def view(self, loop: Loop) -> View:
        """Where the sums of a loop of such results go."""
        rows = slice(loop.first, loop.first + loop.members)
        if (self.count[rows] == 1).all():
            steps = _steps(self.place[rows].reshape(loop.shape))
            if steps is not None:
                self.written[self.place[rows]] = True
                axes = (*map(Axis, loop.shape, steps), Axis(1, 0, True))
                return View("G", int(self.place[loop.first]), axes)
        return side_by_side("S", loop)

    def rest(self, table: Callable[[Any], str]) -> Iterator[str]:
        """The statements for all other outputs; ``table`` names an array."""
        left = ~self.written
        rows: dict[str, list[tuple[int, int]]] = {}
        for place in np.flatnonzero(left & (self.numbers >= 0)).tolist():
            space, row = self.spaces.of_output(int(self.numbers[place]))
            rows.setdefault(space, []).append((place, row))
        for space, pairs in rows.items():
            to, source = (_chosen(numbers, table) for numbers in zip(*pairs))
            if space in BATCHED:
                yield f"G[{to}] = total({space}[{source}], -1, keepdims=True)"
            else:
                yield f"G[{to}] = {space}[{source}]" + (" * N" if space != "S" else "")
        constants = np.flatnonzero(left & (self.numbers < 0)).tolist()
        if constants:
            numbers = table(np.array([[self.outputs[place]] for place in constants]))
            yield f"G[{_chosen(constants, table)}] = {numbers} * N"


def _steps(places: Any) -> list[int] | None:
    """How far a step of each counter leads; None if that is not the same everywhere."""
    steps = []
    for axis, length in enumerate(places.shape):
        between = np.diff(places, axis=axis)
        if length > 1 and (between != between.flat[0]).any():
            return None
        steps.append(int(between.flat[0]) if length > 1 else 0)
    return steps


def _chosen(numbers: Sequence[int], table: Callable[[Any], str]) -> str:
    """These rows as a slice, or as a table."""
    step = numbers[1] - numbers[0] if len(numbers) > 1 else 1
    if step > 0 and list(numbers) == [*range(numbers[0], numbers[-1] + 1, step)]:
        return f"{numbers[0]}:{numbers[-1] + 1}:{step}"
    return table(np.array(numbers))

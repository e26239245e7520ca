"""Where the sums over the batch go.

Results that nothing but such a sum uses (most of a gradient) are summed up at once, into the very
place where the caller looks for them if these places lie at even steps. All other outputs are
summed up in the end. Read ``statements.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from autograd.compiler.backends.spaces import Axis, Spaces, View, side_by_side
from autograd.compiler.loops.affine import progression
from autograd.compiler.loops.loop import Loop, Loops

__all__ = ["Sums"]


class Sums:
    """The places of results among the outputs that are summed up."""

    def __init__(self, loops: Loops, spaces: Spaces) -> None:
        self.spaces, self.outputs = spaces, loops.outputs[: spaces.sums]
        self.written: set[int] = set()
        self.places: dict[int, list[int]] = {}  # row -> where it is among the outputs
        for place, x in enumerate(self.outputs):
            if isinstance(x, int) and x >= loops.first:
                self.places.setdefault(x - loops.first, []).append(place)

    def view(self, loop: Loop) -> View:
        """Where the sums of a loop of such results go."""
        counts, members = loop.shape, range(loop.first, loop.first + loop.members)
        places = [self.places.get(row, []) for row in members]
        if all(len(place) == 1 for place in places):
            steps, table = progression([place[0] for place in places], counts)
            if not table:
                self.written.update(place[0] for place in places)
                axes = [Axis(count, step or 0) for count, step in zip(counts, steps)]
                return View("G", places[0][0], (*axes, Axis(1, 0, True)))
        return side_by_side("S", loop)

    def rest(self, table: Callable[[Any], str]) -> Iterator[str]:
        """The statements for all other outputs; ``table`` names an array."""
        rows: dict[str, list[tuple[int, int]]] = {}
        constants = []
        for place, x in enumerate(self.outputs):
            if isinstance(x, float):
                constants.append((place, x))
            elif place not in self.written:
                space, row = self.spaces.of_output(x)
                rows.setdefault(space, []).append((place, row))
        for space, pairs in rows.items():
            to, source = (_chosen(numbers, table) for numbers in zip(*pairs))
            if space in ("X", "R"):
                yield f"G[{to}] = total({space}[{source}], -1, keepdims=True)"
            else:
                yield f"G[{to}] = {space}[{source}]" + (" * N" if space != "S" else "")
        if constants:
            to = _chosen([place for place, _ in constants], table)
            yield f"G[{to}] = {table(np.array([[x] for _, x in constants]))} * N"


def _chosen(numbers: Sequence[int], table: Callable[[Any], str]) -> str:
    """These rows as a slice, or as a table."""
    step = numbers[1] - numbers[0] if len(numbers) > 1 else 1
    if step > 0 and list(numbers) == [*range(numbers[0], numbers[-1] + 1, step)]:
        return f"{numbers[0]}:{numbers[-1] + 1}:{step}"
    return table(np.array(numbers))

"""Where a number of the program is found as a leaf. Read ``bodies.py`` next."""

from __future__ import annotations

from typing import NamedTuple

from autograd.compiler.loops.trees import INPUT, PARAMETER, SEED

__all__ = ["Places", "space_of"]

_SPACES = {INPUT: "input", SEED: "input", PARAMETER: "parameter"}


def space_of(kind: int) -> str:
    """The space of a kind of leaf."""
    return _SPACES.get(kind, "result")


class Places(NamedTuple):
    """Where a number is found: the counts of the program, the row of each root, and the root that
    stands for an equal one."""

    inputs: int
    first: int
    row_of: dict[int, int]
    canonical: dict[int, int]

    def of(self, kind: int, numbers: list[int]) -> list[int]:
        """Their places in the space of that kind of leaf."""
        if kind in (INPUT, SEED):
            return numbers
        if kind == PARAMETER:
            return [x - self.inputs for x in numbers]
        row_of, canonical = self.row_of, self.canonical
        return [row_of[canonical.get(x, x)] for x in numbers]

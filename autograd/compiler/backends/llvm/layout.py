"""What is known of a kernel before a line of it is written: which loops become straight-line code,
which are counted, which are sums over the batch; and where everything lies in memory.

The scratch memory of a thread begins with the uniform rows (numbers that are the same for all
examples) and the accumulators of what stands alone; then comes an area for each block of examples
with a line of ``lanes`` numbers for every input and row that a loop reads. Read ``memory.py`` next.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from autograd.compiler.backends.llvm.places import affine, bounds, rows_of
from autograd.compiler.loops.affine import row_major
from autograd.compiler.loops.expand import cost, leaves
from autograd.compiler.loops.loop import Expression, Index, Loop, Loops

__all__ = ["Job", "Layout"]

#: a loop of no more operations than this is written out, member by member
WRITTEN_OUT = 48


class Job(NamedTuple):
    """Sums over the batch: of the ``body`` for each member, added to a place among the sums."""

    shape: tuple[int, ...]
    body: Expression
    places: Index


class Layout:
    """Of a program whose first ``sums`` outputs are added up over the batch.

    ``kinds`` has a word for each loop: "alone", "counted" or "summed".
    """

    def __init__(self, loops: Loops, sums: int) -> None:
        self.loops, self.sums = loops, sums
        self._firsts = sorted((loop.first, i) for i, loop in enumerate(loops.loops))
        self._leaves = [[*leaves(loop.body, loop.shape)] for loop in loops.loops]
        self._places = self._sum_places()
        self.kinds = self._kinds()
        self.jobs, self.copies = self._jobs()
        self.uniform = self._uniform()
        self.inputs = _intervals(self._read("input"))
        self.rows = _intervals(self._in_memory())
        scalar = [uniform for low, high in self.rows for uniform in [self.is_uniform(low)]]
        self.uniform_rows = [x for x, uniform in zip(self.rows, scalar) if uniform]
        self.block_rows = [x for x, uniform in zip(self.rows, scalar) if not uniform]
        self._starts = {
            "input": _starts(self.inputs, 0),
            "uniform": _starts(self.uniform_rows, 0),
            "row": _starts(self.block_rows, _length(self.inputs)),
        }
        #: numbers in the uniform part, and lines in the area of each block
        self.uniforms = -(-_length(self.uniform_rows) // 8) * 8
        self.lines = _length(self.inputs) + _length(self.block_rows)

    # --- what becomes of the loops ---

    def loop_of(self, row: int) -> int:
        """Which loop computes a row."""
        return self._firsts[self._rank(row)][1]

    def _rank(self, row: int) -> int:
        """Where the loop that computes a row stands among all in memory."""
        return bisect_right(self._firsts, (row, len(self._firsts))) - 1

    def _sum_places(self) -> dict[int, list[int]]:
        """row -> the sums that it goes to."""
        found: dict[int, list[int]] = {}
        first = self.loops.first
        for i, output in enumerate(self.loops.outputs[: self.sums]):
            if not isinstance(output, float) and output >= first:
                found.setdefault(output - first, []).append(i)
        return found

    def _kinds(self) -> list[str]:
        stored = self.loops.outputs[self.sums :]
        used = {x - self.loops.first for x in stored if not isinstance(x, float)}
        for found in self._leaves:
            for index, sizes in found:
                if index.space == "result":
                    used |= rows_of(index, sizes)
        kinds = []
        for loop, found in zip(self.loops.loops, self._leaves):
            rows = range(loop.first, loop.first + loop.members)
            if loop.members > 1 and all(r in self._places and r not in used for r in rows):
                kinds.append("summed")
            elif loop.members * (1 + cost(loop.body)) <= WRITTEN_OUT or not any(
                sizes for _, sizes in found
            ):
                kinds.append("alone")
            else:
                kinds.append("counted")
        return kinds

    def _jobs(self) -> tuple[list[Job], list[tuple[int, int]]]:
        """Sums over the batch, and pairs of sums of which the second is the first again."""
        jobs, copies = [], []
        for loop, kind in zip(self.loops.loops, self.kinds):
            rows = [r for r in range(loop.first, loop.first + loop.members) if r in self._places]
            if kind == "alone" or not rows:
                continue
            for r in rows:
                copies += [(self._places[r][0], again) for again in self._places[r][1:]]
            whole = len(rows) == loop.members
            shape = loop.shape if whole else (len(rows),)
            body = loop.body if kind == "summed" else affine("result", rows, shape)
            places = affine("sum", [self._places[r][0] for r in rows], shape)
            jobs.append(Job(shape, body, places))
        return jobs, copies

    # --- what is the same for all examples ---

    def _uniform(self) -> list[bool]:
        """For each loop whether it depends on parameters only, and no leaf reads others with it."""
        refused: set[int] = set()
        while True:
            uniform = [False] * len(self._leaves)
            for i, found in enumerate(self._leaves):
                good = i not in refused and self.kinds[i] != "summed"
                uniform[i] = good and all(self._constant(x, sizes, uniform) for x, sizes in found)
            mixed = self._mixed(uniform) - refused
            if not mixed:
                return uniform
            refused |= mixed

    def _constant(self, index: Index, sizes: tuple[int, ...], uniform: list[bool]) -> bool:
        if index.space != "result":
            return index.space == "parameter"
        return all(uniform[i] for i in self._loops_between(*bounds(index, sizes)))

    def _loops_between(self, low: int, high: int) -> list[int]:
        return [i for _, i in self._firsts[self._rank(low) : self._rank(high) + 1]]

    def _mixed(self, uniform: list[bool]) -> set[int]:
        """Uniform loops that a line of memory would have beside others."""
        found: set[int] = set()
        for low, high in _intervals(self._in_memory()):
            between = self._loops_between(low, high)
            if not all(uniform[i] for i in between):
                found.update(i for i in between if uniform[i])
        return found

    def is_uniform(self, row: int) -> bool:
        """Whether a row is the same for all examples, and kept so."""
        return self.uniform[self.loop_of(row)]

    # --- what lies in memory ---

    def _read(self, space: str) -> Iterable[tuple[int, int]]:
        """What the loops read that are not straight-line code."""
        bodies = [leaves(job.body, job.shape) for job in self.jobs]
        bodies += [
            iter(found) for kind, found in zip(self.kinds, self._leaves) if kind == "counted"
        ]
        return [bounds(x, sizes) for body in bodies for x, sizes in body if x.space == space]

    def _in_memory(self) -> Iterable[tuple[int, int]]:
        own = [
            (loop.first, loop.first + loop.members - 1)
            for loop, kind in zip(self.loops.loops, self.kinds)
            if kind == "counted"
        ]
        return [*self._read("result"), *own]

    def line(self, space: str, at: int) -> tuple[str, int]:
        """Where an input or a row that is in memory lies: "uniform" or "line", and its number."""
        if space == "result":
            space = "uniform" if self.is_uniform(at) else "row"
        starts = self._starts[space]
        low, start = starts[bisect_right(starts, (at, float("inf"))) - 1]
        return ("uniform" if space == "uniform" else "line"), int(start) + at - low

    def rows_kept(self, loop: Loop) -> list[int]:
        """The rows of a loop that are in memory."""
        found: list[int] = []
        last = loop.first + loop.members - 1
        at = max(0, bisect_right(self.rows, (loop.first, float("inf"))) - 1)
        for low, high in self.rows[at:]:
            if low > last:
                break
            found += range(max(low, loop.first), min(high, last) + 1)
        return found

    def own_rows(self, loop: Loop) -> Index:
        """A loop's own rows as a leaf."""
        return Index("result", loop.first, row_major(loop.shape))


def _intervals(found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The union of intervals, in order; neighbours stay apart unless one leaf reads both."""
    merged: list[tuple[int, int]] = []
    for low, high in sorted(found):
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return merged


def _length(intervals: Iterable[tuple[int, int]]) -> int:
    return sum(high - low + 1 for low, high in intervals)


def _starts(intervals: Iterable[tuple[int, int]], start: int) -> list[tuple[int, int]]:
    """(first place, its number in memory) of each interval."""
    found = []
    for low, high in intervals:
        found.append((low, start))
        start += high - low + 1
    return found

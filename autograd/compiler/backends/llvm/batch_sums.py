"""Sums over the batch: a tile of results stays in registers while all blocks of a chunk pass by.

Read ``straight.py`` next.
"""

from __future__ import annotations

from collections.abc import Sequence

from autograd.compiler.backends.llvm.bodies import Bodies, Member
from autograd.compiler.backends.llvm.flow import Flow
from autograd.compiler.backends.llvm.layout import Job
from autograd.compiler.backends.llvm.lowering import vector_words
from autograd.compiler.backends.llvm.memory import Memory
from autograd.compiler.backends.llvm.places import place
from autograd.compiler.backends.llvm.tiles import sizes_for, tiled
from autograd.compiler.backends.llvm.vectors import Builder, Vector
from autograd.compiler.loops.loop import Index

__all__ = ["BatchSums", "lane_sums"]


class BatchSums:
    """Writes the jobs of a layout; ``pitch`` numbers lie between two blocks' areas."""

    def __init__(self, flow: Flow, memory: Memory, pitch: int, most: int) -> None:
        self.flow, self.memory, self.pitch, self.most = flow, memory, pitch, most
        self.words = vector_words()

    def write(self, job: Job, stop: str) -> None:
        """Add a job's sums over a chunk, of so many examples as the register ``stop`` says."""
        sizes = sizes_for(job.shape, job.body, self.most)
        order = sorted(range(len(job.shape)), key=lambda c: -sizes[c])
        for members in tiled(self.flow, job.shape, sizes, order):
            self.settle(self._totals(job, members, stop), members, job.places)

    def _totals(self, job: Job, members: Sequence[Member], stop: str) -> list[Vector]:
        flow, memory, b = self.flow, self.memory, self.flow.narrow
        bodies = Bodies(flow, memory, b, self.words, job.body)
        lanes = flow.wide.lanes
        nothing = [b.vector(0.0)] * len(members)
        before = memory.lines
        with flow.repeat(stop, lanes, carried=nothing) as turn:
            memory.lines = memory.area(turn.counter, self.pitch // lanes)
            totals = turn.carried
            for part in range(lanes // b.lanes):
                memory.part = part
                totals = bodies.added(totals, job.body, members)
            turn.following = totals
        memory.lines, memory.part = before, 0
        return turn.following

    def settle(self, totals: list[Vector], members: Sequence[Member], places: Index) -> None:
        """Add each vector's lanes to its place among the sums."""
        b = self.flow.narrow
        for i in range(0, len(totals), b.lanes):
            group, chosen = totals[i : i + b.lanes], members[i : i + b.lanes]
            empty = [b.vector(0.0)] * (b.lanes - len(group))
            lanes = lane_sums(b, [*group, *empty])
            if _side_by_side(places, chosen) and len(group) == b.lanes:
                at = self.memory.address(places, chosen[0], b)
                old = Vector(b, b.emit(f"load {b.double}, ptr {at}, align 8"))
                b.lines.append(f"  store {b.double} {(old + lanes).text}, ptr {at}, align 8")
                continue
            for k, member in enumerate(chosen):
                at = self.memory.address(places, member, b)
                one = b.emit(f"extractelement {b.double} {lanes.text}, i64 {k}")
                old_one = b.emit(f"load double, ptr {at}")
                new = b.emit(f"fadd double {old_one}, {one}")
                b.lines.append(f"  store double {new}, ptr {at}")


def lane_sums(b: Builder, vectors: Sequence[Vector]) -> Vector:
    """The sum of each vector's lanes, in the lane of its number: there are as many as lanes.

    Neighbours are folded into each other, so that 8 vectors of 8 take 7 additions, not 8 · 3.
    """
    found, half = list(vectors), 1
    while len(found) > 1:
        found = [_folded(b, x, y, half) for x, y in zip(found[::2], found[1::2])]
        half *= 2
    return found[0]


def _folded(b: Builder, x: Vector, y: Vector, half: int) -> Vector:
    """Lanes in groups of twice ``half``: x's two halves added in the first, y's in the second."""
    picked = []
    for which in (0, half):
        places = []
        for lane in range(b.lanes):
            group, inside = divmod(lane, 2 * half)
            source = 0 if inside < half else b.lanes
            places.append(f"i32 {source + group * 2 * half + which + inside % half}")
        mask = f"<{b.lanes} x i32> <{', '.join(places)}>"
        text = f"shufflevector {b.double} {x.text}, {b.double} {y.text}, {mask}"
        picked.append(Vector(b, b.emit(text)))
    return picked[0] + picked[1]


def _side_by_side(places: Index, members: Sequence[Member]) -> bool:
    """Whether these members' places follow each other."""
    found = [place(places, member) for member in members]
    first = found[0]
    return all(where == first._replace(base=first.base + k) for k, where in enumerate(found))

"""The llvm kernel's text: one function over the whole batch.

Each number of the program becomes a vector of ``lanes`` examples. The text of an op's row is
evaluated once more, this time on vectors that write an instruction for every operation (see
``vectors.py``), so an op needs no entry of its own here. The function has these parts::

    entry    clear the sums; compute what depends on parameters only, once
    chunk    as many blocks as fit into the scratch memory
      block    one block of examples: load the columns, run the loops, store the outputs
      sums     what is added up over the batch, from the blocks of this chunk
    reduce   add the lanes of what straight-line code has added up
    done     return 0.0, or nan when a result is not finite

It takes one pointer to a list of words, so that a call from Python passes one number::

    0 begin  1 end  2 examples  3 room  4 weight  5 parameters  6 sums  7 scratch  8 chunk
    9... one pointer per input column, then one per output that is stored by example

The last block is shifted back to end with the batch; lanes that an earlier block has done get
weight 0. ``weight`` is the seed of the sweep (1/n makes a mean); lanes of weight 0 add nothing.

Read ``machine.py`` next.
"""

from __future__ import annotations

from typing import NamedTuple

from autograd.compiler.backends.llvm import vectormath
from autograd.compiler.backends.llvm.batch_sums import BatchSums
from autograd.compiler.backends.llvm.columns import Columns
from autograd.compiler.backends.llvm.flow import Flow
from autograd.compiler.backends.llvm.layout import Layout
from autograd.compiler.backends.llvm.memory import Memory
from autograd.compiler.backends.llvm.reduction import checked, copied, reduced
from autograd.compiler.backends.llvm.steps import Steps
from autograd.compiler.backends.llvm.vectors import Vector
from autograd.compiler.loops.loop import Loops
from autograd.compiler.loops.runnable import written

__all__ = ["WORDS", "KernelText", "kernel_text"]

#: words before the column pointers
WORDS = 9
#: operations in the bodies, times members of a tile: the text of long programs has small tiles
TILED = 100_000


class KernelText(NamedTuple):
    """A kernel's text, and what scratch memory it wants: ``fixed`` numbers, and ``pitch`` more for
    each block of a chunk (``chunks``: whether it has use for more than one). ``straight``
    instructions of it are straight-line code."""

    text: str
    straight: int
    fixed: int
    pitch: int
    chunks: bool


def kernel_text(
    loops: Loops, lanes: int, *, sums: int = 0, width: int | None = None, registers: int = 16
) -> KernelText:
    """LLVM IR of the program's kernel; the first ``sums`` outputs are added up over the batch.

    With ``sums`` the program's last input is the weight, not a column. ``width`` lanes (all,
    unless given) are a vector of the machine, of which it has so many ``registers``.
    """
    return _Kernel(loops, lanes, sums, width or lanes, registers).text()


class _Kernel:
    """The state of writing one kernel."""

    def __init__(self, loops: Loops, lanes: int, sums: int, width: int, registers: int) -> None:
        self.loops, self.lanes, self.sums, self.width = loops, lanes, sums, width
        self.layout = Layout(loops, sums)
        self.flow = Flow(lanes, width)
        self.memory = Memory(self.flow, self.layout)
        self.columns = Columns(self.flow, self.memory, WORDS)
        # a tile's totals may take half the registers, of a long line by pairs
        room = max(1, TILED // max(1, written(loops)))
        most = min(8, registers // 2 // (lanes // width), room)
        self.pitch = self._pitch()
        self.batch = BatchSums(self.flow, self.memory, self.pitch, min(registers // 2, room))
        self.steps = Steps(self.flow, self.memory, self.columns, most)
        self.fixed = self.layout.uniforms + len(self.steps.sums) * width
        self.fixed += -self.fixed % 8

    def _pitch(self) -> int:
        """Numbers from one block's area to the next: no power of two, which is slow in caches."""
        size = self.layout.lines * self.lanes
        if size * 8 >= 4096:
            size += (128 - size) % 512
        return -(-size // 8) * 8

    def text(self) -> KernelText:
        flow, layout = self.flow, self.layout
        self._entry()
        if layout.jobs:
            self._chunks()
        else:
            self._blocks("%begin", "%end", chunk=False)
        flow.label("reduce")
        reduced(flow, self.memory, self.steps.sums)
        copied(flow, self.memory, self.steps.copies)
        checked(flow, self.sums)
        straight = len(self.steps.scalars.made)
        return KernelText(self._module(), straight, self.fixed, self.pitch, bool(layout.jobs))

    def _module(self) -> str:
        """All that stands in the text."""
        flow = self.flow
        builders = {b.lanes: b for b in (flow.wide, flow.narrow)}
        if len(builders) == 1:
            flow.wide.functions |= flow.narrow.functions
            builders[self.lanes] = flow.wide
        needed, texts = set(flow.wide.declarations), []
        for lanes, builder in builders.items():
            needed |= vectormath.declarations(builder.functions, lanes)
            texts.append(vectormath.definitions(builder.functions, lanes))
        head = "define double @kernel(ptr noalias %words) nounwind {"
        tables = self.memory.definitions()
        flow.lines[self.columns_at : self.columns_at] = self.columns.definitions()
        return "\n".join([*sorted(needed), *tables, *texts, head, *flow.lines, "}"])

    # --- entry: once per call ---

    def _entry(self) -> None:
        flow = self.flow
        flow.lines.append("entry:")
        for word, (name, kind) in enumerate(_WORD_NAMES):
            flow.lines.append(f"  %{name}_at = getelementptr i64, ptr %words, i64 {word}")
            flow.lines.append(f"  %{name} = load {kind}, ptr %{name}_at")
        self.columns_at = len(flow.lines)
        places = {"uniforms": 0, "totals": self.layout.uniforms, "blocks": self.fixed}
        for name, at in places.items():
            flow.lines.append(f"  %{name} = getelementptr double, ptr %scratch, i64 {at}")
        self._clear("totals", len(self.steps.sums) * self.width)
        if len(self.steps.sums) < self.sums:  # the others are added to, or stay 0
            self._clear("sums", self.sums)
        self.steps.run(uniform=True)
        flow.lines.append("  %some = icmp slt i64 %begin, %end")
        flow.lines.append("  br i1 %some, label %start_of_batch, label %reduce")
        flow.lines.append("start_of_batch:")
        flow.here = "start_of_batch"

    def _clear(self, name: str, count: int) -> None:
        if count:
            self.flow.wide.declarations.add("declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)")
            size = f"i64 {8 * count}"
            self.flow.lines.append(
                f"  call void @llvm.memset.p0.i64(ptr %{name}, i8 0, {size}, i1 false)"
            )

    # --- the blocks ---

    def _chunks(self) -> None:
        """Blocks by chunks, and after each chunk the sums over its blocks."""
        flow, b = self.flow, self.flow.wide
        with flow.repeat("%end", "%chunk", "%begin") as turn:
            last = b.emit(f"add i64 {turn.counter}, %chunk")
            before = b.emit(f"icmp slt i64 {last}, %end")
            stop = b.emit(f"select i1 {before}, i64 {last}, i64 %end")
            self._blocks(turn.counter, stop, chunk=True)
            length = b.emit(f"sub i64 {stop}, {turn.counter}")
            for job in self.layout.jobs:
                self.batch.write(job, length)

    def _blocks(self, begin: str, end: str, *, chunk: bool) -> None:
        flow, b, lanes = self.flow, self.flow.wide, self.lanes
        flow.lines.append(f"  %latest = sub i64 %room, {lanes}")
        with flow.repeat(end, lanes, begin) as turn:
            here = turn.counter
            flow.lines.append(f"  %late = icmp slt i64 %latest, {here}")
            flow.lines.append(f"  %start = select i1 %late, i64 %latest, i64 {here}")
            at = "0"
            if chunk:
                passed = b.emit(f"sub i64 {here}, {begin}")
                at = b.emit(f"mul i64 {passed}, {self.pitch // lanes}")
            flow.lines.append(f"  %lines = getelementptr double, ptr %blocks, i64 {at}")
            self._block(here)

    def _block(self, here: str) -> None:
        self.steps.begin(self._weight(here) if self.sums else None)
        self.steps.run(uniform=False)
        self.steps.finish()

    def _weight(self, here: str) -> Vector:
        """The weight of lanes that this block is the first to see, 0 for the others."""
        b = self.flow.wide
        vector = f"<{self.lanes} x i64>"
        iota = ", ".join(f"i64 {i}" for i in range(self.lanes))
        at = b.emit(f"add {vector} {b.splat('i64', '%start')}, <{iota}>")
        new = b.emit(f"icmp sge {vector} {at}, {b.splat('i64', here)}")
        inside = b.emit(f"icmp slt {vector} {at}, {b.splat('i64', '%examples')}")
        both = b.emit(f"and {b.mask} {new}, {inside}")
        weight = b.splat("double", "%weight")
        zeros = "zeroinitializer"
        return Vector(b, b.emit(f"select {b.mask} {both}, {b.double} {weight}, {b.double} {zeros}"))


_WORD_NAMES = (
    ("begin", "i64"),
    ("end", "i64"),
    ("examples", "i64"),
    ("room", "i64"),
    ("weight", "double"),
    ("parameters", "ptr"),
    ("sums", "ptr"),
    ("scratch", "ptr"),
    ("chunk", "i64"),
)

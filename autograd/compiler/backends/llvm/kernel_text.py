"""The llvm kernel's text: one function over the whole batch.

Each number of the program becomes a vector of ``lanes`` examples. The text of an op's row is
evaluated once more, this time on vectors that write an instruction for every operation (see
``vectors.py``), so an op needs no entry of its own here. The function has four parts::

    entry    clear the accumulators; compute what depends on parameters only, once
    block    one block of examples: load the columns, run the program, add up or store
    reduce   add the lanes of each accumulator
    done     return 0.0, or nan when a result is not finite

It takes one pointer to a list of words, so that a call from Python passes one number::

    0 begin  1 end  2 examples  3 room  4 weight  5 parameters  6 sums  7 scratch
    8... one pointer per input column, then one per output that is stored by example

The last block is shifted back to end with the batch; lanes that an earlier block has done get
weight 0. ``weight`` is the seed of the sweep (1/n makes a mean); lanes of weight 0 add nothing.

Read ``machine.py`` next.
"""

from __future__ import annotations

from autograd.compiler.backends.llvm import vectormath
from autograd.compiler.backends.llvm.lanes import fmuladd
from autograd.compiler.backends.llvm.lowering import fused_products, uniform, vector_words
from autograd.compiler.backends.llvm.reduction import reduction, reduction_declarations
from autograd.compiler.backends.llvm.vectors import Builder, Vector
from autograd.compiler.backends.words import said
from autograd.compiler.program import Operand, Program
from autograd.ops import OPS

__all__ = ["WORDS", "kernel_text"]

#: words before the column pointers
WORDS = 8
#: instructions between two labels: LLVM keeps track of shorter stretches better, and faster
SECTION = 100


def kernel_text(program: Program, lanes: int, *, sums: int = 0, width: int | None = None) -> str:
    """LLVM IR of the program's kernel; the first ``sums`` outputs are added up over the batch.

    With ``sums`` the program's last input is the weight, not a column. An accumulator holds
    ``width`` lanes (all, unless given): loading and storing it is most of the work of a sum, so a
    block of two native vectors goes to an accumulator of one.
    """
    return _Kernel(program, lanes, sums, width or lanes).text()


class _Kernel:
    """The state of writing one kernel."""

    def __init__(self, program: Program, lanes: int, sums: int, width: int) -> None:
        self.program, self.lanes, self.sums, self.width = program, lanes, sums, width
        self.builder = Builder(lanes)
        self.narrow = self.builder.narrower(width)
        self.columns = program.inputs - (1 if sums else 0)
        self.numbers: dict[int, Vector] = {}
        self.words = vector_words()
        self.uniform = uniform(program)
        self.fused = fused_products(program, sums, self.uniform)

    def text(self) -> str:
        self._entry()
        self._block()
        body = "\n".join(self.builder.lines)
        needed = self.builder.declarations | vectormath.declarations(
            self.builder.functions, self.lanes
        )
        needed |= reduction_declarations(self.width)
        tail = reduction(self.width, self.sums)
        functions = vectormath.definitions(self.builder.functions, self.lanes)
        head = "define double @kernel(ptr noalias %words) nounwind {"
        return "\n".join([*sorted(needed), functions, head, body, tail])

    # --- entry: once per call ---

    def _entry(self) -> None:
        b = self.builder
        b.lines.append("entry:")
        for word, (name, kind) in enumerate(_WORD_NAMES):
            b.lines.append(f"  %{name}_at = getelementptr i64, ptr %words, i64 {word}")
            b.lines.append(f"  %{name} = load {kind}, ptr %{name}_at")
        for i in range(self.columns + len(self.program.outputs) - self.sums):
            b.lines.append(f"  %c{i}_at = getelementptr i64, ptr %words, i64 {WORDS + i}")
            b.lines.append(f"  %c{i} = load ptr, ptr %c{i}_at")
        if self.sums:
            size = self.sums * self.width * 8
            b.lines.append(
                f"  call void @llvm.memset.p0.i64(ptr %scratch, i8 0, i64 {size}, i1 false)"
            )
        for index in sorted(self.uniform):
            self._compute(index)
        b.lines += ["  %some = icmp slt i64 %begin, %end", _branch("some", "block", "reduce")]

    # --- block: the program, once per block of examples ---

    def _block(self) -> None:
        b, lanes = self.builder, self.lanes
        b.lines += [
            "block:",
            "  %i = phi i64 [ %begin, %entry ], [ %next, %latch ]",
            f"  %latest = sub i64 %room, {lanes}",
            "  %late = icmp slt i64 %latest, %i",
            "  %start = select i1 %late, i64 %latest, i64 %i",
        ]
        if self.sums:
            self.numbers[self.program.inputs - 1] = self._weight()
        accumulated = self._sums_by_place()
        for index in range(self.program.first, self.program.first + len(self.program.instructions)):
            if index not in self.uniform and index not in self.fused:
                self._compute(index)
            if index % SECTION == 0:
                b.lines += [f"  br label %section{index}", f"section{index}:"]
            for place in accumulated.pop(index, ()):
                self._accumulate(place, index)
        for index, places in accumulated.items():
            for place in places:
                self._accumulate(place, index)
        self._store_outputs()
        b.lines += [
            "  br label %latch",
            "latch:",
            f"  %next = add i64 %i, {lanes}",
            "  %more = icmp slt i64 %next, %end",
        ]
        b.lines.append(_branch("more", "block", "reduce"))

    def _weight(self) -> Vector:
        """The weight of lanes that this block is the first to see, 0 for the others."""
        b = self.builder
        vector = f"<{self.lanes} x i64>"
        iota = ", ".join(f"i64 {i}" for i in range(self.lanes))
        start = b.splat("i64", "%start")
        here = b.emit(f"add {vector} {start}, <{iota}>")
        new = b.emit(f"icmp sge {vector} {here}, {b.splat('i64', '%i')}")
        inside = b.emit(f"icmp slt {vector} {here}, {b.splat('i64', '%examples')}")
        both = b.emit(f"and {b.mask} {new}, {inside}")
        weight = b.splat("double", "%weight")
        zeros = "zeroinitializer"
        return Vector(b, b.emit(f"select {b.mask} {both}, {b.double} {weight}, {b.double} {zeros}"))

    def _compute(self, index: int) -> None:
        op, operands = self.program.instructions[index - self.program.first]
        fused = [not isinstance(x, float) and x in self.fused for x in operands]
        if any(fused):
            self.numbers[index] = self._fuse(op, operands, fused.index(True))
        else:
            arguments = [self._number(x) for x in operands]
            self.numbers[index] = self.builder.vector(said(OPS[op], arguments, self.words))

    def _fuse(self, op: str, operands: tuple[Operand, ...], place: int) -> Vector:
        """add or sub where one operand is a product nobody else needs: one instruction.

        (It is the place that counts: to Python the number 1.0 is equal to the index 1.)
        """
        a, b = (self._number(x) for x in self._factors(operands[place]))
        c = self._number(operands[1 - place])
        if op == "add":
            return fmuladd(a, b, c)
        return fmuladd(a, b, -c) if place == 0 else fmuladd(-a, b, c)

    def _factors(self, index: Operand) -> tuple[Operand, ...]:
        return self.program.instructions[int(index) - self.program.first].operands

    def _number(self, x: Operand) -> Vector:
        """An operand as a vector. Columns are loaded when first needed; parameters at each use,
        since loading one again is cheaper than keeping a vector of it."""
        if isinstance(x, float):
            return self.builder.vector(x)
        if self.program.inputs <= x < self.program.first:
            return self._load(x)
        if x not in self.numbers:
            self.numbers[x] = self._load(x)
        return self.numbers[x]

    def _load(self, index: int) -> Vector:
        b = self.builder
        if index < self.columns:
            at = b.emit(f"getelementptr double, ptr %c{index}, i64 %start")
            return Vector(b, b.emit(f"load {b.double}, ptr {at}, align 8"))
        at = b.emit(f"getelementptr double, ptr %parameters, i64 {index - self.program.inputs}")
        return Vector(b, b.splat("double", b.emit(f"load double, ptr {at}")))

    # --- what becomes of the outputs ---

    def _sums_by_place(self) -> dict[int, list[int]]:
        """index of an instruction -> the sums that it goes to (a constant goes to none)."""
        found: dict[int, list[int]] = {}
        for place, output in enumerate(self.program.outputs[: self.sums]):
            if not isinstance(output, float):
                found.setdefault(output, []).append(place)
        return found

    def _accumulate(self, place: int, index: int) -> None:
        """Add a number, or a product that only this sum needs, to its accumulator."""
        factors = self._factors(index) if index in self.fused else (index,)
        vectors = [self._number(factor) for factor in factors]
        b = self.narrow
        at = b.emit(f"getelementptr double, ptr %scratch, i64 {place * self.width}")
        total = Vector(b, b.emit(f"load {b.double}, ptr {at}, align 8"))
        for parts in zip(*(vector.parts(b) for vector in vectors)):
            total = fmuladd(*parts, total) if len(parts) == 2 else total + parts[0]
        b.lines.append(f"  store {b.double} {total.text}, ptr {at}, align 8")

    def _store_outputs(self) -> None:
        b = self.builder
        for i, output in enumerate(self.program.outputs[self.sums :], self.columns):
            at = b.emit(f"getelementptr double, ptr %c{i}, i64 %start")
            b.lines.append(f"  store {b.double} {self._number(output).text}, ptr {at}, align 8")


_WORD_NAMES = (
    ("begin", "i64"),
    ("end", "i64"),
    ("examples", "i64"),
    ("room", "i64"),
    ("weight", "double"),
    ("parameters", "ptr"),
    ("sums", "ptr"),
    ("scratch", "ptr"),
)


def _branch(condition: str, yes: str, no: str) -> str:
    return f"  br i1 %{condition}, label %{yes}, label %{no}"

"""A program as a WebAssembly module, one function over the whole batch, and what a page must know
of it.

The order of things is that of the machine code, whose layout, tiles and bodies are used
(``llvm/kernel_text.py``): what depends on parameters only is computed once; then, block by block
of two examples, the loops; then what is added up over the batch, from the blocks of a chunk. A
column's last block may have one example only: there the second lane has weight 0.

Read ``page.py`` next.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from autograd.compiler.backends.llvm.layout import Layout
from autograd.compiler.backends.llvm.steps import Steps
from autograd.compiler.backends.llvm.vectors import Vector
from autograd.compiler.backends.wasm import opcodes as op
from autograd.compiler.backends.wasm.builder import LANES
from autograd.compiler.backends.wasm.code import Code
from autograd.compiler.backends.wasm.columns import Columns
from autograd.compiler.backends.wasm.encode import F64, I32, V128, Data, double, module
from autograd.compiler.backends.wasm.flow import Flow
from autograd.compiler.backends.wasm.functions import linked
from autograd.compiler.backends.wasm.memory import DOUBLE, VECTOR, Memory
from autograd.compiler.backends.wasm.sums import BatchSums, checked, copied, reduced
from autograd.compiler.loops.loop import Loops
from autograd.errors import GraphError

__all__ = ["Module", "wasm_module"]

#: what ``run`` takes: addresses and lengths are in bytes, ``chunk`` is in examples
TAKES = {
    **{"%examples": I32, "%weight": F64, "%parameters": I32, "%sums": I32},
    **{"%scratch": I32, "%columns": I32, "%stride": I32, "%chunk": I32},
}
#: results of a tile: half of the machine's registers
TILE = 8
PAGE = 65536
#: numbers that browsers let one function hold
MOST = 50_000


class Module(NamedTuple):
    """The bytes of a module, and its ``descriptor``, which JSON can hold.

    It says how many ``inputs`` (without the weight), ``parameters``, ``sums`` and ``outputs`` by
    example there are; that the page's memory is free from ``start`` on; that the scratch memory has
    ``fixed`` bytes, and ``pitch`` more for each two examples of a chunk (``chunks``: whether it has
    use for more than two); and which functions of JavaScript are to be brought (``imports``).
    """

    code: bytes
    descriptor: dict[str, Any]


def wasm_module(loops: Loops, sums: int = 0) -> Module:
    """The module of a program; its first ``sums`` outputs are added up over the batch.

    With ``sums`` the program's last input is the weight, not a column. Raises ``GraphError`` for
    more straight-line code than browsers take.

    >>> from autograd.compiler.record import record
    >>> from autograd.compiler.loops.runnable import runnable
    >>> made = wasm_module(runnable(record(lambda x, y: [x * y + 1.0], 2).program))
    >>> made.code[:4], made.descriptor["inputs"], made.descriptor["outputs"]
    (b'\\x00asm', 2, 1)
    """
    return _Kernel(loops, sums).module()


class _Kernel:
    """The state of writing one kernel."""

    def __init__(self, loops: Loops, sums: int) -> None:
        self.loops, self.sums = loops, sums
        self.layout = Layout(loops, sums)
        self.code = Code(TAKES, F64)
        self.flow = Flow(self.code)
        self.memory = Memory(self.flow, self.layout)
        self.pitch = self.layout.lines * LANES
        self.batch = BatchSums(self.flow, self.memory, self.pitch, TILE)
        self.columns = Columns(self.flow, self.memory)
        self.steps = Steps(self.flow, self.memory, self.columns, TILE)

    def module(self) -> Module:
        """What was written."""
        self._entry()
        if self.layout.jobs:
            self._chunks()
        else:
            self._blocks("%begin", "%examples", chunk=False)
        reduced(self.memory, self.steps.sums)
        copied(self.memory, self.steps.copies)
        checked(self.memory, self.sums)
        numbers = len(self.code.kinds)
        if numbers > MOST:
            raise GraphError(
                f"the program has {numbers} numbers outside of loops, and a function of "
                f"WebAssembly holds {MOST}: run it as data, see program_data"
            )
        builder, tables = self.flow.builder, self.memory.table_places
        entries = b"".join(x.to_bytes(4, "little", signed=True) for t in tables for x in t)
        entries += bytes(-len(entries) % VECTOR)
        imports, functions, constants = linked(
            self.code, builder.functions, builder.imports, len(entries)
        )
        content = entries + constants
        data = [Data(0, content)] if content else []
        code = module(imports, functions, 1 + len(content) // PAGE, data)
        return Module(code, self._descriptor(len(content), [x.name for x in imports]))

    def _descriptor(self, start: int, imports: list[str]) -> dict[str, Any]:
        return {
            "inputs": self.loops.inputs - (1 if self.sums else 0),
            "parameters": self.loops.parameters,
            "sums": self.sums,
            "outputs": len(self.loops.outputs) - self.sums,
            "start": start,
            "fixed": self._fixed(),
            "pitch": self.pitch * DOUBLE,
            "chunks": bool(self.layout.jobs),
            "imports": imports,
        }

    def _fixed(self) -> int:
        return self.layout.uniforms * DOUBLE + len(self.steps.sums) * VECTOR

    # --- entry: once per call ---

    def _entry(self) -> None:
        totals = self.layout.uniforms * DOUBLE
        for name, at in (("%uniforms", 0), ("%totals", totals), ("%blocks", self._fixed())):
            self._name(name, self.code.whole(op.ADD, "%scratch", at))
        self._name("%begin", self.code.number(0))
        self._clear("%totals", len(self.steps.sums) * VECTOR)
        self._clear("%sums", self.sums * DOUBLE)
        self.steps.run(uniform=True)

    def _name(self, name: str, known: str) -> None:
        self.code.names[name] = self.code.names[known]

    def _clear(self, name: str, count: int) -> None:
        if count:
            self.code.say(op.FILL, name, self.code.number(0), self.code.number(count))

    # --- the blocks ---

    def _chunks(self) -> None:
        """Blocks by chunks, and after each chunk the sums over its blocks."""
        code = self.code
        with self.flow.repeat("%examples", "%chunk") as turn:
            last = code.whole(op.ADD, turn.counter, "%chunk")
            code.push(last, "%examples")
            stop = code.emit(I32, op.SELECT, code.whole(op.LESS, last, "%examples"))
            self._blocks(turn.counter, stop, chunk=True)
            length = code.whole(op.SUB, stop, turn.counter)
            for job in self.layout.jobs:
                self.batch.write(job, length)

    def _blocks(self, begin: str, end: str, *, chunk: bool) -> None:
        code = self.code
        with self.flow.repeat(end, LANES, begin) as turn:
            self._name("%here", self.memory.moved("%columns", turn.counter, DOUBLE))
            self.memory.lines = "%blocks"
            if chunk:
                passed = code.whole(op.SUB, turn.counter, begin)
                self.memory.lines = self.memory.area(passed, self.pitch // LANES)
            self.steps.begin(self._weight(turn.counter) if self.sums else None)
            self.steps.run(uniform=False)
            self.steps.finish()

    def _weight(self, here: str) -> Vector:
        """The weight, 0 in a lane that has no example."""
        code = self.code
        second = code.whole(op.LESS, code.whole(op.ADD, here, 1), "%examples")
        nothing = code.constant("f64 0", op.F64_CONST + double(0.0))
        code.push("%weight", nothing)
        weight = code.emit(F64, op.SELECT, second)
        code.say(op.SPLAT, "%weight")
        code.say(op.REPLACE, weight)
        return Vector(self.flow.builder, code.set(code.local(V128)))

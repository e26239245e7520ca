"""Loops that count, and what has been computed already: ``llvm/flow.py`` in WebAssembly.

A local that is carried from turn to turn is set anew at the end of each. Read ``memory.py`` next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from autograd.compiler.backends.llvm.flow import Flow as TextFlow
from autograd.compiler.backends.llvm.flow import Turn
from autograd.compiler.backends.llvm.vectors import Vector
from autograd.compiler.backends.wasm import opcodes as op
from autograd.compiler.backends.wasm.builder import LANES, Builder
from autograd.compiler.backends.wasm.code import Code
from autograd.compiler.backends.wasm.encode import I32, V128

__all__ = ["Flow"]


class Flow(TextFlow):
    """The order of one function's instructions."""

    def __init__(self, code: Code) -> None:
        super().__init__(LANES, LANES)
        self.code, self.builder = code, Builder(code)
        self.wide = self.narrow = self.builder

    def label(self, name: str) -> None:
        """Nothing jumps here."""

    @contextmanager
    def repeat(
        self,
        stop: int | str,
        step: int | str = 1,
        start: int | str = 0,
        carried: Sequence[Vector] = (),
    ) -> Iterator[Turn]:
        """A loop that runs at least once, over ``range(start, stop, step)``."""
        code = self.code
        counter = self._set(I32, code.number(start))
        names = [self._set(V128, v.text) for v in carried]
        turn = Turn(counter, [Vector(v.builder, name) for v, name in zip(carried, names)])
        with code.block(op.LOOP):
            with self.scope():
                yield turn
            code.push(*(v.text for v in turn.following))
            for name in reversed(names):
                code.set(name)
            code.say(op.ADD, counter, code.number(step))
            code.set(counter)
            code.say(op.LESS, counter, code.number(stop))
            code.body += op.BRANCH_IF
        turn.following = [Vector(v.builder, name) for v, name in zip(carried, names)]

    def _set(self, kind: int, name: str) -> str:
        self.code.push(name)
        return self.code.set(self.code.local(kind))

"""The end of every kernel: the lanes of each accumulator are added, and all sums looked at.

Read ``kernel_text.py`` next.
"""

from __future__ import annotations

from collections.abc import Sequence

from autograd.compiler.backends.llvm.batch_sums import lane_sums
from autograd.compiler.backends.llvm.flow import Flow
from autograd.compiler.backends.llvm.memory import Memory
from autograd.compiler.backends.llvm.places import Counter, affine
from autograd.compiler.backends.llvm.vectors import Builder, Vector

__all__ = ["checked", "copied", "reduced"]

#: sums that are looked at together
TOGETHER = 8


def reduced(flow: Flow, memory: Memory, places: Sequence[int]) -> None:
    """Add the lanes of the accumulators; the i-th is the sum ``places[i]``."""
    count, b = len(places), flow.narrow
    if not count:
        return
    to = affine("sum", places, (count,))
    whole = count // b.lanes * b.lanes if to.strides == (1,) else 0
    if whole:
        with flow.repeat(whole, b.lanes) as turn:
            found = [_accumulator(b, turn.counter, i) for i in range(b.lanes)]
            at = memory.address(to, (Counter(turn.counter, 0, count),), b)
            b.lines.append(f"  store {b.double} {lane_sums(b, found).text}, ptr {at}, align 8")
    if whole < count:
        symbol = f"@llvm.vector.reduce.fadd.v{b.lanes}f64"
        b.declarations.add(f"declare double {symbol}(double, {b.double})")
        with flow.repeat(count, 1, whole) as turn:
            parts = _accumulator(b, turn.counter, 0).text
            total = b.emit(f"call reassoc double {symbol}(double -0.0, {b.double} {parts})")
            at = memory.address(to, (Counter(turn.counter, 0, count),), b)
            b.lines.append(f"  store double {total}, ptr {at}")


def _accumulator(b: Builder, counter: str, further: int) -> Vector:
    offset = b.emit(f"mul i64 {counter}, {b.lanes}")
    near = b.emit(f"getelementptr double, ptr %totals, i64 {offset}")
    at = b.emit(f"getelementptr double, ptr {near}, i64 {further * b.lanes}")
    return Vector(b, b.emit(f"load {b.double}, ptr {at}, align 8"))


def copied(flow: Flow, memory: Memory, pairs: Sequence[tuple[int, int]]) -> None:
    """Give the second sum of each pair the first one's number."""
    if not pairs:
        return
    b, count = flow.narrow, len(pairs)
    source, target = (affine("sum", places, (count,)) for places in zip(*pairs))
    with flow.repeat(count) as turn:
        counters = (Counter(turn.counter, 0, count),)
        one = b.emit(f"load double, ptr {memory.address(source, counters, b)}")
        b.lines.append(f"  store double {one}, ptr {memory.address(target, counters, b)}")


def checked(flow: Flow, sums: int) -> None:
    """Return 0.0, or nan where one of so many sums is not finite."""
    b = flow.wide
    many = sums // TOGETHER * TOGETHER
    kind = f"<{TOGETHER} x double>"
    wide = flow.wide.narrower(TOGETHER)
    bad = Vector(wide, "zeroinitializer")
    if many:
        with flow.repeat(many, TOGETHER, carried=[bad]) as turn:
            at = b.emit(f"getelementptr double, ptr %sums, i64 {turn.counter}")
            found = Vector(wide, wide.emit(f"load {kind}, ptr {at}, align 8"))
            turn.following = [turn.carried[0] + found * 0.0]
        bad = turn.following[0]
    symbol = f"@llvm.vector.reduce.fadd.v{TOGETHER}f64"
    b.declarations.add(f"declare double {symbol}(double, {kind})")
    worst = b.emit(f"call reassoc double {symbol}(double -0.0, {kind} {bad.text})")
    for i in range(many, sums):
        at = b.emit(f"getelementptr double, ptr %sums, i64 {i}")
        zero = b.emit(f"fmul double {b.emit(f'load double, ptr {at}')}, 0.0")
        worst = b.emit(f"fadd double {worst}, {zero}")
    b.lines.append(f"  ret double {worst}")

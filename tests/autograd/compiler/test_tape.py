"""What a function made of its arguments, as numbered instructions."""

import gc
import tracemalloc
from operator import mul
from typing import Any

import pytest

import autograd as ag
from autograd import RecordingError, Value, topological_order
from autograd.compiler.record import record
from autograd.compiler.symbol import Symbol
from autograd.compiler.tape import Draft, place, walk_tape, write


def test_what_is_needed_is_written_down_in_the_order_of_the_walk() -> None:
    tape: list[Any] = []
    x, w, v = Symbol("x", tape, 0), Value(2.0), Value(3.0)
    square = w * w
    product, unused = square * x, v * x
    y = ag.where(product, v, 1.0 - product)
    places, interior = walk_tape(tape, [y, 2.0])
    assert places == {w: 2.0, v: 3.0}
    assert interior == topological_order(y)[3:]
    draft = Draft(3, [], [])
    places |= {w: 1, v: 2}
    write(interior, places, draft)
    assert draft == (
        3,
        ["mul", "mul", "sub", "where"],
        [(1, 1), (3, 0), (1.0, 4), (4, 2, 5)],
    )
    assert [place(x, places) for x in (x, w, v, square, product, y, 0.5)] == [0, 1, 2, 3, 4, 6, 0.5]
    assert unused.place is None


def test_a_number_of_another_recording_is_refused() -> None:
    kept: list[Any] = []
    record(lambda x: kept.append(x * 2.0) or kept[0], 1)
    for wrong in (lambda x: kept[0], lambda x: x + kept[0], lambda x: ag.exp(kept[0]) * x):
        with pytest.raises(RecordingError, match=r"Symbol\(.*\) is .* of another recording"):
            record(wrong, 1)
    with pytest.raises(RecordingError, match="another recording"):
        record(lambda x: record(lambda y: x * y, 1) and x, 1)


def test_a_recording_leaves_nothing_behind() -> None:
    gc.collect()
    gc.disable()
    try:
        before = sum(type(x) is Symbol for x in gc.get_objects())
        w = Value(2.0)
        recorded = record(lambda x: ag.tanh(w * x) ** 2, 1, gradient=True)
        assert sum(type(x) is Symbol for x in gc.get_objects()) == before
        assert len(recorded.program.instructions) == 11
    finally:
        gc.enable()


def test_bytes_per_instruction() -> None:
    """At the most, on the way and in the end: a node and a record of two tuples took 370."""
    w = [[Value(0.1 * i) for i in range(200)] for _ in range(20)]

    def f(*x: Any) -> Any:
        return sum(ag.tanh(sum(map(mul, row[1:], x), row[0])) for row in w)

    record(f, 199, gradient=True)
    tracemalloc.start()
    try:
        recorded = record(f, 199, gradient=True)
        kept, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    length = len(recorded.program.instructions)
    assert (most // length, kept // length) < (185, 140)

"""The end of a kernel, by itself: how the lanes of the sums are added up and judged."""

import ctypes
import math

import pytest

from autograd.compiler.backends.llvm.flow import Flow
from autograd.compiler.backends.llvm.layout import Layout
from autograd.compiler.backends.llvm.memory import Memory
from autograd.compiler.backends.llvm.reduction import checked, reduced
from autograd.compiler.loops.loop import Loops

pytest.importorskip("llvmlite", reason="machine code needs llvmlite")

from autograd.compiler.backends.llvm.machine import machine


def ended(accumulators: list[list[float]], places: list[int]) -> tuple[float, list[float]]:
    """What the end of a kernel returns, and the sums that it leaves."""
    sums, lanes = len(accumulators), len(accumulators[0])
    flow = Flow(lanes, lanes)
    flow.lines += ["entry:", "  %totals = load ptr, ptr %words"]
    flow.lines += ["  %sums_at = getelementptr ptr, ptr %words, i64 1"]
    flow.lines += ["  %sums = load ptr, ptr %sums_at"]
    memory = Memory(flow, Layout(Loops(0, 0, (), ()), 0))
    reduced(flow, memory, places)
    checked(flow, sums)
    head = "define double @kernel(ptr %words) nounwind {"
    text = [*sorted(flow.wide.declarations), *memory.definitions(), head, *flow.lines, "}"]
    native = machine().compile("\n".join(text), 1)
    flat = [x for accumulator in accumulators for x in accumulator]
    scratch, found = (ctypes.c_double * len(flat))(*flat), (ctypes.c_double * sums)()
    words = (ctypes.c_void_p * 2)(ctypes.addressof(scratch), ctypes.addressof(found))
    return native.call(ctypes.addressof(words)), list(found)


@pytest.mark.parametrize("lanes", [1, 2, 4, 8])
@pytest.mark.parametrize("places", [[0], [0, 1, 2], [2, 0, 1], [*range(16)], [*range(19)]])
def test_the_lanes_of_each_accumulator_are_added(lanes: int, places: list[int]) -> None:
    accumulators = [[float(10 * k + i) for i in range(lanes)] for k in range(len(places))]
    answer, sums = ended(accumulators, places)
    assert answer == 0.0
    assert [sums[place] for place in places] == [sum(lane) for lane in accumulators]


@pytest.mark.parametrize("bad", [math.inf, -math.inf, math.nan])
@pytest.mark.parametrize("count", [3, 16, 21])
def test_one_sum_that_is_not_finite_is_told(bad: float, count: int) -> None:
    for place in range(count):
        accumulators = [[1.0, 2.0] for _ in range(count)]
        accumulators[place][1] = bad
        answer, sums = ended(accumulators, [*range(count)])
        assert math.isnan(answer)
        assert [math.isfinite(x) for x in sums] == [k != place for k in range(count)]


def test_a_sum_of_nothing_keeps_its_sign() -> None:
    assert math.copysign(1.0, ended([[-0.0, -0.0]], [0])[1][0]) == -1.0

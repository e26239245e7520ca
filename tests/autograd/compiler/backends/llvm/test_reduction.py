"""The end of a kernel, by itself: how the lanes of the sums are added up and judged."""

import ctypes
import math

import pytest

from autograd.compiler.backends.llvm.reduction import reduction, reduction_declarations

pytest.importorskip("llvmlite", reason="machine code needs llvmlite")

from autograd.compiler.backends.llvm.machine import machine


def reduced(accumulators: list[list[float]]) -> tuple[float, list[float]]:
    """What the end of a kernel returns, and the sums that it leaves."""
    sums, lanes = len(accumulators), len(accumulators[0])
    head = "define double @kernel(ptr %words) nounwind {\nentry:\n"
    head += "  %scratch = load ptr, ptr %words\n"
    head += "  %sums_at = getelementptr ptr, ptr %words, i64 1\n"
    head += "  %sums = load ptr, ptr %sums_at\n  br label %reduce\n"
    declared = "\n".join(sorted(reduction_declarations(lanes)))
    native = machine().compile(f"{declared}\n{head}{reduction(lanes, sums)}", 1)
    flat = [x for accumulator in accumulators for x in accumulator]
    scratch, found = (ctypes.c_double * len(flat))(*flat), (ctypes.c_double * sums)()
    words = (ctypes.c_void_p * 2)(ctypes.addressof(scratch), ctypes.addressof(found))
    return native.call(ctypes.addressof(words)), list(found)


@pytest.mark.parametrize("lanes", [1, 2, 4, 8])
def test_the_lanes_of_each_accumulator_are_added(lanes: int) -> None:
    accumulators = [[float(10 * k + i) for i in range(lanes)] for k in range(3)]
    assert reduced(accumulators) == (0.0, [sum(lane) for lane in accumulators])


@pytest.mark.parametrize("bad", [math.inf, -math.inf, math.nan])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_sum_that_is_not_finite_is_told(bad: float, place: int) -> None:
    accumulators = [[1.0, 2.0] for _ in range(3)]
    accumulators[place][1] = bad
    answer, sums = reduced(accumulators)
    assert math.isnan(answer)
    assert [math.isfinite(x) for x in sums] == [k != place for k in range(3)]


def test_a_sum_of_nothing_keeps_its_sign() -> None:
    assert math.copysign(1.0, reduced([[-0.0, -0.0]])[1][0]) == -1.0

"""Addresses of leaves: which register they count from, in which unit."""

import pytest

from autograd.compiler.backends.llvm.flow import Flow
from autograd.compiler.backends.llvm.layout import Layout
from autograd.compiler.backends.llvm.memory import Memory
from autograd.compiler.backends.llvm.places import Counter
from autograd.compiler.backends.llvm.vectors import Vector
from autograd.compiler.loops.loop import Apply, Index, Loop, Loops
from tests.loops import mul

EXPS = Loop((60,), Apply("exp", (Index("parameter", 0, (1,)),)), 0)
PRODUCTS = Loop((60,), mul(Index("result", 0, (1,)), Index("input", 2)), 60)
LAYOUT = Layout(Loops(3, 60, (EXPS, PRODUCTS), tuple(range(63, 183))), 0)


K = (Counter("%k", 2, 60),)  # two steps after the register


def memory() -> tuple[Memory, Flow]:
    """Lines of 8 examples, two vectors of 4."""
    flow = Flow(8, 4)
    return Memory(flow, LAYOUT), flow


def instructions(flow: Flow) -> list[str]:
    return [line.partition(" = ")[2] for line in flow.lines]


@pytest.mark.parametrize(
    ("index", "start", "step", "further"),
    [
        (Index("parameter", 5, (3,)), "%parameters", 3, 11),
        (Index("result", 5, (3,)), "%uniforms", 3, 11),
        (Index("result", 65, (3,)), "%lines", 24, 8 * (1 + 11)),  # after a line for the input
        (Index("sum", 5, (3,)), "%sums", 3, 11),
    ],
)
def test_a_place_is_an_address(index: Index, start: str, step: int, further: int) -> None:
    found, flow = memory()
    assert found.address(index, K, flow.wide) == "%v2"
    assert instructions(flow) == [
        f"mul i64 %k, {step}",
        f"getelementptr double, ptr {start}, i64 %v0",
        f"getelementptr double, ptr %v1, i64 {further}",
    ]


def test_a_table_is_looked_up_by_the_machine_or_at_once() -> None:
    index = Index("parameter", 5, (0,), tuple(k * k for k in range(60)), (0,))
    found, flow = memory()
    found.address(index, K, flow.wide)
    assert instructions(flow) == [
        "getelementptr i32, ptr @table0, i64 %k",
        "getelementptr i32, ptr %v0, i64 2",
        "load i32, ptr %v1",
        "sext i32 %v2 to i64",
        "getelementptr double, ptr %parameters, i64 %v3",
        "getelementptr double, ptr %v4, i64 5",
    ]
    assert found.definitions()[0].startswith("@table0 = internal constant [60 x i32] [i32 0, i32 1")
    found, flow = memory()
    found.address(index, (Counter("", 7, 60),), flow.wide)
    assert instructions(flow) == ["getelementptr double, ptr %parameters, i64 54"]
    assert found.definitions() == []


def test_a_vector_may_be_a_part_of_a_line() -> None:
    found, flow = memory()
    found.part = 1
    found.load(flow.narrow, Index("input", 2), ())
    assert instructions(flow) == [
        "getelementptr double, ptr %lines, i64 4",
        "load <4 x double>, ptr %v0, align 32",
    ]


def test_numbers_that_are_the_same_for_all_are_spread_and_stored_once() -> None:
    found, flow = memory()
    found.load(flow.wide, Index("result", 0), ())
    found.store(Vector(flow.wide, "%x"), Index("result", 1), ())
    assert instructions(flow)[0] == "load double, ptr %uniforms"
    assert flow.lines[-1].startswith("  store double")
    found.store(Vector(flow.wide, "%x"), Index("result", 60), ())
    assert flow.lines[-1].startswith("  store <8 x double> %x")

"""Straight-line code before it is written: uniform work, equal expressions, fused products."""

import pytest

from autograd.compiler.backends.llvm.scalars import Scalars
from autograd.compiler.loops.loop import Apply, Index, Loop, Run, Sum
from autograd.compiler.program import Instruction, Operand

Step = tuple[str, tuple[Operand, ...]]


def scalars(*steps: Step) -> tuple[Scalars, list[Operand]]:
    """Of two inputs, v0 and v1, and two parameters, v2 and v3; the first instruction is v4, and a
    row of its own. What each v is."""
    made = Scalars(lambda row: False)
    known = [made.leaf("input", 0), made.leaf("input", 1)]
    known += [made.leaf("parameter", 0), made.leaf("parameter", 1)]
    spaces = [Index("input", 0), Index("input", 1), Index("parameter", 0), Index("parameter", 1)]
    for row, (op, operands) in enumerate(steps):
        leaves = [
            x if isinstance(x, float) else spaces[x] if x < 4 else Index("result", x - 4)
            for x in operands
        ]
        made.add(Loop((), Apply(op, tuple(leaves)), row))
        known.append(made.rows[row])
    return made, known


def uniform(*steps: Step) -> set[int]:
    made, known = scalars(*steps)
    return {i for i, x in enumerate(known) if i >= 4 and made.uniform[int(x)]}


def fused(*steps: Step, outputs: tuple[Operand, ...], sums: int = 0) -> set[int]:
    made, known = scalars(*steps)
    chosen = [x if isinstance(x, float) else known[x] for x in outputs]
    for x in chosen:
        made.need(x)
    found = made.fused() | {int(x) for x in chosen[:sums] if made.is_lone_product(x)}
    return {i for i, x in enumerate(known) if x in found}


def test_equal_expressions_are_one_number() -> None:
    made, known = scalars(("add", (0, 1)), ("add", (1, 0)), ("sub", (0, 1)), ("sub", (1, 0)))
    assert known[4] == known[5]
    assert known[6] != known[7]
    assert len(made.made) == 4 + 3


def test_a_loop_is_written_out_and_its_sums_from_the_left() -> None:
    made = Scalars(lambda row: False)
    term = Apply("mul", (Index("parameter", 0, (2, 1)), Index("input", 0, (0, 1))))
    made.add(Loop((2,), Sum((Run(1, 0.5), Run(2, term))), 7))
    found = [x for x in made.made if isinstance(x, Instruction)]
    assert [op for op, _ in found] == ["mul", "add", "mul", "add"] * 2
    assert [x for x in made.made if x[0] == "parameter"] == [("parameter", i) for i in range(4)]
    assert found[1].operands[0] == 0.5
    assert sorted(made.rows) == [7, 8]


# --- uniform work ---


def test_what_parameters_and_constants_make_is_uniform() -> None:
    steps = [("mul", (2, 3)), ("add", (4, 1.0)), ("mul", (5, 0)), ("exp", (6,)), ("neg", (1,))]
    assert uniform(*steps) == {4, 5}


def test_a_constant_that_equals_an_index_is_no_operand() -> None:
    assert uniform(("add", (2, 0.0)), ("add", (1.0, 3))) == {4, 5}


# --- fused products ---


@pytest.mark.parametrize("op", ["add", "sub"])
@pytest.mark.parametrize("operands", [(4, 1), (1, 4), (4, 0.5), (0.5, 4), (4, 2)])
def test_a_product_is_fused_into_the_sum_that_needs_it(
    op: str, operands: tuple[Operand, Operand]
) -> None:
    assert fused(("mul", (0, 2)), (op, operands), outputs=(5,)) == {4}


@pytest.mark.parametrize("op", ["mul", "div", "maximum"])
def test_only_sums_take_a_product_in(op: str) -> None:
    assert fused(("mul", (0, 2)), (op, (4, 1)), outputs=(5,)) == set()


@pytest.mark.parametrize("op", ["div", "add", "maximum"])
def test_only_products_are_taken_in(op: str) -> None:
    assert fused((op, (0, 2)), ("add", (4, 1)), outputs=(5,)) == set()


@pytest.mark.parametrize("operands", [(4, 5), (4, 4)])
def test_two_products_that_meet_are_both_rounded(operands: tuple[int, int]) -> None:
    steps = [("mul", (0, 0)), ("mul", (1, 1)), ("sub", operands)]
    assert fused(*steps, outputs=(6,)) == set()


def test_a_product_that_is_needed_twice_is_computed() -> None:
    steps = [("mul", (0, 2)), ("add", (4, 1)), ("add", (4, 0))]
    assert fused(*steps, outputs=(5, 6)) == set()
    assert fused(("mul", (0, 2)), ("add", (4, 1)), outputs=(5, 4)) == set()


def test_a_product_of_parameters_is_computed_once_for_all() -> None:
    steps = [("mul", (2, 3)), ("add", (4, 1)), ("mul", (0, 1)), ("add", (6, 5))]
    assert fused(*steps, outputs=(7,)) == {6}
    assert fused(("mul", (2, 3)), ("add", (4, 2)), outputs=(5,)) == set()


def test_a_product_is_fused_into_a_sum_over_the_batch() -> None:
    assert fused(("mul", (0, 1)), outputs=(4,), sums=1) == {4}
    assert fused(("mul", (0, 1)), outputs=(4,), sums=0) == set()
    assert fused(("mul", (0, 1)), ("mul", (0, 2)), outputs=(4, 5), sums=1) == {4}
    assert fused(("mul", (0, 1)), outputs=(4, 4), sums=2) == set()
    assert fused(("mul", (2, 3)), outputs=(4,), sums=1) == set()
    assert fused(("exp", (0,)), outputs=(4, 0.5), sums=2) == set()
    assert fused(("mul", (0, 1)), ("exp", (0,)), outputs=(0, 2), sums=2) == set()

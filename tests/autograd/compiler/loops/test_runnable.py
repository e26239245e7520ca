"""The form in which kernels get a program."""

from autograd.compiler.loops import runnable as module
from autograd.compiler.loops.expand import expanded
from autograd.compiler.loops.runnable import looped, ops_of, runnable, written
from autograd.compiler.passes import optimise
from autograd.compiler.program import Instruction, Program

SQUARES = Program(8, 0, tuple(Instruction("mul", (i, i)) for i in range(8)), tuple(range(8, 16)))


def test_a_small_program_is_straight_line_code_in_its_own_order() -> None:
    loops = runnable(SQUARES)
    assert {loop.shape for loop in loops.loops} == {()}
    assert expanded(loops) == optimise(SQUARES)


def test_a_longer_one_is_loops(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(module, "SMALL", 7)
    assert [loop.shape for loop in runnable(SQUARES).loops] == [(8,)]


def test_one_with_few_loops_in_it_is_straight_line_code(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(module, "SMALL", 0)
    irregular = [Instruction(op, (0,)) for op in ("exp", "sin", "tanh")]
    more = (*irregular, *(Instruction("mul", (i, i)) for i in range(3)))
    program = Program(8, 0, more, tuple(range(8, 14)))
    assert [loop.shape for loop in runnable(program).loops] == [()] * 6
    program = Program(8, 0, (*more, *SQUARES.instructions), tuple(range(8, 14 + 8)))
    assert (8,) in [loop.shape for loop in runnable(program).loops]


def test_the_length_of_code_grows_with_bodies_not_with_members(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    assert written(runnable(SQUARES)) == 8
    monkeypatch.setattr(module, "SMALL", 0)
    assert written(runnable(SQUARES)) == 1


def test_rows_that_are_used() -> None:
    steps = (Instruction("exp", (0,)), Instruction("add", (1, 0)), Instruction("sin", (2,)))
    assert ops_of(runnable(Program(1, 0, steps, (3,)))) == {"exp", "sin"}


def test_a_program_that_loops_hardly_shorten_is_written_out(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(module, "SMALL", 1)
    ops = ["exp", "sin", "cos", "tanh", "relu", "neg", "atan", "softplus"]
    steps = tuple(Instruction(op, (i,)) for i, op in enumerate(ops))
    loops = runnable(Program(8, 0, steps, tuple(range(8, 16))))
    assert expanded(loops).instructions == steps


def test_loops_of_straight_line_code_are_found_again() -> None:
    loops = looped(runnable(SQUARES))
    assert [loop.shape for loop in loops.loops] == [(8,)]
    assert looped(loops) is loops
    lone = runnable(Program(1, 0, (Instruction("exp", (0,)),), (1,)))
    assert looped(lone) is lone

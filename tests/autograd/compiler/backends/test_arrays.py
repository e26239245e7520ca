"""Array code: what a kernel on NumPy arrays adds up, gives by example, and answers at the edge."""

import math
from collections.abc import Callable
from typing import Any

import pytest

import autograd as ag
from autograd import Value
from autograd.compiler.backends import arrays
from autograd.compiler.backends.arrays import BACKEND, ArrayKernel
from autograd.compiler.loops.find import find
from autograd.compiler.loops.loop import Apply, Index, Loop, Loops
from autograd.compiler.loops.runnable import runnable
from autograd.compiler.loops.simplify import simplified
from autograd.compiler.record import record

np = pytest.importorskip("numpy", reason="array code needs NumPy")
w = Value(0.5)


def loops_of(f: Callable[[Any], Any]) -> Loops:
    """The loops of a function of one number, with its gradient."""
    return simplified(find(record(f, 1, gradient=True).program, seeded=True))


def kernel(sums: int) -> ArrayKernel:
    """The value and gradient of w·x², then x + 1 by example."""
    return ArrayKernel(loops_of(lambda x: [w * x * x, x + 1.0]), sums)


def test_sums_are_weighted_and_the_rest_is_by_example() -> None:
    bound = kernel(2).bind([np.array([1.0, 2.0, 3.0])], 3)
    assert bound.run(np.array([0.5]), 1.0 / 3.0)
    assert bound.sums.tolist() == pytest.approx([7.0 / 3.0, 14.0 / 3.0])
    assert bound.gradient.tolist() == bound.sums.tolist()[1:]
    assert [output.tolist() for output in bound.outputs] == [[2.0, 3.0, 4.0]]


def test_what_is_written_into_the_columns_is_seen_at_the_next_run() -> None:
    column = np.array([1.0, 1.0])
    bound = kernel(2).bind([column], 2)
    bound.run(np.array([0.5]), 0.5)
    column[:] = 2.0
    bound.run(np.array([1.0]), 0.5)
    assert bound.sums.tolist() == [4.0, 4.0]


def test_a_sum_that_no_example_changes_counts_each_of_them() -> None:
    bound = ArrayKernel(loops_of(lambda x: w * 3.0 + 0.0 * x * 0.0), 2).bind([np.ones(4)], 4)
    assert bound.run(np.array([0.5]), 0.25)
    assert bound.sums.tolist() == [1.5, 3.0]


def test_a_sum_that_is_not_finite_is_told() -> None:
    bound = ArrayKernel(loops_of(lambda x: w * ag.log(x)), 2).bind([np.array([1.0, 0.0])], 2)
    assert not bound.run(np.array([0.5]), 0.5)
    assert bound.sums[0] == -math.inf


def test_parameters_alone_may_divide_by_zero() -> None:
    bound = ArrayKernel(loops_of(lambda x: x + 1.0 / w), 2).bind([np.array([1.0])], 1)
    assert not bound.run(np.array([0.0]), 1.0)
    assert bound.sums[0] == math.inf


def test_the_backend_is_told_apart_by_its_name() -> None:
    assert (BACKEND.name, BACKEND.usable(), BACKEND.kernel) == ("source (numpy)", True, ArrayKernel)


def test_a_long_batch_is_cut_into_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    column = np.linspace(1.0, 2.0, 7)
    whole = kernel(2).bind([column], 7)
    monkeypatch.setattr(arrays, "ROOM", 3 * (2 + int(kernel(2).statements.spaces.rows) + 2))
    cut = kernel(2).bind([column], 7)
    assert len(cut.pieces) > 1
    assert cut.pieces[-1].stop == 7
    for bound in (whole, cut, cut):
        assert bound.run(np.array([0.5]), 1.0 / 7.0)
    assert cut.sums.tolist() == pytest.approx(whole.sums.tolist(), rel=1e-14)
    assert cut.outputs[0].tolist() == whole.outputs[0].tolist()


def test_a_piece_has_room_for_the_rows_of_sums_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = kernel(2).statements.spaces.rows
    monkeypatch.setattr(arrays, "ASKED", 2 * rows + 1)
    assert kernel(2).piece == 2
    monkeypatch.setattr(arrays, "ASKED", 0)
    assert kernel(2).piece == 1


def test_no_examples_give_no_outputs() -> None:
    bound = kernel(2).bind([np.empty(0)], 0)
    assert bound.run(np.array([0.5]), 1.0)
    assert bound.sums.tolist() == [0.0, 0.0]
    assert bound.outputs[0].tolist() == []


def test_straight_line_code_is_looped_again() -> None:
    program = record(lambda *x: [w * y.exp() for y in x], 5).program
    assert runnable(program).loops[0].shape == ()
    assert [loop.shape for loop in ArrayKernel(runnable(program), 0).loops.loops] == [(5,)]


def test_the_weight_may_be_asked_for_as_an_input() -> None:
    pair = Apply("mul", (Index("input", 0, (1,)), Index("input", 0, (0,))))
    loops = Loops(2, 0, (Loop((2,), pair, 0),), (2, 3, 1))
    bound = ArrayKernel(loops, 2).bind([np.array([2.0, 3.0])], 2)
    assert bound.run(np.array([]), 0.5)
    assert bound.sums.tolist() == [13.0, 2.5]
    assert bound.outputs[0].tolist() == [0.5, 0.5]

"""Sums over the batch: tiles, chunks, threads, lanes."""

import pytest

from autograd.compiler.loops.loop import Index, Loop, Loops, Run, Sum
from tests.autograd.compiler.backends.llvm.conftest import Native
from tests.loops import add, disagreement, dot, mul, perceptron


@pytest.mark.parametrize("examples", [1, 2, 3, 7, 8, 9, 15, 16, 17, 33, 100])
def test_gradients_are_sums_of_products(examples: int, native: Native) -> None:
    program, sums = perceptron(11, 13), 1 + 13 + 13 * 12
    assert disagreement(native(program, sums), program, sums, examples) < 1e-13


@pytest.mark.parametrize("scratch", [0, 3_000])
@pytest.mark.parametrize("processors", [1, 2])
def test_chunks_and_threads_give_the_same(
    scratch: int, processors: int, native: Native, monkeypatch: pytest.MonkeyPatch
) -> None:
    from autograd.compiler.backends.llvm import run

    monkeypatch.setattr(run, "SCRATCH", scratch)
    monkeypatch.setattr(run, "THREADS_FROM", 0)
    monkeypatch.setattr(run, "processors", lambda: processors)
    program, sums = perceptron(11, 13), 1 + 13 + 13 * 12
    for examples in (1, 16, 33, 90, 257):
        assert disagreement(native(program, sums), program, sums, examples) < 1e-13


def test_a_sum_in_the_body_goes_to_the_same_totals(native: Native) -> None:
    """Σt δ[t]·x[t], as in recurrent nets, with a term of its own before it."""
    x, seed = Index("input", 0, (0, 1, 12)), Index("input", 36)
    delta = Index("result", 0, (12, 0, 1))
    made = Loop((60,), mul(seed, Index("parameter", 0, (1,))), 0)
    long = Sum((Run(1, mul(seed, Index("input", 1))), Run(3, mul(delta, x))))
    outer = Loop(
        (5, 12), Sum((Run(1, long), Run(12, mul(delta, Index("input", 2, (0, 1, 0)))))), 60
    )
    program = Loops(37, 60, (made, outer), tuple(range(97 + 60, 97 + 120)))
    assert disagreement(native(program, 60), program, 60, 21) < 1e-13


def test_results_that_are_used_elsewhere_are_summed_as_well(native: Native) -> None:
    seed = Index("input", 1)
    made = Loop((70,), mul(seed, Index("parameter", 0, (1,))), 0)
    used = Loop((), dot(70, mul(Index("result", 0, (1,)), Index("input", 0))), 70)
    outputs = (72 + 70, *range(72, 72 + 40), 0.0, 72 + 3, 1, *range(72 + 60, 72 + 70), 2, 0)
    program = Loops(2, 70, (made, used), outputs)
    sums = len(outputs) - 2
    assert disagreement(native(program, sums), program, sums, 19) < 1e-13


def test_places_among_the_sums_may_be_in_any_order(native: Native) -> None:
    seed = Index("input", 1)
    made = Loop((24,), add(mul(seed, Index("parameter", 0, (1,))), mul(seed, Index("input", 0))), 0)
    outputs = tuple(26 + (7 * k) % 24 for k in range(24))
    program = Loops(2, 24, (made,), outputs)
    assert disagreement(native(program, 24), program, 24, 19) < 1e-13

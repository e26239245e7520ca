"""Bodies: the leaves of a loop's members as one expression."""

from autograd.compiler.loops.find import find
from autograd.compiler.loops.loop import Apply, Index, Run, Sum
from autograd.compiler.record import record


def test_runs_within_runs_have_a_counter_each() -> None:
    def rows(*x: float) -> float:
        return sum(a * sum(a * b for b in x[3:]) for a in x[:3])

    (loop,) = find(record(rows, 5).program).loops
    a, inner, b = Index("input", 0, (1,)), Index("input", 0, (1, 0)), Index("input", 3, (0, 1))
    assert loop.body == Sum((Run(3, Apply("mul", (a, Sum((Run(2, Apply("mul", (inner, b))),))))),))


def test_places_without_order_stand_in_a_table() -> None:
    places = [4, 0, 3, 1, 5, 2]
    (loop,) = find(record(lambda *x: [x[i] * x[i].exp() for i in places], 6).program).loops
    x = Index("input", 4, (0,), (0, -4, -1, -3, 1, -2), (0,))
    assert loop.body == Apply("mul", (x, Apply("exp", (x,))))


def test_terms_that_happen_to_have_one_shape_are_no_run() -> None:
    def rows(a: float, b: float, *x: float) -> list[float]:
        return [a * y + b * b + y * y for y in x]

    (loop,) = find(record(rows, 6).program).loops
    assert isinstance(loop.body, Sum)
    assert [run.length for run in loop.body.runs] == [1, 1, 1]
    assert all(not index.table for run in loop.body.runs for index in run.term.operands)  # type: ignore[union-attr]


def test_a_long_run_without_order_stays_a_run_with_a_table() -> None:
    import random

    rng = random.Random(0)

    def rows(*x: float) -> list[float]:
        return [sum(rng.choice(x) * rng.choice(x) for _ in range(40)) for _ in range(9)]

    (loop,) = find(record(rows, 30).program).loops
    assert isinstance(loop.body, Sum)
    assert [run.length for run in loop.body.runs] == [40]


def test_members_that_go_through_a_run_from_its_end_are_a_loop_of_their_own() -> None:
    def rows(*x: float) -> list[float]:
        forward = [x[0] * x[1] + x[1] * x[2] + x[2] * x[3]]
        backward = [x[3] * x[i + 2] + x[2] * x[i + 1] + x[1] * x[i] for i in range(8)]
        return forward + backward

    assert [loop.shape for loop in find(record(rows, 10).program).loops] == [(), (8,)]

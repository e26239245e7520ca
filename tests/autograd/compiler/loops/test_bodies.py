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

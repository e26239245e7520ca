"""Trees that stand alone."""

from autograd.compiler.loops.find import apart
from autograd.compiler.loops.loop import Apply, Index, Run, Sum
from autograd.compiler.record import record


def test_all_terms_of_a_sum_are_written_out() -> None:
    (loop,) = apart(record(lambda x, y: [x * 2.0 + y * 2.0 + 1.0], 2).program).loops
    x, y = (Apply("mul", (Index("input", i), 2.0)) for i in range(2))
    assert loop.body == Sum((Run(1, x), Run(1, y), Run(1, 1.0)))


def test_results_are_found_in_their_rows() -> None:
    first, second = (
        apart(record(lambda x: x.exp() * x.exp().sin(), 1).program).loops[-1].body.operands
    )  # type: ignore[union-attr]
    assert first == Apply("exp", (Index("input", 0),))
    assert second == Apply("sin", (Apply("exp", (Index("input", 0),)),))
    *_, last = apart(record(lambda x: (e := x.exp()) * e, 1).program).loops
    assert last.body == Apply("mul", (Index("result", 0), Index("result", 0)))

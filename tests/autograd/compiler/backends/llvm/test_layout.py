"""What becomes of each loop, and where its rows lie."""

from autograd.compiler.backends.llvm.layout import Layout
from autograd.compiler.loops.loop import Apply, Index, Loop, Loops
from tests.loops import add, dot, mul, perceptron


def test_what_only_sums_over_the_batch_need_is_summed() -> None:
    layout = Layout(perceptron(20, 30), 1 + 30 + 30 * 21)
    assert layout.kinds == ["counted", "counted", "summed", "counted", "summed"]
    assert [job.shape for job in layout.jobs] == [(), (30,), (30,), (30, 20)]
    plain = Layout(perceptron(20, 30), 1)  # the rest are outputs by example
    assert "summed" not in plain.kinds


def test_what_has_no_counter_is_written_out_however_long() -> None:
    long = add(*(mul(Index("input", i), Index("input", i)) for i in range(100)))
    layout = Layout(Loops(100, 0, (Loop((), long, 0),), (100,)), 0)
    assert layout.kinds == ["alone"]
    run = dot(100, mul(Index("input", 0, (1,)), Index("input", 0, (1,))))
    assert Layout(Loops(100, 0, (Loop((), run, 0),), (100,)), 0).kinds == ["counted"]


def test_rows_that_nobody_reads_are_not_kept() -> None:
    layout = Layout(perceptron(20, 30), 1 + 30 + 30 * 21)
    assert layout.inputs == [(0, 19), (20, 20)]
    assert layout.lines == 21 + 30 + 1 + 30
    assert layout.line("input", 20) == ("line", 20)
    assert layout.line("result", 61) == ("line", 21 + 31)


def test_a_sum_that_is_given_twice_is_computed_once() -> None:
    loop = Loop((3,), mul(Index("input", 1), Index("input", 0)), 0)
    layout = Layout(Loops(2, 0, (loop,), (2, 3, 2, 4, 2)), 5)
    assert layout.kinds == ["summed"]
    assert layout.copies == [(0, 2), (0, 4)]
    assert layout.jobs[0].places.table == (0, 1, 3)


SQUARES = Loop((60,), mul(Index("parameter", 0, (1,)), Index("parameter", 0, (1,))), 0)


def test_what_depends_on_parameters_alone_is_uniform() -> None:
    total = Loop((60,), mul(Index("result", 0, (1,)), Index("input", 0)), 60)
    layout = Layout(Loops(1, 60, (SQUARES, total), tuple(range(121, 181))), 0)
    assert layout.uniform == [True, False]
    assert layout.line("result", 7) == ("uniform", 7)
    assert layout.line("result", 67) == ("line", 1 + 7)
    assert layout.uniforms == 64


def test_rows_that_are_read_together_lie_together() -> None:
    other = Loop((60,), Apply("exp", (Index("input", 0),)), 60)
    both = Loop((), dot(120, Index("result", 0, (1,))), 120)
    layout = Layout(Loops(1, 60, (SQUARES, other, both), (181,)), 0)
    assert layout.uniform == [False, False, False]
    assert layout.rows == [(0, 119), (120, 120)]

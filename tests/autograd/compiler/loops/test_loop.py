"""``Loops``: what a loop and a program of loops say of themselves."""

from autograd.compiler.loops.loop import Apply, Index, Loop, Loops, Run, Sum

LAYER = Loop(
    (16,),
    Sum(
        (
            Run(1, Index("parameter", 2, (3,))),
            Run(2, Apply("mul", (Index("parameter", 0, (3, 1)), Index("input", 0, (0, 1))))),
        )
    ),
    0,
)


def test_a_loop_has_a_result_for_each_member() -> None:
    assert LAYER.members == 16
    assert Loop((4, 5), LAYER.body, 0).members == 20
    assert Loop((), LAYER.body, 0).members == 1


def test_rows_are_counted_after_inputs_and_parameters() -> None:
    assert Loops(2, 48, (LAYER,), (50,)).first == 50

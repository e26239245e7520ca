"""The passes on the bodies of loops."""

import pytest

from autograd.compiler.loops.loop import Apply, Expression, Index, Loop, Loops, Run, Sum
from autograd.compiler.loops.simplify import simpler, simplified

X, Y = Index("input", 0, (1,)), Index("parameter", 3, (0,))


@pytest.mark.parametrize(
    ("body", "short"),
    [
        (Apply("mul", (X, 1.0)), X),
        (Apply("mul", (1.0, X)), X),
        (Apply("mul", (X, -1.0)), Apply("neg", (X,))),
        (Apply("pow", (X, 2.0)), Apply("mul", (X, X))),
        (Apply("pow", (X, -1.0)), Apply("div", (1.0, X))),
        (Apply("detach", (X,)), X),
        (Apply("exp", (Apply("mul", (0.0, 3.0)),)), 1.0),
        (Apply("mul", (X, 0.0)), Apply("mul", (X, 0.0))),  # inf and nan come through
        (Sum((Run(1, Apply("identity", (Y,))),)), Y),
        (Sum((Run(4, Apply("mul", (X, 1.0))), Run(1, Y))), Sum((Run(4, X), Run(1, Y)))),
        (Sum((Run(3, X),)), Sum((Run(3, X),))),
        (Apply("sin", (Apply("mul", (X, 1.0)),)), Apply("sin", (X,))),
    ],
)
def test_a_body_is_made_shorter(body: Expression, short: Expression) -> None:
    assert simpler(body) == short


def test_what_is_no_leaf_is_not_computed_twice() -> None:
    square = Apply("pow", (Apply("sin", (X,)), 2.0))
    assert simpler(square) == square


def test_all_loops_are_made_shorter() -> None:
    loops = Loops(1, 4, (Loop((), Apply("mul", (X, 1.0)), 0),), (5,))
    assert simplified(loops).loops == (Loop((), X, 0),)

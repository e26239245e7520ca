"""Numbers that stand alone, among loops that are counted."""

from autograd.compiler.loops.loop import Apply, Index, Loop, Loops
from tests.autograd.compiler.backends.llvm.conftest import Native
from tests.loops import add, disagreement, dot, mul

X, P = Index("input", 0), Index("parameter", 0)


def test_numbers_come_from_loops_and_go_to_loops(native: Native) -> None:
    seed = Index("input", 1)
    loops = (
        Loop((), mul(X, P), 0),
        Loop((), Apply("exp", (P,)), 1),  # the same for all examples
        Loop(
            (60,), add(Index("result", 0), mul(Index("result", 1), Index("parameter", 0, (1,)))), 2
        ),
        Loop((), add(Index("result", 7), Index("result", 1), mul(X, Index("result", 9))), 62),
        Loop((), mul(seed, dot(60, mul(Index("result", 2, (1,)), Index("result", 62)))), 63),
        Loop((), mul(seed, Index("result", 62)), 64),
        Loop((), mul(Index("result", 64), X), 65),
    )
    outputs = tuple(62 + row for row in (63, 64, 65, 64, 62, 1, 0))
    program = Loops(2, 60, loops, outputs)
    assert disagreement(native(program, 4), program, 4, 19) < 1e-13


def test_a_long_text_is_cut_into_sections(native: Native) -> None:
    loops = [Loop((), Apply("sin", (X,)), 0)]
    loops += [Loop((), add(Index("result", 0), mul(X, P)), 1)]
    loops += [
        Loop((), mul(Index("result", i), Index("result", i - 1)), i + 1) for i in range(1, 350)
    ]
    program = Loops(1, 1, tuple(loops), (2 + 350, 2 + 340))
    assert disagreement(native(program, 0), program, 0, 9) < 1e-12

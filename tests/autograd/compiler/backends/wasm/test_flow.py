"""Loops that count."""

from autograd.compiler.backends.llvm.vectors import Vector
from autograd.compiler.backends.wasm import opcodes as op
from autograd.compiler.backends.wasm.code import Code
from autograd.compiler.backends.wasm.encode import V128
from autograd.compiler.backends.wasm.flow import Flow
from autograd.compiler.loops.loop import Index, Loop, Loops
from tests.loops import disagreement, dot, mul
from tests.wasm import Node


def flow() -> Flow:
    return Flow(Code({"%x": V128}, V128))


def test_what_is_carried_is_set_at_the_end_of_each_turn() -> None:
    made = flow()
    x = Vector(made.builder, "%x")
    with made.repeat(10, carried=[x]) as turn:
        (old,) = turn.carried
        turn.following = [old + x]
    assert turn.following[0].text == old.text
    assert made.code.body.hex(" ") == (
        "41 00 21 01 20 00 21 02 "  # the counter, and x
        "03 40 20 02 20 00 fd f0 01 22 03 21 02 "  # loop; the sum is what is carried
        "20 01 41 01 6a 22 01 41 0a 48 0d 00 0b"  # the counter goes on; again, if it is below 10
    )


def test_what_was_computed_inside_is_forgotten_outside() -> None:
    made = flow()
    compute = lambda: made.code.whole(op.ADD, 1, 2)  # noqa: E731
    with made.scope():
        inside = made.computed("key", compute)
        assert made.computed("key", compute) == inside
    assert made.computed("key", compute) != inside


def test_carried_vectors_that_change_places(node: Node) -> None:
    made = flow()
    x = Vector(made.builder, "%x")
    with made.repeat(3, carried=[x, x]) as turn:
        turn.following = turn.carried[::-1]
    text = made.code.body.hex(" ")
    assert "20 02 20 03 21 03 21 02" not in text  # that would be no change
    assert "20 03 20 02 21 03 21 02" in text


def test_long_sums_are_added_in_their_order(node: Node) -> None:
    term = mul(Index("parameter", 0, (7, 1)), Index("input", 0, (0, 1)))
    loops = Loops(90, 300, (Loop((30,), dot(90, term), 0),), tuple(range(390, 420)))
    assert disagreement(node(loops, 0), loops, 0, 9) < 1e-13

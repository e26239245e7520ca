"""Loops written out."""

import random

import nn
from autograd.compiler.loops.expand import expanded, place, size
from autograd.compiler.loops.find import find
from autograd.compiler.loops.loop import Apply, Index, Loop, Loops, Run, Sum
from autograd.compiler.record import record


def test_what_was_found_gives_the_same_numbers_to_the_last_bit() -> None:
    net = nn.Recurrent(2, 3, rng=0)
    program = record(
        lambda *x: sum(h * h for h in net([[x[0], x[1]], [x[2], x[3]], [x[4], x[5]]])[-1]),
        6,
        gradient=True,
        first=net.parameters(),
    ).program
    rng = random.Random(1)
    inputs = [rng.gauss(0, 1) for _ in range(program.inputs)]
    parameters = [rng.gauss(0, 1) for _ in range(program.parameters)]
    again = expanded(find(program, seeded=True)).check()
    assert again.evaluate(inputs, parameters) == program.evaluate(inputs, parameters)


def test_runs_are_added_in_their_order() -> None:
    x = Index("input", 0, (1,))
    body = Sum((Run(3, x), Run(1, Index("input", 3)), Run(2, Apply("neg", (x,)))))
    loops = Loops(4, 0, (Loop((), body, 0),), (4,))
    numbers = [1e16, 1.0, 1.0, -1e16]
    assert expanded(loops).evaluate(numbers) == [1e16 + 1.0 + 1.0 - 1e16 - 1e16 - 1.0]


def test_a_table_adds_what_stands_for_its_counters() -> None:
    index = Index("input", 10, (100, 0, 0), (0, 1, 2, 3, 4, 50), (1, 2))
    assert place(index, (2, 1, 2), (5, 2, 3)) == 260


def test_a_row_may_be_nothing_but_a_leaf_or_a_number() -> None:
    loops = Loops(2, 0, (Loop((2,), Index("input", 1, (-1,)), 0), Loop((), 2.5, 2)), (2, 3, 4, 1.5))
    assert expanded(loops).evaluate([3.0, 4.0]) == [4.0, 3.0, 2.5, 1.5]


def test_size_is_the_number_of_instructions() -> None:
    model = nn.MLP(3, [4, 2], rng=0)
    program = record(
        lambda *x: nn.mse(model(list(x[:3])), list(x[3:])), 5, gradient=True,
        first=model.parameters(),
    ).program  # fmt: skip
    loops = find(program, seeded=True)
    assert size(loops) == len(expanded(loops).instructions)

"""What finding loops finds: the layers of networks, in the order in which they were written."""

import random
from collections.abc import Callable
from typing import Any

import pytest

import nn
from autograd.compiler.loops.expand import expanded
from autograd.compiler.loops.find import apart, find
from autograd.compiler.loops.loop import Apply, Index, Loops, Run, Sum
from autograd.compiler.program import Instruction, Operand, Program
from autograd.compiler.record import record


def loops_of(f: Callable[..., Any], inputs: int, model: Any = None) -> Loops:
    first = model.parameters() if model else ()
    return find(record(f, inputs, gradient=True, first=first).program, seeded=True)


def two_layers() -> Loops:
    model = nn.MLP(5, [4, 3], activation="relu", rng=0)
    return loops_of(lambda *x: nn.squared_error(model(list(x[:5])), list(x[5:])), 8, model)


def test_a_layer_is_one_loop() -> None:
    layer = next(loop for loop in two_layers().loops if isinstance(loop.body, Sum))
    weight, x = Index("parameter", 0, (6, 1)), Index("input", 0, (0, 1))
    assert layer.shape == (4,)
    assert layer.body == Sum(
        (Run(1, Index("parameter", 5, (6,))), Run(5, Apply("mul", (weight, x))))
    )


def test_the_gradient_of_a_layer_has_two_counters() -> None:
    loops = two_layers()
    shapes = [loop.shape for loop in loops.loops]
    assert shapes.count((4, 5)) == 1  # the first layer's weights
    assert shapes.count((3, 4)) == 1
    assert len(loops.loops) == 9


def test_the_number_of_loops_does_not_grow_with_the_layers_width() -> None:
    def count(width: int) -> int:
        model = nn.MLP(3, [width, 1], rng=0)
        return len(loops_of(lambda *x: nn.mse(model(list(x[:3])), x[3]), 4, model).loops)

    assert count(6) == count(12)


def test_a_convolution_needs_a_table_over_the_pixels_of_its_filter_alone() -> None:
    model = nn.Conv2d(1, 2, 3, rng=0)

    def image(*x: Any) -> Any:
        rows = [list(x[6 * i : 6 * i + 6]) for i in range(6)]
        return sum(nn.flatten(model([rows])))

    loops = loops_of(image, 36, model)
    found = [index for loop in loops.loops for index in leaves(loop.body) if index.table]
    pixels = next(index for index in found if index.space == "input")
    assert pixels.table == tuple(6 * i + j for i in range(3) for j in range(3))
    assert pixels.over == (len(pixels.strides) - 1,)


def leaves(body: Any) -> list[Index]:
    if isinstance(body, Index):
        return [body]
    parts = body.runs if isinstance(body, Sum) else getattr(body, "operands", ())
    return [leaf for part in parts for leaf in leaves(getattr(part, "term", part))]


def test_equal_members_are_computed_once() -> None:
    loops = find(record(lambda x, y: [(x * y).exp(), (x * y).exp(), (y * y).exp()], 2).program)
    assert sum(loop.members for loop in loops.loops) == 2
    assert loops.outputs == (2, 2, 3)


def test_apart_every_tree_stands_alone_in_its_own_place() -> None:
    model = nn.MLP(2, [3, 1], rng=0)
    program = record(lambda x, y: model([x, y]), 2, first=model.parameters()).program
    loops = apart(program)
    assert {loop.shape for loop in loops.loops} == {()}
    assert [loop.first for loop in loops.loops] == list(range(len(loops.loops)))
    assert all(run.length == 1 for loop in loops.loops for run in runs(loop.body))


def runs(body: Any) -> list[Run]:
    if isinstance(body, Sum):
        return [*body.runs, *(run for inner in body.runs for run in runs(inner.term))]
    return [run for part in getattr(body, "operands", ()) for run in runs(part)]


def test_what_is_no_operation_can_be_an_output() -> None:
    loops = find(record(lambda x, y: [y, 2.0, x + y], 2).program)
    assert loops.outputs == (1, 2.0, 2)


def repetitive(rng: random.Random) -> Program:
    """A program in which stretches come again with other operands, as loops would write them."""
    inputs, parameters = rng.randint(1, 6), rng.randint(0, 8)
    known = first = inputs + parameters
    steps: list[Instruction] = []

    def operand() -> Operand:
        if rng.random() < 0.08:
            return rng.choice([0.0, -0.0, 1.0, -1.0, 2.0])
        return rng.randrange(max(0, known - 12) if rng.random() < 0.6 else 0, known)

    def again(x: Operand, stretch: int, turn: int, shift: int) -> Operand:
        if isinstance(x, float) or x < inputs:
            return x if isinstance(x, float) else (x + shift * turn) % inputs
        if x < first:
            return inputs + (x - inputs + shift * turn) % parameters
        return min(known - 1, x + stretch * turn)

    while len(steps) < rng.choice([5, 30, 200]):
        if rng.random() < 0.4 and steps:
            block, shift = steps[-rng.randint(1, 5) :], rng.randint(0, 2)
            for turn in range(1, rng.randint(2, 7)):
                for op, operands in block:
                    moved = (again(x, len(block), turn, shift) for x in operands)
                    steps.append(Instruction(op, tuple(moved)))
                    known += 1
        else:
            op = rng.choice(["add"] * 4 + ["mul", "mul", "sub", "tanh", "sin", "relu", "detach"])
            count = 2 if op in ("add", "mul", "sub") else 1
            steps.append(Instruction(op, tuple(operand() for _ in range(count))))
            known += 1
    outputs = [operand() for _ in range(rng.randint(1, 12))]
    return Program(
        inputs, parameters, tuple(steps), (*outputs, *range(max(first, known - 9), known))
    )


@pytest.mark.parametrize("way", [find, apart])
@pytest.mark.parametrize("seeded", [False, True])
def test_loops_are_the_program_that_they_were_found_in(way: Any, seeded: bool) -> None:
    counted = 0
    for seed in range(300):
        rng = random.Random(seed)
        program = repetitive(rng).check()
        point = [rng.uniform(-1.5, 1.5) for _ in range(program.first)]
        inputs, parameters = point[: program.inputs], point[program.inputs :]
        loops = way(program, seeded=seeded)
        found = expanded(loops).check().evaluate(inputs, parameters)
        assert list(map(repr, found)) == list(map(repr, program.evaluate(inputs, parameters)))
        counted += sum(loop.members > 1 for loop in loops.loops)
    assert (counted > 200) == (way is find)

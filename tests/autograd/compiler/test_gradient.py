"""The gradient that is written on indices: equal to the one that is recorded on nodes."""

import sys
from collections.abc import Callable, Sequence
from itertools import product
from operator import mul
from typing import Any

import pytest
from hypothesis import given, settings

import autograd as ag
from autograd import Value
from autograd.backprop import pullback
from autograd.compiler.gradient import partial_program
from autograd.compiler.passes import drop_dead
from autograd.compiler.program import Program
from autograd.compiler.record import record
from autograd.functions import apply, recorded_partial
from autograd.nested import flatten
from autograd.ops import OPS, Op
from tests.programs import Steps, close, function_of, points, steps

steady = settings(deadline=None, derandomize=True, database=None)


def by_nodes(f: Callable[..., Any], inputs: int, leaves: Sequence[Value]) -> Program:
    """What ``record`` gives with ``gradient``, by the recorded sweep over the nodes themselves."""

    def with_gradient(*xs: Any) -> list[Any]:
        *given, seed = xs
        value, *others = outputs = flatten(f(*given))
        order = ag.topological_order(*outputs)
        gradient = pullback(order, {value: seed}, leaves, recorded_partial)
        return [value * seed, *gradient, *others]

    return record(with_gradient, inputs + 1, first=leaves).program


def expressions(program: Program, known: dict[Any, int]) -> list[Any]:
    """The outputs as numbers that are equal where the expressions are: no order, no indices."""
    numbers: list[Any] = [("leaf", i) for i in range(program.first)]

    def named(x: Any) -> Any:
        return repr(x) if isinstance(x, float) else numbers[x]

    for op, operands in program.check().instructions:
        numbers.append(known.setdefault((op, *map(named, operands)), len(known)))
    return [*map(named, program.outputs)]


def same_gradient(f: Callable[..., Any], inputs: int, leaves: Sequence[Value]) -> None:
    known: dict[Any, int] = {}
    recorded = record(f, inputs, gradient=True, first=leaves)
    assert recorded.parameters == tuple(leaves)
    expected = by_nodes(f, inputs, leaves)
    assert expressions(recorded.program, known) == expressions(expected, known)
    assert len(recorded.program.instructions) == len(expected.instructions)
    assert drop_dead(recorded.program) == recorded.program


@pytest.mark.parametrize("op", OPS.values(), ids=OPS)
def test_partials_of_every_row_with_any_operands_constant(op: Op) -> None:
    for kinds in product((0.0, -0.0, 1.0, 2.5, None), repeat=op.arity):
        for point in points(op, 1):
            leaves = [Value(x) for x, kind in zip(point, kinds) if kind is None]
            if leaves:

                def f(x: Any, kinds: Any = kinds, leaves: Any = leaves) -> Any:
                    free = iter(leaves)
                    operands = [next(free) * x if kind is None else kind for kind in kinds]
                    return apply(op, *operands) * x

                same_gradient(f, 1, leaves)


@steady
@given(steps(), steps())
def test_the_gradient_is_that_of_the_nodes(chosen: Steps, more: Steps) -> None:
    leaves = [Value(0.3), Value(-1.2)]
    product = 1.5 * leaves[0] * leaves[1]

    def f(*x: Any) -> list[Any]:
        a, b = (function_of(some, *leaves, product)(*x) for some in (chosen, more))
        return [a + b, b - a]  # the sums on the way go by the order of all outputs

    same_gradient(f, 2, leaves)


def test_a_partial_is_recorded_once_for_all_instructions_of_its_kind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = []

    def noted(op: Op, i: int, constants: Any) -> Program:
        made.append((op.name, i, constants))
        return partial_program(op, i, constants)

    monkeypatch.setattr("autograd.compiler.gradient.partial_program", noted)
    w = Value(0.5)
    record(lambda x: sum((w * x / 3.0) ** (i % 2 + 1.0) / x for i in range(9)), 1, gradient=True)
    assert sorted(map(repr, made)) == [
        "('div', 0, [None, 3.0])",
        "('div', 0, [None, None])",
        "('pow', 0, [None, 1.0])",
        "('pow', 0, [None, 2.0])",
    ]


def test_zeros_of_both_signs_are_two_constants() -> None:
    w = Value(2.0)
    with ag.nonfinite("allow"):
        program = record(lambda x: [w * x / 0.0 + w * x / -0.0], 1, gradient=True).program
    factors = [operands[1] for op, operands in program.instructions if op == "mul"]
    assert [x for x in factors if isinstance(x, float)] == [-float("inf"), float("inf")]


# --- which number is the derivative of which ---


@steady
@given(steps())
def test_adjoints_are_the_gradients_that_backward_leaves(chosen: Steps) -> None:
    leaves = [Value(0.3), Value(-1.2)]
    recorded = record(function_of(chosen, *leaves), 2, gradient=True, first=leaves)
    point, program = [0.4, 0.9, 0.5], recorded.program
    numbers: list[Any] = [Value(x) for x in (*point, *(leaf.data for leaf in leaves))]
    for op, operands in program.instructions:
        given = [x if isinstance(x, float) else numbers[x] for x in operands]
        numbers.append(apply(OPS[op], *given))
    numbers[int(program.outputs[0])].backward()
    reached = recorded.adjoints
    for index, adjoint in reached.items():
        assert close(numbers[adjoint].data, numbers[index].grad, 1e-12, 1e-12)
    assert [reached.get(i, 0.0) for i in (3, 4)] == [*program.outputs[1:]]
    assert {0, 1, 2}.isdisjoint(reached), "no gradient is asked for by the inputs"


def test_a_recording_without_gradient_has_no_adjoints() -> None:
    assert record(lambda x: x * x, 1).adjoints == {}


def test_nothing_has_an_adjoint_that_no_gradient_reaches() -> None:
    w = Value(2.0)
    recorded = record(lambda x: [w * x + ag.exp(ag.detach(w)), w * 3.0], 1, gradient=True)
    names = {3 + i: op for i, (op, _) in enumerate(recorded.program.instructions)}
    assert {names.get(i, "leaf") for i in recorded.adjoints} == {"leaf", "mul", "add"}
    assert drop_dead(recorded.program) == recorded.program


# --- what it costs, by counting ---


def test_calls_per_instruction() -> None:
    """One for each operation of the function itself; less than one for what follows from it."""
    w, calls = [[Value(0.1 * i) for i in range(100)] for _ in range(20)], 0

    def f(*x: Any) -> Any:
        return sum(ag.tanh(sum(map(mul, row[1:], x), row[0])) for row in w)

    def count(frame: Any, event: str, argument: object) -> None:
        nonlocal calls
        calls += event == "call" and frame.f_code.co_name != "<genexpr>"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        recorded = record(f, 99, gradient=True, first=[p for row in w for p in row])
    finally:
        sys.setprofile(before)
    length = len(recorded.program.instructions)
    assert length == 20 * (2 * 99 + 1 + 3 + 99) + 19 + 1
    assert calls < length

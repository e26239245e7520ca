"""Backends are records in a list: the first that is usable runs a batch, and each can do all."""

import math
from copy import copy
from typing import Any

import pytest

import autograd as ag
from autograd import GraphError, NonFiniteError, Value
from autograd.compiler.backends import choice
from autograd.compiler.backends.choice import backend_for, kernel_for
from autograd.compiler.backends.kernel import Backend
from autograd.compiler.loops.expand import size
from autograd.compiler.loops.loop import Loops
from autograd.compiler.loops.runnable import runnable
from autograd.compiler.program import Instruction, Program

SQUARE = runnable(Program(1, 0, (Instruction("mul", (0, 0)),), (1,)))


def recorded(name: str, usable: bool = True, limit: float = math.inf) -> tuple[Backend, list[Any]]:
    """A backend that writes down what it is asked for, and answers 42."""
    calls: list[Any] = []

    class Kernel:
        def __init__(self, loops: Loops, sums: int) -> None:
            calls.append(("kernel", size(loops), sums))

        def bind(self, columns: Any, examples: int) -> Any:
            calls.append(("bind", columns, examples))
            return Bound()

    class Bound:
        sums, gradient, outputs = [42.0, 1.0], [1.0], [[42.0, 42.0]]

        def run(self, parameters: Any, weight: float) -> bool:
            calls.append(("run", [*parameters], weight))
            return True

    last = choice.BACKENDS[-1]
    made = last._replace(name=name, usable=lambda: usable, kernel=Kernel, limit=limit)
    return made, calls


def test_a_new_backend_is_one_more_record(monkeypatch: pytest.MonkeyPatch) -> None:
    new, calls = recorded("new")
    monkeypatch.setattr(choice, "BACKENDS", [new, *choice.BACKENDS])
    w = Value(3.0)
    f = ag.compile(lambda x: w * x)
    assert f.backend == "new"
    assert f([1.0, 2.0]) == [42.0, 42.0]
    assert f.value_and_grad([1.0, 2.0]) == (42.0, [1.0])
    assert f(1.0) == 3.0  # one example needs no backend
    assert calls == [
        *(("kernel", 1, 0), ("bind", [[1.0, 2.0]], 2), ("run", [3.0], 0.5)),
        *(("kernel", 3, 2), ("bind", [[1.0, 2.0]], 2), ("run", [3.0], 0.5)),
    ]


def test_what_is_not_usable_or_too_short_for_the_program_is_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    absent, short, last = (
        recorded("a", usable=False)[0],
        recorded("s", limit=0)[0],
        recorded("z")[0],
    )
    monkeypatch.setattr(choice, "BACKENDS", [absent, short, last])
    assert backend_for(SQUARE) is last
    assert backend_for(Loops(1, 0, (), (0,))) is short


def test_the_last_backend_is_always_usable() -> None:
    last = choice.BACKENDS[-1]
    assert last.usable()
    assert last.limit == math.inf
    assert [b.name for b in choice.BACKENDS] == [
        "llvm",
        "source (numpy)",
        "wasm",
        "source (python)",
    ]


def test_kernels_are_kept_by_program_backend_and_rows() -> None:
    last = choice.BACKENDS[-1]
    assert kernel_for(SQUARE, 0, last) is kernel_for(SQUARE._replace(), 0, last)
    assert kernel_for(SQUARE, 0, last) is not kernel_for(SQUARE, 0, recorded("other")[0])
    assert kernel_for(SQUARE, 0, last) is not kernel_for(SQUARE, 1, last)


def test_languages_are_read_from_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(choice.LANGUAGES, "basic", lambda program: f"INPUT {program.names[0]}")
    f = ag.compile(lambda height: height * 2)
    assert f.source("basic") == "INPUT height"
    with pytest.raises(ValueError, match=r'written in "python" or .* or "basic", not in \'x\''):
        f.source("x")


# --- every backend by the same calls ---


def test_every_backend_binds_and_takes_vectors(any_backend: str) -> None:
    w = [Value(0.3), Value(-0.7)]
    f = ag.compile(lambda x, y: [(ag.tanh(w[0] * x + w[1]) - y) ** 2, w[0] * x])
    first = ag.compile(lambda x, y: (ag.tanh(w[0] * x + w[1]) - y) ** 2)
    columns = [[-1.0, 0.5, 2.0], [1.0, 0.0, -1.0]]
    expected = first.value_and_grad(*columns)
    batch = f.bind(*columns)
    for _ in range(2):  # what comes back is written anew
        value, gradient, (others,) = batch(f.vector())
        assert (value, [*gradient]) == (expected[0], expected[1])
        assert [*others] == [0.3 * x for x in columns[0]]
        other = f.vector()
        other[0] = 1.0
        assert [*batch(other)[2][0]] == columns[0]
    by_vector = first.value_and_grad(*columns, parameters=first.vector())
    assert (by_vector[0], [*by_vector[1]]) == expected
    assert [float(y) for y in first(*columns)] == [first(*row) for row in zip(*columns)]
    f.assign(other)
    assert w[0].data == 1.0


@pytest.mark.parametrize("wrong", [[1.0], [1.0, 2.0, 3.0], 1.0, ["a", "b"], None])
def test_a_wrong_vector_is_refused_by_every_backend(wrong: Any, any_backend: str) -> None:
    w = [Value(0.3), Value(-0.7)]
    batch = ag.compile(lambda x: w[0] * x + w[1]).bind([1.0, 2.0])
    with pytest.raises(GraphError, match=r"the parameters are a .* of 2 "):
        batch(wrong)


def test_a_function_of_no_columns_in_every_backend(any_backend: str) -> None:
    w = Value(3.0)
    f = ag.compile(lambda: w * w)
    assert f.value_and_grad() == (9.0, [6.0])
    assert f() == 9.0


def test_no_examples_in_every_backend(any_backend: str) -> None:
    f = ag.compile(lambda x, y: [x * y, x + y])
    assert [[*column] for column in f([], [])] == [[], []]
    w = Value(1.0)
    with pytest.raises(GraphError, match="at least one example"):
        ag.compile(lambda x: w * x).value_and_grad([])


def test_a_batch_names_the_example_in_every_backend(any_backend: str) -> None:
    w = Value(1.0)
    batch = ag.compile(lambda x: ag.log(w * x)).bind([1.0, 0.0])
    vector = ag.compile(lambda x: w * x).vector()
    with pytest.raises(NonFiniteError, match="example 1: log gave -inf"):
        batch(vector)


# --- a backend that is asked for ---


def test_a_backend_is_chosen_by_its_name() -> None:
    w = Value(2.0)
    f = ag.compile(lambda x, y=1.0: w * x * y, backend="python")
    assert f.backend == ag.compile(f).backend == copy(f).backend == "source (python)"
    assert f([1.0, 2.0]) == [2.0, 4.0]
    assert f(x=[1.0], y=[3.0]) == [6.0]
    assert f.value_and_grad([3.0]) == (6.0, [3.0])
    assert ag.compile(f, backend="source (python)") is not f


def test_a_name_that_there_is_none_of_is_refused() -> None:
    with pytest.raises(ValueError, match=r'"auto" or "llvm" or .* or "wasm" or .*, not \'cuda\''):
        ag.compile(lambda x: x, backend="cuda")


def test_a_backend_that_cannot_run_here_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = recorded("a", usable=False)[0]._replace(needs="a thing")
    monkeypatch.setattr(choice, "BACKENDS", [absent, recorded("z")[0]])
    with pytest.raises(GraphError, match=r'"a" needs a thing, which is not here: .* takes "z"'):
        ag.compile(lambda x: x, backend="a")


def test_a_program_that_is_too_long_for_the_one_asked_for_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(choice, "BACKENDS", [recorded("s", limit=0)[0], recorded("z")[0]])
    with pytest.raises(GraphError, match='"s" takes 0 operations, and the loops of this program'):
        ag.compile(lambda x: x * x, backend="s")([1.0])

"""A call on plain numbers in Python: what comes back, and what is left to others."""

import math
from typing import Any

import pytest

import autograd as ag
from autograd import Value
from autograd.compiler.backends.direct import direct, direct_source, holds_array, marks
from autograd.compiler.program import Instruction, Program
from autograd.compiler.record import record
from autograd.compiler.symbol import in_recording
from autograd.define import temporary_op

PRODUCT = Program(2, 0, (Instruction("mul", (0, 1)),), (2,))


def called(f: Any, inputs: int) -> Any:
    """The function's program as a call."""
    program, leaves, shape, _ = record(f, inputs)
    return direct(program, leaves, shape)


def test_numbers_are_floats_and_ints_of_any_class() -> None:
    class Float(float):
        def __float__(self) -> float:
            return 5.0

    call = direct(PRODUCT, (), 0.0)
    for x, y in [(2.0, 3.0), (2, 3), (2, 3.0), (True, 6.0), (Float(1.0), 1.2)]:
        assert call(x, y) == 6.0
        assert type(call(x, y)) is float


@pytest.mark.parametrize(
    "args",
    [
        *((), (1.0,), (1.0, 2.0, 3.0)),
        *(([1.0], 2.0), ("1", 2.0), (None, 2.0), (1j, 2.0), (Value(1.0), 2.0)),
        *((math.inf, 0.5), (2.0, math.nan), (1e200, 1e200)),
    ],
)
def test_what_is_not_plain_is_left_to_others(args: Any) -> None:
    assert direct(PRODUCT, (), 0.0)(*args) is NotImplemented


def test_a_result_that_is_inf_behind_a_finite_one_is_seen() -> None:
    assert called(lambda x: [x, x * 1e300, x], 1)(1e10) is NotImplemented
    assert called(lambda x, y: [ag.exp(x), y], 2)(-math.inf, 1.0) is NotImplemented


@pytest.mark.parametrize("f", [lambda x: 1 / x, ag.log, ag.sqrt, lambda x: ag.exp(-1e4 * x - 1e4)])
def test_what_floats_refuse_is_left_to_others(f: Any) -> None:
    call = called(f, 1)
    assert call(-1.0 if f is ag.sqrt else 0.0) is NotImplemented or call(0.0) == 0.0
    assert call(2.5) == f(Value(2.5)).data


def test_nothing_is_answered_while_a_function_is_recorded() -> None:
    call = direct(PRODUCT, (), 0.0)
    token = in_recording.set(True)
    try:
        assert call(2.0, 3.0) is NotImplemented
    finally:
        in_recording.reset(token)
    assert call(2.0, 3.0) == 6.0


SHAPES: list[Any] = [
    *(0.0, (), [], {}, (0.0,), [0.0], {"a": 0.0}, ((), [[]])),
    (0.0, [0.0, {"b": (0.0, 0.0), 3: 0.0}], ()),
]


@pytest.mark.parametrize("shape", SHAPES)
def test_results_have_their_shape(shape: Any) -> None:
    count = sum(kind == "number" for kind, _ in marks(shape))
    program = Program(1, 0, (), (0,) * count)
    text = repr(shape).replace("0.0", "7.5")
    assert repr(direct(program, (), shape)(7.5)) == text
    assert not holds_array(shape)


def test_arrays_are_results_too() -> None:
    np = pytest.importorskip("numpy")
    shape = {"y": np.zeros((2, 1)), "x": 0.0}
    result = direct(Program(2, 0, (), (0, 1, 0)), (), shape)(1.0, 2.0)
    assert (result["y"].tolist(), result["x"]) == ([[1.0], [2.0]], 1.0)
    assert holds_array(shape)


def test_parameters_are_read_at_each_call() -> None:
    v, w = Value(2.0), Value(3.0)
    call = called(lambda x: v * x + w, 1)
    assert call(5.0) == 13.0
    v.data, w.data = 1.0, 0.5
    assert call(5.0) == 5.5


def test_many_arguments_and_results() -> None:
    call = called(lambda *xs: [x + 1 for x in xs], 350)
    assert call(*range(350)) == [x + 1.0 for x in range(350)]
    assert call(*range(349), math.inf) is NotImplemented


def test_names_in_the_text_do_not_meet_those_of_ops() -> None:
    with temporary_op("x0", "x", "x + 1", ("1",), "real") as x0:
        call = called(lambda x: x0(x), 1)
        assert call(1.0) == 2.0


def test_constants_of_all_kinds() -> None:
    program = Program(0, 0, (), (-0.0, 1.5))
    assert repr(direct(program, (), [0.0, 0.0])()) == "[-0.0, 1.5]"
    assert direct(Program(0, 0, (), (math.inf,)), (), 0.0)() is NotImplemented
    assert "_sum = 0.0" in direct_source(Program(0, 0, (), ()), [])

"""A program as a builtin: it answers what the call in Python answers, and keeps what it needs."""

import gc
import math
import sys
import weakref
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

import pytest

from autograd import Value
from autograd.compiler.backends.direct import direct, marks
from autograd.compiler.backends.llvm import builtin as module
from autograd.compiler.backends.llvm.builtin import builtin, usable
from autograd.compiler.program import Instruction, Program
from autograd.compiler.record import record
from autograd.compiler.symbol import in_recording
from tests.autograd.compiler.backends.test_direct import PRODUCT, SHAPES

pytestmark = pytest.mark.skipif(not usable(), reason="needs llvmlite, and CPython's objects")


def both(f: Any, inputs: int) -> list[Any]:
    """The call in Python, and the builtin."""
    program, leaves, shape, _ = record(f, inputs)
    return [direct(program, leaves, shape), builtin(program, leaves, shape)]


class Odd(float):
    def __float__(self) -> float:
        return 5.0


class Broken(float):
    def __float__(self) -> float:
        raise ValueError("no number today")


@pytest.mark.parametrize(
    "args",
    [
        *((2.0, 3.0), (2, 3), (-1, 3.0), (True, 6.0), (Odd(1.0), 1.2), (2**70, 0.5)),
        *((), (1.0,), (1.0, 2.0, 3.0), ([1.0], 2.0), ("1", 2.0), (None, 2.0), (Value(1.0), 2.0)),
        *((math.inf, 0.5), (2.0, math.nan), (1e200, 1e200)),
    ],
)
def test_it_answers_as_python_does(args: Any) -> None:
    python, native = direct(PRODUCT, (), 0.0), builtin(PRODUCT, (), 0.0)
    assert native is not None
    assert native(*args) == python(*args)
    assert type(native(*args)) is type(python(*args))


@pytest.mark.parametrize("args", [(10**400, 2.0), (2.0, Broken(1.0))])
def test_what_cannot_be_made_a_float_is_left_to_others(args: Any) -> None:
    native = builtin(PRODUCT, (), 0.0)
    assert native is not None
    assert native(*args) is NotImplemented
    assert native(2.0, 3.0) == 6.0


def test_arguments_of_numpy() -> None:
    np = pytest.importorskip("numpy")
    native = builtin(PRODUCT, (), 0.0)
    assert native is not None
    assert native(*np.array([2.0, 3.0])) == 6.0
    assert type(native(np.float64(2.0), 3)) is float
    assert native(np.float32(2.0), 3.0) is NotImplemented
    assert native(np.array([2.0, 3.0]), 3.0) is NotImplemented


@pytest.mark.parametrize("shape", SHAPES)
def test_results_have_their_shape(shape: Any) -> None:
    count = sum(kind == "number" for kind, _ in marks(shape))
    native = builtin(Program(1, 0, (), (0,) * count), (), shape)
    assert native is not None
    assert repr(native(7.5)) == repr(shape).replace("0.0", "7.5")


def test_arrays_are_results_too() -> None:
    np = pytest.importorskip("numpy")
    native = builtin(Program(2, 0, (), (0, 1, 0)), (), {"y": np.zeros((2, 1)), "x": 0.0})
    assert native is not None
    result = native(1.0, 2.0)
    assert (result["y"].tolist(), result["x"]) == ([[1.0], [2.0]], 1.0)
    assert native(1.0) is NotImplemented


def test_parameters_are_read_at_each_call() -> None:
    v, w = Value(2.0), Value(3.0)
    _, native = both(lambda x: v * x + w, 1)
    assert native(5.0) == 13.0
    v.data, w.data = 1, 0.5
    assert native(5.0) == 5.5
    w.data = "text"  # type: ignore[assignment]
    assert native(5.0) is NotImplemented
    del w.data
    assert native(5.0) is NotImplemented
    w.data = 2.0
    assert native(5.0) == 7.0


def test_parameters_of_another_class_are_read_by_python() -> None:
    class Half(Value):
        data = property(lambda self: 0.5, lambda self, x: None)  # type: ignore[assignment]

    w = Half(3.0)
    python, native = both(lambda x: w * x, 1)
    assert native is None
    assert python(4.0) == 2.0


def test_many_arguments_parameters_and_results() -> None:
    ws = [Value(float(i)) for i in range(150)]
    python, native = both(lambda *xs: [[w * x for w, x in zip(ws, xs)], {"all": sum(xs)}], 150)
    args = [i / 7 for i in range(150)]
    assert native(*args) == python(*args)
    assert native(*args[:-1], math.nan) is NotImplemented


def test_nothing_is_answered_while_a_function_is_recorded() -> None:
    native = builtin(PRODUCT, (), 0.0)
    assert native is not None
    token = in_recording.set(True)
    try:
        assert native(2.0, 3.0) is NotImplemented
        assert copy_context().run(native, 2.0, 3.0) is NotImplemented
    finally:
        in_recording.reset(token)
    assert native(2.0, 3.0) == 6.0


def test_threads_share_it() -> None:
    _, native = both(lambda x, y: [x / y, (x * y, {"sum": x + y})], 2)

    def run(i: int) -> bool:
        x, y = i + 0.5, i + 1.5
        return all(native(x, y) == [x / y, (x * y, {"sum": x + y})] for _ in range(2000))

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(run, range(8)))


def test_it_keeps_what_it_needs_and_no_more() -> None:
    key = "a key of its own"[:10]
    program, leaves, shape, _ = record(lambda x, w=Value(2.0): {key: w * x}, 1)  # noqa: B008
    native, kept = builtin(program, leaves, shape), weakref.ref(leaves[0])
    assert native is not None
    things = (key, False, NotImplemented, 3.0)
    references = [*map(sys.getrefcount, things)]
    for _ in range(100):
        native(3.0)
        native("x")
        native(True)
    assert [*map(sys.getrefcount, things)] == references
    gc.collect()
    del leaves
    assert kept() is not None
    assert native(3.0) == {key: 6.0}
    gc.disable()
    try:
        del native
        assert kept() is None
    finally:
        gc.enable()


def test_numbers_that_were_made_floats_are_let_go() -> None:
    native = builtin(PRODUCT, (), 0.0)
    assert native is not None
    blocks = sys.getallocatedblocks()
    for _ in range(2000):
        native(2, 3)
    assert sys.getallocatedblocks() - blocks < 500


def test_other_pythons_stay_with_python(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked() -> bool:
        return bool(usable.__wrapped__())

    assert asked()
    for change in [
        lambda m: m.setattr(sys, "_is_gil_enabled", lambda: False, raising=False),
        lambda m: m.setattr(sys.implementation, "name", "pypy"),
        lambda m: m.setattr(sys, "platform", "win32"),
        lambda m: m.setattr(module, "NUMBER_AT", 24),
        lambda m: m.setattr(module, "CLASS_AT", 0),
        lambda m: m.setattr(module, "WORD", 4),
        lambda m: m.setattr(module, "machine_usable", lambda: False),
    ]:
        with monkeypatch.context() as patched:
            change(patched)
            assert not asked()


def test_what_only_python_computes_is_refused() -> None:
    assert builtin(Program(2, 0, (Instruction("hypot", (0, 1)),), (2,)), (), 0.0) is None

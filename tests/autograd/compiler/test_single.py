"""The short way of a call on plain numbers: when it is taken, and that nobody can tell."""

import gc
import pickle
import weakref
from typing import Any

import pytest

import autograd as ag
import nn
from autograd import Value
from autograd.compiler import single as module
from autograd.compiler.backends.llvm.builtin import usable
from autograd.define import define_op, temporary_op

native = pytest.mark.skipif(not usable(), reason="needs llvmlite, and CPython's objects")


@pytest.fixture(params=["python", pytest.param("native", marks=native)])
def road(request: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """What answers once a function was called a few times."""
    monkeypatch.setattr(module, "NATIVE_FROM", 3)
    if request.param == "python":
        monkeypatch.setattr(module, "usable", lambda: False)
    return str(request.param)


def warm(f: Any, *args: Any) -> Any:
    """The compiled function, called often enough."""
    for _ in range(4):
        f(*args)
    return f


def what_answers(f: Any) -> str:
    return "native" if type(f._single.call) is type(len) else "python"


def test_the_short_way_is_taken(road: str) -> None:
    f = ag.compile(lambda x, y: (x * y, [x + y]))
    f(2.0, 3.0)
    assert what_answers(f) == "python"
    assert what_answers(warm(f, 2.0, 3.0)) == road
    assert f(2.0, 3.0) == (6.0, [5.0])
    assert f(3, 4) == (12.0, [7.0])


def test_all_calls_give_the_same_bits(road: str) -> None:
    f = ag.compile(ag.value_and_grad(lambda x, y: ag.sin(x) ** y + ag.tanh(x * y), (0, 1)))
    assert {f(0.7, 1.3) for _ in range(10)} == {f(0.7, 1.3)}
    assert what_answers(f) == road


def test_what_is_given_in_columns_is_no_call_on_numbers(road: str) -> None:
    pytest.importorskip("numpy")
    f = ag.compile(lambda x: 2 * x)
    f(1.0)
    for _ in range(6):
        assert list(f([1.0, 2.0])) == [2.0, 4.0]
    assert what_answers(f) == "python"
    assert list(warm(f, 1.0)([1.0, 2.0])) == [2.0, 4.0]
    assert f(x=4.0) == 8.0


def test_errors_are_those_of_the_first_call(road: str) -> None:
    f = ag.compile(lambda x, y: ag.log(x) / y)
    calls: list[tuple[Any, ...]] = [
        *((0.0, 1.0), (1.0, 0.0), (-1.0, 1.0), (float("inf"), 1.0), ("1", 2.0), (1.0,)),
        *((None, 1.0), (1j, 1.0), (10**400, 1.0)),
    ]

    def texts() -> list[str]:
        found = []
        for args in calls:
            with pytest.raises(Exception) as error:  # noqa: PT011
                f(*args)
            found.append(f"{error.type.__name__}: {error.value}")
        return found

    before = texts()
    warm(f, 2.0, 3.0)
    assert what_answers(f) == road
    assert texts() == before
    assert f(2.0, 3.0) == ag.log(Value(2.0)).data / 3


def test_inf_passes_where_it_is_allowed(road: str) -> None:
    f = warm(ag.compile(lambda x: [1 / x, x]), 2.0)
    with ag.nonfinite("allow"):
        assert f(0.0) == [float("inf"), 0.0]
        assert f(float("inf"))[0] == 0.0
    with pytest.raises(ag.NonFiniteError, match="example 0: div gave inf"):
        f(0.0)


def test_values_make_a_graph(road: str) -> None:
    f = warm(ag.compile(lambda x, y: x * y), 2.0, 3.0)
    x = Value(2.0)
    f(x, 3.0).backward()
    assert x.grad == 3.0
    assert f(y=Value(2.0), x=3.0).data == 6.0


def test_it_becomes_part_of_what_is_recorded(road: str) -> None:
    w = Value(3.0)
    inner = warm(ag.compile(lambda x: w * x), 2.0)
    outer = ag.compile(lambda x: inner(2.0) * x)
    assert outer(5.0) == 30.0
    assert outer.parameters == [w]


factor = 3.0


def test_a_change_is_noticed(road: str, monkeypatch: pytest.MonkeyPatch) -> None:
    f = warm(ag.compile(lambda x: factor * x), 2.0)
    monkeypatch.setitem(globals(), "factor", 10.0)
    assert f(2.0) == 20.0
    warm(f, 2.0)
    monkeypatch.setitem(globals(), "factor", 3.0)
    assert f(2.0) == 6.0
    monkeypatch.delitem(globals(), "factor")
    with pytest.raises(NameError, match="factor"):
        f(2.0)


def test_a_row_that_is_defined_anew_is_noticed(road: str) -> None:
    with temporary_op("shifted", "x", "x + 1", ("1",), "real"):
        f = warm(ag.compile(lambda x: ag.functions.GENERIC["shifted"](x)), 2.0)
        assert f(2.0) == 3.0
        define_op("shifted", "x", "2 * x", ("2",), "real", replace=True)
        assert f(2.0) == 4.0


def test_parameters_are_read_at_each_call(road: str) -> None:
    w = Value(3.0)
    f = warm(ag.compile(lambda x: w * x), 2.0)
    for number in (4.0, 5, -0.5):
        w.data = number
        assert f(2.0) == 2.0 * number


def test_the_number_of_arguments_may_change(road: str) -> None:
    f = warm(ag.compile(lambda *xs: sum(xs)), 1.0, 2.0)
    assert f(1.0, 2.0, 3.0) == 6.0
    assert f(1.0, 2.0) == 3.0


def test_a_gradient_by_parameters_in_between(road: str) -> None:
    pytest.importorskip("numpy")
    w = Value(3.0)
    f = warm(ag.compile(lambda x: w * x), 2.0)
    assert f.value_and_grad([1.0, 3.0]) == (6.0, [2.0])
    assert f(2.0) == 6.0
    assert warm(f, 2.0)(4.0) == 12.0


def test_a_model_that_notes_what_it_did_does_not_bar_the_way(road: str) -> None:
    pytest.importorskip("numpy")

    class Noting(nn.Module):
        def __init__(self) -> None:
            self.w, self.calls = Value(2.0), 0

        def __call__(self, x: Any) -> Any:
            self.calls += 1
            return self.w * x

    model = Noting()
    f = warm(ag.compile(lambda x: model(x)), 2.0)
    f.value_and_grad([1.0, 3.0])  # it is recorded once more
    f(2.0)
    assert f._single is not None
    assert f._single.unchanged()
    assert what_answers(warm(f, 2.0)) == road
    assert model.calls == 2


def test_copies_and_pickles_begin_anew(road: str) -> None:
    f = warm(ag.compile(ag.exp), 1.0)
    twin = pickle.loads(pickle.dumps(f))
    assert twin._single is None
    assert twin(1.0) == f(1.0)


def test_nothing_waits_for_the_garbage_collector(road: str) -> None:
    def use() -> list[Any]:
        w = Value(2.0)
        f = warm(ag.compile(lambda x: {"y": w * x}), 2.0)
        assert what_answers(f) == road
        return [weakref.ref(x) for x in (w, f, f._single)]

    use()
    gc.disable()
    try:
        assert [ref() for ref in use()] == [None, None, None]
    finally:
        gc.enable()


def test_long_programs_are_not_written_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LIMIT", 2)
    f = ag.compile(lambda x: ag.sin(ag.sin(ag.sin(x))))
    assert f(1.0) == f(1.0) == ag.sin(ag.sin(ag.sin(Value(1.0)))).data
    assert f._single is not None
    assert f._single.call(1.0) is NotImplemented


@native
def test_machine_code_is_for_short_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "NATIVE_FROM", 1)
    monkeypatch.setattr(module, "NATIVE_LIMIT", 2)
    two = ag.compile(lambda x: ag.sin(ag.sin(x)))
    three = ag.compile(lambda x: ag.sin(ag.sin(ag.sin(x))))
    assert [what_answers(warm(f, 1.0)) for f in (two, three)] == ["native", "python"]

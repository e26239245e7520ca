"""What a compiled function remembers, what it reads afresh, and when it records anew."""

import functools
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

import autograd as ag
import nn
from autograd import Value
from autograd.compiler.watch import watch

np = pytest.importorskip("numpy", reason="batches need NumPy")


# --- read afresh ---


@pytest.mark.usefixtures("any_backend")
def test_parameters_are_read_at_each_call() -> None:
    w = Value(2.0)
    f = ag.compile(lambda x: w * x)
    columns = [np.array([1.0, 3.0])]
    for number in (2.0, 5.0):
        w.data = number
        assert f(1.0) == number
        assert list(f(*columns)) == [number, 3 * number]
        assert f.value_and_grad(*columns) == (2 * number, [2.0])


def test_columns_are_read_at_each_call() -> None:
    w = Value(2.0)
    f, column = ag.compile(lambda x: w * x), np.array([1.0, 3.0])
    batch = f.bind(column)
    assert f.value_and_grad(column) == (4.0, [2.0])
    column[:] = [5.0, 7.0]
    assert f.value_and_grad(column) == (12.0, [6.0])
    assert batch(f.vector())[0] == 12.0
    assert f.value_and_grad(column.copy()) == (12.0, [6.0])
    assert f.value_and_grad([1.0]) == (2.0, [1.0])
    assert f.value_and_grad(column) == (12.0, [6.0])


@pytest.mark.usefixtures("any_backend")
@pytest.mark.parametrize("strided", [False, True], ids=["list", "strided array"])
def test_columns_that_had_to_be_copied_are_read_at_each_call(strided: bool) -> None:
    w, column = Value(2.0), np.array([1.0, 0.0, 3.0, 0.0])[::2] if strided else [1.0, 3.0]
    f = ag.compile(lambda x: w * x)
    assert f.value_and_grad(column) == (4.0, [2.0])
    column[0] = 5.0
    assert f.value_and_grad(column) == (8.0, [4.0])


def test_assign_writes_into_the_parameters() -> None:
    v, w = Value(1.0), Value(2.0)
    f = ag.compile(lambda x: v * x + w)
    assert f.vector().tolist() == [1.0, 2.0]
    f.assign(np.array([3.0, 4.0]))
    assert (v.data, w.data) == (3.0, 4.0)
    assert type(v.data) is float
    with pytest.raises(ag.GraphError, match="there are 2 parameters, got 1 numbers"):
        f.assign([1.0])


# --- recorded anew ---

CHANGES: dict[str, Callable[[Any], None]] = {
    "layer appended": lambda m: m.layers.append(nn.Layer(1, 1, rng=3)),
    "layer removed": lambda m: m.layers.pop(),
    "neurons replaced": lambda m: setattr(m.layers[0], "neurons", m.layers[0].neurons[::-1]),
    "neuron replaced": lambda m: m.layers[0].neurons.__setitem__(1, nn.Neuron(2, rng=5)),
    "weights replaced": lambda m: setattr(m.layers[0].neurons[0], "w", [Value(0.5), Value(0.25)]),
    "weight replaced": lambda m: m.layers[0].neurons[0].w.__setitem__(0, Value(0.5)),
    "bias replaced": lambda m: setattr(m.layers[1].neurons[0], "b", Value(0.125)),
    "attribute added": lambda m: setattr(m.layers[0], "note", "changed"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_model_is_recorded_anew(change: str) -> None:
    model = nn.MLP(2, [2, 1], rng=1)

    def output(x: Any, y: Any) -> Any:
        result = model([x, y])
        return sum(result) if isinstance(result, list) else result

    f, columns = ag.compile(output), [np.array([0.5, -1.0]), np.array([0.25, 2.0])]
    f.value_and_grad(*columns)
    before = f.program
    CHANGES[change](model)
    assert f.program is not before
    value, slopes = f.value_and_grad(*columns)
    assert f.parameters == model.parameters()
    model.zero_grad()
    expected = sum(output(*row) for row in zip(*columns)) / 2
    expected.backward()
    assert value == pytest.approx(expected.data, rel=1e-12)
    assert slopes == pytest.approx([p.grad for p in model.parameters()], rel=1e-10)
    assert list(f(*columns)) == pytest.approx([output(*row).data for row in zip(*columns)])


scale = Value(2.0)
factor = 3.0


def test_names_that_stand_for_something_else_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    shift = 1.0
    f = ag.compile(lambda x: sum(scale * factor * x + shift for _ in range(1)))
    assert f(1.0) == 7.0
    monkeypatch.setitem(globals(), "scale", Value(5.0))
    assert f(1.0) == 16.0
    monkeypatch.setitem(globals(), "factor", 10.0)
    assert f(1.0) == 51.0
    shift = 2.0
    assert f(1.0) == 52.0


def test_attributes_are_not_taken_for_global_names(monkeypatch: pytest.MonkeyPatch) -> None:
    holder = SimpleNamespace(factor=2.0)
    f = ag.compile(lambda x: x * holder.factor)
    program = f.program
    monkeypatch.setitem(globals(), "factor", 4.0)
    assert f.program is program


def test_models_come_in_the_order_in_which_they_are_kept() -> None:
    models = [nn.Neuron(1, rng=i) for i in range(4)]
    kept = [models[:2], {"a": models[2:]}]

    def f(x: Any) -> Any:
        return kept[1]["a"][1]([x]) * kept[1]["a"][0]([x]) * kept[0][1]([x]) * kept[0][0]([x])

    expected = [p for model in models for p in model.parameters()]
    assert ag.compile(f).parameters == expected


def test_models_are_found_wherever_a_function_may_keep_them() -> None:
    model = nn.MLP(1, [1], rng=0)

    class Trainer:
        def __init__(self) -> None:
            self.models = {"first": [model]}

        def __call__(self, x: Any) -> Any:
            return self.models["first"][0]([x])

        def loss(self, x: Any) -> Any:
            return self(x) ** 2

    def helped(x: Any) -> Any:
        return plain(x)

    def plain(x: Any, m: Any = model) -> Any:
        return m([x])

    wrapped = functools.wraps(plain)(lambda *args: plain(*args))
    roads = [Trainer(), Trainer().loss, helped, plain, wrapped, functools.partial(plain, m=model)]
    compiled = [ag.compile(f, inputs=1) for f in roads]
    programs = [f.program for f in compiled]
    assert [f.program for f in compiled] == programs
    model.layers[0].neurons[0].w[0] = Value(0.5)
    for f, before in zip(compiled, programs):
        assert f.program is not before, f.function
        assert f.parameters[0].data == 0.5 or f.parameters[1].data == 0.5


# --- compiled once ---


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that the machine was given to compile, from now on."""
    pytest.importorskip("llvmlite", reason="machine code needs llvmlite")
    from autograd.compiler.backends import choice
    from autograd.compiler.backends.llvm.machine import Machine

    texts: list[str] = []
    original = Machine.compile

    def counted(self: Any, text: str, *more: Any) -> Any:
        texts.append(text)
        return original(self, text, *more)

    monkeypatch.setattr(Machine, "compile", counted)
    choice._kept.cache_clear()
    return texts


def test_a_kernel_is_compiled_once(compilations: list[str]) -> None:
    model = nn.MLP(2, [3, 1], rng=0)
    f = ag.compile(lambda x, y: model([x, y]) ** 2)
    rng = np.random.default_rng(0)
    for _ in range(3):
        f.value_and_grad(rng.normal(size=50), rng.normal(size=50))
    assert len(compilations) == 1
    f(rng.normal(size=50), 1.0)
    f(rng.normal(size=60), 1.0)
    assert len(compilations) == 2  # without the gradient
    other = nn.MLP(2, [3, 1], rng=9)
    ag.compile(lambda x, y: other([x, y]) ** 2).value_and_grad(*rng.normal(size=(2, 50)))
    assert len(compilations) == 2  # of the same shape


def test_a_model_that_notes_what_it_did_is_not_recorded_again(compilations: list[str]) -> None:
    class Noting(nn.Module):
        def __init__(self) -> None:
            self.w, self.calls, self.last = Value(2.0), 0, None

        def __call__(self, x: Any) -> Any:
            self.calls += 1
            self.last = self.w * x
            return self.last

    model = Noting()
    f, column = ag.compile(lambda x: model(x)), np.arange(9.0)
    for _ in range(3):
        f(column)
        f.value_and_grad(column)
    assert len(compilations) == model.calls == 2


def test_programs_that_python_takes_for_equal_have_kernels_of_their_own() -> None:
    column = np.array([1.0, 2.0])
    sums = [ag.compile(f) for f in (lambda x, y: x + y, lambda x, y: x + 1.0)]
    assert [list(f(column, column)) for f in sums] == [[2.0, 4.0], [2.0, 3.0]]
    quotients = [ag.compile(f) for f in (lambda x: x * 0.0, lambda x: x * -0.0)]
    assert [str(f(column)[0]) for f in quotients] == ["0.0", "-0.0"]


# --- equal and identical ---


class Equal:
    """A thing that calls itself equal to all others of its class."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Equal)

    __hash__ = object.__hash__


@pytest.mark.parametrize(
    ("then", "now", "same"),
    [
        (3.5, float("3.5"), True),
        ("text", "".join(["te", "xt"]), True),
        ((1.5, "a"), (float("1.5"), "a"), True),
        (0.0, -0.0, False),
        ((0.0, 1.0), (-0.0, 1.0), False),
        (Equal(), Equal(), False),
        ((Equal(), 1.0), (Equal(), 1.0), False),
    ],
)
@pytest.mark.parametrize("few", [16, 0])
def test_equal_is_enough_where_it_says_all(
    then: Any, now: Any, same: bool, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "_FEW", few)
    scope = {"k": then, "use": lambda k, x: x}
    exec("def f(x): return use(k, x)", scope)
    unchanged = watch.Watch(scope["f"]).unchanged
    assert unchanged()
    scope["k"] = now
    assert unchanged() is same
    scope["k"] = then
    assert unchanged()

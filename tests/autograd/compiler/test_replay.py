"""What comes out of a pickle of a compiled function is the same to the last bit."""

import copy
import math
import multiprocessing
import pickle
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings

import autograd as ag
import nn
from autograd import GraphError, RecordingError, Value
from autograd.compiler.replay import Replay
from autograd.define import temporary_op
from tests.programs import Steps, function_of, steps

pytest.importorskip("numpy", reason="batches need NumPy")

POINTS = [0.3, -1.2, 0.9], [1.5, 0.4, -0.8]


def by_pickle(x: Any) -> Any:
    return pickle.loads(pickle.dumps(x))


def called(f: Callable[..., Any], *args: Any) -> Any:
    return f(*args)


def trained(f: Any) -> Any:
    return f.value_and_grad(*POINTS)


def times(x: Any, y: Any) -> Any:
    return x * y


OWN = Value(2.0, label="own")  # what the module holds
MODEL = nn.MLP(2, [3, 1], rng=0)
LIST = {"w": [OWN, 3.0]}


def with_own(x: Any) -> Any:
    """By its name."""
    return OWN * x


def with_model(x: Any, y: Any) -> Any:
    return nn.mse(MODEL([x, y]), x * y)


def with_any(*xs: Any) -> Any:
    return OWN * sum(xs)


def with_list(*xs: Any) -> Any:
    return sum(w * x for w, x in zip(LIST["w"], xs))


def with_any_model(*xs: Any) -> Any:
    return MODEL([*xs])


def of_any(*xs: Any) -> Any:
    return sum(xs)


def scaled(w: Any, x: Any) -> Any:
    return w * x


@ag.compile
def cubed(x: Any) -> Any:
    return x**3


class Line:
    """A model of a user's own, with a compiled method."""

    asked = 0  # how often pickle was given one

    def __init__(self) -> None:
        self.slope, self.shift = Value(2.0, label="slope"), Value(1.0)
        self.fast = ag.compile(self.at)

    def parameters(self) -> list[Value]:
        return [self.shift, self.slope]

    def at(self, x: Any) -> Any:
        return self.slope * x + self.shift

    def __getstate__(self) -> dict[str, Any]:
        Line.asked += 1
        return vars(self)


def network() -> tuple[nn.MLP, Any]:
    model = nn.MLP(2, [4, 1], rng=0)
    return model, ag.compile(lambda x, y: nn.mse(model([x, y]), x * y))


def recorded(f: Any) -> str:
    return str(f._versions.get().recorded)


# --- the same ---


@settings(deadline=None)  # the first recording imports the compiler
@given(steps())
def test_any_recording_comes_back_as_it_was(chosen: Steps) -> None:
    w = Value(0.4)
    f = ag.compile(lambda x, y: function_of(chosen, w)(x, y))
    twin = by_pickle(f)
    assert recorded(twin) == recorded(f)
    assert twin(0.3, 1.5) == f(0.3, 1.5)
    assert twin._versions.function(0.3, 1.5).data == f.function(0.3, 1.5).data


def test_a_loss_is_the_same_by_every_road(any_backend: str) -> None:
    _, f = network()
    twin = by_pickle(f)
    assert isinstance(twin.function, Replay)
    assert twin.value_and_grad(*POINTS) == f.value_and_grad(*POINTS)
    assert twin(*POINTS).__class__ is f(*POINTS).__class__
    assert [*twin(*POINTS)] == [*f(*POINTS)]
    assert (twin.program, str(twin.loops)) == (f.program, str(f.loops))
    assert [*twin.vector()] == [*f.vector()]
    mean, gradient, _ = twin.bind(*POINTS)(twin.vector())
    assert (mean, [*gradient]) == f.value_and_grad(*POINTS)


@pytest.mark.parametrize("language", ["python", "numpy", "c", "latex"])
def test_its_source_is_the_same_to_the_letter(language: str) -> None:
    _, f = network()
    twin = by_pickle(f)
    assert twin.source(language) == f.source(language)
    assert twin.source(language, gradient=True) == f.source(language, gradient=True)


def test_it_takes_values_is_differentiated_and_is_part_of_others() -> None:
    a = Value(0.7, label="a")
    f = ag.compile(lambda x, y: ag.sin(a * x) * y + ag.grad(lambda t: t**3 * x)(2.0))
    twin = by_pickle(f)
    x = Value(0.5)
    twin(x, 2.0).backward()
    assert x.grad == ag.grad(lambda x: f.function(x, 2.0))(0.5).data
    assert twin.parameters[0].grad == 0.5 * math.cos(0.35) * 2.0
    second = [ag.grad(ag.grad(g))(0.5, 2.0).data for g in (f, twin)]
    assert second[0] == second[1]
    b = Value(3.0)
    sums = [ag.compile(lambda x, g=g: b * x + g(x, x), inputs=1) for g in (f, twin)]
    assert recorded(sums[1]) == recorded(sums[0])
    assert sums[1].value_and_grad([0.1, 0.2]) == sums[0].value_and_grad([0.1, 0.2])


@pytest.mark.parametrize(
    "f",
    [
        lambda x: {"all": [x, (x * 2.0, 3.0)], "none": ()},
        lambda x: x,
        lambda x: -0.0,
        lambda x: [ag.where(x > 0, x, 0.1), math.pi],
        lambda x: 0.0 * x,
    ],
)
def test_results_of_every_shape(f: Callable[..., Any]) -> None:
    compiled = ag.compile(f)
    twin = by_pickle(compiled)
    assert repr(twin(-1.5)) == repr(compiled(-1.5))
    assert repr(twin([1.0, -2.0])) == repr(compiled([1.0, -2.0]))


def test_arguments_keep_their_names() -> None:
    power = by_pickle(ag.compile(lambda x, *, exponent: x**exponent))
    assert power(2.0, exponent=3.0) == power(2.0, 3.0) == power(Value(2.0), exponent=3.0).data
    assert power([2.0], exponent=3.0).tolist() == [8.0]
    with pytest.raises(TypeError, match="got an unexpected keyword argument 'base'"):
        power(2.0, exponent=3.0, base=3.0)
    twice = by_pickle(ag.compile(lambda x1, *rest: x1 - rest[0], inputs=2))
    assert twice(3.0, 1.0) == 2.0


# --- what travels ---


def test_a_model_in_the_same_pickle_stays_the_one_that_is_trained() -> None:
    model, f = network()
    parts = by_pickle({"f": f, "model": model, "g": f})
    twin, again = parts["model"], parts["f"]
    assert again is parts["g"]
    assert list(map(id, again.parameters)) == list(map(id, twin.parameters()))
    again.assign([0.0] * len(again.parameters))
    assert {p.data for p in twin.parameters()} == {0.0}
    assert {p.data for p in model.parameters()} != {0.0}


def test_numbers_travel_as_they_are_and_labels_with_them() -> None:
    w = Value(2.0, label="w")
    f = ag.compile(lambda x: w * x)
    assert f(1.0) == 2.0
    w.data = 5.0
    twin = by_pickle(f)
    assert (twin(1.0), twin.parameters[0].label) == (5.0, "w")
    twin.parameters[0].data = 7.0
    assert (twin(1.0), f(1.0)) == (7.0, 5.0)


def test_what_has_changed_is_recorded_before_it_travels() -> None:
    numbers = [1.0, 2.0]
    f = ag.compile(lambda x: sum(n * x for n in numbers))
    assert f(1.0) == 3.0
    numbers.append(3.0)
    twin = by_pickle(f)
    numbers.append(4.0)
    assert (twin(1.0), f(1.0)) == (6.0, 10.0)


def test_what_pickle_takes_goes_as_it_is() -> None:
    for f in (times, partial(times, 2.0), Line().at, math.hypot, Line):
        compiled = ag.compile(f)
        assert type(by_pickle(compiled).function) is type(f)
    assert by_pickle(ag.compile(times)).function is times
    assert isinstance(by_pickle(ag.compile(ag.grad(times))).function, Replay)
    assert isinstance(by_pickle(cubed).function, Replay)  # what has this name is not its function
    half = by_pickle(ag.compile(partial(ag.compile(lambda x, y: x - y), 2.0)))
    assert (type(half.function), half(3.0)) == (partial, -1.0)


def test_a_model_that_holds_its_compiled_method(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Line, "asked", 0)
    line = by_pickle(Line())
    assert Line.asked == 2  # once to see whether it can be
    assert line.fast.function.__self__ is line
    assert line.fast(3.0) == 7.0
    assert line.fast.parameters == line.parameters()


def test_a_pickle_of_a_pickle_and_every_protocol() -> None:
    _, f = network()
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        twin = by_pickle(pickle.loads(pickle.dumps(f, protocol)))
        assert twin.value_and_grad(*POINTS) == f.value_and_grad(*POINTS)


def test_graphs_in_the_same_pickle_are_not_disturbed() -> None:
    w = Value(2.0)
    y = w * w + 1.0
    nodes = [y, ag.compile(lambda x: w * x), y * w]
    first, f, last = by_pickle(nodes)
    assert f.parameters[0] is first.operands[0].operands[0] is last.operands[1]
    assert last.operands[0] is first


def test_copies() -> None:
    model, f = network()
    assert copy.copy(f).function is f.function
    twin_model, twin = copy.deepcopy([model, f])
    assert list(map(id, twin.parameters)) == list(map(id, twin_model.parameters()))
    assert twin.value_and_grad(*POINTS) == f.value_and_grad(*POINTS)
    again = copy.deepcopy(twin)
    assert again.function.program is twin.function.program  # plain data, which nobody changes
    assert again.parameters[0] is not twin.parameters[0]


def test_what_it_is_stands_in_its_name() -> None:
    twin = by_pickle(ag.compile(lambda x, y: x * y))
    assert repr(twin).startswith("<compiled lambda(x, y), as it was recorded elsewhere: no change ")
    assert repr(twin.function) == "<the recording of lambda(x, y)>"


# --- what cannot ---


def test_what_cannot_be_recorded_says_so() -> None:
    with pytest.raises(GraphError, match=r"a lambda has no name .* call it once, or say compile"):
        pickle.dumps(ag.compile(lambda *xs: sum(xs)))
    with pytest.raises(RecordingError, match=r"a lambda has no name .* branches"):
        pickle.dumps(ag.compile(lambda x: 1.0 if x > 0 else 2.0))
    f = ag.compile(lambda *xs: sum(xs))
    f(1.0, 2.0)
    with pytest.raises(TypeError):
        by_pickle(f).function(1.0, 2.0, 3.0)


def test_an_op_goes_by_its_name() -> None:
    with temporary_op("passing", "x", "x", ("1",), "real") as passing:
        text = pickle.dumps(ag.compile(lambda x: passing(x) + 1.0))
        assert pickle.loads(text)(1.0) == 2.0
    with pytest.raises(ValueError, match="needs an op 'passing': run its define_op first"):
        pickle.loads(text)


# --- other processes ---


def test_other_processes_give_the_same_to_the_last_bit() -> None:
    _, f = network()
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        there = pool.submit(trained, f)
        number = pool.submit(called, ag.compile(times), 2.0, 3.0)
        assert there.result() == f.value_and_grad(*POINTS)
        assert number.result() == 6.0


def test_the_numbers_of_a_module_go_with_a_function_that_has_a_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The other process makes its own; those that were trained here are meant."""
    monkeypatch.setattr(OWN, "data", 7.0)
    f, loss = ag.compile(with_own), ag.compile(with_model)
    for p in MODEL.parameters():
        monkeypatch.setattr(p, "data", p.data + 0.25)
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert pool.submit(called, f, 3.0).result() == 21.0
        assert pool.submit(trained, loss).result() == loss.value_and_grad(*POINTS)


def test_what_uses_values_that_stay_behind_goes_as_its_recording() -> None:
    twin = by_pickle(ag.compile(with_own))
    assert (type(twin.function), twin.__name__, twin.__doc__) == (
        Replay,
        "with_own",
        "By its name.",
    )
    assert [p.label for p in twin.parameters] == ["own"]
    again, own = by_pickle((ag.compile(with_own), OWN))
    assert again.parameters == [own]
    whole = by_pickle(ag.compile(partial(scaled, Value(3.0))))
    assert (type(whole.function), whole(2.0)) == (partial, 6.0)
    assert isinstance(by_pickle(ag.compile(partial(scaled, OWN))).function, partial)
    assert by_pickle(ag.compile(of_any)).function is of_any


@pytest.mark.parametrize("g", [with_any, with_list, with_any_model])
def test_a_function_of_any_number_with_values_of_its_module_is_called_once_before(g: Any) -> None:
    f = ag.compile(g)
    message = rf"a {g.__name__} uses Values of its module, so that .* call it once, or say compile"
    with pytest.raises(GraphError, match=message):
        pickle.dumps(f)
    assert f(1.0, 2.0) == by_pickle(f)(1.0, 2.0)


def test_what_pickles_code_too_takes_the_recording_as_well() -> None:
    cloudpickle = pytest.importorskip("cloudpickle")
    model, f = network()
    twin_model, twin = cloudpickle.loads(cloudpickle.dumps((model, f)))
    assert isinstance(twin.function, Replay)
    assert list(map(id, twin.parameters)) == list(map(id, twin_model.parameters()))
    assert twin.value_and_grad(*POINTS) == by_pickle(f).value_and_grad(*POINTS)


@pytest.mark.parametrize("derivative", [ag.grad, ag.value_and_grad, ag.jacobian, ag.hessian])
def test_derivatives_that_are_not_compiled_go_where_code_goes_and_compiled_anywhere(
    derivative: Any,
) -> None:
    cloudpickle = pytest.importorskip("cloudpickle")
    derived = derivative(times)
    expected = derived(2.0, 3.0)
    assert pickle.loads(cloudpickle.dumps(derived))(2.0, 3.0) == expected
    assert by_pickle(ag.compile(derived))(2.0, 3.0) == expected
    with pytest.raises((pickle.PicklingError, AttributeError)):
        pickle.dumps(derived)

"""Modules: what counts as a parameter, what it is called, and saving and loading."""

import copy
import math
import pickle

import pytest

from autograd import GraphError, Value
from nn import MLP, Layer, Module, Neuron


class Line(Module):
    def __init__(self):
        self.slope, self.offset = Value(2.0), Value(1.0)
        self.more = {"inner": (Value(3.0), [Neuron(1, rng=0)])}
        self._cache = Value(9.0)
        self.output = self.slope * 2.0
        self.name = "line"


def test_names_are_paths_and_the_order_is_weights_then_bias():
    names = [name for name, _ in MLP(2, [2, 1], rng=0).named_parameters()]
    assert names == [
        "layers.0.neurons.0.w.0",
        "layers.0.neurons.0.w.1",
        "layers.0.neurons.0.b",
        "layers.0.neurons.1.w.0",
        "layers.0.neurons.1.w.1",
        "layers.0.neurons.1.b",
        "layers.1.neurons.0.w.0",
        "layers.1.neurons.0.w.1",
        "layers.1.neurons.0.b",
    ]


def test_own_modules_need_no_declaration():
    line = Line()
    names = [name for name, _ in line.named_parameters()]
    assert names == ["slope", "offset", "more.inner.0", "more.inner.1.0.w.0", "more.inner.1.0.b"]
    assert line.parameters() == [value for _, value in line.named_parameters()]


def test_a_shared_parameter_counts_once_and_a_loop_ends():
    line = Line()
    line.tied, line.itself = line.slope, line
    assert len(line.parameters()) == 5


def test_zero_grad_reaches_every_parameter():
    model = MLP(2, [2, 1], rng=0)
    model([1.0, 2.0]).backward()
    assert any(p.grad for p in model.parameters())
    model.zero_grad()
    assert [p.grad for p in model.parameters()] == [0.0] * 9


def test_state_goes_over_to_another_model():
    first, second = MLP(2, [3, 1], rng=0), MLP(2, [3, 1], rng=1)
    assert first.state_dict() != second.state_dict()
    second.load_state_dict(first.state_dict())
    assert first.state_dict() == second.state_dict()
    assert first([0.3, 0.4]).data == second([0.3, 0.4]).data


def test_a_state_that_does_not_fit_is_refused_whole_and_every_key_named():
    neuron = Neuron(2, rng=0)
    before = neuron.state_dict()
    state = {"w.0": 5.0, "w.7": 1.0, "b": math.nan}
    with pytest.raises(GraphError) as caught:
        neuron.load_state_dict(state)
    message = str(caught.value)
    assert "missing: w.1" in message
    assert "unexpected: w.7" in message
    assert "not a finite number: b" in message
    assert neuron.state_dict() == before
    with pytest.raises(GraphError, match=r"not a finite number: w\.0, w\.1, b"):
        neuron.load_state_dict({"w.0": "text", "w.1": None, "b": math.inf})
    assert neuron.state_dict() == before


def test_a_model_can_be_copied_and_pickled():
    model = MLP(2, [3, 1], activation="relu", rng=0)
    for twin in (copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        assert twin.state_dict() == model.state_dict()
        assert twin([1.0, 2.0]).data == model([1.0, 2.0]).data
        twin.parameters()[0].data = 100.0
    assert model.parameters()[0].data != 100.0


def test_repr_shows_the_parts():
    assert repr(Layer(3, 2, "relu")) == "Layer(3, 2, activation='relu')"
    assert repr(MLP(1, [1])).splitlines() == [
        "MLP(  # 2 parameters",
        "  layers.0: Layer(1, 1, activation='linear')",
        ")",
    ]
    assert repr(Module()) == "Module(0 parameters)"


def test_a_module_without_a_call_says_so():
    with pytest.raises(NotImplementedError, match="Line has no __call__ yet"):
        Line()([1.0])


class Keyed(Module):
    def __init__(self, parts):
        self.parts = parts

    def __call__(self, x):
        return sum(x[0] * p for p in self.parameters())


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        ({1: Value(1.0), "1": Value(2.0)}, r"parts\.1"),
        ({"a.b": Value(1.0), "a": {"b": Value(2.0)}}, r"parts\.a\.b"),
        ({True: [Value(1.0)], "True": [Value(2.0)]}, r"parts\.True\.0"),
    ],
)
def test_two_parameters_of_one_name_are_refused_where_names_matter(parts, name):
    """A state has room for one of them: the other would be lost in silence."""
    model = Keyed(parts)
    for ask in (model.state_dict, model.named_parameters, lambda: model.load_state_dict({})):
        with pytest.raises(GraphError, match=f"of the Keyed are called {name}: give the keys"):
            ask()
    assert len(model.parameters()) == 2
    assert model([3.0]).data == 9.0
    assert "2 parameters" in repr(model)


def test_one_parameter_under_two_names_is_no_collision():
    shared = Value(1.0)
    assert Keyed({1: shared, "1": shared}).state_dict() == {"parts.1": 1.0}


def test_repr_lists_modules_and_what_stands_among_them_but_no_numbers():
    class Mixed(Module):
        def __init__(self):
            self.w = [Value(1.0), Value(2.0)]
            self.parts = [Neuron(1, rng=0), abs]
            self.inner = Layer(1, 1, rng=0)

    assert repr(Mixed()).splitlines() == [
        "Mixed(  # 6 parameters",
        "  parts.0: Neuron(1, activation='tanh')",
        "  parts.1: abs",
        "  inner: Layer(1, 1, activation='tanh')",
        ")",
    ]


def test_what_is_all_right_is_not_mentioned():
    with pytest.raises(GraphError, match=r"the Neuron: unexpected: c\. Nothing was changed"):
        Neuron(1, rng=0).load_state_dict({"w.0": 1.0, "b": 2.0, "c": 3.0})

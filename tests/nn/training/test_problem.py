"""What ``fit`` is asked to do is looked at before it begins."""

import numpy as np
import pytest

import nn
from autograd import GraphError, OperandError, Value
from nn import MLP, SGD, Adam, Module, Neuron, Optimizer, evaluate, fit, gates
from nn.models.predict import numbers_of

XOR = gates.xor()

each_engine = pytest.mark.parametrize("engine", ["eager", "compiled", "auto"])


@each_engine
def test_a_column_of_labels_works_like_a_list_of_them(engine):
    one, other = (MLP(2, [3, 1], rng=0) for _ in range(2))
    column = [[t] for t in XOR[1]]
    first = fit(one, *XOR, epochs=4, engine=engine)
    second = fit(other, XOR[0], np.array(column), epochs=4, engine=engine)
    assert first == second
    assert evaluate(one, *XOR) == evaluate(other, XOR[0], column)


@each_engine
def test_a_column_for_a_model_that_gives_a_list_of_one(engine):
    model = nn.Sequential(nn.Layer(2, 3, rng=0), nn.Layer(3, 1, "linear", rng=1))
    history = fit(model, XOR[0], [[t] for t in XOR[1]], epochs=4, engine=engine)
    assert len(history.metrics["accuracy"]) == 4


class Constant(Module):
    """A model that does not use its parameter."""

    def __init__(self):
        self.w = Value(2.0)

    def __call__(self, x):
        return 3.0


class Aside(Constant):
    """A model that is a Value of its own, and still does not use its parameter."""

    def __call__(self, x):
        return Value(3.0) * x[0]


@each_engine
@pytest.mark.parametrize("kind", [Constant, Aside])
def test_a_model_that_no_parameter_moves_is_refused(kind, engine):
    with pytest.raises(OperandError, match=r"depends on none of the 1 parameters"):
        fit(kind(), *XOR, loss="mse", engine=engine)
    assert evaluate(Constant(), *XOR, loss="mse")["loss"] == 6.5


@each_engine
def test_a_penalty_alone_may_move_the_parameters(engine):
    model = Constant()
    settings = {"loss": "mse", "optimizer": SGD(0.25), "epochs": 2, "engine": engine}
    fit(model, *XOR, penalty=nn.l2_penalty, **settings)
    assert model.w.data == 0.5


@pytest.mark.parametrize("engine", ["eager", "auto"])
def test_a_model_may_be_constant_for_some_rows(engine):
    class Half(Module):
        def __init__(self):
            self.w = Value(0.0)

        def __call__(self, x):
            return self.w * x[0] if x[0] > 0 else 0.0

    model = Half()
    settings = {"loss": "mse", "optimizer": SGD(0.25), "epochs": 40, "engine": engine}
    fit(model, [[-1.0], [2.0]], [0.0, 2.0], **settings)
    assert model.w.data == pytest.approx(1.0)


@each_engine
def test_no_penalty_at_all_is_the_number_zero(engine):
    one, other = (MLP(2, [2, 1], rng=0) for _ in range(2))
    fit(one, *XOR, epochs=3, engine=engine)
    fit(other, *XOR, epochs=3, engine=engine, penalty=lambda ps: 0.0)
    assert one.state_dict() == other.state_dict()


@each_engine
@pytest.mark.parametrize("found", [2.5, [Value(1.0)], None, "0", True])
def test_a_penalty_without_a_gradient_is_refused(found, engine):
    before = (model := MLP(2, [2, 1], rng=0)).state_dict()
    with pytest.raises(OperandError, match=r"penalty .*one Value.*got .*\.data"):
        fit(model, *XOR, epochs=3, engine=engine, penalty=lambda ps: found)
    with pytest.raises(OperandError, match=r"penalty .*\.data"):
        fit(model, *XOR, engine=engine, penalty=lambda ps: sum(p.data**2 for p in ps))
    assert model.state_dict() == before


@each_engine
@pytest.mark.parametrize("found", [[1.0], None, "0", 1j])
def test_a_loss_that_is_no_number_is_refused(found, engine):
    with pytest.raises(OperandError, match="the loss is one number"):
        fit(MLP(2, [2, 1], rng=0), *XOR, loss=lambda p, t: found, engine=engine)


@each_engine
def test_a_number_that_was_computed_beforehand_is_refused(engine):
    """Its gradient would reach the parameter, but its own number would stay what it was."""

    class Stale(Module):
        def __init__(self):
            self.w = Value(1.0)
            self.double = 2.0 * self.w

        def __call__(self, x):
            return self.double * x[0]

    with pytest.raises(GraphError, match=r"computed from .* before .*compute it where it is used"):
        fit(Stale(), *XOR, loss="mse", epochs=2, engine=engine)
    regulariser = None
    model = Neuron(2, "linear", rng=0)
    regulariser = sum(p * p for p in model.parameters())
    with pytest.raises(GraphError, match="compute it where it is used"):
        fit(model, *XOR, loss="mse", penalty=lambda ps: regulariser, epochs=2, engine=engine)


def worst(predictions, targets):
    return max(abs(p - t) for p, t in zip(predictions, targets))


def test_metrics_of_one_name_are_all_kept():
    metrics = [lambda p, t: 1.0, lambda p, t: 2.0, worst, "accuracy", worst]
    model = Neuron(2, "linear", rng=0)
    history = fit(model, *XOR, metrics=metrics, epochs=2)
    names = ["<lambda>", "<lambda> 2", "worst", "accuracy", "worst 2"]
    assert list(history.metrics) == names
    assert [history.metrics[name] for name in names[:2]] == [[1.0] * 2, [2.0] * 2]
    assert history.metrics["worst"] == history.metrics["worst 2"]
    assert [*evaluate(model, *XOR, metrics=metrics)] == ["loss", *names]


def test_a_metric_does_not_hide_the_loss():
    def loss(predictions, targets):
        return -1.0

    found = evaluate(Neuron(2, "linear", rng=0), *XOR, metrics=[loss])
    assert found["loss"] > 0.0
    assert found["loss 2"] == -1.0


def test_an_optimiser_by_name_or_as_a_class():
    runs = []
    for optimizer in ("adam", "Adam", Adam, Adam()):
        model = MLP(2, [2, 1], rng=0)
        fit(model, *XOR, epochs=3, optimizer=optimizer)
        runs.append(model.state_dict())
    assert runs[0] == runs[1] == runs[2] == runs[3]


def test_an_optimiser_of_ones_own_goes_by_its_name():
    class Mine(Optimizer):
        def __init__(self, lr=0.5):
            super().__init__(lr)

        def update(self, w, g, lr, t):
            return (w - lr * g,)

    models = [Neuron(2, "linear", rng=0) for _ in range(2)]
    fit(models[0], *XOR, epochs=3, optimizer="mine")
    fit(models[1], *XOR, epochs=3, optimizer=SGD(0.5))
    assert models[0].state_dict() == models[1].state_dict()


@pytest.mark.parametrize(
    ("optimizer", "kind", "words"),
    [
        ("adamm", ValueError, r"unknown optimizer 'adamm' .did you mean 'adam'.*known: .*sgd"),
        ("sgd", OperandError, r"SGD needs lr: write optimizer=SGD\(lr=…\)"),
        (SGD, OperandError, r"SGD needs lr: write optimizer=SGD\(lr=…\)"),
        (0.1, OperandError, r"an Optimizer such as Adam\(0\.05\).*got 0\.1"),
        (dict, OperandError, "an Optimizer such as"),
    ],
)
def test_what_is_no_optimiser_is_refused(optimizer, kind, words):
    with pytest.raises(kind, match=words):
        fit(MLP(2, [2, 1], rng=0), *XOR, optimizer=optimizer)


def test_whole_numbers_of_numpy_are_whole_numbers():
    one, two = np.int64(1), np.int32(2)
    model = MLP(two, np.array([3, 1]), rng=np.int64(0))
    assert model.state_dict() == MLP(2, [3, 1], rng=0).state_dict()
    history = fit(model, *XOR, epochs=two, batch_size=one, rng=np.int64(3))
    assert (history.epochs, history.steps) == (2, 8)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"epochs": True}, "epochs is a whole number from 0 on, got True"),
        ({"epochs": 2.0}, r"epochs is a whole number from 0 on, got 2\.0"),
        ({"batch_size": 0}, "batch_size is a whole number from 1 on, got 0"),
        ({"batch_size": "2"}, "batch_size is a whole number from 1 on, got '2'"),
        ({"engine": "eagre"}, r"unknown engine 'eagre' .did you mean 'eager'\?.*auto, eager, comp"),
    ],
)
def test_settings_out_of_range_are_named(settings, words):
    with pytest.raises(GraphError, match=words):
        fit(MLP(2, [2, 1]), *XOR, **settings)


def test_rows_are_not_one_input():
    model = MLP(2, [3, 1], rng=0)
    for rows in ([[1, 2], [3, 4]], [[1, 2]], np.array([[1.0, 2.0], [3.0, 4.0]]), [(1, 2), (3, 4)]):
        with pytest.raises(GraphError, match=r"one row.*\[model\(x\) for x in X\]"):
            model(rows)
    with pytest.raises(GraphError, match=r"\[model\(x\) for x in X\]"):
        Neuron(2, "linear", rng=0)(np.eye(2))


@pytest.mark.parametrize("engine", ["eager", "compiled"])
def test_outputs_that_no_label_belongs_to_have_no_accuracy(engine):
    """A loss of one's own may take any outputs, and one label does not say which are right."""

    class Several(Module):
        def __init__(self, shape):
            self.layer, self._shape = nn.Layer(2, 2, rng=0), shape

        def __call__(self, x):
            return self._shape(self.layer(x))

    seen = []

    def shapes(predictions, targets):
        seen.append(predictions[0])
        return 0.0

    for shape in (lambda y: [[y[0]], [y[1]]], lambda y: (y[0], y[1]), lambda y: [y, [y]]):
        model = Several(shape)

        def loss(p, t):
            first = p[0] if isinstance(p[0], Value) else p[0][0]
            return (first - t) ** 2

        assert fit(model, *XOR, loss=loss, epochs=2, engine=engine).metrics == {}
        fit(model, *XOR, loss=loss, epochs=1, engine=engine, metrics=[shapes])
        assert str(seen[-1]).count("[") == str(numbers_of(shape([0.5, 0.5]))).count("[")
        with pytest.raises(ValueError, match="accuracy needs labels, one for each output"):
            fit(model, *XOR, loss=loss, metrics=["accuracy"], engine=engine)


@pytest.mark.parametrize("engine", ["eager", "compiled"])
def test_one_output_for_several_labels_has_no_accuracy_either(engine):
    pairs = [[t, 1 - t] for t in XOR[1]]
    settings = {"loss": lambda p, t: (p - t[0]) ** 2 + (p + t[1]) ** 2, "engine": engine}
    assert fit(MLP(2, [2, 1], rng=0), XOR[0], pairs, epochs=2, **settings).metrics == {}


def test_a_loss_with_a_value_in_it_is_evaluated_as_a_number():
    k, model = Value(2.0), MLP(2, [2, 1], rng=0)
    found = evaluate(model, *XOR, loss=lambda p, t: k * (p - t) ** 2)
    assert found["loss"] == pytest.approx(2.0 * evaluate(model, *XOR, loss="mse")["loss"])
    assert type(found["loss"]) is float


@pytest.mark.parametrize("what", [3.0, 2.0 * Value(1.0), None])
def test_parameters_are_values_that_nothing_has_computed(what):
    class Strange(Constant):
        def parameters(self):
            return [self.w, what]

    with pytest.raises(OperandError, match=r"parameters\(\) lists Values that nothing has compu"):
        fit(Strange(), *XOR, loss="mse")


def test_what_has_no_parameters_is_no_model():
    for model in (
        lambda x: x[0],
        Value(1.0),
        nn.Sequential(max),
        type("P", (), {"parameters": 3})(),
    ):
        with pytest.raises(OperandError, match="a model with parameters is needed"):
            fit(model, *XOR)


def test_a_model_of_ones_own_without_a_sigmoid_is_told_so():
    class Line(nn.Module):
        def __init__(self):
            self.w = [Value(0.1), Value(0.2)]

        def __call__(self, x):
            return 1.5 + self.w[0] * x[0] + self.w[1] * x[1]

    for engine in ("eager", "compiled"):
        with pytest.raises(GraphError, match=r"answers 1.5 to the first row: end it in a"):
            nn.fit(Line(), *nn.gates.xor(), epochs=5, engine=engine)
    nn.fit(Line(), *nn.gates.xor(), loss="bce_with_logits", epochs=1)

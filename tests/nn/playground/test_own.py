"""A model of one's own as data: its neurons, its loss, its rows."""

import math
from typing import Any

import pytest

import autograd as ag
import nn
from nn.playground.own import MOST_PARAMETERS, recorded

X, LABELS, NUMBERS = [[0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [0, 1, 1], [0.5, 1.5, -1.0]


def values(told: dict[str, Any], operands: list[float]) -> list[float]:
    """What a recorded function gives for numbers."""
    known: list[Any] = list(operands)
    assert len(known) == told["operands"]

    def at(place: Any) -> Any:
        return place["constant"] if isinstance(place, dict) else known[place]

    for op, *places in told["steps"]:
        found = getattr(ag, op)(*map(at, places))
        known.append(found.data if isinstance(found, ag.Value) else found)
    return [at(place) for place in told["outputs"]]


def answers(own: Any, row: list[float]) -> list[float]:
    return values(own.table["model"], [*row, *own.table["parameters"]])


def test_an_mlp_is_recorded_neuron_by_neuron() -> None:
    model = nn.MLP(2, [3, 2, 1], activation=["tanh", "relu"], rng=1)
    own = recorded(model, X, NUMBERS, "mse")
    layers = own.table["layers"]
    assert [(layer["inputs"], layer["size"]) for layer in layers] == [(2, 3), (3, 2), (2, 1)]
    assert [layer["activation"] for layer in layers] == ["tanh", "relu", "linear"]
    assert layers[1]["neurons"][0] == {"weights": [9, 10, 11], "bias": 12}
    x: Any = X[0]
    expected = []
    for layer in model.layers:
        x = layer(x)
        expected += [value.data for value in x]
    assert answers(own, X[0]) == expected
    assert (own.rows["kind"], own.rows["y"]) == ("number", NUMBERS)


def test_any_other_model_is_recorded_as_what_it_answers() -> None:
    model = nn.Sequential(nn.Layer(2, 3, "tanh", rng=0), nn.Layer(3, 1, "linear", rng=1))
    own = recorded(model, X, NUMBERS, "mse")
    assert own.table["layers"] == []
    assert answers(own, X[1]) == [model(X[1])[0].data]
    assert own.table["names"][:3] == [name for name, _ in model.named_parameters()][:3]


@pytest.mark.parametrize(
    ("loss", "y", "kind", "threshold"),
    [
        ("bce", LABELS, "two", 0.0),
        ("hinge", [-1, 1, 1], "two", 0.0),
        ("mse", LABELS, "two", 0.5),
        ("mse", NUMBERS, "number", None),
        (lambda p, t: ag.abs(p - t), NUMBERS, "number", None),
    ],
)
def test_the_loss_is_recorded_with_its_targets(
    loss: Any, y: Any, kind: str, threshold: float | None
) -> None:
    own = recorded(nn.MLP(2, [1], rng=0), X, y, loss)
    assert (own.rows["kind"], own.table["threshold"]) == (kind, threshold)
    expected = nn.evaluate(own.model, X, y, loss=loss)["loss"]
    rows = [
        values(own.table["loss"], [*answers(own, row), target])[0]
        for row, target in zip(X, own.rows["y"])
    ]
    assert sum(rows) / 3 == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("y", "outputs", "loss", "kind"),
    [
        (NUMBERS, 1, "mse", "number"),
        ([0.25, 0.5, 1.0], 1, "mse", "number"),
        (LABELS, 1, "bce", "two"),
        ([[0], [1], [1]], 1, "bce", "two"),
        ([[0, 1], [1, 1], [0, 0]], 2, "bce", "two"),
        ([0, 2, 1], 3, "cross_entropy", "three"),
        ([[0, 1], [2, 1], [0, 0]], 2, "mse", "number"),
    ],
)
def test_without_a_loss_one_goes_with_the_targets(
    y: Any, outputs: int, loss: str, kind: str
) -> None:
    own = recorded(nn.MLP(2, [outputs], rng=0), X, y)
    assert (own.loss, own.rows["kind"]) == (loss, kind)


@pytest.mark.parametrize(("X", "y", "missing"), [(None, None, "X"), (X, None, "y")])
def test_a_model_alone_is_told_that_it_needs_rows(X: Any, y: Any, missing: str) -> None:
    words = rf"{missing} is missing: write Playground\(model=model, X=X, y=y\)"
    with pytest.raises(ag.OperandError, match=words):
        nn.Playground(model=nn.MLP(2, [1], rng=0), X=X, y=y)


def test_labels_of_minus_one_are_no_numbers() -> None:
    with pytest.raises(ag.GraphError, match=r"for labels -1 and 1: \(t \+ 1\) / 2"):
        recorded(nn.MLP(2, [1], rng=0), X, [-1, 1, 1])


def test_classes_are_told_apart_from_outside() -> None:
    model = nn.MLP(2, [3], rng=0)
    own = recorded(model, X, [0, 2, 1], "cross_entropy")
    assert own.rows["y"] == [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 1.0, 0.0]]
    found = values(own.table["loss"], [*answers(own, X[1]), *own.rows["y"][1]])[0]
    assert found == pytest.approx(nn.cross_entropy(model(X[1]), 2).data, rel=1e-12)


def test_the_model_takes_over_the_pages_parameters() -> None:
    own = recorded(nn.MLP(1, [1], rng=0), [[1.0], [2.0]], [0.5, 1.0], "mse")
    own.taking([3.0, 4.0])
    assert [p.data for p in own.model.parameters()] == [3.0, 4.0]


class Looks(nn.Module):
    """Decides by its own number."""

    def __init__(self) -> None:
        self.w = ag.Value(1.0)

    def __call__(self, x: Any) -> Any:
        return self.w * x[0] if (self.w * x[0]).data > 0.0 else self.w


def test_a_model_that_looks_at_its_numbers_is_refused() -> None:
    with pytest.raises(ag.RecordingError):
        recorded(Looks(), X, NUMBERS, "mse")


def test_a_model_that_is_too_large_for_a_page_is_refused() -> None:
    with pytest.raises(ag.GraphError, match=f"up to {MOST_PARAMETERS:,} parameters"):
        recorded(nn.MLP(2, [2000, 1]), X, NUMBERS, "mse")
    with pytest.raises(ag.GraphError, match="takes 2 to 2000 rows, got 1"):
        recorded(nn.MLP(2, [1]), X[:1], NUMBERS[:1], "mse")


def test_as_many_parameters_as_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    model = nn.MLP(2, [3, 1], rng=1)
    monkeypatch.setattr("nn.playground.own.MOST_PARAMETERS", 13)
    assert len(recorded(model, X, NUMBERS, "mse").table["parameters"]) == 13
    monkeypatch.setattr("nn.playground.own.MOST_PARAMETERS", 12)
    with pytest.raises(ag.GraphError, match="up to 12 parameters, this model has 13"):
        recorded(model, X, NUMBERS, "mse")


def test_a_network_that_goes_another_way_is_not_shown_layer_by_layer() -> None:
    class Twice(nn.MLP):
        def __call__(self, x: Any) -> Any:
            return super().__call__(x) * 2

    model = Twice(2, [2, 1], rng=1)
    own = recorded(model, X, NUMBERS, "mse")
    assert own.table["layers"] == []
    assert answers(own, X[0]) == [model(X[0]).data]


def test_parameters_without_a_module_go_by_their_labels() -> None:
    class Line:
        def __init__(self) -> None:
            self.w, self.b = ag.Value(0.5, label="slope"), ag.Value(0.25)

        def __call__(self, x: Any) -> Any:
            return self.w * x[0] + self.b

        def parameters(self) -> list[ag.Value]:
            return [self.w, self.b]

    assert recorded(Line(), X, NUMBERS, "mse").table["names"] == ["slope", "w1"]


def test_a_weight_that_is_listed_twice_is_one() -> None:
    class Shared:
        def __init__(self) -> None:
            self.w, self.b = ag.Value(0.5), ag.Value(0.25)

        def __call__(self, x: Any) -> Any:
            return self.w * x[0] + self.w * x[1] + self.b

        def parameters(self) -> list[ag.Value]:
            return [self.w, self.w, self.b]

    own = recorded(Shared(), X, NUMBERS, "mse")
    assert own.table["parameters"] == [0.5, 0.25]
    assert [p.data for p in own.taking([3.0, 4.0]).parameters()] == [3.0, 3.0, 4.0]


@pytest.mark.parametrize("frozen", [0.75, ag.Value(0.75)], ids=["number", "value"])
def test_a_network_with_a_weight_that_is_not_trained_is_recorded(frozen: Any) -> None:
    model: Any = nn.MLP(2, [2, 1], rng=1)
    model.layers[0].neurons[1].w[0] = frozen
    trained = [p for p in model.parameters() if p is not frozen]
    model.parameters = lambda: trained
    own = recorded(model, X, NUMBERS, "mse")
    assert (own.table["layers"], len(own.table["parameters"])) == ([], 8)
    assert answers(own, X[0]) == [model(X[0]).data]


@pytest.mark.parametrize(
    ("loss", "y", "told"),
    [
        (None, NUMBERS, "mse"),
        ("bce", LABELS, "bce_with_logits"),
        (lambda p, t: 0.001 * (p - t) ** 2, NUMBERS, ""),
    ],
)
def test_a_loss_of_the_table_is_told_by_its_name(loss: Any, y: Any, told: str) -> None:
    assert recorded(nn.MLP(2, [1], rng=0), X, y, loss).table["objective"] == told


def test_a_function_is_no_loss_of_the_table_by_its_name_alone() -> None:
    def mse(p: Any, t: Any) -> Any:
        return 0.001 * (p - t) ** 2

    assert recorded(nn.MLP(2, [1], rng=0), X, NUMBERS, mse).table["objective"] == ""
    several = [[0, 1], [2, 1], [0, 0]]
    assert recorded(nn.MLP(2, [2], rng=0), X, several).table["objective"] == ""


@pytest.mark.parametrize("x", [math.nan, math.inf])
def test_a_weight_that_is_no_finite_number_is_refused(x: float) -> None:
    model = nn.MLP(2, [1], rng=0)
    model.parameters()[1].data = x
    with pytest.raises(ag.GraphError, match=f"weight 1 of the model.* is {x}: give it a finite"):
        recorded(model, X, NUMBERS, "mse")

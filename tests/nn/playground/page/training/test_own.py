"""A model of one's own, recorded in Python, trains in the page as ``nn.fit`` trains it."""

from typing import Any

import pytest

import autograd as ag
import nn
from nn.playground.checking import settings_of
from nn.playground.own import recorded, settings_of_own
from nn.playground.tables import with_own
from tests.node import answer

TRAIN = """
const run = await Run.make(given.settings, given.tables);
for (let i = 0; i < given.epochs; i++) run.epoch();
const { values, loss } = run.graph(0);
const view = run.view({ side: 3, low: [-1, -1], high: [1, 1] });
return {
  losses: run.history.losses, accuracy: run.history.accuracy, parameters: run.parameters,
  loss: values[loss], surface: view.surface, fixed: run.fixed,
};
"""


class Skip(nn.Module):
    """Not layer by layer: the inputs come in a second time."""

    def __init__(self, outputs: Any) -> None:
        self.hidden = nn.Layer(2, 3, "tanh", rng=1)
        self.last = nn.Layer(5, outputs, "linear", rng=2)

    def __call__(self, x: Any) -> Any:
        found = self.last([*self.hidden(x), *x])
        return found if len(found) > 1 else found[0]


def huber(prediction: Any, target: Any) -> Any:
    """A loss of one's own."""
    return ag.sqrt(1.0 + (prediction - target) ** 2) - 1.0


def own_tables(model: Any, loss: Any, outputs: Any, targets: Any, threshold: Any) -> Any:
    parameters = model.parameters()
    record = ag.page.expression
    single = outputs == 1

    def of_row(*numbers: Any) -> Any:
        answers, expected = numbers[:outputs], numbers[outputs:]
        return loss(*numbers) if single else loss(list(answers), list(expected))

    own = {
        "model": record(lambda *x: model(list(x)), 2, parameters),
        "loss": record(of_row, outputs + targets),
        "parameters": [p.data for p in parameters],
        "names": [name for name, _ in model.named_parameters()],
        "layers": [],
        "threshold": threshold,
    }
    return with_own(own)


CASES: dict[str, Any] = {
    "number": (1, huber, nn.surface("saddle", 10)),
    "three": (3, nn.cross_entropy, nn.three_blobs(12)),
}


@pytest.mark.parametrize("kind", CASES)
def test_the_page_trains_it_as_fit_does(kind: Any) -> None:
    outputs, loss, (X, y) = CASES[kind]
    model = Skip(outputs)
    told = own_tables(model, loss, outputs, outputs, None)
    targets = [nn.one_hot(t, 3) for t in y] if kind == "three" else y
    settings = settings_of({"rows": {"X": X, "y": y, "kind": kind}, "lr": 0.05, "test": 0.0})
    settings["rows"]["y"] = targets
    settings |= {"batch_size": 4, "seed": 3}
    found = answer(
        ["nn/playground/page/training/run.js"],
        TRAIN,
        {"settings": settings, "tables": told, "epochs": 40},
    )
    history = nn.fit(model, X, y, loss=loss, optimizer=nn.SGD(0.05), epochs=40, batch_size=4, rng=3)
    assert found["losses"] == pytest.approx(history.losses, rel=1e-11)
    assert found["accuracy"] == history.metrics.get("accuracy", [])
    assert found["parameters"] == pytest.approx([p.data for p in model.parameters()], rel=1e-10)
    row = loss(model(X[0]), y[0])
    assert found["loss"] == pytest.approx(row.data, rel=1e-10)
    corner = model([1.0, 1.0])
    answers = [corner] if outputs == 1 else corner
    assert [column[-1] for column in found["surface"]] == pytest.approx(
        [a.data for a in answers], rel=1e-5
    )
    assert found["fixed"] is True


@pytest.mark.parametrize("loss", ["mse", "bce"])
def test_of_several_answers_each_must_be_right(loss: str) -> None:
    X = [[0.0, 1.0], [1.0, 0.5], [-1.0, 0.7], [0.3, -0.6]]
    y = [[0, 1, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]]
    model = nn.MLP(2, [3, 3], rng=2)
    own = recorded(model, X, y, loss)
    settings, tables = settings_of_own(own, {"lr": 0.5}), with_own(own.table)
    given = {"settings": settings, "tables": tables, "epochs": 40}
    found = answer(["nn/playground/page/training/run.js"], TRAIN, given)
    history = nn.fit(model, X, y, loss=loss, optimizer=nn.SGD(0.5), epochs=40, rng=0)
    assert found["accuracy"] == history.metrics["accuracy"]
    assert len({*found["accuracy"]}) > 1


@pytest.mark.parametrize(
    ("row", "target"), [([3.0, 0.0], 1), ([3.0, 0.0], 0), ([-2.0, 0.0], 0), ([-2.0, 0.0], 1)]
)
def test_what_is_no_probability_ends_the_training_as_in_python(row: Any, target: int) -> None:
    class Line:
        """Its answers are no probabilities but for the first row."""

        def __init__(self) -> None:
            self.w = [ag.Value(0.5), ag.Value(0.3)]

        def __call__(self, x: Any) -> Any:
            return self.w[0] * x[0] + self.w[1]

        def parameters(self) -> Any:
            return self.w

    X, y = [[0.0, 1.0], row], [0, target]
    own = recorded(Line(), X, y)
    settings, tables = settings_of_own(own, {"lr": 0.1}), with_own(own.table)
    script = """
    const run = await Run.make(given.settings, given.tables);
    return [run.epoch(), run.history.losses, run.parameters];
    """
    given = {"settings": settings, "tables": tables}
    found = answer(["nn/playground/page/training/run.js"], script, given)
    assert found == [{"finite": False, "of": "answer"}, [], [0.5, 0.3]]
    with pytest.raises(ag.GraphError, match="bce takes a probability from 0 to 1"):
        nn.fit(Line(), X, y, loss="bce", epochs=1)

"""Every recipe is trained, and held to the sentence that it says."""

import math
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import pytest

import nn
from nn.data.splitting import split
from nn.data.surfaces import surface
from nn.playground.checking import loss_of, outputs_of
from nn.playground.choices import OWN
from nn.playground.recipe import Recipe
from nn.playground.recipes import RECIPES, recipes
from nn.playground.settings import FIELDS

INPUTS: dict[str, Callable[[float, float], float]] = {
    "x1": lambda a, b: a,
    "x2": lambda a, b: b,
    "x1^2": lambda a, b: a * a,
    "x2^2": lambda a, b: b * b,
    "x1*x2": lambda a, b: a * b,
}
OF = {(recipe.task, recipe.kind): recipe for recipe in RECIPES}


class Trained(NamedTuple):
    """What became of a recipe; its gradients by layer in the ``begin``; ``diverged`` at last."""

    model: Any
    losses: list[float]
    train: dict[str, float]
    test: dict[str, float]
    begin: list[float]
    rows: list[list[float]]
    diverged: bool


def data(settings: dict[str, Any]) -> tuple[list[Any], list[Any]]:
    task = settings["task"]
    drawn = (settings["points"], settings["noise"], settings["data_seed"])
    if task in nn.gates.TABLE:
        X, y = nn.gates.gate(task)
    elif task.startswith("function:"):
        return surface(task.removeprefix("function:"), *drawn)
    else:
        X, y = getattr(nn, task)(*drawn)
    return X, y


def trained(recipe: Recipe) -> Trained:
    settings, losses = recipe.settings, list[float]()
    X, y = data(settings)
    X = [[INPUTS[name](*x) for name in settings["inputs"]] for x in X]
    whole = settings["test"] == 0.0
    train, test = ((X, y), (X, y)) if whole else split(X, y, settings["test"], 0)
    model = network(settings)
    loss, own = loss_of(settings), settings["optimizer_settings"]
    rule = {"sgd": nn.SGD, "adam": nn.Adam}[settings["optimizer"]](settings["lr"], **own)
    l2, diverged, begin = settings["l2"], False, gradients(model, train, loss)
    go = partial(nn.fit, model, *train, loss=loss, optimizer=rule, epochs=recipe.epochs)
    try:
        go(
            **{"batch_size": settings["batch_size"], "rng": settings["seed"], "progress": False},
            penalty=partial(nn.l2_penalty, strength=l2) if l2 else None,
            callback=lambda history: losses.append(history.losses[-1]),
        )
    except ArithmeticError:
        diverged = True
    judge = partial(nn.evaluate, model, loss=loss)
    known, held_out = ({}, {}) if diverged else (judge(*train), judge(*test))
    return Trained(model, losses, known, held_out, begin, train[0], diverged)


def network(settings: dict[str, Any]) -> Any:
    init = getattr(nn.init, settings["init"], None) if settings["init"] != "default" else None
    sizes = [*settings["hidden"], outputs_of(settings)]
    given = {"init": init} if init else {}
    activation = settings["activation"]
    return nn.MLP(
        len(settings["inputs"]), sizes, activation=activation, rng=settings["seed"], **given
    )


def gradients(model: Any, rows: Any, loss: str) -> list[float]:
    """The largest part of the gradient in each layer, from below."""
    measure = getattr(nn, loss)
    total = sum(measure(model(x), t) for x, t in zip(*rows)) / len(rows[0])
    total.backward()
    found = [max(abs(p.grad) for p in layer.parameters()) for layer in model.layers]
    model.zero_grad()
    return found


@pytest.mark.parametrize("task", [t.name for t in FIELDS["task"].choices if t.name != OWN])
def test_each_task_has_a_good_setting_and_a_failure(task: str) -> None:
    assert [kind for of, kind in OF if of == task] == ["good", "failure"]
    assert len(OF) == len(RECIPES)


@pytest.mark.parametrize("task", [recipe.task for recipe in RECIPES if recipe.kind == "good"])
def test_a_good_setting_solves_its_task(task: str) -> None:
    found = trained(OF[task, "good"])
    if "accuracy" in found.train:
        assert found.train["accuracy"] >= (0.96 if task == "three_blobs" else 1.0)
        assert found.test["accuracy"] >= 0.98
    else:  # what noise of 0.05 leaves is 0.0025
        assert found.train["loss"] < 0.006
        assert found.test["loss"] < 0.016


def blind(found: Trained, loss: float) -> None:
    """The answer is the same everywhere."""
    assert found.train["loss"] == pytest.approx(loss, abs=0.006)
    answers = [found.model(x) for x in found.rows]
    several = [a if isinstance(a, list) else [a] for a in answers]
    for output in zip(*several):
        numbers = [value.data for value in output]
        assert max(numbers) - min(numbers) < 0.4


def zeros(found: Trained, loss: float) -> None:
    blind(found, loss)
    weights = [p.data for p in found.model.parameters()]
    assert weights[:-1] == [0.0] * (len(weights) - 1)
    assert weights[-1] != 0.0


def vanished(found: Trained, loss: float) -> None:
    blind(found, loss)
    assert found.begin[-1] > 100 * found.begin[0]


def grows(found: Trained) -> None:
    """Without end, once the first steps are done."""
    assert found.losses[10:] == sorted(found.losses[10:])
    assert found.losses[-1] > 1e20


def by_heart(found: Trained) -> None:
    assert found.train["loss"] < 0.01 < 0.3 < found.test["loss"]
    assert found.train.get("accuracy", 1.0) == 1.0


LOG2 = math.log(2)
QUARTER = -(0.25 * math.log(0.25) + 0.75 * math.log(0.75))


def entropy(task: str) -> float:
    return LOG2 if sum(nn.gates.TABLE[task]) == 2 else QUARTER


def dead(found: Trained) -> None:
    hidden = found.model.layers[0].neurons
    alive = [any(neuron(x).data > 0 for x in found.rows) for neuron in hidden]
    assert sorted(alive) == [False, True]
    assert found.train["accuracy"] == 0.75


def open_ring(found: Trained) -> None:
    assert 0.1 < 1 - found.train["accuracy"] < 0.25


def explodes(found: Trained) -> None:
    assert found.diverged
    assert len(found.losses) <= 10
    assert found.losses == sorted(found.losses)


def unlearnt(found: Trained) -> None:
    first = network(OF["function:hills", "failure"].settings)
    before = [p.data for p in first.layers[0].parameters()]
    assert [p.data for p in found.model.layers[0].parameters()] == before
    assert found.train["loss"] > 0.15


def flat(found: Trained) -> None:
    """Hardly better than the mean of the targets."""
    _, y = data(OF["function:saddle", "failure"].settings)
    mean = sum(y) / len(y)
    assert found.train["loss"] > 0.9 * sum((t - mean) ** 2 for t in y) / len(y)


def hardly(found: Trained) -> None:
    assert found.train["loss"] > 0.15


def crumpled(found: Trained) -> None:
    assert 0.15 < found.train["loss"] < found.test["loss"]


FAILS: dict[str, Callable[[Trained], None]] = {
    "xor": partial(blind, loss=LOG2),
    "xnor": dead,
    "moons": by_heart,
    "circles": open_ring,
    "spirals": partial(vanished, loss=LOG2),
    "blobs": explodes,
    "three_blobs": partial(blind, loss=math.log(3)),
    "function:plane": grows,
    "function:saddle": flat,
    "function:bump": by_heart,
    "function:waves": hardly,
    "function:hills": unlearnt,
    "function:ripple": crumpled,
}
TITLES: dict[str, Callable[[Trained, str], None]] = {
    "All weights begin at 0": lambda found, task: zeros(found, entropy(task)),
    "A rate past the limit": lambda found, task: grows(found),
    "Six layers of sigmoids": lambda found, task: vanished(found, entropy(task)),
}


@pytest.mark.parametrize("task", [recipe.task for recipe in RECIPES if recipe.kind == "failure"])
def test_a_failure_fails_as_it_says(task: str) -> None:
    recipe = OF[task, "failure"]
    found = trained(recipe)
    if task in FAILS:
        FAILS[task](found)
    else:
        TITLES[recipe.title](found, task)


def test_two_relus_find_xnor_from_another_seed() -> None:
    unlucky = OF["xnor", "failure"]
    lucky = Recipe("xnor", "good", "", unlucky.epochs, "", {**unlucky.given, "seed": 0})
    assert trained(lucky).train["accuracy"] == 1.0


@pytest.mark.parametrize(("task", "rate"), [("blobs", 0.05), ("function:plane", 0.1), ("or", 0.3)])
def test_the_rate_that_a_failure_advises_does_it(task: str, rate: float) -> None:
    failed = OF[task, "failure"]
    slower = Recipe(task, "good", "", failed.epochs, "", {**failed.given, "lr": rate})
    assert trained(slower).train["loss"] < 0.1


def test_the_page_gets_what_is_given_and_the_sentence() -> None:
    for recipe in recipes():
        assert set(recipe["given"]) < set(FIELDS)
        assert recipe["says"].endswith(".")

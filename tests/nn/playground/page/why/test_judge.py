"""What the page says is the matter with a run, on runs in which it is known."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from nn.playground.recipes import recipes
from nn.playground.tables import tables
from tests.node import answer

WHY = "nn/playground/page/why"
RUN = """
const { settings, tables, epochs, changes, late } = given;
const run = await Run.make(settings, tables, { wasm: false });
run.setParameters(changes);
const { layers, inputs, rows, loss } = run;
const made = { layers, inputs, rows, settings: run.settings };
for (let k = 0; k < epochs; k++) if (!run.epoch().finite) return { kind: "diverged" };
run.look();
const { parameters, gradient, history } = run, measure = run.measure(), ranges = run.ranges();
const { epochs: epoch } = run, looked = { parameters, gradient, history, measure, ranges };
const frame = { ...looked, epoch, edits: late ? [[epoch - 2, 0, []]] : [] };
return judged({ made, frame, tables });
"""
XOR = {"task": "xor", "hidden": [4], "activation": "tanh", "lr": 0.5, "seed": 1}


@cache
def known() -> Any:
    return tables()


def judgement(
    settings: Mapping[str, Any], epochs: int, changes: Any = (), late: bool = False
) -> Any:
    """What is said after so many epochs; first these parameters are changed, or two epochs ago."""
    paths = [f"{WHY}/judge.js", "nn/playground/page/training/run.js"]
    given = {"settings": settings, "tables": known(), "epochs": epochs}
    return answer(paths, RUN, {**given, "changes": [*changes], "late": late})


def biases(sizes: list[int], neurons: list[int]) -> list[list[float]]:
    """Below any sum, in the first layer of a network of these sizes."""
    return [[neuron * (sizes[0] + 1) + sizes[0], -100.0] for neuron in neurons]


def test_a_solved_gate_is_solved() -> None:
    found = judgement(XOR, 900)
    assert (found["kind"], found["says"]) == ("solved", "all 4 rows are right.")


def line_with_wrong(*wrong: int, held: int = 0) -> dict[str, Any]:
    """Forty points of two sides, of which these are on the wrong one, and a straight line."""
    X = [[(i - 19.5) / 10, (i % 5) / 5] for i in range(40)]
    y = [int((i > 19) != (i in wrong)) for i in range(40)]
    rows = {"X": X, "y": y, "kind": "two"}
    return {"task": "own", "rows": rows, "hidden": [], "lr": 1.0, "test": held / 40, "seed": 1}


def test_a_few_rows_that_stay_wrong_are_named_and_not_scolded_for() -> None:
    found = judgement(line_with_wrong(3), 1500)
    assert (found["kind"], found["title"]) == ("solved", "Solved but for 1 row of 40")
    assert found["says"] == "row 4 is wrong."
    assert found["tries"] == [{"text": "Row 4", "row": 3}]
    found = judgement(line_with_wrong(3, 36), 1500)
    assert found["title"] == "Solved but for 2 rows of 40"
    assert found["says"] == "rows 4 and 37 are wrong."
    assert judgement(line_with_wrong(3), 20) is None, "it still learns"
    many = judgement(line_with_wrong(3, 8, 12, 30, 36), 1500)
    assert many["title"] == "No linear model can do this"


def test_more_than_a_few_rows_that_are_wrong_are_counted() -> None:
    told = {"train": {"accuracy": 0.97, "loss": 0.1, "wrong": [4, 9, 14, 19]}}
    script = """
    const [train, test] = [given.train, given.test], losses = Array(200).fill(0.1);
    const rows = { train: Array(200).fill(0), kind: "two", y: [0] };
    const made = { rows, settings: { loss: "mse" }, layers: [] };
    losses[0] = 1;
    const frame = { epoch: 200, measure: { train, test }, history: { losses } };
    return solved({ made, frame });
    """
    paths = [f"{WHY}/progress.js"]
    found = answer(paths, script, {**told, "test": {"accuracy": 0.96}})
    assert found["title"] == "Solved but for 6 rows of 200"
    assert found["says"] == (
        "rows 5, 10, 15, 20 and 2 more are wrong; 96\u00a0% of those held out are right."
    )
    found = answer(paths, script, {**told, "test": {"accuracy": 0.9}})
    assert (found["kind"], found["says"][:22]) == ("heart", "All but 6 of the 200 r")
    always = answer(paths, script.replace("losses[0] = 1;", ""), {**told, "test": None})
    assert always is None, "the same answer for all may be right as often"


def test_a_loss_that_is_no_square_does_not_say_what_is_left() -> None:
    wave = {"task": "function:plane", "hidden": [4], "activation": "tanh", "lr": 0.02}
    assert judgement({**wave, "loss": "squared_error"}, 60) is None


def test_a_fit_of_numbers_is_solved_when_little_of_the_variation_is_left() -> None:
    wave = {"task": "function:plane", "hidden": [4], "activation": "tanh", "lr": 0.1, "noise": 0}
    found = judgement(wave, 1500)
    assert found["kind"] == "solved"
    assert "of the variation is left as error" in found["says"]


def test_no_linear_model_can_do_xor_but_and() -> None:
    found = judgement({**XOR, "hidden": []}, 600)
    assert (found["kind"], found["title"]) == ("stuck", "No linear model can do XOR")
    assert found["tries"][0]["settings"]["hidden"] == [4]
    assert judgement({**XOR, "hidden": [], "task": "and"}, 600)["kind"] == "solved"
    product = {**XOR, "hidden": [], "inputs": ["x1", "x2", "x1*x2"]}
    assert judgement(product, 1500)["kind"] == "solved"


def test_the_best_plane_is_not_enough_for_a_saddle() -> None:
    found = judgement({"task": "function:saddle", "hidden": [], "lr": 0.1}, 300)
    assert (found["kind"], found["title"]) == ("stuck", "No linear model can do this")


def test_a_loss_that_explodes_is_not_solved_by_being_right() -> None:
    wild = {"task": "always", "hidden": [], "loss": "mse", "lr": 3.0}
    assert judgement(wild, 25)["kind"] == "growing"


def test_linear_layers_in_between_change_nothing() -> None:
    found = judgement({**XOR, "activation": "linear"}, 1200)
    assert found["title"] == "No linear model can do XOR"


def test_a_dead_layer_is_told_at_once() -> None:
    settings = {**XOR, "activation": "relu"}
    found = judgement(settings, 1, biases([2, 4], [0, 1, 2, 3]))
    assert (found["kind"], found["title"]) == ("stuck", "All 4 ReLUs of layer 1 are dead")
    assert found["tries"][0]["settings"] == {"activation": ["leaky_relu"]}


RELU = {"task": "circles", "points": 60, "hidden": [6], "activation": "relu", "seed": 1}


def test_some_dead_relus_are_counted() -> None:
    two = biases([2, 6], [1, 4])
    found = judgement(RELU, 1, two)
    assert (found["kind"], found["title"]) == ("note", "2 dead ReLUs of 6")
    found = judgement({**RELU, "l2": 0.001}, 1, two)
    assert found["title"] == "2 dead ReLUs of 6"
    found = judgement({**RELU, "lr": 1e-6}, 300, two)
    assert (found["kind"], found["title"]) == ("stuck", "2 dead ReLUs of 6")


def test_neurons_that_began_alike_stay_so() -> None:
    found = judgement({**XOR, "init": "zeros"}, 5)
    assert (found["kind"], found["title"]) == ("stuck", "The 4 neurons of layer 1 are all alike")


def test_a_step_hands_nothing_back() -> None:
    found = judgement({**XOR, "activation": "step"}, 5)
    assert found["title"] == "A step hands nothing back"


def test_vanished_gradients() -> None:
    deep = {"task": "circles", "hidden": [4] * 6, "activation": "sigmoid", "lr": 0.1, "points": 60}
    found = judgement(deep, 450)
    assert (found["kind"], found["title"]) == ("stuck", "Vanished gradients")
    assert found["tries"][0]["settings"] == {"activation": "tanh"}


def test_steps_that_are_too_long() -> None:
    wild = {"task": "function:plane", "hidden": [], "lr": 3.0, "loss": "mse", "noise": 0.1}
    found = judgement(wild, 25)
    assert (found["kind"], found["title"]) == ("growing", "The loss grows")
    assert found["tries"][0]["settings"] == {"lr": 0.3}


def test_a_plateau_is_no_more_than_that() -> None:
    found = judgement({**XOR, "lr": 1e-6}, 180)
    assert found["kind"] == "plateau"


def test_a_penalty_that_outweighs_the_data() -> None:
    clouds = {"task": "three_blobs", "hidden": [8], "l2": 0.3, "lr": 0.1, "activation": "tanh"}
    found = judgement(clouds, 300)
    assert (found["kind"], found["title"]) == ("stuck", "The penalty outweighs the data")
    assert found["tries"][0]["settings"] == {"l1": 0, "l2": 0}
    assert judgement({**clouds, "l2": 0.0}, 300)["kind"] == "solved"


def test_a_change_by_hand_begins_anew() -> None:
    assert judgement({**XOR, "lr": 1e-6}, 180, late=True) is None


def test_what_is_learned_by_heart() -> None:
    noisy = {"task": "moons", "points": 40, "noise": 0.5, "test": 0.5, "hidden": [16, 16]}
    found = judgement({**noisy, "activation": "tanh", "lr": 0.5}, 1500)
    assert (found["kind"], found["title"]) == ("heart", "Learnt by heart")


def test_nothing_is_said_of_a_run_that_has_just_begun() -> None:
    assert judgement(XOR, 1) is None


#: what a recipe shows -> what is said of it
FAILURES = {
    "No hidden layer": "No linear model can do",
    "All weights begin at 0": "neurons of layer 1 are all alike",
    "A rate past the limit": "The loss grows",
    "Six layers of sigmoids": "Vanished gradients",
    "Five layers of sigmoids": "Vanished gradients",
    "A penalty too strong": "The penalty outweighs the data",
    "Steps as activations": "A step hands nothing back",
    "Learnt by heart": "Learnt by heart",
    "Four relus": "All 4 ReLUs of layer 1 are dead",
}


@pytest.mark.parametrize(
    "recipe",
    [recipe for recipe in recipes() if recipe["title"] in FAILURES],
    ids=lambda recipe: f"{recipe['task']} {recipe['title']}",
)
def test_an_instructive_failure_is_called_by_its_name(recipe: Any) -> None:
    found = judgement({**recipe["given"], "task": recipe["task"]}, recipe["epochs"])
    assert FAILURES[recipe["title"]] in found["title"]


SEPARABLE = "return given.map(([first, second]) => separable(first, second));"


def test_what_a_line_can_part() -> None:
    line = [[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]]
    cases: list[tuple[Any, Any, bool]] = [
        ([[0, 0], [1, 1]], [[0, 1], [1, 0]], False),
        ([[0, 0]], [[0, 1], [1, 0], [1, 1]], True),
        ([[0, 0], [2, -2]], [[1, -1]], False),
        (line, [[0, 0.1], [5, 5.1]], True),
        (line, [[0, 0.1], [5, 4.0]], False),
        ([[0, 0, 0], [1, 1, 1]], [[0, 1, 0], [1, 0, 0]], True),
        ([], [[1, 2]], True),
        ([[1, 0], [0, 0]], [[0, 1], [0, 0]], False),
        ([[1e-9, 0]], [[-1e-9, 0]], True),
    ]
    found = answer([f"{WHY}/separable.js"], SEPARABLE, [case[:2] for case in cases])
    assert found == [case[2] for case in cases]

"""Each judgement on a made-up run that is just so, and on one that is not quite."""

from typing import Any

import pytest

from nn.playground.tables import tables
from tests.node import answer

PATHS = ["nn/playground/page/why/obstacles.js"]
JUDGED = """
const { judge, made, frame, tables } = given;
const judges = { plane, outweighed, alike, dead, someDead, vanished, flat, linear };
return judges[judge]({ made, frame, tables });
"""
SETTINGS = {"task": "xor", "inputs": ["x1", "x2"], "loss": "mse", "l1": 0, "l2": 0, "lr": 0.1}
#: so many epochs at one loss: nothing moves
STALLED = [1.0] * 200


def layers(sizes: list[int], *activations: str) -> list[dict[str, Any]]:
    """Layers as the trainer tells them; ``sizes`` begins with the inputs."""
    found, place = [], 0
    for width, size, activation in zip(sizes[:-1], sizes[1:], activations, strict=True):
        neurons = []
        for _ in range(size):
            neurons.append({"weights": [place + i for i in range(width)], "bias": place + width})
            place += width + 1
        found.append({"inputs": width, "size": size, "activation": activation, "neurons": neurons})
    return found


def judged(judge: str, made: dict[str, Any], **frame: Any) -> Any:
    rows = {"train": [0, 1, 2, 3], "X": [[0, 0], [0, 1], [1, 0], [1, 1]], "y": [0, 1, 1, 0]}
    usual = {"rows": {**rows, "kind": made.pop("kind", "number")}, "settings": SETTINGS}
    count = sum(len(n["weights"]) + 1 for layer in made["layers"] for n in layer["neurons"])
    seen = {
        "epoch": 200,
        "history": {"losses": STALLED},
        "measure": {"train": {"loss": 0.25, "accuracy": None}, "test": None},
        "parameters": [0.1 * (i + 1) for i in range(count)],
        "gradient": [0.0] * count,
    }
    given = {"judge": judge, "made": {**usual, **made}, "frame": {**seen, **frame}}
    return answer(PATHS, JUDGED, {**given, "tables": tables()})


def test_the_best_plane_is_told_where_all_is_level() -> None:
    one = layers([2, 1], "linear")
    found = judged("plane", {"layers": one})
    assert found["title"] == "No linear model can do this"
    assert "100\u00a0% of the variation" in found["says"]
    assert judged("plane", {"layers": one}, gradient=[0.0, -0.01, 0.0]) is None, "still downhill"
    assert judged("plane", {"layers": layers([2, 1, 1], "linear", "linear")}) is None
    assert judged("plane", {"layers": layers([2, 1], "tanh")}) is None


def test_one_line_is_blamed_where_nothing_moves_any_more() -> None:
    made = {"layers": layers([2, 1], "linear"), "kind": "two"}
    assert judged("linear", {**made})["title"] == "No linear model can do XOR"
    moving = {"losses": [1 - 0.004 * i for i in range(200)]}
    assert judged("linear", {**made}, history=moving) is None


def test_a_penalty_outweighs_the_data_where_no_weight_is_large() -> None:
    settings = {**SETTINGS, "l1": 0.5, "l2": 0.25}
    made = {"layers": layers([2, 1], "linear"), "settings": settings}
    small = [0.01, -0.125, 5.0]  # the last is a bias, which the penalty takes as well
    found = judged("outweighed", made, parameters=small)
    assert found["says"].startswith("L1 0.5 and L2 0.25 pulls each weight to 0 harder")
    assert found["says"].endswith("the largest is 0.125.")
    assert judged("outweighed", made, parameters=[0.01, -0.5, 0.0]) is None


def test_neurons_are_alike_by_all_that_leads_in_and_out() -> None:
    made = {"layers": layers([2, 2, 1], "tanh", "linear")}
    same = [0.5, 0.25, 0.0, 0.5, 0.25, 0.0, 0.75, 0.75, 0.0]
    found = judged("alike", made, parameters=same)
    assert found["title"] == "The 2 neurons of layer 1 are all alike"
    for place in (3, 5, 7):
        other = [x + (i == place) for i, x in enumerate(same)]
        assert judged("alike", made, parameters=other) is None
    outputs = {"layers": layers([2, 3], "linear")}
    assert judged("alike", outputs, parameters=[0.0] * 9) is None, "outputs may begin alike"


@pytest.mark.parametrize(
    ("tops", "title"),
    [
        ([[0, 0], [0, 0]], "All 2 ReLUs of layer 2 are dead"),
        ([[0, 0], [1, 1]], "All 2 ReLUs of layer 1 are dead"),
        ([[1, 0], [1, 1]], "1 dead ReLU of 4"),
        ([[1, 1], [1, 1]], None),
    ],
)
def test_dead_relus_are_told_by_their_layer(tops: list[list[int]], title: str | None) -> None:
    made = {"layers": layers([2, 2, 2, 1], "relu", "relu", "linear")}
    ranges = [*([[0, top] for top in layer] for layer in tops), [[-1, 1]]]
    found = judged("dead", made, ranges=ranges)
    assert (found and found["title"]) == title
    learning = {"losses": [1 - 0.004 * i for i in range(200)]}
    early = judged("dead", made, ranges=ranges, history=learning)
    assert (early is None) == (title is None or title.startswith("1"))


def test_gradients_vanish_on_the_way_through_the_layers() -> None:
    made = {"layers": layers([2, 1, 1, 1], "sigmoid", "sigmoid", "linear")}
    found = judged("vanished", made, gradient=[1e-6] * 7)
    assert "each sigmoid of the 2 layers made it smaller" in found["says"]
    assert [one["text"] for one in found["tries"]] == ["tanh instead", "One hidden layer"]
    assert judged("vanished", made, gradient=[0.0] * 7) is None, "nothing arrives: that is dead"
    assert judged("vanished", made, gradient=[1e-3] * 7) is None
    tanh = {"layers": layers([2, 1, 1, 1], "tanh", "tanh", "linear")}
    tries = judged("vanished", tanh, gradient=[1e-6] * 7)["tries"]
    assert [one["text"] for one in tries] == ["One hidden layer"]


def test_the_last_step_is_the_one_that_hands_nothing_back() -> None:
    made = {"layers": layers([2, 1, 1, 1], "step", "step", "linear")}
    assert "no gradient gets past layer 2" in judged("flat", made)["says"]
    first = {"layers": layers([2, 1, 1], "step", "linear")}
    assert "past layer 1" in judged("flat", first)["says"]
    assert judged("flat", {"layers": layers([2, 1, 1], "tanh", "linear")}) is None

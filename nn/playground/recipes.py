"""For each data set a good setting and an instructive failure, found by experiment.

Each says in a sentence what is to be seen; the tests train every one and hold it to that. Read
``state.py`` next.

>>> [(r.kind, r.settings["hidden"]) for r in RECIPES if r.task == "xor"]
[('good', [4]), ('failure', [])]
"""

from __future__ import annotations

from typing import Any

from nn.playground.gate_recipes import LINEAR, gate_recipes
from nn.playground.recipe import Recipe, failure, good

__all__ = ["RECIPES", "recipes"]

_ADAM: dict[str, Any] = {"optimizer": "adam"}
_HEART: dict[str, Any] = {"hidden": [16, 16], "test": 0.5, **_ADAM}

GATES = (
    good(
        "xor",
        "Four hidden neurons",
        200,
        "Each hidden neuron draws a line of its own, and the last one combines them: solved within "
        "a hundred epochs.",
        **{"hidden": [4], "lr": 0.1, **_ADAM},
    ),
    failure(
        "xor",
        "No hidden layer",
        500,
        "No straight line parts XOR: without a hidden layer the best is to answer ½ everywhere, "
        "and the loss ends at log 2 = 0.693.",
        **{"hidden": [], "lr": 1.0},
    ),
    good(
        "xnor",
        "Four hidden neurons",
        200,
        "XOR with the answers exchanged: the lines are of the same kind, the last signs are not.",
        **{"hidden": [4], "lr": 0.1, **_ADAM},
    ),
    failure(
        "xnor",
        "Two relus, an unlucky start",
        200,
        "One relu dies: it is 0 for every row, gets no gradient any more, and the one that is left "
        "gets three rows of four right. Another seed may do it.",
        **{"hidden": [2], "activation": "relu", "lr": 0.1, "seed": 2, **_ADAM},
    ),
    *(recipe for name in LINEAR for recipe in gate_recipes(name)),
)

POINTS = (
    good(
        "moons",
        "Two layers of eight",
        200,
        "First a straight line cuts the plane, then it bends between the moons; the rows held out "
        "are right as well.",
        **{"hidden": [8, 8], **_ADAM},
    ),
    failure(
        "moons",
        "Learnt by heart",
        1000,
        "Thirty noisy rows and many weights: every row learnt is right, the border winds around "
        "single points, and the loss of the rows held out rises.",
        **{"points": 60, "noise": 0.4, **_HEART},
    ),
    good(
        "circles",
        "The right inputs",
        200,
        "With x₁² and x₂² as inputs a circle is a straight line, x₁² + x₂² = r²: no hidden layer "
        "is needed.",
        **{"hidden": [], "inputs": ["x1^2", "x2^2"], "lr": 0.3, **_ADAM},
    ),
    failure(
        "circles",
        "Two neurons",
        400,
        "Two lines enclose nothing: the area stays open at its ends, and about a sixth of the rows "
        "is wrong. A third neuron closes it.",
        **{"hidden": [2], "lr": 0.1, **_ADAM},
    ),
    good(
        "spirals",
        "Relus in small batches",
        200,
        "The folds of sixteen relus follow both arms; ten steps in each epoch make it quick.",
        **{"hidden": [16, 16], "activation": "relu", "lr": 0.01, "batch_size": 15, **_ADAM},
    ),
    failure(
        "spirals",
        "Five layers of sigmoids",
        300,
        "The gradient vanishes on its way down: at first it is hundreds of times smaller in the "
        "first layer than in the last, and the loss stays at log 2 = 0.693.",
        **{"hidden": [8] * 5, "activation": "sigmoid"},
    ),
    good(
        "blobs",
        "A single neuron",
        200,
        "One straight line is enough, and more layers would do no better.",
        **{"hidden": []},
    ),
    failure(
        "blobs",
        "Squares, relus, a high rate",
        50,
        "Large errors make large gradients, which make larger errors: within ten epochs the "
        "numbers are past all floats. A tenth of the rate will do.",
        **{"hidden": [8], "activation": "relu", "loss": "mse", "lr": 0.5},
    ),
    good(
        "three_blobs",
        "Three neurons",
        200,
        "Three outputs and a softmax: the plane falls into three parts with straight borders.",
        **{"hidden": [], "lr": 0.1, **_ADAM},
    ),
    failure(
        "three_blobs",
        "A penalty too strong",
        300,
        "L2 pulls each weight to 0 harder than the data pull it away: the network answers ⅓ for "
        "every class, and the loss stays at log 3 = 1.099.",
        **{"hidden": [8], "l2": 0.3, "lr": 0.1},
    ),
)

FUNCTIONS = (
    good(
        "function:plane",
        "A single neuron",
        100,
        "A plane is what a linear neuron is: all that is left of the loss is the noise.",
        **{"hidden": [], "lr": 0.1},
    ),
    failure(
        "function:plane",
        "A rate past the limit",
        100,
        "Each step goes beyond the minimum, and further than the last: the loss grows without end. "
        "At a rate of 0.1 ten epochs are enough.",
        **{"hidden": [], "lr": 1.0},
    ),
    good(
        "function:saddle",
        "The product as an input",
        200,
        "With x₁x₂ as an input the saddle is linear, and the weight of the product becomes ½.",
        **{"hidden": [], "inputs": ["x1", "x2", "x1*x2"], "lr": 0.1},
    ),
    failure(
        "function:saddle",
        "No hidden layer",
        200,
        "A saddle rises as often as it falls: the best plane is almost flat, and hardly better "
        "than no answer at all.",
        **{"hidden": [], "lr": 0.1},
    ),
    good(
        "function:bump",
        "Two layers of eight",
        500,
        "Bends of tanh add up to a round hill; all that is left of the loss is the noise.",
        **{"hidden": [8, 8], **_ADAM},
    ),
    failure(
        "function:bump",
        "Learnt by heart",
        1500,
        "Twenty noisy rows and many weights: the surface runs through every one of them, and far "
        "from the hill in between.",
        **{"points": 40, "noise": 0.3, **_HEART},
    ),
    good(
        "function:waves",
        "Eight sines",
        500,
        "Sines as activations find the waves: all that is left of the loss is the noise.",
        **{"hidden": [8], "activation": "sin", **_ADAM},
    ),
    failure(
        "function:waves",
        "Two relus",
        500,
        "Two relus bend the plane twice, and waves bend at every turn: the answer is hardly better "
        "than a flat one.",
        **{"hidden": [2], "activation": "relu", **_ADAM},
    ),
    good(
        "function:hills",
        "Two layers of sixteen",
        800,
        "The hills and hollows come one after another, and the loss falls with each.",
        **{"hidden": [16, 16], "lr": 0.02, **_ADAM},
    ),
    failure(
        "function:hills",
        "Steps as activations",
        500,
        "The slope of a step is 0, so no hidden weight learns: only the last layer does, with the "
        "random lines that it was given.",
        **{"hidden": [16], "activation": "step", **_ADAM},
    ),
    good(
        "function:ripple",
        "Squares and sines",
        400,
        "With x₁² and x₂² as inputs the rings are waves, and four sines follow them.",
        **{"hidden": [4], "activation": "sin", "inputs": ["x1^2", "x2^2"], **_ADAM},
    ),
    failure(
        "function:ripple",
        "Four relus",
        500,
        "Four folds make no rings: the surface is a crumpled funnel, and worse still for the rows "
        "held out.",
        **{"hidden": [4], "activation": "relu", **_ADAM},
    ),
)

RECIPES: tuple[Recipe, ...] = GATES + POINTS + FUNCTIONS


def recipes() -> list[dict[str, Any]]:
    """All of them, as data for the page.

    >>> sorted(recipes()[0])
    ['epochs', 'given', 'kind', 'says', 'task', 'title']
    """
    return [recipe.plain() for recipe in RECIPES]

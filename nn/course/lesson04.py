"""Lesson 04: XOR and its kin by ReLUs set by hand, nine partial derivatives, linear layers."""

from functools import partial

import autograd as ag
from autograd.exercises import (
    Lesson,
    at_most,
    by_hand,
    check,
    check_derivative,
    check_with,
    uses,
)

LESSON = Lesson("04", "XOR, five ways")

CORNERS = [(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)]


def equal(x1, x2):
    return float(x1 == x2)


@LESSON.exercise(
    "XNOR by hand-set ReLU units",
    check=partial(check, expected=equal, at=CORNERS),
    where="XNOR is 1 minus XOR: what becomes of v₁, v₂ and c?",
    first_line="h1, h2 = ag.relu(2 * x1 + 2 * x2 - 1), ag.relu(x1 + x2 - 1)",
    asks=[uses(1.0, 0.0, relu=2)],
)
def xnor(x1, x2):
    h1, h2 = ag.relu(2 * x1 + 2 * x2 - 1), ag.relu(x1 + x2 - 1)
    return 1 - h1 + 3 * h2


def two_units(x1, x2):
    return ag.relu(2 * x1 + 2 * x2 - 1), ag.relu(x1 + x2 - 1)


@xnor.slip("That is XOR itself: XNOR is 1 minus it.")
def _(x1, x2):
    h1, h2 = two_units(x1, x2)
    return h1 - 3 * h2


@xnor.slip("The 1 is there, but the units still make XOR: their signs have to be turned, too.")
def _(x1, x2):
    h1, h2 = two_units(x1, x2)
    return 1 + h1 - 3 * h2


@xnor.slip("The signs are turned, but (0, 0) makes both units 0: the answer 1 has to come from c.")
def _(x1, x2):
    h1, h2 = two_units(x1, x2)
    return 3 * h2 - h1


@xnor.slip("At (1, 1) the first unit is 3, so the second, which is 1, has to count three times.")
def _(x1, x2):
    h1, h2 = two_units(x1, x2)
    return 1 - h1 + h2


@xnor.slip("The second unit has to begin after one input is 1, at x₁ + x₂ = 1, and not at 0.")
def _(x1, x2):
    return 1 - ag.relu(2 * x1 + 2 * x2 - 1) + 3 * ag.relu(x1 + x2)


NAMES = ["w1", "w2", "b1", "w3", "w4", "b2", "w5", "w6", "b3"]


def network(theta, x, g):
    w1, w2, b1, w3, w4, b2, w5, w6, b3 = theta
    return w5 * g(w1 * x[0] + w2 * x[1] + b1) + w6 * g(w3 * x[0] + w4 * x[1] + b2) + b3


def tanh_network(theta, x):
    return network(theta, x, ag.tanh)


SOMEWHERE = [
    ([0.5, -0.8, 0.1, 0.9, 0.7, -0.3, 1.2, -0.6, 0.2], [1.5, 0.5]),
    ([0.3, 0.4, -0.2, -0.7, 0.6, 0.1, -1.1, 0.8, 0.5], [1.0, -2.0]),
]


@LESSON.exercise(
    "all nine",
    check=partial(check_derivative, tanh_network, at=SOMEWHERE, argnums=0),
    where="Six of the nine go through a tanh: find ∂ŷ/∂a₁ and ∂ŷ/∂a₂, and use each three times.",
    first_line="w1, w2, b1, w3, w4, b2, w5, w6, b3 = theta",
    asks=[by_hand(*SOMEWHERE[0]), at_most(*SOMEWHERE[0], mul=12)],
)
def nine_partials(theta, x):
    w1, w2, b1, w3, w4, b2, w5, w6, _ = theta
    h1 = ag.tanh(w1 * x[0] + w2 * x[1] + b1)
    h2 = ag.tanh(w3 * x[0] + w4 * x[1] + b2)
    d1 = w5 * (1 - h1**2)
    d2 = w6 * (1 - h2**2)
    return [d1 * x[0], d1 * x[1], d1, d2 * x[0], d2 * x[1], d2, h1, h2, 1.0]


def nine_slip(sentence, slopes=None, change=None):
    """Other slopes at the two hidden units, or another list made of the right one."""

    @nine_partials.slip(sentence)
    def _(theta, x):
        w1, w2, b1, w3, w4, b2, w5, w6, _ = theta
        a1, a2 = w1 * x[0] + w2 * x[1] + b1, w3 * x[0] + w4 * x[1] + b2
        h1, h2 = ag.tanh(a1), ag.tanh(a2)
        d1, d2 = w5 * (1 - h1**2), w6 * (1 - h2**2)
        if slopes:
            d1, d2 = slopes(h1, h2, w5, w6)
        found = [d1 * x[0], d1 * x[1], d1, d2 * x[0], d2 * x[1], d2, h1, h2, 1.0]
        return change(found, (a1, a2), (d1, d2)) if change else found


nine_slip(
    "The factor tanh'(a) = 1 − h² is missing for the weights that go through a unit.",
    slopes=lambda h1, h2, w5, w6: (w5, w6),
)
nine_slip(
    "The unit's own output weight is missing: the way from a₁ to ŷ goes through w₅.",
    slopes=lambda h1, h2, w5, w6: (1 - h1**2, 1 - h2**2),
)
nine_slip(
    "The slope of tanh is 1 − h², with a square.",
    slopes=lambda h1, h2, w5, w6: (w5 * (1 - h1), w6 * (1 - h2)),
)
nine_slip(
    "h is tanh(a) already: its slope is 1 − h², without another tanh.",
    slopes=lambda h1, h2, w5, w6: (w5 * (1 - ag.tanh(h1) ** 2), w6 * (1 - ag.tanh(h2) ** 2)),
)
nine_slip(
    "h(1 − h) is the slope of the logistic function; here it is tanh.",
    slopes=lambda h1, h2, w5, w6: (w5 * h1 * (1 - h1), w6 * h2 * (1 - h2)),
)
nine_slip(
    "w₅ and w₆ have changed places: unit 1 goes on through w₅.",
    slopes=lambda h1, h2, w5, w6: (w6 * (1 - h1**2), w5 * (1 - h2**2)),
)
nine_slip(
    "The inputs are missing: a₁ changes by x₁ when w₁ changes by 1.",
    change=lambda found, a, d: [d[0], d[0], d[0], d[1], d[1], d[1], *found[6:]],
)
nine_slip(
    "w₅ meets the unit's output h₁, after tanh, and not a₁.",
    change=lambda found, a, d: [*found[:6], *a, 1.0],
)
nine_slip(
    "b₃ is added to the answer: its slope is 1, not 0.",
    change=lambda found, a, d: [*found[:8], 0.0],
)
nine_slip(
    "The order is that of NAMES, unit by unit: w1, w2, b1, w3, w4, b2, w5, w6, b3.",
    change=lambda found, a, d: [found[i] for i in (0, 1, 3, 4, 6, 7, 2, 5, 8)],
)


def of_arrays(collapse, *layers):
    import numpy as np

    return collapse(*map(np.array, layers))


def collapsed(W1, b1, W2, b2):
    import numpy as np

    W1, b1, W2, b2 = map(np.array, (W1, b1, W2, b2))
    return [W2 @ W1, W2 @ b1 + b2]


LAYERS = [
    ([[1.0, 2.0], [3.0, 4.0]], [1.0, -2.0], [[2.0, 0.0], [1.0, -1.0]], [5.0, 3.0]),
    ([[0.5, -1.0], [2.0, 1.5]], [2.0, 3.0], [[1.0, 4.0], [-2.0, 0.5]], [-1.0, 0.25]),
    ([[1.0, 2.0], [3.0, 4.0], [0.0, 1.0]], [1.0, 0.0, -1.0], [[2.0, 0.0, 1.0]], [5.0]),
]


@LESSON.exercise(
    "collapse two linear layers",
    check=partial(check_with, of_arrays, expected=collapsed, at=LAYERS),
    where="Write W₂(W₁x + b₁) + b₂ and multiply out: what stands before x, and what is left?",
    first_line="return W2 @ W1, …",
)
def collapse(W1, b1, W2, b2):
    return W2 @ W1, W2 @ b1 + b2


@collapse.slip("The order of a matrix product matters: the first layer stands on the right.")
def _(W1, b1, W2, b2):
    return W1 @ W2, W2 @ b1 + b2


@collapse.slip("The first bias goes through the second layer, too: W₂ b₁ + b₂.")
def _(W1, b1, W2, b2):
    return W2 @ W1, b1 + b2


@collapse.slip("The first bias is lost: it goes through the second layer, W₂ b₁.")
def _(W1, b1, W2, b2):
    return W2 @ W1, b2


@collapse.slip("The biases have changed places: b₁ comes first, so W₂ acts on it.")
def _(W1, b1, W2, b2):
    return W2 @ W1, W2 @ b2 + b1


@collapse.slip("* multiplies entry by entry; @ is the product of matrices.")
def _(W1, b1, W2, b2):
    return W2 * W1, W2 @ b1 + b2


@collapse.slip("b₂ is added after the second layer: it is not multiplied by W₂.")
def _(W1, b1, W2, b2):
    return W2 @ W1, W2 @ (b1 + b2)


def odd(x1, x2, x3):
    return (x1 + x2 + x3) % 2


@LESSON.exercise(
    "parity of three",
    check=partial(
        check, expected=odd, at=[(*corner, x3) for corner in CORNERS for x3 in (0.0, 1.0)]
    ),
    where="As s grows the slope has to be +1, then −1, then +1: each new unit changes it by 2.",
    first_line="s = x1 + x2 + x3",
    asks=[uses(1.0, 0.0, 1.0, relu=3)],
)
def parity(x1, x2, x3):
    s = x1 + x2 + x3
    return ag.relu(s) - 2 * ag.relu(s - 1) + 2 * ag.relu(s - 2)


def bends(first, second, third, places=(0, 1, 2)):
    """A function with three bends: by how much the slope changes, and where."""

    def made(x1, x2, x3):
        s = x1 + x2 + x3
        return sum(v * ag.relu(s - p) for v, p in zip((first, second, third), places))

    return made


parity.slip(
    "A unit that takes away 1 makes the slope 0: to turn +1 into −1 it has to take away 2."
)(bends(1, -1, 1))
parity.slip("The last unit must bring the slope from −1 to +1: that is 2 more, not 1.")(
    bends(1, -2, 1)
)
parity.slip("The slope has to turn at s = 1 and at s = 2: each unit begins one later.")(
    bends(1, -2, 2, (0, 0, 1))
)
parity.slip("After s = 2 the answer has to rise again: the third unit has a positive weight.")(
    bends(1, -2, -2)
)
parity.slip("Every unit begins where the answer turns: at s = 0, 1, 2, and not ½ later.")(
    bends(1, -2, 2, (0.5, 1.5, 2.5))
)


def hat_truth(x, c, d):
    return max(0.0, 1 - abs(x - c) / d)


HAT_POINTS = [
    *((x, 0.0, 1.0) for x in (-1.5, -1.0, -0.25, 0.0, 0.5, 1.0, 3.0)),
    *((x, 1.0, 2.0) for x in (-1.5, 0.0, 1.0, 1.5, 2.5, 4.0)),
]


@LESSON.exercise(
    "a hat",
    check=partial(check, expected=hat_truth, at=HAT_POINTS),
    where="Slopes: 0, then 1/d from c − d on, then −1/d from c on, then 0 from c + d on.",
    first_line="rise = ag.relu(x - (c - d))",
    asks=[uses(0.3, 0.0, 1.0, relu=3, abs=0)],
)
def hat(x, c, d):
    return (ag.relu(x - (c - d)) - 2 * ag.relu(x - c) + ag.relu(x - (c + d))) / d


@hat.slip("The slope is 1/d, so that the top is 1 whatever the width: divide by d.")
def _(x, c, d):
    return ag.relu(x - (c - d)) - 2 * ag.relu(x - c) + ag.relu(x - (c + d))


@hat.slip("At the top the slope turns from 1/d to −1/d: that takes −2, not −1.")
def _(x, c, d):
    return (ag.relu(x - (c - d)) - ag.relu(x - c) + ag.relu(x - (c + d))) / d


@hat.slip("It falls for ever: a third unit has to stop it at c + d.")
def _(x, c, d):
    return (ag.relu(x - (c - d)) - 2 * ag.relu(x - c)) / d


@hat.slip("After c + d the sum has slope −2/d: the third unit has to add, not to take away.")
def _(x, c, d):
    return (ag.relu(x - (c - d)) - 2 * ag.relu(x - c) - ag.relu(x - (c + d))) / d


@hat.slip("A unit begins at p when it is ReLU(x − p): the first begins at c − d.")
def _(x, c, d):
    return (ag.relu(x + (c - d)) - 2 * ag.relu(x + c) + ag.relu(x + (c + d))) / d

"""Lesson 03: slopes of the logistic function and tanh line by line, neurons, gates, blame."""

import math
from functools import partial

import autograd as ag
import nn
from autograd.exercises import (
    Lesson,
    at_most,
    by_hand,
    check_derivative,
    check_lines,
    check_neuron,
    check_with,
)

LESSON = Lesson("03", "Neurons and gates")


def logistic_lines(a):
    """The truth: the third and fifth line are the engine's derivative."""
    u, s = 1 + math.exp(-a), ag.sigmoid(a)
    slope = ag.grad(ag.sigmoid)(a)
    return [-math.exp(-a), -1 / u**2, slope, 1 - s, slope]


LOGISTIC_NAMES = ("du/da", "ds/du", "ds/da", "e⁻ᵃ/u by s", "ds/da by s")


@LESSON.exercise(
    "σ', line by line",
    check=partial(check_lines, expected=logistic_lines, at=[0.7, -2.0, 0.0], names=LOGISTIC_NAMES),
    where="s is 1/u, and u is 1 + e⁻ᵃ: two functions, each with a derivative of its own.",
    first_line="du = -ag.exp(-a)",
    asks=[by_hand(0.7), at_most(0.7, exp=2)],
)
def logistic_slope(a):
    u = 1 + ag.exp(-a)
    s = 1 / u
    du = -ag.exp(-a)
    ds_du = -1 / u**2
    ds_da = ds_du * du
    rest = 1 - s
    by_s = s * rest
    return [du, ds_du, ds_da, rest, by_s]


def logistic_slip(sentence, *, du=None, ds_du=None, ds_da=None, rest=None, by_s=None):
    """One line of the derivation wrong, the others right."""
    lines = (du, ds_du, ds_da, rest, by_s)

    @logistic_slope.slip(sentence)
    def _(a):
        e = math.exp(-a)
        s = 1 / (1 + e)
        right = logistic_lines(a)
        return [line(e, s) if line else true for line, true in zip(lines, right)]


logistic_slip("Of e⁻ᵃ with respect to a it is −e⁻ᵃ: the inner −1 is missing.", du=lambda e, s: e)
logistic_slip("The constant 1 has the derivative 0.", du=lambda e, s: 1 - e)
logistic_slip("1/u is u⁻¹, with the derivative −u⁻²: the minus is lost.", ds_du=lambda e, s: s**2)
logistic_slip("1/u has the derivative −1/u²: the square is missing.", ds_du=lambda e, s: -s)
logistic_slip("Along a chain derivatives are multiplied, not added.", ds_da=lambda e, s: -e - s * s)
logistic_slip("Two minuses make a plus: the slope of σ is positive.", ds_da=lambda e, s: -e * s * s)
logistic_slip("u is 1 + e⁻ᵃ, so e⁻ᵃ/u = (u − 1)/u = 1 − 1/u.", rest=lambda e, s: s - 1)
logistic_slip("e⁻ᵃ = u − 1, and s = 1/u: so e⁻ᵃ/u is 1 − s.", rest=lambda e, s: 1 / s - 1)
logistic_slip("That is the slope of tanh; line 3 is (1/u) · (e⁻ᵃ/u).", by_s=lambda e, s: 1 - s * s)
logistic_slip("One factor is left out: it is (1/u) · (e⁻ᵃ/u).", by_s=lambda e, s: 1 - s)


def tanh_lines(a):
    p, q = math.exp(a) - math.exp(-a), math.exp(a) + math.exp(-a)
    slope = ag.grad(ag.tanh)(a)
    return [q, p, slope * q**2, slope, slope]


TANH_NAMES = ("dp/da", "dq/da", "above the line", "dt/da", "dt/da by t")


@LESSON.exercise(
    "tanh', line by line",
    check=partial(check_lines, expected=tanh_lines, at=[0.7, -1.5, 0.25], names=TANH_NAMES),
    where="p and q turn into each other; then it is the quotient rule: (p'q − pq') / q².",
    first_line="dp = q",
    asks=[by_hand(0.7)],
)
def tanh_slope(a):
    p = ag.exp(a) - ag.exp(-a)
    q = ag.exp(a) + ag.exp(-a)
    t = p / q
    dp = q
    dq = p
    above = dp * q - p * dq
    dt_da = above / q**2
    by_t = 1 - t**2
    return [dp, dq, above, dt_da, by_t]


def tanh_slip(sentence, *, dp=None, dq=None, above=None, dt_da=None, by_t=None):
    """One line of the derivation wrong, the others right."""
    lines = (dp, dq, above, dt_da, by_t)

    @tanh_slope.slip(sentence)
    def _(a):
        p, q = math.exp(a) - math.exp(-a), math.exp(a) + math.exp(-a)
        return [line(p, q) if line else true for line, true in zip(lines, tanh_lines(a))]


tanh_slip("The derivative of −e⁻ᵃ is +e⁻ᵃ: p' is a sum.", dp=lambda p, q: p)
tanh_slip("The derivative of e⁻ᵃ is −e⁻ᵃ: q' is a difference.", dq=lambda p, q: q)
tanh_slip("The quotient rule begins with p'q; yours is turned.", above=lambda p, q: p * p - q * q)
tanh_slip("The quotient rule has a minus: p'q − pq'.", above=lambda p, q: q * q + p * p)
tanh_slip("p'q' is no term of it: p'q − pq'.", above=lambda p, q: p * q)
tanh_slip("Below the line stands q².", dt_da=lambda p, q: (q * q - p * p) / q)
tanh_slip(
    "t(1 − t) is the form of σ'; here divide q² − p² by q².", by_t=lambda p, q: p / q * (1 - p / q)
)
tanh_slip("(q² − p²)/q² is 1 − t²: the square is missing.", by_t=lambda p, q: 1 - p / q)
tanh_slip("1 − t² is not (1 − t)²: square t alone.", by_t=lambda p, q: (1 - p / q) ** 2)


@LESSON.exercise(
    "a neuron",
    check=partial(check_neuron, activation="tanh", width=3),
    where="First the sum of b and all w[i] * x[i]; then tanh of the whole.",
    first_line="total = b",
)
def my_neuron(w, b, x):
    return ag.tanh(sum((wi * xi for wi, xi in zip(w, x)), b))


@my_neuron.slip("The bias is missing: the sum starts with b.")
def _(w, b, x):
    return ag.tanh(sum(wi * xi for wi, xi in zip(w, x)))


@my_neuron.slip("The bias belongs inside: tanh is taken of the whole sum.")
def _(w, b, x):
    return ag.tanh(sum(wi * xi for wi, xi in zip(w, x))) + b


@my_neuron.slip("That is the pre-activation: the activation function tanh is missing.")
def _(w, b, x):
    return sum((wi * xi for wi, xi in zip(w, x)), b)


@my_neuron.slip("Only the first two inputs count here: go over all of them.")
def _(w, b, x):
    return ag.tanh(w[0] * x[0] + w[1] * x[1] + b)


@my_neuron.slip("tanh comes once, after the sum: a sum of tanhs is another function.")
def _(w, b, x):
    return sum((ag.tanh(wi * xi) for wi, xi in zip(w, x)), b)


def neuron(weights, bias, inputs, g=ag.sigmoid):
    return g(sum((w * x for w, x in zip(weights, inputs)), bias))


ROWS = [(0, 0), (0, 1), (1, 0), (1, 1)]


def decides(weights, x1, x2):
    w1, w2, b = weights
    return neuron([w1, w2], b, [x1, x2]) > 0.5


def implication(x1, x2):
    return x1 <= x2


@LESSON.exercise(
    "implication",
    check=partial(check_with, decides, expected=implication, at=ROWS),
    where="Only (1, 0) is on the side of 0. Which weight has to pull it there, w1 or w2?",
    first_line="implies = (-20, …, …)",
    value=True,
)
def implies():
    return (-20, 20, 10)


@implies.slip("That is the other way around: x₂ implies x₁.")
def _():
    return (20, -20, 10)


@implies.slip("The bias is too small: (0, 0) and (1, 1) have to be above ½, and not on the line.")
def _():
    return (-20, 20, 0)


@implies.slip("All signs are turned around: it is 1 only where it should be 0.")
def _():
    return (20, -20, -10)


@implies.slip("That is NAND: (1, 1) must stay on the side of 1, so w₂ pulls upwards.")
def _():
    return (-20, -20, 30)


@implies.slip("With a bias this large the answer is always 1: w₁ must be able to outdo it.")
def _():
    return (-20, 20, 30)


def votes(answer, x1, x2, x3):
    weights, b = answer
    return neuron(weights, b, [x1, x2, x3]) > 0.5


def most(x1, x2, x3):
    return x1 + x2 + x3 >= 2


@LESSON.exercise(
    "majority",
    check=partial(
        check_with,
        votes,
        expected=most,
        at=[(i, j, k) for i in (0, 1) for j in (0, 1) for k in (0, 1)],
    ),
    where="All three count alike. One vote must stay below 0, two must be above: where is b?",
    first_line="majority = ([20, …, …], …)",
    value=True,
)
def majority():
    return ([20, 20, 20], -30)


@majority.slip("One vote is enough here: that is OR. The bias has to be lower.")
def _():
    return ([20, 20, 20], -10)


@majority.slip("Only three votes are enough here: that is AND. With two the sum must be above 0.")
def _():
    return ([20, 20, 20], -50)


@majority.slip("The bias is too low: even three votes are not above the line.")
def _():
    return ([20, 20, 20], -60)


@majority.slip("The bias has the wrong sign: with no vote at all the answer is 1.")
def _():
    return ([20, 20, 20], 30)


@majority.slip("That is the minority: all signs are turned around.")
def _():
    return ([-20, -20, -20], 30)


@majority.slip("The third has no say: its weight is 0.")
def _():
    return ([20, 20, 0], -30)


def row_loss(w1, w2, b, x1, x2, y):
    return nn.bce_with_logits(w1 * x1 + w2 * x2 + b, y)


@LESSON.exercise(
    "one step of training",
    check=partial(
        check_derivative,
        row_loss,
        at=[(0.4, -0.7, 0.2, 1, 2, 1), (1.0, 2.0, -1.0, 3, 1, 0), (0.1, 0.1, 0.1, 0, 1, 1)],
        argnums=(0, 1, 2),
    ),
    where="ŷ − y is the derivative with respect to a. What is a multiplied by to reach w₁, w₂, b?",
    first_line="y_hat = 1 / (1 + math.exp(-(w1 * x1 + w2 * x2 + b)))",
    asks=[by_hand(0.4, -0.7, 0.2, 1, 2, 1)],
)
def logistic_gradient(w1, w2, b, x1, x2, y):
    y_hat = 1 / (1 + math.exp(-(w1 * x1 + w2 * x2 + b)))
    return [(y_hat - y) * x1, (y_hat - y) * x2, y_hat - y]


def said(w1, w2, b, x1, x2):
    return 1 / (1 + math.exp(-(w1 * x1 + w2 * x2 + b)))


@logistic_gradient.slip(
    "The sign is turned: it is ŷ − y. Where ŷ is too large, the slope is positive."
)
def _(w1, w2, b, x1, x2, y):
    off = y - said(w1, w2, b, x1, x2)
    return [off * x1, off * x2, off]


@logistic_gradient.slip("The inputs are missing: ∂a/∂w₁ = x₁ and ∂a/∂w₂ = x₂.")
def _(w1, w2, b, x1, x2, y):
    off = said(w1, w2, b, x1, x2) - y
    return [off, off, off]


@logistic_gradient.slip(
    "That has the factor σ' of squared error; the cross-entropy's own slope cancels it."
)
def _(w1, w2, b, x1, x2, y):
    h = said(w1, w2, b, x1, x2)
    off = (h - y) * h * (1 - h)
    return [off * x1, off * x2, off]


@logistic_gradient.slip("The bias has no input: its slope is ŷ − y alone, without b.")
def _(w1, w2, b, x1, x2, y):
    off = said(w1, w2, b, x1, x2) - y
    return [off * x1, off * x2, off * b]


@logistic_gradient.slip("A weight's slope has its input as a factor, not the weight itself.")
def _(w1, w2, b, x1, x2, y):
    off = said(w1, w2, b, x1, x2) - y
    return [off * w1, off * w2, off]


@logistic_gradient.slip("ŷ is σ of the pre-activation: here a itself was taken.")
def _(w1, w2, b, x1, x2, y):
    off = w1 * x1 + w2 * x2 + b - y
    return [off * x1, off * x2, off]


def blame_lines(w1, w2, w3, x, y):
    """The truth: the loss of the thin net, differentiated by the engine where it is cut."""
    h1 = math.tanh(w1 * x)
    h2 = math.tanh(w2 * h1)
    g3, g2, g1 = ag.grad(thin_loss, argnums=(2, 1, 0))(w1, w2, w3, x, y)
    d2 = (w3 * h2 - y) * w3 * (1 - h2**2)
    return [w3 * h2 - y, g3, d2, g2, d2 * w2 * (1 - h1**2), g1]


def thin_loss(w1, w2, w3, x, y):
    return (w3 * ag.tanh(w2 * ag.tanh(w1 * x)) - y) ** 2 / 2


BLAME_NAMES = ("∂L/∂ŷ", "∂L/∂w3", "∂L/∂a2", "∂L/∂w2", "∂L/∂a1", "∂L/∂w1")
THIN = [(0.5, -0.8, 1.5, 2.0, 0.3), (-1.2, 0.6, 0.7, 1.5, -0.4), (0.9, 1.1, -2.0, 0.5, 1.0)]


@LESSON.exercise(
    "who is responsible",
    check=partial(check_lines, expected=blame_lines, at=THIN, names=BLAME_NAMES),
    where="Each line is a line above it times one or two local derivatives: do not begin anew.",
    first_line="d_y = y_hat - y",
    asks=[by_hand(*THIN[0]), at_most(*THIN[0], mul=12)],
)
def blame(w1, w2, w3, x, y):
    h1 = ag.tanh(w1 * x)
    h2 = ag.tanh(w2 * h1)
    y_hat = w3 * h2
    d_y = y_hat - y
    d_w3 = d_y * h2
    d_a2 = d_y * w3 * (1 - h2**2)
    d_w2 = d_a2 * h1
    d_a1 = d_a2 * w2 * (1 - h1**2)
    d_w1 = d_a1 * x
    return [d_y, d_w3, d_a2, d_w2, d_a1, d_w1]


def blame_slip(sentence, number, line):
    """Line ``number``, from 1, wrong; those before it are right and those after it still blank."""

    @blame.slip(sentence)
    def _(w1, w2, w3, x, y):
        right = blame_lines(w1, w2, w3, x, y)
        h1 = math.tanh(w1 * x)
        h2 = math.tanh(w2 * h1)
        wrong = line(right, h1, h2, (w1, w2, w3), (x, y))
        return [*right[: number - 1], wrong, *[...] * (6 - number)]


blame_slip("The sign is turned: it is ŷ − y.", 1, lambda d, h1, h2, w, p: -d[0])
blame_slip("½(ŷ − y)² has the slope ŷ − y: the ½ takes the 2.", 1, lambda d, h1, h2, w, p: 2 * d[0])
blame_slip("That is the loss; its derivative is asked.", 1, lambda d, h1, h2, w, p: d[0] ** 2 / 2)
blame_slip("ŷ = w₃h₂: by w₃ it is h₂.", 2, lambda d, h1, h2, w, p: d[0] * w[2])
blame_slip(
    "On the way to a₂ comes w₃ first: ∂ŷ/∂h₂.", 3, lambda d, h1, h2, w, p: d[0] * (1 - h2**2)
)
blame_slip("The factor tanh'(a₂) = 1 − h₂² is missing.", 3, lambda d, h1, h2, w, p: d[0] * w[2])
blame_slip(
    "tanh'(a₂) is 1 − h₂², and h₂ is tanh(a₂) already.",
    3,
    lambda d, h1, h2, w, p: d[0] * w[2] * (1 - math.tanh(h2) ** 2),
)
blame_slip("a₂ = w₂h₁: by w₂ it is h₁, not x.", 4, lambda d, h1, h2, w, p: d[2] * p[0])
blame_slip("a₂ = w₂h₁: by w₂ it is h₁, not w₂.", 4, lambda d, h1, h2, w, p: d[2] * w[1])
blame_slip("From a₂ to a₁ comes w₂, too.", 5, lambda d, h1, h2, w, p: d[2] * (1 - h1**2))
blame_slip("The factor tanh'(a₁) = 1 − h₁² is missing.", 5, lambda d, h1, h2, w, p: d[2] * w[1])
blame_slip(
    "One layer off: at a₁ the slope of tanh is 1 − h₁².",
    5,
    lambda d, h1, h2, w, p: d[2] * w[1] * (1 - h2**2),
)
blame_slip("a₁ = w₁x: by w₁ it is x.", 6, lambda d, h1, h2, w, p: d[4] * w[0])

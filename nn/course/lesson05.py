"""Lesson 05: softmax and cross-entropy line by line, and the slopes of other losses."""

import math
from functools import partial

import autograd as ag
import nn
from autograd.exercises import (
    Lesson,
    at_most,
    by_hand,
    check,
    check_derivative,
    check_lines,
    check_with,
)

LESSON = Lesson("05", "Losses and outputs")

LOGITS = [([0.4, -0.7, 1.1], 0, 2), ([1.5, 0.2, -0.3, 0.8], 3, 1), ([-0.6, 0.9], 1, 0)]


def quotient_lines(a, true, other):
    """The truth: lines 3, 5, 8 and 9 are the engine's derivatives."""
    p, r, q = math.exp(a[true]), math.exp(a[other]), sum(map(math.exp, a))
    slopes = ag.jacobian(nn.softmax)(a)[true]
    same, cross = slopes[true], slopes[other]
    return [p, p, same * q**2, 1 - p / q, same, 0.0, r, cross * q**2, cross]


QUOTIENT_NAMES = (
    "∂p/∂aₗ",
    "∂q/∂aₗ",
    "above the line",
    "(q − p)/q by ŷₗ",
    "∂ŷₗ/∂aₗ by ŷₗ",
    "∂p/∂aⱼ",
    "∂q/∂aⱼ",
    "above the line",
    "∂ŷₗ/∂aⱼ by ŷₗ and ŷⱼ",
)


@LESSON.exercise(
    "softmax by the quotient rule",
    check=partial(check_lines, expected=quotient_lines, at=LOGITS, names=QUOTIENT_NAMES),
    where="Which of the exponentials contain the logit of this line? The others are constants.",
    first_line="dp_true = p",
    asks=[by_hand(*LOGITS[0]), at_most(*LOGITS[0], exp=5)],
)
def softmax_slopes(a, true, other):
    p = ag.exp(a[true])
    r = ag.exp(a[other])
    q = sum(ag.exp(ai) for ai in a)
    y_true, y_other = p / q, r / q
    dp_true = p
    dq_true = p
    above_true = dp_true * q - p * dq_true
    rest = 1 - y_true
    slope_true = y_true * rest
    dp_other = 0
    dq_other = r
    above_other = dp_other * q - p * dq_other
    slope_other = -y_true * y_other
    same = [dp_true, dq_true, above_true, rest, slope_true]
    return [*same, dp_other, dq_other, above_other, slope_other]


def quotient_slip(sentence, number, line):
    """Line ``number``, from 1, wrong; those before it are right and those after it still blank."""

    @softmax_slopes.slip(sentence)
    def _(a, true, other):
        right = quotient_lines(a, true, other)
        p, r, q = math.exp(a[true]), math.exp(a[other]), sum(map(math.exp, a))
        return [*right[: number - 1], line(p, r, q), *[...] * (9 - number)]


quotient_slip("eˣ is its own derivative; the exponent stays.", 1, lambda p, r, q: math.log(p))
quotient_slip("p is not a constant: the logit stands in it.", 1, lambda p, r, q: 0)
quotient_slip(
    "The logit stands in one term of q only; the others are constants.", 2, lambda p, r, q: q
)
quotient_slip("q is not a constant here: one of its terms is p.", 2, lambda p, r, q: 0)
quotient_slip(
    "The quotient rule begins with p'q; yours is turned.", 3, lambda p, r, q: p * p - p * q
)
quotient_slip("The quotient rule has a minus: p'q − pq'.", 3, lambda p, r, q: p * q + p * p)
quotient_slip("p'q' is no term of it: p'q − pq'.", 3, lambda p, r, q: p * p)
quotient_slip("The term −pq' is missing: q depends on aₗ as well.", 3, lambda p, r, q: p * q)
quotient_slip("q/q is 1 and p/q is ŷₗ: the difference, not turned.", 4, lambda p, r, q: p / q - 1)
quotient_slip("That is ŷₗ = p/q itself; (q − p)/q is what is left to 1.", 4, lambda p, r, q: p / q)
quotient_slip(
    "Below the line stands q², so that one more factor p/q = ŷₗ remains.",
    5,
    lambda p, r, q: 1 - p / q,
)
quotient_slip(
    "That is the slope of tanh; line 3 over q² is (p/q)·(q − p)/q.",
    5,
    lambda p, r, q: 1 - (p / q) ** 2,
)
quotient_slip(
    "The slope is positive: a higher logit gives a higher share.",
    5,
    lambda p, r, q: p / q * (p / q - 1),
)
quotient_slip("p is the exponential of another logit: a constant here.", 6, lambda p, r, q: p)
quotient_slip(
    "aⱼ does not occur in p at all: what is the slope of a constant?", 6, lambda p, r, q: r
)
quotient_slip("The term of q that has aⱼ in it is r, not p.", 7, lambda p, r, q: p)
quotient_slip("q is the sum of all exponentials: aⱼ occurs in it.", 7, lambda p, r, q: 0)
quotient_slip("p' is 0 here; what remains is −pq', with the minus.", 8, lambda p, r, q: p * r)
quotient_slip("p' is 0 here: the term p'q is gone.", 8, lambda p, r, q: p * q - p * r)
quotient_slip("Above the line stands −pq', not −q' alone.", 8, lambda p, r, q: -r)
quotient_slip(
    "The minus is lost: what one class wins, the others lose.", 9, lambda p, r, q: p * r / q**2
)
quotient_slip("Line 8 over q²: each of the two factors takes one q.", 9, lambda p, r, q: -p * r / q)
quotient_slip(
    "The other class is a factor, too: −ŷₗŷⱼ, not −ŷₗ².", 9, lambda p, r, q: -p * p / q**2
)


CLASSES = [[0.3, -0.4], [1.0, -1.0, 0.5], [2.0, 1.0, 0.0, -1.0]]


@LESSON.exercise(
    "the Jacobian of softmax",
    check=partial(check_derivative, nn.softmax, at=CLASSES),
    where="Take the diagonal first, line 5 of exercise 05.1; then one entry beside it, line 9.",
    first_line="y_hat = nn.softmax(a)",
    asks=[by_hand(CLASSES[0])],
)
def softmax_jacobian(a):
    y_hat = nn.softmax(a)
    k = len(a)
    return [[y_hat[i] * ((i == j) - y_hat[j]) for j in range(k)] for i in range(k)]


def softmax_slip(sentence, entry):
    """Another rule for entry (i, j), made of the probabilities."""

    @softmax_jacobian.slip(sentence)
    def _(a):
        y, k = nn.softmax(a), len(a)
        return [[entry(y, i, j) for j in range(k)] for i in range(k)]


softmax_slip("The diagonal lacks its first part: ŷᵢ minus ŷᵢ².", lambda y, i, j: -y[i] * y[j])
softmax_slip(
    "Beside the diagonal it is not 0: a logit moves all probabilities, since they share a sum.",
    lambda y, i, j: y[i] * (1 - y[i]) if i == j else 0,
)
softmax_slip(
    "That is diag(ŷ) alone: the product ŷŷᵀ is still to be taken off.",
    lambda y, i, j: y[i] * (i == j),
)
softmax_slip(
    "Beside the diagonal the sign is turned: what one class wins, the others lose.",
    lambda y, i, j: y[i] * (1 - y[i]) if i == j else y[i] * y[j],
)
softmax_slip("All signs are turned: it is diag(ŷ) − ŷŷᵀ.", lambda y, i, j: y[i] * (y[j] - (i == j)))
softmax_slip(
    "With the identity instead of diag(ŷ): the 1 on the diagonal has to be ŷᵢ.",
    lambda y, i, j: (i == j) - y[i] * y[j],
)


def loss_lines(a, true, other):
    """The truth: the engine's derivatives, with respect to the probabilities and the logits."""
    y_hat = nn.softmax(a)
    by_y = ag.grad(lambda p: -ag.log(p[true]))(y_hat)
    by_a = ag.grad(lambda a: nn.cross_entropy(a, true))(a)
    return [by_y[true], by_y, by_a[true], by_a[other], by_a]


LOSS_NAMES = ("∂L/∂ŷₗ", "∂L/∂ŷ", "∂L/∂aₗ", "∂L/∂aⱼ", "∂L/∂a")


@LESSON.exercise(
    "through the logarithm",
    check=partial(check_lines, expected=loss_lines, at=LOGITS, names=LOSS_NAMES),
    where="L = −log ŷₗ looks at one probability only. Multiply line 1 by the slope of that one.",
    first_line="dL_true = -1 / y_hat[true]",
    asks=[by_hand(*LOGITS[0])],
)
def loss_slopes(a, true, other):
    y_hat = nn.softmax(a)
    one_hot = [1 if i == true else 0 for i in range(len(a))]
    dL_true = -1 / y_hat[true]
    dL_all = [-e / y for e, y in zip(one_hot, y_hat)]
    at_true = y_hat[true] - 1
    at_other = y_hat[other]
    at_all = [y - e for y, e in zip(y_hat, one_hot)]
    return [dL_true, dL_all, at_true, at_other, at_all]


def loss_slip(sentence, number, line):
    """Line ``number``, from 1, wrong; those before it are right and those after it still blank."""

    @loss_slopes.slip(sentence)
    def _(a, true, other):
        right, y = loss_lines(a, true, other), nn.softmax(a)
        wrong = line(y, [float(i == true) for i in range(len(a))], true, other)
        return [*right[: number - 1], wrong, *[...] * (5 - number)]


loss_slip(
    "The loss has a minus before the logarithm: so has its slope.", 1, lambda y, e, t, o: 1 / y[t]
)
loss_slip("That is the loss; its slope at ŷₗ is asked.", 1, lambda y, e, t, o: -math.log(y[t]))
loss_slip("The derivative of log ŷ is 1/ŷ: below the line.", 1, lambda y, e, t, o: -y[t])
loss_slip(
    "The other probabilities do not occur in the loss: their slopes are 0.",
    2,
    lambda y, e, t, o: [-1 / p for p in y],
)
loss_slip("The sign is turned: it is −e/ŷ.", 2, lambda y, e, t, o: [x / p for x, p in zip(e, y)])
loss_slip("−e/ŷ is not −e·ŷ: divide.", 2, lambda y, e, t, o: [-x * p for x, p in zip(e, y)])
loss_slip(
    "That is ŷ − e, the slope with respect to the logits. Here it is with respect to ŷ.",
    2,
    lambda y, e, t, o: [p - x for p, x in zip(y, e)],
)
loss_slip("The sign is turned: it is ŷₗ − 1, below 0.", 3, lambda y, e, t, o: 1 - y[t])
loss_slip("−1/ŷₗ times ŷₗ(1 − ŷₗ): ŷₗ cancels.", 3, lambda y, e, t, o: -y[t] * (1 - y[t]))
loss_slip("The slope of softmax at aₗ is ŷₗ(1 − ŷₗ), not ŷₗ.", 3, lambda y, e, t, o: -1.0)
loss_slip("The two minuses make a plus: −1/ŷₗ times −ŷₗŷⱼ.", 4, lambda y, e, t, o: -y[o])
loss_slip(
    "aⱼ reaches the loss through ŷₗ: 0 would be the slope with respect to ŷⱼ.",
    4,
    lambda y, e, t, o: 0,
)
loss_slip("ŷₗ cancels in −1/ŷₗ times −ŷₗŷⱼ.", 4, lambda y, e, t, o: y[t] * y[o])
loss_slip(
    "Only at the true class 1 is taken off: aⱼ is another one.", 4, lambda y, e, t, o: y[o] - 1
)
loss_slip(
    "The sign is turned: the gradient is ŷ − e, and descent subtracts it.",
    5,
    lambda y, e, t, o: [x - p for p, x in zip(y, e)],
)
loss_slip("1 is taken off at the true class only.", 5, lambda y, e, t, o: [p - 1 for p in y])
loss_slip(
    "The other classes have slopes, too: ŷⱼ, by line 4.",
    5,
    lambda y, e, t, o: [(p - 1) * x for p, x in zip(y, e)],
)


def signed_loss(a, y):
    return ag.softplus(-y * a)


@LESSON.exercise(
    "labels −1 and +1",
    check=partial(
        check_derivative, signed_loss, at=[(0.5, 1), (2.0, 1), (2.0, -1), (-0.7, -1)], argnums=0
    ),
    where="For y = 1 a larger a must lower the loss: is your slope negative there?",
    first_line="inner = -y",
    asks=[by_hand(2.0, 1)],
)
def signed_slope(a, y):
    inner = -y
    return inner / (1 + ag.exp(y * a))


@signed_slope.slip("The inner derivative of −ya is −y: this factor is missing.")
def _(a, y):
    return 1 / (1 + math.exp(y * a))


@signed_slope.slip("The sign is turned: for y = 1 the loss falls when a grows.")
def _(a, y):
    return y / (1 + math.exp(y * a))


@signed_slope.slip("The slope of log(1 + eᵘ) is σ(u) with u = −ya: here σ(ya) was taken.")
def _(a, y):
    return -y / (1 + math.exp(-y * a))


@signed_slope.slip("ŷ − y is for the labels 0 and 1; begin with log(1 + e⁻ʸᵃ).")
def _(a, y):
    return 1 / (1 + math.exp(-a)) - y


@signed_slope.slip("That is the loss itself; its slope is asked.")
def _(a, y):
    return math.log(1 + math.exp(-y * a))


def relu_loss(W, u, x, y):
    a = [sum(w * xj for w, xj in zip(row, x)) for row in W]
    return (sum(ui * ag.relu(ai) for ui, ai in zip(u, a)) - y) ** 2


def true_gradient(W, u, x, y):
    return ag.grad(relu_loss)(W, u, x, y)


RELU_NETS = [
    ([[1.0, 2.0], [-1.0, 0.5]], [1.0, -2.0], [1.0, 0.4], 1.0),
    ([[0.5, -1.0, 0.2], [2.0, 1.0, -0.5]], [0.7, 1.5], [1.0, 2.0, -1.0], -1.0),
    ([[0.3, 0.6], [1.0, -0.2], [-0.4, 0.1]], [-1.0, 0.8, 1.2], [0.5, 1.5], 0.4),
]


def with_numbers(gradient, W, u, x, y):
    return gradient(W, u, x, y)


@LESSON.exercise(
    "the hidden weights of a ReLU network",
    check=partial(check_with, with_numbers, expected=true_gradient, at=RELU_NETS),
    where="A row of W belongs to one hidden unit. Is that unit on? Then its row is δᵢ times x.",
    first_line="a = [sum(w * xj for w, xj in zip(row, x)) for row in W]",
    asks=[by_hand(*RELU_NETS[0])],
)
def hidden_gradient(W, u, x, y):
    a = [sum(w * xj for w, xj in zip(row, x)) for row in W]
    y_hat = sum(ui * max(0, ai) for ui, ai in zip(u, a))
    delta = [2 * (y_hat - y) * ui * (ai > 0) for ui, ai in zip(u, a)]
    return [[d * xj for xj in x] for d in delta]


def relu_slip(sentence, delta, below=lambda a, x: x):
    """Another δ, of error r, output weight u and pre-activation a of a unit."""

    @hidden_gradient.slip(sentence)
    def _(W, u, x, y):
        a = [sum(w * xj for w, xj in zip(row, x)) for row in W]
        r = sum(ui * max(0, ai) for ui, ai in zip(u, a)) - y
        return [[delta(r, ui, ai) * xj for xj in below(a, x)] for ui, ai in zip(u, a)]


relu_slip("A unit that is off passes nothing on: its row has to be 0.", lambda r, u, a: 2 * r * u)
relu_slip("The 2 of the square is missing.", lambda r, u, a: r * u * (a > 0))
relu_slip("The sign is turned: it is ŷ − y.", lambda r, u, a: -2 * r * u * (a > 0))
relu_slip(
    "On the way to a hidden unit comes its output weight uᵢ.", lambda r, u, a: 2 * r * (a > 0)
)
relu_slip(
    "The slope of ReLU is 1 where the unit is on, not its output.",
    lambda r, u, a: 2 * r * u * max(0, a),
)
relu_slip("That is L times the slopes; the slope of r² is 2r.", lambda r, u, a: r * r * u * (a > 0))
relu_slip(
    "The unit is on where a > 0; the sign of u decides nothing.",
    lambda r, u, a: 2 * r * u * (u > 0),
)


@hidden_gradient.slip("∇W has the shape of W: a row for each hidden unit. This is xδᵀ.")
def _(W, u, x, y):
    rows = hidden_gradient.solution(W, u, x, y)
    return [list(column) for column in zip(*rows)]


def poisson(a, y):
    return ag.exp(a) - y * a


@LESSON.exercise(
    "counts as targets",
    check=partial(
        check_derivative, poisson, at=[(0.5, 1), (1.0, 3), (-1.0, 0), (0.3, 2)], argnums=0
    ),
    where="Put ŷ = eᵃ into the loss first: what is log ŷ then?",
    first_line="y_hat = ag.exp(a)",
    asks=[by_hand(0.5, 1)],
)
def poisson_slope(a, y):
    y_hat = ag.exp(a)
    return y_hat - y


@poisson_slope.slip("That is the slope with respect to ŷ; the factor dŷ/da = ŷ is missing.")
def _(a, y):
    return 1 - y / math.exp(a)


@poisson_slope.slip("The sign is turned: it is ŷ − y here as well.")
def _(a, y):
    return y - math.exp(a)


@poisson_slope.slip("log ŷ is a itself, with the slope 1: what stays of y log ŷ is y, not y/ŷ.")
def _(a, y):
    return math.exp(a) - y / math.exp(a)


@poisson_slope.slip("The second term depends on a, too: y log ŷ = ya.")
def _(a, y):
    return math.exp(a)


@poisson_slope.slip("The answer of this model is ŷ = eᵃ, not a.")
def _(a, y):
    return a - y


@poisson_slope.slip("y log ŷ is ya; its slope with respect to a is y, without a.")
def _(a, y):
    return math.exp(a) - y * a


MIXED = [
    ([0.1, 0.2, 0.7], [1.0, -2.0, 0.5]),
    ([0.4, 0.6], [-1.0, 3.0]),
    ([0.25, 0.05, 0.3, 0.4], [0.5, 2.0, -1.5, 1.0]),
]


def pulled_back(y_hat, p):
    """The truth, by the engine: the logarithms of probabilities are logits that lead to them."""
    logits = [math.log(y) for y in y_hat]
    return ag.grad(lambda a: sum(pi * y for pi, y in zip(p, nn.softmax(a))))(logits)


@LESSON.exercise(
    "softmax backwards, without its matrix",
    check=partial(check, expected=pulled_back, at=MIXED),
    where="Write one entry of pᵀ(diag(ŷ) − ŷŷᵀ) as a sum: which part is the same for all entries?",
    first_line="mean = sum(y * pi for y, pi in zip(y_hat, p))",
    asks=[by_hand(*MIXED[0]), at_most(*MIXED[0], mul=6)],
)
def softmax_backward(y_hat, p):
    mean = sum(y * pi for y, pi in zip(y_hat, p))
    return [y * (pi - mean) for y, pi in zip(y_hat, p)]


@softmax_backward.slip("That is diag(ŷ) alone: the share of ŷŷᵀ is still to be taken off.")
def _(y_hat, p):
    return [y * pi for y, pi in zip(y_hat, p)]


@softmax_backward.slip("That is the diagonal alone; a logit moves the other probabilities as well.")
def _(y_hat, p):
    return [y * (1 - y) * pi for y, pi in zip(y_hat, p)]


@softmax_backward.slip("The mean of p is weighted by the probabilities: Σ ŷᵢpᵢ.")
def _(y_hat, p):
    return [y * (pi - sum(p) / len(p)) for y, pi in zip(y_hat, p)]


@softmax_backward.slip("What is taken off is Σ ŷᵢpᵢ, not Σ pᵢ.")
def _(y_hat, p):
    return [y * (pi - sum(p)) for y, pi in zip(y_hat, p)]


@softmax_backward.slip("The factor ŷⱼ in front is missing: row j of the matrix has it throughout.")
def _(y_hat, p):
    mean = sum(y * pi for y, pi in zip(y_hat, p))
    return [pi - mean for pi in p]


@softmax_backward.slip("The sign is turned: it is pⱼ minus the mean.")
def _(y_hat, p):
    mean = sum(y * pi for y, pi in zip(y_hat, p))
    return [y * (mean - pi) for y, pi in zip(y_hat, p)]

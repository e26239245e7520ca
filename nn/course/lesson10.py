"""Lesson 10, find the slip: seven formulas as they are printed in notes, and mended.

The first slip of each of these is the printed formula. Last, which cases decide.
"""

from functools import partial

import autograd as ag
import nn
from autograd.exercises import Lesson, by_hand, check, check_with

LESSON = Lesson("10", "Find the slip")


def dot(u, v):
    return sum(a * b for a, b in zip(u, v))


def by_the_engine(y_hat, y, v):
    """The gradient at a W for which the probabilities are these."""
    weights = [[ag.log(p) * x / dot(v, v) for x in v] for p in y_hat]
    return ag.grad(lambda W: nn.cross_entropy([dot(row, v) for row in W], y))(weights)


@LESSON.exercise(
    "the gradient of the last layer",
    check=partial(
        check,
        expected=by_the_engine,
        at=[
            ([0.2, 0.7, 0.1], [1.0, 0.0, 0.0], [0.8, -0.3]),
            ([0.35, 0.65], [0.0, 1.0], [1.5, 2.0, -0.4]),
        ],
    ),
    where="Look at the row of the true class: raising its weights must lower the loss where v > 0.",
    first_line="delta = [… for p, t in zip(y_hat, y)]",
    asks=[by_hand([0.2, 0.7, 0.1], [1.0, 0.0, 0.0], [0.8, -0.3])],
)
def last_layer(y_hat, y, v):
    delta = [p - t for p, t in zip(y_hat, y)]
    return [[d * x for x in v] for d in delta]


@last_layer.slip("This is the formula as printed: its sign is turned, and descent would climb.")
def _(y_hat, y, v):
    return [[(t - p) * x for x in v] for p, t in zip(y_hat, y)]


@last_layer.slip("Rows belong to classes and columns to entries of v; these are exchanged.")
def _(y_hat, y, v):
    return [[(p - t) * x for p, t in zip(y_hat, y)] for x in v]


@last_layer.slip("The factor ŷ(1 - ŷ) belongs to squared error; cross-entropy has cancelled it.")
def _(y_hat, y, v):
    return [[(p - t) * p * (1 - p) * x for x in v] for p, t in zip(y_hat, y)]


@last_layer.slip("-y/ŷ is the derivative by the probabilities: go on through softmax.")
def _(y_hat, y, v):
    return [[-t / p * x for x in v] for p, t in zip(y_hat, y)]


@last_layer.slip("The target is missing: the true class is pushed down like all the others.")
def _(y_hat, y, v):
    return [[p * x for x in v] for p in y_hat]


def by_the_library(y_hat, y):
    return [nn.mse(y_hat, y), nn.bce(y_hat, y)]


@LESSON.exercise(
    "two losses",
    check=partial(
        check,
        expected=by_the_library,
        at=[
            ([0.9, 0.2, 0.6], [1.0, 0.0, 1.0]),
            ([0.3, 0.8], [0.0, 0.0]),
            ([0.7], [1.0]),
        ],
    ),
    where="A loss is least where the predictions are best: try a good model and a bad one on both.",
    first_line="squares = [(p - t) ** 2 for p, t in zip(y_hat, y)]",
)
def losses(y_hat, y):
    squares = [(p - t) ** 2 for p, t in zip(y_hat, y)]
    logs = [t * ag.log(p) + (1 - t) * ag.log(1 - p) for p, t in zip(y_hat, y)]
    return [sum(squares) / len(y), -sum(logs) / len(y)]


@losses.slip("This is as printed: with a minus the squares are least where errors are large.")
def _(y_hat, y):
    squared, entropy = losses.solution(y_hat, y)
    return [-squared, entropy]


@losses.slip("One minus too many is gone: the log of a probability is negative, it needs one.")
def _(y_hat, y):
    squared, entropy = losses.solution(y_hat, y)
    return [squared, -entropy]


@losses.slip("These are sums; a mean has the factor 1/n.")
def _(y_hat, y):
    return [len(y) * loss for loss in losses.solution(y_hat, y)]


@losses.slip("The minus stands before y log ŷ only; the examples of class 0 need it as well.")
def _(y_hat, y):
    logs = [-t * ag.log(p) + (1 - t) * ag.log(1 - p) for p, t in zip(y_hat, y)]
    return [losses.solution(y_hat, y)[0], sum(logs) / len(y)]


@losses.slip("Errors of both signs cancel if they are averaged first: square each, then average.")
def _(y_hat, y):
    mean = sum(p - t for p, t in zip(y_hat, y)) / len(y)
    return [mean**2, losses.solution(y_hat, y)[1]]


def sizes_of_it(answer, n, k):
    """What the answer says; the size of a vector may be written (k,) as well."""
    made = answer(n, k)
    if not isinstance(made, (list, tuple)):
        return made
    return [part[0] if isinstance(part, tuple) and len(part) == 1 else part for part in made]


def known_sizes(n, k):
    return [(k, n), k, (k, n), n]


@LESSON.exercise(
    "all sizes of a layer",
    check=partial(check_with, sizes_of_it, expected=known_sizes, at=[(4, 3), (2, 5), (1, 6)]),
    where="Write the size under each letter of a = b + W h: neighbours must agree.",
    first_line="return [(…, n), …, …, …]",
)
def sizes(n, k):
    return [(k, n), k, (k, n), n]


@sizes.slip("This is W as printed: n×k takes k numbers, but h has n.")
def _(n, k):
    return [(n, k), k, (n, k), n]


@sizes.slip("W is right, but its gradient is transposed: it has the shape of W.")
def _(n, k):
    return [(k, n), k, (n, k), n]


@sizes.slip("The bias is added to the outputs: there are as many biases as outputs.")
def _(n, k):
    return [(k, n), n, (k, n), n]


@sizes.slip("What is handed down has an entry for each input; it is δ that has k.")
def _(n, k):
    return [(k, n), k, (k, n), k]


def jacobian_of_product(x, m):
    weights = [0.5] * (m * len(x))
    return ag.jacobian(lambda w: [dot(w[i * len(x) : (i + 1) * len(x)], x) for i in range(m)])(
        weights
    )


@LESSON.exercise(
    "the derivative by vec(W)",
    check=partial(
        check,
        expected=jacobian_of_product,
        at=[([0.7, -1.6], 2), ([2.0, -1.0, 3.0], 2), ([0.5, 1.5], 3)],
    ),
    where="Nudge one entry of W: which entry of f moves, and by which entry of x?",
    first_line="n = len(x)  # row i has x in the columns n·i to n·i + n − 1",
)
def by_weights(x, m):
    n = len(x)
    return [[0.0] * (n * i) + list(x) + [0.0] * (n * (m - 1 - i)) for i in range(m)]


@by_weights.slip("x does not go on from row to row: every row of W meets the same x.")
def _(x, m):
    first = by_weights.solution(x, m)[0]
    return [first] + [[0.0] * len(first) for _ in range(m - 1)]


@by_weights.slip("An entry of f depends on its own row of W only: elsewhere are zeros.")
def _(x, m):
    return [list(x) * m for _ in range(m)]


@by_weights.slip("This is for vec(W) with its columns stacked; here it lists row after row.")
def _(x, m):
    return [[xj if row == i else 0.0 for xj in x for row in range(m)] for i in range(m)]


@by_weights.slip("From row to row x moves on by as many columns as it has entries, not by one.")
def _(x, m):
    n = len(x)
    return [([0.0] * i + list(x) + [0.0] * (n * m))[: n * m] for i in range(m)]


def adams_own_averages(m, v, g, beta1, beta2):
    return list(nn.Adam(betas=(beta1, beta2)).update(0.0, g, 0.1, 1, m, v)[1:])


@LESSON.exercise(
    "Adam's averages",
    check=partial(
        check,
        expected=adams_own_averages,
        at=[
            (0.5, 2.0, -1.5, 0.9, 0.99),
            (-1.0, 0.3, 2.0, 0.8, 0.95),
            (0.0, 0.0, 3.0, 0.7, 0.999),
        ],
    ),
    where="If m is 3 and g is 3, the average of both is 3. And v, a mean of squares, is never < 0.",
    first_line="m = beta1 * m + …",
)
def averages(m, v, g, beta1, beta2):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    return [m, v]


@averages.slip("This is as printed, with minus signs: an average of equal numbers would be less.")
def _(m, v, g, beta1, beta2):
    return [beta1 * m - (1 - beta1) * g, beta2 * v - (1 - beta2) * g**2]


@averages.slip("m is mended; v, a mean of squares, has its minus still.")
def _(m, v, g, beta1, beta2):
    return [beta1 * m + (1 - beta1) * g, beta2 * v - (1 - beta2) * g**2]


@averages.slip("v is mended; m has its minus still, so that equal gradients give their opposite.")
def _(m, v, g, beta1, beta2):
    return [beta1 * m - (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2]


@averages.slip("v averages the squares of the gradients; this averages the gradients once more.")
def _(m, v, g, beta1, beta2):
    return [beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g]


@averages.slip("β is the weight of the old average, 1 - β of the new gradient: exchanged here.")
def _(m, v, g, beta1, beta2):
    return [(1 - beta1) * m + beta1 * g, (1 - beta2) * v + beta2 * g**2]


@averages.slip("The weights of old and new must add up to 1: the factor 1 - β is missing.")
def _(m, v, g, beta1, beta2):
    return [beta1 * m + g, beta2 * v + g**2]


@averages.slip("Each average has a β of its own; β₁ is used for both.")
def _(m, v, g, beta1, beta2):
    return averages.solution(m, v, g, beta1, beta1)


@averages.slip("β₁ and β₂ have changed places: β₁ is m's, β₂ is v's.")
def _(m, v, g, beta1, beta2):
    return [beta2 * m + (1 - beta2) * g, beta1 * v + (1 - beta1) * g**2]


def known_step(m_hat, v_hat, g, lr, eps):
    return -lr * m_hat / (ag.sqrt(v_hat) + eps)


@LESSON.exercise(
    "Adam's step",
    check=partial(
        check,
        expected=known_step,
        at=[
            (0.5, 4.0, -1.5, 0.01, 0.1),
            (-0.8, 0.25, 2.0, 0.1, 0.2),
            (1.2, 2.25, 0.4, 0.5, 0.05),
        ],
    ),
    where="Count the gradients above and below the line: the step has none of their unit.",
    first_line="size = v_hat**0.5 + eps",
)
def adam_step(m_hat, v_hat, g, lr, eps):
    size = v_hat**0.5 + eps
    return -lr * m_hat / size


@adam_step.slip("This is as printed: g stands in m̂ already, and times g it has the unit of g.")
def _(m_hat, v_hat, g, lr, eps):
    return -lr * m_hat / (v_hat**0.5 + eps) * g


@adam_step.slip("The extra g is gone, but the root as well: v̂ has the unit of g².")
def _(m_hat, v_hat, g, lr, eps):
    return -lr * m_hat / (v_hat + eps)


@adam_step.slip("The wrong one is left out: this keeps g, as RMSProp does. Adam steps along m̂.")
def _(m_hat, v_hat, g, lr, eps):
    return -lr * g / (v_hat**0.5 + eps)


@adam_step.slip("ε is added to the root, not under it.")
def _(m_hat, v_hat, g, lr, eps):
    return -lr * m_hat / (v_hat + eps) ** 0.5


@adam_step.slip("The step goes down: its sign is minus, since ω + Δω is the new ω.")
def _(m_hat, v_hat, g, lr, eps):
    return lr * m_hat / (v_hat**0.5 + eps)


@adam_step.slip("ε is added to the root before the division: brackets around √v̂ + ε.")
def _(m_hat, v_hat, g, lr, eps):
    return -lr * m_hat / v_hat**0.5 + eps


def without_recursion(gradients, alpha):
    """Every divisor from the gradients alone: the first weighs αᵗ, a later one (1 - α)αᵗ⁻ˢ."""
    first, *later = gradients
    squares = [
        alpha**t * first**2
        + sum((1 - alpha) * alpha ** (t - s) * g**2 for s, g in enumerate(later[:t], start=1))
        for t in range(len(gradients))
    ]
    return [square**0.5 for square in squares]


@LESSON.exercise(
    "RMSProp's divisors",
    check=partial(
        check,
        expected=without_recursion,
        at=[
            ([-2.0, 1.5, 1.0], 0.9),
            ([3.0, -1.0], 0.5),
            ([-0.5], 0.8),
        ],
    ),
    where="A divisor is a length: never negative, whatever the sign of the gradient.",
    first_line="sigmas = [abs(gradients[0])]",
)
def divisors(gradients, alpha):
    sigmas = [abs(gradients[0])]
    for g in gradients[1:]:
        sigmas.append((alpha * sigmas[-1] ** 2 + (1 - alpha) * g**2) ** 0.5)
    return sigmas


@divisors.slip("This is as printed: with a negative first gradient the first divisor is negative.")
def _(gradients, alpha):
    return [gradients[0], *divisors.solution(gradients, alpha)[1:]]


@divisors.slip("This average starts from 0, another convention; here it starts with g² itself.")
def _(gradients, alpha):
    return divisors.solution([0.0, *gradients], alpha)[1:]


@divisors.slip("The average is one of squares: the old σ goes into it squared.")
def _(gradients, alpha):
    sigmas = [abs(gradients[0])]
    for g in gradients[1:]:
        sigmas.append((alpha * sigmas[-1] + (1 - alpha) * g**2) ** 0.5)
    return sigmas


@divisors.slip("These are the mean squares; the divisor is their root.")
def _(gradients, alpha):
    return [sigma**2 for sigma in divisors.solution(gradients, alpha)]


@divisors.slip("α is the share of the old average that is kept; here it is the new one's.")
def _(gradients, alpha):
    return divisors.solution(gradients, 1 - alpha)


def differs(A, x):
    """The rule as printed, 2Ax, beside the engine's gradient."""
    slopes = ag.grad(lambda x: dot(x, [dot(row, x) for row in A]))(x)
    return any(abs(2 * dot(row, x) - slope) > 1e-6 for row, slope in zip(A, slopes))


SKEWED = [[2.0, 1.0], [0.0, 3.0]]
TURNING = [[1.0, -2.0, 2.0], [2.0, 3.0, -1.0], [-2.0, 1.0, 2.0]]  # turns about (1, 2, 2)


@LESSON.exercise(
    "a case that decides",
    check=partial(
        check,
        expected=differs,
        at=[
            (SKEWED, [0.7, -0.4]),
            ([[2.0, 1.0], [1.0, 3.0]], [0.7, -0.4]),
            (SKEWED, [0.0, 0.0]),
            (SKEWED, [0.7, 0.0]),
            (SKEWED, [0.7, 0.7]),  # the two entries are opposites
            (TURNING, [1.0, 2.0, 2.0]),
            (TURNING, [2.0, 1.0, 2.0]),
        ],
    ),
    where="The gradient is Ax + Aᵀx. Subtract 2Ax: what is left must not be zero.",
    first_line="left = [sum((A[j][i] - …) * x[j] for j in range(n)) for i in range(n)]",
)
def decides(A, x):
    n = len(x)
    left = [sum((A[j][i] - A[i][j]) * x[j] for j in range(n)) for i in range(n)]
    return any(abs(entry) > 1e-6 for entry in left)


@decides.slip("A matrix that is not symmetric is not enough: at x = 0, for one, it cannot tell.")
def _(A, x):
    return any(A[i][j] != A[j][i] for i in range(len(x)) for j in range(len(x)))


@decides.slip("There are more x that cannot tell than 0: all for which (Aᵀ - A)x is zero.")
def _(A, x):
    return any(x) and any(A[i][j] != A[j][i] for i in range(len(x)) for j in range(len(x)))


@decides.slip("The matrix counts as well: a symmetric A cannot tell at any x.")
def _(A, x):
    return any(x)


@decides.slip("One entry that differs is proof enough; they need not all differ.")
def _(A, x):
    n = len(x)
    left = [sum((A[j][i] - A[i][j]) * x[j] for j in range(n)) for i in range(n)]
    return all(abs(entry) > 1e-6 for entry in left)


@decides.slip("It is turned round: this is true where the rule as printed agrees.")
def _(A, x):
    return not differs(A, x)

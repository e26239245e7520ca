"""Lesson 15, from scalars to matrices: a layer backward, loops, batches, and what they cost."""

from functools import partial
from itertools import pairwise

import autograd as ag
from autograd.exercises import Lesson, at_most, by_hand, check

LESSON = Lesson("15", "From scalars to matrices")

SQUARE = ([[0.5, -1.0], [2.0, 0.3]], [0.7, -0.2], [1.5, -0.4], [0.6, 0.9])


def dot(u, v):
    return sum(a * b for a, b in zip(u, v))


def by_the_engine(W, h, delta, slope):
    """∂L/∂W, and ∂L/∂h times g', for a loss whose derivative by a is delta everywhere."""
    by_weights, by_h = ag.grad(lambda W, h: dot(delta, [dot(row, h) for row in W]), argnums=(0, 1))(
        W, h
    )
    return [by_weights, [d * s for d, s in zip(by_h, slope)]]


@LESSON.exercise(
    "one layer backward, number by number",
    check=partial(
        check,
        expected=by_the_engine,
        at=[
            SQUARE,
            (
                [[0.1, -0.6, 0.4], [1.2, 0.8, -0.9], [-0.3, 0.5, 1.1]],
                [0.2, -0.7, 0.9],
                [-1.3, 0.5, 0.8],
                [0.95, 0.4, 0.25],
            ),
            (
                [[0.2, -1.1, 0.7], [0.9, 0.6, -0.8]],
                [0.3, 1.4, -0.5],
                [0.75, -1.2],
                [0.5, 0.8, 0.35],
            ),
        ],
    ),
    where="Ask each number where it was used: a weight in one place, an input in every row.",
    first_line="grad_W = [[d * x for x in h] for d in delta]",
    asks=[by_hand(*SQUARE), at_most(*SQUARE, mul=10)],
)
def layer_backward(W, h, delta, slope):
    grad_W = [[d * x for x in h] for d in delta]
    below = []
    for j in range(len(h)):
        total = 0.0
        for row, d in zip(W, delta):
            total += row[j] * d
        below.append(total * slope[j])
    return [grad_W, below]


@layer_backward.slip("Backward the sum runs down a column of W, over i; this one runs along a row.")
def _(W, h, delta, slope):
    sums = [sum(w * d for w, d in zip(row, delta)) for row in W]
    return [[[d * x for x in h] for d in delta], [s * g for s, g in zip(sums, slope)]]


@layer_backward.slip("The way down leads through the activation as well: the factor g' is missing.")
def _(W, h, delta, slope):
    return layer_backward.solution(W, h, delta, [1.0] * len(h))


@layer_backward.slip("∇W has the shape of W: a row for each δ. This is h δᵀ.")
def _(W, h, delta, slope):
    below = layer_backward.solution(W, h, delta, slope)[1]
    return [[[d * x for d in delta] for x in h], below]


@layer_backward.slip("Only the last row has been counted: an input is used in every row, add up.")
def _(W, h, delta, slope):
    grad = [[d * x for x in h] for d in delta]
    return [grad, [w * delta[-1] * g for w, g in zip(W[-1], slope)]]


@layer_backward.slip("g' belongs to the numbers below, h = g(a'); ∇W uses δ and h as they are.")
def _(W, h, delta, slope):
    below = layer_backward.solution(W, h, delta, slope)[1]
    return [[[d * x * g for x, g in zip(h, slope)] for d in delta], below]


def told_by_the_first_two(members):
    """In words of the answer's own definition: what the first two tell must hold for all."""
    rules = [lambda i, a=a, b=b: a + (b - a) * i for a, b in zip(*members[:2])]
    even = all(rule(i) == x for i, row in enumerate(members) for rule, x in zip(rules, row))
    return [[rule(0) for rule in rules], [rule(1) - rule(0) for rule in rules]] if even else []


@LESSON.exercise(
    "how the leaves go on",
    check=partial(
        check,
        expected=told_by_the_first_two,
        at=[
            [[4, 2, 0, 3, 1], [7, 5, 0, 6, 1], [10, 8, 0, 9, 1]],
            [[0, 9], [5, 7]],
            [[0, 2], [1, 4], [2, 6], [3, 9]],
            [[1, 0], [3, 1], [4, 2], [7, 3]],
            [[6], [5], [4]],
        ],
    ),
    where="Write all members from the starts and steps that you found: are they these?",
    first_line="starts = members[0]",
)
def affine(members):
    starts = members[0]
    steps = [b - a for a, b in zip(members[0], members[1])]
    for i, member in enumerate(members):
        if list(member) != [start + step * i for start, step in zip(starts, steps)]:
            return []
    return [starts, steps]


@affine.slip("Two members always go on evenly; look at all the others as well.")
def _(members):
    return [members[0], [b - a for a, b in zip(members[0], members[1])]]


@affine.slip("This looks at the first member and the last; in between a step may be uneven.")
def _(members):
    count = len(members) - 1
    steps = [(b - a) / count for a, b in zip(members[0], members[-1])]
    return [members[0], steps] if all(step == int(step) for step in steps) else []


@affine.slip("The members are counted from 0: the start is the first member itself.")
def _(members):
    found = affine.solution(members)
    return found and [[a - step for a, step in zip(*found)], found[1]]


@affine.slip("The step is from one member to the next, not from the first to the last.")
def _(members):
    found = affine.solution(members)
    return found and [found[0], [b - a for a, b in zip(members[0], members[-1])]]


def of_the_mean(Delta, H):
    """By the engine: the mean over the examples of a loss whose derivative by a is delta."""

    def loss(W, b):
        outputs = [[dot(row, h) + c for row, c in zip(W, b)] for h in H]
        return sum(dot(d, a) for d, a in zip(Delta, outputs)) / len(H)

    zeros = [0.0] * len(Delta[0])
    return list(ag.grad(loss, argnums=(0, 1))([[0.0] * len(H[0]) for _ in zeros], zeros))


@LESSON.exercise(
    "the gradient of a batch",
    check=partial(
        check,
        expected=of_the_mean,
        at=[
            ([[1.5, -0.4], [0.2, 0.9], [-0.7, 0.3]], [[0.6, -1.2], [0.8, 0.5], [-0.3, 1.1]]),
            ([[0.5, -1.0], [2.0, 0.25]], [[1.0, -0.5, 0.75], [0.1, 0.4, -2.0]]),
        ],
    ),
    where="For each entry i, j of W: the mean of δᵢ hⱼ, both of one example.",
    first_line="B = len(H)",
)
def batch_gradient(Delta, H):
    B = len(H)
    grad_W = [
        [sum(d * h for d, h in zip(column, inputs)) / B for inputs in zip(*H)]
        for column in zip(*Delta)
    ]
    return [grad_W, [sum(column) / B for column in zip(*Delta)]]


@batch_gradient.slip("This is the gradient of the sum; the mean has the factor 1/B.")
def _(Delta, H):
    by_weights, by_biases = batch_gradient.solution(Delta, H)
    n = len(H)
    return [[[n * x for x in row] for row in by_weights], [n * x for x in by_biases]]


@batch_gradient.slip("This is HᵀΔ; W has a row for each δ, so its gradient is ΔᵀH.")
def _(Delta, H):
    by_weights, by_biases = batch_gradient.solution(Delta, H)
    return [[list(column) for column in zip(*by_weights)], by_biases]


@batch_gradient.slip("The mean of products is no product of means: multiply within each example.")
def _(Delta, H):
    mean_delta = batch_gradient.solution(Delta, H)[1]
    mean_h = batch_gradient.solution(H, H)[1]
    return [[[d * h for h in mean_h] for d in mean_delta], mean_delta]


@batch_gradient.slip("Only W's gradient is a mean here; the bias's is one, too.")
def _(Delta, H):
    return [batch_gradient.solution(Delta, H)[0], [sum(column) for column in zip(*Delta)]]


def by_layer(widths, rows):
    """Counted layer by layer."""
    total = [0, 0, 0]
    for k in range(1, len(widths)):
        products = rows * widths[k - 1] * widths[k]
        total = [total[0] + products, total[1] + products, total[2] + (k > 1) * products]
    return total


@LESSON.exercise(
    "what a step costs",
    check=partial(
        check, expected=by_layer, at=[([64, 32, 10], 1), ([64, 32, 10], 32), ([2, 3, 4, 1], 5)]
    ),
    where="Each of the three kinds of products takes inputs times outputs, for each row.",
    first_line="sizes = [widths[k] * widths[k + 1] for k in range(len(widths) - 1)]",
)
def cost(widths, rows):
    sizes = [widths[k] * widths[k + 1] for k in range(len(widths) - 1)]
    return [rows * sum(sizes), rows * sum(sizes), rows * sum(sizes[1:])]


@cost.slip("The first layer hands nothing down: nobody asks for the derivative by the inputs.")
def _(widths, rows):
    return [cost.solution(widths, rows)[0]] * 3


@cost.slip("It is the first layer that hands nothing down, not the last.")
def _(widths, rows):
    forward, by_weights, _ = cost.solution(widths, rows)
    return [forward, by_weights, cost.solution(widths[:-1], rows)[0]]


@cost.slip("Every row of the batch has products of its own: times the number of rows.")
def _(widths, rows):
    return cost.solution(widths, 1)


@cost.slip("The rows count on the way back as well: each has its own δ.")
def _(widths, rows):
    _, by_weights, deltas = cost.solution(widths, 1)
    return [rows * by_weights, by_weights, deltas]


@cost.slip("A bias is added, not multiplied: it costs no multiplication.")
def _(widths, rows):
    sizes = [(a + 1) * b for a, b in pairwise(widths)]
    return [rows * sum(sizes), rows * sum(sizes), rows * sum(sizes[1:])]


@cost.slip("The bias's gradient is δ itself and costs no multiplication.")
def _(widths, rows):
    forward, _, deltas = cost.solution(widths, rows)
    return [forward, rows * sum((a + 1) * b for a, b in pairwise(widths)), deltas]

"""Lesson 12, other layers: a kernel, shared weights, a residual block, recurrence by hand."""

import math
from functools import partial
from itertools import pairwise
from typing import Any

import autograd as ag
import nn
from autograd.exercises import Lesson, by_hand, check, check_derivative, check_lines, check_with

LESSON = Lesson("12", "Other layers")


def by_the_library(w, x):
    layer = nn.Conv1d(1, 1, kernel=len(w), activation="linear")
    for parameter, number in zip(layer.parameters(), [*w, 0.0]):
        parameter.data = float(number)
    return layer([x])[0]


@LESSON.exercise(
    "slide a kernel",
    check=partial(
        check,
        expected=by_the_library,
        at=[
            ([-1.0, 1.0], [0.0, 0.0, 1.0, 3.0]),
            ([1.0, 2.0, 4.0], [1.0, 0.0, 0.0, 1.0, -1.0, 2.0]),
            ([0.5, -2.0, 1.0], [3.0, 1.0, 2.0]),
        ],
    ),
    where="The window begins at 0, 1, …, len(x) − len(w): so many answers there are.",
    first_line="positions = range(len(x) - len(w) + 1)",
)
def slide(w, x):
    positions = range(len(x) - len(w) + 1)
    return [sum(w_j * x[i + j] for j, w_j in enumerate(w)) for i in positions]


@slide.slip(
    "The last window is missing: it begins at len(x) − len(w), and range ends before its end."
)
def _(w, x):
    return slide.solution(w, x)[:-1]


@slide.slip("Here the kernel is flipped, as in signal processing: w[0] belongs to x[i].")
def _(w, x):
    return slide.solution(w[::-1], x)


@slide.slip("The window goes over the end, as if zeros followed: only where it fits is asked.")
def _(w, x):
    return slide.solution(w, [*x, *([0.0] * (len(w) - 1))])


@slide.slip("The window stays at the beginning: at position i it takes x[i + j], not x[j].")
def _(w, x):
    return [slide.solution(w, x)[0]] * (len(x) - len(w) + 1)


@slide.slip("The window jumps by its own width; it moves on by one place.")
def _(w, x):
    return slide.solution(w, x)[:: len(w)]


@slide.slip("All of x is multiplied by each weight; a window has len(w) numbers.")
def _(w, x):
    return [sum(w) * v for v in x[: len(x) - len(w) + 1]]


signal_2 = [0.5, -1.0, 2.0, 1.0, 0.0]


def kernel_loss(w0, w1):
    return sum((w0 * a + w1 * b) ** 2 for a, b in pairwise(signal_2))


@LESSON.exercise(
    "the gradient of a shared weight",
    check=partial(check_derivative, kernel_loss, at=[(1.0, 0.0), (-1.0, 1.0), (0.3, 0.7)]),
    where="Ask each position by itself what it adds to ∂L/∂w₀, and then to ∂L/∂w₁.",
    first_line="outputs = [w0 * signal_2[i] + w1 * signal_2[i + 1] for i in range(4)]",
    asks=[by_hand(0.3, 0.7)],
)
def kernel_slopes(w0, w1):
    outputs = [w0 * signal_2[i] + w1 * signal_2[i + 1] for i in range(4)]
    return [
        sum(2 * outputs[i] * signal_2[i] for i in range(4)),
        sum(2 * outputs[i] * signal_2[i + 1] for i in range(4)),
    ]


def each_place(w0, w1):
    """What each position adds to both derivatives."""
    return [(2 * (w0 * a + w1 * b) * a, 2 * (w0 * a + w1 * b) * b) for a, b in pairwise(signal_2)]


@kernel_slopes.slip(
    "Only the last position counts here; a shared weight gets a part from each: add."
)
def _(w0, w1):
    return each_place(w0, w1)[-1]


@kernel_slopes.slip(
    "Only the first position counts here; a shared weight gets a part from each: add."
)
def _(w0, w1):
    return each_place(w0, w1)[0]


@kernel_slopes.slip("The square brings a factor 2 down: it is missing.")
def _(w0, w1):
    return [sum(column) / 2 for column in zip(*each_place(w0, w1))]


@kernel_slopes.slip("That is the mean over the positions; the loss is their sum.")
def _(w0, w1):
    return [sum(column) / 4 for column in zip(*each_place(w0, w1))]


@kernel_slopes.slip("The inner derivative is missing: w₀ is multiplied by xᵢ there, w₁ by xᵢ₊₁.")
def _(w0, w1):
    total = sum(2 * (w0 * a + w1 * b) for a, b in pairwise(signal_2))
    return [total, total]


@kernel_slopes.slip("w₀ meets xᵢ and w₁ meets xᵢ₊₁: the two are exchanged.")
def _(w0, w1):
    return [sum(column) for column in zip(*each_place(w0, w1))][::-1]


@kernel_slopes.slip(
    "Each term has its own weight alone; the output has both, and stays as a factor."
)
def _(w0, w1):
    return [
        sum(2 * w0 * a * a for a in signal_2[:-1]),
        sum(2 * w1 * b * b for b in signal_2[1:]),
    ]


mix = [[1.0, -0.5], [0.3, 0.8]]


def residual(x):
    return [x[i] + ag.tanh(sum(w * v for w, v in zip(mix[i], x))) for i in range(2)]


def unit_slopes(x):
    return [1 - math.tanh(row[0] * x[0] + row[1] * x[1]) ** 2 for row in mix]


@LESSON.exercise(
    "a residual block",
    check=partial(check_derivative, residual, at=[[0.0, 0.0], [1.0, -0.5], [0.2, 0.9]]),
    where="There are two ways from x to f, past the layer and through it: each has a Jacobian.",
    first_line="slope = [1 - math.tanh(…) ** 2 for row in mix]",
    asks=[by_hand([0.2, 0.9])],
)
def residual_jacobian(x):
    slope = [1 - math.tanh(row[0] * x[0] + row[1] * x[1]) ** 2 for row in mix]
    return [
        [1 + slope[0] * mix[0][0], slope[0] * mix[0][1]],
        [slope[1] * mix[1][0], 1 + slope[1] * mix[1][1]],
    ]


def plus_identity(rows, one=1.0):
    return [[v + one * (i == j) for j, v in enumerate(row)] for i, row in enumerate(rows)]


@residual_jacobian.slip("The road past the layer is missing: x itself adds the identity matrix.")
def _(x):
    return [[s * w for w in row] for s, row in zip(unit_slopes(x), mix)]


@residual_jacobian.slip(
    "The slope of tanh is missing: row i of W is multiplied by 1 − tanh² of unit i."
)
def _(x):
    return plus_identity(mix)


@residual_jacobian.slip(
    "The slope belongs to the unit, which is a row; here it multiplies the columns."
)
def _(x):
    return plus_identity([[s * w for s, w in zip(unit_slopes(x), row)] for row in mix])


@residual_jacobian.slip("This is the transpose: row i holds the derivatives of output i.")
def _(x):
    return [list(column) for column in zip(*residual_jacobian.solution(x))]


@residual_jacobian.slip(
    "Only 1 is added to the diagonal: the way past the layer has no slope in it."
)
def _(x):
    return [[s * v for v in row] for s, row in zip(unit_slopes(x), plus_identity(mix))]


@residual_jacobian.slip("A 1 is added to every entry; the identity has it on the diagonal alone.")
def _(x):
    return [[1 + s * w for w in row] for s, row in zip(unit_slopes(x), mix)]


@residual_jacobian.slip("That is tanh itself; its slope is 1 − tanh².")
def _(x):
    heights = [math.tanh(row[0] * x[0] + row[1] * x[1]) for row in mix]
    return plus_identity([[h * w for w in row] for h, row in zip(heights, mix)])


def last_state(u, x):
    h = 0.0
    for x_t in x:
        h = u * h + x_t
    return h


@LESSON.exercise(
    "through time",
    check=partial(
        check_derivative,
        last_state,
        at=[(0.5, [1.0, 2.0, 3.0]), (-0.9, [1.0, 0.0, 0.5, 2.0]), (1.1, [0.3, -0.2])],
        argnums=0,
    ),
    where="With T numbers, x_t has the factor u to the power T − t; the last one has no u at all.",
    first_line="last = len(x) - 1",
    asks=[by_hand(0.5, [1.0, 2.0, 3.0])],
)
def through_time(u, x):
    last = len(x) - 1
    return sum((last - t) * u ** (last - t - 1) * x_t for t, x_t in enumerate(x[:-1]))


@through_time.slip(
    "The factor k of (uᵏ)′ = k uᵏ⁻¹ is missing: what is left is the part of the last step."
)
def _(u, x):
    last = len(x) - 1
    return sum(u ** (last - t - 1) * x_t for t, x_t in enumerate(x[:-1]))


@through_time.slip("The derivative of uᵏ is k uᵏ⁻¹: the power has to go down by one.")
def _(u, x):
    last = len(x) - 1
    return sum((last - t) * u ** (last - t) * x_t for t, x_t in enumerate(x))


@through_time.slip("That is h_T itself, not its derivative.")
def _(u, x):
    return last_state(u, x)


@through_time.slip("Time runs the other way: the first number has been multiplied by u most often.")
def _(u, x):
    return through_time.solution(u, x[::-1])


@through_time.slip("Each power is one too high: the last number was never multiplied by u.")
def _(u, x):
    return through_time.solution(u, [*x, 0.0])


def two_steps(u, h0, x1, x2):
    """Both pre-activation gradients and the derivative by u, each by the engine."""
    u, h0 = ag.Value(u), ag.Value(h0)
    a1 = u * h0 + x1
    a2 = u * ag.tanh(a1) + x2
    (0.5 * ag.tanh(a2) ** 2).backward()
    return [math.tanh(a2.data), a2.grad, u.data * a2.grad, a1.grad, u.grad]


@LESSON.exercise(
    "backpropagation through time, line by line",
    check=partial(
        check_lines,
        expected=two_steps,
        at=[(0.8, 0.5, 0.2, -0.3), (-1.3, 0.7, 1.0, 0.4), (0.5, -0.2, -0.6, 1.5)],
        names=("h2", "delta2", "h1_slope", "delta1", "u_slope"),
    ),
    where="From the end to the beginning: each δ is what reaches the state, times 1 − h² of it.",
    first_line="h1 = math.tanh(u * h0 + x1)",
    asks=[by_hand(0.8, 0.5, 0.2, -0.3)],
)
def two_steps_back(u, h0, x1, x2):
    h1 = math.tanh(u * h0 + x1)
    h2 = math.tanh(u * h1 + x2)
    delta2 = h2 * (1 - h2**2)
    h1_slope = u * delta2
    delta1 = h1_slope * (1 - h1**2)
    u_slope = delta2 * h1 + delta1 * h0
    return [h2, delta2, h1_slope, delta1, u_slope]


def true_lines(u, h0, x1, x2):
    return two_steps_back.solution(u, h0, x1, x2)


@two_steps_back.slip("The second step starts from h₁, not from h₀ once more.")
def _(u, h0, x1, x2):
    return [math.tanh(u * h0 + x2), ..., ..., ..., ...]


@two_steps_back.slip("The slope of the last tanh is missing: δ₂ = h₂ (1 − h₂²).")
def _(u, h0, x1, x2):
    h2 = true_lines(u, h0, x1, x2)[0]
    return [h2, h2, ..., ..., ...]


@two_steps_back.slip("The loss is ½h₂²; its derivative is h₂, and this factor is missing.")
def _(u, h0, x1, x2):
    h2 = true_lines(u, h0, x1, x2)[0]
    return [h2, 1 - h2**2, ..., ..., ...]


@two_steps_back.slip("Between a₂ and h₁ stands u: this factor is missing.")
def _(u, h0, x1, x2):
    h2, delta2, *_ = true_lines(u, h0, x1, x2)
    return [h2, delta2, delta2, ..., ...]


@two_steps_back.slip("δ₁ is at a₁, before the tanh: it has the factor 1 − h₁².")
def _(u, h0, x1, x2):
    h2, delta2, h1_slope, *_ = true_lines(u, h0, x1, x2)
    return [h2, delta2, h1_slope, h1_slope, ...]


@two_steps_back.slip("δ₁ has the slope of its own state, 1 − h₁²; this is that of h₂.")
def _(u, h0, x1, x2):
    h2, delta2, h1_slope, *_ = true_lines(u, h0, x1, x2)
    return [h2, delta2, h1_slope, h1_slope * (1 - h2**2), ...]


@two_steps_back.slip("u is used at both steps; this is the part of the second alone. Add δ₁h₀.")
def _(u, h0, x1, x2):
    *lines, _ = true_lines(u, h0, x1, x2)
    return [*lines, lines[1] * math.tanh(u * h0 + x1)]


@two_steps_back.slip("u is used at both steps; this is the part of the first alone. Add δ₂h₁.")
def _(u, h0, x1, x2):
    *lines, _ = true_lines(u, h0, x1, x2)
    return [*lines, lines[3] * h0]


@two_steps_back.slip("Each δ is multiplied by the state *before* its step: δ₂ by h₁, δ₁ by h₀.")
def _(u, h0, x1, x2):
    *lines, _ = true_lines(u, h0, x1, x2)
    return [*lines, lines[1] * lines[0] + lines[3] * math.tanh(u * h0 + x1)]


def rows_of(weights, name, width):
    """The three rows of a matrix, if that is what they are."""
    rows: Any = weights[name] if isinstance(weights, dict) and name in weights else None
    rows = rows.tolist() if hasattr(rows, "tolist") else rows
    listed = isinstance(rows, (list, tuple)) and all(isinstance(row, (list, tuple)) for row in rows)
    if not listed or [len(row) for row in rows] != [width] * 3:
        many = "one number" if width == 1 else "three numbers"
        raise ValueError(f"{name!r} needs to be three rows of {many}")
    return rows


def last_unit(weights, x):
    """The last of three linear units at each step, with these weights."""
    rows = [*rows_of(weights, "W", 1), *rows_of(weights, "U", 3), [0.0, 0.0, 0.0]]
    layer = nn.Recurrent(1, 3, activation="linear")
    for parameter, number in zip(layer.parameters(), [v for row in rows for v in row]):
        parameter.data = float(number)
    return [h[2] for h in layer([[v] for v in x])]


def two_steps_late(x):
    return [0.0, 0.0, *x[:-2]]


@LESSON.exercise(
    "an echo by design",
    check=partial(
        check_with,
        last_unit,
        expected=two_steps_late,
        at=[[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0], [-1.0, 1.0, 1.0, -1.0]],
    ),
    where="Which unit hears the input, and from whom does each of the others take its number?",
    first_line='echo_weights = {"W": [[1], [0], [0]], "U": …}',
    value=True,
)
def echo_weights():
    return {"W": [[1], [0], [0]], "U": [[0, 0, 0], [1, 0, 0], [0, 1, 0]]}


@echo_weights.slip("This U is the transpose: row i says what unit i takes, and from whom.")
def _():
    return {"W": [[1], [0], [0]], "U": [[0, 1, 0], [0, 0, 1], [0, 0, 0]]}


@echo_weights.slip(
    "All three units take the input; only the first may, the others their neighbour."
)
def _():
    return {"W": [[1], [1], [1]], "U": [[0, 0, 0], [1, 0, 0], [0, 1, 0]]}


@echo_weights.slip("Each unit keeps its own number as well: the diagonal of U has to be 0.")
def _():
    return {"W": [[1], [0], [0]], "U": [[1, 0, 0], [1, 1, 0], [0, 1, 1]]}


@echo_weights.slip("That is one step late, not two: the input goes into the first unit.")
def _():
    return {"W": [[0], [1], [0]], "U": [[0, 0, 0], [1, 0, 0], [0, 1, 0]]}


@echo_weights.slip("The last unit takes the input itself: that is no step late.")
def _():
    return {"W": [[0], [0], [1]], "U": [[0, 0, 0], [0, 0, 0], [0, 0, 0]]}


@echo_weights.slip(
    "The last unit passes its number back to the first: the echo comes again and again."
)
def _():
    return {"W": [[1], [0], [0]], "U": [[0, 0, 1], [1, 0, 0], [0, 1, 0]]}

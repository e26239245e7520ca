"""Lesson 01: derivatives of quotients, chains and many paths."""

import math
from functools import partial

import autograd as ag
from autograd import Value
from autograd.exercises import (
    Lesson,
    at_most,
    by_hand,
    by_nodes,
    check,
    check_derivative,
    check_with,
)

LESSON = Lesson("01", "Graphs and the chain rule")


@LESSON.exercise(
    "a quotient",
    check=partial(check_derivative, lambda x, y: x / y, at=[(3.0, 2.0), (1.0, -4.0), (-2.0, 0.5)]),
    where="Write x/y as x times 1/y, and look at one factor at a time.",
    first_line="return [1 / y, …]",
    asks=[by_hand(3.0, 2.0)],
)
def quotient_slopes(x, y):
    return [1 / y, -x / y**2]


@quotient_slopes.slip("The derivative of 1/y is −1/y²: the minus is missing.")
def _(x, y):
    return [1 / y, x / y**2]


@quotient_slopes.slip("In ∂z/∂y the x stays as a factor: it is −x/y².")
def _(x, y):
    return [1 / y, -1 / y**2]


@quotient_slopes.slip("The derivative of 1/y has y², not y, below the line.")
def _(x, y):
    return [1 / y, -x / y]


@quotient_slopes.slip("∂z/∂x is what x is multiplied by, 1/y; x itself is gone.")
def _(x, y):
    return [x / y, -x / y**2]


@LESSON.exercise(
    "a chain of three",
    check=partial(check_derivative, lambda x: ag.exp(-(x**2)), at=[0.25, 0.5, 1.0, -1.5]),
    where="dz/dv = z, dv/du = −1, du/dx = 2x: three factors.",
    first_line="return … * math.exp(-(x**2))",
    asks=[by_hand(0.5)],
)
def bell_slope(x):
    return -2 * x * math.exp(-(x**2))


@bell_slope.slip("v = −u has the derivative −1: this factor is missing.")
def _(x):
    return 2 * x * math.exp(-(x**2))


@bell_slope.slip("Only the outer function was differentiated: the factor du/dx = 2x is missing.")
def _(x):
    return -math.exp(-(x**2))


@bell_slope.slip("The inner derivative alone is not enough: dz/dv = z is a factor, too.")
def _(x):
    return -2 * x


@bell_slope.slip("The exponential is taken at the derivative of −x²; it stays as it was.")
def _(x):
    return -2 * x * math.exp(-2 * x)


def ladder(n):
    """A graph in which every step can be reached in two ways."""
    x = h = Value(1.0)
    for _ in range(n):
        h = 0.1 * (h * h) + x
    return h, x


STEP = "h = 0.1 * (h * h) + x"  # as it stands in ``ladder``
LADDERS = {
    "h = x": 0,
    f"h = x; {STEP}": 1,
    f"h = x; twice {STEP}": 2,
    f"h = x; 10 times {STEP}": 10,
}
LADDERS |= {f"h = x; twice {STEP}; from h to h itself": 2, f"h = x; {STEP}; a leaf apart": 1}


def paths_asked(count, graph):
    h, x = ladder(LADDERS[graph])
    return count(h, h if "itself" in graph else Value(1.0) if "apart" in graph else x)


def paths_there(graph):
    return 1 if "itself" in graph else 0 if "apart" in graph else 2 ** (LADDERS[graph] + 1) - 1


def paths_on_a_ladder(count, n):
    return count(*ladder(n))


@LESSON.exercise(
    "count the paths",
    check=partial(
        check_with, paths_asked, expected=paths_there, at=[(graph,) for graph in LADDERS]
    ),
    asks=[by_nodes(50, through=paths_on_a_ladder)],
    where="Begin with 1 at the root. A node hands its count to each of its operands.",
    first_line="count = {root: 1}",
)
def count_paths(root, leaf):
    count = {root: 1}
    for node in reversed(ag.topological_order(root)):
        for operand in node.operands:
            if isinstance(operand, Value):
                count[operand] = count.get(operand, 0) + count.get(node, 0)
    return count.get(leaf, 0)


@count_paths.slip("A node that is reached twice keeps only the last count: add up, do not set.")
def _(root, leaf):
    count = {root: 1}
    for node in reversed(ag.topological_order(root)):
        for operand in node.operands:
            if isinstance(operand, Value):
                count[operand] = count.get(node, 0)
    return count.get(leaf, 0)


@count_paths.slip("Each arrow adds 1 here; it has to add as many paths as lead to its node.")
def _(root, leaf):
    count = {root: 1}
    for node in reversed(ag.topological_order(root)):
        for operand in node.operands:
            if isinstance(operand, Value):
                count[operand] = count.get(operand, 0) + 1
    return count.get(leaf, 0)


@count_paths.slip("h * h uses h twice, and both count: an operand met twice is two arrows.")
def _(root, leaf):
    count = {root: 1}
    for node in reversed(ag.topological_order(root)):
        for operand in {o for o in node.operands if isinstance(o, Value)}:
            count[operand] = count.get(operand, 0) + count.get(node, 0)
    return count.get(leaf, 0)


w0, z0 = 0.8, 1.1  # as in section 6 of the lesson


def first_order(dw, dz):
    t = math.tanh(w0 * z0)
    return t + 0.3 * w0**2 + ((1 - t**2) * z0 + 0.6 * w0) * dw + (1 - t**2) * w0 * dz


@LESSON.exercise(
    "predict",
    check=partial(
        check, expected=first_order, at=[(0.0, 0.0), (0.1, 0.0), (0.0, 0.1), (0.2, -0.3)]
    ),
    where="Which of the three terms is off: the value, the one with dw, or the one with dz?",
    first_line="t = math.tanh(w0 * z0)",
)
def predict(dw, dz):
    t = math.tanh(w0 * z0)
    slope_w = (1 - t**2) * z0 + 0.6 * w0
    slope_z = (1 - t**2) * w0
    return t + 0.3 * w0**2 + slope_w * dw + slope_z * dz


@predict.slip("The inner derivatives are exchanged: of w·z by w it is z, by z it is w.")
def _(dw, dz):
    t = math.tanh(w0 * z0)
    return t + 0.3 * w0**2 + ((1 - t**2) * w0 + 0.6 * w0) * dw + (1 - t**2) * z0 * dz


@predict.slip("The inner derivatives of w·z are missing: after 1 − tanh² comes z, or w.")
def _(dw, dz):
    t = math.tanh(w0 * z0)
    return t + 0.3 * w0**2 + ((1 - t**2) + 0.6 * w0) * dw + (1 - t**2) * dz


@predict.slip("The term 0.3 w² depends on w, too: its slope 0.6 w is missing.")
def _(dw, dz):
    t = math.tanh(w0 * z0)
    return t + 0.3 * w0**2 + (1 - t**2) * z0 * dw + (1 - t**2) * w0 * dz


@predict.slip("That is the change alone: the prediction begins with the value f(w0, z0).")
def _(dw, dz):
    t = math.tanh(w0 * z0)
    return ((1 - t**2) * z0 + 0.6 * w0) * dw + (1 - t**2) * w0 * dz


@predict.slip("That is f itself at the new point, not its first-order prediction.")
def _(dw, dz):
    w, z = w0 + dw, z0 + dz
    return math.tanh(w * z) + 0.3 * w**2


def product(x):
    return math.prod(x)


SIX = [2.0, -1.5, 0.5, 3.0, -0.25, 4.0]


@LESSON.exercise(
    "share the work",
    check=partial(check_derivative, product, at=[[2.0, 3.0, 5.0, 7.0], SIX, [2.0, 0.0, 3.0, -1.0]]),
    where="∂z/∂xᵢ is the product of all the others: what is left of xᵢ times what is right of it.",
    first_line="left, right = [x[0]], [x[-1]]",
    asks=[by_hand(SIX), at_most(SIX, mul=12)],
)
def all_partials(x):
    left, right = [x[0]], [x[-1]]  # products that grow from either end
    for i in range(1, len(x) - 1):
        left.append(left[-1] * x[i])
        right.append(right[-1] * x[-1 - i])
    right.reverse()
    inner = [left[i] * right[i + 1] for i in range(len(x) - 2)]
    return [right[0], *inner, left[-1]]


@all_partials.slip("Each entry is the whole product here; its own factor is to be left out.")
def _(x):
    return [math.prod(x)] * len(x)


@all_partials.slip("That is only what stands to the left of each factor; the right belongs to it.")
def _(x):
    return [math.prod(x[:i]) for i in range(len(x))]


@all_partials.slip("That is only what stands to the right of each factor; the left belongs to it.")
def _(x):
    return [math.prod(x[i + 1 :]) for i in range(len(x))]


@all_partials.slip("The derivative of a product is no sum of the others; it is their product.")
def _(x):
    return [sum(x) - one for one in x]

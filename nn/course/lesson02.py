"""Lesson 02: a class of numbers that record, a backward pass, rows of the op table."""

import math
from collections.abc import Callable
from functools import partial
from itertools import islice
from random import Random

import autograd as ag
from autograd import Value
from autograd.exercises import Lesson, by_hand, by_nodes, check_backward, check_row, check_with

LESSON = Lesson("02", "Build Value yourself")


# the class of the lesson, as its section 6 has it


def wrap(x):
    return x if isinstance(x, Scalar) else Scalar(float(x))


class Scalar:
    def __init__(self, data, made_from=()):
        self.data = data
        self.made_from = made_from  # pairs: (operand, local derivative)
        self.grad = 0.0

    def __add__(self, other):
        other = wrap(other)
        return Scalar(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = wrap(other)
        return Scalar(self.data * other.data, ((self, other.data), (other, self.data)))

    def backward(self):
        backward(self)


def topological_order(root):
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for operand, _ in node.made_from:
                visit(operand)
            order.append(node)

    visit(root)
    return order


def backward(root):
    order = topological_order(root)
    for node in order:
        node.grad = 0.0
    root.grad = 1.0
    for node in reversed(order):
        for operand, slope in node.made_from:
            operand.grad += slope * node.grad


@LESSON.exercise(
    "division",
    check=partial(check_backward, operations=["+", "/"]),
    where="Two pairs: (self, …) and (other, …). Take u = 6, v = 2 and nudge one, then the other.",
    first_line="u, v = self.data, other.data",
)
class Divisible(Scalar):
    def __add__(self, other):
        return type(self)(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __truediv__(self, other):
        u, v = self.data, other.data
        return type(self)(u / v, ((self, 1 / v), (other, -u / v**2)))


division = LESSON.exercises[-1]


def dividing(slope_u, slope_v, made=None):
    """A class that divides with these slopes; a quotient is of its own class, or of another."""

    class Dividing(Scalar):
        def __add__(self, other):
            return type(self)(self.data + other.data, ((self, 1.0), (other, 1.0)))

        def __truediv__(self, other):
            u, v = self.data, other.data
            make = made or type(self)
            return make(u / v, ((self, slope_u(u, v)), (other, slope_v(u, v))))

    return Dividing


division.slip("The slope with respect to v lacks its minus: a larger divisor makes less.")(
    dividing(lambda u, v: 1 / v, lambda u, v: u / v**2)
)
division.slip("Of u/v with respect to v it is −u/v²: the v below the line is squared.")(
    dividing(lambda u, v: 1 / v, lambda u, v: -u / v)
)
division.slip("Those are the slopes of a product: here u is multiplied by 1/v.")(
    dividing(lambda u, v: v, lambda u, v: u)
)
division.slip("The two slopes have changed places: each stands beside its own operand.")(
    dividing(lambda u, v: -u / v**2, lambda u, v: 1 / v)
)
division.slip("That is a plain Scalar, which cannot be divided on: make it with type(self)(…).")(
    dividing(lambda u, v: 1 / v, lambda u, v: -u / v**2, made=Scalar)
)
division.slip("In the slope with respect to v the factor u is missing: it is −u/v².")(
    dividing(lambda u, v: 1 / v, lambda u, v: -1 / v**2)
)


SLOPES: dict[str, list[Callable[..., float]]] = {
    "add": [lambda y, a, b: 1.0, lambda y, a, b: 1.0],
    "mul": [lambda y, a, b: b, lambda y, a, b: a],
    "tanh": [lambda y, x: 1 - y * y],
}


def slopes_of(node):
    # one local derivative per operand, by the rows of the op table
    numbers = [o.data if isinstance(o, Value) else o for o in node.operands]
    return [slope(node.data, *numbers) for slope in SLOPES[node.op.name]]


def on_a_graph(my_backward):
    a, b = Value(2.0), Value(-3.0)
    my_backward(ag.tanh(a * b) + a)


def on_a_ladder(my_backward):
    h = Value(0.5)
    for _ in range(40):  # two ways up each step
        h = ag.tanh(h + h)
    my_backward(h)


@LESSON.exercise(
    "a backward pass for the engine's graph",
    check=partial(check_backward, operations=["+", "*", "tanh"]),
    where="Begin with root.grad = 1 and walk from the root to the leaves; leaves have no op.",
    first_line="root.grad = 1.0",
    asks=[by_hand(through=on_a_graph), by_nodes(through=on_a_ladder)],
)
def my_backward(root):
    root.grad = 1.0
    for node in reversed(ag.topological_order(root)):
        if node.op is not None:
            for operand, slope in zip(node.operands, slopes_of(node)):
                if isinstance(operand, Value):
                    operand.grad += slope * node.grad


@my_backward.slip("A node that is used twice keeps only its last share: add with +=.")
def _(root):
    root.grad = 1.0
    for node in reversed(ag.topological_order(root)):
        if node.op is not None:
            for operand, slope in zip(node.operands, slopes_of(node)):
                operand.grad = slope * node.grad


@my_backward.slip("The sweep starts with nothing: root.grad has to be 1 before it.")
def _(root):
    for node in reversed(ag.topological_order(root)):
        if node.op is not None:
            for operand, slope in zip(node.operands, slopes_of(node)):
                operand.grad += slope * node.grad


@my_backward.slip("It walks from the leaves to the root: the order has to be reversed.")
def _(root):
    root.grad = 1.0
    for node in ag.topological_order(root):
        if node.op is not None:
            for operand, slope in zip(node.operands, slopes_of(node)):
                operand.grad += slope * node.grad


@my_backward.slip("The node's own gradient is missing: a share is slope times node.grad.")
def _(root):
    root.grad = 1.0
    for node in reversed(ag.topological_order(root)):
        if node.op is not None:
            for operand, slope in zip(node.operands, slopes_of(node)):
                operand.grad += slope


@my_backward.slip("The local derivative is missing: a share is slope times node.grad.")
def _(root):
    root.grad = 1.0
    for node in reversed(ag.topological_order(root)):
        for operand in node.operands:
            operand.grad += node.grad


@my_backward.slip(
    "Each path is followed by itself, with gradients that are not complete yet: wait."
)
def _(root):
    root.grad = 1.0
    waiting = [root]
    while waiting:
        node = waiting.pop(0)
        if node.op is not None:
            for operand, slope in zip(node.operands, slopes_of(node)):
                operand.grad += slope * node.grad
                waiting.append(operand)


def swish(x):
    return x / (1 + math.exp(-x))


@LESSON.exercise(
    "a row for the table",
    check=partial(check_row, reference=swish),
    where="The product rule for x times σ(x), where σ' = σ (1 − σ). The slope is a text in quotes.",
    first_line='swish_row = ("swish", "x", "x * sigmoid(x)", ("sigmoid(x) + …",), "real")',
    value=True,
)
def swish_row():
    return ("swish", "x", "x * sigmoid(x)", ("sigmoid(x) + y * (1 - sigmoid(x))",), "real")


@swish_row.slip("That is σ' alone: σ is multiplied by x, so the product rule has two terms.")
def _():
    return ("swish", "x", "x * sigmoid(x)", ("sigmoid(x) * (1 - sigmoid(x))",), "real")


@swish_row.slip("One term of the product rule: the other is x' · σ(x) = σ(x).")
def _():
    return ("swish", "x", "x * sigmoid(x)", ("x * sigmoid(x) * (1 - sigmoid(x))",), "real")


@swish_row.slip("One term of the product rule: the other is x · σ'(x), as σ depends on x, too.")
def _():
    return ("swish", "x", "x * sigmoid(x)", ("sigmoid(x)",), "real")


@swish_row.slip("y is the value of the row, x σ(x), and not σ(x): σ' is not y (1 − y) here.")
def _():
    return ("swish", "x", "x * sigmoid(x)", ("sigmoid(x) + x * y * (1 - y)",), "real")


@swish_row.slip("The x is missing before σ': the product rule gives σ + x σ'.")
def _():
    return ("swish", "x", "x * sigmoid(x)", ("sigmoid(x) + sigmoid(x) * (1 - sigmoid(x))",), "real")


def geometric_mean(a, b):
    return math.sqrt(a * b)


@LESSON.exercise(
    "a row with two operands",
    check=partial(check_row, reference=geometric_mean),
    where="d√u = du / (2√u), with u = a b: what is du by a, and what is √u called in a row?",
    first_line='mean_row = ("geometric_mean", "a b", "sqrt(a * b)", ("0.5 * …", …), …)',
    value=True,
)
def mean_row():
    return (
        "geometric_mean",
        "a b",
        "sqrt(a * b)",
        ("0.5 * b / y", "0.5 * a / y"),
        "positive, positive",
    )


def with_slopes(*slopes):
    return ("geometric_mean", "a b", "sqrt(a * b)", slopes, "positive, positive")


@mean_row.slip("The two have changed places: of a b with respect to a it is b.")
def _():
    return with_slopes("0.5 * a / y", "0.5 * b / y")


@mean_row.slip("The ½ is missing: the derivative of √u is 1/(2√u).")
def _():
    return with_slopes("b / y", "a / y")


@mean_row.slip("The inner derivative is missing: 1/(2√u) times b, or times a.")
def _():
    return with_slopes("0.5 / y", "0.5 / y")


@mean_row.slip("The root belongs below the line: √u has the derivative 1/(2√u), not √u/2.")
def _():
    return with_slopes("0.5 * b * y", "0.5 * a * y")


def a_random_graph(seed, size):
    """Each new number is made of two that are there; the last is made of all that nobody uses."""
    rng, nodes = Random(seed), [Scalar(1.0), Scalar(0.5)]
    used = set()
    for _ in range(size):
        one, other = rng.choice(nodes), rng.choice(nodes[-5:])
        used |= {one, other}
        nodes.append(one * other)
    root = nodes[-1]
    for node in nodes[:-1]:
        root = root if node in used else root + node
    return root


def a_ladder(steps):
    h = x = Scalar(1.0)
    for _ in range(steps):
        h = h * h + x
    return h


def a_diamond():
    """Inside, u is an operand of the root and of v as well."""
    a = Scalar(3.0)
    u = a * a
    v = u + a
    return u * v


def a_long_sum(terms):
    total = one = Scalar(1.0)
    for _ in range(terms):
        total = total + one
    return total


def two_ways(other_first):
    """A long way and a short one to the same number, met in either order."""
    a = Scalar(2.0)
    far = a * a
    near = far * a
    top = near * near
    return far + top if other_first else top + far


GRAPHS: dict[str, Callable[[], Scalar]] = {
    "a leaf": partial(Scalar, 1.0),
    "a diamond": a_diamond,
    "the short way first": partial(two_ways, True),
    "the long way first": partial(two_ways, False),
    "a ladder of 8 steps": partial(a_ladder, 8),
    **{f"random graph {seed}": partial(a_random_graph, seed, 4 + 3 * seed) for seed in range(8)},
    "a sum of 5000 terms": partial(a_long_sum, 5000),
}


def judged(order_of, graph):
    """What there is to say about the order of a graph: see ``as_it_should_be``."""
    order = list(islice(order_of(GRAPHS[graph]()), 100_000))  # an answer may have no end
    ready, early = set(), 0
    for node in order:
        early += any(operand not in ready for operand, _ in node.made_from)
        ready.add(node)
    return {
        "nodes in the list": len(order),
        "different nodes": len(ready),
        "nodes that stand before an operand of theirs": early,
    }


def as_it_should_be(graph):
    waiting = [GRAPHS[graph]()]
    found = set(waiting)
    while waiting:
        new = {operand for operand, _ in waiting.pop().made_from} - found
        found |= new
        waiting += new
    return {
        "nodes in the list": len(found),
        "different nodes": len(found),
        "nodes that stand before an operand of theirs": 0,
    }


@LESSON.exercise(
    "an order without recursion",
    check=partial(check_with, judged, expected=as_it_should_be, at=list(GRAPHS)),
    where="A node may be written down only after all of its operands, and only once.",
    first_line="order, seen, stack = [], set(), [(root, False)]",
)
def order_without_recursion(root):
    order, seen, stack = [], set(), [(root, False)]
    while stack:
        node, ready = stack.pop()
        if ready:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            stack.append((node, True))
            stack += [(operand, False) for operand, _ in node.made_from]
    return order


@order_without_recursion.slip(
    "It still calls itself, once per level: keep the nodes that wait in a list of your own."
)
def _(root):
    return topological_order(root)


@order_without_recursion.slip(
    "A node is written down when it is met; turned around, that is no order where ways part."
)
def _(root):
    order, stack = [], [root]
    while stack:
        node = stack.pop()
        if node not in order:
            order.append(node)
            stack += [operand for operand, _ in node.made_from]
    return order[::-1]


@order_without_recursion.slip(
    "Level by level from the root is not enough: a node can be an operand on two levels."
)
def _(root):
    order = [root]
    for node in order:
        order += [o for o in dict(node.made_from) if o not in order]
    return order[::-1]


@order_without_recursion.slip(
    "The root stands first here: operands come before what is made of them."
)
def _(root):
    return order_without_recursion.solution(root)[::-1]


@order_without_recursion.slip("Some nodes are written down twice: look whether a node was seen.")
def _(root):
    order: list[Scalar] = []
    stack = [(root, False)]
    while stack and len(order) < 20_000:
        node, ready = stack.pop()
        if ready or not node.made_from:
            order.append(node)
        else:
            stack.append((node, True))
            stack += [(operand, False) for operand, _ in node.made_from]
    return order

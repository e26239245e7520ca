"""Lesson 17: an op row, its limits, a layer with a knob a unit, its gradient, its training.

What is handed in is the student's own choice: it is judged by what must hold of any.
"""

import math
from functools import partial
from random import Random
from typing import Any

import autograd as ag
import nn
from autograd.exercises import Lesson, by_hand, check, check_chosen, temporary_op

LESSON = Lesson("17", "Capstone: a layer of your own")


# the three briefs, as the lesson has them


def snake(x, a):
    return x + ag.sin(a * x) ** 2 / a


def log_cosh(x, a):
    return ag.log(ag.cosh(a * x)) / a


def celu(x, a):
    return ag.maximum(x, 0.0) + a * ag.expm1(ag.minimum(x, 0.0) / a)


# a row, measured


XS, KNOBS, FAR = (-2.3, -1.1, -0.4, 0.3, 0.9, 2.1), (0.6, 1.4), (-1000.0, 1000.0)
POINTS = [(x, a) for a in KNOBS for x in XS]
STEP = 1e-5
KNOWN = [getattr(ag, name) for name in ag.unary_ops() if hasattr(ag, name)]  # no student's
TWO = ("add", "sub", "mul", "div", "maximum", "minimum", "atan2", "hypot", "logaddexp")
TWO_KNOWN = [getattr(ag, name) for name in (*TWO, "leaky_relu", "greater", "mod")]


def nudged(f, x, a):
    """The two slopes by central differences; of a list, of each entry."""
    ahead, behind, up, down = f(x + STEP, a), f(x - STEP, a), f(x, a + STEP), f(x, a - STEP)
    return [
        [(p - m) / (2 * STEP) for p, m in zip(one, other)]
        for one, other in ((ahead, behind), (up, down))
    ]


def finite(f, *point):
    """The numbers that a function gives, or none where it refuses."""
    try:
        return [float(y) for y in f(*point)]
    except ArithmeticError:
        return []


def measured_row(my_op):
    """Everything that a row gives at some points, and its function there."""
    shape, row = my_op
    with temporary_op(*row) as op:
        slopes = ag.grad(op, (0, 1))
        curved = ag.hessian(lambda point: op(*point))
        fast, fast_slopes = ag.compile(lambda x, a: op(x, a)), ag.compile(lambda x, a: slopes(x, a))
        return {
            "function": [float(shape(x, a)) for x, a in POINTS],
            "value": [op(x, a) for x, a in POINTS],
            "slopes": [list(slopes(x, a)) for x, a in POINTS],
            "by nudges": [[s for (s,) in nudged(lambda *p: [op(*p)], *at)] for at in POINTS],
            "second": [curved(list(at)) for at in POINTS],
            "second by nudges": [nudged(slopes, *at) for at in POINTS],
            "far out": [finite(lambda *p: [op(*p), *slopes(*p)], x, a) for x in FAR for a in KNOBS],
            "compiled": [[float(fast(*at)), *map(float, fast_slopes(*at))] for at in POINTS],
            "known": known(op),
        }


def listed_by(f):
    return lambda *at: [f(*at)]


def known(op):
    """Whether the table has the same function already, for either knob."""
    by_one = [[finite(listed_by(f), x) for x in XS] for f in KNOWN]
    by_two = [[finite(listed_by(f), *at) for at in POINTS] for f in TWO_KNOWN]
    mine = [[op(*at)] for at in POINTS]
    same = [mine[: len(XS)] == one == mine[len(XS) :] for one in by_one]
    return any(same) or mine in by_two


def near(one, other, tolerance=1e-5):
    return abs(one - other) <= tolerance * (1 + abs(one) + abs(other))


def first_off(name, given, wanted, told, tolerance=1e-5):
    """The first point where two lists part, in words."""
    for (x, a), mine, right in zip(POINTS, given, wanted, strict=True):
        if not near(mine, right, tolerance):
            return f"at x = {x}, a = {a} {name} gives {mine:.6g}, {told} {right:.6g}"
    return ""


def computes(found):
    return first_off("the row", found["value"], found["function"], "your function", 1e-9)


def slope(i):
    def missed(found):
        given = [pair[i] for pair in found["slopes"]]
        return first_off("it", given, [pair[i] for pair in found["by nudges"]], "differences")

    return missed


def in_order(found):
    turned = [pair[::-1] for pair in found["slopes"]]
    pairs = list(zip(turned, found["by nudges"], strict=True))
    if all(near(*both) for mine, right in pairs for both in zip(mine, right)):
        return "each is the other's"
    return ""


def second(found):
    for i, by in ((0, "x"), (1, "the knob")):
        for j, then in ((0, "x"), (1, "the knob")):
            given = [matrix[i][j] for matrix in found["second"]]
            wanted = [matrix[j][i] for matrix in found["second by nudges"]]
            if told := first_off(f"by {by} and {then} it", given, wanted, "differences", 1e-4):
                return told
    return ""


def bends(found):
    y = found["value"][: len(XS)]
    rises = [(y[i] - y[0]) / (XS[i] - XS[0]) for i in range(1, len(XS))]
    return "" if max(rises) - min(rises) > 1e-6 else "it is a straight line in x"


def turns(found):
    y = found["value"]
    moved = max(abs(one - other) for one, other in zip(y, y[len(XS) :]))
    return "" if moved > 1e-6 else "the value is the same for a = 0.6 and a = 1.4"


def stays_finite(found):
    places = [(x, a) for x in FAR for a in KNOBS]
    for (x, a), numbers in zip(places, found["far out"], strict=True):
        if not (numbers and all(map(math.isfinite, numbers))):
            return f"at x = {x:.0f}, a = {a} the value or a slope is inf or nan"
    return ""


def compiled_alike(found):
    for i, name in enumerate(("the value", "the slope by x", "the slope by the knob")):
        eager = [pair[i - 1] for pair in found["slopes"]] if i else found["value"]
        given = [row[i] for row in found["compiled"]]
        if told := first_off(f"{name}, compiled,", given, eager, "the graph", 1e-9):
            return told
    return ""


ROW = [
    ("the row computes your function", computes),
    ("the partials stand in order", in_order),
    ("the partial by x", slope(0)),
    ("the partial by the knob", slope(1)),
    ("the second derivatives", second),
    ("it bends", bends),
    ("the knob matters", turns),
    ("it is new", lambda found: "the table has this function already" if found["known"] else ""),
    ("it is finite far out", stays_finite),
    ("compiled it is the same", compiled_alike),
]


@LESSON.exercise(
    "the row",
    check=partial(check_chosen, measured_row, holds=ROW),
    where="Nudge one operand, hold the other: which terms of the value move, and by how much?",
    first_line='row = ("my_op", "x a", "…", ("∂y/∂x", "∂y/∂a"), "real, positive")',
    value=True,
)
def my_op():
    below = "minimum(x, 0.0)"
    row = (
        "my_celu",
        "x a",
        f"maximum(x, 0.0) + a * expm1({below} / a)",
        (f"exp({below} / a)", f"expm1({below} / a) - {below} / a * exp({below} / a)"),
        "real, positive",
    )
    return (celu, row)


def of_snake(value, by_x, by_a):
    return snake, ("my_snake", "x a", value, (by_x, by_a), "real, positive")


SNAKE = "x + sin(a * x) ** 2 / a", "1 + sin(2 * a * x)"
BY_KNOB = "x * sin(2 * a * x) / a - sin(a * x) ** 2 / a ** 2"


@my_op.slip("The row's value is another function than yours: compare the two texts, knob by knob.")
def _():
    return of_snake("x + sin(a * x) ** 2", "1 + a * sin(2 * a * x)", "x * sin(2 * a * x)")


@my_op.slip("The two partials have changed places: they stand in the order of the operands.")
def _():
    return of_snake(SNAKE[0], BY_KNOB, SNAKE[1])


@my_op.slip("By x the knob is a constant, and stays as a factor: the chain rule puts a·(…) there.")
def _():
    return of_snake(SNAKE[0], "1 + sin(2 * a * x) / a", BY_KNOB)


@my_op.slip("The knob stands in several places: each of them gives a term, and they are added.")
def _():
    return of_snake(*SNAKE, "x * sin(2 * a * x) / a")


@my_op.slip("The partial is right as a number, but lets no slope through: detach, step or sign?")
def _():
    return of_snake(SNAKE[0], "1 + sin(detach(2 * a * x))", BY_KNOB)


@my_op.slip("A straight line in x: a layer of these is a linear layer, however it is trained.")
def _():
    return (lambda x, a: a * x), ("my_line", "x a", "a * x", ("a", "x"), "real, positive")


@my_op.slip("The knob changes nothing: its gradient is 0 everywhere, and nothing can be learned.")
def _():
    def bent(x, a):
        return x / (1 + ag.abs(x)) + 0 * a

    return bent, ("my_bend", "x a", "x / (1 + abs(x))", ("(1 - abs(y)) ** 2", "0"), "real, real")


@my_op.slip("The engine has this one: the course asks for a row that the table has not.")
def _():
    by_x, by_a = "where(x > 0, 1.0, a)", "minimum(x, 0.0)"
    row = ("my_leak", "x a", "where(x > 0, x, a * x)", (by_x, by_a), "real, positive")
    return ag.leaky_relu, row


@my_op.slip("It overflows far out: write it so that no exp, cosh or power grows without need.")
def _():
    by_a = "x * tanh(a * x) / a - y / a"
    return log_cosh, ("my_bowl", "x a", "log(cosh(a * x)) / a", ("tanh(a * x)", by_a), "real, real")


# limits of a function


def derivatives(shape):
    once = ag.grad(lambda x: shape(x, 1.0))
    return once, ag.grad(once)


def jumps(f, low=-6.0, high=6.0, cells=300):
    """Where f jumps: cells in which its change does not shrink with the cell."""
    width, found = (high - low) / cells, []
    edges = [low + (i + 0.4321) * width for i in range(cells)]
    values = [f(x) for x in edges]
    for left, right, y_left, y_right in zip(edges, edges[1:], values, values[1:]):
        if abs(y_right - y_left) > 1e-2:
            found += closer(f, left, right, y_left, y_right)
    return found


def closer(f, left, right, y_left, y_right):
    """Where f jumps in a cell: halve it, keep the half that changes more, while it does."""
    large = 0.25 * abs(y_right - y_left)
    for _ in range(24):
        middle = (left + right) / 2
        y = f(middle)
        if abs(y - y_left) > abs(y_right - y):
            right, y_right = middle, y
        else:
            left, y_left = middle, y
        if abs(y_right - y_left) < large:
            return []
    return [(left + right) / 2]


def measured_limits(my_limits):
    shape, (left, right), corners = my_limits
    once, twice = derivatives(shape)
    return {
        "tails": [float(left), float(right)],
        "mean slopes": [
            float(shape(x, 1.0) - shape(x / 2, 1.0)) / (x / 2) for x in (-600.0, 600.0)
        ],
        "corners": sorted(float(x) for x in corners),
        "jumps": sorted(jumps(once) + jumps(twice)),
    }


def tail(i, side):
    def missed(found):
        given, there = found["tails"][i], found["mean slopes"][i]
        close = abs(given - there) <= 0.01 * (1 + abs(there))
        return "" if close else f"you say {given:.4g}; from x = {side}300 to {side}600 it is not"

    return missed


def tails_in_order(found):
    (left, right), there = found["tails"], found["mean slopes"]
    exchanged = abs(left - there[1]) < 0.01 and abs(right - there[0]) < 0.01
    return "right and left are exchanged" if exchanged and abs(left - right) > 0.1 else ""


def all_named(found):
    for x in found["jumps"]:
        if not any(abs(x - mine) < 0.01 for mine in found["corners"]):
            return "one is missing in your list"
    return ""


def only_named(found):
    for mine in found["corners"]:
        if not any(abs(x - mine) < 0.01 for x in found["jumps"]):
            return f"at x = {mine:.4g} neither the slope nor its slope jumps"
    return ""


LIMITS = [
    ("the tails stand in order", tails_in_order),
    ("the tail for x → −∞", tail(0, "−")),
    ("the tail for x → +∞", tail(1, "+")),
    ("all corners", all_named),
    ("nothing but corners", only_named),
]


@LESSON.exercise(
    "tails and corners",
    check=partial(check_chosen, measured_limits, holds=LIMITS),
    where="Plot the function, its slope and the slope of the slope from −6 to 6, for a = 1.",
    first_line="my_limits = (celu, (…, 1.0), […])",
    value=True,
)
def my_limits():
    return (celu, (0.0, 1.0), [0.0])


@my_limits.slip("The left tail comes first: x → −∞, then x → +∞.")
def _():
    return celu, (1.0, 0.0), [0.0]


@my_limits.slip("For x → −∞ it is another slope: of a constant it is 0, of −x it is −1.")
def _():
    return celu, (1.0, 1.0), [0.0]


@my_limits.slip("For x → +∞ it is another slope: what grows like x has 1, whatever is added to it.")
def _():
    return celu, (0.0, 0.0), [0.0]


@my_limits.slip("Joined smoothly is not smooth: look at the second derivative on both sides.")
def _():
    return celu, (0.0, 1.0), []


@my_limits.slip("Steep or curved is no corner: both derivatives are the same from either side.")
def _():
    return snake, (1.0, 1.0), [0.0]


# a layer


W, B, A = [[0.5, -1.0, 0.25], [1.5, 0.75, -0.5]], [0.1, -0.2], [-0.3, 0.4]
INPUT = [0.8, -0.6, 1.2]
NUMBERS = {
    **{f"w.{j}.{i}": W[j][i] for j in range(2) for i in range(3)},
    **{f"b.{j}": B[j] for j in range(2)},
    **{f"a.{j}": A[j] for j in range(2)},
}


def reference(z, a):
    """No student's op, so that it is the layer which is judged."""
    return ag.tanh(a * z) + 0.1 * z


def measured_layer(layer):
    made, again = (layer(3, 2, reference, Random(5)) for _ in range(2))
    other = layer(3, 2, reference, Random(6))
    names = sorted(made.state_dict())
    found = {"names": names, "first": made.state_dict(), "again": again.state_dict()}
    found |= {"other": other.state_dict()}
    if names == sorted(NUMBERS):
        made.load_state_dict(NUMBERS)
        outputs = made(INPUT)
        made.zero_grad()
        ag.sum(outputs).backward()
        found["outputs"] = [y.data for y in outputs]
        found["gradient"] = {name: p.grad for name, p in made.named_parameters()}
        found["compiled"] = [float(y) for y in ag.compile(lambda *x: made(x), inputs=3)(*INPUT)]
    return found


def layer_truth():
    leaves = {name: ag.Value(x) for name, x in NUMBERS.items()}
    pre = [
        leaves[f"b.{j}"] + ag.sum([leaves[f"w.{j}.{i}"] * INPUT[i] for i in range(3)])
        for j in range(2)
    ]
    outputs = [reference(z, ag.exp(leaves[f"a.{j}"])) for j, z in enumerate(pre)]
    ag.sum(outputs).backward()
    return [y.data for y in outputs], {name: leaf.grad for name, leaf in leaves.items()}


def one_knob_each(found):
    knobs = [name for name in found["names"] if name == "a" or name.startswith("a.")]
    if len(knobs) == 2:
        return ""
    named = ", ".join(knobs) or "none"
    return f"a layer of two units has the parameters a.0 and a.1; yours: {named}"


def all_parameters(found):
    missing = [name for name in NUMBERS if name not in found["names"]]
    more = [name for name in found["names"] if name not in NUMBERS]
    if missing:
        return f"of 3 inputs and 2 units {', '.join(missing[:3])} is missing: a Value each"
    return f"{', '.join(more[:3])} is one too many" if more else ""


def by_chance(found):
    weights = [found["first"][name] for name in NUMBERS if name[0] == "w"]
    if len(set(weights)) < len(weights):
        return "some weights begin equal"
    if found["first"] == found["other"]:
        return "two generators give the same weights"
    return "" if found["first"] == found["again"] else "equal generators give different weights"


def outputs_as(formula):
    pre = [sum(w * x for w, x in zip(row, INPUT)) for row in W]
    return [formula(z, b, a) for z, b, a in zip(pre, B, A)]


def same(one, other):
    return len(one) == len(other) and all(map(near, one, other))


def with_bias(found):
    no_bias = outputs_as(lambda z, b, a: float(reference(z, math.exp(a))))
    return "that is op(w·x, exp(a))" if same(found["outputs"], no_bias) else ""


def knobs_are_own(found):
    first = outputs_as(lambda z, b, a: float(reference(b + z, math.exp(A[0]))))
    return "every unit uses the first one's" if same(found["outputs"], first) else ""


def knobs_are_positive(found):
    raw = outputs_as(lambda z, b, a: float(reference(b + z, a)))
    return "that is op(b + w·x, a)" if same(found["outputs"], raw) else ""


def forward(found):
    right, given = layer_truth()[0], found["outputs"]
    if len(right) != len(given):
        return f"two units give two numbers; yours are {len(given)}"
    return next(
        (
            f"unit {j} gives {y:.6g}, and op(b + w·x, exp(a)) is {wanted:.6g}"
            for j, (y, wanted) in enumerate(zip(given, right))
            if not near(y, wanted)
        ),
        "",
    )


def gradients(found):
    for name, wanted in layer_truth()[1].items():
        if not near(found["gradient"][name], wanted):
            return f"of {name} it is {found['gradient'][name]:.6g}, not {wanted:.6g}"
    return ""


def compiled_layer(found):
    return "" if same(found["compiled"], found["outputs"]) else "other numbers than its graph"


LAYER = [
    ("a knob for each unit", one_knob_each),
    ("the parameters", all_parameters),
    ("how it begins", by_chance),
    ("the bias counts", with_bias),
    ("each knob is its unit's", knobs_are_own),
    ("the knob stays positive", knobs_are_positive),
    ("the outputs", forward),
    ("the gradient", gradients),
    ("compiled", compiled_layer),
]


@LESSON.exercise(
    "the layer",
    check=partial(check_chosen, measured_layer, holds=LAYER),
    where="print(OwnLayer(3, 2, celu, Random(0)).state_dict()): w.0.0 … w.1.2, b.0, b.1, a.0, a.1?",
    first_line="    self.w = [[Value(rng.gauss(0, inputs**-0.5)) for _ in range(inputs)] for …]",
)
class OwnLayer(nn.Module):
    def __init__(self, inputs, outputs, op, rng):
        spread = inputs**-0.5
        self.w = [[ag.Value(rng.gauss(0, spread)) for _ in range(inputs)] for _ in range(outputs)]
        self.b = [ag.Value(0.0) for _ in range(outputs)]
        self.a = [ag.Value(0.0) for _ in range(outputs)]
        self._op = op

    def __call__(self, x):
        return [
            self._op(b + ag.sum([w * v for w, v in zip(row, x)]), ag.exp(a))
            for row, b, a in zip(self.w, self.b, self.a)
        ]


layer: Any = OwnLayer  # an exercise, by now


class Plain(nn.Module):
    """A layer to make slips of."""

    def __init__(self, inputs, outputs, op, rng):
        self.w = [[ag.Value(rng.gauss(0, 0.5)) for _ in range(inputs)] for _ in range(outputs)]
        self.b = [ag.Value(0.0) for _ in range(outputs)]
        self.a: Any = [ag.Value(0.0) for _ in range(outputs)]
        self._op = op

    def _pre(self, x):
        return [b + ag.sum([w * v for w, v in zip(row, x)]) for row, b in zip(self.w, self.b)]

    def __call__(self, x):
        return [self._op(z, ag.exp(a)) for z, a in zip(self._pre(x), self.a)]


@layer.slip("The knob is a plain number, or one for all: make a Value for each unit.")
class Shared(Plain):
    def __init__(self, inputs, outputs, op, rng):
        super().__init__(inputs, outputs, op, rng)
        self.a = ag.Value(0.0)

    def __call__(self, x):
        return [self._op(z, ag.exp(self.a)) for z in self._pre(x)]


@layer.slip("w has a row for each unit and a column for each input, b a number for each unit.")
class Turned(Plain):
    def __init__(self, inputs, outputs, op, rng):
        super().__init__(outputs, inputs, op, rng)
        self.a = [ag.Value(0.0) for _ in range(outputs)]


@layer.slip("Units that begin equal stay equal: draw the weights from the rng that is given.")
class Equal(Plain):
    def __init__(self, inputs, outputs, op, rng):
        super().__init__(inputs, outputs, op, rng)
        self.w = [[ag.Value(0.1) for _ in range(inputs)] for _ in range(outputs)]


@layer.slip("An optimiser takes a across 0, out of the domain; exp(a) is positive for any a.")
class Raw(Plain):
    def __call__(self, x):
        return [self._op(z, a) for z, a in zip(self._pre(x), self.a)]


@layer.slip("The bias is there, but not used: the op takes b + w·x.")
class NoBias(Plain):
    def __call__(self, x):
        return [self._op(z - b, ag.exp(a)) for z, a, b in zip(self._pre(x), self.a, self.b)]


@layer.slip("Each unit has its own knob: go through rows, biases and knobs together.")
class FirstKnob(Plain):
    def __call__(self, x):
        return [self._op(z, ag.exp(self.a[0])) for z in self._pre(x)]


@layer.slip("The op takes the pre-activation first and the knob second, once for each unit.")
class Exchanged(Plain):
    def __call__(self, x):
        return [self._op(ag.exp(a), z) for z, a in zip(self._pre(x), self.a)]


@layer.slip("The numbers are right and the graph is cut: a `.data` lets no gradient through.")
class Cut(Plain):
    def __call__(self, x):
        return [self._op(z, math.exp(a.data)) for z, a in zip(self._pre(x), self.a)]


# its gradient, by hand


def by_the_engine(w, x, g, by_z, by_a):
    """The gradient of Σ g (by_z z + by_a a), of an op with the slopes given."""

    def loss(w, b, a, x):
        pre = [bj + ag.sum([wi * xi for wi, xi in zip(row, x)]) for row, bj in zip(w, b)]
        return ag.sum([gj * (s * z + k * aj) for gj, s, k, z, aj in zip(g, by_z, by_a, pre, a)])

    zeros = [0.0] * len(w)
    return list(ag.grad(loss, argnums=(0, 1, 2, 3))(w, zeros, zeros, x))


SMALL = ([[0.5, -1.0, 0.25], [1.5, 0.75, -0.5]], [0.8, -0.6, 1.2], [2.0, -1.0], [0.3, 0.7])
SQUARE = ([[0.5, -1.0], [1.5, 0.75]], [0.25, -2.0], [-0.5, 3.0], [1.25, 0.4])


@LESSON.exercise(
    "its gradient by hand",
    check=partial(
        check, expected=by_the_engine, at=[(*SMALL, [0.2, -0.4]), (*SQUARE, [-1.5, 0.6])]
    ),
    where="Which of the four is off? Begin with ∇b = ∇z: what comes from above times by_z.",
    first_line="delta = [gj * s for gj, s in zip(g, by_z)]  # ∇z, one for each unit",
    asks=[by_hand(*SMALL, [0.2, -0.4])],
)
def layer_gradient(w, x, g, by_z, by_a):
    delta = [gj * s for gj, s in zip(g, by_z)]
    dw = [[d * xi for xi in x] for d in delta]
    da = [gj * s for gj, s in zip(g, by_a)]
    dx = [sum(d * row[i] for d, row in zip(delta, w)) for i in range(len(x))]
    return [dw, delta, da, dx]


def with_slip(dw=None, db=None, da=None, dx=None):
    """The solution with one of its four parts replaced."""

    def wrong(w, x, g, by_z, by_a):
        right = layer_gradient.solution(w, x, g, by_z, by_a)
        parts = zip((dw, db, da, dx), right)
        return [part(w, x, g, by_z, by_a) if part else made for part, made in parts]

    return wrong


def products(one, other):
    return [p * q for p, q in zip(one, other)]


layer_gradient.slip("∇w is a column times a row, ∇z xᵀ: a row for each unit; yours is transposed.")(
    with_slip(dw=lambda w, x, g, s, k: [[d * xi for d in products(g, s)] for xi in x])
)
layer_gradient.slip("In ∇w the slope of the op is missing: it is g·by_z·x, not g·x.")(
    with_slip(dw=lambda w, x, g, s, k: [[gj * xi for xi in x] for gj in g])
)
layer_gradient.slip("∇b is not what comes from above: on the way to b stands the op, with by_z.")(
    with_slip(db=lambda w, x, g, s, k: g)
)
layer_gradient.slip("To the knob leads the op's second arrow: its slope is by_a, not by_z.")(
    with_slip(da=lambda w, x, g, s, k: products(g, s))
)
layer_gradient.slip("∇a lacks what comes from above: g times by_a, unit by unit.")(
    with_slip(da=lambda w, x, g, s, k: list(k))
)
layer_gradient.slip(
    "x reaches the outputs through every unit: ∇x adds over them, by columns of w."
)(with_slip(dx=lambda w, x, g, s, k: [w[0][i] * g[0] * s[0] for i in range(len(x))]))
layer_gradient.slip("In ∇x the slope of the op is missing: ∇z goes back through w, not g.")(
    with_slip(dx=lambda w, x, g, s, k: [sum(products(g, column)) for column in zip(*w)])
)


# training


STEPS, LARGEST, ASKED = 2_000, 250, 0.97


class Reference(Plain):
    """The layer of the check: any op, its weights drawn, its knobs at exp(0) = 1."""


def measured_training(my_training):
    row, network, settings = my_training
    lr, epochs, batch = (settings[key] for key in ("lr", "epochs", "batch_size"))
    with temporary_op(*row) as op:
        model = network(lambda inputs, outputs, rng: Reference(inputs, outputs, op, rng), Random(0))
        own = [part for part in parts_of(model) if isinstance(part, Reference)]
        found = {
            "own units": sum(len(layer.b) for layer in own),
            "parameters": len(model.parameters()),
            "steps": epochs * math.ceil(200 / batch),
        }
        if not found["own units"] or found["steps"] > STEPS or found["parameters"] > LARGEST:
            return found
        return found | trained(model, own, nn.Adam(lr), epochs, batch)


def trained(model, own, adam, epochs, batch):
    """What becomes of a network on the spirals, and of the knobs of its own layers."""
    rows, labels = nn.spirals(200, rng=0)
    more = {"epochs": epochs, "batch_size": batch, "rng": 0, "progress": False}
    begun = [knob.data for layer in own for knob in layer.a]
    try:
        nn.fit(model, rows, labels, optimizer=adam, **more)
    except ArithmeticError as error:
        return {"diverged": str(error)}
    ended = [knob.data for layer in own for knob in layer.a]
    return {
        "training": nn.evaluate(model, rows, labels)["accuracy"],
        "fresh": nn.evaluate(model, *nn.spirals(200, rng=1))["accuracy"],
        "moved": max(abs(one - other) for one, other in zip(begun, ended)),
    }


def parts_of(model):
    """A module and all that are in it."""
    inner = [part for held in vars(model).values() for part in listed(held)]
    return [model, *(deep for part in inner for deep in parts_of(part))]


def listed(held):
    parts = held if isinstance(held, (list, tuple)) else [held]
    return [part for part in parts if isinstance(part, nn.Module)]


def at_most(key, most):
    return lambda found: "" if found[key] <= most else f"{found[key]:,}; at most {most:,} are asked"


def at_least(key):
    return lambda found: "" if found[key] >= ASKED else f"{found[key]:.1%}; {ASKED:.0%} is asked"


TRAINING = [
    ("your layer is in it", lambda found: "" if found["own units"] else "layer(…) is never used"),
    ("steps", at_most("steps", STEPS)),
    ("parameters", at_most("parameters", LARGEST)),
    ("it does not diverge", lambda found: found.get("diverged", "")),
    ("right on the training spirals", at_least("training")),
    ("the knobs learn", lambda found: "" if found["moved"] > 0 else "none has moved"),
    ("right on fresh spirals", at_least("fresh")),
]


@LESSON.exercise(
    "trained",
    check=partial(check_chosen, measured_training, holds=TRAINING),
    where="Train with OwnLayer yourself, look at the curve of the losses and at the boundary.",
    first_line='    return nn.Sequential(layer(2, 12, rng), …, nn.Neuron(12, "linear", rng=rng))',
    value=True,
)
def my_training():
    below = "minimum(x, 0.0)"
    row = (
        "my_celu",
        "x a",
        f"maximum(x, 0.0) + a * expm1({below} / a)",
        (f"exp({below} / a)", f"expm1({below} / a) - {below} / a * exp({below} / a)"),
        "real, positive",
    )

    def network(layer, rng):
        return nn.Sequential(
            layer(2, 10, rng), layer(10, 10, rng), nn.Neuron(10, "linear", rng=rng)
        )

    return (row, network, {"lr": 0.02, "epochs": 200, "batch_size": 20})


SNAKE_ROW = of_snake(*SNAKE, BY_KNOB)[1]
USUAL = {"lr": 0.02, "epochs": 200, "batch_size": 20}


def two_layers(layer, rng):
    return nn.Sequential(layer(2, 10, rng), layer(10, 10, rng), nn.Neuron(10, "linear", rng=rng))


@my_training.slip(
    "The network has none of your units: make its layers by layer(inputs, outputs, rng)."
)
def _():
    return SNAKE_ROW, lambda layer, rng: nn.MLP(2, [10, 10, 1], rng=rng), USUAL


@my_training.slip("Too many steps: an epoch has 200 / batch_size of them.")
def _():
    return SNAKE_ROW, two_layers, USUAL | {"batch_size": 1}


@my_training.slip("Too large: two layers of ten units are enough for two spirals.")
def _():
    def wide(layer, rng):
        return nn.Sequential(layer(2, 100, rng), nn.Neuron(100, "linear", rng=rng))

    return SNAKE_ROW, wide, USUAL


@my_training.slip("It has not learned yet: another rate, more steps, or a network with more units?")
def _():
    return SNAKE_ROW, two_layers, USUAL | {"lr": 1e-5, "epochs": 20}

"""Lesson 09: smoothness, rates, a line search, Newton's step, a saddle."""

import math
from functools import partial

import autograd as ag
from autograd.exercises import Lesson, by_hand, check, check_lines

LESSON = Lesson("09", "When gradient descent converges")


def by_directions(a, b, c):
    """The largest size of the curvature along a direction, over all directions, refined."""

    def size(angle):
        x, y = math.cos(angle), math.sin(angle)
        return abs(a * x * x + 2 * b * x * y + c * y * y)

    best, width = max(range(360), key=lambda k: size(math.pi * k / 360)) * math.pi / 360, 0.01
    while width > 1e-12:
        best = max((best - width, best, best + width), key=size)
        width *= 0.8
    return size(best)


@LESSON.exercise(
    "how smooth?",
    check=partial(
        check,
        expected=by_directions,
        at=[(1, 3, -4), (2, 0, 5), (1, 1, 1), (0, -2, 0), (-3, 1, 0.5)],
    ),
    where="The Hessian is [[a, b], [b, c]]. Which of its eigenvalues is the largest in size?",
    first_line="eigenvalues = np.linalg.eigvalsh([[a, b], [b, c]])",
)
def smoothness(a, b, c):
    middle, radius = (a + c) / 2, math.hypot((a - c) / 2, b)  # the eigenvalues: middle ± radius
    return abs(middle) + radius


def eigenvalues(a, b, c):
    middle, radius = (a + c) / 2, math.hypot((a - c) / 2, b)
    return middle - radius, middle + radius


@smoothness.slip("That is the largest eigenvalue; one below zero may be larger in size.")
def _(a, b, c):
    return eigenvalues(a, b, c)[1]


@smoothness.slip("That looks along the axes only; with b the steepest direction lies between them.")
def _(a, b, c):
    return max(abs(a), abs(c))


@smoothness.slip("That is the smallest eigenvalue; the largest in size is wanted.")
def _(a, b, c):
    return eigenvalues(a, b, c)[0]


@smoothness.slip("The sizes of both eigenvalues are added up; the larger of them is wanted.")
def _(a, b, c):
    return sum(map(abs, eigenvalues(a, b, c)))


@smoothness.slip("The Hessian has a, b and c in it, without a ½: squares bring a factor 2 down.")
def _(a, b, c):
    return max(map(abs, eigenvalues(a, b, c))) / 2


@smoothness.slip("The Hessian has b, not 2b, beside its diagonal.")
def _(a, b, c):
    return max(map(abs, eigenvalues(a, 2 * b, c)))


@smoothness.slip("That is the root of the sum of all squares: an upper bound, not the smallest L.")
def _(a, b, c):
    return math.hypot(*eigenvalues(a, b, c))


@smoothness.slip(
    "That is the determinant, the product of the eigenvalues; the larger of them is wanted."
)
def _(a, b, c):
    return abs(a * c - b * b)


def tried_out(mu, L):
    """By thirds: the worse of the two factors falls, then rises with the rate."""
    low, high = 0.0, 2 / L

    def worse(rate):
        return max(abs(1 - rate * mu), abs(1 - rate * L))

    for _ in range(200):
        one, other = low + (high - low) / 3, high - (high - low) / 3
        low, high = (low, other) if worse(one) < worse(other) else (one, high)
    return [low, worse(low)]


@LESSON.exercise(
    "the best fixed rate",
    check=partial(
        check, expected=tried_out, at=[(1.0, 25.0), (1.0, 3.0), (0.5, 2.0)], tolerance=1e-6
    ),
    where="At the best rate the two factors are equal in size and of opposite sign.",
    first_line="rate = 2 / …",
)
def best_rate(mu, L):
    return [2 / (L + mu), (L - mu) / (L + mu)]


@best_rate.slip("1/L is safe, not best: the factor of L is 0 there, that of μ still large.")
def _(mu, L):
    return [1 / L, 1 - mu / L]


@best_rate.slip("2/L is the limit, where the factor of L is −1: nothing shrinks along it.")
def _(mu, L):
    return [2 / L, 1.0]


@best_rate.slip("1 − ημ = ηL − 1 gives η = 2/(L + μ): a factor 2 is missing.")
def _(mu, L):
    return [1 / (L + mu), 1 - mu / (L + mu)]


@best_rate.slip("The rate is right; the factor is 1 − ημ at this rate.")
def _(mu, L):
    return [2 / (L + mu), 1 - mu / L]


@best_rate.slip("That is the factor of L with its sign; its size is wanted.")
def _(mu, L):
    return [2 / (L + mu), (mu - L) / (L + mu)]


@best_rate.slip("Those are momentum's; here no velocity helps.")
def _(mu, L):
    return [(2 / (L**0.5 + mu**0.5)) ** 2, (L**0.5 - mu**0.5) / (L**0.5 + mu**0.5)]


def true_lines(x, f, g, mu, L):
    """By trying: the floor is lowest where its slope is 0; the gain is that of the lid's floor."""

    def parabola(y, c):
        return f + g * (y - x) + c / 2 * (y - x) ** 2

    floor, lid = x - g / mu, x - g / L
    gap, gain = f - parabola(floor, mu), f - parabola(lid, L)
    return [floor, parabola(floor, mu), gap, gain, gain / gap]


@LESSON.exercise(
    "strong convexity, line by line",
    check=partial(
        check_lines,
        expected=true_lines,
        at=[(1.0, 3.0, 2.0, 0.5, 4.0), (-2.0, 1.0, -3.0, 3.0, 5.0), (0.5, 7.0, 5.0, 2.0, 10.0)],
        names=("lowest_point", "its_height", "above_minimum", "gain", "share"),
    ),
    where="The floor: f + g (y − x) + μ/2 (y − x)²; at its lowest its slope is 0. The lid has L.",
    first_line="lowest_point = x - …",
)
def derivation(x, f, g, mu, L):
    lowest_point = x - g / mu
    its_height = f - g**2 / (2 * mu)
    above_minimum = g**2 / (2 * mu)
    gain = g**2 / (2 * L)
    share = mu / L
    return [lowest_point, its_height, above_minimum, gain, share]


@derivation.slip("The floor falls against the slope: from x it is lowest at minus g/μ.")
def _(x, f, g, mu, L):
    return [x + g / mu, ..., ..., ..., ...]


@derivation.slip("That is the lid's lowest point; the floor has the curvature μ.")
def _(x, f, g, mu, L):
    return [x - g / L, ..., ..., ..., ...]


@derivation.slip("The slope takes g²/μ away, the curvature gives half of it back.")
def _(x, f, g, mu, L):
    return [x - g / mu, f - g**2 / mu, ..., ..., ...]


@derivation.slip(
    "f is not below its floor: so f* is at least that height, and the gap at most g²/(2μ)."
)
def _(x, f, g, mu, L):
    return [x - g / mu, f - g**2 / (2 * mu), f, ..., ...]


@derivation.slip("The gain is of the lid: its curvature is L, not μ.")
def _(x, f, g, mu, L):
    return [x - g / mu, f - g**2 / (2 * mu), g**2 / (2 * mu), g**2 / (2 * mu), ...]


@derivation.slip("Gain divided by gap: g² cancels, and μ is left above L.")
def _(x, f, g, mu, L):
    return [x - g / mu, f - g**2 / (2 * mu), g**2 / (2 * mu), g**2 / (2 * L), L / mu]


@derivation.slip("That is what is left of the gap; the share that is gained is asked.")
def _(x, f, g, mu, L):
    return [x - g / mu, f - g**2 / (2 * mu), g**2 / (2 * mu), g**2 / (2 * L), 1 - mu / L]


def step_by_step(mu, L, gap, eps):
    t = 0
    while gap > eps:
        gap, t = gap * (1 - mu / L), t + 1
    return t


@LESSON.exercise(
    "how many steps are enough?",
    check=partial(
        check,
        expected=step_by_step,
        at=[(1.0, 25.0, 10.0, 1e-3), (0.5, 2.0, 3.0, 0.01), (2.0, 10.0, 1.0, 0.1)],
    ),
    where="Solve (1 − μ/L) to the t times gap = eps for t by logarithms; mind both signs.",
    first_line="t = math.log(gap / eps) / …",
)
def enough_steps(mu, L, gap, eps):
    return math.ceil(math.log(gap / eps) / -math.log(1 - mu / L))


@enough_steps.slip("Rounded down, the last step is missing: the gap is still above eps.")
def _(mu, L, gap, eps):
    return math.floor(math.log(gap / eps) / -math.log(1 - mu / L))


@enough_steps.slip("Steps come whole: round up.")
def _(mu, L, gap, eps):
    return math.log(gap / eps) / -math.log(1 - mu / L)


@enough_steps.slip("κ ln(gap/eps) is the rule of thumb; the exact number has ln(1 − μ/L) in it.")
def _(mu, L, gap, eps):
    return math.ceil(L / mu * math.log(gap / eps))


@enough_steps.slip("How far it is at the start counts: gap is missing.")
def _(mu, L, gap, eps):
    return math.ceil(math.log(1 / eps) / -math.log(1 - mu / L))


@enough_steps.slip("The factor of a step is 1 − μ/L, not μ/L.")
def _(mu, L, gap, eps):
    return math.ceil(math.log(gap / eps) / math.log(L / mu))


@enough_steps.slip("gap and eps are exchanged, or a minus is missing: t is negative.")
def _(mu, L, gap, eps):
    return math.ceil(math.log(gap / eps) / math.log(1 - mu / L))


@enough_steps.slip("The values shrink by 1 − μ/L; their squares are not what is asked.")
def _(mu, L, gap, eps):
    return math.ceil(math.log(gap / eps) / -math.log(1 - mu / L) / 2)


def wells(x):
    return x**4 / 4 - x**2 / 2


def by_halving(x, c, share=lambda c, alpha, g: c * alpha * g**2):
    """The first of 1, ½, ¼, … whose gain is the share that is asked; 0 where there is none."""
    g = ag.grad(wells)(x)
    lengths = (0.5**k for k in range(50))
    good = (a for a in lengths if wells(x) - wells(x - a * g) >= share(c, a, g))
    return next(good, 0.0)


@LESSON.exercise(
    "backtracking",
    check=partial(
        check,
        expected=by_halving,
        at=[(3.0, 0.25), (1.1, 0.2), (-2.0, 0.3), (0.4, 0.25), (-3.0, 0.5)],
    ),
    where="The slope along minus the gradient is −g². A length α promises a gain of α g².",
    first_line="g, alpha = x**3 - x, 1.0",
)
def first_good_length(x, c):
    g, alpha = x**3 - x, 1.0
    while wells(x - alpha * g) > wells(x) - c * alpha * g**2:
        alpha /= 2
    return alpha


@first_good_length.slip("Any gain is taken; it has to be the share c of what the slope promises.")
def _(x, c):
    return by_halving(x, c, lambda c, alpha, g: 0.0)


@first_good_length.slip("The slope is minus the square of the gradient's length, not its length.")
def _(x, c):
    return by_halving(x, c, lambda c, alpha, g: c * alpha * abs(g))


@first_good_length.slip("The share c is missing: all that the slope promises is asked for.")
def _(x, c):
    return by_halving(x, c, lambda c, alpha, g: alpha * g**2)


@first_good_length.slip("α is missing: a shorter step promises less.")
def _(x, c):
    return by_halving(x, c, lambda c, alpha, g: c * g**2)


@first_good_length.slip("The share is given as c; 10⁻⁴ is what the library takes.")
def _(x, c):
    return by_halving(x, c, lambda c, alpha, g: 1e-4 * alpha * g**2)


@first_good_length.slip("A sign: this lets the step climb by so much; the gain is subtracted.")
def _(x, c):
    return by_halving(x, c, lambda c, alpha, g: -c * alpha * g**2)


@first_good_length.slip("That is halved once too often: the first length that is good is wanted.")
def _(x, c):
    return by_halving(x, c) / 2


def by_newton(x, a):
    """From f' and f'' of the engine."""
    first = ag.grad(lambda v: v**3 / 3 - a * v)
    return x - first(x) / ag.grad(first)(x)


@LESSON.exercise(
    "two thousand years before Newton",
    check=partial(check, expected=by_newton, at=[(1.0, 2.0), (1.5, 2.0), (3.0, 10.0), (-2.0, 5.0)]),
    where="Newton goes to x minus the first derivative divided by the second.",
    first_line="return (x + …) / 2",
    asks=[by_hand(1.5, 2.0)],
)
def next_point(x, a):
    return (x + a / x) / 2


@next_point.slip("That is the step; the point is x plus it.")
def _(x, a):
    return (a / x - x) / 2


@next_point.slip("Newton divides by the second derivative, 2x; here it is x.")
def _(x, a):
    return a / x


@next_point.slip("A sign: x − (x² − a)/(2x) has + a/(2x) in it.")
def _(x, a):
    return (x - a / x) / 2


@next_point.slip("That is a gradient step of length 1: the second derivative is missing.")
def _(x, a):
    return x - (x**2 - a)


@next_point.slip("That looks for a zero of f, dividing f by f'; we look for a zero of f'.")
def _(x, a):
    return x - (x**3 / 3 - a * x) / (x**2 - a)


@next_point.slip("Newton's step goes against the gradient: x minus, not x plus.")
def _(x, a):
    return x + (x**2 - a) / (2 * x)


@next_point.slip("The mean of x and a/x: a ½ is missing.")
def _(x, a):
    return x + a / x


def by_engine(x, y):
    return ag.hessian(lambda w: (w[1] * ag.tanh(w[0] * x) - y) ** 2 / 2)([0.0, 0.0])


@LESSON.exercise(
    "why the saddle?",
    check=partial(check, expected=by_engine, at=[(2.0, 3.0), (-0.5, 3.0), (2.0, -1.0)]),
    where="Near 0, tanh(w₁x) is about w₁x. Expand the square and keep the terms of second order.",
    first_line="return [[0, …], […, 0]]",
    asks=[by_hand(2.0, 3.0)],
)
def hessian_at_zero(x, y):
    return [[0, -x * y], [-x * y, 0]]


@hessian_at_zero.slip("A sign: the mixed term of ½(w₁w₂x − y)² is −xy·w₁w₂.")
def _(x, y):
    return [[0, x * y], [x * y, 0]]


@hessian_at_zero.slip("The inner derivative is missing: tanh(w₁x) is about w₁x, not w₁.")
def _(x, y):
    return [[0, -y], [-y, 0]]


@hessian_at_zero.slip("These belong beside the diagonal: w₁w₂ is a mixed term.")
def _(x, y):
    return [[-x * y, 0], [0, -x * y]]


@hessian_at_zero.slip("x² comes with w₁²w₂², of fourth order: it bends nothing at 0.")
def _(x, y):
    return [[x**2, -x * y], [-x * y, x**2]]


@hessian_at_zero.slip("The factor 2 of the square is cancelled by the ½ before it.")
def _(x, y):
    return [[0, -2 * x * y], [-2 * x * y, 0]]


@hessian_at_zero.slip("That is a gradient, or one row; a Hessian has two rows.")
def _(x, y):
    return [0, -x * y]

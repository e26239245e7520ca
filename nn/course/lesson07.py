"""Lesson 07: true risk, unbiased estimates, the noise of batches, schedules, the dance."""

import itertools
from functools import partial
from statistics import pvariance, variance

from autograd.exercises import Lesson, check

LESSON = Lesson("07", "Noise and schedules")


def by_quadrature(w, s):
    """The mean of the loss over x, by Simpson's rule, and over two noises of variance 1."""
    thirds = ((0.0, 1 / 6), (0.5, 4 / 6), (1.0, 1 / 6))  # exact for squares
    return sum(
        weight * ((w - 2) * x - s * noise) ** 2 / 4 for x, weight in thirds for noise in (-1, 1)
    )


@LESSON.exercise(
    "a true risk",
    check=partial(
        check, expected=by_quadrature, at=[(0.0, 1.0), (3.0, 0.5), (2.0, 2.0), (-1.0, 0.0)]
    ),
    where="The error is (w − 2)x − sε. Square it and take the mean of each of the three terms.",
    first_line="return ((w - 2) ** 2 * … + …) / 2",
)
def true_risk_of(w, s):
    return ((w - 2) ** 2 / 3 + s**2) / 2


@true_risk_of.slip("The noise is missing: even the true line has the risk s²/2.")
def _(w, s):
    return (w - 2) ** 2 / 6


@true_risk_of.slip("The mean of x² is not the square of the mean of x: ∫x² dx from 0 to 1 is ⅓.")
def _(w, s):
    return ((w - 2) ** 2 / 4 + s**2) / 2


@true_risk_of.slip("The loss has a factor ½, for both of its terms.")
def _(w, s):
    return (w - 2) ** 2 / 3 + s**2


@true_risk_of.slip("The noise sε has the variance s², not s.")
def _(w, s):
    return ((w - 2) ** 2 / 3 + s) / 2


@true_risk_of.slip("That is the mean of x; the error is squared, so x² is what counts.")
def _(w, s):
    return ((w - 2) ** 2 / 2 + s**2) / 2


@true_risk_of.slip("The true slope is 2: the risk is lowest at w = 2, not at w = 0.")
def _(w, s):
    return (w**2 / 3 + s**2) / 2


def undone(g, p, n):
    """What makes p times the estimate g / n."""
    return g / n / p


@LESSON.exercise(
    "draw unevenly, and stay right on average",
    check=partial(check, expected=undone, at=[(2.0, 0.25, 5), (-3.0, 0.5, 4), (1.0, 0.2, 10)]),
    where="On average comes out the sum of p times the estimate. It has to be the sum of g/n.",
    first_line="return g / (…)",
)
def estimate(g, p, n):
    return g / (n * p)


@estimate.slip("That is right on average for the sum of all gradients; the risk is their mean.")
def _(g, p, n):
    return g / p


@estimate.slip("Turned round: what is drawn rarely must count for more, not for less.")
def _(g, p, n):
    return g * n * p


@estimate.slip("The n-th part of each, whatever its p: what is drawn often counts too much.")
def _(g, p, n):
    return g / n


@estimate.slip("That is the plain gradient: right on average only where every p is 1/n.")
def _(g, p, n):
    return g


@estimate.slip("p comes in by itself, by how often the example is drawn; divide by it.")
def _(g, p, n):
    return g * p


@estimate.slip("n belongs below the line, with p: the mean is the n-th part of the sum.")
def _(g, p, n):
    return n * g / p


def over_all_batches(numbers, m):
    """The variance of the mean over all batches that there are."""
    return pvariance([sum(batch) / m for batch in itertools.combinations(numbers, m)])


@LESSON.exercise(
    "the noise of a batch",
    check=partial(
        check,
        expected=over_all_batches,
        at=[([1.0, 2.0, 4.0, 9.0], 2), ([0.0, 3.0, -1.0, 5.0, 2.0], 3), ([2.0, 2.5, 7.0], 1)],
    ),
    where="First the variance of one number, about the mean of all; then the formula of section 2.",
    first_line="n, mean = len(numbers), sum(numbers) / len(numbers)",
)
def batch_variance(numbers, m):
    n, mean = len(numbers), sum(numbers) / len(numbers)
    one = sum((x - mean) ** 2 for x in numbers) / n
    return one / m * (n - m) / (n - 1)


@batch_variance.slip("That is for draws with replacement; no number comes twice here.")
def _(numbers, m):
    return pvariance(numbers) / m


@batch_variance.slip("The correction is (N − m)/(N − 1), when σ² is divided by N.")
def _(numbers, m):
    return pvariance(numbers) / m * (len(numbers) - m) / len(numbers)


@batch_variance.slip("σ² divides by N − 1 here, and the correction does so once more.")
def _(numbers, m):
    return variance(numbers) / m * (len(numbers) - m) / (len(numbers) - 1)


@batch_variance.slip("That is the standard deviation; the variance is its square.")
def _(numbers, m):
    return (pvariance(numbers) / m * (len(numbers) - m) / (len(numbers) - 1)) ** 0.5


@batch_variance.slip("That is the variance of one number; a mean of m has less.")
def _(numbers, m):
    return pvariance(numbers)


@batch_variance.slip("The variance goes like 1/m; the standard deviation goes like 1/√m.")
def _(numbers, m):
    return pvariance(numbers) / m**0.5 * (len(numbers) - m) / (len(numbers) - 1)


def asked_schedule(t):
    """A climb in ten steps, then a decay that begins at its end."""
    return 0.2 * min((t + 1) / 10, max(t - 9, 1) ** -0.5)


@LESSON.exercise(
    "a schedule",
    check=partial(check, expected=asked_schedule, at=[0, 1, 8, 9, 10, 11, 13, 100]),
    where="Count the first step as t = 0. The tenth, t = 9, has the full rate, and t = 10 as well.",
    first_line="if t < 10:",
)
def my_schedule(t):
    if t < 10:
        return 0.02 * (t + 1)
    return 0.2 / (t - 9) ** 0.5


@my_schedule.slip("The first step is t = 0, and its rate is 0.02, not 0: the climb counts from 1.")
def _(t):
    return 0.02 * t if t < 10 else 0.2 / (t - 9) ** 0.5


@my_schedule.slip("The decay counts from the end of the climb, not from the first step.")
def _(t):
    return 0.02 * (t + 1) if t < 10 else 0.2 / (t + 1) ** 0.5


@my_schedule.slip("The climb takes one step too many: t = 10 is the first step of the decay.")
def _(t):
    return 0.02 * (t + 1) if t <= 10 else 0.2 / (t - 9) ** 0.5


@my_schedule.slip("The root is missing in the decay.")
def _(t):
    return 0.02 * (t + 1) if t < 10 else 0.2 / (t - 9)


@my_schedule.slip("The climb is missing: the first ten steps have rates of their own.")
def _(t):
    return 0.2 / max(t - 9, 1) ** 0.5


@my_schedule.slip("After the climb the rate stays; it was to decay.")
def _(t):
    return 0.02 * (t + 1) if t < 10 else 0.2


def by_bisection(height, c, variance, m):
    """The rate at which the formula of the lesson gives the height; it rises with the rate."""
    low, high = 0.0, 2 / c
    for _ in range(200):
        rate = (low + high) / 2
        if rate * variance < height * 2 * m * (2 - rate * c):
            low = rate
        else:
            high = rate
    return rate


@LESSON.exercise(
    "which rate for this dance?",
    check=partial(
        check,
        expected=by_bisection,
        at=[(0.1, 2.0, 1.5, 4), (0.05, 0.5, 1.0, 1), (0.3, 4.0, 0.7, 8)],
    ),
    where="Multiply the formula by 2m(2 − ηc), and collect what has a factor η on one side.",
    first_line="return 4 * m * height / (…)",
)
def rate_for(height, c, variance, m):
    return 4 * m * height / (variance + 2 * m * c * height)


@rate_for.slip("That solves the approximation for small rates; the exact formula has 2 − ηc.")
def _(height, c, variance, m):
    return 4 * m * height / variance


@rate_for.slip("A sign: −ηc becomes +ηc on the other side, so it is added to the variance.")
def _(height, c, variance, m):
    return 4 * m * height / (variance - 2 * m * c * height)


@rate_for.slip("The batch size is missing: the noise of a batch is variance/m.")
def _(height, c, variance, m):
    return 4 * height / (variance + 2 * c * height)


@rate_for.slip("The curvature is missing beside the height, in what is added to the variance.")
def _(height, c, variance, m):
    return 4 * m * height / (variance + 2 * m * height)


@rate_for.slip("2m times 2 is 4m.")
def _(height, c, variance, m):
    return 2 * m * height / (variance + 2 * m * c * height)


@rate_for.slip("The variance is σ² already; it is not squared once more.")
def _(height, c, variance, m):
    return 4 * m * height / (variance**2 + 2 * m * c * height)

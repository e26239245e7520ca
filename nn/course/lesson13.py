"""Lesson 13, latent variables: eigenvectors, which Gaussian, a likelihood, Bayes, the posterior."""

import math
from functools import partial
from statistics import NormalDist, fmean

import autograd as ag
import nn
from autograd.exercises import Lesson, by_hand, check, check_derivative, check_lines, check_with

LESSON = Lesson("13", "Latent variables and PCA")

S_2 = [[2.0, 1.0], [1.0, 3.0]]


def rayleigh(u):
    top = sum(S_2[i][j] * u[i] * u[j] for i in range(2) for j in range(2))
    return top / sum(v * v for v in u)


def parts(u):
    """S u, V(u) and the square of u's length."""
    Su = [S_2[0][0] * u[0] + S_2[0][1] * u[1], S_2[1][0] * u[0] + S_2[1][1] * u[1]]
    return Su, rayleigh(u), u[0] ** 2 + u[1] ** 2


@LESSON.exercise(
    "is it an eigenvector?",
    check=partial(check_derivative, rayleigh, at=[[1.0, 0.0], [1.0, 1.0], [-0.5, 2.0]]),
    where="By the quotient rule: the top depends on u, and so does the bottom.",
    first_line="Su = [S_2[0][0] * u[0] + S_2[0][1] * u[1], …]",
    asks=[by_hand([1.0, 1.0])],
)
def rayleigh_slope(u):
    Su = [S_2[0][0] * u[0] + S_2[0][1] * u[1], S_2[1][0] * u[0] + S_2[1][1] * u[1]]
    length = u[0] ** 2 + u[1] ** 2
    quotient = (u[0] * Su[0] + u[1] * Su[1]) / length
    return [2 * (Su[i] - quotient * u[i]) / length for i in range(2)]


@rayleigh_slope.slip("A factor 2 is missing: the gradient of uᵀSu is 2 S u, that of uᵀu is 2 u.")
def _(u):
    return [v / 2 for v in rayleigh_slope.solution(u)]


@rayleigh_slope.slip("That is the gradient of the top alone, 2 S u; the bottom depends on u, too.")
def _(u):
    return [2 * v for v in parts(u)[0]]


@rayleigh_slope.slip(
    "The length is treated as a constant: by the quotient rule − V(u) u is missing."
)
def _(u):
    Su, _, length = parts(u)
    return [2 * v / length for v in Su]


@rayleigh_slope.slip("The division by uᵀu is missing: it is 1 only for a unit vector.")
def _(u):
    return [v * parts(u)[2] for v in rayleigh_slope.solution(u)]


@rayleigh_slope.slip("A sign: the quotient rule subtracts what the bottom brings, S u − V(u) u.")
def _(u):
    Su, quotient, length = parts(u)
    return [2 * (v + quotient * w) / length for v, w in zip(Su, u)]


@rayleigh_slope.slip("The top itself is subtracted; it has to be V(u), the top over the bottom.")
def _(u):
    Su, quotient, length = parts(u)
    return [2 * (v - quotient * length * w) / length for v, w in zip(Su, u)]


CROSS = [[4.0, 1.0], [2.0, 1.5], [6.0, 0.0], [3.0, 1.0], [5.0, 3.0]]
IN_SPACE = [[1.0, 0.0, -2.0], [0.0, 1.0, 2.0], [2.0, 1.0, -3.0], [-1.0, 4.0, 1.0], [0.0, 0.0, -1.0]]


def signed(rows):
    """Each row with its largest entry positive, as far as these are rows of numbers."""
    rows = rows.tolist() if hasattr(rows, "tolist") else rows
    try:
        return [[v * math.copysign(1.0, max(u, key=abs)) for v in u] for u in rows]
    except (TypeError, ValueError):
        return rows


def as_array(answer, X, k):
    """The answer gets an array, as the lesson's own cloud is one; the signs are its own."""
    import numpy as np

    return signed(answer(np.array(X), k))


def by_the_library(X, k):
    return nn.pca(X, k).directions


@LESSON.exercise(
    "PCA in four lines",
    check=partial(
        check_with,
        as_array,
        expected=by_the_library,
        at=[(CROSS, 1), (CROSS, 2), (IN_SPACE, 3)],
    ),
    where="In which order does np.linalg.eigh give eigenvalues, and where stand the eigenvectors?",
    first_line="offsets = X - X.mean(axis=0)",
)
def directions(X, k):
    import numpy as np

    offsets = X - X.mean(axis=0)
    _, vectors = np.linalg.eigh(offsets.T @ offsets / len(X))
    return vectors[:, ::-1][:, :k].T


@directions.slip("These belong to the *smallest* eigenvalues: eigh gives them in ascending order.")
def _(X, k):
    import numpy as np

    return np.linalg.eigh(np.cov(X.T))[1][:, :k].T


@directions.slip("The order is right for all, but k = 1 wants the first: turn around, then cut.")
def _(X, k):
    import numpy as np

    return np.linalg.eigh(np.cov(X.T))[1][:, :k].T[::-1]


@directions.slip("Eigenvectors stand in columns of what eigh returns; these are its rows.")
def _(X, k):
    import numpy as np

    return np.linalg.eigh(np.cov(X.T))[1][:, ::-1][:k]


@directions.slip("One direction per row is asked; here they stand in columns.")
def _(X, k):
    return [list(column) for column in zip(*directions.solution(X, k))]


@directions.slip("The mean has not been subtracted: these look at the distance from the origin.")
def _(X, k):
    import numpy as np

    return np.linalg.eigh(X.T @ X)[1][:, ::-1][:, :k].T


@directions.slip(
    "These are the right ones in the opposite order: the first has the largest variance."
)
def _(X, k):
    return directions.solution(X, k)[::-1]


@directions.slip("Directions have length 1; these are scaled by their eigenvalues.")
def _(X, k):
    variances = nn.pca(X, k).variances
    return [v * u for v, u in zip(variances, directions.solution(X, k))]


def by_the_standard_library(x, mean, variance):
    bell = NormalDist(mean, math.sqrt(variance))
    return fmean(math.log(bell.pdf(v)) for v in x)


POINTS = [1.0, 2.5, 3.0]


@LESSON.exercise(
    "which Gaussian fits better?",
    check=partial(
        check,
        expected=by_the_standard_library,
        at=[(POINTS, 2.0, 0.5), (POINTS, 0.0, 4.0), ([-1.0, 0.5], -1.0, 2.5)],
    ),
    where="log N(v; m, s²) has three parts: the constant, the logarithm of s², and the square.",
    first_line="squares = [(v - mean) ** 2 for v in x]",
)
def mean_log_density(x, mean, variance):
    squares = [(v - mean) ** 2 for v in x]
    square = sum(squares) / len(x)
    return -0.5 * (math.log(2 * math.pi) + math.log(variance) + square / variance)


def mean_square(x, mean):
    return fmean((v - mean) ** 2 for v in x)


@mean_log_density.slip(
    "That is the sum over the points; the mean is asked, so that n does not count."
)
def _(x, mean, variance):
    return len(x) * mean_log_density.solution(x, mean, variance)


@mean_log_density.slip(
    "The variance stands here as if it were σ: below the square it is σ², not σ⁴."
)
def _(x, mean, variance):
    return by_the_standard_library(x, mean, variance**2)


@mean_log_density.slip("The square is divided by σ; by σ² = variance it should be.")
def _(x, mean, variance):
    square = mean_square(x, mean)
    return -0.5 * (math.log(2 * math.pi * variance) + square / math.sqrt(variance))


@mean_log_density.slip("log 2π is missing: without it the area under the bell is not 1.")
def _(x, mean, variance):
    return mean_log_density.solution(x, mean, variance) + 0.5 * math.log(2 * math.pi)


@mean_log_density.slip("log σ² is missing: a wide bell is a low one, and pays for its width.")
def _(x, mean, variance):
    return mean_log_density.solution(x, mean, variance) + 0.5 * math.log(variance)


@mean_log_density.slip("The ½ is missing in front of the square.")
def _(x, mean, variance):
    square = mean_square(x, mean)
    return -0.5 * math.log(2 * math.pi * variance) - square / variance


@mean_log_density.slip("The ½ belongs before the logarithms as well: they come from a square root.")
def _(x, mean, variance):
    return -math.log(2 * math.pi * variance) - 0.5 * mean_square(x, mean) / variance


@mean_log_density.slip(
    "A sign: far from the mean the density is small, and its logarithm very negative."
)
def _(x, mean, variance):
    square = mean_square(x, mean)
    return -0.5 * (math.log(2 * math.pi * variance) - square / variance)


@mean_log_density.slip(
    "That is the logarithm of the mean density; the mean of the logarithms is asked."
)
def _(x, mean, variance):
    bell = NormalDist(mean, math.sqrt(variance))
    return math.log(fmean(map(bell.pdf, x)))


@mean_log_density.slip("That is the mean density; its logarithm is asked, point by point.")
def _(x, mean, variance):
    return fmean(map(NormalDist(mean, math.sqrt(variance)).pdf, x))


def noise_likelihood(v, s):
    return -0.5 * (math.log(2 * math.pi) + ag.log(v) + s / v)


@LESSON.exercise(
    "climb by hand",
    check=partial(
        check_derivative, noise_likelihood, at=[(1.5, 2.0), (2.0, 2.0), (3.0, 0.5)], argnums=0
    ),
    where="Take log v and s/v one by one; what stands in front belongs to both.",
    first_line="return -0.5 * (1 / v - …)",
    asks=[by_hand(1.5, 2.0)],
)
def noise_slope(v, s):
    return -0.5 * (1 / v - s / v**2)


@noise_slope.slip("A sign: the derivative of s/v is −s/v².")
def _(v, s):
    return -0.5 * (1 / v + s / v**2)


@noise_slope.slip("The derivative of s/v has v² below the line.")
def _(v, s):
    return -0.5 * (1 / v - s / v)


@noise_slope.slip("The −½ stands before both terms.")
def _(v, s):
    return -0.5 / v - s / v**2


@noise_slope.slip("The minus in front is lost: this is the slope of what is minimised.")
def _(v, s):
    return 0.5 * (1 / v - s / v**2)


@noise_slope.slip("log 2π does not depend on v: its derivative is 0.")
def _(v, s):
    return -0.5 * (math.log(2 * math.pi) + 1 / v - s / v**2)


@noise_slope.slip("log v has a derivative as well, 1/v.")
def _(v, s):
    return 0.5 * s / v**2


@noise_slope.slip("That is the derivative by s; by v is asked.")
def _(v, s):
    return -0.5 / v


def by_columns(W, b, h, noise):
    """Column by column: each hidden number adds its own direction."""
    x = [offset + e for offset, e in zip(b, noise)]
    for j, amount in enumerate(h):
        x = [v + amount * row[j] for v, row in zip(x, W)]
    return x


@LESSON.exercise(
    "the story, forward",
    check=partial(
        check,
        expected=by_columns,
        at=[
            ([[1.0, 2.0], [0.0, 1.0], [3.0, -1.0]], [1.0, 0.0, 2.0], [0.5, -1.0], [0.1, 0.0, -0.2]),
            ([[2.0], [-1.0]], [0.0, 1.0], [3.0], [0.0, 0.5]),
            ([[1.0, 2.0], [3.0, 4.0]], [0.5, -0.5], [1.0, 2.0], [0.25, -0.75]),
        ],
    ),
    where="A matrix times a vector: each row of W by h. Then the offset, then the noise.",
    first_line="means = [sum(w * v for w, v in zip(row, h)) + … for row, offset in zip(W, b)]",
)
def story(W, b, h, noise):
    means = [sum(w * v for w, v in zip(row, h)) + offset for row, offset in zip(W, b)]
    return [m + e for m, e in zip(means, noise)]


@story.slip("The noise is missing: x is not on the plane, but beside it.")
def _(W, b, h, noise):
    return by_columns(W, b, h, [0.0] * len(b))


@story.slip("The offset b is missing: with h = 0 the story is at the mean, not at 0.")
def _(W, b, h, noise):
    return by_columns(W, [0.0] * len(b), h, noise)


@story.slip("The noise is added, not subtracted.")
def _(W, b, h, noise):
    return by_columns(W, b, h, [-e for e in noise])


@story.slip("The hidden numbers go in negated; +W h is meant.")
def _(W, b, h, noise):
    return by_columns(W, b, [-v for v in h], noise)


@story.slip("The offset is added once for each hidden number; once is enough.")
def _(W, b, h, noise):
    return by_columns(W, [offset * len(h) for offset in b], h, noise)


@story.slip("Only the first hidden number counts here; each row of W has one weight for each.")
def _(W, b, h, noise):
    return by_columns(W, b, [h[0], *([0.0] * (len(h) - 1))], noise)


@story.slip("Each row of W is added up without h: weight times hidden number is meant.")
def _(W, b, h, noise):
    return by_columns(W, b, [1.0] * len(h), noise)


def by_counting(prior, likelihood, q):
    """All that Bayes says of a hidden number with few values, and the bound that a guess gives."""
    pairs = list(zip(prior, likelihood, strict=True))
    joint = [a * b for a, b in pairs]
    evidence = math.fsum(joint)
    posterior = [1 - math.fsum(joint[:i] + joint[i + 1 :]) / evidence for i in range(len(joint))]
    short = sum(v * math.log(v / p) for v, p in zip(q, posterior))
    return [joint, evidence, posterior, math.log(evidence) - short]


@LESSON.exercise(
    "Bayes, line by line",
    check=partial(
        check_lines,
        expected=by_counting,
        at=[
            ([0.5, 0.25, 0.25], [0.25, 2.0, 0.5], [0.25, 0.5, 0.25]),
            ([0.75, 0.25], [0.5, 4.0], [0.5, 0.5]),
            ([0.125, 0.5, 0.125, 0.25], [3.0, 0.25, 1.0, 0.75], [0.25, 0.25, 0.375, 0.125]),
        ],
        names=("joint", "Z", "posterior", "bound"),
    ),
    where="How likely are this h and this x at once? What do these add up to, over all h?",
    first_line="joint = [p * v for p, v in zip(prior, likelihood)]",
)
def bayes(prior, likelihood, q):
    joint = [p * v for p, v in zip(prior, likelihood)]
    Z = sum(joint)
    posterior = [v / Z for v in joint]
    bound = sum(g * math.log(v / g) for g, v in zip(q, joint))
    return [joint, Z, posterior, bound]


@bayes.slip("Prior *times* likelihood: probabilities of two things at once are multiplied.")
def _(prior, likelihood, q):
    return [[a + b for a, b in zip(prior, likelihood)], ..., ..., ...]


@bayes.slip("The prior is missing: how likely h was before x was seen counts as well.")
def _(prior, likelihood, q):
    return [likelihood, ..., ..., ...]


@bayes.slip("Z adds up prior times likelihood, over all values of h; the prior is missing.")
def _(prior, likelihood, q):
    return [bayes.solution(prior, likelihood, q)[0], sum(likelihood), ..., ...]


@bayes.slip("That is the largest; Z(x) adds up all values of h, none may be left out.")
def _(prior, likelihood, q):
    joint = bayes.solution(prior, likelihood, q)[0]
    return [joint, max(joint), ..., ...]


@bayes.slip("The mean is not asked: Z(x) is the sum over all values of h.")
def _(prior, likelihood, q):
    joint = bayes.solution(prior, likelihood, q)[0]
    return [joint, fmean(joint), ..., ...]


@bayes.slip("The posterior is not divided by Z: its entries have to add up to 1.")
def _(prior, likelihood, q):
    joint, Z, *_ = bayes.solution(prior, likelihood, q)
    return [joint, Z, joint, ...]


@bayes.slip("Likelihood over Z forgets the prior: divide the joint.")
def _(prior, likelihood, q):
    joint, Z, *_ = bayes.solution(prior, likelihood, q)
    return [joint, Z, [v / Z for v in likelihood], ...]


@bayes.slip("The bound has log(joint/q) in it; the −log q, which rewards a wide guess, is missing.")
def _(prior, likelihood, q):
    *lines, _ = bayes.solution(prior, likelihood, q)
    return [*lines, sum(g * math.log(v) for g, v in zip(q, lines[0]))]


@bayes.slip(
    "That has the posterior in place of the joint: it is minus the gap, and nobody knows it."
)
def _(prior, likelihood, q):
    *lines, _ = bayes.solution(prior, likelihood, q)
    return [*lines, sum(g * math.log(v / g) for g, v in zip(q, lines[2]))]


@bayes.slip("The mean over h is weighted by the guess q, not by the posterior.")
def _(prior, likelihood, q):
    *lines, _ = bayes.solution(prior, likelihood, q)
    return [*lines, sum(p * math.log(v / g) for p, g, v in zip(lines[2], q, lines[0]))]


@bayes.slip("That is log Z itself; the bound lies below it by the gap between q and the posterior.")
def _(prior, likelihood, q):
    *lines, _ = bayes.solution(prior, likelihood, q)
    return [*lines, math.log(lines[1])]


@bayes.slip("A sign: it is joint over q, so that the bound lies below log Z.")
def _(prior, likelihood, q):
    *lines, bound = bayes.solution(prior, likelihood, q)
    return [*lines, -bound]


def by_model(s, variance, noise):
    """The posterior mean and its place by ``nn.PPCA``, with the direction (1, 0)."""
    model = nn.PPCA(2, 1, rng=0)
    numbers = [math.sqrt(variance - noise), 0.0, 0.0, 0.0, math.log(noise)]
    for parameter, number in zip(model.parameters(), numbers):
        parameter.data = float(number)
    mean = model.posterior([s, 0.0])[0]
    return [mean[0], model.decode(mean)[0]]


@LESSON.exercise(
    "how far to the middle?",
    check=partial(
        check, expected=by_model, at=[(1.0, 2.0, 0.5), (3.0, 2.0, 0.25), (-2.0, 1.0, 0.75)]
    ),
    where="Put W into the formulas of section 10: with one hidden number M is a number. Which?",
    first_line="W = math.sqrt(variance - noise)",
)
def to_the_middle(s, variance, noise):
    W = math.sqrt(variance - noise)
    M = W * W + noise
    h = W * s / M
    return [h, W * h]


@to_the_middle.slip("The factor (λ₁ − σ²)/λ₁ belongs to the decoded point; h itself has W once.")
def _(s, variance, noise):
    placed = s * (variance - noise) / variance
    return [placed, placed]


@to_the_middle.slip("h is right, the second is not: decoding multiplies by W once more.")
def _(s, variance, noise):
    h = s * math.sqrt(variance - noise) / variance
    return [h, h]


@to_the_middle.slip("That is PCA's answer, s itself: the prior draws the point to the middle.")
def _(s, variance, noise):
    return [s / math.sqrt(variance - noise), s]


@to_the_middle.slip(
    "M = WᵀW + σ² is λ₁ itself, since W² is λ₁ − σ²; here the noise is added once more."
)
def _(s, variance, noise):
    W = math.sqrt(variance - noise)
    return [W * s / (variance + noise), W * W * s / (variance + noise)]


@to_the_middle.slip("W is √(λ₁ − σ²): here the noise has not been taken off.")
def _(s, variance, noise):
    h = math.sqrt(variance) * s / variance
    return [h, math.sqrt(variance) * h]


@to_the_middle.slip("W is the square *root* of λ₁ − σ²; W² is λ₁ − σ².")
def _(s, variance, noise):
    W = variance - noise
    return [W * s / (W * W + noise), W * W * s / (W * W + noise)]


@to_the_middle.slip(
    "Divide by M = WᵀW + σ², not by σ² alone: M is how steep the whole quadratic is."
)
def _(s, variance, noise):
    W = math.sqrt(variance - noise)
    return [W * s / noise, W * W * s / noise]

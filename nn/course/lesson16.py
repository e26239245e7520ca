"""Lesson 16: bigrams, attention and its mask, RMSNorm, the parameters of a GPT.

What is to be differentiated by hand is held to the engine's derivative.
"""

from functools import partial
from itertools import pairwise
from operator import mul
from statistics import fmean

import autograd as ag
from autograd import Value
from autograd.exercises import Lesson, at_most, by_hand, check
from nn.linalg import dot, transpose
from nn.models.gpt import GPT
from nn.models.norms import RMSNorm
from nn.probabilities import softmax

LESSON = Lesson("16", "From micrograd to GPT")

#: chances of three tokens, of which the last is the end, and names of the other two
CHANCES = [[0.1, 0.6, 0.3], [0.5, 0.15, 0.35], [0.7, 0.28, 0.02]]
NAMES = ([2, 0, 2], [2, 0, 1, 2], [2, 1, 1, 0, 2], [2, 0, 1, 0, 0, 1, 2])


def surprise_of(p, tokens):
    return -fmean(ag.log(p[a][b]) for a, b in pairwise(tokens))


@LESSON.exercise(
    "the surprise of a name",
    check=partial(check, expected=surprise_of, at=[(CHANCES, name) for name in NAMES]),
    where="A name of two letters has two ends besides: three questions are asked in it.",
    first_line="pairs = list(pairwise(tokens))",
)
def name_surprise(p, tokens):
    pairs = list(pairwise(tokens))
    return -sum(ag.log(p[a][b]) for a, b in pairs) / len(pairs)


@name_surprise.slip("This is the sum over the questions; their mean is asked.")
def _(p, tokens):
    return -sum(ag.log(p[a][b]) for a, b in pairwise(tokens))


@name_surprise.slip(
    "A log of a probability is below 0, the surprise is above: the minus is missing."
)
def _(p, tokens):
    return fmean(ag.log(p[a][b]) for a, b in pairwise(tokens))


@name_surprise.slip("You divide by the number of tokens; there is one question fewer.")
def _(p, tokens):
    return -sum(ag.log(p[a][b]) for a, b in pairwise(tokens)) / len(tokens)


@name_surprise.slip("p[a][b] is the chance of b after a, not of a after b: row and column turned.")
def _(p, tokens):
    return -fmean(ag.log(p[b][a]) for a, b in pairwise(tokens))


@name_surprise.slip("The end of a name is to be guessed, too.")
def _(p, tokens):
    return -fmean(ag.log(p[a][b]) for a, b in pairwise(tokens[:-1]))


@name_surprise.slip("The first letter is to be guessed, too: it follows the beginning.")
def _(p, tokens):
    return -fmean(ag.log(p[a][b]) for a, b in pairwise(tokens[1:]))


@name_surprise.slip("That is the logarithm of the mean; take the mean of the logarithms.")
def _(p, tokens):
    return -ag.log(fmean(p[a][b] for a, b in pairwise(tokens)))


@name_surprise.slip("These are bits, to base 2; nats have the natural logarithm.")
def _(p, tokens):
    return -fmean(ag.log2(p[a][b]) for a, b in pairwise(tokens))


def mask_of(n, length):
    return [[int(s <= t and s < length) for s in range(n)] for t in range(n)]


@LESSON.exercise(
    "the mask",
    check=partial(check, expected=mask_of, at=[(2, 2), (3, 2), (4, 4), (5, 3), (4, 1)]),
    where="Read one row aloud: position t may look at position s if …",
    first_line="return [[1 if s <= t and … else 0 for s in range(n)] for t in range(n)]",
)
def mask(n, length):
    return [[1 if s <= t and s < length else 0 for s in range(n)] for t in range(n)]


@mask.slip("Here a position may not look at itself; it may: s ≤ t.")
def _(n, length):
    return [[int(s < t and s < length) for s in range(n)] for t in range(n)]


@mask.slip("This one looks ahead: rows ask, columns are looked at.")
def _(n, length):
    return [[int(s >= t and s < length) for s in range(n)] for t in range(n)]


@mask.slip("The future is kept out, the padding is not: nobody looks at s ≥ length.")
def _(n, length):
    return [[int(s <= t) for s in range(n)] for t in range(n)]


@mask.slip("The padding is kept out, the future is not: nobody looks at s > t.")
def _(n, length):
    return [[int(s < length) for s in range(n)] for t in range(n)]


@mask.slip("The rows of padded positions are empty; they ask by the same rule as the others.")
def _(n, length):
    return [[int(s <= t < length) for s in range(n)] for t in range(n)]


@mask.slip("One position too many: the letters are 0 to length − 1.")
def _(n, length):
    return [[int(s <= t and s <= length) for s in range(n)] for t in range(n)]


SCORES = (
    [[0.5, 2.0], [1.0, -0.5]],
    [[0.3, 1.0, -2.0], [1.5, 0.2, 0.7], [-1.0, 0.4, 2.0]],
    [[2.0, 0.1, 0.6, -1.0], [0.9, -0.3, 1.1, 0.2], [0.0, 1.2, -0.7, 3.0], [1.0, 0.8, -1.5, 0.5]],
)


def past_of(scores):
    n = len(scores)
    return [[*softmax(row[: t + 1]), *[0.0] * (n - t - 1)] for t, row in enumerate(scores)]


def powers_of(scores):
    return [[ag.exp(z) for z in row] for row in scores]


def lower(table, ahead=0):
    """Zeros for what lies ahead, or for what is not yet behind."""
    return [[x * (s + ahead <= t) for s, x in enumerate(row)] for t, row in enumerate(table)]


def in_rows(table):
    return [[x / (sum(row) or 1.0) for x in row] for row in table]


@LESSON.exercise(
    "softmax over the past",
    check=partial(check, expected=past_of, at=SCORES),
    where="Each row adds up to 1, and the first one is 1, 0, 0, …",
    first_line="powers = [ag.exp(z) if s <= t else 0.0 for s, z in enumerate(row)]",
)
def looks_at(scores):
    found = []
    for t, row in enumerate(scores):
        powers = [ag.exp(z) if s <= t else 0.0 for s, z in enumerate(row)]
        found.append([power / sum(powers) for power in powers])
    return found


@looks_at.slip("The future is cut off after the softmax, so that the rows add up to less than 1.")
def _(scores):
    return lower(in_rows(powers_of(scores)))


@looks_at.slip("A masked score is 0 here, and exp(0) = 1 is still in the sum: it has to be −∞.")
def _(scores):
    return lower(in_rows(powers_of(lower(scores))))


@looks_at.slip("A masked score is 0 here, and exp(0) = 1 looks ahead: it has to be −∞.")
def _(scores):
    return in_rows(powers_of(lower(scores)))


@looks_at.slip("This is the softmax of whole rows: the positions ahead are looked at, too.")
def _(scores):
    return in_rows(powers_of(scores))


@looks_at.slip("The columns add up to 1 here; each row is the softmax of one position.")
def _(scores):
    return transpose(in_rows(transpose(lower(powers_of(scores)))))


@looks_at.slip("These are the powers; a softmax divides them by their sum, row by row.")
def _(scores):
    return lower(powers_of(scores))


@looks_at.slip("A position looks at itself as well: the past goes up to t, with t.")
def _(scores):
    return in_rows(lower(powers_of(scores), ahead=1))


ALPHAS = ([0.6, 0.1, 0.3], [0.25, 0.75], [0.1, 0.2, 0.3, 0.4])
VALUES = (
    [[1.0, 2.0], [-1.0, 0.5], [3.0, -2.0]],
    [[0.5, -1.5, 2.0], [1.0, 1.0, -0.5]],
    [[2.0, 1.0], [0.0, -1.0], [1.5, 0.5], [-0.7, 3.0]],
)
ARRIVING = ([0.7, -1.2], [1.0, 0.4, -2.0], [-0.3, 0.8])


def by_scores(alpha, values, g):
    """The engine's derivatives of g·o by scores that have these α."""
    scores = [Value(ag.log(a)) for a in alpha]
    looks = softmax(scores)
    dot(g, [dot(looks, column) for column in transpose(values)]).backward()
    return [z.grad for z in scores]


@LESSON.exercise(
    "the gradient of a score",
    check=partial(check, expected=by_scores, at=list(zip(ALPHAS, VALUES, ARRIVING))),
    where="The derivatives by all scores add up to 0. Do yours?",
    first_line="told = [sum(map(mul, g, v)) for v in values]  # ∂L/∂α",
    asks=[
        by_hand(ALPHAS[0], VALUES[0], ARRIVING[0]),
        at_most(ALPHAS[0], VALUES[0], ARRIVING[0], mul=24),  # by the softmax's whole Jacobian
    ],
)
def score_gradient(alpha, values, g):
    told = [sum(map(mul, g, v)) for v in values]  # ∂L/∂α
    mean = sum(map(mul, alpha, told))
    return [a * (x - mean) for a, x in zip(alpha, told)]


@score_gradient.slip("This is ∂L/∂α, as far as the softmax; the way through it is missing.")
def _(alpha, values, g):
    return [dot(g, v) for v in values]


@score_gradient.slip("Only the way through the power in front: all α have it in their total, too.")
def _(alpha, values, g):
    return [a * dot(g, v) for a, v in zip(alpha, values)]


@score_gradient.slip(
    "α(1 − α) is the diagonal of the softmax alone: a score moves the other α, too."
)
def _(alpha, values, g):
    return [a * (1 - a) * dot(g, v) for a, v in zip(alpha, values)]


@score_gradient.slip("The mean that you take off is the plain one; it is the one weighted by α.")
def _(alpha, values, g):
    told = [dot(g, v) for v in values]
    return [a * (x - fmean(told)) for a, x in zip(alpha, told)]


@score_gradient.slip("What is taken off is the mean, weighted by α; here it is the sum of all.")
def _(alpha, values, g):
    told = [dot(g, v) for v in values]
    return [a * (x - sum(told)) for a, x in zip(alpha, told)]


@score_gradient.slip("The factor α in front is missing.")
def _(alpha, values, g):
    told = [dot(g, v) for v in values]
    return [x - dot(alpha, told) for x in told]


@score_gradient.slip("The sign is turned: more of what tells more than the mean raises L.")
def _(alpha, values, g):
    told = [dot(g, v) for v in values]
    return [a * (dot(alpha, told) - x) for a, x in zip(alpha, told)]


Q = [[0.5, -1.0, 0.3], [1.2, 0.4, -0.6]]
X = [1.3, -0.8, 2.0]
KEYS = [[0.9, -0.4], [-1.1, 0.7], [0.2, 1.5]]
ENTRIES = [(i, j, Q, X, KEYS, VALUES[0], ARRIVING[0]) for i, j in ((0, 0), (0, 2), (1, 0), (1, 1))]


def by_query_weight(i, j, Q, x, keys, values, g):
    """The engine's derivative of g·o by one entry of Q."""
    weights = [[Value(w) for w in row] for row in Q]
    q = [dot(row, x) for row in weights]
    alpha = softmax([dot(q, k) / len(q) ** 0.5 for k in keys])
    dot(g, [dot(alpha, column) for column in transpose(values)]).backward()
    return weights[i][j].grad


def steps_back(Q, x, keys, values, g, whole=True):
    """√n, ∂L/∂α and ∂L/∂z, the latter with or without the way through the total."""
    q = [dot(row, x) for row in Q]
    root = len(q) ** 0.5
    alpha = softmax([dot(q, k) / root for k in keys])
    told = [dot(g, v) for v in values]
    mean = dot(alpha, told) if whole else 0.0
    return root, told, [a * (t - mean) for a, t in zip(alpha, told)]


@LESSON.exercise(
    "the gradient of one attention weight",
    check=partial(check, expected=by_query_weight, at=ENTRIES),
    where="Go back one step at a time, and look at each: o, α, z, q, and then Q.",
    first_line="q = [sum(map(mul, row, x)) for row in Q]",
    asks=[by_hand(*ENTRIES[0])],
)
def query_weight_gradient(i, j, Q, x, keys, values, g):
    q = [sum(map(mul, row, x)) for row in Q]
    root = len(q) ** 0.5
    alpha = softmax([sum(map(mul, q, k)) / root for k in keys])
    told = [sum(map(mul, g, v)) for v in values]  # ∂L/∂α
    mean = sum(map(mul, alpha, told))
    by_score = [a * (t - mean) for a, t in zip(alpha, told)]
    by_query = sum(z * k[i] for z, k in zip(by_score, keys)) / root
    return by_query * x[j]


@query_weight_gradient.slip("The 1/√n of the scores is a factor on the way back, too.")
def _(i, j, Q, x, keys, values, g):
    _, _, by_score = steps_back(Q, x, keys, values, g)
    return sum(z * k[i] for z, k in zip(by_score, keys)) * x[j]


@query_weight_gradient.slip("The scores are divided by √n, not by n; so is what comes back.")
def _(i, j, Q, x, keys, values, g):
    root, _, by_score = steps_back(Q, x, keys, values, g)
    return sum(z * k[i] for z, k in zip(by_score, keys)) / root**2 * x[j]


@query_weight_gradient.slip("The way back through the softmax lacks the total, which all α have.")
def _(i, j, Q, x, keys, values, g):
    root, _, by_score = steps_back(Q, x, keys, values, g, whole=False)
    return sum(z * k[i] for z, k in zip(by_score, keys)) / root * x[j]


@query_weight_gradient.slip("The way back through the softmax was left out: ∂L/∂α is not ∂L/∂z.")
def _(i, j, Q, x, keys, values, g):
    root, told, _ = steps_back(Q, x, keys, values, g)
    return sum(t * k[i] for t, k in zip(told, keys)) / root * x[j]


@query_weight_gradient.slip("This is ∂L/∂q; one step is left, from q = Qx to the entry of Q.")
def _(i, j, Q, x, keys, values, g):
    root, _, by_score = steps_back(Q, x, keys, values, g)
    return sum(z * k[i] for z, k in zip(by_score, keys)) / root


@query_weight_gradient.slip("The query meets all keys, not only the one at place i: add them up.")
def _(i, j, Q, x, keys, values, g):
    root, _, by_score = steps_back(Q, x, keys, values, g)
    return by_score[i] * keys[i][i] / root * x[j]


def norm_back(x, g):
    """The engine's derivatives of g·y by x."""
    leaves = [Value(a) for a in x]
    dot(g, RMSNorm(len(x), gain=False)(leaves)).backward()
    return [leaf.grad for leaf in leaves]


def normed(x):
    r = (fmean(a * a for a in x) + 1e-5) ** -0.5
    return r, [r * a for a in x]


READ = ([0.5, -1.0], [1.0, 2.0, -0.5], [0.1, 0.4, -0.2, 0.3])
CAME_BACK = ([0.6, 0.7], [1.0, -0.5, 2.0], [-1.0, 0.2, 0.9, 1.4])


@LESSON.exercise(
    "back through RMSNorm",
    check=partial(check, expected=norm_back, at=list(zip(READ, CAME_BACK))),
    where="What comes out stands at a right angle to x, but for ε: Σ xⱼ·∂L/∂xⱼ is nearly 0.",
    first_line="r = (sum(a * a for a in x) / len(x) + 1e-5) ** -0.5",
    asks=[by_hand(READ[0], CAME_BACK[0])],
)
def rms_norm_gradient(x, g):
    r = (sum(a * a for a in x) / len(x) + 1e-5) ** -0.5
    y = [r * a for a in x]
    along = sum(map(mul, g, y)) / len(x)  # by way of r, which is in all of y
    return [r * (a - b * along) for a, b in zip(g, y)]


@rms_norm_gradient.slip("Only the way through yⱼ, as if r were a constant; r is made of x, too.")
def _(x, g):
    r, _ = normed(x)
    return [r * a for a in g]


@rms_norm_gradient.slip("Only the way through r; each xⱼ reaches L through its own yⱼ as well.")
def _(x, g):
    r, y = normed(x)
    return [-r * b * dot(g, y) / len(x) for b in y]


@rms_norm_gradient.slip("The sum of g·y stands where its mean has to be: r has the mean of x².")
def _(x, g):
    r, y = normed(x)
    return [r * (a - b * dot(g, y)) for a, b in zip(g, y)]


@rms_norm_gradient.slip("The way through r has the wrong sign: a longer x makes r smaller.")
def _(x, g):
    r, y = normed(x)
    return [r * (a + b * dot(g, y) / len(x)) for a, b in zip(g, y)]


@rms_norm_gradient.slip(
    "∂r/∂xⱼ = −r³·xⱼ/n, with r to the third: with x in place of y two are lost."
)
def _(x, g):
    r, _ = normed(x)
    return [r * (a - b * dot(g, x) / len(x)) for a, b in zip(g, x)]


@rms_norm_gradient.slip("The factor r stands before both terms; the second one has lost it.")
def _(x, g):
    r, y = normed(x)
    return [r * a - b * dot(g, y) / len(x) for a, b in zip(g, y)]


def parameters_of(tokens, positions, width, hidden, layers):
    return len(GPT(tokens, positions, width, 1, layers, hidden, rng=0).parameters())


SIZES = [(27, 16, 16, 64, 1), (27, 16, 16, 64, 3), (5, 4, 6, 10, 1), (9, 3, 4, 7, 2)]


@LESSON.exercise(
    "count before you train",
    check=partial(check, expected=parameters_of, at=SIZES),
    where="Three matrices stand outside the blocks, and six in each block.",
    first_line="block = 4 * width * width + …",
)
def count(tokens, positions, width, hidden, layers):
    block = 4 * width * width + 2 * width * hidden
    return 2 * tokens * width + positions * width + layers * block


@count.slip("The matrix that makes the logits is missing: it is none of the embeddings.")
def _(tokens, positions, width, hidden, layers):
    return (tokens + positions) * width + layers * (4 * width**2 + 2 * width * hidden)


@count.slip("Attention has four matrices: query, key, value, and the one that mixes the heads.")
def _(tokens, positions, width, hidden, layers):
    return (2 * tokens + positions) * width + layers * (3 * width**2 + 2 * width * hidden)


@count.slip("Each block has matrices of its own: multiply by the blocks.")
def _(tokens, positions, width, hidden, layers):
    return (2 * tokens + positions) * width + 4 * width**2 + 2 * width * hidden


@count.slip("The embeddings and the last matrix are there once, not in each block.")
def _(tokens, positions, width, hidden, layers):
    return layers * ((2 * tokens + positions) * width + 4 * width**2 + 2 * width * hidden)


@count.slip("The positions have an embedding, too.")
def _(tokens, positions, width, hidden, layers):
    return 2 * tokens * width + layers * (4 * width**2 + 2 * width * hidden)


@count.slip("You count biases; this GPT has none.")
def _(tokens, positions, width, hidden, layers):
    biases = layers * (5 * width + hidden) + tokens
    return (2 * tokens + positions) * width + layers * 2 * width * (2 * width + hidden) + biases


@count.slip("There are two layers around the ReLUs: one to them, one back.")
def _(tokens, positions, width, hidden, layers):
    return (2 * tokens + positions) * width + layers * (4 * width**2 + width * hidden)

"""Lesson 11: wrong gradients, beginnings, depth, dead units, and when to stop."""

import math
from functools import partial

import autograd as ag
from autograd.exercises import Lesson, by_hand, check

LESSON = Lesson("11", "When it does not learn")


def too_far(by_hand, by_nudges):
    pairs = [(abs(a - n), max(abs(a), abs(n))) for a, n in zip(by_hand, by_nudges)]
    return [off > 1e-5 * size for off, size in pairs]


@LESSON.exercise(
    "name the suspects",
    check=partial(
        check,
        expected=too_far,
        at=[
            ([2e-6, -3.0, 0.0, 5.0], [1e-6, -3.00000001, 0.0, 4.0]),
            ([-1e-3, 200.0, -7.0, 0.0], [-2e-3, 200.0001, 7.0, 0.0]),
            ([0.5, 1e-7, -4.0, 3.0], [0.75, 0.0, -3.0, 3.0]),
            ([2.0, 0.5, 0.0], [2.0002, 0.5000005, 1e-9]),
        ],
    ),
    where="Both sizes count, without their signs. And what if both are 0?",
    first_line="size = max(abs(a), abs(n))",
)
def suspects(by_hand, by_nudges):
    wrong = []
    for a, n in zip(by_hand, by_nudges):
        size = max(abs(a), abs(n))
        wrong.append(size > 0 and abs(a - n) / size > 1e-5)
    return wrong


@suspects.slip("That is the absolute difference: it passes small entries, and blames large ones.")
def _(by_hand, by_nudges):
    return [abs(a - n) > 1e-5 for a, n in zip(by_hand, by_nudges)]


@suspects.slip("An entry may be wrong in either direction: take abs(a - n).")
def _(by_hand, by_nudges):
    return [a - n > 1e-5 * max(abs(a), abs(n)) for a, n in zip(by_hand, by_nudges)]


@suspects.slip("Below the line stand sizes: max(abs(a), abs(n)), for gradients may be negative.")
def _(by_hand, by_nudges):
    pairs = list(zip(by_hand, by_nudges))
    return [max(a, n) != 0 and abs(a - n) / max(a, n) > 1e-5 for a, n in pairs]


@suspects.slip("Those are the entries that are right.")
def _(by_hand, by_nudges):
    return [not wrong for wrong in too_far(by_hand, by_nudges)]


@suspects.slip("Where both are 0 the entry is right: there is no difference at all.")
def _(by_hand, by_nudges):
    wrong = too_far(by_hand, by_nudges)
    return [w or a == n == 0 for w, a, n in zip(wrong, by_hand, by_nudges)]


@suspects.slip("That is divided by the nudged gradient alone: where it is 0, or tiny, that fails.")
def _(by_hand, by_nudges):
    return [n != 0 and abs(a - n) / abs(n) > 1e-5 for a, n in zip(by_hand, by_nudges)]


def kept_variance(n, s):
    return 2 / (n * (1 + s**2))


@LESSON.exercise(
    "He for a leaky unit",
    check=partial(check, expected=kept_variance, at=[(10, 0.5), (4, 0.25), (25, 2.0)]),
    where="E[h²] is the mean of two halves: a² above 0, and (s a)² below.",
    first_line="kept = (1 + …) / 2  # E[h²] in proportion to Var(a)",
)
def leaky_variance(n, s):
    kept = (1 + s**2) / 2
    return 1 / (n * kept)


@leaky_variance.slip("That is He's for a plain ReLU: what passes below 0 is missing.")
def _(n, s):
    return 2 / n


@leaky_variance.slip("Below 0 it is the square that counts, (s a)²: s stands squared.")
def _(n, s):
    return 2 / (n * (1 + s))


@leaky_variance.slip("That is the standard deviation; its square, the variance, is asked.")
def _(n, s):
    return math.sqrt(2 / (n * (1 + s**2)))


@leaky_variance.slip("Above 0 is only half of the cases, and so is below: the factor ½ is missing.")
def _(n, s):
    return 1 / (n * (1 + s**2))


@leaky_variance.slip("The variances of n inputs add up: n is missing below the line.")
def _(n, s):
    return 2 / (1 + s**2)


@leaky_variance.slip("What the unit lets through makes the weights smaller: it divides.")
def _(n, s):
    return 2 * (1 + s**2) / n


@leaky_variance.slip("That is what is lost below 0, 1 − s²; what is kept counts, 1 + s².")
def _(n, s):
    return 2 / (n * (1 - s**2))


def sigmoid(a):
    return 1 / (1 + math.exp(-a))


def chain(w, x, depth):
    for _ in range(depth):
        x = ag.sigmoid(w * x)
    return x


def engine_slope(w, x, depth):
    return ag.grad(lambda x: chain(w, x, depth))(x)


@LESSON.exercise(
    "down the chain",
    check=partial(
        check,
        expected=engine_slope,
        at=[(1.5, 0.5, 1), (-2.0, 0.75, 2), (4.0, -0.5, 3), (6.0, 0.25, 5)],
    ),
    where="Each layer has two factors: one of σ, and one of what is inside of it.",
    first_line="h, slope = x, 1.0",
    asks=[by_hand(1.5, 0.5, 3)],
)
def chain_slope(w, x, depth):
    h, slope = x, 1.0
    for _ in range(depth):
        h = 1 / (1 + math.exp(-w * h))
        slope *= w * h * (1 - h)
    return slope


@chain_slope.slip("The factor w of each layer is missing: the inside of σ is w·h.")
def _(w, x, depth):
    h, slope = x, 1.0
    for _ in range(depth):
        h = sigmoid(w * h)
        slope *= h * (1 - h)
    return slope


@chain_slope.slip(
    "σ' = h(1 − h) with the h that comes *out* of the layer, not the one that goes in."
)
def _(w, x, depth):
    h, slope = x, 1.0
    for _ in range(depth):
        slope *= w * h * (1 - h)
        h = sigmoid(w * h)
    return slope


@chain_slope.slip("σ' is σ(1 − σ): the factor 1 − h is missing.")
def _(w, x, depth):
    h, slope = x, 1.0
    for _ in range(depth):
        h = sigmoid(w * h)
        slope *= w * h
    return slope


@chain_slope.slip("w stands in every layer: it is a factor each time, not once.")
def _(w, x, depth):
    slope, h = w, x
    for _ in range(depth):
        h = 1 / (1 + math.exp(-w * h))
        slope *= h * (1 - h)
    return slope


@chain_slope.slip("Along a path the slopes are multiplied, not added.")
def _(w, x, depth):
    h, slope = x, 0.0
    for _ in range(depth):
        h = sigmoid(w * h)
        slope += w * h * (1 - h)
    return slope


@chain_slope.slip("The layers differ: each has its own h, so the first factor does not repeat.")
def _(w, x, depth):
    h = sigmoid(w * x)
    return (w * h * (1 - h)) ** depth


@chain_slope.slip("That is the output of the chain, not its slope.")
def _(w, x, depth):
    h = x
    for _ in range(depth):
        h = sigmoid(w * h)
    return h


def never_on(h):
    return [all(row[j] == 0 for row in h) for j in range(len(h[0]))]


@LESSON.exercise(
    "the dead",
    check=partial(
        check,
        expected=never_on,
        at=[
            ([[0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 0.5, 0.0], [0.0, 2.0, 0.0, 0.0]],),
            ([[0.5, 0.0], [0.0, 0.0], [0.25, 0.0], [0.0, 0.0]],),
            ([[0.0, 0.0, 0.125], [0.0, 0.0, 0.0], [0.0, 0.5, 0.0]],),
        ],
    ),
    where="Go down one column at a time: is it 0 in every row?",
    first_line="return [all(…) for j in range(len(h[0]))]",
)
def dead_units(h):
    return [all(row[j] == 0 for row in h) for j in range(len(h[0]))]


@dead_units.slip("Off for *some* example is what ReLUs are for; dead is off for all.")
def _(h):
    return [any(row[j] == 0 for row in h) for j in range(len(h[0]))]


@dead_units.slip("Those are the examples that no unit is on for: units are columns, not rows.")
def _(h):
    return [all(x == 0 for x in row) for row in h]


@dead_units.slip("Those are the living: the others are asked.")
def _(h):
    return [not dead for dead in never_on(h)]


@dead_units.slip("That is how many are dead; asked is which.")
def _(h):
    return sum(never_on(h))


@dead_units.slip(
    "One example is not enough: a unit that is off in the first row may be on in others."
)
def _(h):
    return [x == 0 for x in h[0]]


def stopped(losses, patience, least):
    best, epoch = math.inf, 0
    for now, loss in enumerate(losses, start=1):
        if loss < best - least:
            best, epoch = loss, now
        if now - epoch >= patience:
            return now, epoch
    return len(losses), epoch


@LESSON.exercise(
    "when to stop",
    check=partial(
        check,
        expected=stopped,
        at=[
            ([0.9, 0.7, 0.8, 0.75, 0.6, 0.65, 0.64, 0.63, 0.2, 0.1], 3, 0.0),
            ([1.0, 0.95, 0.9, 0.85, 0.8, 0.5, 0.49, 0.48], 4, 0.125),
            ([0.5, 0.6, 0.4, 0.45, 0.3, 0.35, 0.2, 0.25], 2, 0.01),
            ([1.0, 1.125, 1.0625, 0.5], 2, 0.25),
            ([1.0, 0.75, 0.5625, 0.5625], 3, 0.25),  # 0.75 is better by 0.25, not by more
            ([1.0, 0.875, 0.8125, 0.75, 0.6875], 2, 0.25),
        ],
    ),
    where="Two things are remembered: the best loss that counted, and its epoch.",
    first_line="best, epoch = math.inf, 0",
)
def early_stop(losses, patience, least):
    best, epoch = math.inf, 0
    for now, loss in enumerate(losses, start=1):
        if loss < best - least:
            best, epoch = loss, now
        if now - epoch >= patience:
            return now, epoch
    return len(losses), epoch


@early_stop.slip("Compare with the best so far, not with the epoch before.")
def _(losses, patience, least):
    before, epoch = math.inf, 0
    for now, loss in enumerate(losses, start=1):
        if loss < before - least:
            epoch = now
        before = loss
        if now - epoch >= patience:
            return now, epoch
    return len(losses), epoch


@early_stop.slip("`least` is not used: an improvement has to be more than that.")
def _(losses, patience, least):
    return stopped(losses, patience, 0.0)


@early_stop.slip("`least` is taken off the best one, not added: better *by* more than that.")
def _(losses, patience, least):
    return stopped(losses, patience, -least)


@early_stop.slip("An improvement of just `least` does not count: it has to be more than that.")
def _(losses, patience, least):
    return stopped(losses, patience, least * (1 - 1e-9))


@early_stop.slip("That is the least loss of all; asked is the epoch of the best one that counted.")
def _(losses, patience, least):
    now, _ = stopped(losses, patience, least)
    return now, losses.index(min(losses[:now])) + 1


@early_stop.slip(
    "The epochs without improvement are to be *in a row*: each improvement begins anew."
)
def _(losses, patience, least):
    best, epoch, bad = math.inf, 0, 0
    for now, loss in enumerate(losses, start=1):
        if loss < best - least:
            best, epoch = loss, now
        else:
            bad += 1
        if bad >= patience:
            return now, epoch
    return len(losses), epoch


@early_stop.slip("That is one epoch late: after `patience` epochs without improvement it stops.")
def _(losses, patience, least):
    return stopped(losses, patience + 1, least)


@early_stop.slip("The second number is the epoch of the best one, not the last that was run.")
def _(losses, patience, least):
    now, _ = stopped(losses, patience, least)
    return now, now


@early_stop.slip(
    "A loss that did not count must not become the best: then small steps never add up."
)
def _(losses, patience, least):
    best, epoch = math.inf, 0
    for now, loss in enumerate(losses, start=1):
        if loss < best - least:
            epoch = now
        best = min(best, loss)
        if now - epoch >= patience:
            return now, epoch
    return len(losses), epoch


@early_stop.slip("Epochs count from 1.")
def _(losses, patience, least):
    now, epoch = stopped(losses, patience, least)
    return now - 1, epoch - 1

"""Lesson 00: slopes by nudging, their digits and their cost; three gates."""

from functools import partial

import autograd as ag
from autograd.exercises import Lesson, by_hand, check, check_derivative, check_with

LESSON = Lesson("00", "The nudge")


#: what is nudged, by the text that a student is told
MACHINES = {
    "x * x * x": lambda x: x * x * x,
    "1 / x": lambda x: 1 / x,
    "(w[0] - 2 * w[1])**2 + w[0]**3": lambda w: (w[0] - 2 * w[1]) ** 2 + w[0] ** 3,
    "w[0] * w[1]**2 + w[1] * w[2]**3": lambda w: w[0] * w[1] ** 2 + w[1] * w[2] ** 3,
}
CUBE, HYPERBOLA, RAVINE, MIXTURE = MACHINES


def nudge_down(answer, f, x, h):
    return answer(MACHINES[f], x, h)


def slope_below(f, x, h):
    machine = MACHINES[f]
    return (machine(x) - machine(x - h)) / h


@LESSON.exercise(
    "the backward difference",
    check=partial(
        check_with,
        nudge_down,
        expected=slope_below,
        at=[(CUBE, 2.0, 0.5), (HYPERBOLA, 2.0, 0.5), (CUBE, -1.0, 0.25)],
    ),
    where="The way from x − h to x has the length h. By how much does f change on it?",
    first_line="return (f(x) - …) / h",
)
def backward_difference(f, x, h):
    return (f(x) - f(x - h)) / h


@backward_difference.slip("That nudges up: the other point is x − h.")
def _(f, x, h):
    return (f(x + h) - f(x)) / h


@backward_difference.slip("From x − h to x the change is f(x) − f(x − h), not the reverse.")
def _(f, x, h):
    return (f(x - h) - f(x)) / h


@backward_difference.slip("That is the central difference: it asks at x + h, too.")
def _(f, x, h):
    return (f(x + h) - f(x - h)) / (2 * h)


@backward_difference.slip("That is the change of f; the slope is the change for each unit of x.")
def _(f, x, h):
    return f(x) - f(x - h)


@backward_difference.slip("From x − h to x is one h, not two.")
def _(f, x, h):
    return (f(x) - f(x - h)) / (2 * h)


def slopes_and_point(answer, f, w, h):
    """What the answer finds, and what it leaves behind in ``w``."""
    found = answer(MACHINES[f], w, h)
    return {"slopes": found, "w afterwards": w}


def central_slopes(f, w, h):
    return {"slopes": _central(MACHINES[f], w, h), "w afterwards": w}


def _central(f, w, h):
    found = []
    for i in range(len(w)):
        up, down = list(w), list(w)
        up[i] += h
        down[i] -= h
        found.append((f(up) - f(down)) / (2 * h))
    return found


WEIGHTS = [(RAVINE, [1.0, -0.5], 0.25), (MIXTURE, [0.5, 2.0, -1.0], 0.5)]


@LESSON.exercise(
    "the whole gradient",
    check=partial(check_with, slopes_and_point, expected=central_slopes, at=WEIGHTS),
    where="For entry i only w[i] moves, up once and down once; all others are what they were.",
    first_line="up, down = list(w), list(w)",
)
def gradient(f, w, h):
    slopes = []
    for i in range(len(w)):
        up, down = list(w), list(w)
        up[i] += h
        down[i] -= h
        slopes.append((f(up) - f(down)) / (2 * h))
    return slopes


@gradient.slip("Those are forward differences: f(w) where w[i] is nudged down was asked, too.")
def _(f, w, h):
    slopes = []
    for i in range(len(w)):
        up = list(w)
        up[i] += h
        slopes.append((f(up) - f(w)) / h)
    return slopes


@gradient.slip("From w[i] − h to w[i] + h the way is 2h, and it is divided by h.")
def _(f, w, h):
    return [2 * slope for slope in _central(f, w, h)]


@gradient.slip("`… / 2 * h` divides by 2 and then multiplies by h: it needs brackets, (2 * h).")
def _(f, w, h):
    return [slope * h * h for slope in _central(f, w, h)]


@gradient.slip("The nudge is never taken back: the next entries are nudged from the wrong place.")
def _(f, w, h):
    slopes = []
    for i in range(len(w)):
        w[i] += h
        above = f(w)
        w[i] -= 2 * h
        slopes.append((above - f(w)) / (2 * h))
    return slopes


@gradient.slip("`up = w` is the same list once more, no copy: w itself is changed.")
def _(f, w, h):
    slopes = []
    for i in range(len(w)):
        up = w
        up[i] += h
        down = w
        down[i] -= h
        slopes.append((f(up) - f(down)) / (2 * h))
        w[i] += h
    return slopes


@gradient.slip(
    "All entries are nudged at once; a partial derivative moves one and leaves the rest."
)
def _(f, w, h):
    up, down = [wi + h for wi in w], [wi - h for wi in w]
    return [(f(up) - f(down)) / (2 * h)] * len(w)


def slopes_and_calls(answer, f, w, h):
    """What the answer finds, and how often it calls f for that."""
    calls = 0

    def counted(w):
        nonlocal calls
        calls += 1
        return MACHINES[f](w)

    found = answer(counted, w, h)
    return {"slopes": found, "calls": calls}


def forward_slopes(f, w, h):
    machine, found = MACHINES[f], []
    for i in range(len(w)):
        up = list(w)
        up[i] += h
        found.append((machine(up) - machine(w)) / h)
    return {"slopes": found, "calls": len(w) + 1}


@LESSON.exercise(
    "frugal",
    check=partial(check_with, slopes_and_calls, expected=forward_slopes, at=WEIGHTS),
    where="What do all the forward differences have in common? Compute that once.",
    first_line="base = f(w)",
)
def frugal(f, w, h):
    base = f(w)
    slopes = []
    for i in range(len(w)):
        up = list(w)
        up[i] += h
        slopes.append((f(up) - base) / h)
    return slopes


@frugal.slip(
    "The slopes are right, but f(w) is computed anew for each: n + 1 calls suffice, not 2n."
)
def _(f, w, h):
    slopes = []
    for i in range(len(w)):
        up = list(w)
        up[i] += h
        slopes.append((f(up) - f(w)) / h)
    return slopes


@frugal.slip("Those are central differences, which need 2n calls; here forward ones were asked.")
def _(f, w, h):
    return _central(f, w, h)


@frugal.slip("The nudge is never taken back: put w[i] back before the next entry's turn.")
def _(f, w, h):
    base, slopes, up = f(w), [], list(w)
    for i in range(len(w)):
        up[i] += h
        slopes.append((f(up) - base) / h)
    return slopes


@frugal.slip("The change goes from f(w) to the nudged value: the two are in the wrong order.")
def _(f, w, h):
    base, slopes = f(w), []
    for i in range(len(w)):
        up = list(w)
        up[i] += h
        slopes.append((base - f(up)) / h)
    return slopes


@LESSON.exercise(
    "three gates by hand",
    check=partial(
        check_derivative,
        lambda a, b, c: a * ag.maximum(b, c) + c,
        at=[(2.0, 3.0, 1.5), (2.0, 1.5, 3.0), (-1.5, 0.5, 2.0), (0.5, -1.0, -3.0)],
    ),
    where="Walk from L to the left. Is b the larger, or c? And c stands in two places.",
    first_line="to_b = a if b > c else 0.0",
    asks=[by_hand(2.0, 3.0, 1.5)],
)
def slopes(a, b, c):
    to_b = a if b > c else 0.0
    to_c = a - to_b
    return [max(b, c), to_b, to_c + 1.0]


@slopes.slip("c is used twice: the 1 that comes from the sum is missing.")
def _(a, b, c):
    return [max(b, c), a if b > c else 0.0, 0.0 if b > c else a]


@slopes.slip("c is used twice: what reaches it through the maximum is missing.")
def _(a, b, c):
    return [max(b, c), a if b > c else 0.0, 1.0]


@slopes.slip("max routes, it does not copy: the smaller input gets 0.")
def _(a, b, c):
    return [max(b, c), a, a + 1.0]


@slopes.slip("max routes to the larger of the two, not to the smaller.")
def _(a, b, c):
    return [max(b, c), 0.0 if b > c else a, (a if b > c else 0.0) + 1.0]


@slopes.slip("mul swaps: a gets the maximum, and the maximum gets a.")
def _(a, b, c):
    m = max(b, c)
    return [a, m if b > c else 0.0, (0.0 if b > c else m) + 1.0]


def crossing(C, E):
    return (E / C) ** (1 / 3)


@LESSON.exercise(
    "the bottom of the valley",
    check=partial(check, expected=crossing, at=[(2.0, 0.5), (0.5, 3.0), (3.0, 0.25)]),
    where="Write C h² = E / h, and multiply both sides by h.",
    first_line="return (…) ** (1 / 3)",
)
def best_nudge(C, E):
    return (E / C) ** (1 / 3)


@best_nudge.slip("That is for the forward difference, where C h = E / h. Here h stands squared.")
def _(C, E):
    return (E / C) ** (1 / 2)


@best_nudge.slip("C and E are exchanged: with more rounding error the best nudge is larger.")
def _(C, E):
    return (C / E) ** (1 / 3)


@best_nudge.slip("C is missing: C h² = E / h gives h³ = E / C.")
def _(C, E):
    return E ** (1 / 3)


@best_nudge.slip("That is h³; its cube root is still to be taken.")
def _(C, E):
    return E / C


@best_nudge.slip("There the sum of both is least; asked is where the two are equal, h³ = E / C.")
def _(C, E):
    return (E / (2 * C)) ** (1 / 3)

"""How does a rope hang? As its energy is least: SciPy's ``minimize`` on our derivatives.

A rope of 3 m between hooks that are 2 m apart, as 24 short springs: 46 unknowns. ``value_and_grad``
is what ``jac=True`` asks for, ``hvp`` is ``hessp``, and the whole Hessian is sparse.
"""

from functools import partial
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from scipy.optimize import minimize

import autograd as ag

LINKS, LENGTH, APART = 24, 3.0, 2.0  # m
WEIGHT, STIFFNESS = 0.4 * 9.81 / LINKS, 2e4  # N for each of the links, N/m


def knots(free):
    """The ends of all links: the free ones between two hooks."""
    xs, ys = [0.0, *free[: LINKS - 1], APART], [0.0, *free[LINKS - 1 :], 0.0]
    return list(zip(xs, ys))


def energy(free):
    """Of height and of stretching, in joules."""
    total, rest = 0.0, LENGTH / LINKS
    for (x0, y0), (x1, y1) in zip(knots(free), knots(free)[1:]):
        stretch = ag.hypot(x1 - x0, y1 - y0) - rest
        total = total + WEIGHT * (y0 + y1) / 2 + STIFFNESS * stretch**2 / 2
    return total


xs = np.linspace(0, APART, LINKS + 1)[1:-1]
start = np.concatenate([xs, -np.minimum(xs, APART - xs)])  # a triangle
found = minimize(
    ag.value_and_grad(energy),
    start,
    jac=True,
    hessp=partial(ag.hvp, energy),
    method="trust-krylov",
    options={"gtol": 1e-8},
)
lowest = found.x[LINKS - 1 :].min()
entries = ag.hessian(energy, sparse=True)(found.x).nnz
print(f"lowest {-lowest:.4f} m below the hooks; {entries} of {46 * 46} second derivatives not zero")

plt.style.use(Path(__file__).with_name("clear.mplstyle"))
plt.plot(*zip(*knots(start)), ".-", alpha=0.6, linewidth=1, label="where the search began")
plt.plot(*zip(*knots(found.x)), "o-", markersize=4, label="least energy")
plt.legend(loc="upper center")
plt.xlabel("m")
plt.ylabel("m")
plt.gca().set_aspect("equal")
plt.savefig(Path(__file__).with_suffix(".svg"), metadata={"Date": None})

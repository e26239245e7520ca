"""Hares, lynx, and the ten years in which both come and go: SciPy's ``root`` and ``solve_ivp``.

The equations of Lotka and Volterra, with the rates that B. Carpenter (2018, a case study of Stan)
read off the Hudson's Bay Company's pelts. Solvers want the Jacobian, which is nobody's work here.
"""

from math import pi
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import root

import autograd as ag


def growth(animals):
    """Thousands of hares and lynx per year."""
    hares, lynx = animals
    return [0.55 * hares - 0.028 * hares * lynx, 0.024 * hares * lynx - 0.80 * lynx]


jacobian = ag.jacobian(growth)
balance = root(lambda x: growth(x), [40.0, 10.0], jac=jacobian).x
cycle = 2 * pi / abs(np.linalg.eigvals(np.array(jacobian(balance))).imag).max()
hares, lynx = balance
print(f"balance: {hares:.1f} thousand hares, {lynx:.1f} thousand lynx; cycles of {cycle:.2f} years")

plt.style.use(Path(__file__).with_name("clear.mplstyle"))
figure, (left, right) = plt.subplots(1, 2, width_ratios=(3, 2))
years = np.linspace(0, 30, 601)
for start in ([34.0, 5.9], [33.0, 12.0], [33.0, 17.0]):
    way = solve_ivp(
        lambda t, x: growth(x),
        (0, 30),
        start,
        method="Radau",
        t_eval=years,
        jac=lambda t, x: jacobian(x),
        rtol=1e-8,
    ).y
    first = start[0] == 34.0
    right.plot(*way, color="C2", alpha=1 if first else 0.4, linewidth=2 if first else 1)
    if first:
        left.plot(1900 + years, way[0], label="hares")
        left.plot(1900 + years, way[1], label="lynx")
left.set(xlabel="year", ylabel="thousands", ylim=(0, None))
left.legend(loc="upper right")
right.plot(*balance, "*", color="C3", markersize=12)
right.set(xlabel="thousands of hares", ylabel="thousands of lynx")
plt.savefig(Path(__file__).with_suffix(".svg"), metadata={"Date": None})

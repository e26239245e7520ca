"""A cup of tea cools: its law fitted to twelve readings, with error bars.

The best fit is where the gradient is zero, so ``root`` finds it; how sharp the minimum is, which
the Hessian says, is how well the readings know the parameters.
"""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

import autograd as ag

minutes = np.linspace(0, 55, 12)
noise = np.random.default_rng(5).normal(0, 2, 12)  # a cheap thermometer
readings = 21.5 + 63 * np.exp(-minutes / 17) + noise  # °C


def law(t, room, above, time):
    """The temperature after t minutes: it falls to that of the room, by Newton's law of cooling."""
    return room + above * ag.exp(-t / time)


def misfit(parameters):
    """The sum of squares, in °C²."""
    return sum((law(t, *parameters) - y) ** 2 for t, y in zip(minutes, readings))


best = ag.root(ag.grad(misfit), np.array([20.0, 60.0, 15.0]))
variance = misfit(best) / (len(minutes) - len(best))
covariance = variance * np.linalg.inv(ag.hessian(misfit)(best) / 2)
errors = np.sqrt(np.diag(covariance))
texts = [f"{x:.2f} ± {e:.2f}" for x, e in zip(best, errors)]
print(f"room {texts[0]} °C, tea {texts[1]} °C above it, down to 37 % of that in {texts[2]} min")

times = np.linspace(0, 90, 181)
curve = np.array([law(t, *best) for t in times])
slopes = np.array([ag.grad(lambda p, t=t: law(t, *p))(best) for t in times])
band = np.sqrt(np.einsum("ti,ij,tj->t", slopes, covariance, slopes))

plt.style.use(Path(__file__).with_name("clear.mplstyle"))
plt.fill_between(times, curve - 2 * band, curve + 2 * band, alpha=0.3, label="two standard errors")
plt.plot(times, curve, label="best fit")
plt.errorbar(minutes, readings, variance**0.5, fmt="o", color="C1", ms=4, lw=1, label="readings")
plt.xlabel("minutes")
plt.ylabel("°C")
plt.legend()
plt.savefig(Path(__file__).with_suffix(".svg"), metadata={"Date": None})

"""With what speed must a satellite set out to be at a given place in forty minutes?

Kepler's equation tells where it will be: one ``root``. Which start leads to the place: another root
around it, by Newton with the Jacobian, which goes through the inner one.
"""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

import autograd as ag

MU, EARTH = 398600.4418, 6371.0  # km³/s², km
START, TARGET, SECONDS = np.array([7000.0, 0.0]), np.array([-3000.0, 9500.0]), 2400.0


def place(velocity, seconds):
    """Where an orbit from START leads, in km: Kepler's equation, from the start on."""
    r = float(np.hypot(*START))
    a = 1 / (2 / r - (velocity[0] ** 2 + velocity[1] ** 2) / MU)  # half the long axis
    swing = (START[0] * velocity[0] + START[1] * velocity[1]) / ag.sqrt(MU * a)
    mean = ag.sqrt(MU / a**3) * seconds

    def kepler(x):  # x: how far the eccentric anomaly has come
        return x - (1 - r / a) * ag.sin(x) + swing * (1 - ag.cos(x)) - mean

    x = ag.root(kepler, 1.0)
    f, g = 1 - a / r * (1 - ag.cos(x)), seconds - ag.sqrt(a**3 / MU) * (x - ag.sin(x))
    return [f * START[0] + g * velocity[0], f * START[1] + g * velocity[1]]


tries, misses = [np.array([0.0, 7.546])], []  # in km/s: the first would go round in a circle
while not misses or misses[-1] > 1e-6:  # km
    miss = np.array(place(tries[-1], SECONDS)) - TARGET
    slope = np.array(ag.jacobian(place)(tries[-1], seconds=SECONDS))
    tries.append(tries[-1] - np.linalg.solve(slope, miss))
    misses.append(np.hypot(*miss))
velocity = tries[-1]
told = ", ".join(f"{miss:.2g}" for miss in misses[:-1])  # the last is rounding
print(f"set out with ({velocity[0]:.4f}, {velocity[1]:.4f}) km/s; Newton missed by {told} km")

plt.style.use(Path(__file__).with_name("clear.mplstyle"))
figure, ax = plt.subplots(figsize=(7.6, 5))
ax.add_patch(plt.Circle((0, 0), EARTH, color="C0", alpha=0.25, linewidth=0))
ax.text(0, 2000, "Earth", ha="center", va="center")
for number, velocity in enumerate(tries[: len(tries) - 1]):
    way = np.array([place(velocity, t) for t in np.linspace(0, SECONDS, 121)])
    last = number == len(tries) - 2
    ax.plot(*way.T, color="C1", alpha=1 if last else 0.35, linewidth=2.5 if last else 1.2)
    if misses[number] > 200:
        ax.annotate(f" try {number + 1}", way[-1], va="top", fontsize=9)
ax.plot(*START, "o", color="C2")
ax.plot(*TARGET, "*", color="C3", markersize=14)
ax.set(aspect="equal", xlabel="km", ylabel="km", xlim=(-8500, 10500), ylim=(-1500, 10600))
plt.savefig(Path(__file__).with_suffix(".svg"), metadata={"Date": None})

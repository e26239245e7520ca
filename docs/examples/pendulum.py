"""How far off is a pendulum after ten seconds if it starts one degree off, or is 1 mm longer?

500 steps of Runge and Kutta, and the derivatives of where they end: as far as the program is
differentiable, so is the pendulum.
"""

from math import degrees, radians
from pathlib import Path

import matplotlib.pyplot as plt

import autograd as ag

STEPS, SECONDS, GRAVITY = 500, 10.0, 9.81  # m/s²


def swing(angle, length):
    """The angle in radians after each step, let go at rest."""

    def slope(angle, speed):
        return speed, -GRAVITY / length * ag.sin(angle)

    dt, speed, angles = SECONDS / STEPS, 0.0, [angle]
    for _ in range(STEPS):
        a1, s1 = slope(angle, speed)
        a2, s2 = slope(angle + dt / 2 * a1, speed + dt / 2 * s1)
        a3, s3 = slope(angle + dt / 2 * a2, speed + dt / 2 * s2)
        a4, s4 = slope(angle + dt * a3, speed + dt * s3)
        angle = angle + dt / 6 * (a1 + 2 * a2 + 2 * a3 + a4)
        speed = speed + dt / 6 * (s1 + 2 * s2 + 2 * s3 + s4)
        angles.append(angle)
    return angles


start, length = radians(120), 1.0  # m
ends = ag.value_and_grad(lambda a, m: swing(a, m)[-1], argnums=(0, 1))
end, (by_angle, by_length) = ends(start, length)
print(
    f"after {SECONDS:.0f} s at {degrees(end):.1f}°: {by_angle:+.2f}° for 1° more at the start, "
    f"{degrees(by_length) / 1000:+.2f}° for 1 mm more of length"
)

plt.style.use(Path(__file__).with_name("clear.mplstyle"))
figure, (above, below) = plt.subplots(2, sharex=True, figsize=(7.6, 4.4))
times = [SECONDS * i / STEPS for i in range(STEPS + 1)]
angles, along = ag.jvp(lambda a: swing(a, length), start, 1.0)  # every angle by the first
for more in (-3, -2, -1, 1, 2, 3):
    moved = swing(start + radians(more), length)
    above.plot(times, [degrees(a) for a in moved], color="C0", alpha=0.5, linewidth=1)
above.plot(times, [degrees(a) for a in angles])
above.set(ylabel="angle in °", title="let go at 120°, and at up to 3° beside it")
above.set_yticks([-120, 0, 120])
below.plot(times, along, color="C1")
below.set(xlabel="seconds", ylabel="° per °", title="derivative of the angle by the first angle")
plt.savefig(Path(__file__).with_suffix(".svg"), metadata={"Date": None})

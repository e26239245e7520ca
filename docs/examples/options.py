"""The greeks of a call option: the price by Black and Scholes, all else by differentiating it.

Delta and vega are first derivatives, gamma and vanna second ones; none of them is written down.
"""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

import autograd as ag

STRIKE = 100.0  # €


def price(spot, volatility, years, rate=0.03):
    """What the right to buy at 100 € is worth, in €; rates and volatility are per year."""

    def normal(x):
        return (1 + ag.erf(x / 2**0.5)) / 2

    spread = volatility * ag.sqrt(years)
    d = (ag.log(spot / STRIKE) + rate * years) / spread + spread / 2
    return spot * normal(d) - STRIKE * ag.exp(-rate * years) * normal(d - spread)


def greeks(spot, volatility, years):
    """The price, its gradient and its Hessian by spot, volatility and years."""
    call, at = lambda x: price(*x), [spot, volatility, years]
    return *ag.value_and_grad(call)(at), ag.hessian(call)(at)


worth, (delta, vega, by_years), ((gamma, vanna, _), *_) = greeks(105.0, 0.2, 0.5)
print(
    f"{worth:.2f} € now; delta {delta:.3f}, gamma {gamma:.4f} per €, vega {vega / 100:.3f} € per % "
    f"of volatility, theta {-by_years / 365:.4f} € a day, vanna {vanna / 100:.4f} per %"
)

fast = ag.compile(greeks)  # a column of spots in one call
spots = np.linspace(60, 140, 161)
plt.style.use(Path(__file__).with_name("clear.mplstyle"))
figure, axes = plt.subplots(2, 2, sharex=True, figsize=(7.6, 4.6))
for months in (1, 3, 12):
    _, (delta, vega, _), ((gamma, vanna, _), *_) = fast(spots, 0.2, months / 12)
    for ax, curve in zip(axes.flat, [delta, gamma, vega / 100, vanna / 100]):
        ax.plot(spots, curve, label=f"{months} month{'s' * (months > 1)}")
titles = ["delta", "gamma, per €", "vega, € per %", "vanna, per %"]
for ax, title in zip(axes.flat, titles):
    ax.axvline(STRIKE, color="C3", linewidth=0.8, linestyle=":")
    ax.set_title(title)
axes[0, 0].legend()
figure.supxlabel("price of the share in € (strike: 100 €)", fontsize="medium")
plt.savefig(Path(__file__).with_suffix(".svg"), metadata={"Date": None})

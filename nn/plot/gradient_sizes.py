"""How much of the gradient reaches each layer: vanishing (and exploding) made visible."""

from __future__ import annotations

import math
import re
from typing import Any

import autograd as ag
from nn.plot.axes import PALETTE, new_axes

__all__ = ["gradients"]

#: the path to a layer at the start of a parameter's name, also in networks within networks
LAYER = re.compile(r"(?:layers\.\d+\.)+|\w+\.\d+\.(?=\w+\.)|\w+")
#: the golden ratio spreads points evenly, and the same way every time
GOLDEN = 0.6180339887498949


def gradients(model: Any, ax: Any = None) -> Any:
    """Draw the sizes of the gradients that ``backward`` left, layer by layer; return the Axes.

    A point is one parameter, the box holds the middle half of a layer, the line joins the
    medians; the axis is logarithmic, and gradients of exactly zero are counted above. Raises
    ``GraphError`` where all gradients are zero or one is not finite, ``OperandError`` for what
    has no parameters, ``MissingPackageError`` without matplotlib.

    >>> from matplotlib.figure import Figure
    >>> from nn import MLP
    >>> model = MLP(2, [4, 1], rng=0)
    >>> model([1.0, 2.0]).backward()
    >>> ax = gradients(model, Figure().subplots())
    >>> [label.get_text().partition(chr(10))[0] for label in ax.get_xticklabels()]
    ['layers.0', 'layers.1']
    """
    sizes = _sizes(model)
    ax = ax or new_axes("the picture of the gradients", (max(6.4, 0.9 * len(sizes)), 4.4))
    positive = {layer: [x for x in found if x > 0.0] for layer, found in sizes.items()}
    ax.set_yscale("log")
    for place, found in enumerate(positive.values()):
        shifts = [(i * GOLDEN % 1.0 - 0.5) * 0.5 for i in range(len(found))]
        where = [place + shift for shift in shifts]
        ax.scatter(where, found, s=14, color=PALETTE[5], alpha=0.6, linewidths=0, zorder=2)
    _boxes(ax, positive)
    _zeros(ax, sizes)
    ticks = [f"{layer}\n({len(found)})" for layer, found in sizes.items()]
    ax.set_xticks(range(len(sizes)), ticks)
    ax.set(
        xlim=(-0.6, len(sizes) - 0.4), xlabel="layer (number of parameters), from input to output"
    )
    ax.set_ylabel("size of the gradient, |∂L/∂w|")
    ax.grid(axis="y", alpha=0.3)
    return ax


def _sizes(model: Any) -> dict[str, list[float]]:
    """Layer -> the absolute gradients of its parameters."""
    try:
        named = model.named_parameters()
    except AttributeError:
        raise ag.OperandError(f"a model with parameters is needed; got {model!r}") from None
    sizes: dict[str, list[float]] = {}
    for name, parameter in named:
        if not math.isfinite(parameter.grad):
            raise ag.GraphError(f"the gradient of {name} is {parameter.grad}: call zero_grad()")
        found = LAYER.match(name)
        layer = found.group().rstrip(".") if found else name
        sizes.setdefault(layer, []).append(abs(parameter.grad))
    if not any(map(any, sizes.values())):
        raise ag.GraphError("all gradients are zero: call backward() on a loss of this model first")
    return sizes


def _boxes(ax: Any, positive: dict[str, list[float]]) -> None:
    """A box per layer, and the line through their medians."""
    places = [i for i, found in enumerate(positive.values()) if found]
    boxes = ax.boxplot(
        [found for found in positive.values() if found],
        positions=places,
        widths=0.6,
        showfliers=False,
        manage_ticks=False,
        medianprops={"color": PALETTE[1], "linewidth": 2.5},
        zorder=3,
    )
    medians = [line.get_ydata()[0] for line in boxes["medians"]]
    ax.plot(places, medians, color=PALETTE[1], linestyle="--", zorder=4, label="median")
    ax.plot([], [], "o", color=PALETTE[5], markersize=4, label="one parameter")
    ax.legend(loc="best", framealpha=0.8)


def _zeros(ax: Any, sizes: dict[str, list[float]]) -> None:
    """What a logarithmic axis cannot show, in words above the frame."""
    for place, found in enumerate(sizes.values()):
        if zeros := found.count(0.0):
            text, across = f"{zeros} zero", ax.get_xaxis_transform()
            ax.text(place, 1.02, text, transform=across, ha="center", fontsize="small")

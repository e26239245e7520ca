"""Pictures of networks and of their training.

``network`` shows what every neuron answers, and the weights between them. ``boundary`` shows what
a network says, ``hidden`` how its hidden layer sees the same rows, ``history`` how training went,
``landscape`` the loss over two parameters, ``gradients`` how much of the gradient reaches each
layer. ``network`` is an SVG, for which no package is needed; each of the others draws into ``ax``,
or into a new figure, returns the Axes, and needs matplotlib (the extra ``plot``).

Read ``axes.py`` first.
"""

from nn.plot.axes import PALETTE
from nn.plot.curves import history
from nn.plot.decision import boundary
from nn.plot.gradient_sizes import gradients
from nn.plot.hidden_plane import hidden
from nn.plot.network_view import network
from nn.plot.surface import landscape

__all__ = ["boundary", "gradients", "hidden", "history", "landscape", "network"]

#: blue and vermilion
COLOURS = PALETTE[:2]


def __dir__() -> list[str]:
    """What a prompt offers."""
    return __all__

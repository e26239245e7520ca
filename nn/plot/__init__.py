"""Pictures of networks and of their training (they need matplotlib: the extra ``plot``).

``boundary`` shows what a network says, ``hidden`` how its hidden layer sees the same rows,
``history`` how training went, ``landscape`` the loss over two parameters, ``gradients`` how much
of the gradient reaches each layer. Each draws into ``ax``, or into a new figure, and returns the
Axes.

Read ``axes.py`` first.
"""

from nn.plot.axes import PALETTE
from nn.plot.curves import history
from nn.plot.decision import boundary
from nn.plot.gradient_sizes import gradients
from nn.plot.hidden_plane import hidden
from nn.plot.surface import landscape

__all__ = ["boundary", "gradients", "hidden", "history", "landscape"]

#: blue and vermilion
COLOURS = PALETTE[:2]

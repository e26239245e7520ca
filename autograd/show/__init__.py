"""Pictures of a graph of Values: drawn, as text, explained path by path, and as a player.

``draw`` is a Graphviz picture (``draw_dot`` is the same function under the name that people
know), ``tree`` the text form for any terminal, ``explain`` the chain rule written out, and
``explore`` the player that walks through backpropagation. Nothing here is imported by the engine
until a picture is asked for, and Graphviz only when one is drawn.

Relies on ``value.py``; read ``text.py``, ``scene.py`` and ``picture.py`` next.
"""

from autograd.show.blame import blame
from autograd.show.explanation import explain
from autograd.show.mime import notebook
from autograd.show.origin import trace_origin
from autograd.show.page import explore
from autograd.show.picture import draw
from autograd.show.textual import tree

draw_dot = draw

__all__ = ["blame", "draw", "draw_dot", "explain", "explore", "notebook", "trace_origin", "tree"]

"""Pictures of a graph of Values: drawn, as text, explained path by path, and as a player.

``draw`` (``drawing``) is the picture, ``tree`` the text form for any terminal, ``explain``
(``explanation``) the chain rule written out, and ``explore`` (``player``) the page that walks
through backpropagation. What they show is chosen in ``scene``; it is laid out by ``layout``, or by
Graphviz. All are asked for at the door of ``autograd``; the engine imports nothing from here, and
Graphviz is imported to draw, not before.
Read ``text.py`` next.
"""

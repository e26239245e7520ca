"""``notebook``: how a Value shows itself in a notebook.

Relies on ``picture.py`` and ``textual.py``.
"""

from __future__ import annotations

from autograd.graph import topological_order
from autograd.show.picture import draw
from autograd.show.textual import tree
from autograd.value import Value

__all__ = ["notebook"]

SMALL = 100
_LINES = 30


def notebook(value: Value) -> dict[str, str]:
    """Mimetype -> text: a picture and the repr for a small graph, the tree for any other.

    Raises nothing: a value must show itself on a machine without Graphviz as well.

    >>> print(notebook(Value(2.0) + 1)["text/plain"])
    Value(3.0)
    """
    if len(topological_order(value)) <= SMALL:
        try:
            svg = draw(value)._repr_image_svg_xml()
            return {"image/svg+xml": svg, "text/plain": repr(value)}
        except Exception:  # a repr answers, whatever is missing or broken
            pass
    return {"text/plain": tree(value, lines=_LINES)}

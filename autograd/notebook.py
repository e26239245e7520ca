"""How Values and errors show themselves in a notebook.

The engine knows no pictures; ``show`` knows no notebook. This stands above both, and the package's
door hangs it on: ``hang_on`` gives ``Value`` the mimebundle that IPython asks for, and
``NonFiniteError`` its picture, also above the traceback. Nothing of ``show`` is imported before a
picture is asked for. Read ``show/__init__.py`` next.
"""

from __future__ import annotations

import sys
from contextlib import suppress

from autograd.errors import NonFiniteError
from autograd.graph import topological_order
from autograd.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from typing import Any

    from autograd.show.drawing.picture import Picture

__all__ = ["draw_error", "hang_on", "mimebundle", "rendered_traceback"]

SMALL = 100
_LINES = 30


def hang_on() -> None:
    """Teach the engine's classes to show themselves."""
    hooks: tuple[tuple[type, str, Any], ...] = (
        (Value, "_repr_mimebundle_", mimebundle),
        (NonFiniteError, "draw", draw_error),
        (NonFiniteError, "_render_traceback_", rendered_traceback),
    )
    for cls, name, hook in hooks:
        setattr(cls, name, hook)


def mimebundle(value: Value, include: Any = None, exclude: Any = None) -> dict[str, str]:
    """Mimetype -> text: a picture and the repr for a small graph, the tree for any other.

    In a terminal it is the repr alone, at once: no picture can be seen there. Raises nothing: a
    value must show itself on a machine without Graphviz as well.

    >>> print(mimebundle(Value(2.0) + 1)["text/plain"])
    Value(3.0)
    """
    if _in_terminal():
        return {"text/plain": repr(value)}
    from autograd.show.drawing.draw import draw
    from autograd.show.tree import tree

    if len(topological_order(value)) <= SMALL:
        try:
            return draw(value)._repr_mimebundle_() | {"text/plain": repr(value)}
        except Exception:  # a repr answers, whatever is missing or broken
            pass
    return {"text/plain": tree(value, lines=_LINES)}


def _in_terminal() -> bool:
    """Whether IPython runs in a terminal."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return any(kind.__name__ == "TerminalInteractiveShell" for kind in type(shell).__mro__)


def draw_error(error: NonFiniteError) -> Picture:
    """The picture of the operation, its operands and what led to them: a Graphviz picture.

    With ``trace_origin`` on when they were made, the lines of code stand beside the nodes.
    """
    from autograd.show.blame import blame

    return blame(error)


def rendered_traceback(error: NonFiniteError) -> list[str]:
    """What IPython prints for this error: the picture, and then its ordinary traceback.

    IPython asks an error for ``_render_traceback_``, which is this.
    """
    from IPython import get_ipython  # type: ignore[attr-defined,unused-ignore]

    shell: Any = get_ipython()
    if getattr(shell, "kernel", None) is not None:  # a terminal shows no pictures
        _display_once(error)
    lines: list[str] = shell.InteractiveTB.structured_traceback(
        type(error), error, error.__traceback__
    )
    return lines


def _display_once(error: NonFiniteError) -> None:
    """Display the picture; IPython asks for the traceback more than once."""
    if getattr(error, "_displayed", False):
        return
    error._displayed = True  # type: ignore[attr-defined]  # a note on the one error
    from IPython.display import display

    with suppress(Exception):  # the picture is extra, the traceback has to come
        display(draw_error(error))  # type: ignore[no-untyped-call,unused-ignore]

"""``trace_origin``: remember which line of the user's code made each node.

Off by default and then free of cost: the line is looked up by an observer of new nodes.

Read ``blame.py`` next.
"""

from __future__ import annotations

import linecache
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, TracebackType
from weakref import WeakKeyDictionary

from autograd.observe import on_new_node
from autograd.value import Value

__all__ = ["line_of", "line_raised", "trace_origin"]

_lines: WeakKeyDictionary[Value, tuple[str, int]] = WeakKeyDictionary()
_PACKAGES = tuple(str(Path(__file__).parents[2] / name) for name in ("autograd", "nn"))


@contextmanager
def trace_origin() -> Iterator[None]:
    """Within this block every new node remembers the file and line that made it.

    The picture of a ``NonFiniteError`` then shows the lines along the path to the culprit. Works
    for all threads at once, and makes nodes several times as slow; nothing is left when it ends
    but the lines of the nodes that were made.

    >>> from autograd.show.origin import line_of
    >>> with trace_origin():
    ...     x = Value(2.0) * 3
    >>> line_of(x) is None, line_of(x + 1) is None
    (False, True)
    """
    with on_new_node(_remember):
        yield


def _remember(node: Value) -> None:
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and _ours(frame.f_code.co_filename):
        frame = frame.f_back
    if frame is not None:
        _lines[node] = (frame.f_code.co_filename, frame.f_lineno)


def _ours(filename: str) -> bool:
    return filename.startswith(_PACKAGES) or filename.startswith("<op table")


def line_of(node: Value) -> str | None:
    """``file.py:12  the code``, if the node was made within ``trace_origin``."""
    place = _lines.get(node)
    return _written(*place) if place else None


def line_raised(traceback: TracebackType | None) -> str | None:
    """The line of the user's code that an error came out of, which every traceback knows."""
    found = None
    while traceback is not None:
        filename = traceback.tb_frame.f_code.co_filename
        if not _ours(filename):
            found = (filename, traceback.tb_lineno)
        traceback = traceback.tb_next
    return _written(*found) if found else None


def _written(filename: str, number: int) -> str:
    code = linecache.getline(filename, number).strip()
    where = "cell, line " if "ipykernel" in filename else f"{Path(filename).name}:"
    return f"{where}{number}  {code}".rstrip()

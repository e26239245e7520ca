"""``Picture``: a ``graphviz.Digraph`` that is drawn on machines without a ``dot`` program too.

Graphviz's Python package runs the program ``dot``. Where there is none, the same DOT text goes
to pygraphviz, whose wheels carry the Graphviz library; where there is neither, one sentence says
what to install. All of the base class's ways to an image end in ``pipe`` or ``render``, so these
two are what is overridden.

Imported only when something is drawn, as ``import graphviz`` costs time; read ``dot.py`` next.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import graphviz

from autograd.errors import MissingPackageError, missing_package

__all__ = ["Picture"]


class Picture(graphviz.Digraph):  # type: ignore[misc]  # the base class has no type hints
    """A directed graph as DOT text, which shows itself in a notebook.

    ``render("c.svg")`` writes exactly that file; any other way of rendering is Graphviz's own.
    Raises ``MissingPackageError`` when an image is asked for and there is no Graphviz at all.
    """

    def pipe(self, format: str | None = None, **options: Any) -> Any:
        """The image as bytes, or as text when ``encoding=`` is given."""
        try:
            return super().pipe(format, **options)
        except graphviz.ExecutableNotFound:
            image = _without_dot(self.source, options.get("engine"), format or self.format)
        encoding = options.get("encoding")
        return image.decode(encoding) if encoding else image

    def render(self, filename: Any = None, directory: Any = None, **options: Any) -> str:
        """Draw into a file and return its path.

        A name with an image's ending (``"c.svg"``, ``"c.png"``) is the file that is written.
        Otherwise, as ever in Graphviz, ``filename`` gets the DOT text and the image's name is
        that with the format at its end.
        """
        target = Path(directory or "", filename or "")
        ending = target.suffix[1:].lower()
        if ending in graphviz.FORMATS and options.get("format") in (None, ending):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(self.pipe(ending, engine=options.get("engine")))
            if options.get("view"):
                self._view(str(target), format=ending, quiet=False)
            return os.fspath(target)
        try:
            return str(super().render(filename, directory=directory, **options))
        except graphviz.ExecutableNotFound:
            return self._render_without_dot(filename, directory, **options)

    def _repr_image_svg_xml(self) -> str:
        """The picture in a notebook: a wide one shrinks to the cell."""
        svg: str = super()._repr_image_svg_xml()
        return svg.replace("<svg ", '<svg style="max-width:100%;height:auto" ', 1)

    def _render_without_dot(self, filename: Any, directory: Any, **options: Any) -> str:
        """Graphviz's own naming of files; its ``render`` has saved the DOT text already."""
        form = options.get("format") or self.format
        image = _without_dot(self.source, options.get("engine"), form)
        outfile = options.get("outfile")
        source = self.save(filename, directory=directory)
        target = Path(outfile or f"{source}.{form}")
        target.write_bytes(image)
        if options.get("cleanup"):
            os.remove(source)
        if options.get("view"):
            self._view(str(target), format=form, quiet=False)
        return os.fspath(target)


def _without_dot(source: str, engine: str | None, form: str) -> bytes:
    """The image by way of pygraphviz."""
    try:
        import pygraphviz
    except ImportError:
        raise _no_graphviz() from None
    with _without_font_warnings():
        image = pygraphviz.AGraph(string=source).draw(format=form, prog=engine or "dot")
    return bytes(image)


@contextmanager
def _without_font_warnings() -> Iterator[None]:
    """Drop what the wheels' font library says of the system's newer font files.

    It writes to the process's standard error from C, so that is set aside meanwhile; all other
    lines are passed on.
    """
    if sys.stderr is not None:
        sys.stderr.flush()
    with tempfile.TemporaryFile() as aside:
        kept = os.dup(2)
        os.dup2(aside.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            aside.seek(0)
            for line in aside.read().splitlines(keepends=True):
                if not line.startswith(b"Fontconfig warning"):
                    os.write(2, line)


def _no_graphviz() -> MissingPackageError:
    advice = missing_package("drawing without a dot program", "pygraphviz")
    return MissingPackageError(f"{advice}. Without any of these: print(tree(root))")

"""``Picture``: a ``graphviz.Digraph`` that is drawn on machines without a ``dot`` program too.

An SVG from left to right is drawn by our own layout, in which operands enter from the left and
frames stand one after another; it runs no program. The rest is Graphviz's: its Python package runs
the program ``dot``; where there is none, a Python process in its place draws the same DOT text with
pygraphviz, whose wheels carry the Graphviz library; where there is neither, one sentence says what
to install. All of the base class's ways to an image end in ``pipe`` or ``render``, so these two
are what is overridden.

Imported only when something is drawn, as ``import graphviz`` costs time; read ``dot.py`` next.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import graphviz

from autograd.errors import GraphError, MissingPackageError, missing_package
from autograd.files.disk import write_whole
from autograd.show.drawing.style import dressed
from autograd.show.image import svg_image

__all__ = ["SCREEN", "Picture", "images"]

#: pixels for each inch of a png: those of a screen, twice these, and the most that makes an image
SCREEN, DPI, _FINEST = 96, 192, 2400
#: what the process in the place of ``dot`` runs: graphs come in and images go out one after another
_DRAW = """
import sys
folder, form, engine = sys.argv[1:]
sys.path.append(folder)
from pygraphviz import AGraph
for source in sys.stdin.buffer.read().decode().split(chr(0)):
    sys.stdout.buffer.write(AGraph(string=source).draw(format=form, prog=engine))
"""


class Picture(graphviz.Digraph):  # type: ignore[misc]  # the base class has no type hints
    """A directed graph as DOT text, which shows itself in a notebook.

    ``save("c.svg")`` and ``render("c.svg")`` write exactly that file, into a folder that is there;
    any other way of rendering is Graphviz's own. ``own`` draws the SVG by our layout: where there
    is no Graphviz, and where it is ``preferred``, unless ``pipe`` is asked for an ``engine``.
    ``told`` is the picture in words. Raises ``MissingPackageError`` when another image is asked
    for without Graphviz.
    """

    own: Callable[[], str] | None = None
    preferred = False
    told = "a graph"
    dpi: float = DPI

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """The image; of an SVG also the form that a notebook shows which is not trusted."""
        bundle: dict[str, Any] = super()._repr_mimebundle_(include, exclude)
        if svg := bundle.get("image/svg+xml"):
            bundle["text/html"] = svg_image(svg, self.told)
        return bundle

    def __repr__(self) -> str:
        return "<a picture; .save('c.svg') writes it>"

    def pipe(self, format: str | None = None, *, dpi: float | None = None, **options: Any) -> Any:
        """The image as bytes, or as text when ``encoding=`` is given; a png has ``dpi``."""
        form = format or self.format
        drawn = self._fine(self.dpi if dpi is None else dpi) if form == "png" else self
        image = drawn._image(form, options)
        if form == "svg":
            image = dressed(image.decode()).encode()
        encoding = options.get("encoding")
        return image.decode(encoding) if encoding else image

    def _fine(self, dpi: Any) -> Picture:
        """The same graph with so many pixels for an inch."""
        if not (isinstance(dpi, (int, float)) and 1 <= dpi <= _FINEST):
            raise GraphError(
                f"dpi is a number from 1 to {_FINEST}, a screen has {SCREEN}; got {dpi!r}"
            )
        fine: Picture = self.copy()
        fine.attr("graph", dpi=f"{dpi}")
        return fine

    def own_svg(self) -> str:
        """The SVG by our own layout, for which no program is run: one of many small pictures."""
        return dressed(self.own()) if self.own else str(self.pipe("svg", encoding="utf-8"))

    def _image(self, form: str, options: dict[str, Any]) -> bytes:
        """By our own layout, which writes SVG, or by a ``dot`` program, or else by pygraphviz."""
        if form == "svg" and self.preferred and self.own and not options.get("engine"):
            return self.own().encode()
        plain = {key: value for key, value in options.items() if key != "encoding"}
        try:
            image: bytes = super().pipe(form, **plain)
        except (graphviz.ExecutableNotFound, OSError):  # OSError: no processes, as in a browser
            try:
                image = _without_dot([self.source], form, options.get("engine"))
            except (OSError, MissingPackageError):
                if self.own is None or form != "svg":
                    raise
                image = self.own().encode()
        return image

    def save(
        self,
        filename: Any = None,
        directory: Any = None,
        *,
        dpi: float | None = None,
        **options: Any,
    ) -> str:
        """Write the file that the name's ending asks for: svg, png, pdf, or gv and dot for DOT.

        ``dpi`` are the pixels of a png for each inch; a screen has 96, and so has a picture that is
        very large, any other 192. Returns the path. Raises
        ``GraphError`` for another ending, no name, or a ``dpi`` that is none, and
        ``FileNotFoundError`` where there is no such folder.
        """
        name = Path(directory or "", filename or self.filename)
        ending = name.suffix[1:].lower()
        if options:  # the base class asks with options
            return str(super().save(filename, directory=directory, **options))
        if not filename:
            raise GraphError("a picture is saved under a name: save('c.svg'), c.png or c.pdf")
        if ending in ("gv", "dot"):
            write_whole(name, self.source.encode())
            return os.fspath(name)
        if ending in ("svg", "png", "pdf"):
            write_whole(name, self.pipe(ending, dpi=dpi))
            return os.fspath(name)
        better = name.with_name(f"{name.name.split('.')[0] or 'c'}.svg") if name.name else "c.svg"
        raise GraphError(
            f"a picture is saved as svg, png, pdf, gv or dot, got {str(name)!r}: "
            f"save({str(better)!r}) writes what a page shows"
        )

    def render(self, filename: Any = None, directory: Any = None, **options: Any) -> str:
        """Draw into a file and return its path.

        A name with an image's ending (``"c.svg"``, ``"c.png"``) is the file that is written.
        Otherwise, as ever in Graphviz, ``filename`` gets the DOT text and the image's name is
        that with the format at its end.
        """
        target = Path(directory or "", filename or "")
        ending = target.suffix[1:].lower()
        if ending in graphviz.FORMATS and options.get("format") in (None, ending):
            write_whole(target, self.pipe(ending, engine=options.get("engine")))
            if options.get("view"):
                self._view(str(target), format=ending, quiet=False)
            return os.fspath(target)
        try:
            return str(super().render(filename, directory=directory, **options))
        except graphviz.ExecutableNotFound:
            return self._render_without_dot(filename, directory, **options)

    def _render_without_dot(self, filename: Any, directory: Any, **options: Any) -> str:
        """Graphviz's own naming of files; its ``render`` has saved the DOT text already."""
        form = options.get("format") or self.format
        image = _without_dot([self.source], form, options.get("engine"))
        outfile = options.get("outfile")
        source = self.save(filename, directory=directory, skip_existing=None)
        target = Path(outfile or f"{source}.{form}")
        target.write_bytes(image)
        if options.get("cleanup"):
            os.remove(source)
        if options.get("view"):
            self._view(str(target), format=form, quiet=False)
        return os.fspath(target)


def images(sources: Sequence[str], form: str) -> bytes:
    """Several graphs in DOT, drawn by one process; their images follow one another."""
    try:
        image: bytes = graphviz.pipe("dot", form, "\n".join(sources).encode())
    except graphviz.ExecutableNotFound:
        image = _without_dot(sources, form)
    return image


def _without_dot(sources: Sequence[str], form: str, engine: str | None = None) -> bytes:
    """The images by way of pygraphviz, in a process of their own.

    The library writes to the standard error of the process that it is in, as the wheels' font
    library does about the system's newer font files, and it knows no threads. From out there
    only what is worth reading comes back.
    """
    found = find_spec("pygraphviz")
    if found is None or found.origin is None:
        raise _no_graphviz()
    folder = Path(found.origin).parents[1]
    command = [sys.executable, "-I", "-c", _DRAW, str(folder), form, engine or "dot"]
    done = subprocess.run(
        command,
        input="\0".join(sources).encode(),
        capture_output=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    if done.returncode:
        raise graphviz.CalledProcessError(done.returncode, command[:3], done.stdout, done.stderr)
    said = done.stderr.decode(errors="replace").splitlines(keepends=True)
    if sys.stderr is not None:
        sys.stderr.write("".join(line for line in said if "Fontconfig warning" not in line))
    return done.stdout


def _no_graphviz() -> MissingPackageError:
    advice = missing_package("drawing without a dot program", "pygraphviz")
    return MissingPackageError(f"{advice}. Without any of these: save('c.svg'), print(tree(root))")

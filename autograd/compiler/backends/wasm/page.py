"""What a page runs a program with: one script, put together of three readable files.

The functions that JavaScript's Math has not come first, ``primitives.js``, then ``engine.js`` for
modules and ``interpreter.js`` for data.
"""

from __future__ import annotations

from importlib.resources import files

__all__ = ["engine_text"]


def engine_text(*, module: bool = True) -> str:
    """The text of an ES module that exports ``load`` and ``interpret``, or of a script with them.

    A page that was opened from a file may start no Worker of a module, but one of a script.

    >>> engine_text().splitlines()[-1]
    'export { interpret, load };'
    >>> "export" in engine_text(module=False).splitlines()[-1]
    False
    """
    here = files("autograd.compiler.backends.wasm")
    parts = [files("autograd") / "primitives.js", here / "engine.js", here / "interpreter.js"]
    texts = [part.read_text("utf-8") for part in parts]
    return "\n".join([*texts, "export { interpret, load };\n"] if module else texts)

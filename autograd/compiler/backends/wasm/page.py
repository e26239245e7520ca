"""What a page runs a module with: one ES module, put together of two readable files.

The functions that JavaScript's Math has not come first, ``primitives.js``, then ``engine.js``.
"""

from __future__ import annotations

from importlib.resources import files

__all__ = ["engine_text"]


def engine_text() -> str:
    """The text of an ES module that exports ``load``.

    >>> engine_text().count("export ")
    1
    """
    own = files("autograd.compiler.backends.wasm") / "engine.js"
    texts = [(files("autograd") / "primitives.js"), own]
    return "\n".join(text.read_text("utf-8") for text in texts)

"""What a page runs a module with: one script, put together of two readable files.

The functions that JavaScript's Math has not come first, ``primitives.js``, then ``engine.js``.
"""

from __future__ import annotations

from importlib.resources import files

__all__ = ["engine_text"]


def engine_text(*, module: bool = True) -> str:
    """The text of an ES module that exports ``load``, or of a script that defines it.

    A page that was opened from a file may start no Worker of a module, but one of a script.

    >>> engine_text().splitlines()[-1]
    'export { load };'
    >>> "export" in engine_text(module=False).splitlines()[-1]
    False
    """
    own = files("autograd.compiler.backends.wasm") / "engine.js"
    texts = [text.read_text("utf-8") for text in (files("autograd") / "primitives.js", own)]
    return "\n".join([*texts, "export { load };\n"] if module else texts)

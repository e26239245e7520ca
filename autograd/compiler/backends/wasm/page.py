"""What a page runs a program with, as one script: ``engine.js`` for modules, ``interpreter.js`` for
data, and what they import.
"""

from __future__ import annotations

from autograd.bundle import bundle

__all__ = ["engine_text"]

_FOLDER = "autograd/compiler/backends/wasm"


def engine_text(*, module: bool = True) -> str:
    """The text of an ES module that exports ``interpret`` and ``load``, or of a script with them.

    A page that was opened from a file may start no Worker of a module, but one of a script.

    >>> engine_text().splitlines()[-1]
    'export { interpret, load };'
    >>> "export" in engine_text(module=False).splitlines()[-1]
    False
    """
    exports = ("interpret", "load") if module else ()
    return bundle([f"{_FOLDER}/engine.js", f"{_FOLDER}/interpreter.js"], exports)

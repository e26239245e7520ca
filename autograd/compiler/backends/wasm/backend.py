"""The backend of pages: where Python itself runs in one, a batch runs as WebAssembly beside it.

Pyodide is CPython in a page or in Node, and lends Python the page's own JavaScript; ``engine_text``
is given to that, and a program's module is compiled there. Numbers cross over as whole columns.
Read ``page.py`` next.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence
from functools import cache
from typing import Any

from autograd.compiler.backends.kernel import Backend, Bound
from autograd.compiler.backends.wasm.kernel import wasm_module
from autograd.compiler.backends.wasm.page import engine_text
from autograd.compiler.columns import as_lists, checked_list
from autograd.compiler.loops.loop import Loops

__all__ = ["BACKEND", "PageKernel"]

#: operations in the bodies of loops up to which a program is written as WebAssembly: Python takes a
#: millisecond for three, and browsers hold 50,000 numbers in a function
LIMIT = 5_000


class PageKernel:
    """A program of loops as WebAssembly, in a page where Python runs under Pyodide."""

    def __init__(self, loops: Loops, sums: int) -> None:
        from js import Object
        from pyodide.ffi import to_js

        made = wasm_module(loops, sums)
        descriptor = to_js(made.descriptor, dict_converter=Object.fromEntries)
        self.program, self.total = _loader()(to_js(made.code), descriptor), sums

    def bind(self, columns: Sequence[Any], examples: int) -> Bound:
        """The kernel on these columns: lists of floats of one length."""
        return _BoundPage(self, columns, examples)


class _BoundPage:
    def __init__(self, kernel: PageKernel, columns: Sequence[Any], examples: int) -> None:
        from pyodide.ffi import to_js

        self.kernel, self.columns, self.examples = kernel, columns, examples
        self.batch: Any = None
        self.sums = [0.0] * kernel.total
        self.gradient = self.sums[1:]
        self.outputs: list[list[float]] = []
        if examples:
            given = to_js([array("d", column) for column in columns])
            self.batch = kernel.program.bind(given, examples)
            self._parameters, self._sums = self.batch.parameters, self.batch.sums
            self._columns, self._outputs = [*self.batch.columns], [*self.batch.outputs]
            self.outputs = [[0.0] * examples for _ in self._outputs]
        else:
            self.outputs = [[] for _ in range(kernel.program.descriptor.outputs)]

    def run(self, parameters: Any, weight: float) -> bool:
        if not self.examples:
            return True
        for place, column in zip(self._columns, self.columns):
            place.assign(array("d", column))
        self._parameters.assign(array("d", parameters))
        finite: bool = self.batch.step(self._parameters, weight).finite
        self.sums[:] = self._sums.to_py().tolist()
        self.gradient[:] = self.sums[1:]
        for output, place in zip(self.outputs, self._outputs):
            output[:] = place.to_py().tolist()
        return finite


@cache
def _loader() -> Any:
    """What loads a module in the page's JavaScript."""
    from pyodide.code import run_js

    return run_js(f"(() => {{\n{engine_text(module=False)}\nreturn loadAtOnce;\n}})()")


def usable() -> bool:
    """Whether Python runs in a page."""
    return sys.platform == "emscripten" and "pyodide" in sys.modules


BACKEND = Backend(
    *("wasm", usable, PageKernel, as_lists, list, checked_list),
    limit=LIMIT,
    needs="Python in a page, as Pyodide runs it",
)

"""One call on plain numbers: the short way from the arguments to the result.

Read ``versions.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from typing import Any
from weakref import ref

from autograd.compiler.backends.direct import direct
from autograd.compiler.backends.llvm.builtin import builtin, usable
from autograd.compiler.program import Program
from autograd.value import Value

__all__ = ["LIMIT", "Single"]

#: above this many instructions writing the call out takes too long
LIMIT = 20_000
#: calls in Python before there is machine code. Making it takes as long as some 4,000 of them
#: (20,000 of the smallest programs: 10 ms), and a call is then 3 to 40 times as fast
NATIVE_FROM = 1_000
#: above this many instructions nobody should wait for that: 4,000 take a third of a second
NATIVE_LIMIT = 5_000


class Single:
    """A recording that is called on plain numbers: at first in Python, then as machine code.

    ``unchanged()`` says whether the function still is what was recorded; ``call(*numbers)`` gives
    the result, or ``NotImplemented`` where arguments or results are not plain.
    """

    def __init__(
        self,
        program: Program,
        leaves: Sequence[Value],
        shape: Any,
        unchanged: Callable[[], bool],
    ) -> None:
        self.unchanged = unchanged
        self.call: Callable[..., Any] = _nothing
        self._what = program, leaves, shape
        if len(program.instructions) <= LIMIT:
            self.call = self._counting(direct(program, leaves, shape))

    def _counting(self, python: Callable[..., Any]) -> Callable[..., Any]:
        """The call in Python, which counts; in the end it makes room for what is faster."""
        calls, this = count(1), ref(self)  # no circle to collect

        def call(*args: Any) -> Any:
            answer = python(*args)
            if answer is not NotImplemented and next(calls) >= NATIVE_FROM:
                single = this()
                if single is not None:
                    single.call = single._native() or python
            return answer

        return call

    def _native(self) -> Callable[..., Any] | None:
        short = len(self._what[0].instructions) <= NATIVE_LIMIT
        return builtin(*self._what) if short and usable() else None


def _nothing(*_: Any) -> Any:
    return NotImplemented

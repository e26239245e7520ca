"""``Batch``: a recording on the columns of one batch, ready to run; and calls that run once.

Read ``compiled.py`` next.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from operator import is_
from struct import Struct
from threading import Lock
from typing import Any

from autograd.compiler.columns import all_finite, as_lists, rows_of
from autograd.compiler.culprit import raise_for_example
from autograd.compiler.single import Single
from autograd.compiler.versions import Version, Versions
from autograd.errors import GraphError
from autograd.nested import unflatten

__all__ = ["Batch", "on_columns", "on_numbers"]

_NO_VECTOR = object()  # what was passed last, as long as nothing was


class Batch:
    """A compiled function on fixed columns: call it again and again with other parameters.

    ``batch(parameters)`` returns the mean of the function's first output over the examples, its
    gradient by the parameters, and the other outputs by example. ``parameters`` is a float64
    array (see ``Compiled.vector``); the arrays that come back are overwritten by
    the next call, so that two threads need a Batch each. What the columns hold is read anew at
    each call, and a change of the function is noticed as ``compile`` says. (Where inf is allowed,
    the mean of a batch that holds one may come out as nan.)
    """

    def __init__(
        self,
        version: Version,
        arrays: Sequence[Any],
        examples: int,
        versions: Versions | None = None,
    ) -> None:
        self.arrays, self.examples = list(arrays), examples
        self.weight = 1.0 / max(examples, 1)
        self.given: tuple[Any, ...] = ()  # the columns as the caller passed them
        self.lock = Lock()  # for Compiled, which shares its last Batch between threads
        self._versions = versions  # where to ask whether this one is current
        self._run_on(version)

    def _run_on(self, version: Version) -> None:
        """Bind the kernel of a version to the columns."""
        self.version = version
        self._bound = version.kernel.bind(self.arrays, self.examples)
        self.outputs: list[Any] = self._bound.outputs
        self._sums = self._bound.sums
        self._gradient = self._bound.gradient
        self._listed = getattr(self._sums, "tolist", self._sums.copy)  # as Python's own floats
        self._known: Any = _NO_VECTOR
        self._leaves = version.leaves
        self._numbers = array("d", version.parameters())
        self._pack = Struct(f"{len(self._leaves)}d").pack_into  # faster than array("d", numbers)

    def __call__(self, parameters: Any) -> tuple[float, Any, list[Any]]:
        """Raises ``NonFiniteError`` with the number of the example, ``GraphError`` for a
        parameter vector of the wrong size or type, or when the function has other parameters
        by now."""
        if self._versions is not None and not self.is_current():
            self._renew(self._versions)
        return self.at(parameters)

    def is_current(self) -> bool:
        """Whether the function still is what was recorded."""
        return self._versions is None or self._versions.is_current(self.version)

    def serves(self, columns: Sequence[Any]) -> bool:
        """Whether it was bound to these very columns, and the function is what it was then."""
        given = self.given
        return len(columns) == len(given) and all(map(is_, columns, given)) and self.is_current()

    def _renew(self, versions: Versions) -> None:
        """The function has changed: take its new version, if a vector means the same to it."""
        version = versions.get(len(self.arrays), gradient=True)
        if version.leaves != self._leaves:
            raise GraphError(
                "the function has other parameters than when it was bound to these columns: "
                "call bind again, and vector"
            )
        self._run_on(version)

    def at(self, parameters: Any) -> tuple[float, Any, list[Any]]:
        """The same, where the function is known to be what it was."""
        if parameters is not self._known:
            self._known = self.version.backend.checked(parameters, len(self._leaves))
        if not self._bound.run(parameters, self.weight):
            self._blame(parameters)
        return float(self._sums[0]), self._gradient, self.outputs

    def at_present(self) -> list[float]:
        """The mean and the gradient with the parameters' own numbers, as a list."""
        numbers = self._numbers
        self._pack(numbers, 0, *[leaf.data for leaf in self._leaves])
        if not self._bound.run(numbers, self.weight):
            self._blame(numbers)
        listed: list[float] = self._listed()
        return listed

    def run(self) -> list[Any]:
        """The outputs by example, where there is no gradient."""
        self._bound.run(self._numbers, self.weight)
        return self.outputs

    def _blame(self, numbers: Sequence[float]) -> None:
        version = self.version
        version.backend.columns(self.arrays, version.names)  # they may have changed
        raise_for_example(version.function, rows_of(self.arrays), version.leaves, numbers)


def on_columns(version: Version, args: Sequence[Any]) -> Any:
    """What the function returns for columns: a column for each of its numbers."""
    columns = version.backend.columns(args, version.names)
    outputs = Batch(version, columns, len(columns[0])).run()
    if not all(map(all_finite, outputs)):
        raise_for_example(version.function, rows_of(columns), version.leaves)
    return unflatten(version.shape, outputs)


def on_numbers(version: Version, single: Single, args: Sequence[Any]) -> Any:
    """What the function returns for numbers; what is none is told by its name."""
    columns = as_lists(args, version.names)
    numbers = [x for (x,) in columns]
    answer = single.call(*numbers)
    if answer is not NotImplemented:
        return answer
    outputs = version.floats(numbers, version.parameters())
    if not all_finite(outputs):
        raise_for_example(version.function, rows_of(columns), version.leaves)
    return unflatten(version.shape, outputs)

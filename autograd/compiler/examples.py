"""Gradients of each example by itself: the program of training, with nothing added up.

Read ``compiled.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograd.compiler.backends.choice import kernel_for
from autograd.compiler.backends.kernel import Kernel
from autograd.compiler.columns import all_finite, rows_of
from autograd.compiler.culprit import raise_for_example
from autograd.compiler.versions import Version, Versions

__all__ = ["Examples"]


class Examples:
    """What a ``Compiled`` gives for each example."""

    _versions: Versions
    _placed: Callable[[tuple[Any, ...], dict[str, Any]], tuple[Any, tuple[Any, ...]]]
    _each: tuple[Version, Kernel] | None = None

    def per_example_gradients(
        self, *columns: Any, parameters: Any = None, **named: Any
    ) -> tuple[Any, Any]:
        """The value of each example, and its gradient by ``self.parameters``, in one call.

        Two float64 arrays, of the shapes (examples,) and (examples, parameters); without NumPy a
        list and a list of lists. Their means over the examples are what ``value_and_grad`` gives,
        which also tells what ``parameters`` and what is given by name are, and which errors there
        are. This is for clipping each gradient, for their variance, for the Fisher information.

        >>> import autograd as ag
        >>> w, b = ag.Value(2.0), ag.Value(1.0)
        >>> f = ag.compile(lambda x, y: (w * x + b - y) ** 2)
        >>> values, gradients = f.per_example_gradients([1.0, 2.0], [4.0, 0.0])
        >>> [*map(float, values)], [[*map(float, row)] for row in gradients]
        ([1.0, 25.0], [[-2.0, -2.0], [20.0, 10.0]])
        """
        if named:
            compiled, columns = self._placed(columns, named)
            found: tuple[Any, Any] = compiled.per_example_gradients(*columns, parameters=parameters)
            return found
        version = self._versions.get(len(columns), gradient=True)
        version.require_one_output()
        version.require_parameters()
        return self._run(version, columns, parameters)

    def _run(self, version: Version, columns: tuple[Any, ...], parameters: Any) -> tuple[Any, Any]:
        backend = version.backend
        if parameters is None:
            parameters = backend.vector(version.parameters())
        numbers = backend.checked(parameters, len(version.leaves))
        *arrays, seeds = backend.columns([*columns, 1.0], [*version.names, "seed"])
        bound = self._kernel(version).bind([*arrays, seeds], len(seeds))
        bound.run(numbers, 1.0)
        values, *gradient = bound.outputs
        table = _table(gradient)
        found = [values, *table] if isinstance(table, list) else [values, table]
        if not all(map(all_finite, found)):
            raise_for_example(version.function, rows_of(arrays), version.leaves, numbers)
        return values, table

    def _kernel(self, version: Version) -> Kernel:
        """The program of the value and its gradient, whose last input is a column of ones."""
        if self._each is None or self._each[0] is not version:
            self._each = version, kernel_for(version.loops, 0, version.backend)
        return self._each[1]


def _table(columns: list[Any]) -> Any:
    """Columns as those of one table; an array has them side by side, as they were computed.

    >>> _table([[1.0, 2.0], [3.0, 4.0]])
    [[1.0, 3.0], [2.0, 4.0]]
    """
    if isinstance(columns[0], list):
        return [list(row) for row in zip(*columns)]
    import numpy

    return numpy.stack(columns).T

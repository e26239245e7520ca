"""What a ``Compiled`` keeps: a recording of its function, one more with the gradient.

Read ``batch.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from autograd.compiler.backends.choice import batch_kernel, best_backend
from autograd.compiler.backends.python import FloatKernel
from autograd.compiler.columns import rows_of
from autograd.compiler.passes import optimise
from autograd.compiler.record import record
from autograd.compiler.watch import Watch
from autograd.errors import GraphError

__all__ = ["Version", "Versions"]


class Version:
    """One recording of a function of so many numbers, with or without its gradient."""

    def __init__(
        self,
        function: Callable[..., Any],
        names: Sequence[str],
        models: Sequence[Any],
        gradient: bool = False,
    ) -> None:
        first = [p for model in models for p in model.parameters()]
        recording = record(function, len(names), gradient=gradient, names=names, first=first)
        self.function, self.names = function, tuple(names)
        self.leaves, self.shape = recording.parameters, recording.result
        self.program = optimise(recording.program)
        self.sums = 1 + len(self.leaves) if gradient else 0

    @cached_property
    def floats(self) -> FloatKernel:
        """The kernel for one example."""
        return FloatKernel(self.program)

    @cached_property
    def kernel(self) -> Any:
        """The kernel for batches."""
        return batch_kernel(self.program, self.sums, best_backend())

    def one_by_one(self, columns: Sequence[Sequence[float]], *more: float) -> list[list[float]]:
        """The outputs by the float kernel; ``more`` are the inputs after the columns."""
        parameters = self.parameters()
        outputs = [self.floats((*row, *more), parameters) for row in rows_of(columns)]
        return [list(output) for output in zip(*outputs)] or [[] for _ in self.program.outputs]

    def parameters(self) -> list[float]:
        """The parameters' numbers, as they are now."""
        return [leaf.data for leaf in self.leaves]


class Versions:
    """The recordings of one function: made when asked for, and anew when it has changed.

    ``inputs`` is the number of the function's arguments, ``None`` as long as it is open.
    """

    def __init__(self, function: Callable[..., Any], inputs: int | None) -> None:
        self.function = function
        self._forget()
        self.inputs = inputs if inputs is not None or self._open else len(self._names)

    def _forget(self) -> None:
        self._watch: Watch | None = None
        self._plain: Version | None = None
        self._with_gradient: Version | None = None
        self._names, self._open = _signature(self.function)

    def get(self, count: int | None = None, *, gradient: bool = False) -> Version:
        """The recording for so many inputs.

        Raises ``GraphError`` for a number that the function does not take.
        """
        if self._watch is not None and self._watch.changed():
            self._forget()
        if count is None or count != self.inputs:
            count = self.known(count)
        if count != self.inputs:
            self._forget()
        made = self._with_gradient if gradient else self._plain
        return self._made(count, gradient) if made is None else made

    def _made(self, count: int, gradient: bool) -> Version:
        watch = Watch(self.function)
        made = Version(self.function, self.named(count), watch.models, gradient)
        # a function may note things while it runs, such as how often: they are part of it now
        self._watch = Watch(self.function) if watch.changed() else watch
        self.inputs = count
        if gradient:
            self._with_gradient = made
        else:
            self._plain = made
        return made

    def latest(self) -> Version:
        """The recording with the gradient if there is one: the parameters are those of training."""
        return self.get(gradient=self._with_gradient is not None)

    def is_current(self, version: Version) -> bool:
        """Whether this is still the recording with the gradient."""
        watch = self._watch
        return version is self._with_gradient and watch is not None and not watch.changed()

    def named(self, count: int) -> list[str]:
        """The names of so many arguments."""
        return [*self._names[:count], *(f"x{i}" for i in range(len(self._names), count))]

    def known(self, count: int | None = None) -> int:
        """The number of inputs that is meant; ``GraphError`` if that cannot be."""
        title = getattr(self.function, "__name__", "the function")
        if count is None:
            count = self.inputs
            if count is None:
                raise GraphError(
                    f"{title} takes any number of arguments: call it once, or say "
                    "compile(f, inputs=...)"
                )
        elif not self._open and count != self.inputs:
            raise GraphError(
                f"{title} takes {self.inputs} arguments ({', '.join(self._names)}), got {count}"
            )
        return count


def _signature(f: Callable[..., Any]) -> tuple[list[str], bool]:
    """Names of the arguments without a default, and whether there may be more."""
    from inspect import Parameter, signature

    names, more = [], False
    try:
        parameters = signature(f).parameters.values()
    except ValueError:  # some functions that are written in C do not say
        return [], True
    for parameter in parameters:
        if parameter.kind is Parameter.VAR_POSITIONAL:
            more = True
        elif parameter.kind is not Parameter.VAR_KEYWORD and parameter.default is Parameter.empty:
            names.append(parameter.name)
    return names, more

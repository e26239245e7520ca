"""What a ``Compiled`` keeps: a recording of its function, one more with the gradient.

Read ``batch.py`` next.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from autograd.compiler.arguments import arguments, by_position, check_count, miscounted, title_of
from autograd.compiler.backends.choice import backend_for, kernel_for
from autograd.compiler.backends.kernel import Backend, Kernel
from autograd.compiler.backends.python import FloatKernel, ForKernel, float_kernel
from autograd.compiler.loops.find import rooted
from autograd.compiler.loops.loop import Loops
from autograd.compiler.loops.naming import Named, named
from autograd.compiler.loops.parameters import identifier
from autograd.compiler.loops.runnable import runnable
from autograd.compiler.loops.wholes import Wholes
from autograd.compiler.passes import optimise
from autograd.compiler.program import Program
from autograd.compiler.record import record
from autograd.compiler.single import LIMIT, Single
from autograd.compiler.watch.holders import state_of
from autograd.compiler.watch.reach import Reach
from autograd.compiler.watch.watch import Watch
from autograd.errors import GraphError, RecordingError
from autograd.value import Value

__all__ = ["Version", "Versions", "paths_of"]


class Version:
    """One recording of a function of so many numbers, with or without its gradient."""

    def __init__(
        self,
        function: Callable[..., Any],
        names: Sequence[str],
        models: Sequence[Any],
        gradient: bool = False,
        chosen: str = "auto",
    ) -> None:
        first = [p for model in models for p in _parameters_of(model)]
        recording = record(function, len(names), gradient=gradient, names=names, first=first)
        self.function, self.names = function, tuple(names)
        self.leaves, self.shape = recording.parameters, recording.result
        self.recorded, self.gradient = recording.program, gradient
        self.cotangents = recording.cotangents
        self.models, self.owned = models, len({*first} & {*self.leaves})
        self.sums, self.chosen = 1 + len(self.leaves) if gradient else 0, chosen

    @cached_property
    def program(self) -> Program:
        """The recorded program after the passes."""
        return optimise(self.recorded)

    @cached_property
    def loops(self) -> Loops:
        """The program as kernels run it."""
        return runnable(self.recorded, seeded=self.gradient)

    @cached_property
    def floats(self) -> FloatKernel | ForKernel:
        """The kernel for one example."""
        return float_kernel(self.loops)

    @cached_property
    def named(self) -> Named:
        """The loops of the recording, with names for all numbers."""
        return self.reading()

    def reading(self, *, detached: bool = False) -> Named:
        """The same; ``detached`` keeps the places where derivatives stop."""
        loops, root_of = rooted(self.recorded, seeded=self.gradient)
        seed = [identifier("seed", self.names)] if self.gradient else []
        paths = paths_of(self.models, self.leaves)
        wholes = Wholes(self.recorded, self.cotangents, root_of) if self.gradient else None
        return named(loops, [*self.names, *seed], paths, wholes, detached=detached)

    @cached_property
    def backend(self) -> Backend:
        """What batches run on."""
        return backend_for(self.loops, self.chosen)

    @cached_property
    def kernel(self) -> Kernel:
        """The kernel for batches."""
        return kernel_for(self.loops, self.sums, self.backend)

    def parameters(self) -> list[float]:
        """The parameters' numbers, as they are now."""
        return [leaf.data for leaf in self.leaves]

    @property
    def has_gradient(self) -> bool:
        """Whether there is one number to differentiate, and something to differentiate it by."""
        return bool(self.leaves) and isinstance(self.shape, float)

    def require_one_output(self) -> None:
        """Raise ``GraphError`` where the function returns several numbers."""
        if not isinstance(self.shape, float):
            kind = type(self.shape).__name__
            raise GraphError(f"a gradient needs one number as output, got a {kind}: add them up")

    def require_parameters(self) -> None:
        """Raise ``GraphError`` where there is no gradient but the one by the arguments."""
        if self.leaves:
            return
        count = len(self.names)
        several = f", argnums=({', '.join(map(str, range(count)))})" if count > 1 else ""
        advice = f": for derivatives by its arguments write compile(value_and_grad(f{several}))"
        raise GraphError(
            "a gradient by parameters needs some, and the function uses no Values but those that "
            f"it is given{advice if count else ''}"
        )


class Versions:
    """The recordings of one function: made when asked for, and anew when it has changed.

    ``inputs`` is the number of arguments (``None`` as long as it is open), ``said`` that number if
    the caller said it, ``names`` those without a default, ``chosen`` the backend, or "auto".
    """

    def __init__(self, f: Callable[..., Any], inputs: int | None, chosen: str = "auto") -> None:
        self.function, self.chosen = by_position(f), chosen
        self._forget()
        self.said = None if inputs is None else check_count(self.function, inputs)
        self.inputs = len(self.names) if self.said is None and not self._open else self.said

    def _forget(self) -> None:
        self._watch: Watch | None = None
        self._plain: Version | None = None
        self._with_gradient: Version | None = None
        self._single: Single | None = None
        self.names, self._open = arguments(self.function)

    def get(self, count: int | None = None, *, gradient: bool = False) -> Version:
        """The recording for so many inputs.

        Raises ``GraphError`` for a number that the function does not take.
        """
        if self._watch is not None and not self._watch.unchanged():
            self._forget()
        if count is None or count != self.inputs:
            count = self.known(count)
        if count != self.inputs:
            self._forget()
        return (self._with_gradient if gradient else self._plain) or self._made(count, gradient)

    def _made(self, count: int, gradient: bool) -> Version:
        made = self._recorded(count, gradient)
        self._watch = Watch(self.function)  # now: a function may note or fetch things as it runs
        self.inputs, self._single = count, None
        if gradient:
            self._with_gradient = made
        else:
            self._plain = made
        return made

    def _recorded(self, count: int, gradient: bool) -> Version:
        """Raises ``RecordingError`` for a function that draws random numbers, as each call would
        get the same ones; at its first call it may, for the weights of a model."""
        for _ in range(2):
            loaded = "numpy.random" in sys.modules  # NumPy fetches it when it is first asked for
            reach = Reach(self.function)
            states = [*map(state_of, reach.sources)]
            made = Version(self.function, self.named(count), reach.models, gradient, self.chosen)
            same = states == [*map(state_of, reach.sources)]
            if same and loaded == ("numpy.random" in sys.modules):
                return made
        raise RecordingError(
            f"{title_of(self.function)} draws random numbers while it is recorded: every call "
            "would get the same ones. Draw them outside, and let it take them as arguments"
        )

    def single(self, version: Version) -> Single:
        """The short way for calls on plain numbers; the version is the one without gradient."""
        watch, found = self._watch, self._single
        if found is None:
            assert watch is not None  # there is one since there is a version
            long = len(version.recorded.instructions) > LIMIT  # too long for passes over scalars
            program = version.recorded if long else version.program
            found = self._single = Single(program, version.leaves, version.shape, watch.unchanged)
        return found

    def latest(self) -> Version:
        """The recording with the gradient if there is one: the parameters are those of training."""
        return self.get(gradient=self._with_gradient is not None)

    def is_current(self, version: Version) -> bool:
        """Whether this is still the recording with the gradient."""
        return version is self._with_gradient and bool(self._watch and self._watch.unchanged())

    def named(self, count: int) -> list[str]:
        """The names of so many arguments."""
        return [*self.names[:count], *(f"x{i}" for i in range(len(self.names), count))]

    def known(self, count: int | None = None) -> int:
        """The number of inputs that is meant; ``GraphError`` if that cannot be."""
        title = title_of(self.function)
        if count is None:
            count = self.inputs
            if count is None:
                raise GraphError(
                    f"{title} takes any number of arguments: call it once, or say "
                    "compile(f, inputs=...)"
                )
        elif count != self.inputs and self.said is not None:
            raise miscounted(self.function, self.said, count)
        elif count != self.inputs and not self._open:
            raise GraphError(
                f"{title} takes {self.inputs} arguments ({', '.join(self.names)}), got {count}"
            )
        return count


def paths_of(models: Sequence[Any], leaves: Sequence[Value]) -> list[str]:
    """The path to each leaf in its model, with the model's number where there are several; of one
    that is in no model its label."""
    paths: dict[Value, str] = {}
    count = 0
    for model in models:
        if all(leaf in paths for leaf in leaves):
            break
        own = {p: name for name, p in _named_parameters_of(model) if p not in paths}
        paths |= {p: f"{count}.{name}" for p, name in own.items()}
        count += bool(own)
    found = [paths.get(leaf, leaf.label) for leaf in leaves]
    return found if count > 1 else [path.removeprefix("0.") for path in found]


def _named_parameters_of(model: Any) -> list[tuple[str, Value]]:
    """A model's parameters with their names; none where that means something else."""
    try:
        return [(str(name), p) for name, p in model.named_parameters() if isinstance(p, Value)]
    except (AttributeError, TypeError, ValueError):
        return []


def _parameters_of(model: Any) -> list[Value]:
    """A model's own list, for its order; none where ``parameters`` means something else."""
    try:
        return [p for p in model.parameters() if isinstance(p, Value)]
    except TypeError:
        return []

"""One training step of the compiled engine: the whole batch in one call of machine code.

Rows become columns, all Values that take part one vector. The model, the loss and the penalty are
recorded once, as a function of one example. Of its gradient the optimiser gets what belongs to
the model's parameters, as one array; all other Values stay as they are. The model itself gets its
numbers back in ``store``. Needs NumPy; with llvmlite it is fast.

Read ``fit.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import autograd as ag
from autograd import Value
from nn.checks import needed
from nn.models.blocks import flatten
from nn.models.predict import numbers_of, rows_like
from nn.optim.optimizer import Memory, Optimizer
from nn.training.problem import Problem

__all__ = ["CompiledStep"]


class CompiledStep:
    """The engine that runs a batch as machine code; see ``problem.Step``.

    Raises ``RecordingError`` for a model or a loss that looks at its numbers or draws new ones, and
    for a rule of optimisation that is made for single numbers.
    """

    name = "compiled"

    def __init__(self, problem: Problem, optimizer: Optimizer, batch_size: int) -> None:
        np = needed("compiled training", "numpy")
        if not problem.repeats:
            raise ag.RecordingError(
                "one row has given two different losses: a compiled training would repeat what "
                'the model draws or counts while it is recorded; use engine="eager"'
            )
        _require_arrays(optimizer)
        self.problem, self.optimizer, self.size = problem, optimizer, batch_size
        self.like = numbers_of(problem.model(problem.X[0]))
        classes = len(self.like) if problem.goal.targets == "class" else 0
        self.listed = classes > 0 or isinstance(problem.y[0], (list, tuple))
        targets = [_target_columns(target, classes) for target in problem.y]
        rows = [[*x, *target] for x, target in zip(problem.X, targets)]
        self.columns = np.ascontiguousarray(np.array(rows, dtype=np.float64).T)
        self.compiled = ag.compile(self._example(), inputs=len(self.columns))
        self.parameters: list[Value] = []
        self.numbers: Any = None  # of the parameters, in one array
        self.vector: Any = None  # of all Values that take part
        self._places: tuple[Any, Any] | None = None  # of the parameters in the vector
        self._partials: Any = None
        self._memory: Memory = ()
        self._known: Any = None  # the optimiser's memory that ours was read from
        self._batches: dict[int, tuple[Any, Any]] = {}
        self._leaves: list[Value] = []  # all that the vector stands for
        self.load()

    def _example(self) -> Callable[..., list[Any]]:
        """A function of one example's columns: its loss, then the model's outputs.

        It holds neither this object, which will hold what is compiled from it, nor more of the
        problem than it needs: the compiler watches all that a function can reach.
        """
        problem, listed, width = self.problem, self.listed, len(self.problem.X[0])
        model, loss_of = problem.model, problem.goal.loss
        penalised = None if problem.penalty is None else problem.penalised

        def example(*columns: Any) -> list[Any]:
            target = list(columns[width:])
            prediction = model(list(columns[:width]))
            loss = loss_of(prediction, target if listed else target[0])
            if penalised is not None:
                loss = loss + penalised()
            return [loss, *flatten(prediction)]

        return example

    def forward_backward(self, batch: Sequence[int]) -> tuple[float, list[Any]]:
        """The mean loss and the predictions; the gradient waits for ``update``."""
        buffer, kernel = self._batch(len(batch))
        self.columns.take(batch, axis=1, out=buffer, mode="clip")  # unchecked: as fast as it gets
        loss, self._partials, outputs = kernel.at(self.vector)  # load() has looked at it
        return loss, rows_like(self.like, iter(outputs))

    def _batch(self, size: int) -> tuple[Any, Any]:
        """The columns' place for so many rows, and the kernel bound to it."""
        if size not in self._batches:
            buffer = self.columns[:, :size].copy()
            self._batches[size] = buffer, self.compiled.bind(*buffer)
        return self._batches[size]

    def update(self) -> None:
        """One step of the optimiser on the numbers of the model's parameters."""
        numbers, gradient = self.numbers.copy(), self._gradient()  # a rule may write on them
        new, self._memory = self.optimizer.step_with(numbers, gradient, self._memory)
        self.numbers = new
        if self._places is None:
            self.vector[:] = new
        else:
            reached, where = self._places
            self.vector[where] = new[reached]

    def _gradient(self) -> Any:
        """The gradient by the parameters: 0 for one that takes no part."""
        if self._places is None:
            return self._partials.copy()  # a rule may keep it, and the kernel will write over it
        import numpy as np

        reached, where = self._places
        gradient = np.zeros(len(self.parameters))
        gradient[reached] = self._partials[where]
        return gradient

    def state(self) -> Any:
        """The parameters and their numbers, their memory, and the optimiser's count of steps."""
        return self.parameters, self.numbers, self._memory, self.optimizer.state

    def restore(self, state: Any) -> None:
        """Put everything back."""
        self.parameters, self.numbers, self._memory, self.optimizer.state = state

    def plain(self, state: Any) -> tuple[list[float], list[Memory], int]:
        """A state as plain numbers."""
        parameters, numbers, memory, (steps, _) = state
        by_parameter = _by_parameter(parameters, memory)
        return numbers.tolist(), [by_parameter[p] for p in parameters], steps

    def store(self) -> None:
        """Write the numbers into the parameters, and what is remembered into the optimiser."""
        for p, number in zip(self.parameters, self.numbers.tolist()):
            p.data = number
        self.optimizer.remember(_by_parameter(self.parameters, self._memory))
        self._known = self.optimizer.state[1]

    def load(self) -> None:
        """Read the model and all other Values as they are now; record anew what has changed."""
        import numpy as np

        known, self.parameters = self.parameters, self.problem.parameters()
        if not self._batches or not self._batch(self.size)[1].is_current():
            self._batches = {}
            self._batch(self.size)
            self._leaves = self.compiled.parameters
            self.vector = _vector(self.compiled)
        self.vector[:] = [leaf.data for leaf in self._leaves]
        self.numbers = np.array([p.data for p in self.parameters])
        self._places = _places(self.parameters, self._leaves)
        memory = self.optimizer.state[1]
        if self._known is not memory or known != self.parameters:
            self._memory, self._known = _as_arrays(self.optimizer, self.parameters), memory


def _require_arrays(optimizer: Optimizer, t: Any = 1) -> None:
    """Refuse a rule that takes one number at a time, with its ``if`` or its ``math.sqrt``, and one
    that makes one number of an array, such as its norm."""
    import numpy as np

    w, g, memory = np.array([1.0, 2.0]), np.array([-0.5, 0.25]), (0.0,) * optimizer.remembers
    try:
        together = optimizer.update(w.copy(), g.copy(), 1e-3, t, *memory)[0]
        alone = [optimizer.update(*pair, 1e-3, 1, *memory)[0] for pair in zip(w, g)]
        if np.shape(t) == () and not np.allclose(together, alone, rtol=1e-9, atol=0.0):
            raise ValueError("an array gives other numbers than its elements one by one")
    except (TypeError, ValueError) as error:
        raise ag.RecordingError(
            f"{type(optimizer).__name__}.update does not take arrays ({error}): write it with "
            'arithmetic alone, or use engine="eager"'
        ) from error


def _vector(compiled: ag.Compiled) -> Any:
    """All leaves in one array; a backend on lists would not see what columns hold later."""
    vector = compiled.vector()
    if not hasattr(vector, "dtype"):
        raise ag.RecordingError(
            f'compiled training works on arrays, and the backend "{compiled.backend}" on lists: '
            'use engine="eager"'
        )
    return vector


def _places(parameters: list[Value], leaves: list[Value]) -> tuple[Any, Any] | None:
    """Which parameters take part, and where among all leaves; None if these are the same."""
    import numpy as np

    if parameters == leaves:  # by identity: Values are not compared by their numbers
        return None
    place = {leaf: i for i, leaf in enumerate(leaves)}
    reached = [i for i, p in enumerate(parameters) if p in place]
    where = [place[parameters[i]] for i in reached]
    return np.array(reached, dtype=int), np.array(where, dtype=int)


def _as_arrays(optimizer: Optimizer, parameters: list[Value]) -> Memory:
    """What is remembered of all parameters: the count of steps, then an array for each number."""
    import numpy as np

    counts, *kept = zip(*map(optimizer.remembered, parameters))
    t = counts[0] if len(set(counts)) == 1 else np.array(counts)
    if np.shape(t):
        _require_arrays(optimizer, np.array([1, 2]))
    return t, *map(np.array, kept)


def _by_parameter(parameters: list[Value], memory: Memory) -> dict[Value, Memory]:
    """The same, parameter by parameter."""
    n = len(parameters)
    columns = [x.tolist() if getattr(x, "shape", ()) else [x] * n for x in memory]
    return dict(zip(parameters, zip(*columns)))


def _target_columns(target: Any, classes: int) -> list[float]:
    """A target as numbers: a class as a list of 0s with one 1."""
    if isinstance(target, (list, tuple)):
        return list(target)
    return [float(i == target) for i in range(classes)] if classes else [target]

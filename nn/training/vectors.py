"""The numbers of a compiled training: all parameters in one array, and what is remembered of them.

The optimiser gets the gradient by the parameters as one array too. The model itself gets its
numbers back in ``store``. Read ``compiled.py`` next.
"""

from __future__ import annotations

from typing import Any

import autograd as ag
from autograd import Value
from nn.optim.optimizer import Memory, Optimizer

__all__ = ["VectorStep", "require_arrays"]


class VectorStep:
    """What compiled steps have in common; see ``problem.Step``.

    A subclass sets ``compiled``, and in ``forward_backward`` the ``_partials`` of the loss by all
    Values that take part; it calls ``_read`` when these may have changed.
    """

    name = "compiled"
    compiled: ag.Compiled

    def __init__(self, optimizer: Optimizer) -> None:
        require_arrays(optimizer)
        self.optimizer = optimizer
        self.parameters: list[Value] = []
        self.numbers: Any = None  # of the parameters, in one array
        self.vector: Any = None  # of all Values that take part
        self._leaves: list[Value] = []  # all that the vector stands for
        self._places: tuple[Any, Any] | None = None  # of the parameters in the vector
        self._partials: Any = None
        self._memory: Memory = ()
        self._known: Any = None  # the optimiser's memory that ours was read from

    def _recorded(self) -> None:
        """The recording is a new one: make place for its Values."""
        self._leaves = self.compiled.parameters
        self.vector = _vector(self.compiled)

    def _read(self, parameters: list[Value]) -> None:
        """Read these parameters, all other Values and the optimiser's memory as they are now."""
        import numpy as np

        known, self.parameters = self.parameters, parameters
        self.vector[:] = [leaf.data for leaf in self._leaves]
        self.numbers = np.array([p.data for p in self.parameters])
        self._places = _places(self.parameters, self._leaves)
        memory = self.optimizer.state[1]
        if self._known is not memory or known != self.parameters:
            self._memory, self._known = _as_arrays(self.optimizer, self.parameters), memory

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


def require_arrays(optimizer: Optimizer, t: Any = 1) -> None:
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
            'arithmetic alone; fit(…, engine="eager") takes it as it is'
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
        require_arrays(optimizer, np.array([1, 2]))
    return t, *map(np.array, kept)


def _by_parameter(parameters: list[Value], memory: Memory) -> dict[Value, Memory]:
    """The same, parameter by parameter."""
    n = len(parameters)
    columns = [x.tolist() if getattr(x, "shape", ()) else [x] * n for x in memory]
    return dict(zip(parameters, zip(*columns)))

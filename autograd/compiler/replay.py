"""What of a compiled function goes into a pickle: the function where it can, else its recording.

Pickle takes a function by its name, which a lambda and a closure have not, and without the
parameters that its module holds, which may be others in another process. What was recorded is plain
data, and has them. Read ``texts.py`` next.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from copy import deepcopy
from inspect import Parameter, Signature
from io import BytesIO
from typing import Any

from autograd.compiler.loops.parameters import identifier
from autograd.compiler.program import Instructions, Operand, Program
from autograd.compiler.versions import Versions, paths_of
from autograd.compiler.watch.reach import Reach
from autograd.errors import GraphError, OperandError, RecordingError
from autograd.functions import GENERIC
from autograd.nested import flatten, unflatten
from autograd.ops import OPS, Op
from autograd.value import Value

__all__ = ["Replay", "in_trial", "portable"]


class Replay:
    """A function that does what was recorded of another one, step by step by the ops' functions.

    It takes the same ``names`` in a row or by name, and gives numbers for numbers, Values for
    Values, in the nest of ``shape``. ``leaves`` are the parameters; those that the function had
    from its models, in their order, come first, as many as ``owned`` has names for.
    """

    def __init__(
        self,
        title: str,
        doc: str | None,
        names: Sequence[str],
        program: Program,
        leaves: Sequence[Value],
        owned: Sequence[str],
        shape: Any,
    ) -> None:
        self.__name__ = self.__qualname__ = title
        self.__doc__ = doc
        self.names: tuple[str, ...] = ()
        for name in names:  # ``lambda x1, *rest`` has two of one name
            self.names += (identifier(name, self.names),)
        self.program, self.shape = program, shape
        self.leaves, self.owned = tuple(leaves), tuple(owned)
        kind = Parameter.POSITIONAL_OR_KEYWORD
        self.__signature__ = Signature([Parameter(name, kind) for name in self.names])

    def __call__(self, *args: Any, **named: Any) -> Any:
        """Raises ``TypeError`` for other arguments than those that were recorded."""
        given = self.__signature__.bind(*args, **named).arguments
        numbers = [*(given[name] for name in self.names), *self.leaves]
        for op, operands in zip(*self.program.columns()):
            xs = [x if isinstance(x, float) else numbers[x] for x in operands]
            constant = all(isinstance(x, float) for x in operands)  # a step all the same
            numbers.append(Value._make(OPS[op], tuple(xs)) if constant else GENERIC[op](*xs))
        outputs = [x if isinstance(x, float) else numbers[x] for x in self.program.outputs]
        return unflatten(self.shape, outputs)

    def parameters(self) -> list[Value]:
        """The parameters of models, for their order."""
        return list(self.leaves[: len(self.owned)])

    def named_parameters(self) -> list[tuple[str, Value]]:
        """The same with their names, for listings and sources."""
        return [(name, leaf) for name, leaf in zip(self.owned, self.leaves) if name]

    def __repr__(self) -> str:
        return f"<the recording of {self.__name__.strip('<>')}({', '.join(self.names)})>"

    def __deepcopy__(self, memo: dict[int, Any]) -> Replay:
        return Replay(*self._about, self.program, deepcopy(self.leaves, memo), *self._rest)

    def __reduce__(self) -> tuple[Any, ...]:
        ops, operands = self.program.columns()
        steps = [OPS[op] for op in ops], list(operands), self.program.outputs  # rows go by name
        return _again, (self._about, steps, self.leaves, self._rest)

    @property
    def _about(self) -> tuple[str, str | None, tuple[str, ...]]:
        return self.__name__, self.__doc__, self.names

    @property
    def _rest(self) -> tuple[tuple[str, ...], Any]:
        return self.owned, self.shape


def _again(
    about: tuple[str, str | None, tuple[str, ...]],
    steps: tuple[list[Op], list[tuple[Operand, ...]], tuple[Operand, ...]],
    leaves: tuple[Value, ...],
    rest: tuple[tuple[str, ...], Any],
) -> Replay:
    ops, operands, outputs = steps
    instructions = Instructions([op.name for op in ops], operands)
    program = Program(len(about[2]), len(leaves), instructions, outputs)
    return Replay(*about, program, leaves, *rest)


def portable(f: Callable[..., Any], versions: Versions) -> tuple[Callable[..., Any], int | None]:
    """The function and its number of inputs, or its recording: where it cannot be pickled itself,
    and where it uses Values that would not be in the pickle with it.

    Raises ``GraphError`` where that would have to be made and the number of inputs is open, and
    ``RecordingError`` and ``OperandError`` where it cannot be made.
    """
    if isinstance(f, Replay):
        return f, versions.said
    taken = _pickled_values(f)
    if taken is not None and not _left_behind(versions, taken):
        return f, versions.said
    title = getattr(f, "__name__", "the function").strip("<>")
    try:
        return _recording(title, getattr(f, "__doc__", None), versions), None
    except (GraphError, OperandError, RecordingError) as error:
        why = "has no name to be pickled by" if taken is None else "uses Values of its module"
        raise type(error)(f"a {title} {why}, so that its recording is needed: {error}") from error


def _left_behind(versions: Versions, taken: set[Value]) -> bool:
    """Whether the function uses Values besides those that are taken along."""
    try:
        return not taken.issuperset(versions.get().leaves)
    except Exception:  # nothing is known of its Values but what can be read off its code
        looks = Reach(versions.function).looks
        return any(_leads_to_values(look(thing)) for look, thing in looks)


def _leads_to_values(x: Any) -> bool:
    """Whether it is a Value or a model, or a nest of such."""
    return any(
        isinstance(part, Value)
        or (callable(getattr(part, "parameters", None)) and not isinstance(part, type))
        for part in flatten(x)
    )


def _recording(title: str, doc: str | None, versions: Versions) -> Replay:
    made = versions.get()
    owned = paths_of(made.models, made.leaves)[: made.owned]
    return Replay(title, doc, made.names, made.recorded, made.leaves, owned, made.shape)


#: whether pickle is only asked whether it could
in_trial: ContextVar[bool] = ContextVar("in_trial", default=False)


class _Trial(pickle.Pickler):
    """A pickle that nobody reads, with the Values that it was given."""

    def __init__(self) -> None:
        super().__init__(BytesIO())
        self.values: set[Value] = set()

    def persistent_id(self, thing: Any) -> None:
        """Pickle asks this of whatever it is given; ``None`` lets it go on."""
        if isinstance(thing, Value):
            self.values.add(thing)


def _pickled_values(f: Callable[..., Any]) -> set[Value] | None:
    """The Values in a pickle of the function, which a partial or a model holds; ``None`` where
    pickle does not take it."""
    trial, token = _Trial(), in_trial.set(True)  # compiled functions within go without their own
    try:
        trial.dump(f)
    except Exception:  # whatever its parts raise
        return None
    finally:
        in_trial.reset(token)
    return trial.values

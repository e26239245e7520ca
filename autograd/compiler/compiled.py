"""``compile``: a function of scalars as a kernel over whole batches.

Relies on everything else in this package; the engine ends here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import update_wrapper
from operator import is_
from typing import Any

from autograd.compiler import columns as columns_
from autograd.compiler.batch import Batch, Recorded
from autograd.compiler.blame import raise_for_example
from autograd.compiler.kernels import best_backend
from autograd.compiler.program import Program
from autograd.compiler.source import c_source, python_source
from autograd.compiler.watch import Watch
from autograd.errors import GraphError, OperandError, missing_package
from autograd.functional import flatten, unflatten
from autograd.value import Value

__all__ = ["Compiled", "compile"]


def compile(f: Callable[..., Any], inputs: int | None = None) -> Compiled:
    """Record ``f`` once and run it at machine speed, on numbers or on whole columns.

    ``f`` takes numbers and returns a number, or a (nested) list of them. It is recorded with
    unknown numbers as arguments: what it asks of them (``if x > 0``) is refused, with advice.
    Values that it uses without being given them (a model's parameters) are read afresh at every
    call. ``inputs`` is their number for a function that takes ``*args``; otherwise it is read off
    the signature, or off the first call.

    With llvmlite and NumPy batches run as machine code, with NumPy alone as array code, without
    either as Python (see ``backend``). Recording and compiling take time in proportion to the
    number of instructions, about 0.1 s per 1,000. Programs of up to 200,000 instructions become
    machine code; longer ones (a loss over a large batch that was written out example by example)
    run as array code.

    >>> import autograd as ag
    >>> f = ag.compile(lambda x, y: ag.tanh(x * y) + ag.sin(x))
    >>> round(f(1.0, 2.0), 6)
    1.805499
    >>> [round(float(y), 6) for y in f([1.0, 0.0], [2.0, 5.0])]
    [1.805499, 0.0]
    >>> print(f.program)
    inputs      v0 v1
    parameters
    v2 = mul v0 v1
    v3 = tanh v2
    v4 = sin v0
    v5 = add v3 v4
    outputs     v5
    """
    if isinstance(f, Compiled):
        return f
    if not callable(f):
        raise OperandError(f"compile takes a function, got {f!r}")
    return Compiled(f, inputs)


class Compiled:
    """A function that was compiled: call it like the original; see ``compile``."""

    def __init__(self, f: Callable[..., Any], inputs: int | None = None) -> None:
        update_wrapper(self, f)
        self.function = f
        self._names, self._open = _signature(f)
        self._inputs = inputs if inputs is not None or self._open else len(self._names)
        self._forget()

    def _forget(self) -> None:
        """Drop what was recorded: nothing yet, or the function has changed."""
        self._watch: Watch | None = None
        self._plain: Recorded | None = None
        self._with_gradient: Recorded | None = None
        self._batch: Batch | None = None
        self._given: tuple[Any, ...] = ()

    def __call__(self, *args: Any) -> Any:
        """Floats for numbers, an array per output for columns, Values for Values.

        Columns have one length; single numbers among them are repeated. Raises ``GraphError`` and
        ``OperandError`` for what is not such, ``NonFiniteError`` with the number of the example
        when a result is inf or nan.
        """
        if any(isinstance(x, Value) for x in args):
            return self.function(*args)
        recorded, names = self._recorded(len(args)), self._named(len(args))
        backend = best_backend()
        if not any(map(columns_.is_column, args)) or backend == "python":
            lists = columns_.as_lists(args, names)
            outputs = self._by_floats(recorded, lists)
        else:
            lists = columns_.as_arrays(args, names)
            outputs = recorded.bind(lists, len(lists[0])).run()
            self._check(outputs, lists)
        if not any(map(columns_.is_column, args)):
            outputs = [y[0] for y in outputs]
        return unflatten(recorded.shape, outputs)

    def value_and_grad(self, *columns: Any, parameters: Any = None) -> tuple[float, Any]:
        """The mean over the batch, and its gradient by ``self.parameters`` (a list of floats).

        With ``parameters``, a float64 array (see ``vector``), these numbers are used in place of
        the Values' own, and the gradient is an array as well: that is the form for training.
        Errors as for a call; ``GraphError`` for a batch without examples.
        """
        if best_backend() == "python" and parameters is None:
            return self._gradient_by_floats(columns)
        batch = self._batch
        if batch is None or not self._same(columns):
            batch = self._bound(columns)
        if parameters is None:
            value, *gradient = batch.at_present()
            return value, gradient
        value, slopes, _ = batch(parameters)
        return value, slopes.copy()

    def bind(self, *columns: Any) -> Batch:
        """The function on fixed columns, to be called with parameter vectors: see ``Batch``.

        This is what training loops use: nothing is looked at twice. Needs NumPy.
        """
        if best_backend() == "python":
            raise missing_package("compiled training", "numpy", "fast")
        names = self._named(len(columns))
        arrays = columns_.as_arrays(columns, names)
        if not arrays or not len(arrays[0]):
            raise GraphError("a mean over the batch needs at least one example, got none")
        return self._recorded(len(columns), gradient=True).bind(arrays, len(arrays[0]))

    # --- what was recorded ---

    @property
    def program(self) -> Program:
        """The recorded program, after the passes: print it for a listing."""
        return self._recorded(self._count()).program

    @property
    def parameters(self) -> list[Value]:
        """The leaves that the function uses without being given them, in the order of first use."""
        return list(self._recorded(self._count()).leaves)

    @property
    def backend(self) -> str:
        """What batches run on: "llvm", "source (numpy)", or "source (python)" without NumPy."""
        if best_backend() == "python":
            return "source (python)"
        name: str = self._recorded(self._count()).kernel.name
        return name

    def vector(self) -> Any:
        """The parameters' numbers as a float64 array, for ``value_and_grad`` and ``bind``."""
        import numpy as np

        return np.array([p.data for p in self.parameters], dtype=np.float64)

    def assign(self, vector: Sequence[float]) -> None:
        """Write a vector of numbers into the parameters.

        Raises ``GraphError`` when their count differs.
        """
        parameters = self.parameters
        if len(vector) != len(parameters):
            raise GraphError(f"there are {len(parameters)} parameters, got {len(vector)} numbers")
        for parameter, number in zip(parameters, vector):
            parameter.data = float(number)

    def source(self, language: str = "python", *, gradient: bool = False) -> str:
        """Straight-line source in "python" or "c": a function of the inputs and parameters ``p``.

        With ``gradient`` it takes one more input, the seed, and gives the value and then one
        derivative per parameter, times the seed. Raises ``ValueError`` for another language.
        """
        writers = {"python": python_source, "c": c_source}
        if language not in writers:
            raise ValueError(f'source is written in "python" or "c", not in {language!r}')
        count = self._count()
        names = [*self._named(count), *(["seed"] if gradient else [])]
        return writers[language](self._recorded(count, gradient=gradient).program, names)

    # --- private ---

    def _recorded(self, count: int, *, gradient: bool = False) -> Recorded:
        """The recording for so many inputs, made anew when a model in it has changed."""
        if self._watch is not None and (self._watch.changed() or count != self._inputs):
            self._forget()
        if self._watch is None:
            self._require(count)
            self._watch = Watch(self.function)
        if gradient:
            if self._with_gradient is None:
                self._with_gradient = Recorded(self.function, self._named(count), gradient=True)
            return self._with_gradient
        if self._plain is None:
            self._plain = Recorded(self.function, self._named(count))
        return self._plain

    def _require(self, count: int) -> None:
        if self._inputs is not None and not self._open and count != self._inputs:
            raise GraphError(
                f"{self._title()} takes {self._inputs} arguments ({', '.join(self._names)}), "
                f"got {count}"
            )
        self._inputs = count

    def _bound(self, columns: tuple[Any, ...]) -> Batch:
        recorded = self._recorded(len(columns), gradient=True)
        if not isinstance(recorded.shape, float):
            raise GraphError("a gradient needs one number as output, got a list: add them up")
        batch = self.bind(*columns)
        reusable = all(map(is_, columns, batch.arrays))  # no copies: later changes are seen
        self._batch, self._given = (batch, columns) if reusable else (None, ())
        return batch

    def _same(self, columns: tuple[Any, ...]) -> bool:
        """Whether these are the columns of the last call, and the models are unchanged."""
        return (
            len(columns) == len(self._given)
            and all(map(is_, columns, self._given))
            and not self._watch.changed()  # type: ignore[union-attr]  # a batch was bound
        )

    def _by_floats(self, recorded: Recorded, lists: Sequence[Sequence[float]]) -> list[Any]:
        """The outputs by the float kernel, example by example."""
        parameters = recorded.parameters()
        rows = list(zip(*lists)) if lists else [()]
        outputs = [recorded.floats(row, parameters) for row in rows]
        columns = [list(column) for column in zip(*outputs)]
        self._check(columns, lists)
        return columns or [[] for _ in flatten(recorded.shape)]

    def _gradient_by_floats(self, columns: Sequence[Any]) -> tuple[float, list[float]]:
        recorded = self._recorded(len(columns), gradient=True)
        lists = columns_.as_lists(columns, self._named(len(columns)))
        rows = list(zip(*lists)) if lists else [()]
        if not rows:
            raise GraphError("a mean over the batch needs at least one example, got none")
        parameters, weight = recorded.parameters(), 1.0 / len(rows)
        outputs = [recorded.floats((*row, weight), parameters) for row in rows]
        value, *gradient = map(sum, zip(*outputs))
        if not columns_.all_finite([value, *gradient]):
            raise_for_example(self.function, rows, recorded.leaves)
        return value, gradient

    def _check(self, outputs: Sequence[Any], lists: Sequence[Any]) -> None:
        if not all(map(columns_.all_finite, outputs)):
            raise_for_example(self.function, list(zip(*lists)) if lists else [()])

    def _named(self, count: int) -> list[str]:
        return [*self._names[:count], *(f"x{i}" for i in range(len(self._names), count))]

    def _title(self) -> str:
        return getattr(self.function, "__name__", "the function")

    def _count(self) -> int:
        if self._inputs is None:
            raise GraphError(
                f"{self._title()} takes any number of arguments: call it once, or say "
                "compile(f, inputs=...)"
            )
        return self._inputs


def _signature(f: Callable[..., Any]) -> tuple[list[str], bool]:
    """Names of the arguments without a default, and whether there may be more."""
    from inspect import Parameter, signature

    names, more = [], False
    for parameter in signature(f).parameters.values():
        if parameter.kind is Parameter.VAR_POSITIONAL:
            more = True
        elif parameter.kind is not Parameter.VAR_KEYWORD and parameter.default is Parameter.empty:
            names.append(parameter.name)
    return names, more

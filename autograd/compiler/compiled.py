"""``compile``: a function of scalars as a kernel over whole batches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import update_wrapper
from operator import is_
from typing import Any

from autograd.compiler import columns as columns_
from autograd.compiler.arguments import by_name, check_named
from autograd.compiler.backends.choice import backend_named
from autograd.compiler.batch import Batch, on_columns, on_numbers
from autograd.compiler.examples import Examples
from autograd.compiler.loops.shown import Listing
from autograd.compiler.program import Program
from autograd.compiler.replay import in_trial, portable
from autograd.compiler.single import Single
from autograd.compiler.symbol import recording
from autograd.compiler.texts import source_of, summary
from autograd.compiler.versions import Versions
from autograd.errors import GraphError, OperandError
from autograd.value import Value

__all__ = ["Compiled", "compile"]


def compile(f: Callable[..., Any], inputs: int | None = None, *, backend: str = "auto") -> Compiled:
    """Record ``f`` once and run it at machine speed, on numbers or on whole columns.

    ``f`` takes numbers and returns a number, or a nest of them (lists, tuples, dicts). It is
    recorded with unknown numbers as arguments: what it asks of them (``if x > 0``) is refused, with
    advice. The Values that it uses without being given them (a model's parameters) are read afresh
    at each call. ``inputs`` is the number of arguments, for a function of ``*args`` or of defaults;
    otherwise it is read off the signature, or off the first call.

    *Noticed at the next call,* which then records anew: a change of anything that the code of
    ``f``, or of what it calls, to any depth, looks at by a name: a helper or a method written
    anew, a global, a closure, a default, the arguments of a ``partial``, the attributes of
    objects, classes and modules, the elements of lists, dictionaries, sets and arrays; of a model
    (what has ``parameters()``) all attributes; an op that was defined anew. Looking takes 0.1 µs.

    *Not noticed:* what Python is told about a parameter while it records (``w.data``, ``if w >
    0``): write ``detach(w)`` and ``greater(w, 0)``; names that are put together while it runs
    (``globals()[name]``, ``eval``); installed packages, and what only their code looks at; and what
    is no object of Python's: clocks, files, how far an iterator has come. Make them arguments. A
    function that draws random numbers is refused. A number that is not known yet is in no
    dictionary and in no set: for ``weights.get(x, 1.0)`` write ``where``.

    ``backend`` says what batches run on: "llvm" (machine code), "numpy", "wasm" (in a page) or
    "python"; "auto" is the first that can run. Recording takes 1 to 2 ms per 1,000 instructions.
    Loops that are found in them (see ``loops``) are compiled in a fraction of a second, however
    many members they have; 1,000 instructions in no loop take 0.1 s; above 200,000 of these array
    code is run. Calls on single numbers run as Python, and with llvmlite from the thousandth on as
    machine code, which gives the same results to the last bit.

    Raises ``OperandError`` for what is no function, ``GraphError`` for inputs that f does not take
    and a backend that cannot run here, ``ValueError`` for an unknown one; a call ``RecordingError``
    where f cannot be recorded, ``GraphError`` for what is not so many numbers or columns of one
    length, and ``NonFiniteError`` with the number of the example.

    >>> import autograd as ag
    >>> f = ag.compile(lambda x, y: ag.tanh(x * y) + ag.sin(x))
    >>> [round(float(y), 6) for y in f([1.0, 0.0], [2.0, 5.0])]
    [1.805499, 0.0]
    """
    if isinstance(f, Compiled):
        return f if backend == "auto" else Compiled(f.function, f._versions.said, backend)
    if not callable(f):
        raise OperandError(f"compile takes a function, got {f!r}")
    return Compiled(f, inputs, backend)


class Compiled(Examples):
    """A function that was compiled: call it like the original; see ``compile``, also for what of a
    change is noticed.

    Threads may share it. A copy, a deep copy and what comes out of a pickle have the function, and
    record anew. Where pickle takes not the function (a lambda, a closure) or not its parameters (a
    module's), its recording stands in for it: the same to the last bit, for as many inputs, with
    the parameters (a model's, if that is in the same pickle). It notices changes no more.

    >>> import pickle
    >>> f = compile(lambda x: 2 * x + 1)
    >>> f(1.0), pickle.loads(pickle.dumps(f))(1.0)
    (3.0, 3.0)
    """

    def __init__(self, f: Callable[..., Any], inputs: int | None = None, backend: str = "auto"):
        self._versions = Versions(f, inputs, backend_named(backend))
        update_wrapper(self, f, updated=())
        self.function = f
        self._batch: Batch | None = None  # the last one
        self._single: Single | None = None
        self._by_name: dict[tuple[object, ...], Compiled] = {}

    def __call__(self, *args: Any, **named: Any) -> Any:
        """Floats for numbers, an array per output for columns, Values for Values.

        Columns have one length; single numbers among them are repeated. What is given by name is
        an input too, instead of its default. While another function is recorded, this one becomes
        part of it. Raises ``GraphError`` and ``OperandError`` for what is not such,
        ``RecordingError`` for a function that cannot be recorded, ``NonFiniteError`` with the
        number of the example when a result is inf or nan.
        """
        single = self._single
        if single is not None and not named and single.unchanged():
            answer = single.call(*args)
            if answer is not NotImplemented:
                return answer
        return self._considered(args, named)

    def _considered(self, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
        if recording() or any(isinstance(x, Value) for x in (*args, *named.values())):
            return self.function(*args, **named)
        if named:
            compiled, args = self._placed(args, named)
            return compiled(*args)
        version = self._versions.get(len(args))  # anew where the function has changed
        if any(map(columns_.is_column, args)):
            return on_columns(version, args)
        self._single = self._versions.single(version)
        return on_numbers(version, self._single, args)

    def value_and_grad(
        self, *columns: Any, parameters: Any = None, **named: Any
    ) -> tuple[float, Any]:
        """The mean over the batch, and its gradient by ``self.parameters`` (a list of floats).

        With ``parameters``, a float64 array (see ``vector``), these numbers are used in place of
        the Values' own, and the gradient is an array as well: that is the form for training. Errors
        as for a call; ``GraphError`` without examples, and without parameters (derivatives by the
        arguments are ``compile(autograd.value_and_grad(f))``). Arrays of floats are remembered, not
        copied: the same ones again cost the computation alone.
        """
        if named:
            compiled, columns = self._placed(columns, named)
            return compiled.value_and_grad(*columns, parameters=parameters)
        batch = self._batch
        if batch is None or not batch.serves(columns):
            batch = self._bound(columns)
        with batch.lock:
            if parameters is None:
                value, *gradient = batch.at_present()
                return value, gradient
            return (found := batch.at(parameters))[0], found[1].copy()

    def bind(self, *columns: Any, **named: Any) -> Batch:
        """The function on fixed columns, to be called with parameter vectors: see ``Batch``.

        For training loops: the columns are looked at once. Contiguous float64 arrays are not
        copied: what is written into them later is seen. Errors as for ``value_and_grad``, of which
        this is the inside; a list as output is welcome here.
        """
        if named:
            compiled, columns = self._placed(columns, named)
            return compiled.bind(*columns)
        version = self._versions.get(len(columns), gradient=True)
        arrays = version.backend.columns(columns, version.names)
        examples = len(arrays[0]) if arrays else 1
        columns_.require_examples(examples)
        version.require_parameters()
        return Batch(version, arrays, examples, self._versions)

    @property
    def program(self) -> Program:
        """The recorded program, after the passes: print it for a listing."""
        return self._versions.get().program

    @property
    def loops(self) -> Listing:
        """What was recorded, as the loops that it was written by: print it, or look at it typeset.

        With the backward pass, where the function has parameters and gives one number.

        >>> print(compile(lambda *x: sum(a * a for a in x), inputs=5).loops)
        y = Σi x[i]²    i < 5
        """
        plain = self._versions.get()
        return Listing(self._versions.get(gradient=plain.has_gradient).named)

    @property
    def parameters(self) -> list[Value]:
        """The leaves that the function uses without being given them, a model's in order."""
        return list(self._versions.latest().leaves)

    @property
    def backend(self) -> str:
        """What batches run on: "llvm", "source (numpy)", "wasm", or "source (python)"."""
        return self._versions.get().backend.name

    def vector(self) -> Any:
        """The parameters' numbers for ``value_and_grad`` and ``bind``: a float64 array (in
        Python and in a page a list, as is every column and gradient)."""
        latest = self._versions.latest()
        return latest.backend.vector(latest.parameters())

    def assign(self, vector: Sequence[float]) -> None:
        """Write a vector of numbers into the parameters; ``GraphError`` if their count differs."""
        parameters = self.parameters
        if len(vector) != len(parameters):
            raise GraphError(f"there are {len(parameters)} parameters, got {len(vector)} numbers")
        for parameter, number in zip(parameters, vector):
            parameter.data = float(number)

    def source(self, language: str = "python", *, gradient: bool = False) -> str:
        """The function as text that runs, short because its loops are loops (or matrix products).

        It is ``f(inputs, p, seed)`` for one example, with ``p`` as in ``vector()``, and says so;
        the seed, with ``gradient``, is what the value and the derivatives are multiplied with.
        Inputs called ``x0, x1, …`` (as those of ``*x`` are) come as one array. "python", "c" and
        "javascript" add in the engine's order; "numpy", "jax" and "torch" are on arrays (what is
        detached is so in the latter two), "latex" gives equations. Raises ``ValueError`` for
        another language, ``GraphError`` for a gradient of several numbers or without parameters.

        >>> compile(lambda x: x * 2).source("c").splitlines()[4]
        'void f(double x, const double *p, double *out)'
        """
        return source_of(self._versions, language, gradient)

    def _placed(
        self, args: tuple[Any, ...], named: dict[str, Any]
    ) -> tuple[Compiled, tuple[Any, ...]]:
        """What takes by position what was given by name, and the arguments in its order."""
        check_named(self.function, args, named, self._versions.said)
        compiled, names = self, self._versions.names[len(args) :]
        if named.keys() != {*names}:
            names = sorted(named)
            key = (len(args), *names)
            if key not in self._by_name:
                made = by_name(self.function, len(args), names)
                self._by_name[key] = Compiled(made, backend=self._versions.chosen)
            compiled = self._by_name[key]
        return compiled, (*args, *(named[name] for name in names))

    def _bound(self, columns: tuple[Any, ...]) -> Batch:
        self._versions.get(len(columns), gradient=True).require_one_output()
        batch = self.bind(*columns)
        if all(map(is_, columns, batch.arrays)):  # no copies: later changes are seen
            batch.given, self._batch = columns, batch
        return batch

    def __repr__(self) -> str:
        return summary(self._versions)

    def __copy__(self) -> Compiled:
        return Compiled(self.function, self._versions.said, self._versions.chosen)

    def __reduce__(self) -> tuple[Any, ...]:
        return Compiled, () if in_trial.get() else portable(self.function, self._versions)

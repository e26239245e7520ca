"""Everything that this package raises on purpose.

::

    AutogradError
    ├── NonFiniteError   (ArithmeticError)  finite operands gave inf or nan
    ├── ConvergenceError (ArithmeticError)  an iteration did not come to an end
    ├── OperandError     (TypeError)        something that is not a number was given as one
    ├── GraphError       (ValueError)       a graph, a point or a batch of the wrong shape
    ├── FileFormatError  (ValueError)       a file is not of the kind or the form that was asked for
    ├── RecordingError   (TypeError)        Python looked at a number that is not known yet
    └── MissingPackageError (ImportError)   an optional package is not installed

Each derives from the matching builtin, so ``except ArithmeticError`` catches a ``log(0)`` here
as it does elsewhere. A message says what was asked, what was found and what to do next.
Read ``finite.py`` next.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from collections.abc import Callable
    from typing import Any

    from autograd.ops import Op

__all__ = [
    "AutogradError",
    "ConvergenceError",
    "FileFormatError",
    "GraphError",
    "MissingPackageError",
    "NonFiniteError",
    "OperandError",
    "RecordingError",
]


#: file name -> text of the code that was generated from the op table (by ``specialise.py``)
generated: dict[str, str] = {}


class AutogradError(Exception):
    """The common ancestor: ``except AutogradError`` catches all of this package's errors.

    Tracebacks show the lines of generated code, too.

    >>> from autograd import log
    >>> try:
    ...     log(0.0)
    ... except AutogradError as error:
    ...     print(type(error).__name__)
    NonFiniteError
    """

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        import linecache  # late: importing it takes as long as the whole op table

        for name in generated.keys() - linecache.cache.keys():
            text = generated[name]
            linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)


class NonFiniteError(AutogradError, ArithmeticError):
    """An operation made inf or nan out of finite operands.

    ``op`` is the row of the op table, ``operands`` are the Values and numbers that it was
    given, ``result`` is what IEEE arithmetic would have answered (nan for a gradient). ``draw()``
    is the picture of the operation and of what led to it; a notebook puts it above the traceback.

    >>> from autograd import Value, log
    >>> try:
    ...     log(Value(0.0, label="p"))
    ... except ArithmeticError as error:
    ...     print(error.op.name, error.result)
    log -inf
    """

    def __init__(self, message: str, op: Op, operands: tuple[Any, ...], result: float) -> None:
        super().__init__(message)
        self.op = op
        self.operands = operands
        self.result = result

    draw: Callable[[], Any]  # the picture of it: hung on by ``notebook.py``

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.op, self.operands, self.result)


class ConvergenceError(AutogradError, ArithmeticError):
    """An iteration that looks for a number did not find it: ``x`` is where it stood at the end.

    ``residual`` is the length of what should be zero there.

    >>> from autograd import root
    >>> try:
    ...     root(lambda x: x * x + 1, 0.0)
    ... except ConvergenceError as error:
    ...     print(error.x, error.residual)
    0.0 1.0
    """

    def __init__(self, message: str, x: Any, residual: float) -> None:
        super().__init__(message)
        self.x, self.residual = x, residual

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.x, self.residual)


class OperandError(AutogradError, TypeError):
    """Something that is not one real number stood where one is needed.

    >>> from autograd import Value
    >>> Value("two")
    Traceback (most recent call last):
    autograd.errors.OperandError: a number is needed, got the text 'two': convert it with float(...)
    """


class GraphError(AutogradError, ValueError):
    """A graph, a point or a batch has not the shape or the size that was asked for.

    >>> from autograd import elimination
    >>> elimination.solve([[1.0]], [1.0, 2.0])
    Traceback (most recent call last):
    autograd.errors.GraphError: solve needs a square matrix of 2 rows for 2 right-hand sides
    """


class FileFormatError(AutogradError, ValueError):
    """A file is damaged, foreign, newer than this package, or too large to be what it should be.

    >>> from autograd import files
    >>> files.parse_json(b'{"w": [1.5,', "xor.json")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    autograd.errors.FileFormatError: xor.json is no JSON, or not all of it: ...
    """


class RecordingError(AutogradError, TypeError):
    """While a function was recorded, Python looked at a number that is not known yet.

    >>> from autograd import compile
    >>> try:
    ...     compile(lambda x: x if x > 0 else -x)(1.0)
    ... except RecordingError as error:
    ...     print("where(" in str(error))  # what to write instead
    True
    """


class MissingPackageError(AutogradError, ImportError):
    """An optional package is needed for this and is not installed.

    >>> try:
    ...     raise missing_package("plotting", "matplotlib")
    ... except ImportError as error:
    ...     print(error)
    plotting needs matplotlib, which is not installed: python -m pip install matplotlib
    """


def missing_package(purpose: str, package: str) -> MissingPackageError:
    """The one sentence for every optional package, by the name that the package index knows.

    >>> print(missing_package("plotting", "matplotlib"))
    plotting needs matplotlib, which is not installed: python -m pip install matplotlib
    """
    return MissingPackageError(
        f"{purpose} needs {package}, which is not installed: python -m pip install {package}"
    )

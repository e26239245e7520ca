"""Everything that this package raises on purpose.

::

    AutogradError
    ├── NonFiniteError   (ArithmeticError)  finite operands gave inf or nan
    ├── OperandError     (TypeError)        something that is not a number was given as one
    ├── GraphError       (ValueError)       a graph, a point or a batch of the wrong shape
    ├── RecordingError   (TypeError)        Python looked at a number that is not known yet
    └── MissingPackageError (ImportError)   an optional package is not installed

Each derives from the matching builtin, so ``except ArithmeticError`` catches a ``log(0)`` here
as it does elsewhere. A message says what was asked, what was found and what to do next.
Relies on nothing; read ``ops.py`` next.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from typing import Any

    from autograd.ops import Op

__all__ = [
    "AutogradError",
    "GraphError",
    "MissingPackageError",
    "NonFiniteError",
    "OperandError",
    "RecordingError",
]


class AutogradError(Exception):
    """The common ancestor: ``except AutogradError`` catches all of this package's errors."""


class NonFiniteError(AutogradError, ArithmeticError):
    """An operation made inf or nan out of finite operands.

    ``op`` is the row of the op table, ``operands`` are the Values and numbers that it was
    given, ``result`` is what IEEE arithmetic would have answered (nan for a gradient).

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

    def draw(self) -> Any:
        """The picture of the operation, its operands and what led to them: a Graphviz picture.

        With ``trace_origin`` on when they were made, the lines of code stand beside the nodes.
        """
        from autograd.show import blame  # late: pictures stand to the right of the engine

        return blame(self)

    def _render_traceback_(self) -> list[str]:
        """Asked for by IPython: the picture goes above the traceback."""
        from autograd.show.blame import rendered_traceback

        return rendered_traceback(self)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.op, self.operands, self.result)


class OperandError(AutogradError, TypeError):
    """Something that is not one real number stood where one is needed."""


class GraphError(AutogradError, ValueError):
    """A graph, a point or a batch has not the shape or the size that was asked for."""


class RecordingError(AutogradError, TypeError):
    """While a function was recorded, Python looked at a number that is not known yet."""


class MissingPackageError(AutogradError, ImportError):
    """An optional package is needed for this and is not installed."""


def missing_package(purpose: str, package: str, extra: str) -> MissingPackageError:
    """The one sentence for every optional package.

    >>> print(missing_package("plotting", "matplotlib", "plot"))
    plotting needs matplotlib, which is not installed: python -m pip install "chainrule[plot]"
    """
    return MissingPackageError(
        f"{purpose} needs {package}, which is not installed: "
        f'python -m pip install "chainrule[{extra}]"'
    )

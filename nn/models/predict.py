"""A model's answers for many rows, as plain numbers: compiled where that is worth it.

Training, export and the course apart, this is the one place of this package that knows the
compiler. Read ``nn/data/tables.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

import autograd as ag
from autograd import Value
from nn.models.blocks import flatten

__all__ = ["as_code", "numbers_of", "predict", "rows_like", "worth_compiling"]

#: rough seconds per node of an eager step, and of getting a kernel ready
EAGER_COST, START_COST = 1.5e-6, 1.0


def worth_compiling(model: Any, X: list[list[float]], epochs: int) -> bool:
    """Whether so much work on these rows is worth a kernel, where one can be made."""
    if find_spec("numpy") is None or find_spec("llvmlite") is None:
        return False
    outputs = model(X[0])
    listed = outputs if isinstance(outputs, (list, tuple)) else [outputs]
    nodes = len(ag.topological_order(*(y for y in listed if isinstance(y, Value))))
    return EAGER_COST * nodes * len(X) * epochs > START_COST


def predict(model: Any, X: list[list[float]], *, always: bool = False) -> list[Any]:
    """The model's outputs for all rows, as plain numbers.

    They are compiled where that is worth the wait, or ``always``, unless the model looks at its
    numbers.

    >>> predict(lambda x: [x[0] + x[1], 2 * x[0]], [[1.0, 2.0], [3.0, 4.0]])
    [[3.0, 2.0], [7.0, 6.0]]
    """
    if not always and not worth_compiling(model, X, 1):
        return [numbers_of(model(x)) for x in X]
    compiled = ag.compile(lambda *x: flatten(model(list(x))), inputs=len(X[0]))
    try:
        columns = compiled(*map(list, zip(*X)))
    except ag.RecordingError:
        return [numbers_of(model(x)) for x in X]
    return rows_like(numbers_of(model(X[0])), iter(columns))


def as_code(f: Callable[[], Any]) -> Callable[[], Any] | None:
    """A function of parameters alone as straight-line code that reads them; None if it is none."""
    compiled = ag.compile(f)
    try:
        compiled()
    except (ag.RecordingError, ag.OperandError, ag.GraphError):
        return None
    except ArithmeticError:
        pass  # of these numbers alone
    return compiled


def numbers_of(prediction: Any) -> Any:
    """A prediction without its graph: a number, or a list of them.

    >>> numbers_of((Value(1.0), [Value(2.0), 3.0]))
    [1.0, [2.0, 3.0]]
    """
    if isinstance(prediction, Value):
        return prediction.data
    if isinstance(prediction, (list, tuple)):
        return [numbers_of(p) for p in prediction]
    return prediction


def rows_like(like: Any, columns: Iterator[Any]) -> list[Any]:
    """Columns, one for each number of the one answer ``like``, as a list of such answers.

    >>> rows_like([0.0, [0.0]], iter([[1.0, 2.0], [3.0, 4.0]]))
    [[1.0, [3.0]], [2.0, [4.0]]]
    """
    if isinstance(like, list):
        return [list(row) for row in zip(*[rows_like(part, columns) for part in like])]
    column = next(columns)
    return column.tolist() if hasattr(column, "tolist") else list(column)

"""Looking at what a compiled function is given: numbers, Values, or columns of a batch.

A column is a NumPy array, or a list or tuple of numbers. Whatever cannot be one is refused by
its name, and by the number of the example that is wrong. Read ``batch.py`` next.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from autograd.errors import GraphError, OperandError
from autograd.finite import allowed
from autograd.value import number

__all__ = [
    *("all_finite", "as_array", "as_arrays", "as_lists", "checked_array", "checked_list"),
    *("is_column", "require_examples", "rows_of"),
]


def is_column(x: Any) -> bool:
    """Whether ``x`` is a column rather than one number (a NumPy scalar is a number)."""
    return isinstance(x, (list, tuple)) or bool(getattr(x, "shape", ()))


def as_arrays(columns: Sequence[Any], names: Sequence[str]) -> list[Any]:
    """The columns as contiguous float64 arrays of one length; single numbers are repeated.

    An array that is one already is taken as it is, without a copy. Raises ``OperandError`` for
    what is not numbers, ``GraphError`` for lengths that differ and for inf and nan (unless these
    are allowed: see ``nonfinite``).
    """
    import numpy as np

    arrays = [_as_array(column, name) for column, name in zip(columns, names)]
    length = _common_length(arrays, names)
    full = [np.full(length, a) if isinstance(a, float) else a for a in arrays]
    for name, array in zip(names, full):
        if not np.isfinite(array).all():
            _refuse_nonfinite(name, array)
    return full


def _as_array(column: Any, name: str) -> Any:
    """One column as an array, one number as a float."""
    import numpy as np

    if not is_column(column):
        return _as_number(column, name)
    try:
        array = np.asarray(column)
        if array.dtype == object and not isinstance(column, np.ndarray):  # a whole number > 2**63
            array = np.array([number(x) for x in column])
    except (TypeError, ValueError) as error:
        raise OperandError(f"column {name} is not made of numbers: {error}") from None
    if array.dtype.kind not in "fiub":
        raise OperandError(f"column {name} has the type {array.dtype}: numbers are needed")
    if array.ndim != 1:
        raise GraphError(f"column {name} has the shape {array.shape}: one dimension is needed")
    return np.require(array, np.float64, ["C", "A"])  # in one piece, and aligned


def rows_of(columns: Sequence[Any]) -> list[tuple[float, ...]]:
    """The examples; a function of no columns has one, without numbers."""
    return list(zip(*columns)) if columns else [()]


def all_finite(column: Any) -> bool:
    """Whether no number of an output is inf or nan."""
    if isinstance(column, list):
        return all(map(math.isfinite, column))
    import numpy as np

    return bool(np.isfinite(column).all())


def as_lists(columns: Sequence[Any], names: Sequence[str]) -> list[list[float]]:
    """The same without NumPy: lists of floats."""
    lists: list[Any] = []
    for name, column in zip(names, columns):
        if not is_column(column):
            lists.append(_as_number(column, name))
            continue
        try:
            lists.append([number(x) for x in column])
        except OperandError as error:
            raise OperandError(f"column {name}: {error}") from None
    length = _common_length(lists, names)
    full = [[x] * length if isinstance(x, float) else x for x in lists]
    for name, numbers in zip(names, full):
        if not all(map(math.isfinite, numbers)):
            _refuse_nonfinite(name, numbers)
    return full


def _as_number(x: Any, name: str) -> float:
    """One number; an array without dimensions is one."""
    try:
        return number(x)
    except OperandError as error:
        raise OperandError(f"argument {name}: {error}") from None


def _refuse_nonfinite(name: str, column: Any) -> None:
    """Name the first example that is inf or nan, unless that is allowed."""
    if not allowed():
        row, x = next((i, x) for i, x in enumerate(column) if not math.isfinite(x))
        raise GraphError(f"column {name} is {float(x)} in example {row}: mend or drop it")


def _common_length(columns: Sequence[Any], names: Sequence[str]) -> int:
    lengths = {n: len(c) for n, c in zip(names, columns) if not isinstance(c, float)}
    if len(set(lengths.values())) > 1:
        listed = ", ".join(f"{name} has {length}" for name, length in lengths.items())
        raise GraphError(f"the columns differ in length: {listed} examples")
    return next(iter(lengths.values()), 1)


def require_examples(count: int) -> None:
    """Raise ``GraphError`` where there is nothing to take a mean of."""
    if not count:
        raise GraphError("a mean over the batch needs at least one example, got none")


# --- parameters ---


def as_array(numbers: Sequence[float]) -> Any:
    """Numbers as a float64 array."""
    import numpy as np

    return np.array(numbers, dtype=np.float64)


def checked_array(parameters: Any, count: int) -> Any:
    """The same array if it is one of so many float64 numbers; ``GraphError`` says what it is."""
    import numpy as np

    if getattr(parameters, "shape", None) != (count,) or parameters.dtype != np.float64:
        raise GraphError(
            f"the parameters are a float64 array of {count} numbers, got {parameters!r}"
        )
    if not parameters.flags.c_contiguous:
        raise GraphError("the parameters must lie side by side: pass parameters.copy()")
    return parameters


def checked_list(parameters: Any, count: int) -> Any:
    """The same sequence if it is one of so many floats; ``GraphError`` says what it is."""
    try:
        right = len(parameters) == count and all(isinstance(x, float) for x in parameters)
    except TypeError:
        right = False
    if not right:
        raise GraphError(f"the parameters are a list of {count} floats, got {parameters!r}")
    return parameters

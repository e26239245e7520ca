"""Looking at what a compiled function is given: numbers, Values, or columns of a batch.

A column is a NumPy array, or a list or tuple of numbers. Whatever cannot be one is refused by
its name, and by the number of the example that is wrong. Relies on nothing but NumPy, where it is
installed; read ``compiled.py`` next.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from autograd.errors import GraphError, OperandError
from autograd.value import number

__all__ = ["all_finite", "as_arrays", "as_lists", "is_column"]


def is_column(x: Any) -> bool:
    """Whether ``x`` is a column rather than one number (a NumPy scalar is a number)."""
    return isinstance(x, (list, tuple)) or bool(getattr(x, "shape", ()))


def as_arrays(columns: Sequence[Any], names: Sequence[str]) -> list[Any]:
    """The columns as contiguous float64 arrays of one length; single numbers are repeated.

    An array that is one already is taken as it is, without a copy. Raises ``OperandError`` for
    what is not numbers, ``GraphError`` for lengths that differ and for inf and nan.
    """
    import numpy as np

    arrays = []
    for name, column in zip(names, columns):
        try:
            array = np.ascontiguousarray(column, dtype=np.float64)
        except (TypeError, ValueError) as error:
            raise OperandError(f"column {name} is not made of numbers: {error}") from None
        if getattr(column, "dtype", None) is not None and column.dtype.kind not in "fiub":
            raise OperandError(f"column {name} has the type {column.dtype}: numbers are needed")
        if is_column(column) and array.ndim != 1:
            raise GraphError(f"column {name} has the shape {array.shape}: one dimension is needed")
        arrays.append(array if is_column(column) else float(array[0]))
    length = _common_length(arrays, names)
    full = [np.full(length, a) if isinstance(a, float) else a for a in arrays]
    for name, array in zip(names, full):
        if not np.isfinite(array).all():
            row = int(np.flatnonzero(~np.isfinite(array))[0])
            raise GraphError(f"column {name} is {array[row]} in example {row}: mend or drop it")
    return full


def all_finite(column: Any) -> bool:
    """Whether no number of an output is inf or nan."""
    if isinstance(column, list):
        return all(map(math.isfinite, column))
    return math.isfinite(column.sum()) or bool((abs(column) < math.inf).all())


def as_lists(columns: Sequence[Any], names: Sequence[str]) -> list[list[float]]:
    """The same without NumPy: lists of floats."""
    lists: list[Any] = []
    for name, column in zip(names, columns):
        if not is_column(column):
            lists.append(number(column))
            continue
        try:
            lists.append([number(x) for x in column])
        except OperandError as error:
            raise OperandError(f"column {name}: {error}") from None
    length = _common_length(lists, names)
    full = [[x] * length if isinstance(x, float) else x for x in lists]
    for name, numbers in zip(names, full):
        for row, x in enumerate(numbers):
            if not math.isfinite(x):
                raise GraphError(f"column {name} is {x} in example {row}: mend or drop it")
    return full


def _common_length(columns: Sequence[Any], names: Sequence[str]) -> int:
    lengths = {n: len(c) for n, c in zip(names, columns) if not isinstance(c, float)}
    if len(set(lengths.values())) > 1:
        listed = ", ".join(f"{name} has {length}" for name, length in lengths.items())
        raise GraphError(f"the columns differ in length: {listed} examples")
    return next(iter(lengths.values()), 1)

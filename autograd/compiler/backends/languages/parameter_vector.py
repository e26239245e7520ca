"""The vector of parameters as matrices, and matrices of derivatives as such a vector.

``layers.0.neurons`` lie in ``p`` row by row, weights before the bias, so ``W1`` and ``b1`` are
columns of one table. Read ``gather.py`` next.
"""

from __future__ import annotations

from math import prod
from typing import Any

from autograd.compiler.backends.languages.axes import viewed
from autograd.compiler.backends.languages.outputs import Copy
from autograd.compiler.loops.affine import row_major
from autograd.compiler.loops.arrays import Array

__all__ = ["packed", "unpack"]


def unpack(writer: Any) -> list[str]:
    """The definition of ``unpack``, if there are arrays of parameters."""
    arrays = [array for array in writer.parameters if array.name != "p"]
    if not arrays:
        return []
    total = writer.program.loops.parameters
    cuts = [f"        {cut(array, total, writer.make)}," for array in arrays]
    names = ", ".join(writer.spelled[array] for array in arrays)
    return [
        "def unpack(p):",
        f'    """{names}, out of the vector of all parameters."""',
        "    return (",
        *cuts,
        "    )",
        "",
    ]


def cut(array: Array, total: int, make: str = "np.array") -> str:
    """An array of parameters as a part of ``p``.

    >>> cut(Array("W1", 0, (16, 2), (3, 1)), 48), cut(Array("b1", 2, (16,), (3,)), 48)
    ('p[0:48].reshape(16, 3)[:, 0:2]', 'p[2:48:3]')
    >>> cut(Array("U", 5, (4, 4), (4, 1)), 48), cut(Array("c", 7), 48)
    ('p[5:21].reshape(4, 4)', 'p[7]')
    >>> cut(Array("W1", 0, (3, 1), (2, 1)), 10)
    'p[0:5:2].reshape(3, 1)'
    """
    base, shape, strides = array.base, array.shape, _steps(array)
    if not shape:
        return f"p[{base}]"
    size = prod(shape)
    whole = shape if len(shape) > 1 else ()
    if len(array.places()) == size and array.places() == list(range(base, base + size)):
        return f"p[{base}:{base + size}]" + (f".reshape{whole!r}" if whole else "")
    if len(shape) == 1:
        end = base + strides[0] * (shape[0] - 1) + 1
        return f"p[{base}:{end}:{strides[0]}]"
    if sum(n > 1 for n in shape) == 1:
        long = max(shape)
        flat = Array(array.name, base, (long,), (strides[shape.index(long)],))
        return f"{cut(flat, total, make)}.reshape{shape!r}"
    step, inner = strides[0], prod(shape[1:])
    start = min(base, total - step * shape[0])
    if start < 0 or base - start + inner > step or strides[1:] != row_major(shape[1:]):
        return f"p[{make}({array.places()})].reshape{shape!r}"
    rows = f"p[{start}:{start + step * shape[0]}].reshape({shape[0]}, {step})"
    columns = f"{rows}[:, {base - start}:{base - start + inner}]"
    return columns if len(shape) == 2 else f"{columns}.reshape{shape!r}"


def _steps(array: Array) -> tuple[int, ...]:
    """The strides; an axis of one has that of rows."""
    plain = row_major(array.shape)
    return tuple(s if n > 1 else r for n, s, r in zip(array.shape, array.strides, plain))


def packed(writer: Any, copies: list[Copy]) -> str:
    """The derivatives as one vector, in the order of the parameters."""
    module, total = writer.module, writer.program.loops.parameters
    arrays = {array.name: array for array in writer.program.parameters}
    pieces, singles = {}, {}
    for copy in copies:
        array = arrays.get(copy.name)
        if array is not None and prod(array.shape) == prod(copy.shape):
            pieces[copy.first - 1] = (array, copy)
        elif 1 <= copy.first <= total:
            singles[copy.first - 1] = copy
    parts, at = [], 0
    try:
        while at < total:
            text, at = _next(writer, at, pieces, singles)
            parts.append(text)
    except _UntiledError:
        return _scattered(writer, copies, total)
    if len(parts) == 1:
        return parts[0]
    return f"{module}.concatenate([{', '.join(parts)}])"


class _UntiledError(Exception):
    """The derivatives are no tables side by side."""


def _next(
    writer: Any, at: int, pieces: dict[int, tuple[Array, Copy]], singles: dict[int, Copy]
) -> tuple[str, int]:
    """The vector from this place on, as far as one piece or one table goes, and where it ends."""
    if at in singles:
        copy = singles[at]
        return _flat(writer, copy), at + prod(copy.shape)
    if at not in pieces:
        raise _UntiledError
    array, copy = pieces[at]
    size = prod(array.shape)
    if array.places() == list(range(at, at + size)):
        return _flat(writer, copy), at + size
    rows, step = array.shape[0], array.strides[0]
    columns, place = [], at
    while place < at + step:
        width, text = _column(writer, place, rows, step, pieces)
        columns.append(text)
        place += width
    table = f"{writer.module}.column_stack([{', '.join(columns)}])"
    if writer.library.number:  # torch.func.vmap has no rule for column_stack
        table = f"torch.cat([{', '.join(f'{x}.reshape({rows}, -1)' for x in columns)}], dim=1)"
    return f"{table}.reshape(-1)", at + rows * step


def _column(
    writer: Any,
    place: int,
    rows: int,
    step: int,
    pieces: dict[int, tuple[Array, Copy]],
) -> tuple[int, str]:
    """One array, or one column, of a table: its width and its spelling."""
    if place not in pieces:
        raise _UntiledError
    array, copy = pieces[place]
    inner = array.shape[1:]
    if array.shape[:1] != (rows,) or _steps(array) != (step, *row_major(inner)):
        raise _UntiledError
    text = spelled(writer, copy)
    flat = len(copy.shape) == (2 if inner else 1)
    return prod(inner), text if flat else f"{text}.reshape({rows}, -1)"


def spelled(writer: Any, copy: Copy) -> str:
    """What is copied, with an axis for each of its counters."""
    found = writer.value(copy.what, copy.shape)
    axes = range(len(copy.shape))
    text: str = viewed(found, axes, writer.module).text
    if len(found.axes) == len(copy.shape):
        return text
    text = f"number({text})" if writer.library.number else text
    return f"{writer.module}.broadcast_to({text}, {tuple(copy.shape)!r})"


def _flat(writer: Any, copy: Copy) -> str:
    if not copy.shape:
        text = spelled(writer, copy)
        text = f"number({text})" if writer.library.number else text
        return f"{writer.module}.reshape({text}, (1,))"
    text = spelled(writer, copy)
    return text if len(copy.shape) == 1 else f"{text}.reshape(-1)"


def _scattered(writer: Any, copies: list[Copy], total: int) -> str:
    """All derivatives one after the other, and then each at its place."""
    parts, order = [], [0] * total
    count = 0
    for copy in copies:
        places = Array("", copy.first - 1, copy.shape, copy.strides).places()
        if 0 <= copy.first - 1 < total:
            parts.append(_flat(writer, copy))
            for place in places:
                order[place] = count
                count += 1
    text = f"{writer.module}.concatenate([{', '.join(parts)}])"
    return f"{text}[{writer.make}({order})]"

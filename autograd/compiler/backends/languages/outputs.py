"""The outputs of a program as few copies: of whole arrays where that is so.

The gradient by ``W1`` goes where ``W1`` stands among the parameters. Read ``imperative.py`` next.
"""

from __future__ import annotations

from typing import NamedTuple

from autograd.compiler.loops.affine import row_major
from autograd.compiler.loops.arrays import Array
from autograd.compiler.loops.grids import parts
from autograd.compiler.loops.loop import Index
from autograd.compiler.loops.naming import Named

__all__ = ["Copy", "copies_of"]


class Copy(NamedTuple):
    """The outputs ``first + Σ strides·counters`` are what an index finds at these counters; a
    constant is alone."""

    first: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]
    what: Index | float
    name: str = ""  # the array of parameters that these are the derivatives by


def copies_of(program: Named) -> list[Copy]:
    """The copies that make up all outputs, in the order of the arrays."""
    gradients, found = program.gradients(), list[Copy]()
    for array in program.parameters:
        if array.name in gradients:
            found += _gradient(program, array, gradients[array.name])
    done = {1 + place for a in program.parameters if a.name in gradients for place in a.places()}
    outputs = program.loops.outputs
    rest = [i for i in range(len(outputs)) if i not in done]
    return sorted([*_runs(program, rest), *found], key=lambda copy: copy.first)


def _gradient(program: Named, array: Array, what: Index) -> list[Copy]:
    """The derivatives by an array, counted as the loop counts that made them."""
    grid = program.find(Index(what.space, what.base), ()).array
    sizes: list[int] = []
    to: list[int] = []
    of: list[int] = []
    for size, stride, step in zip(array.shape, array.strides, what.strides):
        several = parts(grid.shape, step, size) or ((size,) if size > 1 else ())
        sizes += several
        to += [stride * s for s in row_major(several)]
        of += [step * s for s in row_major(several)]
    index = what._replace(strides=tuple(of))
    try:
        program.find(index, sizes)
    except LookupError:
        row = Array("", 0, array.shape, what.strides).places()
        return [
            Copy(1 + place, (), (), Index(what.space, what.base + more), array.name)
            for place, more in zip(array.places(), row)
        ]
    return [Copy(1 + array.base, tuple(sizes), tuple(to), index, array.name)]


def _runs(program: Named, places: list[int]) -> list[Copy]:
    """Other outputs: those that are evenly spaced in one space together."""
    found: list[list[tuple[int, Index | float]]] = []
    for place in places:
        what = _index(program, program.loops.outputs[place])
        if found and _goes_on(program, found[-1], place, what):
            found[-1].append((place, what))
        else:
            found.append([(place, what)])
    return [copy for run in found for copy in _copied(program, run)]


def _copied(program: Named, run: list[tuple[int, Index | float]]) -> list[Copy]:
    """A run as one copy; if it is none, one by one."""
    alone = [Copy(place, (), (), what) for place, what in run]
    (first, start), *more = run
    if not more or not isinstance(start, Index):
        return alone
    array = program.find(start, ()).array
    bases = [what.base for _, what in run if isinstance(what, Index)]
    if bases == array.places():
        whole = start._replace(strides=array.strides)
        return [Copy(first, array.shape, row_major(array.shape), whole)]
    step = Index(start.space, start.base, (bases[1] - bases[0],))
    try:
        program.find(step, (len(run),))
    except LookupError:
        return alone
    return [Copy(first, (len(run),), (1,), step)]


def _goes_on(
    program: Named, run: list[tuple[int, Index | float]], place: int, what: Index | float
) -> bool:
    """Whether an output is the next one of an evenly spaced run in one array."""
    before, last = run[-1]
    if place != before + 1 or not isinstance(what, Index) or not isinstance(last, Index):
        return False
    if program.seeded and place in (1, 1 + program.loops.parameters):
        return False
    if program.find(what, ()).array != program.find(last, ()).array:
        return False
    earlier = run[-2][1] if len(run) > 1 else None
    return not isinstance(earlier, Index) or what.base - last.base == last.base - earlier.base


def _index(program: Named, x: int | float) -> Index | float:
    loops = program.loops
    if isinstance(x, float):
        return x
    if x < loops.inputs:
        return Index("input", x)
    if x < loops.first:
        return Index("parameter", x - loops.inputs)
    return Index("result", x - loops.first)

"""Names for all numbers of a program of loops: ``W1[i,j]``, ``x[j]``, ``z1[i]``, ``∂z1[i]``.

Parameters are called after the paths to them in their model (``parameters.py``), inputs as the
function calls its arguments, results by what they are (``roles.py``), else v1, v2, …. Read
``listing.py`` next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from autograd.compiler.loops import roles
from autograd.compiler.loops.affine import row_major
from autograd.compiler.loops.arrays import Array, Located, leaves, located, span
from autograd.compiler.loops.copies import without_copies
from autograd.compiler.loops.grids import gridded
from autograd.compiler.loops.loop import Index, Loop, Loops
from autograd.compiler.loops.outline import outlined
from autograd.compiler.loops.parameters import evenly_spaced, parameter_arrays, spelled
from autograd.compiler.loops.simplify import simplified
from autograd.compiler.loops.steps import grid_of_steps, in_order
from autograd.compiler.loops.storage import input_arrays, places, result_arrays, spelled_out
from autograd.compiler.loops.views import with_views
from autograd.compiler.loops.wholes import Marks, Row, Wholes

__all__ = ["Named", "named", "plain"]


class Named(NamedTuple):
    """A program of loops, outlined, and the arrays that its numbers stand in.

    ``names`` are those of the inputs, one each; ``seeded``: the last of them is the seed of a
    gradient, and the outputs are the value and one derivative for each parameter.
    """

    loops: Loops
    names: tuple[str, ...]
    seeded: bool
    inputs: tuple[Array, ...]
    parameters: tuple[Array, ...]
    results: tuple[Array, ...]

    def find(self, index: Index, extents: Sequence[int]) -> Located:
        """The array and the subscripts of a leaf."""
        arrays = {"input": self.inputs, "parameter": self.parameters, "result": self.results}
        return located(index, extents, arrays[index.space])

    def target(self, loop: Loop) -> Located:
        """Where the results of a loop go."""
        return self.find(Index("result", loop.first, row_major(loop.shape)), loop.shape)

    def gradients(self) -> dict[str, Index]:
        """Array of parameters -> where the derivatives by it stand, counted by its subscripts; as
        far as they are evenly spaced results."""
        if not self.seeded:
            return {}
        arrays = self.parameters[:-1] or self.parameters
        found = {a.name: _gradient_of(a, self.loops) for a in arrays if a.shape != (0,)}
        return {name: index for name, index in found.items() if index is not None}


def _gradient_of(array: Array, loops: Loops) -> Index | None:
    outputs = [loops.outputs[1 + place] for place in array.places()]
    rows = [int(x) for x in outputs if not isinstance(x, float)]
    if len(rows) < len(outputs) or loops.inputs <= min(rows) < loops.first:
        return None
    if min(rows) < loops.inputs <= max(rows):
        return None
    strides = evenly_spaced(rows, array.shape)
    if strides is None:
        return None
    if rows[0] < loops.inputs:
        return Index("input", rows[0], strides)
    return Index("result", rows[0] - loops.first, strides)


def named(
    loops: Loops,
    names: Sequence[str],
    paths: Sequence[str] = (),
    wholes: Wholes | None = None,
    *,
    detached: bool = False,
) -> Named:
    """The loops in reading form, forward before backward, with names for everything.

    ``names`` are the inputs', ``paths`` the parameters' (``layers.0.neurons.3.w.1``, "" if there
    is none), ``wholes`` the cotangents of a program with its gradient. ``detached`` keeps what
    says where derivatives stop, which to numbers alone is a copy.
    """
    seeded = wholes is not None
    loops = simplified(loops, detached=detached)
    loops = spelled_out(without_copies(loops, detached=detached), names)
    if wholes is not None:
        loops, moved = in_order(loops, wholes.rank)
        wholes.move(moved)
    loops = with_views(gridded(outlined(loops)))
    if seeded:
        loops = _forward_first(loops)
    inputs = input_arrays(loops, names)
    taken = {*names, *(array.name for array in inputs)}
    paths = [*paths, *[""] * (loops.parameters - len(paths))]
    met = [x.base for loop in loops.loops for x, _ in leaves(loop) if x.space == "parameter"]
    parameters = parameter_arrays(paths, taken, met)
    taken.update(array.name for array in parameters)
    blank = Named(loops, tuple(names), seeded, inputs, tuple(parameters), result_arrays(loops))
    marks = Marks(loops, wholes) if wholes is not None else None
    if marks is not None:
        blank = blank._replace(results=_together(blank, marks))
    called = _called(blank, taken, marks)
    results = tuple(array._replace(name=called[array.base]) for array in blank.results)
    return blank._replace(results=results)


def plain(name: str) -> str:
    """A name as code may spell it: ``dz1`` for ``∂z1``, ``q1`` for ``q₁``."""
    return spelled(name.replace("∂", "d"))


def _called(blank: Named, taken: set[str], marks: Marks | None) -> dict[int, str]:
    """First row of an array of results -> its name."""
    loops = blank.loops
    wished = _roles(blank)
    outputs = loops.outputs[:1] if blank.seeded else loops.outputs
    wished |= _outputs(
        loops, list(outputs), "loss" if blank.seeded else "out" if "y" in taken else "y", wished
    )
    best = _by_array(blank, wished)
    often = Counter(best.values())
    seen: Counter[str] = Counter()
    called: dict[int, str] = {}
    used = set(map(plain, taken))

    def call(place: int, name: str) -> None:
        while plain(name) in used:
            name += "_"
        used.add(plain(name))
        called[place] = name

    for place, name in best.items():
        if name:
            seen[name] += 1
            call(place, f"{name}_{seen[name]}" if often[name] > 1 else name)
    if marks is not None:
        for place, name in _derivatives(blank, called, marks).items():
            call(place, name)
    for place in [place for place in best if place not in called]:
        seen[""] += 1
        call(place, f"v{seen['']}")
    return called


def _together(blank: Named, marks: Marks) -> tuple[Array, ...]:
    """The arrays of results, where what has one name (the steps of a sequence) is one array if
    the derivatives by it are."""
    wished = _by_array(blank, _roles(blank))
    arrays = {marks.of(array) for array in blank.results}
    found = list(blank.results)
    for name in dict.fromkeys(filter(None, wished.values())):
        steps = [array for array in blank.results if wished[array.base] == name]
        if sum((marks.whole(array) for array in steps), ()) in arrays and len(steps) > 1:
            whole = grid_of_steps(steps)
            if whole is not None:
                found = [array for array in found if array not in steps]
                found.append(whole)
    return tuple(found)


def _derivatives(blank: Named, called: Mapping[int, str], marks: Marks) -> dict[int, str]:
    """First row of an array of results -> ``∂z1``, where each of its members is the whole
    derivative by that member of z1."""
    by: dict[Row, str] = {}
    for array in blank.results:
        if array.base in called:
            by.setdefault(marks.whole(array), f"∂{called[array.base]}")
    for array in blank.parameters[:-1] or blank.parameters:
        by.setdefault(tuple(map(marks.wholes.parameter, array.places())), f"∂{array.name}")
    found: dict[int, str] = {}
    for array in blank.results:
        own = marks.of(array)
        if array.base not in called and None not in own and own in by:
            found[array.base] = by.pop(own)
    return found


def _by_array(blank: Named, wished: Mapping[int, str]) -> dict[int, str]:
    """First row of an array of results -> the name that all of its loops with a name have."""
    found: dict[int, set[str]] = {}
    for loop in blank.loops.loops:
        names = found.setdefault(blank.target(loop).array.base, set())
        names.update(filter(None, [wished.get(loop.first, "")]))
    return {place: names.pop() if len(names) == 1 else "" for place, names in found.items()}


def _roles(blank: Named) -> dict[int, str]:
    loops = blank.loops.loops
    after = _after_seed(blank.loops) if blank.seeded else set[int]()
    ahead = [loop for loop in loops if loop.first not in after]
    return roles.forward(ahead, blank.find)


def _forward_first(loops: Loops) -> Loops:
    """What the seed has no part in, then the value, then the rest."""
    after, value, owner = _after_seed(loops), loops.outputs[0], _loop_of(loops)

    def part(loop: Loop) -> int:
        if loop.first not in after:
            return 0
        own = isinstance(value, int) and loop.first == value - loops.first and not loop.shape
        read = (places(*leaf) for leaf in leaves(loop) if leaf[0].space == "result")
        return 1 if own and after.isdisjoint(owner[row] for rows in read for row in rows) else 2

    return loops._replace(loops=tuple(sorted(loops.loops, key=part)))


def _loop_of(loops: Loops) -> dict[int, int]:
    """Row -> the first row of its loop."""
    return {loop.first + i: loop.first for loop in loops.loops for i in range(loop.members)}


def _after_seed(program: Loops) -> set[int]:
    """The first rows of the loops that the seed, the last input, has a part in."""
    loops, seed, owner = program.loops, program.inputs - 1, _loop_of(program)
    found: set[int] = set()
    for loop in loops:
        for index, extents in leaves(loop):
            high = span(index, extents)[1]
            if index.space == "result":
                reached = not found.isdisjoint(owner[place] for place in places(index, extents))
            else:
                reached = index.space == "input" and high >= seed
            if reached:
                found.add(loop.first)
    return found


def _outputs(
    loops: Loops, outputs: Iterable[int | float], name: str, wished: Mapping[int, str]
) -> dict[int, str]:
    """What the outputs are called: ``y``, or y1, y2, … where they are in several loops."""
    owner = _loop_of(loops)
    rows = [int(x) - loops.first for x in outputs if not isinstance(x, float) and x >= loops.first]
    found = list(dict.fromkeys(owner[row] for row in rows))
    if len(found) == 1:
        return {found[0]: name}
    return {first: f"{name}{i}" for i, first in enumerate(found, 1) if first not in wished}

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
from autograd.compiler.loops.arrays import Array, Located, leaves, located, span
from autograd.compiler.loops.copies import without_copies
from autograd.compiler.loops.grids import gridded
from autograd.compiler.loops.loop import Index, Loop, Loops
from autograd.compiler.loops.outline import outlined, row_major
from autograd.compiler.loops.parameters import evenly_spaced, parameter_arrays
from autograd.compiler.loops.simplify import simplified
from autograd.compiler.loops.storage import input_arrays, places, result_arrays, spelled_out
from autograd.compiler.loops.views import with_views

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
    if any(isinstance(x, float) or x < loops.first for x in outputs):
        return None
    rows = [int(x) - loops.first for x in outputs]
    strides = evenly_spaced(rows, array.shape)
    return None if strides is None else Index("result", rows[0], strides)


def named(
    loops: Loops, names: Sequence[str], paths: Sequence[str] = (), *, seeded: bool = False
) -> Named:
    """The loops in reading form, forward before backward, with names for everything.

    ``names`` are the inputs', ``paths`` the parameters' (``layers.0.neurons.3.w.1``, "" if there
    is none).
    """
    loops = gridded(outlined(spelled_out(without_copies(simplified(loops)), names)))
    loops = with_views(loops)
    if seeded:
        loops = _forward_first(loops)
    inputs = input_arrays(loops, names)
    taken = {*names, *(array.name for array in inputs)}
    paths = [*paths, *[""] * (loops.parameters - len(paths))]
    met = [x.base for loop in loops.loops for x, _ in leaves(loop) if x.space == "parameter"]
    parameters = parameter_arrays(paths, taken, met)
    taken.update(array.name for array in parameters)
    grids = result_arrays(loops)
    blank = Named(loops, tuple(names), seeded, inputs, tuple(parameters), grids)
    called = _called(blank, taken)
    results = tuple(array._replace(name=called[array.base]) for array in grids)
    return blank._replace(results=results)


def plain(name: str) -> str:
    """A name as code may spell it: ``dz1`` for ``∂z1``."""
    return name.replace("∂", "d")


def _called(blank: Named, taken: set[str]) -> dict[int, str]:
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
    for place, name in best.items():
        seen[name] += 1
        if not name:
            name = f"v{seen['']}"
        elif often[name] > 1:
            name = f"{name}_{seen[name]}"
        while plain(name) in used:
            name += "_"
        used.add(plain(name))
        called[place] = name
    return called


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
    ahead = {k: loop for k, loop in enumerate(loops) if loop.first not in after}
    names = roles.forward(ahead, blank.find)
    found = {loops[k].first: name for k, name in names.items()}
    arrays = _by_array(blank, found)
    called = [array._replace(name=arrays[array.base]) for array in blank.results]
    known = blank._replace(results=tuple(called))
    sums = [(loops[k], name) for k, name in names.items() if not name.startswith("h")]
    behind = {loop.first: loop for loop in loops if loop.first in after}
    return found | roles.backward(behind, sums, _owners(loops, known.gradients()), known.find)


def _owners(loops: Sequence[Loop], gradients: Mapping[str, Index]) -> dict[str, int]:
    """Array of parameters -> the first row of the one loop that has all derivatives by it."""
    owner = {loop.first + i: loop.first for loop in loops for i in range(loop.members)}
    return {name: owner[index.base] for name, index in gradients.items()}


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

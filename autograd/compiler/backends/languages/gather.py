"""Leaves as arrays: slices where the counters go evenly, else arrays of places.

Read ``library.py`` next.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product
from typing import TYPE_CHECKING

from autograd.compiler.backends.languages.axes import Shaped
from autograd.compiler.loops.affine import row_major
from autograd.compiler.loops.arrays import Array, Located, Subscript, leaves, located
from autograd.compiler.loops.loop import Index, Loop
from autograd.compiler.loops.parameters import evenly_spaced
from autograd.compiler.loops.storage import places

if TYPE_CHECKING:
    from autograd.compiler.backends.languages.scope import Scope

__all__ = ["Gather", "sliced"]


class Gather:
    """The arrays that results stand in: one for each loop, and others that are put together of
    them when a leaf goes through several."""

    def __init__(self, scope: Scope, module: str, number: str) -> None:
        self.scope, self.module, self.number = scope, module, number
        loops = scope.program.loops.loops
        self.owner = {loop.first + i: loop for loop in loops for i in range(loop.members)}
        self.own: dict[int, Array] = {}
        self.together: dict[tuple[int, ...], str] = {}
        arrays = [scope.program.target(loop).array for loop in loops]
        firsts: dict[Array, list[int]] = {}
        for first, array in sorted(zip((loop.first for loop in loops), arrays)):
            firsts.setdefault(array, []).append(first)
        for loop, array in zip(loops, arrays):
            name = scope.spelled[array]
            if len(firsts[array]) > 1:  # counted as they stand, not as they are computed
                name = scope.free(f"{name}_{1 + firsts[array].index(loop.first)}")
            self.own[loop.first] = Array(name, loop.first, loop.shape, row_major(loop.shape))

    def variable(self, loop: Loop) -> str:
        """What the results of a loop are called."""
        return self.own[loop.first].name

    def before(self, loop: Loop) -> None:
        """Put together what the leaves of a loop go through."""
        for index, extents in leaves(loop):
            if index.space == "result":
                self.joined(index, extents)

    def joined(self, index: Index, extents: Sequence[int]) -> tuple[int, ...]:
        """The first rows of the loops that a leaf goes through; several are put in one array."""
        firsts = tuple(sorted({self.owner[p].first for p in places(index, extents)}))
        if len(firsts) > 1 and firsts not in self.together:
            name = self.scope.spelled[self.scope.program.target(self.owner[firsts[0]]).array]
            name = self.scope.free(f"{name}_part") if name in self.together.values() else name
            self.together[firsts] = name
            own = [self.own[first] for first in firsts]
            stacked = len({array.shape for array in own}) == 1
            inside = [a.name if stacked else f"{a.name}.reshape(-1)" for a in own]
            make = "stack" if stacked else "concatenate"
            text = f"{self.module}.{make}([{', '.join(inside)}])"
            self.scope.say(f"{name} = {text}")  # type: ignore[attr-defined]
        return firsts

    def leaf(self, index: Index, extents: Sequence[int]) -> Shaped:
        """An index as an array of the counters that it depends on."""
        if index.space != "result":
            found = self.scope.program.find(index, extents)
            return self.element(self.scope.spelled[found.array], found, extents)
        firsts = self.joined(index, extents)
        if len(firsts) == 1:
            array = self.own[firsts[0]]
            name = array.name
        else:
            name = self.together[firsts]
            array = self._grid(firsts)
        try:
            return self.element(name, located(index, extents, [array]), extents)
        except LookupError:
            return self._by_places(name, firsts, index, extents)

    def _grid(self, firsts: tuple[int, ...]) -> Array:
        """Loops of one shape, evenly spaced, as one grid; or an array of nothing."""
        own = [self.own[first] for first in firsts]
        steps = {b - a for a, b in pairwise(firsts)}
        if len(steps) == 1 and len({array.shape for array in own}) == 1:
            shape = (len(own), *own[0].shape)
            return Array("", firsts[0], shape, (steps.pop(), *own[0].strides))
        return Array("", -1)

    def _by_places(
        self, name: str, firsts: tuple[int, ...], index: Index, extents: Sequence[int]
    ) -> Shaped:
        """Each place looked up: for what is no grid."""
        members = [self.owner[first] for first in firsts]
        position: dict[int, int] = {}
        for loop in members:
            for i in range(loop.members):
                position[loop.first + i] = len(position)
        used = [c for c in range(len(extents)) if _moves(index, c)]
        sizes = [extents[c] for c in used]
        table = []
        for at in product(*map(range, sizes)):
            counters = [0] * len(extents)
            for c, i in zip(used, at):
                counters[c] = i
            table.append(position[_place(index, counters, extents)])
        if table == list(range(len(position))):
            return Shaped(f"{name}.reshape({', '.join(map(str, sizes))})", tuple(used))
        strides = evenly_spaced(table, tuple(sizes))
        if strides is None:
            make = f"{self.module}.{'tensor' if self.number else 'array'}"
            return Shaped(
                f"{name}.reshape(-1)[{make}({table}).reshape({tuple(sizes)})]", tuple(used)
            )
        factors = dict(zip(used, strides))
        steps = tuple(factors.get(c, 0) for c in range(len(extents)))
        inside = self._places_of(Subscript(table[0], steps), used, extents)
        return Shaped(f"{name}.reshape(-1)[{inside}]", tuple(used))

    def element(self, name: str, found: Located, extents: Sequence[int]) -> Shaped:
        """Slices, or arrays of places."""
        parts = [_slice(s, n, extents) for s, n in zip(found.subscripts, found.array.shape)]
        axes = tuple(part[1] for part in parts if part is not None and part[1] >= 0)
        if None in parts or len(set(axes)) < len(axes):
            return self._looked_up(name, found.subscripts, extents)
        texts = [part[0] for part in parts if part is not None]
        while texts and texts[-1] == ":":
            texts.pop()
        return Shaped(f"{name}[{', '.join(texts)}]" if texts else name, axes)

    def _looked_up(
        self, name: str, subscripts: Sequence[Subscript], extents: Sequence[int]
    ) -> Shaped:
        used = sorted(
            {c for s in subscripts for c, f in enumerate(s.factors) if f}
            | {c for s in subscripts for c in s.over}
        )
        inside = [self._places_of(s, used, extents) for s in subscripts]
        return Shaped(f"{name}[{', '.join(inside)}]", tuple(used))

    def _places_of(self, s: Subscript, used: list[int], extents: Sequence[int]) -> str:
        terms = []
        for c, factor in enumerate(s.factors):
            if factor:
                axis = _axis([c], used)
                count = f"{self.module}.arange({extents[c]}){axis}"
                size = "" if abs(factor) == 1 else f"{abs(factor)} * "
                terms.append(f"{'-' * (factor < 0)}{size}{count}")
        if s.table:
            name = self.scope.tables.setdefault(s.table, f"at{len(self.scope.tables) + 1}")
            sizes = tuple(extents[c] for c in s.over)
            shaped = f"{name}.reshape({sizes})" if len(sizes) > 1 else name
            terms.append(f"{shaped}{_axis(s.over, used)}")
        if s.offset or not terms:
            terms.insert(0, str(s.offset))
        return " + ".join(terms).replace("+ -", "- ")


def _axis(counters: Sequence[int], used: list[int]) -> str:
    """What makes an array over these counters one over all that are used."""
    inside = [":" if c in counters else "None" for c in used]
    first = next((i for i, x in enumerate(inside) if x == ":"), 0)
    inside = inside[first:]
    return f"[{', '.join(inside)}]" if "None" in inside else ""


def _slice(s: Subscript, size: int, extents: Sequence[int]) -> tuple[str, int] | None:
    """A subscript as a number or a slice, and the counter of the axis (-1: none)."""
    used = [c for c, factor in enumerate(s.factors) if factor]
    if s.table or len(used) > 1 or (used and s.factors[used[0]] < 0):
        return None
    if not used:
        return str(s.offset), -1
    (counter,) = used
    return sliced(s.offset, extents[counter], s.factors[counter], size), counter


def sliced(first: int, count: int, step: int, size: int) -> str:
    """So many places from the first on, out of ``size``.

    >>> sliced(0, 4, 1, 4), sliced(2, 4, 1, 6), sliced(0, 2, 3, 9), sliced(0, 2, 1, 3)
    (':', '2:', '0:6:3', ':2')
    """
    if step > 1:
        return f"{first}:{first + count * step}:{step}"
    end = "" if first + count == size else str(first + count)
    return f"{first or ''}:{end}"


def _moves(index: Index, counter: int) -> bool:
    return counter in index.over or any(index.strides[counter : counter + 1])


def _place(index: Index, counters: Sequence[int], extents: Sequence[int]) -> int:
    more, at = 0, 0
    for c in index.over:
        at = at * extents[c] + counters[c]
    if index.table:
        more = index.table[at]
    return index.base + more + sum(s * c for s, c in zip(index.strides, counters))

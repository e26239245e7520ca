"""Names in a text: of arguments, arrays and tables, each with one meaning.

Read ``imperative.py`` next.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import prod
from typing import NamedTuple

from autograd import ieee
from autograd.compiler.loops.arrays import Array, Subscript, leaves
from autograd.compiler.loops.loop import Index
from autograd.compiler.loops.naming import Named, plain
from autograd.compiler.loops.notation import Counters
from autograd.compiler.loops.outline import is_reduction
from autograd.compiler.loops.parameters import identifier
from autograd.compiler.loops.storage import is_rest
from autograd.ops import OPS

__all__ = ["Argument", "Scope", "is_straight", "spelled_terms", "straight_scope"]


def is_straight(program: Named) -> bool:
    """Whether there is no loop in it, and no sum over a counter."""
    return all(not x.shape and not is_reduction(x.body) for x in program.loops.loops)


class Argument(NamedTuple):
    """An input or an array of inputs, the names of the arguments that it is, and whether that is
    one for all."""

    array: Array
    names: tuple[str, ...]
    together: bool


class Scope:
    """What the arrays of a program are called in a text that has other names as well."""

    def __init__(self, program: Named, reserved: Iterable[str]) -> None:
        self.program = program
        self.tables: dict[tuple[int, ...], str] = {}
        self.taken = {*reserved, *OPS, *vars(ieee), "inf", "nan"}
        self.spelled: dict[Array, str] = {}
        self.arguments = [*map(self.argument, self.grouped(program.inputs))]
        self.parameters = self.used(program.parameters)
        for array in self.parameters:
            self.spelled[array] = "p" if array.name == "p" else self.free(plain(array.name))
        for array in program.results:
            self.spelled[array] = self.free(plain(array.name))

    def free(self, name: str) -> str:
        """A name that nothing else has."""
        while name in self.taken:
            name += "_"
        self.taken.add(name)
        return name

    def grouped(self, arrays: Iterable[Array]) -> list[Array]:
        """The inputs; those that are called x0, x1, … are one array, also where no loop counts
        through them, so that a function is called in one way, with its gradient and without."""
        names, found = self.program.names, list[Array]()
        for array in arrays:
            low = array.base
            before = found[-1] if found else array
            if low and not array.shape and is_rest(names[before.base : low + 1], before.base):
                name = identifier("x", names)
                found[-1] = Array(name, before.base, (low + 1 - before.base,), (1,))
            else:
                found.append(array)
        return found

    def argument(self, array: Array) -> Argument:
        """How an input, or an array of inputs, is given: several inputs of different names are
        made an array."""
        first, end = array.base, array.base + prod(array.shape)
        own = self.program.names[first:end]
        together = bool(array.shape) and is_rest(own, first)
        given = [self.free(array.name)] if together else [self.free(name) for name in own]
        made = array.shape and not together
        self.spelled[array] = self.free(array.name) if made else given[0]
        for one in self.program.inputs if together else ():
            if not one.shape and first <= one.base < end:
                self.spelled[one] = f"{given[0]}[{one.base - first}]"
        return Argument(array, tuple(given), together)

    def used(self, arrays: Iterable[Array]) -> list[Array]:
        """Those of the parameters' arrays that a loop reads, or that are outputs themselves."""
        loops = self.program.loops
        read = [leaf for loop in loops.loops for leaf in leaves(loop)]
        given = (x - loops.inputs for x in loops.outputs if loops.inputs <= x < loops.first)
        read += [(Index("parameter", int(x)), ()) for x in given]
        found = {
            self.program.find(index, extents).array
            for index, extents in read
            if index.space == "parameter"
        }
        return [array for array in arrays if array in found]

    def subscript(self, subscript: Subscript, counters: Counters) -> str:
        """A subscript: ``2 * i + j + 1``, with a number out of a table where it has one."""
        terms = [(f, name) for name, f in zip(counters.names, subscript.factors) if f]
        if subscript.table:
            table = self.tables.setdefault(subscript.table, f"at{len(self.tables) + 1}")
            extents = [counters.extents[c] for c in subscript.over]
            where = [
                (prod(extents[i + 1 :]), counters.names[c]) for i, c in enumerate(subscript.over)
            ]
            terms.append((1, f"{table}[{spelled_terms(where, 0)}]"))
        return spelled_terms(terms, subscript.offset)


def straight_scope(program: Named, reserved: Iterable[str]) -> tuple[Scope, list[str]]:
    """The names in a text without loops, where results are called by their rows, and the spelling
    of each input."""
    loops = program.loops
    rows = range(loops.first, loops.first + sum(loop.members for loop in loops.loops))
    scope = Scope(program, {*reserved, *(f"v{i}" for i in rows)})
    return scope, [scope.spelled[array] for array in program.inputs]


def spelled_terms(terms: list[tuple[int, str]], offset: int) -> str:
    """A sum of whole numbers times names.

    >>> spelled_terms([(3, "i"), (-1, "j")], 2), spelled_terms([], 0)
    ('3 * i - j + 2', '0')
    """
    text = ""
    for factor, name in terms:
        text += f" {'-' if factor < 0 else '+'} "
        text += name if abs(factor) == 1 else f"{abs(factor)} * {name}"
    if offset or not text:
        text += f" {'-' if offset < 0 else '+'} {abs(offset)}"
    return f"-{text[3:]}" if text.startswith(" - ") else text[3:]

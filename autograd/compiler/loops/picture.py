"""One loop as neurons: what its members are made from on the left, the members on the right.

The first member and what it uses are drawn strongly; of long rows the first few are shown, and a
"…" stands for the rest. Nothing but SVG and text, so it may be shown where scripts may not. Read
``shown.py`` next.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import islice, product

from autograd.compiler.loops.arrays import Array, Subscript, leaves
from autograd.compiler.loops.loop import Index, Loop, Run
from autograd.compiler.loops.naming import Named
from autograd.compiler.loops.notation import PRODUCT, Counters, Notation, Spelled
from autograd.compiler.loops.storage import places

__all__ = ["first_member", "picture"]

#: so many members, and numbers of one array, are shown
_MOST = 12
_STEP, _WIDTH, _MARGIN = 22, 320, 90

#: an array, and a place in it; None for all places that are not shown
Node = tuple[Array, int | None]


def first_member(program: Named, loop: Loop) -> str:
    """The first member of a loop, its sums written out.

    A long sum is shortened: ``z1[0] = b1[0] + W1[0,0]·x[0] + W1[0,1]·x[1] + … + W1[0,63]·x[63]``.
    """
    writer = _Member(program)
    counters = Counters(("0",) * len(loop.shape), loop.shape)
    left = writer.element(program.target(loop), counters)
    return f"{left} = {writer.spelled(loop.body, counters).text}"


class _Member(Notation):
    """Elements by their numbers; the names of counters are numbers."""

    def subscript(self, subscript: Subscript, counters: Counters) -> str:
        """The number that a subscript is there."""
        at = [int(name) for name in counters.names]
        more, where = 0, 0
        for c in subscript.over:
            where = where * counters.extents[c] + at[c]
        if subscript.table:
            more = subscript.table[where]
        return str(subscript.offset + more + sum(f * i for f, i in zip(subscript.factors, at)))

    def run(self, run: Run, counters: Counters) -> Spelled:
        """The first terms of a run, and the last."""
        if run.length == 1:
            return super().run(run, counters)
        shown = [*range(min(2, run.length)), *range(max(2, run.length - 1), run.length)]
        texts = []
        for i in shown:
            inner = Counters((*counters.names, str(i)), (*counters.extents, run.length))
            texts.append(self.spelled(run.term, inner).at_least(PRODUCT))
        if run.length > 3:
            texts.insert(2, "…")
        return Spelled(" + ".join(texts), PRODUCT)


def picture(program: Named, loop: Loop) -> str:
    """The loop as an SVG picture."""
    members = list(islice(product(*map(range, loop.shape)), _MOST))
    uses = [list(_used(program, loop, at)) for at in members]
    left = _shown(uses)
    rows = len(members) + (loop.members > _MOST)
    height = _STEP * max(len(left), rows, 1)
    heights = {node: _at(i, len(left), height) for i, node in enumerate(left)}
    ends = [_at(m, rows, height) for m in range(rows)]
    lines = {
        (heights.get(node, heights.get((node[0], None), 0.0)), ends[m], m == 0): None
        for m in reversed(range(len(members)))
        for node in uses[m]
    }
    parts = [_line(start, end, strong=strong) for start, end, strong in lines]
    parts += [
        _neuron(_MARGIN, y, _label(*node), "end", strong=node in uses[0])
        for node, y in heights.items()
    ]
    target = program.target(loop).array
    labels = [_label(target, loop.first + m) for m in range(len(members))]
    parts += [
        _neuron(_WIDTH - _MARGIN, y, label, "start", strong=m == 0)
        for m, (y, label) in enumerate(zip(ends, [*labels, "…"]))
    ]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" '
        f'viewBox="0 0 {_WIDTH} {height}" font-family="monospace" font-size="11">'
    )
    return "".join([head, *parts, "</svg>"])


def _at(i: int, count: int, height: float) -> float:
    """How far down the i-th of so many stands, all in the middle."""
    return (height - _STEP * count) / 2 + _STEP * (i + 0.5)


def _shown(uses: list[list[Node]]) -> list[Node]:
    """The numbers that are shown: of each array the first few, in order, then all others as one."""
    found: dict[Array, list[int]] = {}
    for array, place in dict.fromkeys(node for used in uses for node in used):
        found.setdefault(array, []).append(place or 0)
    shown: list[Node] = []
    for array, places_of in found.items():
        shown += [(array, place) for place in sorted(places_of[:_MOST])]
        shown += [(array, None)] * (len(places_of) > _MOST)
    return shown


def _used(program: Named, loop: Loop, counters: tuple[int, ...]) -> Iterator[Node]:
    """The numbers that a member is made from."""
    for index, extents in leaves(loop):
        for place in sorted(_places(index, counters, extents)):
            yield program.find(Index(index.space, place), ()).array, place


def _places(index: Index, counters: tuple[int, ...], extents: tuple[int, ...]) -> set[int]:
    """The places of an index where the loop's counters stand so, for all counters of its sums."""
    around = len(counters)
    if not index.over:
        base = index.base + sum(s * i for s, i in zip(index.strides, counters))
        return places(Index(index.space, base, index.strides[around:]), extents[around:])
    found = set()
    for inner in product(*map(range, extents[around:])):
        at = (*counters, *inner)
        where = 0
        for c in index.over:
            where = where * extents[c] + at[c]
        found.add(index.base + index.table[where] + sum(s * i for s, i in zip(index.strides, at)))
    return found


def _label(array: Array, place: int | None) -> str:
    if place is None:
        return "…"
    found = array.subscripts(place)
    return array.name + (f"[{','.join(map(str, found))}]" if found else "")


def _line(start: float, end: float, *, strong: bool) -> str:
    style = 'stroke="#c2410c" stroke-width="1.6"' if strong else 'stroke="#9ca3af" opacity="0.5"'
    left, right = _MARGIN + 5, _WIDTH - _MARGIN - 5
    return f'<line x1="{left}" y1="{start:g}" x2="{right}" y2="{end:g}" {style}/>'


def _neuron(x: float, y: float, label: str, anchor: str, *, strong: bool) -> str:
    fill = "#c2410c" if strong else "#6b7280"
    beside = x + (9 if anchor == "start" else -9)
    return (
        f'<circle cx="{x:g}" cy="{y:g}" r="4" fill="{fill}"/><text x="{beside:g}" y="{y + 4:g}" '
        f'text-anchor="{anchor}" fill="{fill}">{escape(label)}</text>'
    )

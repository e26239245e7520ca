"""``without_copies``: loops that only repeat numbers are looked through.

``grad`` of a function of two inputs copies them first; ``x·1`` is a copy after the passes. Who
uses a copy uses what was copied, if that is one ``Index`` again. Read ``outline.py`` next.
"""

from __future__ import annotations

from bisect import bisect_right

from autograd.compiler.loops.arrays import leaves, span
from autograd.compiler.loops.loop import Apply, Expression, Index, Loop, Loops, Sum
from autograd.compiler.program import Operand

__all__ = ["without_copies"]


def without_copies(loops: Loops, *, detached: bool = False) -> Loops:
    """The loops without those that repeat numbers, as far as these are of one counter or none.

    ``detached``: what is detached from derivatives is no copy.

    >>> copy = Loop((2,), Index("input", 0, (1,)), 0)
    >>> user = Loop((2,), Apply("tanh", (Index("result", 1, (-1,)),)), 2)
    >>> without_copies(Loops(2, 0, (copy, user), (4, 5))).loops[0].body.operands
    (Index(space='input', base=1, strides=(-1,), table=(), over=()),)
    """
    crossed = _crossed(loops)
    copies: dict[int, Loop] = {}
    kept: list[Loop] = []
    for loop in loops.loops:
        seen = loop._replace(body=_through(loop.body, copies))
        if _is_copy(seen, detached) and loop.first not in crossed:
            copies.update(dict.fromkeys(range(seen.first, seen.first + seen.members), seen))
        else:
            kept.append(seen)
    outputs = tuple(_output(x, loops, copies) for x in loops.outputs)
    return loops._replace(loops=tuple(kept), outputs=outputs)


def _crossed(loops: Loops) -> set[int]:
    """The first rows of the loops that some leaf goes through together with others."""
    firsts = sorted(loop.first for loop in loops.loops)
    found: set[int] = set()
    for loop in loops.loops:
        for index, extents in leaves(loop):
            low, high = span(index, extents)
            if index.space == "result" and high > low:
                touched = firsts[bisect_right(firsts, low) - 1 : bisect_right(firsts, high)]
                found.update(touched if len(touched) > 1 else ())
    return found


def _is_copy(loop: Loop, detached: bool) -> bool:
    body = loop.body
    if isinstance(body, Apply) and (
        body.op == "identity" or (body.op == "detach" and not detached)
    ):
        body = body.operands[0]
    return isinstance(body, float) or (
        isinstance(body, Index) and len(loop.shape) < 2 and not body.table
    )


def _copied(loop: Loop) -> Index | float:
    body = loop.body.operands[0] if isinstance(loop.body, Apply) else loop.body
    assert isinstance(body, (Index, float))
    return body


def _through(x: Expression, copies: dict[int, Loop]) -> Expression:
    if isinstance(x, Apply):
        return Apply(x.op, tuple(_through(y, copies) for y in x.operands))
    if isinstance(x, Sum):
        return Sum(tuple(run._replace(term=_through(run.term, copies)) for run in x.runs))
    if not isinstance(x, Index) or x.space != "result" or x.base not in copies:
        return x
    loop = copies[x.base]
    copied = _copied(loop)
    if isinstance(copied, float):
        return copied
    step = copied.strides[0] if loop.shape and copied.strides else 0
    return Index(
        copied.space,
        copied.base + step * (x.base - loop.first),
        tuple(step * s for s in x.strides),
        tuple(step * t for t in x.table),
        x.over,
    )


def _output(x: Operand, loops: Loops, copies: dict[int, Loop]) -> Operand:
    if isinstance(x, float) or x - loops.first not in copies:
        return x
    found = _through(Index("result", x - loops.first), copies)
    if isinstance(found, float):
        return found
    assert isinstance(found, Index)
    offset = {"input": 0, "parameter": loops.inputs, "result": loops.first}[found.space]
    return offset + found.base

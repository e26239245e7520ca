"""The gradient of a program that is being written, as more of its instructions.

This is the reverse sweep of ``backprop.py`` on indices in place of nodes. A partial is recorded
once, as a small program of its own, and written down again for each instruction of that kind. Read
``record.py`` next.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any

from autograd.compiler.program import Instructions, Operand, Program
from autograd.compiler.symbol import Symbol
from autograd.compiler.tape import Draft, place, walk_tape, write
from autograd.functions import recorded_partial
from autograd.ops import OPS, Op

__all__ = ["cotangents", "partial_program"]


def cotangents(draft: Draft, output: int, seed: int, wanted: Iterable[int]) -> list[int | None]:
    """For each number the index of its cotangent, ``None`` where it has none.

    The cotangent of ``output`` is ``seed``. Only what depends on the ``wanted`` inputs and
    parameters is given one: everything that is written down leads to one of theirs.
    """
    ways, partials = _Ways(), _Partials(draft)
    found = _open(draft, ways, wanted)
    if found[output] is None:
        found[output] = seed
    first, ops, operands = draft
    add_op, add_operands = ops.append, operands.append
    places = range(len(found) - 1, -1, -1)
    for y, g, op, xs in zip(places, reversed(found), reversed(ops), reversed(operands)):
        if g is None or g is False:
            continue
        for i, way in ways[op]:
            x: Any = xs[i]
            before = False if x.__class__ is float else found[x]
            if before is False:
                continue
            if way == "1":
                share = g
            elif way == "-1":
                share = draft.add("neg", g)
            else:
                factor = xs[way] if way.__class__ is int else partials.write(op, i, xs, y)
                share = first + len(ops)
                add_op("mul")
                add_operands((g, factor))
            found[x] = share if before is None else draft.add("add", before, share)
    return [index if index.__class__ is int else None for index in found]


class _Ways(dict[str, list[tuple[int, Any]]]):
    """For each row the operands that a gradient flows to, and what their partials are.

    "1", "-1", the position of another operand ("a * b"), or a text that has to be computed.
    """

    def __missing__(self, name: str) -> list[tuple[int, Any]]:
        op = OPS[name]
        places: dict[Any, Any] = {operand: i for i, operand in enumerate(op.operands)}
        ways = [(i, places.get(text, text)) for i, text in enumerate(op.partials) if op.wanted(i)]
        self[name] = ways
        return ways


def _open(draft: Draft, ways: _Ways, wanted: Iterable[int]) -> list[Any]:
    """For each number ``None`` where it depends on a wanted one in a way that a gradient flows
    along, else ``False``."""
    found: list[Any] = [False] * draft.first
    for index in wanted:
        found[index] = None
    note = found.append
    for op, xs in zip(draft.ops, draft.operands):
        state: bool | None = False
        for i, _ in ways[op]:
            x: Any = xs[i]
            if x.__class__ is not float and found[x] is None:
                state = None
                break
        note(state)
    return found


class _Partials(dict[Any, Program]):
    """The partials of one recording as programs, each made when it is first needed."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft

    def write(self, op: str, i: int, xs: Sequence[Operand], y: int) -> Operand:
        """Write down the i-th partial of an instruction, whose result is y."""
        key = (op, i, *[repr(x) if x.__class__ is float else None for x in xs])  # 0.0 is not -0.0
        if key not in self:
            constants = [x if isinstance(x, float) else None for x in xs]
            self[key] = partial_program(OPS[op], i, constants)
        _, _, steps, (partial,) = self[key]
        numbers: list[Any] = [y, *[x for x in xs if x.__class__ is not float]]
        for name, operands in steps:
            given = [x if isinstance(x, float) else numbers[x] for x in operands]
            numbers.append(self.draft.add(name, *given))
        return partial if isinstance(partial, float) else numbers[partial]


def partial_program(op: Op, i: int, constants: Sequence[float | None]) -> Program:
    """The i-th partial of a row as a program of its output and of the operands that are ``None``.

    >>> from autograd.ops import OPS
    >>> print(partial_program(OPS["div"], 1, [None, 2.0]))
    inputs      v0 v1
    parameters
    v2 = neg v0
    v3 = div v2 2.0
    outputs     v3
    """
    tape: list[Symbol] = []
    places = count(1)
    operands = [Symbol("", tape, next(places)) if x is None else x for x in constants]
    y = Symbol._make(op, tuple(operands))
    y.place = 0
    partial = recorded_partial(y, i)
    draft = Draft(next(places), [], [])
    write(walk_tape(tape, [partial])[1], {}, draft)
    tape.clear()
    return Program(draft.first, 0, Instructions(draft.ops, draft.operands), (place(partial, {}),))

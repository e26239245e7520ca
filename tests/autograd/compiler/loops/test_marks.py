"""Equal numbers have equal marks, and others have others."""

from typing import Any

import pytest

import autograd as ag
from autograd.compiler.loops.find import rooted
from autograd.compiler.loops.marks import mark_of, marks, rows_marked
from autograd.compiler.loops.outline import outlined
from autograd.compiler.loops.simplify import simplified
from autograd.compiler.record import record
from tests import reading


def of(f: Any, inputs: int = 2) -> list[int]:
    program = record(f, inputs).program
    found = marks(program)
    return [mark_of(x if isinstance(x, float) else found[x]) for x in program.outputs]


@pytest.mark.parametrize(
    "f",
    [
        lambda x, y: [x * (y + 1.0), x + y * x],
        lambda x, y: [x**2, x * x],
        lambda x, y: [x / y * y, x * 1.0],
        lambda x, y: [x - y, -(y - x)],
        lambda x, y: [ag.tanh(x + y), ag.tanh(y + x)],
        lambda x, y: [ag.detach(x), x],
    ],
)
def test_what_is_equal_has_one_mark(f: Any) -> None:
    a, b = of(f)
    assert a == b


@pytest.mark.parametrize(
    "f",
    [
        lambda x, y: [x, y],
        lambda x, y: [x * y, x * x],
        lambda x, y: [ag.tanh(x), ag.sinh(x)],
        lambda x, y: [x / y, y / x],
        lambda x, y: [x + 0.1, x + 0.2],
        lambda x, y: [x**3, x**2],
        lambda x, y: [x - y, y - x],
    ],
)
def test_what_is_not_has_two(f: Any) -> None:
    a, b = of(f)
    assert a != b


def test_constants_that_are_no_numbers() -> None:
    inf = float("inf")
    assert len({mark_of(inf), mark_of(-inf), mark_of(float("nan")), mark_of(1.0)}) == 4


def test_rows_of_loops_have_the_marks_of_what_was_recorded() -> None:
    version = reading.recurrent(3)._versions.get(gradient=True)
    program = version.recorded
    loops, root_of = rooted(program, seeded=True)
    found = marks(program)
    rows = rows_marked(
        outlined(simplified(loops)).loops, {}, found[: program.first], program.inputs
    )
    assert all(mark_of(rows[row]) == mark_of(found[root]) for row, root in root_of.items())

"""Columns that loops read, and columns that results are stored in."""

import pytest

from autograd.compiler.loops.loop import Apply, Index, Loop, Loops
from tests.autograd.compiler.backends.llvm.conftest import Native
from tests.loops import disagreement, dot, mul


@pytest.mark.parametrize("inputs", [3, 9, 40])
@pytest.mark.parametrize("examples", [1, 5, 40])
def test_columns_are_read_and_stored(inputs: int, examples: int, native: Native) -> None:
    total = dot(inputs, mul(Index("input", 0, (0, 1)), Index("parameter", 0, (1, 1))))
    loops = (
        Loop((30,), total, 0),
        Loop((80,), Apply("exp", (Index("parameter", 0, (1,)),)), 30),  # the same for all
    )
    first = inputs + 80
    outputs = (first + 4, 0, *range(first + 20, first + 40), inputs + 3, 0.5, first + 2, first + 1)
    # the line of the first is followed, by its number alone, by that of the second
    outputs += (first + 2, first + 30 + inputs + 3)
    program = Loops(inputs, 80, loops, outputs)
    assert disagreement(native(program, 0), program, 0, examples) < 1e-13

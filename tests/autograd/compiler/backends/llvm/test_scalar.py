"""One example in machine code: the arithmetic of Python's floats, to the last bit."""

import itertools
import math
import random
from typing import Any

import pytest

from autograd import functions
from autograd.compiler.backends.llvm.builtin import builtin, usable
from autograd.compiler.backends.llvm.scalar import scalar_text
from autograd.compiler.backends.python import FloatKernel
from autograd.compiler.program import Program
from autograd.ops import OPS
from tests.programs import points, random_program, same
from tests.tables.test_compiled_ops import SPECIAL, gradient_of, program_of

pytestmark = pytest.mark.skipif(not usable(), reason="needs llvmlite, and CPython's objects")


def differences(program: Program, rows: Any) -> list[Any]:
    """The rows at which machine code answers otherwise than Python's floats."""
    call = builtin(program, (), [0.0] * len(program.outputs))
    assert call is not None
    found = []
    for row in rows:
        expected, got = FloatKernel(program)(row, ()), call(*row)
        plain = all(map(math.isfinite, [*row, *expected]))
        right = plain and got is not NotImplemented and all(map(same, got, expected))
        if not (right or (got is NotImplemented and not plain)):
            found.append((row, expected, got))
    return found


@pytest.mark.parametrize("name", sorted({*functions.__all__} - {"hypot"}))
def test_every_row_is_computed_to_the_last_bit(name: str) -> None:
    rows = points(OPS[name], 40)
    assert differences(gradient_of(name), rows) == []
    special = itertools.product(SPECIAL, repeat=OPS[name].arity)
    assert differences(program_of(name), [*rows, *special]) == []


@pytest.mark.parametrize("seed", range(8))
def test_random_programs_are_computed_to_the_last_bit(seed: int) -> None:
    rng = random.Random(seed)
    program = random_program(rng, inputs=3)._replace(inputs=4, parameters=0)
    if scalar_text(program) is not None:
        rows = [[rng.uniform(-3, 3) for _ in range(4)] for _ in range(30)]
        assert differences(program, rows) == []


def test_what_python_computes_in_its_own_way_stays_there() -> None:
    assert scalar_text(program_of("hypot")) is None
    assert "@sin(" in str(scalar_text(program_of("sin")))

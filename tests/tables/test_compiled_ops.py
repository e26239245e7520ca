"""Every row of the op table in every backend: eager, floats, NumPy arrays, machine code, C.

Values agree to 1e-12 and gradients to 1e-10, relative, over the row's domain; at special values
(zeros, inf, nan) the answers are the same ones.
"""

import ctypes
import itertools
import math
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import autograd as ag
from autograd import Value, functions
from autograd.compiler import Program
from autograd.compiler.backends.languages.c import HELPERS, c_source
from autograd.compiler.backends.python import FloatKernel
from autograd.compiler.passes import optimise
from autograd.compiler.program import Instruction
from autograd.compiler.record import record
from autograd.define import temporary_op
from autograd.ops import OPS, Op
from tests.programs import by_batch, close, each_backend, points, same

np = pytest.importorskip("numpy", reason="batches need NumPy")

POINTS = 25
SPECIAL = [0.0, -0.0, 1.0, -1.0, 0.5, -2.5, math.inf, -math.inf, math.nan]

each_row = pytest.mark.parametrize("name", functions.__all__)


@cache
def program_of(name: str) -> Program:
    """The row alone, not simplified."""
    arity = OPS[name].arity
    return Program(arity, 0, (Instruction(name, tuple(range(arity))),), (arity,))


@cache
def gradient_of(name: str) -> Program:
    """Value and derivatives, as they are recorded for compiled derivatives."""
    op = OPS[name]
    wanted = tuple(range(op.arity))
    recorded = record(ag.value_and_grad(getattr(ag, name), wanted), op.arity)
    return optimise(recorded.program)


def eager(op: Op, point: tuple[float, ...]) -> list[float]:
    leaves = [Value(x) for x in point]
    y = getattr(ag, op.name)(*leaves)
    y.backward()
    return [y.data, *(leaf.grad for leaf in leaves)]


def check(op: Op, expected: list[float], got: Any, point: tuple[float, ...]) -> None:
    assert len(expected) == len(got)
    assert close(got[0], expected[0], 1e-12, 1e-300), (op.name, point)
    for slope, right in zip(got[1:], expected[1:]):
        assert close(slope, right, 1e-10, 1e-300), (op.name, point)


@each_row
def test_floats_agree_with_eager(name: str) -> None:
    op, kernel = OPS[name], FloatKernel(gradient_of(name))
    for point in points(op, POINTS):
        check(op, eager(op, point), kernel(point, ()), point)


@each_row
@each_backend
def test_batches_agree_with_eager(name: str, backend: str) -> None:
    op = OPS[name]
    rows = points(op, POINTS)
    for point, got in zip(rows, by_batch(gradient_of(name), rows, backend)):
        check(op, eager(op, point), got, point)


@each_row
@each_backend
def test_special_values_agree_with_eager(name: str, backend: str) -> None:
    op = OPS[name]
    rows = list(itertools.product(SPECIAL, repeat=op.arity))
    with ag.nonfinite("allow"):
        expected = [getattr(ag, name)(*map(Value, row)).data for row in rows]
    floats = FloatKernel(program_of(name))
    for row, right, (got,) in zip(rows, expected, by_batch(program_of(name), rows, backend)):
        assert same(floats(row, ())[0], right), (row, right)
        exact = right == 0.0 or not math.isfinite(right)  # a zero has its sign, too
        assert same(got, right) if exact else close(got, right, 1e-12), (row, right, got)


@each_row
@each_backend
def test_slopes_at_conventions(name: str, backend: str) -> None:
    op = OPS[name]
    rows = [point for point in op.conventions if None not in op.conventions[point][1]]
    for point, got in zip(rows, by_batch(gradient_of(name), rows, backend) if rows else []):
        value, slopes = op.conventions[point]
        assert got[0] == pytest.approx(value, rel=1e-12)
        assert list(got[1:]) == pytest.approx(list(slopes), rel=1e-12)


# --- rows that are defined later ---


@pytest.fixture
def softplus_squared() -> Iterator[Any]:
    with temporary_op(
        "softplus_squared",
        "x scale=2.0",
        "scale * softplus(x) * softplus(x)",
        ("2 * scale * softplus(x) * sigmoid(x)", "y / scale"),
        "real, positive",
    ) as function:
        yield function


@each_backend
def test_an_op_that_was_defined_runs_in_every_backend(softplus_squared: Any, backend: str) -> None:
    op = OPS["softplus_squared"]
    both = ag.value_and_grad(lambda x, s: softplus_squared(x, s), (0, 1))
    program = optimise(record(both, 2).program)
    rows = points(op, 9)
    for point, got in zip(rows, by_batch(program, rows, backend)):
        leaves = [Value(x) for x in point]
        y = softplus_squared(*leaves)
        y.backward()
        expected = [y.data, *(leaf.grad for leaf in leaves)]
        check(op, expected, got, point)
        check(op, expected, FloatKernel(program)(point, ()), point)


@each_backend
def test_an_op_that_is_defined_anew_is_compiled_anew(backend: str) -> None:
    results = []
    for text in ("x + 1", "x + 2"):
        with temporary_op("shift", "x", text, ("1",), "real"):
            results.append(by_batch(program_of("shift"), [(1.0,)], backend))
    assert results == [[(2.0,)], [(3.0,)]]


# --- C ---


@pytest.fixture(scope="module")
def c_library(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """All rows with their gradients as C functions, in one library."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("no C compiler here")
    folder: Path = tmp_path_factory.mktemp("c")
    texts = [c_source(gradient_of(name), name=f"row_{name}") for name in functions.__all__]
    functions_alone = [text[text.index("void row_") :] for text in texts]
    text = "\n".join(["#include <math.h>", *HELPERS.values(), *functions_alone])
    (folder / "rows.c").write_text(text, encoding="utf-8")
    library = folder / "rows.so"
    command = [compiler, "-O1", "-shared", "-fPIC", "-o", library, folder / "rows.c", "-lm"]
    subprocess.run([*command, "-Wall", "-Wextra", "-Werror"], check=True)
    return ctypes.CDLL(str(library))


@each_row
def test_c_source_agrees_with_eager(c_library: Any, name: str) -> None:
    op, program = OPS[name], gradient_of(name)
    function = c_library[f"row_{name}"]
    function.argtypes = [*[ctypes.c_double] * op.arity, ctypes.c_void_p, ctypes.c_void_p]
    function.restype = None
    out = (ctypes.c_double * len(program.outputs))()
    for point in points(op, POINTS):
        function(*point, None, out)
        check(op, eager(op, point), list(out), point)

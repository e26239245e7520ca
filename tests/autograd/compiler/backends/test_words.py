"""One vocabulary for every backend: what a row's text may say, each of them can compute."""

import ctypes
import math
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import autograd as ag
from autograd.compiler.backends.languages.c import c_source
from autograd.compiler.backends.python import FloatKernel
from autograd.compiler.backends.words import MATH_H, is_primitive
from autograd.compiler.program import Instruction, Program
from autograd.define import temporary_op
from autograd.ops import OPS, Op
from tests.programs import batch_kernel

#: a row's text -> the same in Python on floats
TEXTS: dict[str, Callable[[float], float]] = {
    "x * LN2 + LN10": lambda x: x * math.log(2.0) + math.log(10.0),
    "TWO_OVER_SQRT_PI * exp(-x * x)": lambda x: 2 / math.sqrt(math.pi) * math.exp(-x * x),
    "x ** 2 + abs(x) ** 0.5": lambda x: x**2 + abs(x) ** 0.5,
    "2 ** x": lambda x: 2.0**x,
    "x % 2 - 7 % (x * x + 1)": lambda x: x % 2 - 7 % (x * x + 1),
    "x // 0.3 + 7 // (x - 4) - floor(x) * ceil(x)": lambda x: (
        x // 0.3 + 7 // (x - 4) - math.floor(x) * math.ceil(x)
    ),
    "+x - -x": lambda x: 2 * x,
    "where(x > 0, 1, 2) / 2": lambda x: 0.5 if x > 0 else 1.0,
    "pow(where(x > 0, 2, 4), -1)": lambda x: 0.5 if x > 0 else 0.25,
    "x * sqrt(2) + exp(1)": lambda x: x * math.sqrt(2.0) + math.exp(1.0),
    "leaky_relu(x) + maximum(x, 0.5)": lambda x: (x if x > 0 else 0.01 * x) + max(x, 0.5),
    "where(step(x), div(x, 4), neg(x))": lambda x: x / 4 if x > 0 else -x,
    "xlogy(2, x * x + 1)": lambda x: 2 * math.log(x * x + 1),
    "where(sign(x), 1, 3) + hypot(3, x) + atan2(x, 2)": lambda x: (
        (1.0 if x else 3.0) + math.hypot(3, x) + math.atan2(x, 2)
    ),
}
POINTS = [-2.25, -1.0, -0.3, 0.0, 0.5, 1.75, 3.0]


@pytest.fixture(params=TEXTS)
def told(request: Any) -> Iterator[tuple[Callable[..., Any], list[float]]]:
    """A row with that text, and what it should give."""
    with temporary_op("told", "x", request.param, ("1",), "real") as function:
        yield function, [TEXTS[request.param](x) for x in POINTS]


def test_every_text_in_every_backend(told: Any, any_backend: str) -> None:
    function, expected = told
    f = ag.compile(lambda x: function(x) * 1.5)
    wanted = [1.5 * y for y in expected]
    assert [function(x) for x in POINTS] == pytest.approx(expected, rel=1e-13)
    assert [f(x) for x in POINTS] == pytest.approx(wanted, rel=1e-13)
    assert [float(y) for y in f(POINTS)] == pytest.approx(wanted, rel=1e-13)


def test_every_text_in_c(told: Any, tmp_path: Path) -> None:
    function, expected = told
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("no C compiler here")
    text, library = tmp_path / "f.c", tmp_path / "f.so"
    text.write_text(ag.compile(lambda x: function(x)).source("c"), encoding="utf-8")
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, text, "-lm"], check=True)
    f, out = ctypes.CDLL(str(library)).f, (ctypes.c_double * 1)()
    f.argtypes, f.restype = [ctypes.c_double, ctypes.c_void_p, ctypes.c_void_p], None
    for x, right in zip(POINTS, expected):
        f(x, None, out)
        assert out[0] == pytest.approx(right, rel=1e-13)


def test_a_row_in_terms_of_a_row_with_constants_in_its_place(any_backend: str) -> None:
    """To the inner row all but one operand is a number, and exp has no vector to answer with."""
    inner = ("inner", "a b", "exp(a) * mod(b, a) + log(a)", ("1", "1"), "real, real")
    outer = ("outer", "x", "inner(2, x) + inner(x * x + 1, 3)", ("1",), "real")
    with temporary_op(*inner) as row, temporary_op(*outer) as function:
        wanted = [row(2.0, x) + row(x * x + 1, 3.0) for x in POINTS]
        assert [float(y) for y in ag.compile(lambda x: function(x))(POINTS)] == pytest.approx(
            wanted
        )


def test_powers_and_remainders_of_defined_rows_have_derivatives_everywhere(
    any_backend: str,
) -> None:
    with temporary_op("w", "x", "x ** 3 % 2", ("3 * x ** 2",), "real") as w:
        slope = ag.compile(ag.grad(lambda x: w(x)))
        curve = ag.compile(ag.grad(ag.grad(lambda x: w(x))))
        assert [float(y) for y in slope(POINTS)] == [3 * x**2 for x in POINTS]
        assert [float(y) for y in curve(POINTS)] == [6 * x for x in POINTS]
        assert slope(0.5) == 0.75


# --- a primitive that a backend does not know ---


def primitive(
    monkeypatch: pytest.MonkeyPatch, name: str, function: Callable[..., float]
) -> Program:
    """A row that is a call of itself, as ``ieee.py`` and ``ops.py`` would have it."""
    count = function.__code__.co_argcount if hasattr(function, "__code__") else 1
    operands = "a b"[: 2 * count - 1]
    call = f"{name}({operands.replace(' ', ', ')})"
    row = Op(name, operands, call, ("1",) * count, ", ".join(["real"] * count))
    row.evaluate = function
    monkeypatch.setitem(OPS, name, row)
    assert is_primitive(row)
    return Program(count, 0, (Instruction(name, tuple(range(count))),), (count,))


def clipped(a: float, b: float) -> float:
    return max(-b, min(a, b))


def by_batch(program: Program, backend: str, *columns: list[float]) -> list[float]:
    np = pytest.importorskip("numpy", reason="batches need NumPy")
    bound = batch_kernel(program, 0, backend).bind([np.array(c) for c in columns], len(columns[0]))
    bound.run(np.zeros(0), 1.0)
    answer: list[float] = bound.outputs[0].tolist()
    return answer


@pytest.mark.parametrize("backend", ["llvm", "numpy"])
def test_a_primitive_of_libm(monkeypatch: pytest.MonkeyPatch, backend: str) -> None:
    if backend == "llvm":
        pytest.importorskip("llvmlite", reason="machine code needs llvmlite")
    program = primitive(monkeypatch, "lgamma", math.lgamma)
    assert "lgamma" in MATH_H
    column = [0.5, 1.0, 2.5, 7.0, 11.0]
    expected = [math.lgamma(x) for x in column]
    assert by_batch(program, backend, column) == pytest.approx(expected, rel=1e-14, abs=1e-14)
    assert FloatKernel(program)([2.5], []) == [math.lgamma(2.5)]
    assert "lgamma(x0)" in c_source(program)


@pytest.mark.parametrize("backend", ["llvm", "numpy"])
def test_a_primitive_that_only_python_has(monkeypatch: pytest.MonkeyPatch, backend: str) -> None:
    if backend == "llvm":
        pytest.importorskip("llvmlite", reason="machine code needs llvmlite")
    program = primitive(monkeypatch, "clipped", clipped)
    a, b = [-3.0, 0.25, 9.0, 1.0, -1.0], [2.0, 1.0, 3.5, 1.0, 0.5]
    assert by_batch(program, backend, a, b) == [clipped(*pair) for pair in zip(a, b)]
    assert FloatKernel(program)([9.0, 3.5], []) == [3.5]
    with pytest.raises(ValueError, match="C has no function 'clipped' in <math"):
        c_source(program)


@pytest.mark.parametrize("name", [name for name, row in OPS.items() if is_primitive(row)])
def test_every_primitive_of_the_table_is_known_to_c(name: str) -> None:
    count = OPS[name].arity
    program = Program(count, 0, (Instruction(name, tuple(range(count))),), (count,))
    assert "void f(" in c_source(program)

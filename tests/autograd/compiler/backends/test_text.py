"""Source text: it runs, in Python and in C, whatever the arguments are called."""

import ctypes
import math
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import autograd as ag
from autograd import Value

w = Value(3.0)

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "plain": lambda x, y: ag.sin(w * x) + y,
    "called like a function": lambda exp, where: ag.exp(exp) + ag.where(where > 0, w, exp),
    "called like a result": lambda v3, v4: (v3 * w - v4) * v3,
    "called like parameters": lambda p, out: p * w + out,
    "called like the seed": lambda seed, seed_: seed / w - seed_,
    "called like the function": lambda f, inf: f * w - inf,
    "called like a word of C": lambda double, fabs: abs(double) * w + fabs,
}
POINT = (0.75, 1.5)

each_function = pytest.mark.parametrize("name", FUNCTIONS)


def expected(name: str) -> list[float]:
    """Value and gradient by the eager engine, times the seed 0.5."""
    w.grad = 0.0
    y = FUNCTIONS[name](*map(Value, POINT))
    y.backward(0.5)
    return [0.5 * y.data, w.grad]


@each_function
def test_python_source_runs(name: str) -> None:
    scope: dict[str, Any] = {}  # the text imports what it calls
    exec(ag.compile(FUNCTIONS[name]).source("python", gradient=True), scope)
    assert scope["f"](*POINT, [3.0], 0.5) == pytest.approx(expected(name), rel=1e-15)


@each_function
def test_c_source_runs(name: str, tmp_path: Path) -> None:
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("no C compiler here")
    text, library = tmp_path / "f.c", tmp_path / "f.so"
    text.write_text(ag.compile(FUNCTIONS[name]).source("c", gradient=True), encoding="utf-8")
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, text, "-lm"], check=True)
    f = ctypes.CDLL(str(library)).f
    number, vector = ctypes.c_double, ctypes.c_void_p
    f.argtypes, f.restype = [number, number, vector, number, vector], None
    out = (ctypes.c_double * 2)()
    f(*POINT, (ctypes.c_double * 1)(3.0), 0.5, out)
    assert list(out) == pytest.approx(expected(name), rel=1e-15)


def test_constants_of_all_kinds() -> None:
    with ag.nonfinite("allow"):
        f = ag.compile(lambda x: [x + math.inf, x * -math.inf, x - math.nan, x * -0.0, x * 1e300])
    assert "(-inf)" in f.source()
    assert "nan" in f.source()
    assert "(-0.0)" in f.source()
    assert "(-INFINITY)" in f.source("c")
    assert "NAN" in f.source("c")


def test_names_of_arguments_are_kept_where_they_can_be() -> None:
    assert ag.compile(lambda height, width: height * width).source().splitlines() == [
        "def f(height, width):",
        '    """One example; for many use a loop.',
        '    Gives a list of 1 number."""',
        "    v2 = height * width",
        "    return [v2]",
    ]


def test_other_languages() -> None:
    with pytest.raises(ValueError, match=r'written in "python" or "c" or .*, not in \'fortran\''):
        ag.compile(lambda x: x).source("fortran")

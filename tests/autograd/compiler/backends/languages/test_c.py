"""The C that is written: readable, without a warning, with names that C has not taken."""

import math
import shutil
import subprocess
from pathlib import Path

import pytest

import autograd as ag
from autograd.compiler.backends.languages.c import C_WORDS, c_source
from autograd.compiler.program import Instruction, Program
from autograd.define import temporary_op

needs_gcc = pytest.mark.skipif(shutil.which("gcc") is None, reason="no C compiler")


def body(source: str) -> list[str]:
    """The lines of the function itself."""
    return source[source.index("void f(") :].splitlines()


def test_the_whole_function() -> None:
    program = Program(1, 1, (Instruction("mul", (0, 1)), Instruction("tanh", (2,))), (3, 0, 2.5))
    assert body(c_source(program, ["x"])) == [
        "void f(double x, const double *p, double *out)",
        "{",
        "    const double v2 = x * p[0];",
        "    const double v3 = tanh(v2);",
        "    out[0] = v3;",
        "    out[1] = x;",
        "    out[2] = 2.5;",
        "}",
    ]


@pytest.mark.parametrize("word", [*sorted(C_WORDS), "p", "out", "f", "exp"])
def test_an_argument_is_not_called_by_a_word_that_means_something(word: str) -> None:
    source = c_source(Program(1, 0, (Instruction("neg", (0,)),), (1,)), [word])
    assert body(source)[0] == f"void f(double {word}_, const double *p, double *out)"


def test_constants_that_c_writes_otherwise() -> None:
    constants = (math.inf, -math.inf, math.nan, -0.0, 1e300)
    written = [line.split(" = ")[1] for line in body(c_source(Program(0, 0, (), constants)))[3:-1]]
    assert written == ["INFINITY;", "(-INFINITY);", "NAN;", "(-0.0);", "1e+300;"]


def test_a_choice_and_an_absolute_value() -> None:
    lines = body(ag.compile(lambda x: ag.where(x > 0, abs(x), -1.0)).source("c"))
    assert lines[2:-1] == [
        "    (void)p;",
        "    const double v1 = (x > 0.0) ? 1.0 : 0.0;",
        "    const double v2 = fabs(x);",
        "    const double v3 = v1 ? v2 : (-1.0);",
        "    out[0] = v3;",
    ]


def test_a_condition_that_is_a_number() -> None:
    f = ag.compile(lambda *x: [ag.where(1.5 * a, a, 2.0) for a in x], inputs=5)
    assert "(1.5 * x[i]) != 0 ? x[i] : 2.0" in f.source("c")


def test_a_row_that_c_has_no_function_for_is_written_out() -> None:
    with temporary_op("cube_less", "x", "x * x * x - LN2", ("3 * x * x",), "real") as cube_less:
        text = ag.compile(lambda x: cube_less(x)).source("c")
    assert "cube_less" not in text
    assert repr(math.log(2.0)) in text


@needs_gcc
def test_it_compiles_without_a_warning(tmp_path: Path) -> None:
    def everything(x: ag.Value, y: ag.Value) -> list[ag.Value]:
        return [ag.sigmoid(x) + ag.softplus(y), x % y, x // y, abs(x), ag.maximum(x, y)]

    file = tmp_path / "f.c"
    file.write_text(ag.compile(everything).source("c"), encoding="utf-8")
    flags = ["-std=c99", "-Wall", "-Wextra", "-Werror", "-c"]
    subprocess.run(["gcc", *flags, str(file), "-o", str(tmp_path / "f.o")], check=True)


def test_an_argument_of_another_alphabet_is_seen_to_be_used() -> None:
    text = ag.compile(lambda α, β: ag.tanh(α)).source("c")
    assert "(void)β;" in text
    assert "(void)α;" not in text

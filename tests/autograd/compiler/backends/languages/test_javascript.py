"""The JavaScript that is written."""

import math
import subprocess
import sys

import pytest

import autograd as ag
from autograd import functions
from autograd.compiler.backends.languages.javascript import javascript_text
from autograd.compiler.loops.find import apart, find
from autograd.compiler.loops.naming import named
from autograd.compiler.program import Instruction, Program
from autograd.ops import OPS
from tests import reading, sources
from tests.programs import close, points


def test_a_layer() -> None:
    lines = reading.network((2, 4, 1), "relu").source("javascript").splitlines()
    assert lines[:6] == [
        "const relu = (x) => (x <= 0) ? 0.0 : x;",
        "// One example; for many use a loop.",
        "// x has 3; p: the 17 parameters, as vector() gives them.",
        "// Gives an array of 1 number.",
        "function f(x, p) {",
        '  if (p.length !== 17) throw new RangeError("p has 17 numbers");',
    ]
    assert lines[10:17] == [
        "  const z1 = Array(4).fill(0);",
        "  for (let i = 0; i < 4; i++) {",
        "    z1[i] = b1[i];",
        "    for (let j = 0; j < 2; j++) {",
        "      z1[i] += W1[i][j] * x[j];",
        "    }",
        "  }",
    ]


def test_a_program_without_loops() -> None:
    assert ag.compile(lambda x, y: ag.tanh(x * y + 1.5)).source("javascript").splitlines() == [
        "// One example; for many use a loop.",
        "// Gives an array of 1 number.",
        "function f(x, y) {",
        "  const v2 = x * y;",
        "  const v3 = v2 + 1.5;",
        "  const v4 = Math.tanh(v3);",
        "  return [v4];",
        "}",
    ]


def test_every_row_of_the_table_in_node() -> None:
    """All in one text: starting node takes longer than running it."""
    steps, inputs, expected = [], list[float](), list[float]()
    for name in functions.__all__:
        op = OPS[name]
        for operands in points(op, 3):
            steps.append((name, tuple(range(len(inputs), len(inputs) + op.arity))))
            inputs += operands
            expected.append(op.evaluate(*operands))
    made = [Instruction(name, operands) for name, operands in steps]
    outputs = tuple(range(len(inputs), len(inputs) + len(made)))
    program = Program(len(inputs), 0, tuple(made), outputs)
    text = javascript_text(named(apart(program), [f"x{i}" for i in range(len(inputs))]))
    found = sources.run_javascript(text, [inputs])
    for (name, _), got, want in zip(steps, found, expected):
        assert close(got, want, 1e-12, 1e-300), name


def test_constants() -> None:
    with ag.nonfinite("allow"):
        f = ag.compile(lambda x: [x + math.inf, x * -math.inf, x * -0.0, x * 1e300, x - math.nan])
    text = f.source("javascript")
    for spelled in ("+ Infinity", "(-Infinity)", "(-0)", "1e+300", "NaN"):
        assert spelled in text


def test_what_javascript_has_no_function_for(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.autograd.compiler.backends.test_words import primitive

    program = primitive(monkeypatch, "lgamma", math.lgamma)
    with pytest.raises(ValueError, match="JavaScript has no function 'lgamma'"):
        javascript_text(named(find(program), ["x"]))


def test_conditions_and_powers_that_javascript_has_otherwise() -> None:
    """NaN counts as false there, and a power of 1 may be NaN."""
    with ag.nonfinite("allow"):
        for f in (
            ag.compile(lambda *x: [ag.where(a, 2.0, 3.0) for a in x] + [1.0**a for a in x], 5),
            ag.compile(lambda a, b: [ag.where(a * b, 2.0, 3.0), 1.0**a, (-1.0) ** a, b**a]),
        ):
            text = f.source("javascript")
            assert "!== 0 ? 2" in text
            for x in (math.nan, math.inf, -math.inf, 0.0):
                given = [x] * len(f._versions.get().names)
                call = ", ".join(["NaN" if a != a else str(a).title() for a in given])
                call = call.replace("Inf", "Infinity")
                call = f"[{call}]" if len(given) == 5 else call
                found = sources.run_javascript(f"{text}\nconst g = f({call}).map(String);", [], "g")
                assert [*map(float, found)] == pytest.approx(f(*given), nan_ok=True)


@pytest.mark.parametrize("numbers", [[], [0.0] * 16, [0.0] * 18])
def test_parameters_of_another_count_are_refused(numbers: list[float]) -> None:
    text = reading.network((2, 4, 1)).source("javascript")
    text += "\nlet found; try { f([1, 2, 3], NUMBERS); } catch (e) { found = [e.message]; }"
    found = sources.run_javascript(text.replace("NUMBERS", str(numbers)), [], "found")
    assert found == ["p has 17 numbers"]


def test_what_math_has_not_is_read_when_javascript_is_written() -> None:
    report = """
import sys
opened = []
sys.addaudithook(lambda event, given: event == "open" and opened.append(str(given[0])))
import autograd
f = autograd.compile(lambda x: autograd.sigmoid(x) ** 2)
f(2.0), f([1.0, 2.0]), f.source("c"), f.loops
before = len(opened)
f.source("javascript")
print(*(any(name.endswith("primitives.js") for name in part)
        for part in (opened[:before], opened[before:])))
"""
    run = subprocess.run([sys.executable, "-c", report], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "True"]


def test_a_remainder_by_infinity() -> None:
    text = ag.compile(lambda a, b: a % b).source("javascript")
    found = sources.run_javascript(
        f"{text}\nconst g = [f(0, Infinity), f(0, -Infinity), f(2, Infinity)].flat().map((x) => "
        "Object.is(x, -0) ? '-0.0' : String(x));",
        [],
        "g",
    )
    assert [*map(float, found)] == [0.0 % math.inf, 0.0 % -math.inf, 2.0 % math.inf]
    assert found[1] == "-0.0"

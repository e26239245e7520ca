"""The JavaScript that is written."""

import math

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
    assert lines[:2] == ["const relu = (x) => (x <= 0) ? 0.0 : x;", "function f(x, p = []) {"]
    assert lines[6:13] == [
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
        "function f(x, y, p = []) {",
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
    found = sources.run_javascript(text, inputs, [])
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

"""Generated code: what it says, when it is compiled, and that a traceback shows it."""

import linecache
import subprocess
import sys
import traceback

import pytest

from autograd import NonFiniteError, Value, exp, log
from autograd.define import temporary_op
from autograd.ops import OPS
from autograd.specialise import mentions, pull_source


def report_of(error: type[Exception], call: object, *operands: object) -> str:
    with pytest.raises(error) as caught:
        call(*operands)  # type: ignore[operator]
    return "".join(traceback.format_exception(caught.value))


def test_tracebacks_show_the_lines_of_generated_code() -> None:
    for _ in range(2):
        report = report_of(NonFiniteError, log, Value(0.0))
        assert "in apply_log\n    if y - y != 0.0: refuse(op_log, (p0,), y)\n" in report
        linecache.clearcache()
    assert "else: return fallback(op_exp, p0)" in report_of(TypeError, exp, "a")


def test_tracebacks_show_rows_that_were_defined_and_defined_anew() -> None:
    for forward, computed in (("log(x)", "log(x)"), ("1 / x", "1.0 / x")):
        with temporary_op("inverse_", "x", forward, ("1 / x",), "positive") as inverse:
            report = report_of(NonFiniteError, inverse, Value(0.0))
            assert "in apply_inverse_\n    if y - y != 0.0: refuse(op_inverse_" in report
            frame = report.partition("<op table: nodes of inverse_>")[0]
            assert frame != report
            line = linecache.getline("<op table: nodes of inverse_>", 5)
            assert line == f"    try: y = {computed}\n"
    assert "refuse(op_log" in report_of(NonFiniteError, log, Value(0.0))


def test_derivatives_are_compiled_when_they_are_first_asked_for() -> None:
    script = """
from autograd import Value, grad, tanh
from autograd.ops import OPS
op = OPS["tanh"]
pull, partials = op.pull, op.partial_functions
tanh(Value(1.0))
assert (op.pull, op.partial_functions) == (pull, partials)
tanh(Value(1.0)).backward()
assert op.pull is not pull and op.partial_functions is partials
assert op.pull.__name__ == "pull_tanh"
scale = Value(2.0)
grad(lambda x: scale * tanh(x))(1.0)
assert op.partial_functions is not partials
x = tanh(Value(1.0))
pull(x), partials[0](x, x.operands[0])  # whoever kept the first ones gets the same
"""
    subprocess.run([sys.executable, "-c", script], check=True)


def test_constant_partials_cost_no_multiplication() -> None:
    assert "g *" not in pull_source(OPS["add"]) + pull_source(OPS["sub"])
    assert "grad -= g" in pull_source(OPS["sub"])
    assert "p0.grad" not in pull_source(OPS["where"])


@pytest.mark.parametrize(
    ("text", "words"),
    [("sin(x2)*a_b", {"sin", "x2", "a_b"}), ("x", {"x"}), ("1.5 - a", {"a"}), ("2.0", set())],
)
def test_a_text_mentions_whole_words(text: str, words: set[str]) -> None:
    tried = {"sin", "x2", "a_b", "x", "a", "b", "_", "si", "2x"}
    assert {name for name in tried if mentions(text, name)} == words

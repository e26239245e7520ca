"""The op table's rules in the reader's names, checked against the numbers that they give."""

import math
import random

import pytest

from autograd import Value, detach, erf, log, log2, nonfinite, relu, sigmoid, where, xlogy
from autograd.define import temporary_op
from autograd.functions import GENERIC
from autograd.ops import DOMAINS, OPS, Op
from autograd.show.explanation.rules import (
    partial_latex,
    partial_line,
    partial_number,
    partial_text,
)
from autograd.specialise import CONSTANTS


def sample(op: Op, seed: int) -> tuple[list[Value], Value]:
    """Operands within the domain of a row, and what is made of them."""
    dice = random.Random(seed)
    operands = [Value(dice.uniform(*DOMAINS[domain])) for domain in op.domain]
    node = GENERIC[op.name](*operands)
    assert isinstance(node, Value)
    return operands, node


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("op", OPS.values(), ids=OPS)
def test_every_rule_as_text_is_worth_its_partial(op: Op, seed: int) -> None:
    operands, node = sample(op, seed)
    names = {o: f"p{i}" for i, o in enumerate(operands)} | {node: "out"}
    numbers = {f"p{i}": o.data for i, o in enumerate(operands)} | {"out": node.data}
    for i in range(op.arity):
        text = partial_text(node, i, names)
        if text:
            code = text.replace("√π", str(math.sqrt(math.pi)))
            assert eval(code, {**GENERIC, **CONSTANTS, **numbers}) == pytest.approx(
                partial_number(node, i), rel=1e-12
            )
        else:
            assert op.constant(i) is not None or not {*names.values()} & {*text.split()}


@pytest.mark.parametrize("op", OPS.values(), ids=OPS)
def test_every_rule_as_latex_has_its_brackets(op: Op) -> None:
    operands, node = sample(op, 0)
    names = {o: f"p{i}" for i, o in enumerate(operands)} | {node: "out"}
    for i in range(op.arity):
        latex = partial_latex(node, i, names)
        assert latex.count("{") == latex.count("}")
        assert latex.count(r"\left") == latex.count(r"\right")


def test_named_numbers_are_written_as_people_write_them() -> None:
    x = Value(0.5)
    y, z = erf(x), log2(x)
    assert partial_text(y, 0, {x: "x"}) == "(2 / √π) * exp(-x * x)"
    assert r"\frac{2}{\sqrt{\pi}}" in partial_latex(y, 0, {x: "x"})
    assert partial_text(z, 0, {x: "x"}) == "1 / (x * log(2))"
    assert r"\ln 2" in partial_latex(z, 0, {x: "x"})


def test_constants_are_put_in_and_worked_out() -> None:
    x = Value(3.0)
    names = {x: "x"}
    assert partial_text(x**3, 0, names) == "3.0 * x ** 2.0"
    assert partial_text(x**2, 0, names) == "2.0 * x"
    assert partial_text(x / 2.0, 0, names) == ""
    assert partial_latex(x**3, 0, names) == r"3.0 \cdot \text{x}^{2.0}"


def test_a_power_reads_as_in_a_textbook_and_names_no_op_that_nobody_wrote() -> None:
    x, b = Value(3.0), Value(0.5)
    names = {x: "x", b: "b"}
    assert partial_text(x**b, 0, names) == "b * x ** (b - 1)"
    assert partial_text(x**b, 1, names) == "x ** b * log(x)"
    assert partial_text(2**b, 1, names) == "2.0 ** b * log(2.0)"
    assert partial_text(xlogy(x, b), 0, names) == "log(b)"
    assert partial_latex(x**b, 1, names) == r"\text{x}^{\text{b}} \cdot \ln(\text{x})"


def test_a_constant_that_cannot_be_worked_out_stays_as_it_is() -> None:
    x = Value(3.0, label="x")
    with nonfinite("allow"):
        y = x / 0.0
    assert partial_latex(y, 0, {x: "x"}) == r"\frac{1}{0.0}"
    assert partial_line(y, 0, {x: "x"}) == "inf"


def test_an_operand_may_be_called_as_the_output_is_elsewhere() -> None:
    a, b = Value(2.0), Value(3.0)
    with temporary_op("curve", "x y", "x * y * y", ("y * y", "2 * x * y"), "real, real") as op:
        c = op(a, b)
        assert partial_text(c, 1, {a: "a", b: "b", c: "c"}) == "2 * a * b"
        assert partial_latex(op(a, 3.0), 0, {a: "a"}) == "9.0"


def test_a_rule_with_a_choice_shows_the_branch_that_applies() -> None:
    x = Value(3.0)
    y = where(x > 0, x * 2, x)
    assert partial_line(relu(x), 0, {x: "x"}) == "step(x) = 1.0"
    assert partial_line(y, 1, {}) == "1.0"


def test_no_rule_where_a_name_is_missing() -> None:
    w, x = Value(2.0), Value(3.0)
    assert partial_text(w * x, 0, {w: "w"}) == ""
    assert partial_line(w * x, 0, {w: "w"}) == "3.0"


def test_a_long_rule_gives_way_to_its_number() -> None:
    x = Value(0.5)
    y = sigmoid(x)
    assert partial_line(y, 0, {y: "y"}) == "y * (1 - y) = 0.235"
    assert partial_line(y, 0, {y: "a_name_of_many_letters"}) == "0.235"


def test_an_operand_without_derivative_says_so() -> None:
    c, x = Value(1.0), Value(2.0)
    assert partial_line(where(c, x, 0.0), 0, {}) == "none"
    assert partial_line(detach(x), 0, {x: "x"}) == "0.0"
    assert partial_latex(where(c, x, 0.0), 0, {}) == ""


def test_a_partial_that_is_not_finite_is_shown_and_not_raised() -> None:
    x = Value(0.0)
    assert partial_number(x.sqrt(), 0) == math.inf
    with pytest.raises(ArithmeticError):
        log(x)


def test_a_defined_op_reads_like_those_of_the_table() -> None:
    x = Value(2.0)
    with temporary_op("cube", "x", "x * x * x", ("3 * x * x",), "real") as cube:
        y = cube(x)
        assert partial_text(y, 0, {x: "side"}) == "3 * side * side"
        assert partial_latex(y, 0, {x: "side"}) == r"3 \cdot \text{side} \cdot \text{side}"


def test_a_name_is_written_as_it_is_and_never_run() -> None:
    w, x = Value(2.0), Value(3.0)
    assert partial_text(w * x, 0, {x: "__import__('os')"}) == "__import__('os')"

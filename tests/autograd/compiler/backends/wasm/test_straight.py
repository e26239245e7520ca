"""Straight-line code in a page: simplified by the rules of passes.py, and no step done twice."""

from typing import Any

from autograd.compiler.passes import shorter
from autograd.rows import forward_rows
from tests.node import run

STRAIGHT = ["autograd/compiler/backends/wasm/straight.js"]
INTERPRETED = ["autograd/page/graph.js", "autograd/page/program.js"]
TOLD = """
const straightOf = () => {
  const straight = new Straight(given.rows), x = straight.columns(2);
  const names = new Map([[x, "x"], [x + 1, "y"]]);
  return { straight, name: (id) => names.get(id) ?? straight.valueOf.get(id) ?? "r" };
};
"""


def test_arithmetic_is_simplified_as_in_python() -> None:
    numbers = [0.0, 1.0, -1.0, 2.0, -2.0]
    cases = [
        (op, list(operands))
        for op in ("add", "sub", "mul", "div", "pow")
        for a in numbers
        for operands in (("x", a), (a, "x"))
    ] + [("identity", ["x"]), ("detach", ["x"]), ("pow", ["x", "y"]), ("neg", ["x"])]
    script = """
    answer(given.cases.map(([op, operands]) => {
      const { straight, name } = straightOf(), columns = { x: 0, y: 1 };
      const ids = operands.map((x) => columns[x] ?? straight.constant(x));
      const found = straight.apply(op, ids), [step] = straight.steps;
      return step ? [step.op, step.operands.map(name)] : [null, [name(found)]];
    }));
    """
    found = run(STRAIGHT, TOLD + script, rows={}, cases=cases)
    for (op, operands), (simpler, left) in zip(cases, found, strict=True):
        want, expected = shorter(op, tuple(operands))
        assert (simpler, left) == (want, [*expected]), (op, operands)


def test_equal_steps_are_done_once() -> None:
    script = """
    const { straight } = straightOf();
    const twice = (op, a, b) => straight.apply(op, [a, b]) === straight.apply(op, [b, a]);
    const same = ["add", "mul", "sub", "div"].map((op) => twice(op, 0, 1));
    const again = straight.apply("relu", [0]) === straight.apply("relu", [0]);
    const zeros = straight.constant(0) === straight.constant(-0);
    answer([same, again, zeros, straight.steps.length]);
    """
    found: Any = run(STRAIGHT, TOLD + script, rows=forward_rows(["relu"]))
    assert found == [[True, True, False, False], True, False, 8]


def test_steps_that_differ_in_one_operand_or_in_the_row_are_two() -> None:
    script = """
    const { straight } = straightOf(), found = [];
    const orders = [[0, 0, 0], [0, 0, 1], [0, 1, 0], [1, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]];
    for (const order of [...orders, ...orders]) found.push(straight.apply("where", order));
    for (const op of ["sub", "div", "<"]) {
      for (const order of orders) found.push(straight.apply(op, order.slice(1)));
    }
    answer([new Set(found).size, straight.steps.length]);
    """
    assert run(STRAIGHT, TOLD + script, rows={}) == [7 + 3 * 4] * 2


def test_products_are_part_of_the_sums_that_alone_need_them() -> None:
    script = """
    const { straight } = straightOf(), apply = (op, ...columns) => straight.apply(op, columns);
    const once = apply("mul", 0, 1), often = apply("mul", 0, 0);
    const sum = apply("add", apply("add", once, often), often);
    straight.outputs = [apply("mul", sum, 1), often];
    const shape = { inputs: 2, parameters: 0, weighted: false };
    answer([0, 1].map((sums) => {
      const program = new Interpreted({ straight, ...shape, sums });
      return [straight.summed(sums).map((columns) => columns.length), program.steps.length];
    }));
    """
    assert run(INTERPRETED, TOLD + script, rows={}) == [[[], 4], [[2], 3]]


def test_registers_are_used_again() -> None:
    script = """
    const { straight } = straightOf();
    let y = 0;
    for (let i = 0; i < 50; i++) y = straight.apply(i % 2 ? "sub" : "div", [y, 1]);
    straight.outputs = [y];
    const shape = { inputs: 2, parameters: 0, sums: 0, weighted: false };
    const program = new Interpreted({ straight, ...shape });
    answer([straight.count, program.length / 64]);
    """
    assert run(INTERPRETED, TOLD + script, rows={}) == [52, 3]

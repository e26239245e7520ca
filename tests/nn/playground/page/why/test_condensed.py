"""Paths through the network alone: they add up to the gradient, and the loss has its rule."""

import math
from typing import Any

import pytest

import autograd as ag
from nn.playground.tables import tables
from tests.node import answer

PATHS = [
    f"nn/playground/page/{name}.js"
    for name in ("why/condensed", "why/uses", "why/naming", "training/run")
]
EXPLAINED = """
const { settings, tables, row } = given;
const run = await Run.make(settings, tables, { wasm: false });
const { graph, values, loss, parameters } = run.graph(row);
const { layers, inputs } = run, told = { nodes: graph.nodes, values, output: loss, parameters };
const { nodes } = namedGraph(told, { layers, inputs }), sweep = graph.sweep(values, loss);
const asked = { graph: { nodes, sweep: () => sweep }, values, output: loss, rows: tables.ops.rows };
const { order, whole } = spokenOrder({ nodes }, loss);
const named = Object.fromEntries(order.map((id, i) => [whole[i], values[id]]));
const explainedBy = given.uses ? explainedByUses : explainedByNetwork;
return parameters.map((id) => {
  const { gradient, paths, rest } = explainedBy(asked, id, 1000);
  const firsts = paths.map(({ steps: [{ rule, partial }] }) => [rule, partial]);
  return { gradient, products: paths.map(({ product }) => product), rest, firsts, named };
});
"""
#: an index as Python writes it in a name
LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
LOSSES = [
    ("circles", "bce_with_logits"),
    ("circles", "hinge"),
    ("function:plane", "mse"),
    ("function:plane", "squared_error"),
    ("three_blobs", "cross_entropy"),
]


def explained(task: str, loss: str, uses: bool = False, **more: Any) -> Any:
    settings = {"task": task, "loss": loss, "hidden": [3, 2], "seed": 4, **more}
    return answer(
        PATHS, EXPLAINED, {"settings": settings, "tables": tables(), "row": 2, "uses": uses}
    )


@pytest.mark.parametrize(("task", "loss"), LOSSES)
def test_the_paths_add_up_to_the_gradient(task: str, loss: str) -> None:
    for found in explained(task, loss):
        total = math.fsum([*found["products"], found["rest"]])
        assert total == pytest.approx(found["gradient"], rel=1e-12, abs=1e-15)
        assert abs(found["rest"]) < 1e-12
        assert len(found["products"]) <= 3 * 2 * 3


def softmax(logits: list[float]) -> list[float]:
    powers = [math.exp(x) for x in logits]
    return [x / sum(powers) for x in powers]


@pytest.mark.parametrize(("task", "loss"), LOSSES)
def test_the_rule_of_the_loss_gives_its_number(task: str, loss: str) -> None:
    rows = {name: getattr(ag, name) for name in ("sigmoid", "step", "relu")}
    for found in explained(task, loss):
        for rule, partial in found["firsts"]:
            assert rule
            outputs = [x for name, x in sorted(found["named"].items()) if name.startswith("out[")]
            named = {name.translate(LOWERED): x for name, x in found["named"].items()}
            names = {"softmax": softmax, "out": outputs, **rows, **named}
            value = eval(rule.translate(LOWERED), {}, names)
            assert float(value) == pytest.approx(partial, rel=1e-12, abs=1e-15)


def test_the_rule_of_the_cross_entropy_of_two_classes() -> None:
    rules = {rule for found in explained("xor", "bce_with_logits") for rule, _ in found["firsts"]}
    assert rules == {"sigmoid(out) - y"}


def test_the_rule_of_the_cross_entropy_of_three_classes() -> None:
    found = explained("three_blobs", "cross_entropy")
    rules = {rule for one in found for rule, _ in one["firsts"]}
    assert rules == {f"softmax(out)[{k}] - y{'₀₁₂'[k]}" for k in range(3)}


def test_the_terms_of_all_uses_add_up_to_the_gradient() -> None:
    for found in explained("circles", "bce_with_logits", uses=True, hidden=[4, 4, 4]):
        total = math.fsum(found["products"])
        assert total == pytest.approx(found["gradient"], rel=1e-12, abs=1e-15)
        assert abs(found["rest"]) < 1e-12
        assert len(found["products"]) <= 4

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


@pytest.mark.parametrize(("task", "loss"), LOSSES[:4])
def test_the_rule_of_the_loss_gives_its_number(task: str, loss: str) -> None:
    rows = {name: getattr(ag, name) for name in ("sigmoid", "step", "relu")}
    for found in explained(task, loss):
        for rule, partial in found["firsts"]:
            assert rule
            value = eval(rule, {}, {**rows, **found["named"]})
            assert float(value) == pytest.approx(partial, rel=1e-12, abs=1e-15)


def test_the_rule_of_the_cross_entropy_of_two_classes() -> None:
    rules = {rule for found in explained("xor", "bce_with_logits") for rule, _ in found["firsts"]}
    assert rules == {"sigmoid(out) - y"}


def test_the_terms_of_all_uses_add_up_to_the_gradient() -> None:
    for found in explained("circles", "bce_with_logits", uses=True, hidden=[4, 4, 4]):
        total = math.fsum(found["products"])
        assert total == pytest.approx(found["gradient"], rel=1e-12, abs=1e-15)
        assert abs(found["rest"]) < 1e-12
        assert len(found["products"]) <= 4

"""The film that a page makes of its own graph, against the one that Python makes."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from autograd import Value, explain
from autograd import topological_order as order
from autograd.ops import OPS
from autograd.page import op_table
from autograd.show.player import layout
from autograd.show.player.film import film
from autograd.show.scene.names import known_names
from autograd.show.scene.view import page_view
from nn import MLP
from tests.node import run
from tests.page_graphs import graph_of
from tests.show_samples import any_graph, small, squares

FILM = """
answer(given.graphs.map(({ nodes, values, output, gradient, shares }) => film({
  graph: { nodes, sweep: () => ({ gradient, shares }) }, values, output, rows: given.rows,
})));
"""


@pytest.fixture(autouse=True)
def without_graphviz(monkeypatch: pytest.MonkeyPatch) -> None:
    """The layout of our own, which the page has too."""

    def missing(*args: Any) -> Any:
        raise ImportError

    monkeypatch.setattr(layout, "_placed", missing)


def films(graphs: Sequence[tuple[Value, Any]]) -> list[tuple[Any, Any]]:
    """For each root and its model the page's film, and Python's."""
    given = [graph_of(root, model=model) for root, model in graphs]
    made = run(["autograd/page/film/film.js"], FILM, graphs=given, rows=op_table(OPS)["rows"])
    ours = [film(page_view(root, None, model, None, 10**6)) for root, model in graphs]
    return [*zip(in_floats(made), in_floats(ours), strict=True)]


def in_floats(found: Any) -> Any:
    """JavaScript has one kind of number."""
    return json.loads(json.dumps(found), parse_int=float)


def xor() -> tuple[MLP, Value]:
    model = MLP(2, [4, 4, 1], rng=0)
    rows = zip([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0])
    return model, sum(((model(x) - y) ** 2 for x, y in rows), Value(0.0))


def network() -> tuple[MLP, Value]:
    model = MLP(2, [12, 3, 1], activation="tanh", rng=1)
    x = [Value(0.3, label="x1"), Value(-0.7, label="x2")]
    return model, (model(x) - Value(1.0, label="y")) ** 2


#: an operand's name -> a number in the domain of all rows with it, but a few
OPERANDS = {"c": 1.0, "a": 0.5, "b": 2.0, "x": 1.5, "slope": 0.1, "n": 3.0}


def assert_same_places(made: Any, ours: Any) -> None:
    assert made.keys() == ours.keys()
    for box, level in ours.items():
        there = made[box]
        assert there["size"] == pytest.approx(level["size"], abs=0.2)
        assert there["at"].keys() == level["at"].keys()
        for key, centre in level["at"].items():
            assert there["at"][key] == pytest.approx(centre, abs=0.2), (box, key)
        assert there["curves"].keys() == level["curves"].keys()
        for key, curves in level["curves"].items():
            for curve, other in zip(there["curves"][key], curves, strict=True):
                assert curve == pytest.approx(other, abs=0.2)


def test_the_page_makes_the_film_that_python_makes() -> None:
    networks = [model[::-1] for model in (xor(), network())]
    for made, ours in films([*networks, (small()[2], None), (squares(70), None)]):
        assert_same_places(made.pop("levels"), ours.pop("levels"))
        assert made == ours


def called_with_constants(op: Any) -> Iterator[Value]:
    """A row on nodes alone, and with each operand a constant in turn."""
    domain = {"asin": 0.25, "acos": 0.25, "atanh": 0.25, "acosh": 2.0}
    numbers = [domain.get(op.name, OPERANDS[name]) for name in op.operands]
    for fixed in range(-1, op.arity if op.arity > 1 else 0):
        yield Value._make(
            op,
            tuple(
                x if i == fixed else Value(x, label=f"{name}_1")
                for i, (name, x) in enumerate(zip(op.operands, numbers))
            ),
        )


def test_each_rule_reads_as_explain_writes_it() -> None:
    roots = [root for op in OPS.values() for root in called_with_constants(op)]
    for made, ours in films([(root, None) for root in roots]):
        assert made["parts"] == ours["parts"]


def test_any_graph_gives_the_same_film() -> None:
    whole = [any_graph(seed)[0] for seed in range(40)]  # the last op is none of the table
    roots = [next(o for o in root.operands if isinstance(o, Value)) for root in whole]
    found = films([(root, None) for root in roots])
    finite = [both for both in found if all(part.get("grad") != "nan" for part in both[1]["parts"])]
    assert len(finite) > 20
    for made, ours in finite:  # nan is neither larger nor smaller: its ways have no order
        assert made["parts"] == ours["parts"]


EXPLAIN = """
answer(given.asked.map(([{ nodes, values, output, gradient, shares }, leaf]) => {
  const graph = { nodes, sweep: () => ({ gradient, shares }) };
  const wrt = nodes.findIndex(({ name }) => name === leaf);
  return explanationText(explained({ graph, values, output, rows: given.rows }, wrt));
}));
"""


def test_the_page_explains_as_explain_does() -> None:
    model, loss = xor()
    first, second = model.layers[0].neurons[1].w[0], model.layers[2].neurons[0].w[3]
    a, b, c = small()
    power = squares(20)
    asked: list[Any] = [(loss, first, model), (loss, second, model), (c, a, None), (c, b, None)]
    asked += [(power, next(iter(order(power))), None), (a.step() * b, a, None), (a * 1, a, None)]
    graphs = [graph_of(root, model=model) for root, _, model in asked]
    names = [known_names(order(root), None, m).get(leaf) or leaf.label for root, leaf, m in asked]
    scripts = ["autograd/page/film/explain.js", "tests/autograd/page/explanation_text.js"]
    rows = op_table(OPS)["rows"]
    made = run(scripts, EXPLAIN, asked=[*zip(graphs, names)], rows=rows)
    for text, (root, leaf, m) in zip(made, asked, strict=True):
        ours = str(explain(root, leaf, model=m)).replace(" -0.0\n", " 0.0\n")
        assert text.splitlines() == ours.splitlines()

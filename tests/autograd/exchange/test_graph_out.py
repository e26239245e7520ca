"""Graphs in files: what is kept, how it is written, and what no file keeps."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import autograd as ag
from autograd import OperandError, RecordingError, Value, draw, explain, load_graph, save_graph
from autograd.define import temporary_op
from autograd.exchange import graph_out
from autograd.graph import topological_order
from autograd.ops import OPS
from tests.autograd.test_copies import described

README = """\
{
  "format": "autograd graph",
  "version": 1,
  "ops": {},
  "root": "%2",
  "nodes": [
    "%0 = 2.0; grad -3.0; label a",
    "%1 = -3.0; grad 2.0; label b",
    "%2 = mul %0 %1 = -6.0; grad 1.0"
  ]
}
"""


def kept(root: Any, folder: Path) -> Any:
    save_graph(root, folder / "graph.json")
    return load_graph(folder / "graph.json")


def every_op() -> Value:
    """A graph with each row of the table, on operands where it has a value."""
    nodes: list[Any] = []
    for name, op in OPS.items():
        point = [1.5 if word == "over 1" else 0.4 for word in op.domain]
        operands = [Value(x, label=f"{name}_{i}") for i, x in enumerate(point)]
        nodes.append(getattr(ag, name)(*operands))
    return ag.sum(nodes)


def test_the_text_is_what_the_page_shows(tmp_path: Path) -> None:
    a, b = Value(2.0, label="a"), Value(-3.0, label="b")
    c = a * b
    c.backward()
    save_graph(c, tmp_path / "c.json")
    assert (tmp_path / "c.json").read_text() == README
    shown = [line.removeprefix("    ") for line in (graph_out.__doc__ or "").splitlines()]
    assert "\n".join(shown[4 : 4 + README.count("\n")]) + "\n" == README


def test_every_op_comes_back_node_by_node(tmp_path: Path) -> None:
    root = every_op()
    root.backward(0.1)
    twin = kept(root, tmp_path)
    assert described(twin) == described(root)
    assert draw(twin).source == draw(root).source
    leaf, other = (next(n for n in ag.topological_order(r) if n.label) for r in (root, twin))
    assert str(explain(twin, wrt=other)) == str(explain(root, wrt=leaf))
    for graph in (root, twin):
        graph.zero_grad()
        graph.backward(1 / 3)
    assert described(twin) == described(root)


@given(st.lists(st.floats(), min_size=1, max_size=5), st.lists(st.text(max_size=8), min_size=5))
@settings(max_examples=50, deadline=None)
def test_any_number_and_any_label_comes_back(numbers: list[float], labels: list[str]) -> None:
    import tempfile

    leaves = [Value(x, label=label) for x, label in zip(numbers, labels)]
    for leaf, x in zip(leaves, reversed(numbers)):
        leaf.grad = x
    with tempfile.TemporaryDirectory() as folder, ag.nonfinite("allow"):
        root = ag.sum(leaves) * -0.0
        twin = kept([root, *leaves], Path(folder))
    assert repr(described(twin[0])) == repr(described(root))  # as nan is not nan
    assert repr(twin) == repr([root, *leaves])


def test_a_label_that_is_no_text_of_unicode_comes_back(tmp_path: Path) -> None:
    twin = kept(Value(1.0, label="\ud800; label %1 = 2.0\n"), tmp_path)
    assert twin.label == "\ud800; label %1 = 2.0\n"


def test_several_roots_share_what_they_shared(tmp_path: Path) -> None:
    a = Value(2.0, label="a")
    b = a * a
    twin = kept({"sum": a + b, "parts": [a, (b,)], "none": []}, tmp_path)
    assert twin["sum"].operands == (twin["parts"][0], twin["parts"][1][0])
    assert twin["none"] == []
    a, b = twin["parts"][0], twin["parts"][1][0]
    assert b.operands == (a, a)


def test_data_that_the_op_would_not_give_is_kept_as_it_was(tmp_path: Path) -> None:
    a = Value(2.0)
    b = a * 3
    a.data = 5.0
    twin = kept(b, tmp_path)
    assert (twin.data, twin.operands[0].data) == (6.0, 5.0)
    assert twin.refresh().data == 15.0


def test_the_same_graph_is_the_same_text(tmp_path: Path) -> None:
    texts = set()
    for i in range(2):
        save_graph(every_op(), tmp_path / f"{i}.json")
        texts.add((tmp_path / f"{i}.json").read_bytes())
    save_graph(load_graph(tmp_path / "0.json"), tmp_path / "2.json")
    assert len(texts | {(tmp_path / "2.json").read_bytes()}) == 1
    json.loads(texts.pop())


def test_long_chains_need_no_recursion(tmp_path: Path) -> None:
    x = y = Value(1.0)
    for _ in range(100_000):
        y = y + 0.5
    twin = kept(y, tmp_path)
    twin.backward()
    assert (twin.data, ag.topological_order(twin)[0].grad) == (50_001.0, 1.0)
    assert x.grad == 0.0


def test_an_op_of_define_op_is_told_and_must_be_the_same_again(tmp_path: Path) -> None:
    path = tmp_path / "bump.json"
    with temporary_op("bump", "x", "x / (1 + x)", ("1 / (1 + x) ** 2",), "positive") as bump:
        root = bump(Value(3.0))
        save_graph(root, path)
        assert load_graph(path).op is root.op
    with pytest.raises(ag.FileFormatError, match=r"no op 'bump' here .* define it before"):
        load_graph(path)
    with (
        temporary_op("bump", "x", "x / (2 + x)", ("2 / (2 + x) ** 2",), "positive"),
        pytest.raises(ag.FileFormatError, match="'bump' is defined otherwise here"),
    ):
        load_graph(path)
    with (
        temporary_op("bump", "x", "x / (2 + x)", ("2 / (2 + x) ** 2",), "positive"),
        pytest.raises(ag.GraphError, match="'bump' was defined anew since"),
    ):
        save_graph(root, path)


def test_a_gradient_of_minus_zero_comes_back(tmp_path: Path) -> None:
    leaf = Value(1.0)
    leaf.grad = -0.0
    assert repr(kept(leaf, tmp_path).grad) == "-0.0"


def test_ops_are_told_in_the_order_of_their_names(tmp_path: Path) -> None:
    with (
        temporary_op("zeta", "x", "2 * x", ("2.0",), "real") as zeta,
        temporary_op("alpha", "x", "3 * x", ("3.0",), "real") as alpha,
    ):
        save_graph(alpha(zeta(Value(1.0))), tmp_path / "graph.json")
        assert load_graph(tmp_path / "graph.json").data == 6.0
    ops = json.loads((tmp_path / "graph.json").read_text())["ops"]
    assert [*ops] == ["alpha", "zeta"]
    assert ops["zeta"] == {"operands": "x", "forward": "2 * x", "partials": ["2.0"]}


class Own(Value):
    """Somebody's own."""


@pytest.mark.parametrize(
    ("roots", "said"),
    [
        (3.0, "got a float: 3.0"),
        ([Value(1.0), None], "got a NoneType: None"),
        ({1: Value(1.0)}, "whose keys are texts, got a dict"),
        (Own(1.0), "Own is of its own class"),
        (Own(1.0) + 1, "Own is of its own class"),
    ],
)
def test_what_no_file_keeps_is_refused(roots: Any, said: str, tmp_path: Path) -> None:
    with pytest.raises(OperandError, match=said):
        save_graph(roots, tmp_path / "graph.json")
    assert os.listdir(tmp_path) == []


def test_roots_that_hold_themselves_are_refused(tmp_path: Path) -> None:
    roots: list[Any] = []
    roots.append(roots)
    with pytest.raises(OperandError, match="nested up to 50 deep"):
        save_graph(roots, tmp_path / "graph.json")


def test_a_number_that_is_not_known_yet_is_refused(tmp_path: Path) -> None:
    def f(x: Any) -> Any:
        save_graph(x * 2, tmp_path / "graph.json")
        return x

    with pytest.raises(OperandError, match="not known yet, as a function is being recorded"):
        ag.compile(f)(1.0)


def test_a_graph_that_could_not_be_read_is_not_written(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("autograd.files.plain.MEMORY", 1000)
    with pytest.raises(ag.FileFormatError, match="the limit"):
        save_graph(every_op(), tmp_path / "graph.json")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("name", ["g2.pkl", "", "graph", "graph.json.gz"])
def test_another_ending_is_refused(name: str) -> None:
    with pytest.raises(ag.GraphError, match=r"a graph's file ends in \.json, got '"):
        save_graph(Value(1.0), name)


def test_a_solution_stays_one(tmp_path: Path) -> None:
    a = Value(2.0, label="a")
    x = ag.root(lambda x: x**3 - a, 1.0)
    again = kept(x * x, tmp_path)
    assert described(again) == described(x * x)
    assert (tmp_path / "graph.json").read_text().count("; solution") == 1
    (found,) = {node for node in topological_order(again) if node.label == "a"}
    again.backward()
    assert found.grad == pytest.approx(2 / 3 * 2 ** (-1 / 3), rel=1e-14)  # of a^(2/3)
    with pytest.raises(RecordingError, match=r"found \(1\.25992\)"):
        ag.compile(lambda t: t * again)(1.0)

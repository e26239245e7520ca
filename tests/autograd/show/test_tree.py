"""tree: a graph as text."""

import pickle
from typing import Any

import pytest

from autograd import OperandError, Value
from autograd.define import temporary_op
from autograd.show.text import number_text
from autograd.show.tree import tree
from tests.show_samples import ALL, INVISIBLE, small, squares


def test_a_tree_names_each_node_once() -> None:
    a, _, c = small()
    written = tree(c, {"c": c})
    assert written.startswith(f"c = {number_text(c.data)}  +  grad 1.0\n├─ ")
    assert written.count("a = 2.0") == 1
    assert written.count("↑ a") == 3
    assert f"grad {number_text(a.grad)}" in written


def test_the_last_branch_is_the_last_operand() -> None:
    x = Value(2.0, label="x")
    assert tree(x * x).splitlines()[1:] == ["├─ x = 2.0", "└─ ↑ x"]


def test_an_unnamed_node_has_a_number_by_which_it_is_referred_to() -> None:
    x = Value(2.0)
    y = x + 1
    assert tree(y * y).splitlines()[-1] == "└─ ↑ v2"
    assert "v2 = 3.0  +" in tree(y * y)


def test_a_million_nodes_are_cut() -> None:
    x = Value(0.0)
    for _ in range(1_000_000):
        x = x + 1
    written = tree(x, lines=50)
    assert len(written.splitlines()) <= 51
    assert written.endswith(" more nodes: tree(…, lines=500, depth=240) shows more")


def test_shared_nodes_are_not_written_again_and_again() -> None:
    assert len(tree(squares(20)).splitlines()) < 50


def test_a_leaf_and_a_strange_label() -> None:
    assert tree(Value(2.0)) == "L = 2.0"
    for label in INVISIBLE.values():
        assert len(tree(Value(2.0, label=label)).splitlines()) == 1


def test_any_symbol_of_an_op_stays_on_its_line() -> None:
    with temporary_op("strange_op", "x", "x + x", ("2.0",), "real") as op:
        y = op(Value(1.0))
    for symbol in (*ALL.values(), "\ud800"):
        y.op.symbol = symbol
        lines = tree(y).splitlines()
        assert len(lines) == 2
        assert max(map(len, lines)) < 50
        "".join(lines).encode()


def test_depth_and_lines_are_limits() -> None:
    x = Value(1.0)
    for _ in range(10):
        x = x * 2.0
    assert tree(x, depth=2).splitlines()[-1].startswith("… 8 more nodes: tree(…, ")
    assert len(tree(x, lines=4).splitlines()) == 5


def test_all_digits_are_shown_on_demand() -> None:
    x = Value(1 / 7 + 0.1, label="x")
    assert tree(x) == f"x = {number_text(x.data)}"
    assert tree(x, digits=17) == f"x = {x.data!r}"


def test_a_tree_shows_itself_and_is_a_text() -> None:
    formatters = pytest.importorskip("IPython.core.formatters")
    written = tree(small()[2])
    assert repr(written) == str(written) == written
    assert isinstance(written, str)
    assert formatters.DisplayFormatter().format(written)[0] == {"text/plain": str(written)}
    twin = pickle.loads(pickle.dumps(written))
    assert (twin, repr(twin)) == (written, str(written))


def test_gradients_stand_there_after_a_sweep_and_zeros_among_them_too() -> None:
    x = Value(2.0, label="x")
    y = x * 3 + x.detach()
    assert "grad" not in tree(y)
    y.backward()
    assert tree(y).count("grad") == 4
    assert "detach  grad 1.0" in tree(y)
    y.zero_grad()
    (x * 0).backward()
    assert "x = 2.0  grad 0.0" in tree(y)


def test_a_minus_before_and_between_are_told_apart() -> None:
    x = Value(2.0, label="x")
    assert [line.split()[-1] for line in tree(-(x - 1)).splitlines()[:2]] == ["neg", "-"]


def test_what_is_cut_is_there_when_asked_for_as_told() -> None:
    x = Value(1.0)
    for _ in range(60):
        x = x * 2.0
    told = tree(x).splitlines()[-1]
    assert told == "… 36 more nodes: tree(…, lines=2000, depth=240) shows more"
    assert "…" not in tree(x, lines=2000, depth=240)


@pytest.mark.parametrize("limit", ["lines", "depth", "digits"])
@pytest.mark.parametrize("number", [0, -1, "a", 2.5])
def test_limits_are_whole_numbers_from_one_on(limit: str, number: Any) -> None:
    with pytest.raises(OperandError, match=f"{limit} is a whole number from 1 on, got {number!r}"):
        tree(Value(2.0), **{limit: number})


def test_names_are_a_namespace_and_a_model_is_one() -> None:
    y = Value(2.0) * 3
    with pytest.raises(OperandError, match=r"names is a namespace, locals\(\) or .*, got 'y'"):
        tree(y, "y")
    with pytest.raises(OperandError, match=r"model is one with named_parameters\(\).*, got 3"):
        tree(y, model=3)

"""tree: a graph as text."""

from autograd import Value
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
    assert tree(x * x).splitlines()[1:] == ["├─ x = 2.0  grad 0.0", "└─ ↑ x"]


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
    assert written.endswith("more nodes")


def test_shared_nodes_are_not_written_again_and_again() -> None:
    assert len(tree(squares(20)).splitlines()) < 50


def test_a_leaf_and_a_strange_label() -> None:
    assert tree(Value(2.0)) == "L = 2.0  grad 0.0"
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
    assert tree(x, depth=2).splitlines()[-1] == "… 8 more nodes"
    assert len(tree(x, lines=4).splitlines()) == 5


def test_all_digits_are_shown_on_demand() -> None:
    x = Value(1 / 7 + 0.1, label="x")
    assert tree(x) == f"x = {number_text(x.data)}  grad 0.0"
    assert tree(x, digits=17) == f"x = {x.data!r}  grad 0.0"

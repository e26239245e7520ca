"""tree, and how numbers and labels are written."""

import math
import re

import pytest

from autograd import Value
from autograd.show.scene.names import names_of
from autograd.show.text import label_text, latex_text, number_text
from autograd.show.tree import tree
from tests.show_samples import INVISIBLE, STRANGE, small, squares

#: what a label's special characters become in a formula; the backslash last
SYMBOLS = {rf"\{c}": c for c in "{}$&#%_"} | {r"\hat{}": "^", r"\sim ": "~"}
SYMBOLS |= {r"\lt ": "<", r"\gt ": ">", r"\backslash ": "\\"}


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


def test_an_unnamed_node_gets_a_mark_when_it_is_used_again() -> None:
    x = Value(2.0)
    y = x + 1
    assert tree(y * y).splitlines()[-1] == "└─ ↑ [1]"
    assert "[1] 3.0  +" in tree(y * y)


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
    assert tree(Value(2.0)) == "2.0  grad 0.0"
    for label in INVISIBLE.values():
        assert len(tree(Value(2.0, label=label)).splitlines()) == 1


@pytest.mark.parametrize(
    "x", [0.0, -0.0, 1e300, -1.25e-7, math.pi * 1e4, math.inf, math.nan, 1 / 3]
)
def test_numbers_are_short_and_right(x: float) -> None:
    text = number_text(x)
    assert len(text) <= 11
    assert float(text) == pytest.approx(x, rel=1e-4, nan_ok=True)


@pytest.mark.parametrize("label", STRANGE.values(), ids=STRANGE)
def test_latex_holds_no_command_of_a_label(label: str) -> None:
    written = latex_text(label_text(label))
    shown = re.sub(r"\\text\{([^{}$&#%_^~<>\\]*)\}", r"\1", written)
    for command, c in SYMBOLS.items():
        shown = shown.replace(command, c)
    assert shown == label_text(label)


def test_names_are_taken_from_a_namespace() -> None:
    a, b, c = Value(1.0), Value(2.0), Value(3.0)
    found = names_of({"_": a, "_3": b, "In": [b], "ws": [[a], (b, c)], "c": c, "n": 3})
    assert found == {a: "ws[0][0]", b: "ws[1][0]", c: "c"}
    assert label_text("x" * 10_000) == "x" * 39 + "…"

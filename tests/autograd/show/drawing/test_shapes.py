"""The look of the videos: a table a node, and an ellipse for its op."""

import re

import pytest

from autograd import Value
from autograd.show.drawing.draw import draw_dot

pytest.importorskip("pygraphviz")


def test_each_op_is_an_ellipse_before_its_result() -> None:
    a, b = Value(3.0, label="a"), Value(4.0, label="b")
    source = draw_dot(a * b + a).source
    assert source.count("shape=ellipse") == 2
    assert source.count("n0 -> o") == 2
    assert "o2 -> n2" in source


def test_operands_are_numbered_in_another_colour_than_the_partials() -> None:
    a, b = Value(3.0, label="a"), Value(4.0, label="b")
    source = draw_dot(a - b, derivatives=True).source
    assert [*re.findall(r"headlabel=(\d)", source)] == ["1", "2"]
    labels, partials = (
        set(re.findall(rf'\b{what}="(#\w+)"', source)) for what in ("labelfontcolor", "FONT COLOR")
    )
    assert labels
    assert not labels & partials


def test_closed_boxes_and_notes_are_as_in_draw() -> None:
    x = Value(1.0)
    for _ in range(10):
        x = x + 1
    assert "further back" in draw_dot(x, depth=2).source
    assert b"nodes shown" in draw_dot(x, depth=2).pipe("svg")

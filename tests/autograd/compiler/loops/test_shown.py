"""What ``Compiled.loops`` returns."""

from xml.etree import ElementTree

import autograd as ag
from tests import reading


def test_a_listing_is_a_sequence_of_lines() -> None:
    loops = reading.network((2, 4, 1)).loops
    assert len(loops) == len([*loops]) == len(loops.lines)
    assert [line.name for line in loops[:2]] == ["z1", "h1"]
    assert repr(loops) == str(loops)


def test_steps_that_repeat_themselves_are_left_out() -> None:
    loops = reading.recurrent(12).loops
    assert str(loops).count("times more") == loops._repr_html_().count("times more") == 2
    assert "⋮" not in str(reading.recurrent(3).loops)
    assert len(loops) > len(str(loops).splitlines())


def test_without_parameters_or_with_several_outputs_there_is_no_backward_pass() -> None:
    assert str(ag.compile(lambda x, z: ag.exp(x * z)).loops) == "y = exp(x·z)"
    model = reading.network()
    both = ag.compile(lambda *x: [model.function(*x), x[0]], inputs=3)
    assert "∂" not in str(both.loops)


def test_typeset_each_line_unfolds_to_its_neurons() -> None:
    loops = reading.network((2, 4, 1), "relu").loops
    root = ElementTree.fromstring(loops._repr_html_().replace("&emsp;", " "))
    unfolding = root.findall("details")
    assert len(unfolding) == len(loops) - 2  # two lines say where derivatives stand
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags <= {
        *("div", "details", "summary", "small", "pre", "i", "sub", "sup"),
        "img",
    }
    assert "z1[0] = b1[0] + W1[0,0]·x[0] + W1[0,1]·x[1]" in loops._repr_html_()
    assert "4 numbers, 16 operations" in loops._repr_html_()
    assert loops._repr_latex_().startswith("$$\n\\begin{aligned}")


def test_names_are_text_and_nothing_else() -> None:
    w = ag.Value(1.0, label="<script>")
    f = ag.compile(lambda x: ag.exp(w * x))
    assert "<script" not in f.loops._repr_html_()

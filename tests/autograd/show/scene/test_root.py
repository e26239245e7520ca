"""one_value: whoever asks for a picture of something else is told what to give."""

from typing import Any

import pytest

from autograd import OperandError, Value, draw, draw_dot, explain, explore, tree
from autograd.show.scene.root import one_value

Y = Value(2.0, label="x") * 3
ASKED = [draw, draw_dot, tree, explore, lambda thing: explain(thing, wrt=Y)]
ASKED += [lambda thing: explain(Y, wrt=thing)]
WRONG = [
    (3, "the plain number 3, which does not know how it was made: compute it from a Value"),
    (0.5, "the plain number 0.5"),
    ("x", "the text 'x': give the Value of that name, without quotes"),
    (None, "None: was a return forgotten?"),
    ([Y, Y], "a list of 2: take one of its elements, or their sum"),
    (abs, "the function abs: give what it returns for a Value"),
    (1j, "a complex: 1j"),
]


@pytest.mark.parametrize("ask", ASKED, ids=["draw", "draw_dot", "tree", "explore", "root", "wrt"])
@pytest.mark.parametrize(("thing", "told"), WRONG, ids=lambda x: str(x)[:8])
def test_what_is_no_value_is_refused_in_words_of_the_one_who_asked(
    ask: Any, thing: Any, told: str
) -> None:
    with pytest.raises(OperandError) as caught:
        ask(thing)
    assert " needs one Value, got " in str(caught.value)
    assert told in str(caught.value)


def test_a_model_is_no_value_either() -> None:
    class Model:
        def named_parameters(self) -> list[tuple[str, Value]]:
            return []

    with pytest.raises(OperandError, match=r"tree needs one Value, got a model \(Model\): give"):
        tree(Model())


def test_a_value_passes() -> None:
    assert one_value("tree", Y) is Y

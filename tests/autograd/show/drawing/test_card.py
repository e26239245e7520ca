"""What stands on a card."""

from autograd import Value, where
from autograd.show.drawing.card import COLOURS, cards, corner, legend, numbers
from autograd.show.scene.view import view_of
from nn import MLP


def test_a_card_has_a_name_an_op_and_numbers() -> None:
    a = Value(3.0, label="a")
    y = a - 1.0
    y.backward()
    leaf, constant, root = (
        cards(view_of(y, None, None, None, 9).scene)[k] for k in ("n0", "c1_1", "n1")
    )
    assert leaf == ("leaf", "a", "", ["data 3.0", "grad 1.0"], [])
    assert constant == ("constant", "1.0", "", [], [])
    assert root == ("root", "L", "-", ["data 2.0", "grad 1.0"], ["1", "2"])


def test_signs_are_told_apart() -> None:
    a = Value(3.0)
    assert [corner(y.op) for y in (a - 1, -a, a * 2, a.tanh())] == ["-", "neg", "*", "tanh"]


def test_operands_are_numbered_where_their_order_matters() -> None:
    a = Value(3.0)
    assert numbers((a + a).op) == numbers(a.exp().op) == numbers(None) == []
    assert numbers(where(a, a, a).op) == ["1", "2", "3"]


def test_the_legend_has_a_word_for_every_colour() -> None:
    scene = view_of(Value(1.0) + 1, None, None, None, 9).scene
    kinds = [kind for kind, _ in legend(cards(scene).values())]
    assert kinds == ["leaf", "root", "constant"]
    blank = cards(scene)["n0"]
    assert len(legend(blank._replace(kind=kind) for kind in COLOURS)) == len(COLOURS)


def test_of_many_boxes_each_says_on_one_line_what_it_gives() -> None:
    model = MLP(2, [9, 2, 1], rng=0)
    answer = model([0.5, 0.25])
    found = [*cards(view_of(answer, None, model, "neuron", 600).scene).values()]
    titles = {card.title: card for card in found if not card.rows and card.kind == "box"}
    assert [*sorted(titles)] == [f"neuron {i}" for i in range(9)]
    assert all(float(card.corner) for card in titles.values())
    assert len(found) == 12

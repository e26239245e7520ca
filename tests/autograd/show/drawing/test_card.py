"""What stands on a card."""

from autograd import Value, where
from autograd.show.drawing.card import COLOURS, Card, cards, legend, numbers, remarks
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


def test_all_digits_are_on_a_card_on_demand() -> None:
    y = Value(0.1, label="a") * 3 - 1 / 7
    found = cards(view_of(y, None, None, None, 9).scene, digits=17)
    texts = " ".join(card.title + " ".join(card.rows) for card in found.values())
    assert f"{1 / 7!r}" in texts
    assert "0.30000000000000004" in texts
    model = MLP(2, [2, 1], rng=0)
    boxes = view_of(model([0.1, 0.2]), None, model, "layer", 600).scene
    facts = " ".join(" ".join(card.rows) for card in cards(boxes, digits=17).values())
    assert any(len(word) > 15 for word in facts.split())


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


def test_words_of_a_box_are_explained_once_where_there_is_one() -> None:
    told = "largest grad: the largest in size among the parameters of a box"
    box = Card("box", "neuron 0", "", ["3 nodes, 2 parameters", "largest grad 1.0"], [])
    assert remarks([box, box]) == [told]
    assert remarks([box._replace(rows=["3 nodes"])]) == []
    assert remarks([Card("node", "v1", "-", [], ["1", "2"]), box]) == [
        "1, 2: the order of the operands",
        told,
    ]

"""What closed boxes say."""

from autograd import Value, topological_order
from autograd.show.scene.facts import box_facts, consumed
from autograd.show.scene.scene import arrange


def test_a_box_says_how_much_is_in_it_and_what_it_gives() -> None:
    w, b = Value(2.0), Value(-0.5)
    w.grad, b.grad = 0.25, -4.0
    y = w * 3.0 + b
    assert box_facts("neuron 0", [w, b, y], {y}) == [
        "3 nodes, 2 parameters",
        "gives 5.5",
        "largest grad 4.0",
    ]
    assert box_facts("neuron 0", [w, b, y], set(), gradients=False) == ["3 nodes, 2 parameters"]


def test_several_answers_are_a_range() -> None:
    x = Value(1.0)
    doubled, halved = x * 2.0, x * 0.5
    facts = box_facts("layer 0", [x, doubled, halved], {x, doubled, halved}, gradients=False)
    assert facts[1] == "gives 0.5 … 2.0"


def test_what_is_no_model_has_leaves_and_no_parameters() -> None:
    assert box_facts("inputs", [Value(1.0)], set())[0] == "1 nodes, 1 leaves"


def test_consumed_are_the_nodes_that_another_item_uses() -> None:
    a, b = Value(1.0), Value(2.0)
    inner = a * b
    outer = inner + a
    boxed = {a: ("box",), b: ("box",), inner: ("box",)}
    scene = arrange(topological_order(outer), {}, boxed, [("box",)])
    assert consumed(scene) == {inner, a}

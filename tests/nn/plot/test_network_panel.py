"""The panel: the map with its border and rows, curves of one input, the course of training."""

import xml.etree.ElementTree as ElementTree

from nn import MLP, History, gates, network
from nn.plot.axes import PALETTE

SVG = "{http://www.w3.org/2000/svg}"


def drawn(model, X, y=None, **more):
    return ElementTree.fromstring(network(model, X, y, **more).svg)


def of_class(root, name, tag="path"):
    return [element for element in root.iter(f"{SVG}{tag}") if element.get("class") == name]


def texts(root):
    return [t.text for t in root.iter(f"{SVG}text")]


def test_the_rows_are_there_by_label():
    root = drawn(MLP(2, [2, 1], rng=0), *gates.xor())
    dots = of_class(root, "dot")
    assert [dot.get("fill") for dot in dots] == ["#0072B2", "#D55E00", "#D55E00", "#0072B2"]
    assert len(of_class(root, "edge")) == 1
    assert "of 4 rows" in texts(root)


def test_classes_have_a_border_each_and_shapes():
    X = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]
    root = drawn(MLP(2, [4, 3], rng=0), X, [0, 1, 2])
    assert len(of_class(root, "edge")) == 3
    assert len({dot.get("fill") for dot in of_class(root, "dot")}) == 3


def test_numbers_over_two_inputs_have_no_border():
    root = drawn(MLP(2, [4, 1], rng=0), [[0, 0], [1, 1]], [0.3, 7.0])
    assert of_class(root, "edge") == []
    assert len(of_class(root, "dot")) == 2


def test_of_one_input_the_answer_is_a_curve():
    X = [[0.0], [1.0], [2.0]]
    for model, y, curves in (
        (MLP(1, [2, 1], rng=0), [0.1, 0.9, 0.4], 1),
        (MLP(1, [2, 1], rng=0), [0, 1, 1], 1),
        (MLP(1, [2, 3], rng=0), [0, 1, 2], 3),
    ):
        root = drawn(model, X, y)
        assert len(of_class(root, "curve", "polyline")) == curves
        assert len(of_class(root, "dot")) == 3


def test_the_course_is_told_and_drawn():
    history = History([1.0, 0.1, 0.01], {"accuracy": [0.5, 1.0, 1.0]})
    root = drawn(MLP(2, [2, 1], rng=0), *gates.xor(), history=history)
    loss, accuracy = (line.find(f"{SVG}title").text for line in root.iter(f"{SVG}polyline"))
    assert loss == "1 → 0.01, logarithmic"
    assert accuracy == "0.5 → 1"
    assert {"loss", "accuracy", "3 epochs of training"} <= set(texts(root))
    points = next(root.iter(f"{SVG}polyline")).get("points").split()
    assert points == ["4.0,4.0", "110.0,50.0", "216.0,96.0"]


def test_without_a_history_and_without_a_map_there_are_the_figures():
    root = drawn(MLP(3, [2, 2], rng=0), [[0, 1, 2], [2, 1, 0]], [0, 1])
    assert [t for t in texts(root) if t.startswith(("loss", "accuracy"))]
    assert [*root.iter(f"{SVG}polyline")] == []


def test_a_long_course_is_thinned():
    history = History([1.0 - i / 1000 for i in range(1000)])
    root = drawn(MLP(2, [2, 1], rng=0), *gates.xor(), history=history)
    assert 50 < len(next(root.iter(f"{SVG}polyline")).get("points").split()) <= 110
    assert "1000 epochs of training" in texts(root)


def test_it_says_of_which_rows_it_speaks():
    X, y = gates.xor()
    model = MLP(2, [2, 1], rng=0)
    assert "of 4 rows" in texts(drawn(model, X, y))
    assert "of 4 held-out rows" in texts(drawn(model, X, y, called="held-out rows"))
    assert "of 1 training row" in texts(drawn(model, X[:1], y[:1], called="training rows"))


def test_without_targets_the_rows_are_there_and_no_figures():
    model = MLP(2, [1])
    for parameter, number in zip(model.parameters(), [1.0, 2.0, 0.0]):
        parameter.data = number
    root = drawn(model, gates.xor()[0])
    assert "4 rows" in texts(root)
    assert "blue -0.6, vermilion 3.6" in texts(root)
    assert len(of_class(root, "dot")) == 4
    assert not [text for text in texts(root) if text.startswith(("loss", "accuracy"))]


def test_numbers_have_their_scale_beside_them():
    root = drawn(MLP(1, [2, 1], rng=0), [[0.0], [1.0], [2.0]], [0.5, -1.25, 3.0])
    assert "height: -1.25 to 3" in texts(root)
    assert len({dot.get("d").count("a") for dot in of_class(root, "dot")}) == 1


def test_the_output_is_named_and_so_are_the_labels_that_shapes_stand_for():
    root = drawn(MLP(2, [2, 1], rng=0), *gates.xor())
    assert {"output", "0", "1"} <= set(texts(root))
    assert [dot.get("fill") for dot in of_class(root, "dot key")] == ["#0072B2", "#D55E00"]
    assert "output" not in texts(drawn(MLP(3, [2, 2], rng=0), [[0, 1, 2]], [0]))


def test_loss_and_accuracy_have_the_colours_of_the_plot_of_a_training():
    history = History([1.0, 0.5], {"accuracy": [0.5, 1.0]})
    root = drawn(MLP(2, [2, 1], rng=0), *gates.xor(), history=history)
    assert [line.get("class") for line in root.iter(f"{SVG}polyline")] == [
        "curve first",
        "curve second",
    ]
    style = root.find(f"{SVG}style").text
    assert f".first {{ stroke: {PALETTE[0]} }}" in style
    assert f".second {{ stroke: {PALETTE[1]}; stroke-dasharray" in style

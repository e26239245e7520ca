"""The decision boundary: what is drawn, for every kind of model, and what is refused."""

import pytest

import nn
from autograd import GraphError, MissingPackageError, sigmoid
from nn import MLP, Layer, Sequential, boundary, gates
from nn.plot.decision import window
from tests.nn.plot.seen import curve, drawn, labels

matplotlib = pytest.importorskip("matplotlib")
from matplotlib import style as styles  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402


def subplots():
    return Figure().subplots()


def halves(x):
    """A model by hand: label 1 right of ½."""
    return x[0] - 0.5


def test_axes_labels_points_and_legend(ax):
    assert boundary(MLP(2, [4, 1], rng=0), *gates.xor(), ax) is ax
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("x₁", "x₂")
    assert {"label 0", "label 1"} <= set(labels(ax))
    low, high = ax.get_xlim()
    assert low == pytest.approx(-0.2)
    assert high == pytest.approx(1.2)


@pytest.mark.parametrize(("loss", "where"), [("mse", 1.0), ("bce_with_logits", 0.5)])
def test_the_line_is_where_the_loss_is_undecided(ax, loss, where):
    boundary(halves, *gates.first(), ax, loss=loss)
    contour = next(c for c in ax.collections if c.get_linewidth()[0] == 1.5)
    points = [v for path in contour.get_paths() for v in path.vertices]
    assert points
    assert [x for x, _ in points] == pytest.approx([where] * len(points), abs=1e-6)


def test_labels_of_either_sign(ax):
    X, y = gates.xor()
    boundary(MLP(2, [4, 1], rng=0), X, [2 * t - 1 for t in y], ax)
    assert {"label -1", "label 1"} <= set(labels(ax))


def test_all_plots_are_at_one_door():
    assert nn.plot.__all__ == ["boundary", "gradients", "hidden", "history", "landscape", "network"]
    assert nn.plot.boundary is boundary
    assert all(callable(getattr(nn.plot, name)) for name in nn.plot.__all__)


def test_models_that_give_lists_or_branch(ax):
    for activation in ("linear", "tanh", "sigmoid"):
        boundary(Sequential(Layer(2, 1, activation, rng=0)), *gates.xor(), ax)
    boundary(lambda x: 1.0 if x[0] > 0.5 else 0.0, *gates.first(), Figure().subplots())


def test_one_label_alone_is_drawn(ax):
    boundary(MLP(2, [1], rng=0), *gates.always(), ax)
    assert labels(ax).count("label 1") == 1
    assert "label 0" not in labels(ax)


THREE = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]


def test_several_classes_have_a_colour_each_and_lines_between(ax):
    boundary(MLP(2, [4, 3], rng=0), THREE, [0, 1, 2], ax)
    drawn(ax)
    assert {f"label {k}" for k in range(3)} <= set(labels(ax))
    assert "undecided" in labels(ax)
    assert len(ax.images) == 1
    hot = boundary(MLP(2, [4, 3], rng=0), THREE, [[1, 0, 0], [0, 1, 0], [0, 0, 1]], subplots())
    assert labels(hot) == labels(ax)


def test_the_line_between_classes_is_where_their_outputs_are_equal(ax):
    boundary(lambda x: [x[0], 1 - x[0]], [[0, 0], [1, 1]], [1, 0], ax)
    points = [
        v for c in ax.collections if thick(c) for path in c.get_paths() for v in path.vertices
    ]
    assert points
    assert [x for x, _ in points] == pytest.approx([0.5] * len(points), abs=1e-6)


def thick(collection):
    return len(collection.get_linewidth()) and collection.get_linewidth()[0] == 1.5


def test_over_one_input_a_number_is_a_curve(ax):
    model = MLP(1, [3, 1], rng=0)
    boundary(model, [[0.0], [1.0], [2.0]], [0.5, 3.0, 1.0], ax)
    drawn(ax)
    assert set(labels(ax)) == {"rows", "answer"}
    x, answer = curve(ax, "answer").get_xydata()[17]
    assert answer == pytest.approx(model([x]).data)
    (points,) = ax.collections
    assert points.get_offsets().tolist() == [[0.0, 0.5], [1.0, 3.0], [2.0, 1.0]]


def test_over_one_input_labels_have_their_share(ax):
    model = MLP(1, [3, 1], rng=0)
    boundary(model, [[0.0], [1.0], [2.0]], [0, 1, 1], ax)
    x, share = curve(ax, "share of label 1").get_xydata()[17]
    assert share == pytest.approx(sigmoid(model([x])).data)
    assert {"undecided", "label 0", "label 1"} <= set(labels(ax))


def test_over_one_input_each_class_has_a_curve(ax):
    boundary(MLP(1, [3, 3], rng=0), [[0.0], [1.0], [2.0]], [0, 1, 2], ax)
    shares = [curve(ax, f"share of {k}").get_ydata() for k in range(3)]
    assert [sum(column) for column in zip(*shares)] == pytest.approx([1.0] * len(shares[0]))


@pytest.mark.parametrize("style", ["default", "dark_background"])
def test_the_line_is_seen_on_its_paper(style):
    with styles.context(style):
        ax = boundary(MLP(2, [4, 1], rng=0), *gates.xor(), subplots())
        line, paper = curve(ax, "undecided"), ax.get_facecolor()
    assert line.get_color() == ("white" if style == "dark_background" else "black")
    assert sum(paper[:3]) == (0.0 if style == "dark_background" else 3.0)


def test_what_has_no_boundary_is_refused(ax):
    with pytest.raises(GraphError, match=r"X has 3 columns: plot\.network shows such a model"):
        boundary(MLP(3, [1]), [[0, 1, 2]], [1], ax)
    with pytest.raises(GraphError, match="a model of 2 outputs needs classes, from 0 to 1"):
        boundary(MLP(2, [2], rng=0), [[0, 1], [1, 1]], [0.5, 0.5], ax, loss="mse")
    with pytest.raises(GraphError, match="one label per row"):
        boundary(MLP(2, [1]), [[0, 1], [1, 1]], [0.3, 7.0], ax, loss="mse")
    with pytest.raises(GraphError, match="one label per row"):
        boundary(MLP(2, [1]), [[0, 1], [1, 1]], [[0], [1]], ax)


def test_without_matplotlib_it_says_what_to_install(no_matplotlib):
    with pytest.raises(MissingPackageError, match="the decision boundary needs matplotlib"):
        nn.boundary(MLP(2, [1]), *gates.xor())


def test_every_row_is_drawn_however_many_classes_there_are():
    rows = [[i, i * i % 7] for i in range(24)]
    ax = boundary(MLP(2, [12], rng=0), rows, [i % 12 for i in range(24)], Figure().subplots())
    assert sum(len(points.get_offsets()) for points in ax.collections[-12:]) == 24
    looks = {(str(p.get_facecolor()), str(p.get_paths())) for p in ax.collections[-12:]}
    assert len(looks) == 12


def test_columns_of_different_size_have_margins_of_their_own():
    rows = [[0.2, 3e4], [0.8, 9e4], [0.5, 5e4]]
    ax = boundary(MLP(2, [3, 1], output="sigmoid", rng=0), rows, [0, 1, 1], Figure().subplots())
    assert ax.get_aspect() == "auto"
    (left, right), (low, high) = window(rows)
    assert (left, right) == pytest.approx((0.08, 0.92))
    assert (low, high) == pytest.approx((18e3, 102e3))


def test_what_is_too_wide_to_be_drawn_is_said_of_the_rows():
    with pytest.raises(GraphError, match=r"column 0 of X goes from -1e\+300 to 1e\+300, .* scale"):
        boundary(MLP(2, [1], rng=0), [[1e300, 0.0], [-1e300, 1.0]], [0, 1])


def test_numbers_that_are_no_classes_are_refused_everywhere():
    model, rows = MLP(2, [4, 5], rng=0), [[0.0, 1.0], [1.0, 0.0]]
    for draw in (boundary, nn.network):
        with pytest.raises(GraphError, match=r"5 outputs needs classes, from 0 to 4, .* got 6"):
            draw(model, rows, [1, 6])

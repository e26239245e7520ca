"""The decision boundary: what is drawn, for every kind of model, and what is refused."""

import pytest

import nn
from autograd import GraphError, MissingPackageError
from nn import MLP, Layer, Sequential, boundary, gates
from tests.nn.plot.seen import labels

matplotlib = pytest.importorskip("matplotlib")
from matplotlib.figure import Figure  # noqa: E402


def halves(x):
    """A model by hand: label 1 right of ½."""
    return x[0] - 0.5


def test_axes_labels_points_and_legend(ax):
    assert boundary(MLP(2, [4, 1], rng=0), *gates.xor(), ax) is ax
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("$x_1$", "$x_2$")
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
    assert nn.plot.__all__ == ["boundary", "gradients", "hidden", "history", "landscape"]
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


def test_what_is_not_a_plane_with_two_labels_is_refused(ax):
    with pytest.raises(GraphError, match="X has 3 columns"):
        boundary(MLP(3, [1]), [[0, 1, 2]], [1], ax)
    with pytest.raises(GraphError, match="a model of one output, this has 2"):
        boundary(MLP(2, [2], rng=0), *gates.xor(), ax)
    with pytest.raises(GraphError, match="one label per row"):
        boundary(MLP(2, [1]), [[0, 1], [1, 1]], [0.3, 7.0], ax, loss="mse")
    with pytest.raises(GraphError, match="one label per row"):
        boundary(MLP(2, [1]), [[0, 1], [1, 1]], [[0], [1]], ax)


def test_without_matplotlib_it_says_what_to_install(no_matplotlib):
    with pytest.raises(MissingPackageError, match="the decision boundary needs matplotlib"):
        nn.boundary(MLP(2, [1]), *gates.xor())

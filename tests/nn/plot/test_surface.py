"""The loss over two parameters: heights, scale, path, surface, refusals."""

import math
from itertools import pairwise

import pytest

import autograd as ag
import nn
from autograd import GraphError, MissingPackageError, OperandError, Value
from nn import MLP, gates
from nn.plot import landscape
from tests.nn.plot.seen import curve, drawn

matplotlib = pytest.importorskip("matplotlib")
from matplotlib.figure import Figure  # noqa: E402


@pytest.fixture
def solid():
    return Figure().add_subplot(projection="3d")


@pytest.fixture
def bowl():
    """Two parameters, and a loss whose minimum of 1 is at (1, -2)."""
    p, q = Value(0.5, label="slope"), Value(0.25, label="offset")
    return (lambda: (p - 1.0) ** 2 + 3.0 * (q + 2.0) ** 2 + 1.0), p, q


def levels(ax):
    """The boundary values of the filled contours."""
    return next(c for c in ax.collections if hasattr(c, "levels") and c.filled)


def test_landscape_has_the_heights_of_the_loss(ax, bowl):
    loss, p, q = bowl
    assert landscape(loss, p, q, ax, window=((0.0, 2.0), (-3.0, -1.0)), points=5) is ax
    drawn(ax)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("slope", "offset")
    filled = levels(ax)
    assert (filled.zmin, filled.zmax) == (1.0, 1.0 + 1.0 + 3.0)  # the middle and the corners
    assert (filled.levels[0], filled.levels[-1]) == pytest.approx((1.0, 5.0))
    assert (ax.get_xlim(), ax.get_ylim()) == ((0.0, 2.0), (-3.0, -1.0))
    assert [a.get_ylabel() for a in ax.figure.axes if a is not ax] == ["loss"]


def test_landscape_leaves_everything_as_it_was(ax, bowl):
    loss, p, q = bowl
    root = loss()
    root.backward()
    before = root.data, p.data, q.data, p.grad, q.grad
    landscape(lambda: root, p, q, ax, points=4)
    assert (root.data, p.data, q.data, p.grad, q.grad) == before
    assert levels(ax).zmin != levels(ax).zmax  # a graph that was made before is refreshed


def test_landscape_leaves_the_parameters_when_it_fails(ax, bowl):
    _, p, q = bowl

    def loss():
        if p.data > 2.0:
            raise KeyboardInterrupt
        return p.data + q.data

    with pytest.raises(KeyboardInterrupt):
        landscape(loss, p, q, ax, points=4)
    assert (p.data, q.data) == (0.5, 0.25)


def test_landscape_of_losses_that_are_not_compiled(bowl):
    smooth, p, q = bowl
    span = {"window": ((-1.0, 1.0), (-1.0, 1.0)), "points": 7}

    def branches():
        return abs(p) if p.data > 0 else 2.0 * (p * p) + 0.0 * q

    def numbers():
        return p.data**2 + q.data

    for loss, low, high in ((branches, 0.0, 2.0), (numbers, -1.0, 2.0)):
        filled = levels(landscape(loss, p, q, Figure().subplots(), **span))
        assert (filled.zmin, filled.zmax) == pytest.approx((low, high))
    filled = levels(landscape(lambda: smooth().data, p, q, Figure().subplots(), **span))
    assert filled.zmax == 4.0 + 27.0 + 1.0


def test_wide_landscapes_are_logarithmic(ax, bowl):
    loss, p, q = bowl
    wide = levels(landscape(lambda: ag.exp(loss()), p, q, ax, points=9)).levels
    ratios = [b / a for a, b in pairwise(wide)]
    assert ratios == pytest.approx([ratios[0]] * len(ratios))
    assert math.log10(wide[-1] / wide[0]) < 6.01


def test_places_without_a_loss_stay_empty(ax):
    p, q = Value(1.0), Value(1.0)
    filled = levels(drawn(landscape(lambda: ag.log(p) * q, p, q, ax, points=9)))
    assert math.isfinite(filled.zmin)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("p", "q")


def test_the_path_is_drawn_and_inside(ax, bowl):
    loss, p, q = bowl
    path = [(0.0, 0.0), (0.5, -1.0), (1.0, -2.0)]
    drawn(landscape(loss, p, q, ax, path=path, points=4))
    assert [tuple(xy) for xy in curve(ax, "path").get_xydata()] == path
    assert curve(ax, "start").get_xydata().tolist() == [[0.0, 0.0]]
    assert curve(ax, "end").get_xydata().tolist() == [[1.0, -2.0]]
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    assert left < 0.0 < 1.0 < right
    assert bottom < -2.0 < 0.0 < top


def test_a_trajectory_is_a_path(ax, bowl):
    loss, p, q = bowl
    way = nn.descend(lambda x: (x[0] - 1) ** 2 + (x[1] + 2) ** 2, [0.0, 0.0], nn.SGD(0.1), steps=4)
    landscape(loss, p, q, ax, path=way, points=4)
    assert curve(ax, "path").get_xydata().tolist() == way.points


def test_the_surface_carries_the_path(solid, bowl):
    loss, p, q = bowl
    path = [(0.0, 0.0), (1.0, -2.0)]
    assert landscape(loss, p, q, solid, path=path, surface=True, points=5) is solid
    drawn(solid)
    assert solid.get_zlabel() == "loss"
    assert [list(column) for column in curve(solid, "path").get_data_3d()] == [
        [0.0, 1.0],
        [0.0, -2.0],
        [14.0, 1.0],
    ]


def test_a_surface_and_nothing_else_is_solid(ax, solid, bowl):
    with pytest.raises(GraphError, match='projection="3d"'):
        landscape(*bowl, ax, surface=True)
    with pytest.raises(GraphError, match='projection="3d"'):
        landscape(*bowl, solid)


def test_a_landscape_of_a_network_is_quick_enough_to_be_exact(ax):
    model, (X, y) = MLP(2, [2, 1], rng=0), gates.xor()
    p, q = model.layers[0].neurons[0].w
    p.data, q.data = 0.0, 0.0

    def loss():
        return sum(nn.mse(model(x), t) for x, t in zip(X, y)) / 4

    filled = levels(landscape(loss, p, q, ax))
    heights = []
    for a in (-3.0, 0.0, 3.0):
        for b in (-3.0, 0.0, 3.0):
            p.data, q.data = a, b
            heights.append(loss().data)
    assert filled.zmin <= min(heights) + 1e-12
    assert filled.zmax >= max(heights) - 1e-12


def test_what_is_no_landscape_is_refused(ax, bowl):
    loss, p, q = bowl
    with pytest.raises(OperandError, match="a function of no arguments"):
        landscape(loss(), p, q, ax)
    with pytest.raises(OperandError, match="p and q are parameters"):
        landscape(loss, p, 0.5, ax)
    with pytest.raises(GraphError, match="was computed by add"):
        landscape(loss, p, p + q, ax)
    with pytest.raises(GraphError, match="the same parameter"):
        landscape(loss, p, p, ax)
    with pytest.raises(GraphError, match="does it use p and q"):
        landscape(loss, Value(1.0), Value(2.0), ax)
    with pytest.raises(GraphError, match="list of pairs"):
        landscape(loss, p, q, ax, path=[1.0, 2.0])
    with pytest.raises(GraphError, match="not finite"):
        landscape(loss, p, q, ax, path=[(1.0, math.inf)])
    with pytest.raises(GraphError, match="a window is"):
        landscape(loss, p, q, ax, window=((1.0, 1.0), (0.0, 1.0)))
    with pytest.raises(ValueError, match="points is a whole number"):
        landscape(loss, p, q, ax, points=2)


# --- figures ---


def test_without_ax_a_figure_is_made(pyplot, bowl):
    made = [landscape(*bowl, points=4), landscape(*bowl, points=4, surface=True)]
    assert len({each.figure.number for each in made}) == 2
    assert [each.name for each in made] == ["rectilinear", "3d"]


def test_without_matplotlib_it_says_what_to_install(no_matplotlib, bowl):
    with pytest.raises(
        MissingPackageError, match=r"the landscape of a loss needs matplotlib, .*install matplotlib"
    ):
        landscape(*bowl)


def test_the_labels_of_the_colour_bar_do_not_collide(figure):
    p, q = Value(0.5, label="p"), Value(-1.5, label="q")
    ax = landscape(lambda: 3 + (p - q) ** 2 / 9, p, q, figure.subplots())
    drawn(ax)
    bar = ax.figure.axes[1]
    bottom, top = bar.get_window_extent().y0, bar.get_window_extent().y1
    boxes = [t.get_window_extent() for t in bar.get_yticklabels()]
    middles = sorted((box.y0 + box.y1) / 2 for box in boxes if bottom - 5 < box.y1 < top + 15)
    assert len(middles) > 3
    steps = [b - a for a, b in pairwise(middles)]
    assert steps == pytest.approx([steps[0]] * len(steps), abs=1.0)
    assert steps[0] > boxes[0].height

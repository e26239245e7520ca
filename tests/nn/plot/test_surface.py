"""The pictures of training: history, landscape and gradients."""

import math
import sys
from itertools import pairwise

import pytest

import autograd as ag
import nn
from autograd import GraphError, MissingPackageError, OperandError, Value
from nn import MLP, History, gates
from nn.plot import gradients, history, landscape

matplotlib = pytest.importorskip("matplotlib")
from matplotlib.figure import Figure  # noqa: E402


@pytest.fixture
def ax():
    return Figure().subplots()


@pytest.fixture
def solid():
    return Figure().add_subplot(projection="3d")


@pytest.fixture
def bowl():
    """Two parameters, and a loss whose minimum of 1 is at (1, -2)."""
    p, q = Value(0.5, label="slope"), Value(0.25, label="offset")
    return (lambda: (p - 1.0) ** 2 + 3.0 * (q + 2.0) ** 2 + 1.0), p, q


def curve(ax, label):
    return next(line for line in ax.get_lines() if line.get_label() == label)


def drawn(ax):
    ax.figure.canvas.draw()  # warnings are errors, here too
    return ax


# --- history ---


def test_history_draws_losses_and_metrics(ax):
    told = History([0.7, 0.5, 0.4], {"accuracy": [0.25, 0.5, 1.0]})
    assert history(told, ax) is ax
    drawn(ax)
    assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_yscale()) == ("epoch", "loss", "linear")
    assert list(curve(ax, "loss").get_xdata()) == [1, 2, 3]
    assert list(curve(ax, "loss").get_ydata()) == told.losses
    right = next(other for other in ax.figure.axes if other is not ax)
    assert list(right.get_lines()[0].get_ydata()) == told.metrics["accuracy"]
    assert right.get_ylabel() == "accuracy"
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["loss", "accuracy"]


@pytest.mark.parametrize(
    ("losses", "scale"),
    [
        ([1.0, 0.04], "log"),
        ([1.0, 0.06], "linear"),
        ([1.0, 0.0], "linear"),
        ([1.0, -9.0], "linear"),
    ],
)
def test_history_is_logarithmic_where_that_helps(ax, losses, scale):
    assert history(History(losses), ax).get_yscale() == scale
    assert ax.figure.axes == [ax]  # no metrics, no second axis


def test_history_tells_how_training_ended(ax):
    assert "Ctrl-C" in history(History([1.0], stopped="interrupted"), ax).get_xlabel()
    assert curve(ax, "loss").get_marker() == "o"  # one epoch alone is a point


def test_metrics_of_any_size_and_number(ax):
    told = History([1.0, 0.5], {"error": [30.0, -2.0], "accuracy": [0.0, 1.0], "empty": []})
    right = next(a for a in drawn(history(told, ax)).figure.axes if a is not ax)
    assert right.get_ylabel() == "metrics"
    assert right.get_ylim()[1] > 30.0
    colours = {line.get_color() for line in (*right.get_lines(), curve(ax, "loss"))}
    assert len(colours) == 3


def test_a_history_plots_itself(ax):
    told = nn.fit(MLP(2, [1], rng=0), *gates.xor(), epochs=3)
    assert told.plot(ax) is ax
    assert list(curve(ax, "loss").get_ydata()) == told.losses


def test_what_is_no_history_is_refused(ax):
    with pytest.raises(GraphError, match="no complete epoch"):
        history(History(), ax)
    with pytest.raises(OperandError, match=r"a History, as fit returns it, is needed; got \[1.0\]"):
        history([1.0], ax)


# --- landscape ---


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


# --- gradients ---


def test_gradients_are_drawn_layer_by_layer(ax):
    model = MLP(2, [3, 3, 1], activation="sigmoid", rng=0)
    model([0.5, -1.0]).backward()
    assert gradients(model, ax) is ax
    drawn(ax)
    assert ax.get_yscale() == "log"
    ticks = [text.get_text() for text in ax.get_xticklabels()]
    assert ticks == ["layers.0\n(9)", "layers.1\n(12)", "layers.2\n(4)"]
    for points, layer in zip(ax.collections, model.layers):
        sizes = sorted(abs(p.grad) for p in layer.parameters())
        assert sorted(y for _, y in points.get_offsets()) == pytest.approx(sizes)
    medians = [
        sizes[len(sizes) // 2] if len(sizes) % 2 else sum(sizes[len(sizes) // 2 - 1 :][:2]) / 2
        for sizes in (sorted(abs(p.grad) for p in la.parameters()) for la in model.layers)
    ]
    assert list(curve(ax, "median").get_ydata()) == pytest.approx(medians)


def test_zero_gradients_are_counted_not_drawn(ax):
    model = MLP(1, [2, 1], activation="relu", rng=0)
    for neuron, bias in zip(model.layers[0].neurons, (-9.0, 9.0)):
        neuron.b.data = bias  # one dead unit, one that lives
    model([1.0]).backward()
    drawn(gradients(model, ax))
    assert [text.get_text() for text in ax.texts] == ["2 zero", "1 zero"]
    assert [len(points.get_offsets()) for points in ax.collections] == [2, 2]


def test_a_layer_without_any_gradient_keeps_its_place(ax):
    model = MLP(1, [1, 1], activation="relu", rng=0)
    model.layers[0].neurons[0].b.data = -9.0
    model([1.0]).backward()
    drawn(gradients(model, ax))
    assert list(curve(ax, "median").get_xdata()) == [1]
    assert len(ax.get_xticks()) == 2


def test_layers_of_other_models(ax):
    class Two(nn.Module):
        def __init__(self):
            self.encoder, self.scale = [MLP(1, [1], rng=0), MLP(1, [1], rng=1)], Value(2.0)

        def __call__(self, x):
            return self.encoder[1]([self.encoder[0](x)]) * self.scale

    nested = nn.Sequential(MLP(1, [2, 1], rng=0), lambda x: [x], nn.Layer(1, 1, rng=1))
    for model, layers in (
        (nested, ["layers.0.layers.0", "layers.0.layers.1", "layers.2"]),
        (Two(), ["encoder.0", "encoder.1", "scale"]),
        (nn.Neuron(2, rng=0), ["w", "b"]),
    ):
        answer = model([1.0, 2.0] if isinstance(model, nn.Neuron) else [1.0])
        (answer[0] if isinstance(answer, list) else answer).backward()
        ax = gradients(model, Figure().subplots())
        assert [text.get_text().split("\n")[0] for text in ax.get_xticklabels()] == layers


def test_gradients_that_cannot_be_drawn_are_refused(ax):
    model = MLP(1, [1], rng=0)
    with pytest.raises(GraphError, match=r"call backward\(\)"):
        gradients(model, ax)
    model.parameters()[0].grad = math.nan
    with pytest.raises(GraphError, match=r"the gradient of layers.0.neurons.0.w.0 is nan"):
        gradients(model, ax)
    with pytest.raises(OperandError, match="a model with parameters"):
        gradients([1.0], ax)


# --- all of them ---


def test_without_ax_a_figure_is_made(bowl):
    from matplotlib import pyplot

    pyplot.switch_backend("Agg")
    model = MLP(2, [2, 1], rng=0)
    model([1.0, 1.0]).backward()
    made = [history(History([1.0])), landscape(*bowl, points=4), gradients(model)]
    made += [landscape(*bowl, points=4, surface=True), nn.plot.hidden(model, [[0, 1], [1, 0]])]
    assert len({each.figure.number for each in made}) == 5
    for each in made:
        pyplot.close(each.figure)


def test_without_matplotlib_each_says_what_to_install(monkeypatch, bowl):
    for name in [n for n in sys.modules if n.split(".")[0] == "matplotlib"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    model = MLP(2, [2, 1], rng=0)
    model([1.0, 1.0]).backward()
    for draw in (
        lambda: history(History([1.0])),
        lambda: landscape(*bowl),
        lambda: gradients(model),
        lambda: nn.plot.hidden(model, [[0, 1], [1, 0]]),
    ):
        with pytest.raises(MissingPackageError, match=r"needs matplotlib, .*install matplotlib"):
            draw()

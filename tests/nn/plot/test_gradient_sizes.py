"""How much of the gradient reaches each layer: sizes, medians, zeros, names of layers."""

import math
from statistics import median, quantiles

import pytest

import nn
from autograd import GraphError, MissingPackageError, OperandError, Value
from nn import MLP
from nn.plot import gradients
from nn.plot.axes import PALETTE
from tests.nn.plot.seen import curve, drawn


def ticks(ax):
    return [text.get_text() for text in ax.get_xticklabels()]


def with_gradients(*sizes):
    """A model of one layer for each list, whose parameters have these gradients."""

    class Model(nn.Module):
        def __init__(self):
            self.layers = [Part(grads) for grads in sizes]

    class Part(nn.Module):
        def __init__(self, grads):
            self.w = [Value(1.0) for _ in grads]
            for value, grad in zip(self.w, grads):
                value.grad = grad

    return Model()


def test_they_are_drawn_layer_by_layer(ax):
    model = MLP(2, [3, 3, 1], activation="sigmoid", rng=0)
    model([0.5, -1.0]).backward()
    assert gradients(model, ax) is ax
    drawn(ax)
    assert ax.get_yscale() == "log"
    assert ticks(ax) == ["layers.0\n(9)", "layers.1\n(12)", "layers.2\n(4)"]
    for place, (points, layer) in enumerate(zip(ax.collections, model.layers)):
        sizes = [abs(p.grad) for p in layer.parameters()]
        assert [y for _, y in points.get_offsets()] == pytest.approx(sizes)
        across = [x - place for x, _ in points.get_offsets()]
        assert max(map(abs, across)) <= 0.25
        assert len(set(across)) == len(across)
    medians = [median(abs(p.grad) for p in layer.parameters()) for layer in model.layers]
    assert list(curve(ax, "median").get_ydata()) == pytest.approx(medians)
    assert list(curve(ax, "median").get_xdata()) == [0, 1, 2]
    assert (ax.get_xlim()[0], ax.get_xlim()[1]) == pytest.approx((-0.6, 2.6))


def test_the_box_holds_the_middle_half(ax):
    grads = [1.0, -2.0, 4.0, -8.0, 16.0]
    drawn(gradients(with_gradients(grads), ax))
    low, _, high = quantiles(map(abs, grads), n=4, method="inclusive")
    box = next(line for line in ax.get_lines() if len(line.get_xdata()) == 5)
    assert (min(box.get_ydata()), max(box.get_ydata())) == (low, high)
    assert (min(box.get_xdata()), max(box.get_xdata())) == pytest.approx((-0.3, 0.3))


def test_an_outlier_is_drawn_once_as_its_parameter(ax):
    gradients(with_gradients([1.0, 1.1, 1.2, 1.3, 1000.0]), ax)
    assert max(y for _, y in ax.collections[0].get_offsets()) == 1000.0
    assert max(y for line in ax.get_lines() for y in line.get_ydata()) < 10.0


def test_the_legend_has_the_colours_of_what_is_drawn(ax):
    gradients(with_gradients([1.0, 2.0], [3.0, 4.0]), ax)
    dots = {to_hex(points.get_facecolor()[0]).upper() for points in ax.collections}
    lines, dot = ax.get_legend().legend_handles
    assert dots == {dot.get_color()} == {PALETTE[5]}
    boxed = [line.get_color() for line in ax.get_lines() if line.get_linewidth() == 2.5]
    assert boxed == [lines.get_color()] * 2 == [PALETTE[1]] * 2


def to_hex(colour):
    from matplotlib.colors import to_hex

    return to_hex(colour)


def test_axes_are_named(ax):
    gradients(with_gradients([1.0]), ax)
    assert ax.get_xlabel() == "layer (number of parameters), from input to output"
    assert ax.get_ylabel() == "size of the gradient, |∂L/∂w|"
    assert [t.get_text() for t in ax.get_legend().get_texts()] == ["median", "one parameter"]


def test_zero_gradients_are_counted_not_drawn(ax):
    model = MLP(1, [2, 1], activation="relu", rng=0)
    for neuron, bias in zip(model.layers[0].neurons, (-9.0, 9.0)):
        neuron.b.data = bias  # one dead unit, one that lives
    model([1.0]).backward()
    drawn(gradients(model, ax))
    assert [(text.get_text(), text.get_position()) for text in ax.texts] == [
        ("2 zero", (0, 1.02)),
        ("1 zero", (1, 1.02)),
    ]
    above = ax.texts[0].get_window_extent()
    assert above.y0 > ax.get_window_extent().y1  # above the frame
    assert [len(points.get_offsets()) for points in ax.collections] == [2, 2]


def test_a_layer_without_zeros_says_nothing_of_them(ax):
    gradients(with_gradients([1.0, 2.0], [0.0, 3.0]), ax)
    assert [(t.get_text(), t.get_position()[0]) for t in ax.texts] == [("1 zero", 1)]


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
        ax.clear()
        gradients(model, ax)
        assert [tick.split("\n")[0] for tick in ticks(ax)] == layers


def test_what_cannot_be_drawn_is_refused(ax):
    model = MLP(1, [1], rng=0)
    with pytest.raises(
        GraphError, match=r"all gradients are zero: call backward\(\) on a loss of this model first"
    ):
        gradients(model, ax)
    for wrong in (math.nan, math.inf, -math.inf):
        model.parameters()[0].grad = wrong
        with pytest.raises(
            GraphError,
            match=rf"the gradient of layers.0.neurons.0.w.0 is {wrong}: call zero_grad\(\)",
        ):
            gradients(model, ax)
    with pytest.raises(OperandError, match=r"a model with parameters is needed; got \[1.0\]"):
        gradients([1.0], ax)
    assert not ax.collections


@pytest.mark.parametrize(("layers", "width"), [(1, 6.4), (7, 6.4), (8, 7.2), (20, 18.0)])
def test_many_layers_make_a_wider_figure(pyplot, layers, width):
    ax = gradients(with_gradients(*[[1.0, 2.0]] * layers))
    assert tuple(ax.figure.get_size_inches()) == pytest.approx((width, 4.4))


def test_without_matplotlib_it_says_what_to_install(no_matplotlib):
    with pytest.raises(
        MissingPackageError,
        match=r"^the picture of the gradients needs matplotlib, .*pip install matplotlib",
    ):
        gradients(with_gradients([1.0]))

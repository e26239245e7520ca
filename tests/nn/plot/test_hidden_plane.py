"""What the hidden layer sees: its points, the grid, the line of the next layer."""

import math

import pytest

from autograd import GraphError, MissingPackageError
from nn import MLP, Layer, Sequential, gates
from nn.plot import hidden
from tests.nn.plot.seen import drawn, labels

matplotlib = pytest.importorskip("matplotlib")
from matplotlib.figure import Figure  # noqa: E402


def dots(ax):
    """The points by label."""
    return {
        c.get_label(): c.get_offsets().tolist()
        for c in ax.collections
        if c.get_label().startswith(("label", "rows"))
    }


def line(ax):
    """The corners of the black line."""
    thick = [c for c in ax.collections if len(c.get_linewidth()) and c.get_linewidth()[0] == 1.5]
    return [v for c in thick for path in c.get_paths() for v in path.vertices.tolist()]


def by_hand():
    """XOR with tanh: h₀ = OR, h₁ = AND, and 4·h₀ - 4·h₁ - 2 as logit."""
    model = MLP(2, [2, 1], rng=0)
    numbers = [4.0, 4.0, -2.0, 4.0, 4.0, -6.0, 4.0, -4.0, -2.0]
    for parameter, number in zip(model.parameters(), numbers):
        parameter.data = number
    return model


def test_points_are_the_activations(ax):
    X, y = gates.xor()
    assert hidden(by_hand(), X, y, ax=ax) is ax
    drawn(ax)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("hidden unit 0", "hidden unit 1")
    found = dots(ax)
    for label in (0, 1):
        expected = [
            [math.tanh(4 * a + 4 * b - 2), math.tanh(4 * a + 4 * b - 6)]
            for (a, b), t in zip(X, y)
            if t == label
        ]
        assert found[f"label {label}"] == [pytest.approx(point) for point in expected]
    told = {"label 0", "label 1", "undecided", "x₁ constant", "x₂ constant"}
    assert set(labels(ax)) == told


def test_the_line_is_that_of_the_next_layer(ax):
    hidden(by_hand(), *gates.xor(), ax=ax)
    assert len(line(ax)) > 1
    assert all(4 * a - 4 * b - 2 == pytest.approx(0.0, abs=0.05) for a, b in line(ax))


def test_the_loss_says_where_the_line_is(ax):
    hidden(by_hand(), *gates.xor(), ax=ax, loss="mse")
    assert all(4 * a - 4 * b - 2 == pytest.approx(0.5, abs=1e-6) for a, b in line(ax))
    assert line(ax)


def test_grid_lines_are_images_of_lines(ax):
    hidden(by_hand(), *gates.xor(), ax=ax)
    grid = [curve for curve in ax.get_lines() if len(curve.get_xdata()) == 40]
    assert len(grid) == 18
    low, high = -0.2, 1.2  # the window of boundary
    first = grid[0].get_xydata()
    assert first[0] == pytest.approx([math.tanh(8 * low - 2), math.tanh(8 * low - 6)])
    assert first[-1] == pytest.approx(
        [math.tanh(4 * low + 4 * high - 2), math.tanh(4 * low + 4 * high - 6)]
    )


def test_without_labels_and_with_many(ax):
    X, _ = gates.xor()
    assert len(dots(hidden(by_hand(), X, ax=ax))["rows"]) == 4
    assert line(ax)
    many = hidden(by_hand(), X, [0, 1, 2, 3], ax=Figure().subplots())
    assert set(dots(many)) == {f"label {k}" for k in range(4)}
    rows = [[i / 9, 1 - i / 9] for i in range(10)]
    numbers = hidden(by_hand(), rows, [i / 7 for i in range(10)], ax=Figure().subplots())
    assert [a.get_ylabel() for a in numbers.figure.axes] == ["hidden unit 1", "target"]
    assert dots(numbers)["rows"]


def test_principal_components_of_wide_layers(ax):
    model = MLP(3, [4, 2, 1], rng=0)
    X = [[i % 3, i % 2, i / 5] for i in range(6)]
    hidden(model, X, ax=ax)
    drawn(ax)
    assert ax.get_xlabel().startswith("principal component 1 (")
    assert ax.get_ylabel().endswith("% of the variance)")
    assert not [curve for curve in ax.get_lines() if len(curve.get_xdata())]  # X is no plane
    points = dots(ax)["rows"]
    assert [sum(column) for column in zip(*points)] == pytest.approx([0.0, 0.0], abs=1e-12)
    assert abs(sum(a * b for a, b in points)) < 1e-12  # uncorrelated


def test_units_that_were_asked_for(ax):
    model = MLP(2, [4, 1], rng=0)
    X, _ = gates.xor()
    hidden(model, X, units=(3, 1), ax=ax)
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("hidden unit 3", "hidden unit 1")
    expected = [[model.layers[0](x)[k].data for k in (3, 1)] for x in X]
    assert dots(ax)["rows"] == [pytest.approx(point) for point in expected]
    assert not line(ax)  # the others have a say, too


def test_deeper_layers_and_the_last_one(ax):
    model = MLP(2, [3, 2, 2], rng=0)
    X, y = gates.xor()
    hidden(model, X, y, 1, ax)
    assert not line(ax)  # two outputs
    last = hidden(model, X, y, 2, Figure().subplots())
    expected = [[v.data for v in model(x)] for x, t in zip(X, y) if t == 1]
    assert dots(last)["label 1"] == [pytest.approx(point) for point in expected]


def test_parts_that_are_functions(ax):
    model = Sequential(Layer(2, 2, "linear", rng=0), lambda x: [v.tanh() for v in x], MLP(2, [1]))
    X, y = gates.xor()
    hidden(model, X, y, 1, ax)
    expected = [v.data for v in model.layers[1](model.layers[0](X[0]))]
    assert dots(ax)["label 0"][0] == pytest.approx(expected)


def test_what_has_no_such_layer_is_refused(ax):
    X, y = gates.xor()
    with pytest.raises(GraphError, match="layer=2 of MLP, which has 2"):
        hidden(MLP(2, [2, 1]), X, y, 2, ax)
    with pytest.raises(GraphError, match="of function, which has 0"):
        hidden(lambda x: x, X, y, ax=ax)
    with pytest.raises(GraphError, match="needs two hidden units"):
        hidden(MLP(2, [1, 1]), X, y, ax=ax)
    with pytest.raises(GraphError, match="two of the units 0 to 3"):
        hidden(MLP(2, [4, 1]), X, y, ax=ax, units=(0, 4))
    with pytest.raises(GraphError, match="one label or number per row"):
        hidden(MLP(2, [2, 1]), X, [[0], [1], [1], [0]], ax=ax)


def test_without_ax_a_figure_is_made(pyplot):
    one, other = (hidden(MLP(2, [2, 1], rng=0), [[0, 1], [1, 0]]) for _ in range(2))
    assert one.figure is not other.figure


def test_without_matplotlib_it_says_what_to_install(no_matplotlib):
    with pytest.raises(MissingPackageError, match=r"needs matplotlib, .*install matplotlib"):
        hidden(MLP(2, [2, 1], rng=0), [[0, 1], [1, 0]])


def test_one_row_and_layers_that_answer_nan_are_said():
    model = MLP(2, [3, 1], rng=0)
    with pytest.raises(GraphError, match="X has one: give it two"):
        hidden(model, [[1.0, 2.0]])
    model.layers[0].neurons[1].b.data = math.nan
    with pytest.raises(GraphError, match=r"layer 0 answers nan for row 0 of X: .* diverged"):
        hidden(model, *gates.xor())

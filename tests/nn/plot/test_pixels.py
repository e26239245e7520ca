"""Rows of numbers as pictures: where each pixel stands, the scale, the mistakes, the weights."""

import pytest

import nn
from autograd import GraphError, MissingPackageError
from nn.plot.pixels import COLUMNS

SHADES = {"white": (1.0, 1.0, 1.0), "black": (0.0, 0.0, 0.0)}


class Sure(nn.Module):
    """Answers with the class that the first pixel names, as sure of it as the second says."""

    def __call__(self, x):
        return [x[1] * (i == x[0]) for i in range(3)]


def texts(figure):
    return [ax.get_title() for ax in figure.axes if ax.get_title()]


def pictures(figure):
    return [ax.images[0] for ax in figure.axes if ax.images]


# --- images ---


def test_pixels_are_where_they_belong(figure):
    assert nn.images([[0.0, 0.25, 0.5, 1.0]], ["seven"], figure=figure) is figure
    assert texts(figure) == ["seven"]
    (image,) = pictures(figure)
    assert image.get_array().tolist() == [[0.0, 0.25], [0.5, 1.0]]
    assert image.to_rgba(0.0)[:3] == SHADES["white"]
    assert image.to_rgba(1.0)[:3] == SHADES["black"]


def test_all_rows_have_one_scale(figure):
    nn.images([[2.0], [5.0], [3.0]], figure=figure)
    assert {image.get_clim() for image in pictures(figure)} == {(2.0, 5.0)}


def test_signed_numbers_have_white_at_zero(figure):
    nn.images([[-1.0], [4.0]], signed=True, figure=figure)
    first, _ = pictures(figure)
    assert first.get_clim() == (-4.0, 4.0)
    middle = first.to_rgba(0.0)[:3]
    assert middle == pytest.approx(SHADES["white"], abs=0.01)
    red, _, blue = first.to_rgba(-4.0)[:3]
    assert blue > red  # blue is below 0
    red, _, blue = first.to_rgba(4.0)[:3]
    assert red > blue  # and orange above


def test_zeros_alone_are_drawn(figure):
    nn.images([[0.0] * 4], signed=True, figure=figure)
    figure.draw_without_rendering()
    assert pictures(figure)[0].get_clim() == (-1.0, 1.0)


@pytest.mark.parametrize(("count", "lines"), [(1, 1), (8, 1), (9, 2), (17, 3)])
def test_eight_stand_beside_one_another(figure, count, lines):
    nn.images([[float(i)] for i in range(count)], range(count), figure=figure)
    assert len(figure.axes) == COLUMNS * lines == 8 * lines
    assert len(pictures(figure)) == count
    assert texts(figure) == [str(i) for i in range(count)]
    assert not any(ax.axison for ax in figure.axes)
    assert tuple(figure.get_size_inches()) == pytest.approx((7.2, 1.15 * lines + 0.4))
    figure.draw_without_rendering()
    if count > 8:  # the ninth begins the second line
        first, ninth = figure.axes[0].get_position(), figure.axes[8].get_position()
        assert ninth.x0 == pytest.approx(first.x0, abs=0.02)
        assert ninth.y1 < first.y0 + 0.01


def test_labels_may_be_fewer_than_rows(figure):
    nn.images([[1.0], [2.0], [3.0]], ["one"], figure=figure)
    assert texts(figure) == ["one"]
    assert len(pictures(figure)) == 3


@pytest.mark.parametrize("rows", [[], [[]], [[1.0, 2.0]], [[1.0], [1.0] * 4], [[1.0] * 4, [1.0]]])
def test_rows_that_are_no_squares_are_refused(figure, rows):
    with pytest.raises(
        GraphError, match=r"images takes rows of one square number of pixels each, such as 64"
    ):
        nn.images(rows, figure=figure)
    assert figure.axes == []


# --- mistakes ---


def test_mistakes_are_named_the_surest_first(figure):
    X = [[0.0, 5.0, 0, 0], [1.0, 1.0, 0, 0], [2.0, 9.0, 0, 0], [1.0, 3.0, 0, 0]]
    assert nn.mistakes(Sure(), X, [0, 0, 1, 2], figure=figure) is figure
    assert texts(figure) == ["1 → 2", "2 → 1", "0 → 1"]
    assert [image.get_array()[0][1] for image in pictures(figure)] == [9.0, 3.0, 1.0]
    assert figure.get_suptitle() == "3 of 4 wrong: true → answer"


def test_mistakes_as_sure_as_each_other_keep_their_order(figure):
    X = [[1.0, 2.0, 0.0, k] for k in range(4)]
    nn.mistakes(Sure(), X, [0] * 4, figure=figure)
    assert [image.get_array()[1][1] for image in pictures(figure)] == [0.0, 1.0, 2.0, 3.0]


def test_no_mistakes_and_too_many(figure):
    X = [[1.0, 1.0, 0, 0]] * 30
    nn.mistakes(Sure(), X, [1] * 30, figure=figure)
    assert [t.get_text() for t in figure.texts] == ["no mistakes"]
    assert figure.axes == []
    nn.mistakes(Sure(), X, [0] * 30, most=3, figure=figure)
    assert len(texts(figure)) == 3
    assert figure.get_suptitle() == "30 of 30 wrong: true → answer"
    figure.clear()
    nn.mistakes(Sure(), X, [0] * 30, figure=figure)
    assert len(texts(figure)) == 24


# --- weights ---


def test_weights_stand_in_the_places_of_the_pixels(figure):
    layer = nn.Layer(4, 3, rng=0)
    assert nn.weight_images(layer, figure=figure) is figure
    limits = {image.get_clim() for image in pictures(figure)}
    assert len(limits) == 1
    low, high = limits.pop()
    assert -low == high == max(abs(w.data) for n in layer.neurons for w in n.w)
    for neuron, image in zip(layer.neurons, pictures(figure), strict=True):
        w = [v.data for v in neuron.w]
        assert image.get_array().tolist() == [w[:2], w[2:]]
    assert texts(figure) == ["0", "1", "2"]


# --- figures ---


def test_without_a_figure_one_is_made(pyplot):
    made = [nn.images([[1.0]]), nn.mistakes(Sure(), [[1.0, 1.0, 0, 0]], [1])]
    made.append(nn.weight_images(nn.Layer(4, 1, rng=0)))
    assert len({each.number for each in made}) == 3
    assert all(each.get_layout_engine() is not None for each in made)


def test_without_matplotlib_they_say_what_to_install(no_matplotlib):
    for draw in (lambda: nn.images([[1.0]]), lambda: nn.weight_images(nn.Layer(4, 1, rng=0))):
        with pytest.raises(
            MissingPackageError, match=r"^a picture of pixels needs matplotlib, .*pip install"
        ):
            draw()


def test_a_scale_stands_beside_the_weights(figure):
    layer = nn.Layer(4, 3, rng=0)
    nn.weight_images(layer, figure=figure)
    figure.draw_without_rendering()
    *_, bar = figure.axes
    largest = max(abs(w.data) for n in layer.neurons for w in n.w)
    assert bar.get_ylim() == pytest.approx((-largest, largest))
    assert bar.get_position().x0 > max(ax.get_position().x1 for ax in figure.axes[:3])
    assert [tick.get_text() for tick in bar.get_yticklabels()].count("0") == 1

"""What the plots share: colours, new axes, labelled points, a legend outside the frame."""

import re

import pytest

from autograd import MissingPackageError
from nn.plot.axes import (
    MARKERS,
    ON_ANY_PAPER,
    PALETTE,
    SIZE,
    colours_on,
    ink,
    legend_below,
    mixed,
    new_axes,
    scatter,
)
from tests.nn.plot.seen import drawn, labels

ROWS = [(0.0, 1.0), (2.0, 3.0), (4.0, 5.0), (6.0, 7.0)]


# --- colours ---


def test_every_colour_has_a_shape_of_its_own():
    assert len(set(PALETTE)) == len(PALETTE) == len(set(MARKERS)) == len(MARKERS) == 8
    assert all(re.fullmatch("#[0-9A-F]{6}", colour) for colour in PALETTE)


def test_the_colours_are_okabes_and_itos():
    """Black, orange, sky blue, bluish green, yellow, blue, vermilion, purple, as published."""
    published = [
        *((0, 0, 0), (230, 159, 0), (86, 180, 233), (0, 158, 115)),
        *((240, 228, 66), (0, 114, 178), (213, 94, 0), (204, 121, 167)),
    ]
    ours = {tuple(bytes.fromhex(colour[1:])) for colour in PALETTE}
    assert ours == set(published)
    assert PALETTE[:2] == ("#0072B2", "#D55E00")  # blue and vermilion first


def test_neighbours_differ_in_lightness_for_who_sees_no_colours():
    def lightness(colour):
        r, g, b = bytes.fromhex(colour[1:])
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    assert abs(lightness(PALETTE[0]) - lightness(PALETTE[1])) > 15


# --- new axes ---


def test_new_axes_are_in_a_figure_of_their_own(pyplot):
    one, other = new_axes("a test"), new_axes("a test", (3.0, 2.0), projection="3d")
    assert one.figure is not other.figure
    assert tuple(one.figure.get_size_inches()) == SIZE == (6.4, 4.4)
    assert tuple(other.figure.get_size_inches()) == (3.0, 2.0)
    assert (one.name, other.name) == ("rectilinear", "3d")
    assert one.figure.axes == [one]
    assert one.figure.get_layout_engine().__class__.__name__ == "ConstrainedLayoutEngine"
    assert pyplot.fignum_exists(one.figure.number)


def test_without_matplotlib_the_purpose_is_told(no_matplotlib):
    with pytest.raises(
        MissingPackageError, match=r"^a test needs matplotlib, which .*pip install matplotlib$"
    ):
        new_axes("a test")


# --- points ---


def test_each_kind_of_label_has_its_colour_and_its_points(ax):
    scatter(ax, ROWS, [1, 0, 1, 2], [0, 1, 2])
    found = [[tuple(xy) for xy in points.get_offsets()] for points in ax.collections]
    assert found == [[ROWS[1]], [ROWS[0], ROWS[2]], [ROWS[3]]]
    colours = [to_hex(points.get_facecolor()[0]) for points in ax.collections]
    assert colours == list(PALETTE[:3])
    shapes = [points.get_paths()[0].vertices.tolist() for points in ax.collections]
    assert shapes[0] != shapes[1] != shapes[2] != shapes[0]


def to_hex(colour):
    from matplotlib.colors import to_hex

    return to_hex(colour).upper()


def test_a_kind_without_points_takes_its_colour_along(ax):
    """So that label 1 is vermilion in every picture, whether there is a label 0 or not."""
    scatter(ax, ROWS, [1, 1, 1, 1], [0, 1])
    (points,) = ax.collections
    assert to_hex(points.get_facecolor()[0]) == PALETTE[1]
    assert points.get_label() == "label 1"


def test_labels_are_told_shortly(ax):
    scatter(ax, ROWS, [1.0, -1.0, 0.5, 1.0], [-1.0, 0.5, 1.0])
    assert [points.get_label() for points in ax.collections] == ["label -1", "label 0.5", "label 1"]


def test_many_points_are_smaller(ax):
    for count in (19, 20):
        scatter(ax, [(float(i), 0.0) for i in range(count)], [0] * count, [0])
    assert [float(points.get_sizes()[0]) for points in ax.collections] == [110.0, 36.0]


def test_points_lie_above_what_is_drawn_by_default(ax):
    (line,) = ax.plot([0, 1], [0, 1])
    scatter(ax, ROWS, [0] * 4, [0])
    assert ax.collections[0].get_zorder() > line.get_zorder()


# --- the legend ---


def test_the_legend_hides_nothing(ax):
    scatter(ax, ROWS, [0, 1, 2, 0], [0, 1, 2])
    legend_below(ax)
    drawn(ax)
    assert labels(ax) == ["label 0", "label 1", "label 2"]
    legend = ax.get_legend()
    assert legend.get_window_extent().y1 < ax.get_window_extent().y0  # all of it below the frame
    assert legend.get_window_extent().x0 == pytest.approx(ax.get_window_extent().x0, abs=10)
    assert not legend.get_frame_on()


@pytest.mark.parametrize(("columns", "rows"), [(1, 4), (2, 2), (4, 1)])
def test_the_legend_has_so_many_columns(ax, columns, rows):
    for i in range(4):
        ax.plot([i], [i], label=f"line {i}")
    legend_below(ax, columns=columns)
    drawn(ax)
    heights = {round(text.get_window_extent().y0) for text in ax.get_legend().get_texts()}
    assert len(heights) == rows


@pytest.mark.parametrize("size", [(4.5, 4.0), (9.0, 6.0)])
def test_in_small_subplots_the_legend_is_below_the_label_and_within_the_width(figure, size):
    figure.set_size_inches(*size)
    for ax in figure.subplots(2, 2).flat:
        scatter(ax, ROWS, [0, 1, 2, 0], [0, 1, 2])
        ax.set_xlabel("$x_1$")
        legend_below(ax)
    figure.draw_without_rendering()
    for ax in figure.axes:
        legend, label = ax.get_legend().get_window_extent(), ax.xaxis.label.get_window_extent()
        assert legend.y1 < label.y0 + 1.0
        assert legend.x1 < figure.bbox.x1


# --- dark paper ---


def test_on_dark_axes_ink_and_colours_are_light(ax):
    assert (ink(ax), colours_on(ax)) == ("black", PALETTE)
    ax.set_facecolor("black")
    assert ink(ax) == "white"
    assert len(set(colours_on(ax))) == len(PALETTE)
    assert "#000000" not in colours_on(ax)
    ax.set_facecolor("none")  # whatever is below it, the labels are seen there
    assert (ink(ax), colours_on(ax)) == ("black", PALETTE)
    ax.set_xlabel("x", color="#6e7b8b")
    assert (ink(ax), colours_on(ax)) == ("#6e7b8b", PALETTE)
    ax.set_xlabel("x", color="white")
    assert ink(ax) == "white"
    assert colours_on(ax) != PALETTE


def test_points_have_the_colours_and_the_edge_of_their_paper(ax):
    ax.set_facecolor("black")
    scatter(ax, ROWS, [0] * 4, [0])
    (points,) = ax.collections
    assert to_hex(points.get_facecolor()[0]) == colours_on(ax)[0]
    assert to_hex(points.get_edgecolor()[0]) == "#000000"


def test_colours_are_mixed_into_the_paper():
    assert mixed((1.0, 1.0, 1.0, 1.0), "#000000", 0.25) == (0.75, 0.75, 0.75, 1.0)
    assert mixed((0.0, 0.0, 0.0, 1.0), "#FFFFFF", 1.0) == (1.0, 1.0, 1.0, 1.0)
    assert mixed((0.0, 0.0, 0.0, 0.0), "#FF0000", 0.25) == (1.0, 0.0, 0.0, 0.25)


def test_what_is_drawn_on_clear_paper_is_seen_on_any():
    """Contrast by WCAG 2.2, 1.4.11: 3 : 1 for what is drawn, on white and on GitHub's dark."""

    def luminance(colour):
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    colours = {colour for colour in ON_ANY_PAPER.values() if colour != "none"}
    for colour in colours | set(PALETTE[:2]):
        own = luminance([c / 255 for c in bytes.fromhex(colour[1:])]) + 0.05
        dark = luminance([c / 255 for c in bytes.fromhex("0d1117")]) + 0.05
        assert min(1.05 / own, own / dark) >= 3.0

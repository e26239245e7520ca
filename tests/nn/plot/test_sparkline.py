"""A course as a small curve: its scale, its words, its thinning."""

import base64
import math
import re

import pytest

from nn.plot.sparkline import HEIGHT, POINTS, WIDTH, course_of, sparkline


def test_shares_keep_their_scale_and_losses_do_not():
    assert course_of([0.5, 0.75])[0] == [0.5, 0.75]
    assert course_of([0.5, 0.75], loss=True)[0] == [0.0, 1.0]
    assert course_of([-1.0, 3.0])[0] == [0.0, 1.0]


def test_very_different_sizes_are_drawn_by_their_logarithms():
    heights, told = course_of([100.0, 10.0, 1.0])
    assert heights == pytest.approx([1.0, 0.5, 0.0])
    assert told == "100 → 1, logarithmic"
    assert course_of([19.0, 1.0])[1] == "19 → 1"
    assert course_of([100.0, 0.0])[1] == "100 → 0"


def test_a_course_that_stays_is_a_line_below():
    assert course_of([2.0, 2.0]) == ([0.0, 0.0], "2 → 2")


def test_a_long_course_is_thinned():
    assert len(course_of([math.sin(i) for i in range(1000)])[0]) <= POINTS
    assert len(course_of([1.0] * POINTS)[0]) == POINTS


@pytest.mark.parametrize("course", [[0.5], [0.5, 1.0, 0.0]])
def test_the_curve_lies_within_the_image(course):
    html = sparkline(course)
    code = re.search(r'<img src="data:image/svg\+xml;base64,([^"]+)" alt="[^"]+"', html)[1]
    assert f"min-width:{WIDTH}px" in html  # cells of a table would make it smaller
    svg = base64.b64decode(code).decode()
    points = re.search(r'points="([^"]+)"', svg)[1].split()
    assert len(points) == len(course)
    for point in points:
        x, y = map(float, point.split(","))
        assert 0 < x < WIDTH
        assert 0 < y < HEIGHT

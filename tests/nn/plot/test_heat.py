"""Small heat maps: every pixel where it belongs, no more than its own colours; lines between."""

import base64
import io
import math

import pytest

from nn.plot.heat import classes, crossings, signed


def pixels(address):
    """The rows of an image as (red, green, blue, alpha), by another reader of PNG."""
    image = pytest.importorskip("PIL.Image")
    kind, _, code = address.partition(",")
    assert kind == "data:image/png;base64"
    opened = image.open(io.BytesIO(base64.b64decode(code))).convert("RGBA")
    width, height = opened.size
    return [[opened.getpixel((x, y)) for x in range(width)] for y in range(height)]


def test_blue_is_below_nothing_at_and_vermilion_above_zero():
    ((below, zero, above),) = pixels(signed([[-1.0, 0.0, 1.0]]))
    assert below[:3] == (0x00, 0x72, 0xB2)
    assert above[:3] == (0xD5, 0x5E, 0x00)
    assert (below[3], zero[3], above[3]) == (217, 0, 217)


def test_the_first_row_is_the_lowest():
    upper, lower = pixels(signed([[1.0, 0.0], [0.0, 0.0]]))
    assert lower[0][3] > 0
    assert upper[0][3] == lower[1][3] == 0


def test_half_is_half_as_strong_and_more_than_one_is_one():
    ((half, beyond, one),) = pixels(signed([[0.5, 7.0, 1.0]]))
    assert half[3] == pytest.approx(one[3] / 2, abs=1)
    assert beyond == one


def test_classes_have_the_palettes_colours_the_fuller_the_surer():
    ((first, third, unsure, ninth),) = pixels(classes([[(0, 1.0), (2, 1.0), (2, 0.0), (8, 1.0)]]))
    assert first[:3] == (0x00, 0x72, 0xB2)
    assert third[:3] == (0x00, 0x9E, 0x73)
    assert unsure[3] == 0
    assert ninth == first  # after eight they begin anew


def test_the_crossing_of_a_plane_is_a_line():
    side = 9
    grid = [[j + 2 * i - 8.4 for j in range(side)] for i in range(side)]
    pieces = list(crossings(grid))
    assert len(pieces) > side
    for a, b, c, d in pieces:
        assert 8 * a + 16 * b == pytest.approx(8.4)
        assert 8 * c + 16 * d == pytest.approx(8.4)


def test_the_crossing_of_a_ring_is_a_ring():
    side = 41
    at = [2 * i / (side - 1) - 1 for i in range(side)]
    pieces = list(crossings([[x * x + y * y - 0.25 for x in at] for y in at]))
    assert all(
        math.hypot(2 * a - 1, 2 * b - 1) == pytest.approx(0.5, abs=0.01) for a, b, *_ in pieces
    )
    length = sum(math.hypot(c - a, d - b) for a, b, c, d in pieces)
    assert length == pytest.approx(math.pi * 0.5, rel=0.01)


def test_where_nothing_changes_sign_there_is_no_line():
    assert list(crossings([[1.0, 2.0], [3.0, 4.0]])) == []

"""An SVG as an image in HTML: whole, told in words, within its column, still readable."""

import base64
import re

import pytest

from autograd.show.image import least_width, svg_image
from tests.show_samples import ALL


def test_the_svg_is_in_the_page_whole() -> None:
    svg = '<svg width="9px"><text>∂L/∂a & <b></text></svg>'
    source = re.search(r'src="data:image/svg\+xml;base64,([^"]*)"', svg_image(svg, "a"))
    assert source is not None
    assert base64.b64decode(source[1]).decode() == svg


@pytest.mark.parametrize("told", ALL.values(), ids=ALL)
def test_words_open_no_tag_and_end_no_attribute(told: str) -> None:
    words = svg_image("<svg/>", told).split('alt="')[1]
    assert re.fullmatch(r'[^"<>]*" style="[^"<>]*"/></div>', words)


def test_it_is_as_wide_as_its_column_and_scrolls_where_text_would_be_too_small() -> None:
    html = svg_image('<svg width="1000px"><text font-size="12">a</text></svg>', "a")
    assert html.startswith('<div style="overflow-x:auto"><img ')
    assert 'style="max-width:100%;min-width:750px;height:auto"' in html


@pytest.mark.parametrize(
    ("width", "sizes", "least"),
    [
        ("1000px", (12, 18), 750),
        ("750pt", (9,), 750),
        ("1000", (4,), 1000),  # not made larger
        ("400px", (), 0),
        ("160px", (), 160),
        ("100%", (12,), 0),
    ],
)
def test_the_least_width_is_that_of_the_smallest_text(
    width: str, sizes: tuple[int, ...], least: float
) -> None:
    texts = "".join(f'<text font-size="{size}">a</text>' for size in sizes)
    assert least_width(f'<svg class="a" width="{width}">{texts}</svg>') == pytest.approx(least)

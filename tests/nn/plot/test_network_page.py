"""The picture in HTML: squares that open, by style alone."""

import re

from autograd import svg_image
from nn.plot.network_page import fragment, page
from nn.plot.network_places import Box

SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'


def test_a_summary_lies_over_the_square_of_its_neuron():
    squares = Box(0, 3, 72.0, 36.0, 7.2), Box(1, 0, 360.0, 0.0, 72.0)
    html = fragment(SVG, "net", [(box, SVG) for box in squares])
    assert "nth-of-type(1) > summary { left: 10.00%; margin: 5.00% 0 0; width: 1.00%; " in html
    assert "nth-of-type(2) > summary { left: 50.00%; margin: 0.00% 0 0; " in html
    assert re.findall("<summary>(.*?)</summary>", html) == [
        "layer 0, neuron 3: its scalars",
        "layer 1, neuron 0: its scalars",
    ]
    (name,) = set(re.findall('<details name="(.*?)">', html))
    assert f'<div class="nn-view {name}">' in html
    assert name not in fragment(SVG + " ", "net", [(squares[0], SVG)])


def test_without_graphs_it_is_the_picture():
    assert fragment(SVG, "a < b", []) == svg_image(SVG, "a < b")


def test_a_page_fetches_and_runs_nothing():
    text = page("a < b", "<p>here</p>")
    assert "default-src 'none'" in text
    assert "<title>a &lt; b</title>" in text
    assert "<main><h1>a &lt; b</h1><p>here</p></main>" in text

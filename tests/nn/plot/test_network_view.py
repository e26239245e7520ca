"""The picture as an object: it says what it is, shows itself, is written as SVG."""

import base64
import re
from pathlib import Path

import pytest

import autograd as ag
from autograd import GraphError
from nn import GPT, MLP, gates, network
from nn.plot.network_view import PAGE


@pytest.fixture
def picture():
    return network(MLP(2, [4, 1], rng=0), *gates.xor())


def test_in_a_terminal_it_is_one_line(picture):
    assert repr(picture).startswith("<a network 2-4-1: loss 0.7")
    assert "accuracy 50 %" in repr(picture)


def test_in_a_notebook_it_is_an_image_that_needs_no_trust(picture):
    """JupyterLab leaves an img with data in HTML that it does not trust, and drops an svg."""
    image = re.search('<img src="([^"]+)" alt="([^"]+)"', picture._repr_html_())
    kind, _, code = image[1].partition(",")
    assert kind == "data:image/svg+xml;base64"
    assert base64.b64decode(code).decode() == picture.svg == picture._repr_svg_()
    assert image[2].startswith("network 2-4-1")


def test_in_a_notebook_a_click_opens_the_scalars_of_a_neuron(picture):
    html = picture._repr_html_()
    names = re.findall(r"<summary>(.*?): its scalars</summary>", html)
    assert names == [*(f"layer 0, neuron {i}" for i in range(4)), "layer 1, neuron 0"]
    assert "answer" in picture.neuron(1, 0).source


def test_the_neurons_of_large_networks_open_in_a_page_or_not_at_all(tmp_path):
    larger, largest = (network(MLP(2, [n, n, 1], rng=0), *gates.xor()) for n in (16, 40))
    assert "<details" not in larger._repr_html_()
    text = Path(larger.save(tmp_path / "n.html")).read_text(encoding="utf-8")
    assert text.count("<details") == 33
    assert "<details" not in largest._html(PAGE)
    assert largest._html(PAGE) == ag.svg_image(largest.svg, largest.title)


def test_a_model_is_drawn_by_draw(picture):
    model = MLP(2, [4, 1], rng=0)
    X, y = gates.xor()
    assert ag.draw(model, X=X, y=y).svg == ag.draw(model, X, y).svg == picture.svg
    assert repr(ag.draw(model, X=X)) == "<a network 2-4-1; .save('network.html') writes it>"
    with pytest.raises(GraphError, match=r"needs rows to look at: draw\(model, X=X, y=y\)"):
        ag.draw(model)
    with pytest.raises(GraphError, match=r"has no depth and no digits: draw\(model, X=X"):
        ag.draw(model, X=X, depth="layer", digits=3)
    with pytest.raises(GraphError, match="GPT gives a table"):
        ag.draw(GPT(27, 8, 16, 4, rng=0), X=X)


def test_it_is_written_as_svg_or_as_a_page_and_as_nothing_else(picture, tmp_path):
    path = tmp_path / "n.svg"
    assert picture.save(path) == str(path)
    assert path.read_text(encoding="utf-8") == picture.svg
    page = Path(picture.save(str(tmp_path / "n.HTML"))).read_text(encoding="utf-8")
    assert picture._repr_html_() in page
    assert "<title>network 2-4-1: loss 0.7007, accuracy 50 %</title>" in page
    assert "script" not in page
    with pytest.raises(GraphError, match=r"n\.png: a network is drawn as SVG"):
        picture.save(tmp_path / "n.png")
    assert not (tmp_path / "n.png").exists()


def test_it_is_small(picture):
    assert len(picture.svg) < 25_000


@pytest.mark.usefixtures("no_matplotlib")
def test_no_package_is_needed():
    assert network(MLP(2, [2, 1], rng=0), *gates.xor()).svg.startswith("<svg")


def test_data_and_models_that_do_not_fit_are_refused():
    with pytest.raises(GraphError, match="one target per row"):
        network(MLP(2, [1]), [[0, 1]], [0, 1])
    with pytest.raises(GraphError, match="gives a table"):
        network(lambda x: [[x[0]], [x[1]]], *gates.xor())


def test_a_folder_that_is_not_there_is_told(tmp_path):
    picture = network(MLP(2, [2, 1], rng=0), [[0.0, 1.0]])
    with pytest.raises(FileNotFoundError, match=r"no such folder: .*new"):
        picture.save(tmp_path / "new" / "c.svg")
    assert not list(tmp_path.iterdir())

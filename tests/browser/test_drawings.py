"""Pictures in a browser: text within its card, readable on its ground, in light and in dark."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from autograd import NonFiniteError, Value, draw, draw_dot, log
from autograd.show.blame import blame
from autograd.show.drawing import picture as pictures
from nn import MLP
from tests.show_samples import ALL, small


def failure() -> NonFiniteError:
    with pytest.raises(NonFiniteError) as caught:
        log(Value(2.0, label="x") - 2)
    return caught.value


def network(depth: str, **options: Any) -> Any:
    model = MLP(2, [3, 1], rng=0)
    loss = (model([Value(0.5, label="x1"), Value(0.25, label="x2")]) - 1) ** 2
    loss.backward()
    return draw(loss, model=model, depth=depth, **options)


def labelled(label: str) -> Any:
    root = Value(3.0, label=label) * 2 - 1
    root.label = label
    return draw(root, derivatives=True)


PICTURES: dict[str, Callable[[], Any]] = {
    "partials": lambda: draw(small()[2], derivatives=True),
    "classic": lambda: draw_dot(small()[2], derivatives=True),
    "down": lambda: draw(small()[2], rankdir="TB"),
    "digits": lambda: draw(small()[2] / 7, digits=17),
    "neurons": lambda: network("neuron"),
    "scalars": lambda: network("scalar"),
    "blame": lambda: blame(failure()),
    "wide": lambda: labelled("WWWWWWWWWWMMMMMMMMMM@@@@@@@%%%%%%"),
} | {f"label {name}": (lambda label=label: labelled(label)) for name, label in ALL.items()}

#: for each text: how far it stands out of the smallest shape around its middle, its contrast with
#: what is below, and its size in pixels
MEASURE = """() => {
  const light = c => { const n = c.match(/[\\d.]+/g).slice(0, 3).map(x => x / 255)
    .map(x => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
    return 0.2126 * n[0] + 0.7152 * n[1] + 0.0722 * n[2]; };
  const svg = document.querySelector('svg'), scale = svg.getScreenCTM().a;
  const shapes = [...svg.querySelectorAll('rect, path, polygon, ellipse')]
    .filter(e => !e.closest('defs') && !['none', 'transparent'].includes(e.getAttribute('fill')))
    .map(e => [e, e.getBoundingClientRect()]);
  return [...svg.querySelectorAll('text')].filter(t => t.textContent.trim()).map(t => {
    const b = t.getBoundingClientRect(), x = (b.left + b.right) / 2, y = (b.top + b.bottom) / 2;
    const around = shapes.filter(([, s]) => s.left < x && x < s.right && s.top < y && y < s.bottom);
    const [e, s] = around.at(-1);
    const two = [light(getComputedStyle(t).fill), light(getComputedStyle(e).fill)];
    return {text: t.textContent, out: Math.max(s.left - b.left, b.right - s.right),
      contrast: (Math.max(...two) + 0.05) / (Math.min(...two) + 0.05),
      size: parseFloat(getComputedStyle(t).fontSize) * scale};
  });
}"""


@pytest.fixture(params=["graphviz", "own"])
def road(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> str:
    """With Graphviz, and without it."""
    if request.param == "graphviz":
        pytest.importorskip("pygraphviz")
    else:
        monkeypatch.setenv("PATH", str(tmp_path / "nothing here"))
        monkeypatch.setattr(pictures, "find_spec", lambda name: None)
    return str(request.param)


@pytest.fixture(scope="module", params=["light", "dark"])
def page(browser: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    size = {"width": 848, "height": 600}
    context = browser.new_context(viewport=size, color_scheme=request.param, offline=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", PICTURES)
def test_every_text_is_within_its_card_and_can_be_read(name: str, road: str, page: Any) -> None:
    svg = PICTURES[name]().pipe("svg", encoding="utf-8")
    page.set_content(f'<body style="margin:0"><div>{svg[svg.index("<svg") :]}</div>')
    found = page.evaluate(MEASURE)
    assert len(found) > 4
    for text in found:
        assert text["out"] <= 1.0, text
        assert text["contrast"] >= 4.5, text
        assert text["size"] >= 8.99, text


def test_paper_is_white_and_its_text_dark(browser: Any, road: str) -> None:
    context = browser.new_context(color_scheme="dark", offline=True)
    page = context.new_page()
    page.emulate_media(media="print", color_scheme="dark")
    svg = PICTURES["partials"]().pipe("svg", encoding="utf-8")
    page.set_content(svg[svg.index("<svg") :])
    colours = page.evaluate(
        "[...document.querySelectorAll('text')].map(t => t.getAttribute('fill'))"
    )
    shown = page.evaluate(
        "[...document.querySelectorAll('text')].map(t => getComputedStyle(t).fill)"
    )
    context.close()
    for colour, rgb in zip(colours, shown):
        numbers = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
        assert rgb == f"rgb({', '.join(map(str, numbers))})"

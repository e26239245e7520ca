"""The player in a frame of a page that made the film itself, with the third phase."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograd import Value, explore, topological_order
from autograd.bundle import bundle
from autograd.page import op_table
from autograd.show.player.template import player_table
from autograd.show.scene.names import model_names
from autograd.show.text import number_text
from nn import MLP
from tests.page_graphs import graph_of

RATE = 0.5
PAGE = """<!doctype html><meta charset="utf-8"><title>a page</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none';
script-src 'unsafe-inline'; style-src 'unsafe-inline'">
<style>html, body, iframe {{ margin: 0; width: 100%; height: 100%; border: 0 }}</style>
<body><script type="module">
{script}
const {{ nodes, values, output, gradient, shares, chosen, update }} = {graph};
const table = {table};
const graph = {{ nodes, sweep: () => ({{ gradient, shares }}) }};
const made = film({{ graph, values, output, rows: {rows}, chosen, update }});
globalThis.told = [];
const heard = (message) => globalThis.told.push(message);
globalThis.player = new PlayerFrame(table, made, {{ title: "the player", theme: "THEME", heard }});
document.body.append(globalThis.player.element);
</script>"""


def network() -> tuple[MLP, Value]:
    model = MLP(2, [3, 1], activation="tanh", rng=1)
    x = [Value(0.5, label="x1"), Value(-1.0, label="x2")]
    loss = (model(x) - Value(1.0, label="y")) ** 2
    loss.backward()
    return model, loss


@pytest.fixture
def framed(browser: Any, tmp_path: Path) -> Any:
    """Open a page around the player: the frame, and all messages."""
    messages: list[str] = []
    contexts = []

    def open_(model: MLP, loss: Value, theme: str = "", **options: Any) -> Any:
        told = graph_of(loss, model=model)
        names = [node.get("name") for node in told["nodes"]]
        places = [[names.index(name), k] for k, name in enumerate(parameter_names(model, loss))]
        asked = {"chosen": places[1][0], "update": {"rate": RATE, "said": "!", "places": places}}
        script = bundle(["autograd/page/film/film.js", "autograd/page/film/player.js"])
        table = json.dumps(player_table()).replace("<", "\\u003c")
        rows = json.dumps(op_table(["add", "sub", "mul", "pow", "tanh"])["rows"])
        text = PAGE.format(script=script, graph=json.dumps(told | asked), table=table, rows=rows)
        file = tmp_path / "page.html"
        file.write_text(text.replace("THEME", theme), encoding="utf-8")
        context = browser.new_context(offline=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: messages.append(message.text))
        page.on("pageerror", lambda error: messages.append(str(error)))
        page.goto(file.as_uri())
        return page, page.frame_locator("iframe")

    yield open_
    for context in contexts:
        context.close()
    assert messages == []


def parameter_names(model: MLP, loss: Value) -> list[str]:
    known = model_names(model, topological_order(loss))
    return [known[parameter] for parameter in model.parameters()]


def formula(frame: Any) -> str:
    return str(frame.locator("#formula").inner_text())


def test_the_chosen_weight_is_looked_at_first_and_the_page_keeps_the_focus(framed: Any) -> None:
    page, frame = framed(*network())
    assert frame.locator("#title").inner_text() == "W1[0,1], a leaf"
    assert page.evaluate("document.activeElement === document.body")
    assert "chosen" in frame.locator("[data-name='W1[0,1]']").get_attribute("class")


def test_every_gradient_is_the_engines(framed: Any) -> None:
    model, loss = network()
    _, frame = framed(model, loss)
    frame.locator("#stage").press("PageDown")
    frame.locator("#stage").press("PageDown")
    assert "complete" in formula(frame)
    names = parameter_names(model, loss)
    for name, parameter in zip(names, model.parameters()):
        shown = frame.locator(f"[data-name='{name}']").get_attribute("data-grad")
        assert float(shown) == pytest.approx(parameter.grad, rel=1e-12)


def test_the_third_phase_moves_each_parameter_against_its_gradient(framed: Any) -> None:
    model, loss = network()
    page, frame = framed(model, loss)
    parameters = model.parameters()
    for _ in range(2):
        frame.locator("#stage").press("PageDown")
    frame.locator("#step").click()
    name, first = parameter_names(model, loss)[0], parameters[0]
    wanted = first.data - RATE * first.grad
    assert formula(frame).startswith(f"{name} ← {name} − 0.5 · ∂L/∂{name} = ")
    assert frame.locator("#phase").inner_text() == "Update: one step downhill"
    shown = frame.locator(f"[data-name='{name}']").get_attribute("data-data")
    assert float(shown) == pytest.approx(wanted, rel=1e-12)
    frame.locator("#back").click()
    shown = frame.locator(f"[data-name='{name}']").get_attribute("data-data")
    assert float(shown) == pytest.approx(first.data, rel=1e-12)
    frame.locator("#last").click()
    then = after(model, [p.data - RATE * p.grad for p in parameters])
    assert (
        formula(frame) == f"L was {number_text(loss.data)}, and would now be {number_text(then)}."
    )
    assert frame.locator("#rule").inner_text().startswith("That step was too long")
    frame.locator("#take").click()
    page.wait_for_function("globalThis.told.length === 1")
    (message,) = page.evaluate("globalThis.told")
    assert message["kind"] == "take"
    for (place, number), (i, p) in zip(message["changes"], enumerate(parameters), strict=True):
        assert (place, number) == (i, pytest.approx(p.data - RATE * p.grad, rel=1e-12))


def after(model: MLP, numbers: list[float]) -> float:
    """The loss of the row with other parameters."""
    other, _ = network()
    for parameter, number in zip(other.parameters(), numbers):
        parameter.data = number
    return float((other([0.5, -1.0]) - 1.0).data ** 2)


def test_closed_boxes_move_at_once(framed: Any) -> None:
    _, frame = framed(*network())
    frame.locator("#boxes").click()
    frame.locator("#stage").press("PageDown")
    frame.locator("#stage").press("PageDown")
    frame.locator("#step").click()
    assert formula(frame) == "layer 0 moves its nine parameters"


def test_a_guess_is_asked_for_in_the_third_phase_too(framed: Any) -> None:
    model, loss = network()
    _, frame = framed(model, loss)
    frame.locator("#guess").click()
    frame.locator("#stage").press("PageDown")
    frame.locator("#stage").press("PageDown")
    frame.locator("#stage").press("ArrowRight")
    assert formula(frame).endswith("= ?")
    first = model.parameters()[0]
    frame.locator("#answer").fill(str(first.data - RATE * first.grad))
    frame.locator("#guessed").click()
    assert frame.locator("#verdict").inner_text().startswith("Right")


def test_the_page_says_which_theme_the_frame_wears(framed: Any) -> None:
    _, frame = framed(*network(), "dark")
    frame.locator(":root[data-theme=dark]").wait_for(state="attached")


def test_an_own_player_has_no_third_phase(opened: Callable[..., Any]) -> None:
    page = opened(explore(network()[1]))
    page.keyboard.press("End")
    assert page.inner_text("#phase") == "Done"
    assert page.is_hidden("#take")

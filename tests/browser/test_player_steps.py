"""The player's steps: each shows something, a closed box is one, and nothing is told before."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from autograd import Value
from autograd.show.player.explore import explore
from nn import MLP
from tests.show_samples import small

pytest.importorskip("pygraphviz")
#: goes through all steps and answers, for each, what is to be seen of the graph and is said of it
RUN = """() => {
  const seen = [], last = Number(document.getElementById("scrub").max);
  for (let k = 0; k <= last; k++) {
    const things = [...document.querySelectorAll("#stage .part, #stage .arrow")];
    const shown = things.filter((thing) => !thing.hasAttribute("hidden"));
    const picture = shown.map((thing) => thing.getAttribute("class") + thing.textContent).join();
    seen.push([picture, document.getElementById("formula").textContent]);
    const key = new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true });
    document.body.dispatchEvent(key);
  }
  return seen;
}"""


def xor() -> tuple[MLP, Value]:
    model = MLP(2, [4, 4, 1], rng=0)
    rows = zip([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0])
    loss = sum(((model(x) - y) ** 2 for x, y in rows), Value(0.0))
    loss.backward()
    return model, loss


#: goes through all steps and answers, for each, how often an attribute in the graph was asked for
ASKED = """() => {
  const asked = [], ask = Element.prototype.getAttribute;
  let count = 0;
  Element.prototype.getAttribute = function (name) {
    count += 1;
    return ask.call(this, name);
  };
  for (let k = Number(document.getElementById("scrub").max); k > 0; k--) {
    count = 0;
    document.getElementById("step").click();
    asked.push(count);
  }
  Element.prototype.getAttribute = ask;
  return asked;
}"""


class Layers:
    """A model by its parameters alone."""

    def __init__(self, **parameters: Value) -> None:
        self.parameters = parameters

    def named_parameters(self) -> list[tuple[str, Value]]:
        return [(name.replace("_", "."), node) for name, node in self.parameters.items()]


def turns() -> tuple[Layers, Value]:
    """Two layers that take from one another."""
    w, v, b, u, c = (Value(float(i)) for i in range(1, 6))
    first = w * 2
    loss = first + v * (u * first + c) + b
    loss.backward()
    return Layers(one_w=w, one_v=v, one_b=b, two_u=u, two_c=c), loss


def text(page: Any, selector: str) -> str:
    return str(page.inner_text(selector))


@pytest.mark.parametrize("depth", ["layer", "neuron", "scalar"])
def test_every_step_changes_what_is_seen(opened: Callable[..., Any], depth: Any) -> None:
    model, loss = xor()
    seen = opened(explore(loss, model=model, depth=depth)).evaluate(RUN)
    assert len(seen) == {"layer": 37, "neuron": 49, "scalar": 735}[depth]
    assert [k for k in range(1, len(seen)) if seen[k][0] == seen[k - 1][0]] == []


def test_a_closed_box_is_one_step_and_an_open_one_has_its_own(opened: Callable[..., Any]) -> None:
    model, loss = xor()
    page = opened(explore(loss, model=model), viewport={"width": 2600, "height": 2000})
    said = [formula for _, formula in page.evaluate(RUN)]
    boxes = [f"neuron {i} computes its four outputs" for i in (0, 1, 2, 3, 0, 1, 2, 3, 0)]
    assert said[1:10] == boxes
    assert "neuron 2 gets five gradients of its own and hands on to" in " ".join(said)
    page.keyboard.press("Home")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert text(page, "#formula") == "neuron 2 computes its four outputs"
    page.click("[data-name='neuron 2'] >> nth=0")
    assert re.fullmatch(r"v\d+ = W1\[2,0\] \* 0\.0 = .*", text(page, "#formula"))
    assert page.get_attribute("#scrub", "max") != "48"
    page.click(".frame[data-name='neuron 2'] > text")
    assert text(page, "#formula") == "neuron 2 computes its four outputs"
    assert page.get_attribute("#scrub", "max") == "48"


def test_boxes_that_take_from_one_another_come_in_turns(opened: Callable[..., Any]) -> None:
    model, loss = turns()
    page = opened(explore(loss, model=model, depth="layer"))
    said = [formula for _, formula in page.evaluate(RUN)]
    assert said[-1] == "Every gradient of L is complete."
    page.keyboard.press("b")
    page.keyboard.press("End")
    shown = page.eval_on_selector_all(".leaf", "gs => gs.map(g => Number(g.dataset.grad))")
    assert sorted(shown) == sorted(leaf.grad for _, leaf in model.named_parameters())


def test_boxes_that_are_left_out_of_the_page_have_no_turns_to_take(
    opened: Callable[..., Any],
) -> None:
    model, loss = turns()
    page = opened(explore(loss, model=model, depth="layer", max_nodes=1))
    said = [formula for _, formula in page.evaluate(RUN)]
    assert said.count("All of one at once") == 1
    assert said.count("All steps within two at once") == 1
    assert said[-1] == "Every gradient of L is complete."
    a, b = Value(2.0), Value(0.5)
    far = a * b
    for _ in range(200):
        far = far * b
    # a is two steps from the output, and what is far from it uses a
    page = opened(explore(far + a, max_nodes=20))
    assert page.evaluate(RUN)[-1][1] == "Every gradient of L is complete."


def test_nothing_is_told_before_its_step(opened: Callable[..., Any]) -> None:
    model, loss = xor()
    page = opened(explore(loss, model=model))
    assert "gives" not in text(page, "#stage")
    page.keyboard.press("ArrowRight")
    assert text(page, "#stage").count("gives") == 1
    assert re.search(r"\d+ nodes, \d+ parameters", text(page, "#stage"))


def test_a_step_of_a_large_box_touches_it_once(opened: Callable[..., Any]) -> None:
    model = MLP(2, [8, 8, 1], rng=0)
    loss = sum(((model([i / 9, 1 - i / 9]) - i % 2) ** 2 for i in range(4)), Value(0.0))
    page = opened(explore(loss, model=model, depth="layer", max_nodes=2000))
    asked = page.evaluate(ASKED)
    things = page.locator("#stage .part, #stage .arrow").count()
    assert len(asked) == 36
    assert max(asked) <= 3 * things < 300


def test_a_chosen_node_is_told_as_far_as_it_is_known(opened: Callable[..., Any]) -> None:
    _, _, c = small()
    page = opened(explore(c))
    page.click("[data-name=a]")
    said = text(page, "#details")
    assert "not known yet" in said
    assert "paths" not in said
    assert said.count(": not yet") == 4  # one for each use
    seen = []
    page.keyboard.press("PageDown")
    while "so far" not in text(page, "#details"):
        page.keyboard.press("ArrowRight")
        seen.append(text(page, "#details").count(": not yet"))
    assert (seen[0], seen[-1]) == (4, 3)
    page.hover("[data-name=a]")
    assert re.search(r"grad −?[\d.]{1,6} so far", text(page, "#tip"))
    page.keyboard.press("End")
    assert "4 paths to L" in text(page, "#details")


def test_numbers_in_a_tooltip_have_four_digits(opened: Callable[..., Any]) -> None:
    a = Value(0.1, label="a")
    page = opened(explore(a * 6))
    page.keyboard.press("End")
    page.hover("[data-name=L]")
    assert "data 0.6\n" in text(page, "#tip")
    page.click("[data-name=L]")
    assert "data 0.6000000000000001" in text(page, "#details")  # all digits for who asks

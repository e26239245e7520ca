"""What the reader does with numbers in the player: change them, guess them, see them travel."""

import random
from collections.abc import Callable
from typing import Any

import pytest

from autograd import Value, topological_order
from autograd.functions import GENERIC
from autograd.ops import DOMAINS, OPS
from autograd.show.player.explore import explore
from autograd.show.scene.names import spoken_names
from nn import MLP
from tests.show_samples import small

pytest.importorskip("pygraphviz")
#: leaves by name -> new numbers, as a reader types them
CHANGE = """wanted => {
  for (const [name, text] of Object.entries(wanted)) {
    const leaf = document.querySelector(`.leaf[data-name="${name}"]`);
    leaf.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    const field = document.getElementById("new");
    field.value = text;
    field.dispatchEvent(new Event("input"));
  }
}"""
NUMBERS = "gs => gs.map(g => [g.dataset.name, Number(g.dataset.data), Number(g.dataset.grad)])"


def text(page: Any, selector: str) -> str:
    return str(page.inner_text(selector))


def every_row(rng: random.Random) -> tuple[Value, dict[str, Value]]:
    """The sum of all rows, each on leaves of its own."""
    total, leaves = Value(0.0, label="start"), dict[str, Value]()
    for op in OPS.values():
        operands = [Value(rng.uniform(*DOMAINS[domain]), label=f"{op.name}.{i}")
                    for i, domain in enumerate(op.domain)]  # fmt: skip
        leaves |= {leaf.label: leaf for leaf in operands}
        total = total + GENERIC[op.name](*operands)
    return total, leaves


def expected(loss: Value) -> dict[str, tuple[float, float]]:
    loss.backward()
    order = topological_order(loss)
    names = spoken_names(order, {})
    return {names[node]: (node.data, node.grad) for node in order}


def shown(page: Any) -> dict[str, tuple[float, float]]:
    page.keyboard.press("End")
    page.keyboard.press("a")  # all of it is in sight
    found = page.eval_on_selector_all(".leaf, .node", NUMBERS)
    return {name: (data, grad) for name, data, grad in found}


def test_a_changed_leaf_changes_all_else_as_in_the_engine(opened: Callable[..., Any]) -> None:
    first, leaves = every_row(random.Random(1))
    second, others = every_row(random.Random(2))
    page = opened(explore(first))
    page.keyboard.press("a")
    page.evaluate(CHANGE, {name: repr(leaf.data) for name, leaf in others.items()})
    seen, known = shown(page), expected(second)
    assert seen.keys() == known.keys()
    for name, numbers in known.items():
        assert seen[name] == pytest.approx(numbers, rel=1e-9, abs=1e-12), name
    page.click("#reset")
    seen, known = shown(page), expected(first)
    assert len(leaves) == len(others)
    for name, numbers in known.items():
        assert seen[name] == pytest.approx(numbers, rel=1e-9, abs=1e-12), name


def test_words_and_paths_follow_a_changed_leaf(opened: Callable[..., Any]) -> None:
    a, b = Value(2.0, label="a"), Value(-3.0, label="b")
    page = opened(explore(a * b))
    page.keyboard.press("ArrowRight")
    page.click("[data-name=a]")
    page.fill("#new", "5")
    assert text(page, "#formula") == "L = a * b = 5.0 * (−3.0) = −15.0"
    page.fill("#new", "")  # while one types
    assert "5.0" in text(page, "#formula")
    page.click("[data-name=b]")
    page.focus("#stage")
    page.keyboard.press("End")
    assert "b → L: 5.0" in text(page, "#details")
    page.click("#reset")
    assert "b → L: 2.0" in text(page, "#details")
    assert page.is_hidden("#reset")


def test_what_is_left_out_of_a_page_cannot_be_changed(opened: Callable[..., Any]) -> None:
    model = MLP(2, [16, 16, 1], rng=0)
    loss = (model([Value(0.5, label="x"), 0.25]) - 1.0) ** 2
    page = opened(explore(loss, model=model, depth="layer", max_nodes=100))
    page.click("[data-name=x]")
    assert page.is_hidden("#change")


def test_in_guess_mode_a_number_is_covered_until_it_is_asked_for(
    opened: Callable[..., Any],
) -> None:
    a, b = Value(2.0, label="a"), Value(-3.0, label="b")
    page = opened(explore(a * b))
    page.keyboard.press("g")
    page.keyboard.press("ArrowRight")
    assert text(page, "#formula") == "L = a * b = 2.0 * (−3.0) = ?"
    assert page.get_attribute("[data-name=L]", "data-data") == ""
    page.fill("#answer", "-6")
    page.keyboard.press("Enter")
    assert text(page, "#verdict") == "Right: −6.0"
    assert text(page, "#formula").endswith("= −6.0")
    assert page.get_attribute("[data-name=L]", "data-data") == "-6"
    page.keyboard.press("Enter")  # on, to ∂L/∂L, and to the first share
    page.click("#step")
    assert text(page, "#formula") == "∂L/∂a += ∂L/∂L · ∂(a * b)/∂a = 1.0 · (−3.0) = ?"
    assert page.get_attribute("[data-name=a]", "data-grad") == ""
    page.fill("#answer", "2")
    page.click("#step")  # shows it, and stays
    assert text(page, "#verdict") == "Not 2: it is −3.0"
    assert page.get_attribute("[data-name=a]", "data-grad") == "-3"
    page.click("#guess")
    page.click("#step")
    assert "?" not in text(page, "#formula")


def guessing(opened: Callable[..., Any], **options: Any) -> Any:
    """A player at its first guess, of −6."""
    page = opened(explore(Value(2.0, label="a") * Value(-3.0, label="b")), **options)
    page.keyboard.press("g")
    page.keyboard.press("ArrowRight")
    return page


def test_a_guess_is_typed_without_a_click(opened: Callable[..., Any]) -> None:
    page = guessing(opened)
    page.keyboard.type("-6")
    page.keyboard.press("Enter")
    assert text(page, "#verdict") == "Right: −6.0"
    page.keyboard.press("ArrowRight")  # a key of the player's again, as nothing is left to type
    assert text(page, "#formula") == "∂L/∂L = 1.0"
    assert page.is_hidden("#guess-form")
    page.keyboard.press("ArrowRight")
    page.focus("#stage")
    page.keyboard.type("-3")  # into the field, and no zoom
    assert page.input_value("#answer") == "-3"
    page.fill("#answer", "")
    page.keyboard.press("ArrowRight")  # nothing is guessed, and nothing asked any more
    assert text(page, "#formula").endswith("= −3.0")
    assert page.is_hidden("#guess-form")


def test_on_a_phone_no_keyboard_comes_unasked(opened: Callable[..., Any]) -> None:
    page = guessing(opened, viewport={"width": 375, "height": 667}, has_touch=True, is_mobile=True)
    assert page.is_visible("#answer")
    assert page.evaluate("document.activeElement.id") != "answer"


@pytest.mark.parametrize("typed", ["abc", "2*-3", "1/", "1/2/3", "--6", "0x6"])
def test_what_is_no_number_is_no_guess(opened: Callable[..., Any], typed: str) -> None:
    page = guessing(opened)
    page.fill("#answer", typed)
    page.keyboard.press("Enter")
    assert text(page, "#verdict").startswith(f"{typed} is no number:")
    assert text(page, "#formula").endswith("= ?")
    assert page.get_attribute("[data-name=L]", "data-data") == ""
    page.fill("#answer", " −12/2 ")
    page.keyboard.press("Enter")
    assert text(page, "#verdict") == "Right: −6.0"


def test_a_hint_says_what_is_so_now_and_covers_no_change(opened: Callable[..., Any]) -> None:
    page = opened(explore(Value(2.0, label="a") * Value(-3.0, label="b")))
    page.hover("[data-name=L]")
    assert "not computed yet" in text(page, "#tip")
    page.keyboard.press("ArrowRight")
    assert "data −6.0" in text(page, "#tip")
    page.click("[data-name=a]")
    assert page.is_visible("#tip")
    page.fill("#new", "1e308")
    assert page.is_hidden("#tip")


def test_the_partial_along_an_arrow_has_a_sign_of_its_own(opened: Callable[..., Any]) -> None:
    page = opened(explore(Value(3.0, label="a") * Value(3.0, label="b")))
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    assert text(page, "#formula").startswith("∂L/∂b += ∂L/∂L · ∂(a * b)/∂b = ")
    page.click("[data-name=b]")
    assert "∂L/∂L · ∂(a * b)/∂b = 1.0 · 3.0 = 3.0" in text(page, "#details")
    a = Value(3.0, label="a")
    page = opened(explore(a * a))
    for key in ("PageDown", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    assert text(page, "#formula").startswith("∂L/∂a += ∂L/∂L · ∂(a * a)/∂(the second a) = ")


def test_the_partial_stands_on_the_arrow_and_the_number_travels(
    opened: Callable[..., Any],
) -> None:
    page = opened(explore(small()[2]), reduced_motion="no-preference")
    page.select_option("#speed", "0.5")
    page.focus("#stage")
    page.keyboard.press("ArrowRight")
    assert page.locator(".traveller").count() == 2
    assert page.locator(".partial").count() == 0
    page.wait_for_function("() => !document.querySelector('.traveller')")
    for key in ("PageDown", "ArrowRight"):
        page.keyboard.press(key)
    assert page.locator(".traveller").count() == 1
    partial = page.text_content(".partial").removeprefix("× ").strip("()")
    assert f"= {partial}, as" in text(page, "#rule")


def test_a_partial_covers_no_card_where_its_arrow_is_short(opened: Callable[..., Any]) -> None:
    a, b = Value(0.123456, label="a"), Value(-30.333, label="b")
    page = opened(explore((a * b).tanh() * b + a), reduced_motion="reduce")
    page.keyboard.press("PageDown")
    met = 0
    while page.input_value("#scrub") != page.get_attribute("#scrub", "max"):
        page.keyboard.press("ArrowRight")
        labels = [label.bounding_box() for label in page.locator(".partial").all()]
        cards = [card.bounding_box() for card in page.locator(".part rect").all()]
        met += len(labels)
        for x, y, w, h in (box.values() for box in labels):
            for u, v, s, t in (box.values() for box in cards):  # 8: lines around both
                assert x + w <= u + 8 or u + s <= x + 8 or y + h <= v + 8 or v + t <= y + 8
    assert met == 7


def test_nothing_travels_for_who_wants_it_still(opened: Callable[..., Any]) -> None:
    page = opened(explore(small()[2]), reduced_motion="reduce")
    for key in ("PageDown", "ArrowRight"):
        page.keyboard.press(key)
    assert page.locator(".traveller").count() == 0
    assert page.locator(".partial").count() == 1

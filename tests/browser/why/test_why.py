"""Why: the chosen number, its gradient, its paths, and the scalar graph opened in place."""

import re
from typing import Any

import pytest

from autograd import Value
from nn import MLP, bce_with_logits
from tests.browser.why.conftest import XOR

ROWS = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]


def model() -> MLP:
    return MLP(2, [4, 1], activation="tanh", rng=1)


def number(text: str) -> float:
    """The last number that is written in a text."""
    return float(re.findall(r"−?[\d.]+(?:e−?\d+)?", text)[-1].replace("−", "-"))


def facts(page: Any) -> dict[str, str]:
    names = page.locator(".facts dt").all_inner_texts()
    return dict(zip(names, page.locator(".facts dd").all_inner_texts(), strict=True))


def gradients(rows: list[int]) -> list[float]:
    """Of the mean loss of these rows, in the order of the parameters, by Python."""
    made = model()
    losses = [bce_with_logits(made(ROWS[i]), float(i in (1, 2))) for i in rows]
    loss = sum(losses, Value(0.0)) / len(rows)
    loss.backward()
    return [p.grad for p in made.parameters()]


def choose_neuron(page: Any, name: str) -> None:
    page.locator(f"button.tile[aria-label='{name}']").click()
    page.locator(".why .paths").wait_for()


def test_nothing_is_chosen_at_first(screen: Any) -> None:
    page = screen()
    assert "Choose a neuron" in page.inner_text(".why")
    assert "Row 4 of 4: x₁ = 1.0, x₂ = 1.0; label 0" in page.inner_text(".why")


def test_a_neurons_weights_and_gradients_are_those_of_python(screen: Any) -> None:
    page = screen()
    choose_neuron(page, "neuron 2 of layer 1")
    assert page.inner_text(".why h3") == "h1[1]: neuron 2 of layer 1"
    lines = page.locator(".why .weights tbody tr").all_inner_texts()
    batch, row, parameters = gradients([0, 1, 2, 3]), gradients([3]), model().parameters()
    assert [line.split()[0] for line in lines] == ["W1[1,0]", "W1[1,1]", "b1[1]"]
    for line, i in zip(lines, (3, 4, 5), strict=True):
        shown = [number(word) for word in line.split()[1:]]
        assert shown == pytest.approx([parameters[i].data, batch[i], row[i]], rel=1e-3)


def test_a_weights_paths_add_up_to_its_gradient(screen: Any) -> None:
    page = screen()
    choose_neuron(page, "neuron 2 of layer 1")
    page.locator(".why .weights button").first.click()
    page.get_by_text("W1[1,0]: the weight from x₁ to neuron 2 of layer 1").wait_for()
    slope = gradients([3])[3]
    said = facts(page)
    assert number(said["its gradient on this row"]) == pytest.approx(slope, rel=1e-3)
    assert number(said["its gradient on all 4 rows"]) == pytest.approx(
        gradients([0, 1, 2, 3])[3], rel=1e-3
    )
    first, batch = model().parameters()[3].data, gradients([0, 1, 2, 3])[3]
    assert number(said["the next step"]) == pytest.approx(first - 0.5 * batch, rel=1e-3)
    results = [number(text) for text in page.locator(".factors .result").all_inner_texts()]
    assert sum(results) == pytest.approx(slope, rel=1e-3)
    assert page.locator(".path").first.inner_text().endswith("L ← out ← h1[1] ← z1[1] ← W1[1,0]")
    assert page.locator("math mfrac").count() > 4
    rules = page.locator(".factors tr").nth(1).inner_text().split("\t")
    assert rules[:2] == ["by rule", "sigmoid(out) − y"]


def test_another_row_has_other_gradients(screen: Any) -> None:
    page = screen()
    choose_neuron(page, "the output")
    page.get_by_role("button", name="Why in the next row").click()
    page.get_by_text("Row 1 of 4: x₁ = 0.0, x₂ = 0.0").wait_for()
    last = page.locator(".why .weights tbody tr").last.inner_text()
    assert number(last) == pytest.approx(gradients([0])[-1], rel=1e-3)


def test_the_rest_of_many_paths_is_told(screen: Any) -> None:
    page = screen({"task": "circles", "points": 40, "hidden": [8, 8]})
    choose_neuron(page, "neuron 1 of layer 1")
    assert page.locator(".paths li").count() == 5
    assert "from 3 more paths" in page.inner_text(".why")


def test_the_error_of_a_regression_has_its_name(screen: Any) -> None:
    page = screen({"task": "function:plane", "loss": "mse"})
    choose_neuron(page, "the output")
    assert page.locator(".factors tr").nth(1).inner_text() == "by rule\t2 · error"


def test_the_graph_of_the_row_opens_in_place(screen: Any) -> None:
    page = screen()
    choose_neuron(page, "neuron 2 of layer 1")
    page.get_by_role("button", name="Step through it").click()
    frame = page.frame_locator(".stepper iframe")
    frame.locator("#title").wait_for()
    assert frame.locator("#title").inner_text() == "h1[1] = tanh(z1[1])"
    frame.locator("#stage").press("PageDown")
    frame.locator("#stage").press("PageDown")
    assert "complete" in frame.locator("#formula").inner_text()
    slope = gradients([3])[3]
    shown = frame.locator("[data-name='W1[1,0]']").get_attribute("data-grad")
    assert float(shown) == pytest.approx(slope, rel=1e-12)
    assert frame.locator("[data-name='neuron 2']").count() == 1
    page.get_by_role("button", name="Close the steps").click()
    assert page.locator(".stepper iframe").count() == 0


LARGE = {"hidden": [12, 12]}
MADE = "() => window.other && !other.ended"


def test_the_steps_of_a_large_graph_are_made_beside_the_page(screen: Any) -> None:
    page = screen(LARGE)
    page.get_by_role("button", name="Step through it").click()
    told = page.locator(".stepper [role=status]")
    told.get_by_text("its steps are being made").wait_for()
    assert page.locator(".stepper iframe").count() == 0
    page.wait_for_function(MADE)
    page.evaluate("other.release()")
    page.frame_locator(".stepper iframe").locator("[data-name='neuron 1']").first.wait_for()
    told.wait_for(state="hidden")
    assert page.evaluate("other.ended")


SEEN = """() => {
  const steps = document.querySelector(".stepper iframe")?.getBoundingClientRect();
  return steps && steps.top >= 0 && steps.bottom <= innerHeight + 1;
}"""


@pytest.mark.parametrize("opener", ["why", "bar"])
@pytest.mark.parametrize("settings", [{}, LARGE], ids=["at once", "beside the page"])
def test_the_steps_open_where_they_are_seen(screen: Any, settings: Any, opener: str) -> None:
    page = screen(settings)
    page.set_viewport_size({"width": 375, "height": 740})
    choose_neuron(page, "neuron 2 of layer 1")
    if opener == "bar":
        page.get_by_label("How far a step goes").select_option("chain rule")
    name = "Step" if opener == "bar" else "Step through it"
    page.get_by_role("button", name=name, exact=True).click()
    if settings:
        page.wait_for_function(MADE)
        page.evaluate("other.release()")
    page.wait_for_function(SEEN)


BELOW = """() => {
  const [heading, bar] = [".why h2", ".bar"].map((one) =>
    document.querySelector(one).getBoundingClientRect());
  return bar.top > -1 && heading.top >= bar.bottom && heading.bottom < innerHeight / 2;
}"""


def test_on_a_phone_the_bar_does_not_cover_the_heading(screen: Any) -> None:
    page = screen({"task": "moons"}, viewport={"width": 375, "height": 740})  # with test's numbers
    choose_neuron(page, "neuron 2 of layer 1")
    page.get_by_role("button", name="Why?").click()
    page.wait_for_function(BELOW)


def test_closing_ends_the_making_of_steps_and_so_does_the_end(screen: Any) -> None:
    page = screen(LARGE)
    for end in ("click", "destroy"):
        page.get_by_role("button", name="Step through it").click()
        page.wait_for_function(MADE)
        if end == "click":
            page.get_by_role("button", name="Close the steps").click()
            assert not page.locator(".stepper [role=status]").is_visible()
            assert page.evaluate("other.ended")
    page.evaluate("screen_.destroy()")
    assert page.evaluate("other.ended")


def test_steps_that_cannot_be_made_are_told(screen: Any) -> None:
    page = screen(LARGE)
    page.get_by_role("button", name="Step through it").click()
    page.wait_for_function(MADE)
    page.evaluate("other.onmessage({ data: { kind: 'stopped', reason: 'no room' } })")
    said = page.locator(".stepper [role=status]").inner_text()
    assert said == "The steps cannot be shown: no room"


def test_the_step_by_chain_rule_is_taken_in_the_network(screen: Any) -> None:
    page = screen()
    page.get_by_label("How far a step goes").select_option("chain")
    page.locator(".bar").get_by_role("button", name="Step").click()
    frame = page.frame_locator(".stepper iframe")
    frame.locator("#last").click()
    assert "would now be" in frame.locator("#formula").inner_text()
    assert "mean over 4 rows" in frame.locator("#why").inner_text()
    frame.locator("#take").click()
    choose_neuron(page, "neuron 2 of layer 1")
    first, slope = model().parameters()[3].data, gradients([3])[3]
    line = page.locator(".why .weights tbody tr").first
    moved = pytest.approx(first - XOR["lr"] * slope, rel=1e-3)
    page.wait_for_function(
        "(before) => document.querySelector('.why .weights td').textContent !== before",
        arg=f"{first:.4}",
    )
    assert number(line.inner_text().split()[1]) == moved


def test_each_press_is_one_step_of_the_chain_rule(screen: Any) -> None:
    page = screen({"hidden": []})
    page.get_by_label("How far a step goes").select_option("chain")
    step = page.locator(".bar").get_by_role("button", name="Step")
    count = page.frame_locator(".stepper iframe").locator("#count")
    for k in range(4):
        step.click()
        count.get_by_text(re.compile(rf"^{k} /")).wait_for()


def test_while_it_trains_the_numbers_follow_and_the_steps_wait(screen: Any) -> None:
    page = screen()
    choose_neuron(page, "neuron 2 of layer 1")
    page.get_by_role("button", name="Step through it").click()
    page.frame_locator(".stepper iframe").locator("#title").wait_for()
    before = page.locator(".why .weights td").first.inner_text()
    page.locator(".bar .play").click()
    page.wait_for_function(
        "(before) => document.querySelector('.why .weights td').textContent !== before", arg=before
    )
    page.get_by_text("Training goes on; these are the steps at epoch 0.").wait_for()
    page.locator(".bar .play").click()
    page.get_by_text("Training goes on").wait_for(state="hidden")


def test_another_network_has_no_old_choice_in_it(screen: Any) -> None:
    page = screen({"hidden": [4, 3]})
    choose_neuron(page, "neuron 3 of layer 2")
    page.evaluate("window.screen_.apply({ hidden: [4] })")
    page.locator("button.tile[aria-label='neuron 3 of layer 2']").wait_for(state="detached")
    page.locator(".why .paths").wait_for(state="detached")

"""States that say what is the matter, in runs in which it is known."""

from typing import Any

import pytest

from nn.playground.state import State
from tests.browser.why.conftest import XOR

DIVERGES = {"task": "function:plane", "loss": "mse", "lr": 5.0, "hidden": [4]}
DIVERGES |= {"activation": "relu", "noise": 0.1}


def state(page: Any) -> str:
    return str(page.inner_text(".diagnosis .state")).replace("\n", "")


def play_until(page: Any, kind: str) -> None:
    page.get_by_label("Epochs a frame").select_option("max")  # few frames, on a slow machine too
    page.locator(".bar .play").click()
    page.locator(f".diagnosis > .{kind}").wait_for()


def test_xor_is_solved(screen: Any) -> None:
    page = screen()
    assert state(page) == "·Untrained: press Play, or take a step."
    play_until(page, "solved")
    assert state(page) == "✓Solved: all 4 rows are right."


def test_a_row_that_stays_wrong_can_be_looked_at(screen: Any) -> None:
    X = [[(i - 19.5) / 10, (i % 5) / 5] for i in range(40)]
    rows = {"X": X, "y": [int((i > 19) != (i == 3)) for i in range(40)], "kind": "two"}
    page = screen({"task": "own", "rows": rows, "hidden": [], "lr": 1.0, "test": 0.0})
    play_until(page, "solved")
    assert state(page) == "✓Solved but for 1 row of 40: row 4 is wrong."
    page.locator(".diagnosis").get_by_role("button", name="Row 4").click()
    page.locator(".why .number", has_text="Row 4 of 40").wait_for()


def test_no_linear_model_can_do_xor_and_what_can_is_tried_with_one_press(screen: Any) -> None:
    page = screen({"hidden": []})
    play_until(page, "stuck")
    assert "No linear model can do XOR" in state(page)
    page.get_by_role("button", name="A hidden layer of 4 tanh").click()
    page.locator("button.tile[aria-label='neuron 4 of layer 1']").wait_for()
    page.locator(".diagnosis > .solved").wait_for()


def test_a_divergence_names_the_operation_and_the_last_good_weights_are_back(screen: Any) -> None:
    page = screen(DIVERGES)
    play_until(page, "diverged")
    page.locator(".blame .culprit").wait_for()
    assert "In row" in page.inner_text(".blame p")
    assert "= inf" in page.inner_text(".blame .culprit")
    assert "given" in page.locator(".blame li").last.inner_text()
    assert "The weights are those of epoch" in state(page)
    loss = page.evaluate("document.querySelector('.bar').innerText.match(/loss ([\\d.]+)/)[1]")
    assert float(loss) < 100
    page.get_by_role("button", name="Rate 0.5").click()
    page.locator(".diagnosis > .diverged").wait_for(state="detached")


def shown(page: Any) -> tuple[int, float]:
    """Epoch and loss of the weights that are shown."""
    frame = "(({ epoch, measure }) => [epoch, measure.train.loss])(screen_.link.store.get('frame'))"
    epoch, loss = page.evaluate(frame)
    return epoch, loss


def test_it_goes_back_to_where_the_loss_had_not_grown(screen: Any) -> None:
    page = screen({**DIVERGES, "lr": 0.9})
    _, first = shown(page)
    play_until(page, "diverged")
    page.locator(".blame .culprit").wait_for()
    epoch, loss = shown(page)
    assert loss <= 1.5 * first
    assert f"The weights are those of epoch {epoch} again" in state(page)


def test_a_step_that_was_not_taken_leaves_the_weights(screen: Any) -> None:
    page = screen()
    page.locator(".bar").get_by_role("button", name="Step").click()
    page.wait_for_function("screen_.link.store.get('frame').epoch === 1")
    page.evaluate("screen_.link.heard({ kind: 'stopped', why: 'diverged', of: 'parameter' })")
    page.locator(".diagnosis > .diverged").wait_for()
    assert "the next step would have led to a weight" in state(page)
    page.evaluate("screen_.link.graph(0)")  # what it asked for before would have been answered
    page.wait_for_function("screen_.link.store.get('graph')?.row === 0")
    assert page.locator(".blame").is_hidden()
    assert shown(page)[0] == 1


def test_an_answer_that_is_no_probability_blames_the_model_and_not_the_rate(screen: Any) -> None:
    page = screen()
    page.evaluate("screen_.link.heard({ kind: 'stopped', why: 'diverged', of: 'answer' })")
    page.locator(".diagnosis > .diverged").wait_for()
    assert state(page).startswith("✕No probability: the loss takes probabilities")
    assert page.locator(".diagnosis button:visible").count() == 0
    assert page.locator(".blame:visible").count() == 0


@pytest.mark.parametrize("drawn", [False, True], ids=["afterwards", "meanwhile"])
def test_a_frame_from_before_does_not_end_the_judgement(screen: Any, drawn: bool) -> None:
    page = screen()
    page.locator(".bar").get_by_role("button", name="Step").click()
    page.wait_for_function("screen_.link.store.get('frame').epoch === 1")
    page.evaluate("screen_.link.graph(0)")
    page.wait_for_function("screen_.link.store.get('graph')?.row === 0")
    page.evaluate(
        """(drawn) => {
          const { link } = screen_, { store } = link, frame = store.get("frame");
          const measure = { train: { ...frame.measure.train, loss: 1e9 }, test: null };
          const more = { kind: "frame", epoch: 99, playing: true, measure, history: {} };
          link.heard({ ...frame, ...more });
          link.heard({ kind: "stopped", why: "diverged", of: "loss", row: 0 });
          if (drawn) link.draw();
          store.set("graph", { ...store.get("graph") }); // the answer, and it goes back
        }""",
        drawn,
    )
    frames = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    page.evaluate(f"{frames}.then(() => {frames})")
    assert state(page).startswith("✕Diverged")


def test_rows_that_are_too_large_only_together(screen: Any) -> None:
    page = screen({**DIVERGES, "lr": 10.0, "hidden": [4, 4]})
    play_until(page, "diverged")
    page.locator(".blame .culprit").wait_for()
    assert page.inner_text(".blame p").startswith("Already in row 1, * made ")


def test_dead_relus_are_told_in_the_dark_and_on_a_phone(screen: Any) -> None:
    size = {"width": 375, "height": 800}
    page = screen({"activation": "relu", "init": "zeros"}, viewport=size, color_scheme="dark")
    page.locator(".bar").get_by_role("button", name="Step").click()
    page.locator(".diagnosis > .stuck").wait_for()
    assert "The 4 neurons of layer 1 are all alike" in state(page)
    wide = "document.documentElement.scrollWidth <= innerWidth"
    assert page.evaluate(wide)


def test_what_a_teacher_has_hidden_is_not_offered(screen: Any) -> None:
    page = screen({"hidden": []}, hidden=["hidden"])
    play_until(page, "stuck")
    assert "No linear model can do XOR" in state(page)
    assert page.locator(".diagnosis button").count() == 0


def test_a_new_run_has_no_old_judgement(screen: Any) -> None:
    page = screen()
    play_until(page, "solved")
    page.locator(".bar .play").click()
    page.evaluate("window.screen_.apply({ seed: 2 })")
    page.locator(".diagnosis > .quiet-state").wait_for()


def test_on_the_way_to_a_moment_that_was_shared(screen: Any) -> None:
    page = screen()
    page.get_by_role("button", name="Open a state").click()
    text = State.of({**XOR, "lr": 0.01}, epoch=90_000).text
    page.locator("dialog textarea, dialog input").first.fill(text)
    page.locator("dialog").get_by_role("button", name="Open").click()
    page.get_by_text("On the way: to epoch 90,000.").wait_for()

"""The bar on top: what is pressed is done, and the numbers follow."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.screen.conftest import drawn, heard

Screen = Callable[..., Any]


def kinds(page: Any) -> list[str]:
    """What was pressed, as the trainer heard it."""
    words = ["play", "pause", "step", "reset"]
    told: list[dict[str, str]] = page.evaluate("trainer.heard")
    return [message["kind"] for message in told if message["kind"] in words]


def numbers(page: Any) -> dict[str, str]:
    """Label -> number, of what is seen."""
    found = [figure for figure in page.locator(".readout .figure").all() if figure.is_visible()]
    parts = [(f.locator(".quiet").inner_text(), f.locator("output").inner_text()) for f in found]
    return dict(parts)


def test_play_pause_reset_and_step(screen: Screen) -> None:
    page = screen()
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Reset").click()
    drawn(page)
    assert numbers(page)["epoch"] == "0"
    page.get_by_role("button", name="Step", exact=True).click()
    drawn(page)
    assert numbers(page)["epoch"] == "1"
    assert kinds(page) == ["play", "pause", "reset", "step"]
    assert heard(page, "step")[0]["grain"] == "epoch"


def test_a_step_is_as_coarse_as_is_chosen(screen: Screen) -> None:
    page = screen()
    page.get_by_label("How far a step goes").select_option("batch")
    page.get_by_role("button", name="Step", exact=True).click()
    assert heard(page, "step")[0]["grain"] == "batch"
    page.get_by_label("How far a step goes").select_option("chain rule")
    page.get_by_role("button", name="Step", exact=True).click()
    assert kinds(page) == ["step"]  # the chain rule is gone through by "why"


def test_the_chain_rule_is_that_of_weights_that_rest(screen: Screen) -> None:
    page = screen()
    page.get_by_label("How far a step goes").select_option("chain rule")
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Step", exact=True).click()
    page.get_by_role("button", name="Step", exact=True).click()
    assert kinds(page) == ["play", "pause"]


def test_the_pace_can_be_changed_while_it_plays(screen: Screen) -> None:
    page = screen()
    pace = page.get_by_label("Epochs a frame")
    pace.select_option("×10")
    page.get_by_role("button", name="Play").click()
    pace.select_option("max")
    pace.select_option("×1")
    page.get_by_role("button", name="Pause").click()
    pace.select_option("×50")
    assert [message["epochs"] for message in heard(page, "play")] == [10]
    assert [message["epochs"] for message in heard(page, "pace")] == [None, 1]
    assert kinds(page) == ["play", "pause"]


def test_by_itself_it_begins_slowly_and_grows(screen: Screen) -> None:
    page = screen()
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("() => changes.at(-1).frame?.epoch > 200")
    page.get_by_role("button", name="Pause").click()
    drawn(page)
    assert [message["epochs"] for message in heard(page, "play")] == [1]
    assert [message["epochs"] for message in heard(page, "pace")][:3] == [2, 3, 4]
    assert kinds(page) == ["play", "pause"]


def test_keys_do_the_same(screen: Screen) -> None:
    page = screen()
    page.locator(".playground h2").first.click()
    for key in (" ", " ", "2", "ArrowRight", "r"):
        page.keyboard.press(key)
    assert kinds(page) == ["play", "pause", "step", "reset"]
    assert heard(page, "step")[0]["grain"] == "batch"
    page.get_by_role("button", name="Reset").press("ArrowRight")
    assert kinds(page)[-1] == "step"


def test_in_a_file_of_its_own_keys_need_no_focus(screen: Screen) -> None:
    page = screen()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press(" ")
    assert kinds(page) == []  # the page around it may be a notebook
    page.evaluate("document.querySelector('main').id = 'playground'")
    page.keyboard.press(" ")
    assert kinds(page) == ["play"]
    page.evaluate("screen_.destroy()")
    page.keyboard.press(" ")
    assert kinds(page) == ["play"]


@pytest.mark.parametrize("label", ["seed", "learning rate"])
def test_keys_belong_to_who_writes(screen: Screen, label: str) -> None:
    page = screen()
    page.get_by_label(label, exact=True).fill("")
    page.get_by_label(label, exact=True).press("r")
    page.get_by_label(label, exact=True).press("ArrowRight")
    assert kinds(page) == []


def test_keys_are_told_and_the_window_closes(screen: Screen) -> None:
    page = screen()
    page.keyboard.press("Tab")
    page.keyboard.press("?")
    assert page.get_by_role("dialog").inner_text().startswith("KEYS")
    page.keyboard.press("r")  # meant for the window
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0
    assert kinds(page) == []


def test_numbers_are_those_of_the_frame(screen: Screen) -> None:
    page = screen()
    page.get_by_role("button", name="Step", exact=True).click()
    drawn(page)
    measure = page.evaluate("changes.at(-1).frame.measure")
    shown = numbers(page)
    assert float(shown["loss"]) == pytest.approx(measure["train"]["loss"], rel=1e-3)
    assert float(shown["test loss"]) == pytest.approx(measure["test"]["loss"], rel=1e-3)
    assert page.locator(".readout").inner_text().count("%") == 1


def test_of_numbers_there_is_no_accuracy_and_of_gates_no_test(screen: Screen) -> None:
    assert [*numbers(screen({"task": "xor"}))] == ["epoch", "loss", "accuracy"]
    line = numbers(screen({"task": "function:sine", "inputs": ["x1"]}))
    assert [*line] == ["epoch", "loss", "test loss"]


def test_a_pause_is_spoken_and_playing_is_not(screen: Screen) -> None:
    page = screen()
    live = page.locator(".bar [role=status]")
    page.get_by_role("button", name="Play").click()
    assert live.inner_text() == ""
    page.get_by_role("button", name="Pause").click()
    drawn(page)
    epoch = page.evaluate("changes.at(-1).frame.epoch")
    assert live.inner_text().startswith(f"Paused at epoch {epoch}, loss ")
    page.get_by_role("button", name="Reset").click()
    drawn(page)
    assert live.inner_text() == ""
    assert page.locator(".readout output").first.get_attribute("aria-live") == "off"


def test_that_no_more_epochs_are_kept_is_told_in_the_bar(screen: Screen) -> None:
    page = screen()
    page.evaluate("trainer.say({ kind: 'stopped', why: 'enough', reason: 'no more are kept' })")
    drawn(page)
    assert page.locator(".bar [role=alert]").inner_text() == "no more are kept"


def test_what_has_no_field_is_told_in_the_bar(screen: Screen) -> None:
    page = screen()
    page.evaluate("trainer.say({ kind: 'refused', field: 'rows', reason: 'rows has no y' })")
    drawn(page)
    assert page.locator(".bar [role=alert]").inner_text() == "rows has no y"
    page.evaluate("screen_.apply({ seed: 3 })")
    drawn(page)
    assert page.locator(".bar [role=alert]").inner_text() == ""

"""Settings: a control for every field, what goes with a choice, what is refused and why."""

from collections.abc import Callable
from typing import Any

import pytest

from nn.playground.settings import FIELDS
from tests.browser.screen.conftest import drawn, heard

Screen = Callable[..., Any]


def last(page: Any) -> dict[str, Any]:
    """The settings of the last run that was asked for."""
    drawn(page)
    settings: dict[str, Any] = heard(page, "make")[-1]["settings"]
    return settings


def fill(page: Any, label: str, text: str) -> None:
    page.get_by_label(label, exact=True).fill(text)
    page.get_by_label(label, exact=True).press("Tab")


@pytest.mark.parametrize("name", [n for n, f in FIELDS.items() if f.kind not in ("settings",)])
def test_every_setting_has_its_place(screen: Screen, name: str) -> None:
    page = screen()
    elsewhere = {
        "hidden": ".network .layers, .network :text('hidden layers')",
        "activation": ".network select",
        "inputs": ".network :text('choose')",
        "rows": ".data :text('CSV…')",
    }
    if name in elsewhere:
        assert page.locator(elsewhere[name]).count()
    else:
        assert page.get_by_label(FIELDS[name].label, exact=True).count() == 1


def test_a_number_that_is_written_is_a_new_run(screen: Screen) -> None:
    page = screen()
    fill(page, "seed", "7")
    assert last(page)["seed"] == 7
    fill(page, "batch", "12")
    assert last(page)["batch_size"] == 12
    fill(page, "batch", "")
    assert last(page)["batch_size"] is None
    fill(page, "L2", "1e-3")
    assert last(page)["l2"] == 0.001
    runs = len(heard(page, "make"))
    fill(page, "L2", "0.001")  # the same: nothing to be done
    drawn(page)
    assert len(heard(page, "make")) == runs


def test_a_slider_stops_at_numbers_that_are_tried(screen: Screen) -> None:
    page = screen()
    slider = page.get_by_label("learning rate, slider")
    assert slider.get_attribute("aria-valuetext") == "0.3"
    slider.press("ArrowRight")
    assert last(page)["lr"] == 0.5
    assert page.get_by_label("learning rate", exact=True).input_value() == "0.5"
    slider.press("ArrowLeft")
    slider.press("ArrowLeft")
    assert last(page)["lr"] == 0.2


def test_another_optimiser_brings_its_rate_and_its_settings(screen: Screen) -> None:
    page = screen()
    page.get_by_label("optimiser", exact=True).select_option("adam")
    found = last(page)
    assert (found["optimizer"], found["lr"], found["optimizer_settings"]) == ("adam", 0.03, {})
    fill(page, "β₁", "0.5")
    assert last(page)["optimizer_settings"] == {"betas": [0.5, 0.999]}
    page.get_by_label("optimiser", exact=True).select_option("sgd")
    assert last(page)["optimizer_settings"] == {}
    assert page.get_by_label("β₁").count() == 0


def test_what_needs_another_number_waits_for_it(screen: Screen) -> None:
    page = screen()
    assert not page.get_by_label("nesterov").is_visible()
    fill(page, "momentum", "0.9")
    page.get_by_label("nesterov").check()
    assert last(page)["optimizer_settings"] == {"momentum": 0.9, "nesterov": True}


def test_a_schedule_has_settings_too(screen: Screen) -> None:
    page = screen()
    page.get_by_label("schedule", exact=True).select_option("step_decay")
    fill(page, "every", "50")
    assert last(page)["schedule_settings"] == {"every": 50}


def test_another_task_brings_its_noise_and_a_loss_that_fits(screen: Screen) -> None:
    page = screen({"loss": "hinge"})
    page.get_by_label("data", exact=True).select_option("blobs")
    found = last(page)
    assert (found["noise"], found["points"], found["loss"]) == (0.5, 200, "hinge")
    page.get_by_label("data", exact=True).select_option("function:saddle")
    assert last(page)["loss"] is None


def test_only_losses_for_these_targets_are_offered(screen: Screen) -> None:
    page = screen({"loss": "hinge"})
    select = page.get_by_label("loss", exact=True)
    offered = "(select) => [...select.options].map((option) => option.value)"
    two = ["", "bce_with_logits", "hinge", "mse", "squared_error"]
    assert (select.evaluate(offered), select.input_value()) == (two, "hinge")
    page.get_by_label("data", exact=True).select_option("three_blobs")
    assert (select.evaluate(offered), select.input_value()) == (["", "cross_entropy"], "")
    page.evaluate("screen_.apply({ task: 'function:plane' })")
    assert select.evaluate(offered) == ["", "mse", "squared_error"]


def test_gates_have_no_noise_and_no_points(screen: Screen) -> None:
    page = screen()
    asked = ["points", "noise", "held out", "seed of the data"]
    assert all(page.get_by_label(label, exact=True).is_visible() for label in asked)
    page.get_by_label("data", exact=True).select_option("xor")
    drawn(page)
    assert not any(page.get_by_label(label, exact=True).is_visible() for label in asked)


def test_tasks_stand_in_groups(screen: Screen) -> None:
    groups = screen().locator(".data optgroup").all()
    labels = [group.get_attribute("label") for group in groups]
    assert labels == ["Points of classes", "Functions", "Logic gates", "Your own"]
    assert [group.locator("option").count() for group in groups] == [5, 6, 16, 1]


def test_what_is_refused_is_told_beside_its_field(screen: Screen) -> None:
    page = screen()
    box = page.get_by_label("learning rate", exact=True)
    fill(page, "learning rate", "5000")
    drawn(page)
    assert box.get_attribute("aria-invalid") == "true"
    assert box.input_value() == "0.3"  # the last good one goes on
    reason = page.locator(f"#{box.get_attribute('aria-describedby').split()[1]}")
    assert (reason.inner_text(), reason.get_attribute("role")) == ("too large", "alert")
    assert page.locator(".bar [role=alert]").inner_text() == ""
    fill(page, "learning rate", "0.1")
    drawn(page)
    assert (box.get_attribute("aria-invalid"), reason.inner_text()) == ("false", "")


def test_a_word_for_a_number_is_left_to_the_trainer_to_refuse(screen: Screen) -> None:
    page = screen({}, is_real=True)
    page.wait_for_function("() => changes.at(-1)?.frame")
    fill(page, "learning rate", "fast")
    page.wait_for_selector(".controls .reason:not(:empty)")
    told = page.locator(".controls .reason:not(:empty)").inner_text()
    assert told == "learning rate is a number above 0 and up to 100, got 'fast': write 0.3"
    assert page.evaluate("changes.at(-1).settings.lr") == 0.3
    fill(page, "batch", "0")
    page.wait_for_selector(".controls .reason:has-text('batch')")
    told = page.locator(".controls .reason:not(:empty)").inner_text()
    words = "a whole number from 1 to 2,000, or nothing for all rows"
    assert told == f"batch is {words}, got 0: write nothing"


def test_what_a_teacher_hides_has_no_control(screen: Screen) -> None:
    page = screen(hidden=["lr", "optimizer", "noise"])
    for label in ("learning rate", "optimiser", "momentum", "noise"):
        assert page.get_by_label(label, exact=True).count() == 0
    assert page.get_by_label("seed", exact=True).is_visible()


def test_a_panel_without_controls_is_not_seen(screen: Screen) -> None:
    shown = [f.name for f in FIELDS.values() if f.group in ("network", "training")]
    page = screen(hidden=[*shown, "recipes"])
    assert not page.locator(".controls").is_visible()
    assert page.locator(".recipes").count() == 0


def test_what_a_model_of_ones_own_has_settled_cannot_be_set(screen: Screen) -> None:
    page = screen()
    page.evaluate(
        "open_({ settings: trainer.settings, tables: { ...trainer.heard[0].tables, own: {} } })"
    )
    drawn(page)
    own = page.locator(".playground").last
    for label in ("data", "points", "noise", "first weights", "loss"):
        assert own.get_by_label(label, exact=True).count() == 0
    assert own.get_by_label("held out", exact=True).count() == 1
    assert own.get_by_role("button", name="Share…").count() == 0

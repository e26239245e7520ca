"""A good setting and an instructive failure: pressed, they are set, play, and say what to watch."""

from collections.abc import Callable
from typing import Any

import pytest

from nn.playground.recipes import RECIPES
from tests.browser.screen.conftest import drawn, heard

Screen = Callable[..., Any]
GOOD, FAILURE = (recipe for recipe in RECIPES if recipe.task == "circles")


def test_a_recipe_is_set_and_plays(screen: Screen) -> None:
    page = screen({"l2": 0.5, "seed": 9, "batch_size": 3})
    button = page.get_by_role("button", name=FAILURE.title)
    button.click()
    drawn(page)
    settings = heard(page, "make")[-1]["settings"]
    own = ("optimizer_settings", "schedule_settings")
    assert all(settings[n] == x for n, x in FAILURE.settings.items() if n not in own)
    assert heard(page, "make")[-1]["until"] == FAILURE.epochs
    assert [message["until"] for message in heard(page, "play")] == [FAILURE.epochs]
    assert page.locator(".says").inner_text() == FAILURE.says
    assert button.get_attribute("aria-pressed") == "true"


def test_other_settings_end_what_it_says(screen: Screen) -> None:
    page = screen()
    page.get_by_role("button", name=GOOD.title).click()
    drawn(page)
    page.evaluate("screen_.apply({ seed: 4 })")
    drawn(page)
    assert not page.locator(".says").is_visible()
    assert page.get_by_role("button", name=GOOD.title).get_attribute("aria-pressed") == "false"
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Play").click()
    drawn(page)
    assert "until" not in heard(page, "make")[-1]
    assert "until" not in heard(page, "play")[-1]


def test_another_task_has_others(screen: Screen) -> None:
    page = screen()
    page.evaluate("screen_.apply({ task: 'xor' })")
    assert page.locator(".recipe").all_inner_texts() == [
        "A good setting\nFour hidden neurons",
        "An instructive failure\nNo hidden layer",
    ]
    page.evaluate("screen_.apply({ task: 'function:sine', inputs: ['x1'] })")
    assert not page.locator(".recipes").is_visible()


def test_what_a_teacher_took_away_no_recipe_changes(screen: Screen) -> None:
    page = screen({"seed": 9}, hidden=["seed", "inputs"])
    assert page.locator(".recipe").all_inner_texts() == ["An instructive failure\nTwo neurons"]
    page.get_by_role("button", name=FAILURE.title).click()
    drawn(page)
    assert heard(page, "make")[-1]["settings"]["seed"] == 9


@pytest.mark.parametrize("task", ["xor", "circles"])
def test_the_page_sees_what_python_found(screen: Screen, task: str) -> None:
    page = screen({"task": task}, is_real=True)
    page.wait_for_function("() => changes.at(-1)?.frame")
    good, failure = (recipe for recipe in RECIPES if recipe.task == task)
    loss = "changes.at(-1).frame?.measure.train.loss"
    paused = page.get_by_text("It pauses here, after")
    page.get_by_role("button", name=good.title).click()
    paused.wait_for()
    drawn(page)
    assert page.evaluate("changes.at(-1).frame.epoch") == good.epochs
    assert page.evaluate(loss) < 0.05
    assert page.locator(".says").inner_text() == (
        f"{good.says} It pauses here, after {good.epochs} epochs: Play goes on."
    )
    page.get_by_role("button", name=failure.title).click()
    paused.wait_for(state="detached")
    paused.wait_for()
    drawn(page)
    assert page.evaluate("changes.at(-1).frame.epoch") == failure.epochs
    assert page.evaluate(loss) > 0.3
    page.get_by_role("button", name="Play").click()
    page.wait_for_function(f"() => changes.at(-1).frame?.epoch > {failure.epochs}")
    assert page.locator(".says").inner_text() == failure.says

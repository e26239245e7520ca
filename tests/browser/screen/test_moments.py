"""Back through the training, and two moments or two seeds beside each other."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.screen.conftest import drawn, heard

Screen = Callable[..., Any]
SLIDER = "Moment of the training"


def trained(screen: Screen, epochs: int = 30, **options: Any) -> Any:
    """A page on which so many epochs were done, one by one."""
    page = screen(**options)
    step = page.get_by_role("button", name="Step", exact=True)
    step.click()
    page.evaluate(
        "(n) => { for (let k = 1; k < n; k++) trainer.train(); trainer.frame(); }", epochs
    )
    drawn(page)
    return page


def epoch(page: Any) -> int:
    drawn(page)
    found: int = page.evaluate("changes.at(-1).frame.epoch")
    return found


def test_the_slider_goes_back_and_forth(screen: Screen) -> None:
    page = trained(screen)
    slider = page.get_by_label(SLIDER)
    assert slider.get_attribute("aria-valuetext") == "epoch 30"
    slider.press("ArrowLeft")
    assert epoch(page) == 25
    assert slider.get_attribute("aria-valuetext") == "epoch 25 of 30"
    slider.press("Home")
    assert epoch(page) == 0
    slider.press("End")
    assert epoch(page) == 30
    assert [message["moment"] for message in heard(page, "restore")] == [25, 0, 30]


def test_training_goes_on_from_there(screen: Screen) -> None:
    page = trained(screen)
    page.get_by_label(SLIDER).press("Home")
    drawn(page)
    page.get_by_role("button", name="Step", exact=True).click()
    assert epoch(page) == 1
    assert page.evaluate("changes.at(-1).frame.moments") == [0]
    assert page.evaluate("changes.at(-1).frame.history.losses.length") == 1


def test_what_was_trained_beyond_can_be_brought_back(screen: Screen) -> None:
    page = trained(screen)
    note = page.locator(".moments [role=status]", has_text="Bring them back")
    page.get_by_label(SLIDER).press("Home")
    drawn(page)
    assert not note.is_visible()
    page.get_by_role("button", name="Step", exact=True).click()
    drawn(page)
    text = "It goes on from epoch 0: the later ones, up to 30, are gone."
    assert note.locator("span").inner_text() == text
    page.get_by_role("button", name="Bring them back").click()
    assert epoch(page) == 30
    assert heard(page, "make")[-1]["replay"] == {"epoch": 30, "step": 0, "edits": []}
    assert not note.is_visible()


def test_one_moment_is_asked_for_at_a_time(screen: Screen) -> None:
    page = trained(screen)
    page.get_by_label(SLIDER).evaluate(
        "(slider) => { for (const at of [5, 4, 3, 2, 1]) {"
        "slider.value = at; slider.dispatchEvent(new Event('input')); } }"
    )
    assert epoch(page) == 5
    drawn(page)
    assert [message["moment"] for message in heard(page, "restore")] == [25, 5]


def test_while_it_plays_looking_back_pauses(screen: Screen) -> None:
    page = trained(screen)
    page.get_by_role("button", name="Play").click()
    drawn(page)
    page.get_by_label(SLIDER).press("Home")
    page.wait_for_function("() => changes.at(-1).frame.epoch === 0")
    assert page.get_by_role("button", name="Play").is_visible()


def test_before_there_is_anything_the_slider_rests(screen: Screen) -> None:
    assert screen().get_by_label(SLIDER).is_disabled()


# --- comparing ---


def captions(page: Any) -> list[str]:
    drawn(page)
    found: list[str] = page.locator(".compared figcaption:has(strong)").all_inner_texts()
    return found


def test_a_moment_is_kept_beside_what_comes(screen: Screen) -> None:
    page = trained(screen)
    page.get_by_role("button", name="Keep this moment").click()
    assert page.locator(".compare [role=status]").inner_text() == "The same moment of one run."
    page.get_by_role("button", name="Step", exact=True).click()
    kept, now = captions(page)
    assert kept.startswith("kept epoch 30 ")
    assert now.startswith("now epoch 31 ")
    page.evaluate("screen_.apply({ lr: 0.1, seed: 4 })")
    kept, now = captions(page)
    assert kept.startswith("kept epoch 30 ")
    assert now.startswith("now epoch 0 ")
    told = page.locator(".compare [role=status]").inner_text()
    assert told == "They differ in: seed 1 and 4; learning rate 0.3 and 0.1."
    page.get_by_role("button", name="Stop comparing").click()
    assert not page.locator(".compared").is_visible()


def test_both_losses_are_told_over_the_epochs_that_there_are(screen: Screen) -> None:
    page = screen()
    page.get_by_role("button", name="Keep this moment").click()
    for told in ("nothing yet", "1 epoch,", "2 epochs,"):
        drawn(page)
        label = page.locator(".compared svg").get_attribute("aria-label")
        assert told in label
        long = page.locator(".compared .end.long").inner_text()
        assert long == ("" if told == "nothing yet" else told.rstrip(","))
        page.get_by_role("button", name="Step", exact=True).click()


def test_pictures_of_both_are_drawn(screen: Screen) -> None:
    page = trained(screen)
    page.get_by_role("button", name="Keep this moment").click()
    page.get_by_label(SLIDER).press("Home")
    drawn(page)
    heats = page.locator(".compared .heat").evaluate_all("(all) => all.map((c) => c.toDataURL())")
    assert heats[1] == page.locator(".surface .heat").evaluate("(c) => c.toDataURL()")
    assert heats[0] != heats[1]
    labels = page.locator(".compared [role=img]").evaluate_all(
        "(all) => all.map((one) => one.getAttribute('aria-label'))"
    )
    assert labels[0].startswith("Answers, kept: epoch 30")
    assert labels[1].startswith("Answers, now: epoch 0")


def test_another_seed_does_what_this_one_does(screen: Screen) -> None:
    page = trained(screen)
    page.get_by_role("button", name="Another seed").click()
    other, now = captions(page)
    assert other.startswith("seed 2 epoch 30 ")
    assert now.startswith("seed 1 epoch 30 ")
    page.get_by_role("button", name="Step", exact=True).click()
    drawn(page)
    assert [text.split(" · ")[0] for text in captions(page)] == [
        "seed 2 epoch 31",
        "seed 1 epoch 31",
    ]
    page.get_by_role("button", name="Play").click()
    drawn(page)
    assert page.evaluate("other.playing")
    page.get_by_role("button", name="Pause").click()
    page.wait_for_function("() => !other.playing && other.epoch === trainer.epoch")


def test_the_other_trainer_ends_with_the_comparison_and_with_the_page(screen: Screen) -> None:
    page = trained(screen, 1)
    for end in ("Stop comparing", "Keep this moment"):
        page.get_by_role("button", name="Another seed").click()
        drawn(page)
        page.get_by_role("button", name=end).click()
        assert page.evaluate("other.ended")
    page.get_by_role("button", name="Another seed").click()
    page.evaluate("screen_.apply({ seed: 5 })")
    assert page.evaluate("other.ended")
    page.get_by_role("button", name="Another seed").click()
    page.evaluate("screen_.destroy()")
    assert page.evaluate("other.ended")


def test_trained_in_the_page_two_seeds_are_at_the_same_epoch(screen: Screen) -> None:
    page = screen({"task": "xor", "hidden": [4]}, is_real=True)
    page.wait_for_function("() => changes.at(-1)?.frame")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("() => changes.at(-1)?.frame?.epoch > 100")
    page.get_by_role("button", name="Another seed").click()
    page.get_by_role("button", name="Pause").click()
    same = """() => {
      const epochs = [...document.querySelectorAll(".compared strong + span")]
        .map((one) => one.textContent.split(" · ")[0]);
      return epochs.length === 2 && epochs[0] === epochs[1]
        && epochs[0] === `epoch ${changes.at(-1).frame.epoch}`;
    }"""
    page.wait_for_function(same)


COVERED = """() => {
  const of = (one) => [...document.querySelectorAll(".compared .course " + one)]
    .map((found) => found.getBoundingClientRect());
  const [high, low, long] = of(".end");
  return of("path").filter((path) => path.top < high.bottom
    || path.bottom > Math.min(low.top, long.top)).length;
}"""


@pytest.mark.parametrize("width", [375, 1280])
def test_the_numbers_beside_both_losses_cover_no_line(screen: Screen, width: int) -> None:
    page = trained(screen, viewport={"width": width, "height": 800})
    page.get_by_role("button", name="Another seed").click()
    assert len(captions(page)) == 2
    assert page.evaluate(COVERED) == 0


def test_a_seed_that_diverges_is_told_beside_its_picture_until_it_goes_back(screen: Screen) -> None:
    page = trained(screen)
    page.get_by_role("button", name="Another seed").click()
    assert len(captions(page)) == 2
    page.evaluate("other.say({ kind: 'stopped', why: 'diverged', of: 'loss' })")
    grown = "[1e100, 1e200].map((loss) => ({ train: { loss }, test: { loss } }))"
    page.evaluate(f"other.history.splice(-2, 2, ...{grown}); other.sent = 28; other.frame()")
    drawn(page)
    first = page.evaluate("Math.max(trainer.history[0].train.loss, other.history[0].train.loss)")
    top = float(page.locator(".course .high").inner_text())
    assert top == pytest.approx(100 * first, rel=1e-3)  # the rest of both stays readable
    other, now = page.locator(".compared figcaption:has(strong)").all()
    reason = other.locator(".reason")
    assert reason.inner_text().startswith("Diverged after epoch 30: the last step led to weights")
    assert "Diverged" not in now.inner_text()
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("() => changes.at(-1).frame?.epoch > 50")
    page.get_by_role("button", name="Pause").click()
    drawn(page)
    assert page.evaluate("other.heard.filter(({ kind }) => kind === 'play').length") == 0
    assert "epoch 30 " in captions(page)[0]
    page.get_by_role("button", name="Reset").click()
    drawn(page)
    assert reason.inner_text() == ""
    assert "epoch 0 " in captions(page)[0]

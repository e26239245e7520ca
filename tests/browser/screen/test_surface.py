"""What the network answers: the number under the pointer, rows to choose."""

import math
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.screen.conftest import drawn

Screen = Callable[..., Any]
VALUE = ".surface .value"


def test_the_answer_under_the_pointer_stands_below(screen: Screen) -> None:
    page = screen()
    box = page.locator(".marks").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    where, answer = page.locator(f"{VALUE} span").all_inner_texts()
    assert where.startswith("at x₁ ")
    [(label, out)] = re.findall(r"^label (.) with [\d.]+ % \(out (.+)\)$", answer)
    shown = float(out.replace("−", "-"))
    middle = page.evaluate("""() => {
      const { low, high } = trainer.grid;
      return trainer.answers(low.map((x, d) => (x + high[d]) / 2)).at(-1)[0];
    }""")
    assert shown == pytest.approx(middle, abs=0.02)
    assert label == str(int(middle > 0))


def test_rows_are_chosen_by_pointer_and_by_keys(screen: Screen) -> None:
    page = screen()
    text = page.locator(".chooser span")
    assert text.inner_text() == "60 rows: click one"
    page.get_by_label("the row before", exact=True).click()
    assert text.inner_text().startswith("row 60 of 60: should be ")
    page.get_by_label("the next row", exact=True).focus()
    page.keyboard.press("Enter")
    assert text.inner_text().startswith("row 1 of 60: should be ")
    place = page.evaluate("""() => {
      const { low, high } = trainer.grid, [x, y] = trainer.rows.X[7];
      return [(x - low[0]) / (high[0] - low[0]), 1 - (y - low[1]) / (high[1] - low[1])];
    }""")
    box = page.locator(".marks").bounding_box()
    page.mouse.click(box["x"] + place[0] * box["width"], box["y"] + place[1] * box["height"])
    assert text.inner_text().startswith("row 8 of 60")


def test_a_row_that_is_not_there_any_more_is_forgotten(screen: Screen) -> None:
    page = screen()
    page.get_by_label("the row before", exact=True).click()
    page.evaluate("screen_.apply({ task: 'xor' })")
    drawn(page)
    assert page.locator(".chooser span").inner_text() == "4 rows: click one"


@pytest.mark.parametrize(
    ("task", "key"),
    [
        ("circles", ["label 0", "label 1", "hollow: held out for the test"]),
        ("xor", ["label 0", "label 1"]),
        ("three_blobs", ["label 0", "label 1", "label 2", "hollow: held out for the test"]),
    ],
)
def test_the_key_says_what_the_marks_mean(screen: Screen, task: str, key: list[str]) -> None:
    page = screen({"task": task})
    assert page.locator(".surface .key span").all_inner_texts() == key


def test_of_three_outputs_the_largest_says_the_label(screen: Screen) -> None:
    page = screen({"task": "three_blobs"})
    page.get_by_label("the next row", exact=True).click()
    answer = page.locator(f"{VALUE} span").nth(1).inner_text()
    numbers = page.evaluate("trainer.answers(trainer.rows.X[0]).at(-1)")
    share = 100 / sum(math.exp(x - max(numbers)) for x in numbers)
    [(label, told)] = re.findall(r"^label (.) with ([\d.]+) %$", answer)
    assert label == str(numbers.index(max(numbers)))
    assert float(told) == pytest.approx(share, abs=1.0)


def test_of_a_number_no_label_is_told(screen: Screen) -> None:
    page = screen({"task": "function:sine", "inputs": ["x1"]})
    page.get_by_label("the next row", exact=True).click()
    where, answer = page.locator(f"{VALUE} span").all_inner_texts()
    assert where.startswith("at x₁ ")
    assert answer.startswith("it answers ")
    assert "label" not in answer


def test_a_screen_reader_hears_how_it_stands(screen: Screen) -> None:
    page = screen()
    page.evaluate("trainer.step()")
    drawn(page)
    label = page.locator(".marks").get_attribute("aria-label")
    assert label.startswith(
        "What the network answers over the inputs, with 60 rows of data. Epoch 1"
    )


def test_the_neuron_under_the_pointer_is_shown_large(screen: Screen) -> None:
    page = screen()
    picture, caption = "document.querySelector('.heat').toDataURL()", page.locator(".caption")
    whole = page.evaluate(picture)
    page.get_by_label("neuron 2 of layer 1").hover()
    assert caption.inner_text() == "neuron 2 of layer 1"
    small = "document.querySelectorAll('button.tile canvas')[1].toDataURL()"
    assert page.evaluate(picture) == page.evaluate(small) != whole
    page.locator(".tile").first.hover()
    assert caption.inner_text() == "x₁"
    page.locator("h2").first.hover()
    assert caption.is_hidden()
    assert page.evaluate(picture) == whole
    page.get_by_label("neuron 3 of layer 2").focus()
    page.get_by_label("the next row", exact=True).focus()
    assert caption.is_hidden()


@pytest.mark.parametrize("task", ["function:sine", "three_blobs"])
def test_a_neuron_is_looked_at_whatever_the_targets(screen: Screen, task: str) -> None:
    page = screen({"task": task, "inputs": ["x1"]})
    page.get_by_label("the next row", exact=True).click()
    page.get_by_label("neuron 2 of layer 1").focus()
    assert page.locator(".caption").is_visible()
    answer = page.locator(f"{VALUE} span").nth(1).inner_text()
    shown = float(answer.removeprefix("it answers ").replace("−", "-"))
    exact = page.evaluate("trainer.answers(trainer.rows.X[0])[1][1]")
    assert shown == pytest.approx(exact, abs=0.02)

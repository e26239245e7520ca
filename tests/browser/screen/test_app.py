"""The frame of the screen: settings become runs, what is refused is put back, all of it ends."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.screen.conftest import drawn, heard

Screen = Callable[..., Any]
SIZES = [(1280, 900), (848, 900), (375, 667)]


def test_it_begins_with_the_tables_the_run_and_the_picture(screen: Screen) -> None:
    page = screen()
    kinds = page.evaluate("trainer.heard.map((message) => message.kind)")
    assert kinds[:3] == ["tables", "make", "view"]
    (view,) = heard(page, "view")
    assert view["side"] == 48
    assert len(view["low"]) == len(view["high"]) == 2


def test_other_settings_are_another_run(screen: Screen) -> None:
    page = screen()
    page.evaluate("screen_.apply({ seed: 5 })")
    drawn(page)
    assert heard(page, "make")[-1]["settings"]["seed"] == 5
    assert page.evaluate("changes.at(-1).settings.seed") == 5


def test_what_was_chosen_and_is_not_there_is_forgotten(screen: Screen) -> None:
    page = screen()
    page.get_by_label("neuron 4 of layer 1").click()
    page.evaluate("screen_.apply({ seed: 5 })")
    drawn(page)
    assert page.locator(".card").is_visible()
    page.evaluate("screen_.apply({ hidden: [3] })")
    drawn(page)
    assert page.locator(".card").is_hidden()


def test_what_is_refused_is_put_back(screen: Screen) -> None:
    page = screen()
    page.evaluate("screen_.apply({ lr: 0.1 })")
    drawn(page)
    page.evaluate("screen_.apply({ lr: 5000 })")
    drawn(page)
    assert [make["settings"]["lr"] for make in heard(page, "make")] == [0.3, 0.1, 5000]
    assert page.evaluate("changes.at(-1).settings.lr") == 0.1
    page.evaluate("screen_.apply({ seed: 2 })")
    assert heard(page, "make")[-1]["settings"]["lr"] == 0.1


def test_every_frame_is_acknowledged_once(screen: Screen) -> None:
    page = screen()
    before = len(heard(page, "acknowledge"))
    page.evaluate("() => { for (let i = 0; i < 5; i++) trainer.step(); }")
    drawn(page)
    assert len(heard(page, "acknowledge")) == before + 5
    assert page.evaluate("changes.at(-1).frame.epoch") == 5


def test_the_end_leaves_nothing(screen: Screen) -> None:
    page = screen()
    page.evaluate("trainer.play()")
    drawn(page)
    page.evaluate("screen_.destroy()")
    assert page.evaluate("document.querySelector('main > div').childElementCount") == 0
    assert page.evaluate("trainer.ended")
    assert heard(page, "close")


@pytest.mark.parametrize("part", ["network", "output"])
def test_what_a_teacher_hides_is_not_there(screen: Screen, part: str) -> None:
    page = screen(hidden=[part])
    shown = {"network": ".network", "output": ".surface"}
    assert page.locator(shown.pop(part)).count() == 0
    assert page.locator(*shown.values()).is_visible()


def test_a_notebook_says_light_or_dark(screen: Screen) -> None:
    page = screen(color_scheme="light")
    paper = "getComputedStyle(document.querySelector('.playground')).backgroundColor"
    assert page.evaluate(paper) == "rgb(255, 255, 255)"
    page.evaluate("document.body.dataset.jpThemeLight = 'false'")
    drawn(page)
    assert page.evaluate(paper) == "rgb(18, 22, 28)"
    page.emulate_media(color_scheme="dark")
    page.evaluate("document.body.dataset.jpThemeLight = 'true'")
    drawn(page)
    assert page.evaluate(paper) == "rgb(255, 255, 255)"


@pytest.mark.parametrize(
    ("says", "dark"),
    [
        ("body.classList.add('vscode-dark')", True),
        ("body.classList.add('vscode-light')", False),
        ("body.className = 'dark dark-theme'", True),
        ("body.dataset.mdColorScheme = 'slate'", True),
        ("body.dataset.mdColorScheme = 'default'", False),
    ],
)
def test_other_pages_say_it_in_their_ways(screen: Screen, says: str, dark: bool) -> None:
    page = screen(color_scheme="light" if dark else "dark")
    page.evaluate(f"document.{says}")
    drawn(page)
    paper = page.evaluate("getComputedStyle(document.querySelector('.playground')).backgroundColor")
    assert paper == ("rgb(18, 22, 28)" if dark else "rgb(255, 255, 255)")


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_wider_than_the_page(screen: Screen, size: tuple[int, int]) -> None:
    page = screen({"hidden": [8, 8, 8, 8]}, viewport={"width": size[0], "height": size[1]})
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_two_screens_do_not_disturb_one_another(screen: Screen) -> None:
    page = screen()
    page.evaluate("window.first = { trainer, screen_ }")
    page.evaluate(
        "open_({ settings: { ...trainer.settings, seed: 9 }, tables: trainer.heard[0].tables })"
    )
    drawn(page)
    page.evaluate("screen_.apply({ seed: 10 })")
    drawn(page)
    assert page.evaluate("first.trainer.settings.seed") == 1
    assert page.evaluate("trainer.settings.seed") == 10


#: whether a neuron's square has another hue than grey
COLOURED = """() => {
  const canvas = document.querySelector(".network canvas");
  const copy = new OffscreenCanvas(16, 16).getContext("2d", { willReadFrequently: true });
  copy.drawImage(canvas, 0, 0, 16, 16);
  const { data } = copy.getImageData(0, 0, 16, 16);
  return data.some((x, i) => i % 4 === 0 && data[i + 3] > 0 && Math.abs(x - data[i + 2]) > 40);
}"""


def test_a_screen_out_of_the_document_gets_its_colours_when_it_is_back(screen: Screen) -> None:
    page = screen()
    page.evaluate(
        """() => {
          const main = document.querySelector("main");
          main.replaceChildren();
          main.append = (host) => { window.apart = host; };
          open_({ settings: trainer.settings, tables: trainer.heard[0].tables });
          delete main.append;
        }"""
    )
    drawn(page)
    page.evaluate("document.querySelector('main').append(apart)")
    page.wait_for_function(COLOURED)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing(screen: Screen, scheme: str, size: tuple[int, int]) -> None:
    axe = pytest.importorskip("axe_playwright_python", reason="axe is not installed")
    source = (Path(axe.__file__).parent / "axe.min.js").read_text("utf-8")
    page = screen(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    page.evaluate(source)
    page.locator("button.tile").first.click()
    page.locator(".network summary").click()
    page.get_by_label("gradients flowing back").check()
    page.get_by_label("the next row", exact=True).click()
    drawn(page)
    found = page.evaluate("async () => (await axe.run(document.querySelector('main'))).violations")
    assert [(rule["id"], [node["html"][:160] for node in rule["nodes"]]) for rule in found] == []


def test_on_a_phone_the_answers_come_first(screen: Screen) -> None:
    page = screen(viewport={"width": 375, "height": 667})
    names = ("bar", "surface", "network", "curves", "data", "controls")
    tops = [page.locator(f".panel.{name}").bounding_box()["y"] for name in names]
    assert tops == sorted(tops)
    page.set_viewport_size({"width": 1280, "height": 900})
    drawn(page)
    lefts = [page.locator(f".panel.{name}").bounding_box()["x"] for name in ("data", "network")]
    assert lefts == sorted(lefts)

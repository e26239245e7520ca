"""The site in a browser without a network, from a folder: it is read, searched, light and dark."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

#: a file asks for no other
OPTIONS = {"iframes": False, "preload": False}
SHOWN = "[...document.images].every(image => image.complete && image.naturalWidth > 0)"
#: formulas that are wider than their place, and neither reached by keys nor with a sign of it
CUT = """[...document.querySelectorAll("div.arithmatex")].filter(element =>
  element.scrollWidth > element.clientWidth &&
  !(element.tabIndex === 0 && getComputedStyle(element).backgroundImage.includes("gradient"))
).map(element => element.textContent.slice(0, 80))"""


@pytest.fixture
def page(browser: Any, site: Path) -> Iterator[Any]:
    """A page that asks no host for anything and has nothing to complain of."""
    asked: list[str] = []
    said: list[str] = []
    context = browser.new_context(offline=True, viewport={"width": 375, "height": 800})
    opened = context.new_page()
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("requestfailed", lambda request: said.append("failed: " + request.url))
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    context.close()
    assert said == []
    assert [
        url for url in asked if not url.startswith((site.as_uri(), "data:", "about:", "blob:null/"))
    ] == []


def pages(site: Path) -> list[Path]:
    """All of them, but the server's own for what is not there; a playground has its own tests."""
    found = sorted(site.rglob("*.html"))
    return [path for path in found if path.parent.name != "site" and path.name != "404.html"]


def test_every_page_fits_and_asks_nobody(page: Any, site: Path) -> None:
    for path in pages(site):
        open_(page, path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 375, path
        assert page.evaluate(SHOWN), path
        assert page.evaluate(CUT) == [], path


def open_(page: Any, path: Path) -> None:
    page.goto(path.as_uri())
    page.wait_for_function("!document.querySelector('.arithmatex:not([data-set])')")


@pytest.mark.parametrize(
    ("path", "scheme"),
    [("index.html", "light"), ("notebooks/15-from-scalars-to-matrices.html", "dark")],
)
def test_everybody_can_read_it(page: Any, site: Path, path: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.emulate_media(color_scheme=scheme)
    open_(page, site / path)
    found = axe.Axe().run(page, options=OPTIONS)
    assert found.violations_count == 0, found.generate_report()


def test_what_heads_a_column_has_a_name_that_is_heard(page: Any, site: Path) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    open_(page, site / "notebooks" / "05-losses-and-outputs.html")
    found = axe.Axe().run(page, options={**OPTIONS, "runOnly": ["empty-table-header"]})
    assert found.violations_count == 0, found.generate_report()
    assert page.get_by_role("columnheader", name="∂L/∂aL", exact=True).count() == 1


def test_the_line_below_a_name_leaves_its_underscores_to_be_seen(page: Any, site: Path) -> None:
    open_(page, site / "reference" / "page.html")
    link = page.get_by_role("link", name="page.op_table", exact=True).first
    offset = "link => parseFloat(getComputedStyle(link).textUnderlineOffset)"
    letters = "link => parseFloat(getComputedStyle(link.firstElementChild).fontSize)"
    assert link.evaluate(offset) > 0.3 * link.evaluate(letters)


def test_without_scripts_a_picture_stands_for_a_playground(browser: Any, site: Path) -> None:
    context = browser.new_context(offline=True, java_script_enabled=False)
    opened = context.new_page()
    opened.goto((site / "live.html").as_uri())
    told = opened.locator(".no-script")
    assert told.is_visible()
    assert told.evaluate("p => p.textContent").endswith("a picture stands for the playground.")
    assert opened.locator(".playground-open img").is_visible()
    assert not opened.locator("iframe.playground").is_visible()
    context.close()


def test_on_paper_there_is_nothing_to_press(page: Any, site: Path) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto((site / "live.html").as_uri())
    page.locator(".live-editor, .md-code__nav").first.wait_for()
    page.emulate_media(media="print")
    for name in (".live-bar", ".md-code__nav", "iframe.playground"):
        assert not page.locator(name).first.is_visible()
    picture = page.locator(".playground-open")
    assert picture.locator("img").is_visible()
    assert picture.evaluate("link => getComputedStyle(link).fontSize") == "0px"


def test_formulas_are_set(page: Any, site: Path) -> None:
    open_(page, site / "notebooks" / "03-neurons-and-gates.html")
    assert page.locator(".katex").count() > 100
    assert page.locator(".katex-error").count() == 0


def test_long_formulas_break_between_their_terms_on_a_phone(page: Any, site: Path) -> None:
    open_(page, site / "notebooks" / "01-graphs-and-the-chain-rule.html")
    wide = "[...document.querySelectorAll('.katex-display')].filter(x => x.scrollWidth > 375)"
    assert page.evaluate(f"{wide}.length") == 0
    assert page.locator(".katex-display").count() > 5
    open_(page, site / "notebooks" / "12-other-layers.html")
    short = page.locator("div.arithmatex", has_text="wm").locator(".katex-html").last
    tops = "formula => [...formula.children].map(part => part.getBoundingClientRect().bottom)"
    first, *others = short.evaluate(tops)
    assert others
    assert max(others) - first < 20  # in one line, where there is room


def test_on_a_phone_a_playground_is_a_page_of_its_own(page: Any, site: Path) -> None:
    page.goto((site / "live.html").as_uri())
    frame, link = page.locator("iframe.playground"), page.locator(".playground-open")
    link.scroll_into_view_if_needed()
    assert link.locator("img").is_visible()
    assert not frame.is_visible()
    assert frame.get_attribute("src") is None  # nothing is loaded that is not seen
    page.set_viewport_size({"width": 1280, "height": 800})
    assert frame.is_visible()
    assert not link.locator("img").is_visible()
    frame.content_frame.get_by_role("button", name="Play").wait_for()


@pytest.mark.parametrize(("scheme", "paper"), [("light", 255), ("dark", 18)])
def test_the_paper_is_as_the_system_has_it(page: Any, site: Path, scheme: str, paper: int) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto((site / "index.html").as_uri())
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert colour.startswith(f"rgb({paper},")


def test_the_paper_changes_with_the_system_and_is_not_kept(page: Any, site: Path) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    page.goto((site / "index.html").as_uri())
    assert page.evaluate(paper) == "rgb(255, 255, 255)"
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"{paper} === 'rgb(18, 22, 28)'")
    page.emulate_media(color_scheme="light")
    page.reload()
    assert page.evaluate(paper) == "rgb(255, 255, 255)"


def test_what_is_printed_is_dark_on_white(page: Any, site: Path) -> None:
    first = "document.querySelector('.highlight:not(.live-editor) code')"
    code = f"getComputedStyle({first}).backgroundColor"
    page.emulate_media(color_scheme="dark")
    page.goto((site / "index.html").as_uri())
    assert page.evaluate(code) == "rgb(27, 33, 41)"
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.wait_for_function(f"{code} === 'rgb(243, 244, 246)'")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.wait_for_function(f"{code} === 'rgb(27, 33, 41)'")


def test_the_search_finds_names_without_a_server(page: Any, site: Path) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto((site / "index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("value_and_grad")
    found = page.locator(".md-search-result__item a[href*='reference/derivatives.html']")
    found.first.wait_for()

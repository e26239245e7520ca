"""The site in a browser without a network, from a folder: it is read, searched, light and dark."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

PAGES = (
    *("index.html", "reference/index.html", "reference/models.html", "course.html"),
    *("live.html", "gallery.html", "notebooks/04-xor-five-ways.html"),
)
#: a file asks for no other
OPTIONS = {"iframes": False, "preload": False}


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


@pytest.mark.parametrize("path", PAGES)
def test_pages_fit_and_ask_nobody(page: Any, site: Path, path: str) -> None:
    page.goto((site / path).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    shown = "[...document.images].every(image => image.complete && image.naturalWidth > 0)"
    assert page.evaluate(shown)


@pytest.mark.parametrize(
    ("path", "scheme"),
    [("index.html", "light"), ("notebooks/15-from-scalars-to-matrices.html", "dark")],
)
def test_everybody_can_read_it(page: Any, site: Path, path: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.emulate_media(color_scheme=scheme)
    page.goto((site / path).as_uri())
    page.wait_for_function("!document.querySelector('.arithmatex:not([data-set])')")
    found = axe.Axe().run(page, context="article", options=OPTIONS)
    assert found.violations_count == 0, found.generate_report()


def test_formulas_are_set(page: Any, site: Path) -> None:
    page.goto((site / "notebooks" / "03-neurons-and-gates.html").as_uri())
    page.wait_for_function("!document.querySelector('.arithmatex:not([data-set])')")
    assert page.locator(".katex").count() > 100
    assert page.locator(".katex-error").count() == 0


@pytest.mark.parametrize(("scheme", "paper"), [("light", 255), ("dark", 18)])
def test_the_paper_is_as_the_system_has_it(page: Any, site: Path, scheme: str, paper: int) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto((site / "index.html").as_uri())
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert colour.startswith(f"rgb({paper},")


def test_the_search_finds_names_without_a_server(page: Any, site: Path) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto((site / "index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("value_and_grad")
    found = page.locator(".md-search-result__item a[href*='reference/derivatives.html']")
    found.first.wait_for()

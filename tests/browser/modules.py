"""Pages that load the modules of the checkout as they are; nothing leaves the machine."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = "http://modules.test/"
TYPES = {".js": "text/javascript", ".css": "text/css"}


@contextmanager
def pages(browser: Any, html: str, texts: Mapping[str, str] = {}) -> Iterator[Callable[..., Any]]:
    """Opens pages with this text, in which ``open_`` is there; no message, no error.

    ``texts``: what stands at paths that are no files.
    """
    messages: list[str] = []
    contexts = []

    def serve(route: Any) -> None:
        path = route.request.url.removeprefix(ADDRESS)
        file, kind = ROOT / path, TYPES.get(Path(path).suffix, "text/html") + "; charset=utf-8"
        if path in texts or not path:
            route.fulfill(body=texts.get(path, html), content_type=kind)
        elif file.is_file():
            route.fulfill(body=file.read_bytes(), content_type=kind)
        else:
            route.fulfill(status=404)

    def new(**options: Any) -> Any:
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.on("console", lambda message: messages.append(message.text))
        page.on("pageerror", lambda error: messages.append(str(error)))
        page.route(ADDRESS + "**", serve)
        page.goto(ADDRESS)
        page.wait_for_function("() => Boolean(window.open_)")
        return page

    yield new
    for context in contexts:
        context.close()
    assert messages == []

"""Pages with modules of the checkout, put together as in a file; nothing leaves the machine."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from autograd.bundle import bundle

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = "http://modules.test/"
TYPES = {".js": "text/javascript", ".css": "text/css"}


def together(paths: Iterable[str], exports: Iterable[str]) -> str:
    """One module of many, which a page asks for once."""
    return bundle(paths, exports, read=lambda path: (ROOT / path).read_text("utf-8"))


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

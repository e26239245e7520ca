"""A hook of MkDocs: writes the pages of the reference, one entry for each public name.

The doors say what there is (``doors.py``), the docstrings what it is. A name that has no page or no
docstring is a warning, and so the end of a strict build.
"""

import inspect
import logging
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from doors import PAGES, Name, Page, place_of, public

log = logging.getLogger("mkdocs.hooks.reference")


def on_config(config: Any) -> None:
    """Put the pages into the navigation."""
    pages = [{page.title: f"reference/{file}.md"} for file, page in PAGES.items()]
    entry: dict[str, Any] = next(item for item in config.nav if "Reference" in item)
    entry["Reference"] = [{"All names": "reference/index.md"}, *pages]


def on_files(files: Any, config: Any) -> None:
    """Add the pages themselves."""
    from mkdocs.structure.files import File

    for file, text in texts().items():
        files.append(File.generated(config, f"reference/{file}.md", content=text))


def texts() -> dict[str, str]:
    """File name -> Markdown."""
    placed: dict[str, list[tuple[int, str, Name]]] = {file: [] for file in PAGES}
    for name in public():
        place = place_of(name)
        if place is None:
            log.warning("%s has no page: give %s one in doors.py", name.path, name.home)
        else:
            placed[place[0]].append((place[1], name.path.lower(), name))
        if not _sentence(name):
            log.warning("%s has no docstring", name.path)
    listed = {file: [name for _, _, name in sorted(found)] for file, found in placed.items()}
    pages = {file: "\n".join(_page(page, listed[file])) for file, page in PAGES.items()}
    return {"index": _index(listed), **pages}


def _page(page: Page, names: list[Name]) -> Iterator[str]:
    yield f"# {page.title}\n\n{page.told}\n"
    yield _table(names)
    for name in names:
        yield from (f'<span id="{other}"></span>' for other in name.others)
        yield f"\n::: {name.path}"
        if isinstance(name.thing, ModuleType):
            yield "    options:\n      members: false"
    if "autograd.value" in page.rooms:
        yield _methods()


def _index(listed: dict[str, list[Name]]) -> str:
    parts = ["# All names\n\nEvery public name of `autograd` and `nn`, by page.\n"]
    for file, names in listed.items():
        parts.append(f"## [{PAGES[file].title}]({file}.md)\n\n{PAGES[file].told}\n")
        parts.append(", ".join(map(_link, names)) + "\n")
    return "\n".join(parts)


def _table(names: list[Name]) -> str:
    rows = [f"| {_link(name)} | {_sentence(name)} |" for name in names]
    return "\n".join(["| | |", "| --- | --- |", *rows, ""])


def _link(name: Name) -> str:
    """A link that shows the name without its package, which is one for a whole page."""
    return f"[`{name.path.partition('.')[2]}`][{name.path}]"


def _sentence(name: Name) -> str:
    """The first sentence of a docstring, for a table."""
    described = name.defined or isinstance(name.thing, ModuleType)
    text = inspect.getdoc(name.thing) if described else "A constant."
    return " ".join((text or "").partition("\n\n")[0].split()).replace("|", r"\|")


def _methods() -> str:
    """The operators and methods that a Value has by the rows of the table."""
    from autograd.ops import OPERATORS, OPS
    from autograd.value import Value

    rows = [
        f"| `a {OPS[name].symbol} b` | [`autograd.{name}`][autograd.{name}] |" for name in OPERATORS
    ]
    rows += ["| `-x` | [`autograd.neg`][autograd.neg] |", "| `abs(x)` | [`autograd.abs`][] |"]
    rows += [
        f"| `x.{name}()` | [`autograd.{name}`][autograd.{name}] |"
        for name, op in OPS.items()
        if op.arity - len(op.defaults) == 1 and hasattr(Value, name)
    ]
    head = "\n## What a Value can do by itself\n\n| | |\n| --- | --- |"
    return "\n".join([head, *rows, ""])

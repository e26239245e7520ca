"""A hook of MkDocs: what the pages link to outside of ``docs/`` comes along.

The pages are read on code hosts too, so their links are those of the repository. Pages
outside of ``docs/`` (README, CONTRIBUTING) become pages here, source code becomes a page with the
code on it, anything else a copy; links between all of these are turned accordingly. A link that
leads nowhere is left as it stands, for MkDocs to find.
"""

import posixpath
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
HOME, CHANGES = "README.md", "CHANGELOG.md"
_LINK = re.compile(r"(?<=\]\()(?![a-z]+:|#)([^)#\s]+)")
_FENCED = re.compile(r"(^```.*?^```)", re.DOTALL | re.MULTILINE)


def on_config(config: Any) -> None:
    """Put the pages that the README leads to into the navigation, in its order."""
    readme = (ROOT / HOME).read_text(encoding="utf-8").partition("\n## The rest\n")[2]
    pages = [path for path in map(_target(HOME), _links(readme)) if path.startswith("docs/")]
    entry: dict[str, Any] = next(item for item in config.nav if "Guide" in item)
    entry["Guide"] = [address(path) for path in dict.fromkeys(pages)]


def on_files(files: Any, config: Any) -> None:
    """Add what is linked, and what that links, until there is nothing new."""
    from mkdocs.structure.files import File

    todo = [HOME, CHANGES, *(f"docs/{file.src_uri}" for file in files.documentation_pages())]
    seen = set(todo)
    while todo:
        path = todo.pop()
        text = (ROOT / path).read_text(encoding="utf-8") if path.endswith(".md") else ""
        new = {target for target in map(_target(path), _links(text)) if (ROOT / target).is_file()}
        todo += sorted(new - seen)
        seen |= new
    for path in sorted(seen):
        if address(path).startswith("outside/") or path == HOME:
            content = _content(ROOT / path)
            files.append(File.generated(config, address(path), content=content))


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Turn a page's links from the repository's places to those of the site."""
    own = _place(page.file.src_uri)
    return _turned(markdown, own) if own else markdown


def address(path: str) -> str:
    """Where a file of the repository stands among the pages.

    >>> [address(p) for p in ("README.md", "docs/ops.md", "autograd/ops.py", "notebooks/01.ipynb")]
    ['index.md', 'ops.md', 'outside/autograd/ops.py.md', 'notebooks/01.md']
    """
    if path == HOME:
        return "index.md"
    if path.endswith(".py"):
        return f"outside/{path}.md"
    if path.endswith(".ipynb"):
        return path.replace(".ipynb", ".md")  # made by lessons.py
    return path.removeprefix("docs/") if path.startswith("docs/") else f"outside/{path}"


def _place(uri: str) -> str | None:
    """The file of the repository that a page is made of; none for one that is generated."""
    if uri == "index.md":
        return HOME
    if uri.startswith("reference/") or uri.endswith(".py.md"):
        return None
    if uri.startswith("notebooks/"):
        return uri.replace(".md", ".ipynb")
    return uri.removeprefix("outside/") if uri.startswith("outside/") else f"docs/{uri}"


def _content(path: Path) -> str | bytes:
    if path.suffix == ".md":
        return path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return path.read_bytes()
    name, text = path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
    return f"---\nsearch:\n  exclude: true\n---\n\n# {name}\n\n~~~~python\n{text}~~~~\n"


def _links(markdown: str) -> list[str]:
    return _LINK.findall(_FENCED.sub("", markdown))


def _target(path: str) -> Any:
    return lambda link: posixpath.normpath(posixpath.join(posixpath.dirname(path), link))


def _turned(markdown: str, own: str) -> str:
    def turn(link: re.Match[str]) -> str:
        target = _target(own)(link[1])
        if not (ROOT / target).is_file():
            return link[1]
        return posixpath.relpath(address(target), posixpath.dirname(address(own)) or ".")

    parts = _FENCED.split(markdown)
    return "".join(part if part.startswith("```") else _LINK.sub(turn, part) for part in parts)

"""The pages that people read: their code, which runs, and their links, which lead somewhere."""

import ast
import doctest
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "benchmarks" / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
]
#: language, what else is said of it ("live": it runs in the site; "fails": it is meant to), code
_FENCED = re.compile(r"^```(\w*)((?: \w+)*)\n(.*?)^```", re.DOTALL | re.MULTILINE)


def name(page: Path) -> str:
    """The page from the top folder."""
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path) -> list[str]:
    """The Python on a page that is not meant to fail."""
    found = _FENCED.findall(page.read_text(encoding="utf-8"))
    return [code for language, said, code in found if language == "python" and "fails" not in said]


def cells(page: Path) -> list[tuple[str, bool]]:
    """The code on a page that runs in the site, and whether it comes to its end."""
    found = _FENCED.findall(page.read_text(encoding="utf-8"))
    return [(code, "fails" not in said) for _, said, code in found if "live" in said.split()]


def run(page: Path) -> dict[str, Any]:
    """Run a page's Python from top to bottom, as one script; return its names.

    Where a line is an expression and its comment a Python literal, the two must be equal; a block
    with prompts is a doctest. Raises ``AssertionError`` where a page says what is not so.
    """
    scope: dict[str, Any] = {"__name__": "page"}
    for code in blocks(page):
        if code.startswith(">>>"):
            _doctest(code, scope, page)
        else:
            _script(code, scope, name(page))
    return scope


def _script(code: str, scope: dict[str, Any], page: str) -> None:
    """Statement by statement, as a comment belongs to what stands on its line."""
    lines = code.splitlines()
    for statement in ast.parse(code).body:
        if not isinstance(statement, ast.Expr):
            exec(compile(ast.Module([statement], []), page, "exec"), scope)
            continue
        found = eval(compile(ast.Expression(statement.value), page, "eval"), scope)
        end = (statement.end_lineno or 1) - 1
        line = lines[end].encode()[statement.end_col_offset or 0 :].decode()
        told, is_told = _literal(line.partition("#")[2].strip())
        assert not is_told or found == told, f"{page}: {lines[end]} is {found!r}"


def _literal(text: str) -> tuple[Any, bool]:
    """What a comment says, if that is a value."""
    try:
        return ast.literal_eval(text), True
    except (SyntaxError, ValueError):
        return None, False


def _doctest(code: str, scope: dict[str, Any], page: Path) -> None:
    runner = doctest.DocTestRunner()
    test = doctest.DocTestParser().get_doctest(code, scope, page.name, str(page), 0)
    runner.run(test, clear_globs=False)
    scope.update(test.globs)
    assert runner.failures == 0


def links(page: Path) -> list[str]:
    """Where a page leads: links and pictures."""
    text = _FENCED.sub("", page.read_text(encoding="utf-8"))
    return re.findall(r"\]\(([^)\s]+)\)", text)


def anchors(page: Path) -> set[str]:
    """The headings as code hosts address them."""
    text = _FENCED.sub("", page.read_text(encoding="utf-8"))
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def broken(page: Path) -> list[str]:
    """The links within the project that lead nowhere."""
    found = []
    for link in links(page):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        lost = anchor and target.suffix == ".md" and anchor not in anchors(target)
        if not target.exists() or lost:
            found.append(link)
    return found

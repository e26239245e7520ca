"""What the site's hooks make of docstrings, lessons, links and packages, before a site is built."""

import hashlib
import io
import json
import subprocess
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.test_reference import SITE, doors

pytest.importorskip("griffe")
with pytest.MonkeyPatch.context() as patch:
    patch.syspath_prepend(SITE)
    import access
    import cells
    import docstrings
    import embedded
    import lessons
    import outside
    import reference
    import searched
    import vendored


def test_an_example_of_a_docstring_stands_in_a_fence() -> None:
    told = "A power a**b, ``a**b``.\n\n>>> print(1)  # doctest: +SKIP\n1\n<BLANKLINE>\n2\n\nEnd."
    assert docstrings.markdown(told) == (
        "A power a\\*\\*b, ``a**b``.\n\n```pycon\n>>> print(1)\n1\n\n2\n```\n\nEnd."
    )


def test_a_constant_is_described_by_the_lines_above_it() -> None:
    lines = ["x = 1", "#: the largest number", "#: that is taken", "MOST = 3"]
    module = SimpleNamespace(lines_collection={"file": lines})
    attribute: Any = SimpleNamespace(module=module, filepath="file", lineno=4)
    assert docstrings._comment(attribute) == "the largest number that is taken"


def test_a_corner_of_a_table_heads_nothing_and_the_search_has_a_name() -> None:
    assert access.on_page_content("<th></th><th>a</th>") == "<td></td><th>a</th>"
    named = '<div class="md-search" role="dialog" aria-label="Search">'
    assert access.on_post_page('<div class="md-search" role="dialog">') == named


def test_nobody_comes_by_keys_to_what_is_not_seen() -> None:
    assert 'tabindex="-1"' in access.on_post_page('<input type="radio" name="__palette">')


def test_without_scripts_a_page_says_what_it_lacks() -> None:
    formula, code = '<span class="arithmatex">', '<div class="live highlight">'
    assert "<noscript>" not in access.on_page_content("<p>text</p>")
    assert "formulas stay" in access.on_page_content(formula)
    both = access.on_page_content(formula + code)
    assert "in TeX and cells are not run.</p>" in both
    assert both.endswith(code)


def test_a_table_of_contents_has_letters_for_formulas() -> None:
    below: Any = SimpleNamespace(title=r"by \(x^2\)", children=[])
    above: Any = SimpleNamespace(title=r"One of \(k\)", children=[below])
    file = SimpleNamespace(src_uri="notebooks/05.md")
    searched.on_page_content("", SimpleNamespace(file=file, toc=[above]))
    assert (above.title, below.title) == ("One of k", "by …")


def cell(kind: str, text: str, *outputs: dict[str, Any]) -> dict[str, Any]:
    return {"cell_type": kind, "source": [text], "outputs": outputs}


def test_a_lesson_keeps_what_is_open_open_and_shows_text_as_text() -> None:
    printed = {"output_type": "stream", "name": "stdout", "text": ["a < b\n"]}
    failed = {"output_type": "error", "traceback": ["one", "two"]}
    lesson = lessons.Lesson(
        "07_x",
        {
            "cells": [
                cell("markdown", "# Title\n\nBelow."),
                cell("markdown", "<details open>\n<details>\ntext\n  $$x$$"),
                cell("code", "print(1)", printed),
                cell("code", "1/0", failed),
            ]
        },
    )
    text = lesson.markdown()
    assert text.startswith("# Title\n\n*[This lesson as a notebook](07_x.ipynb)")
    assert '<details markdown="1" open>\n<details markdown="1">' in text
    assert "  $\\displaystyle x$" in text
    assert [text.index(lessons._place(i)) for i in (0, 1)] == sorted(
        text.index(lessons._place(i)) for i in (0, 1)
    )
    assert lesson.outputs[0] == '<pre class="" tabindex="0">a &lt; b\n</pre>\n'
    assert lesson.outputs[1] == '<pre class="live-failed" tabindex="0">one\ntwo</pre>\n'


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("README.md", "index.md"),
        ("docs/ops.md", "ops.md"),
        ("autograd/ops.py", "outside/autograd/ops.py.md"),
        ("notebooks/01.ipynb", "notebooks/01.md"),
        ("CHANGELOG.md", "outside/CHANGELOG.md"),
    ],
)
def test_a_file_of_the_repository_has_its_place(path: str, address: str) -> None:
    assert outside.address(path) == address
    if not path.endswith(".py"):
        assert outside._place(address) == path


def test_links_are_turned_but_not_in_code() -> None:
    text = "[ops](../autograd/ops.py#L3) [no](nowhere.md)\n```\n[ops](../autograd/ops.py)\n```\n"
    turned = outside._turned(text, "docs/compiler.md")
    assert turned == text.replace("(../autograd/ops.py#", "(outside/autograd/ops.py.md#")


def test_cells_are_marked_and_playgrounds_framed() -> None:
    assert cells.on_page_markdown("```python live fails\n1/0\n```") == (
        "``` {.python .live}\n1/0\n```"
    )
    assert cells.on_page_markdown("```python\n1\n```") == "```python\n1\n```"
    text = embedded.on_page_markdown('a\n<!-- playground: task="moons" -->\nb')
    assert f'src="{embedded.address("task=" + chr(34) + "moons" + chr(34))}"' in text
    assert 'title="Playground: moons"' in text


def test_a_name_finds_the_page_of_the_room_above_it() -> None:
    def place(home: str) -> Any:
        thing = SimpleNamespace(home=home)
        return doors.place_of(thing)  # type: ignore[arg-type]

    assert place("nn.models.layers") == ("models", 0)
    assert place("autograd.compiler.backends.wasm.kernel") == ("compiler", 0)
    assert place("nn.probabilities") == ("models", 1)
    assert place("nn.nowhere") is None


def test_a_name_goes_by_its_shortest_path() -> None:
    names = [doors.Name(path, len, "autograd") for path in ("a.b.c", "a.c", "a.b.d.c")]
    assert doors._as_one(names)[0] == "a.c"
    assert doors._as_one(names).others == ("a.b.c", "a.b.d.c")


def test_a_bar_within_a_table_is_no_column() -> None:
    def function() -> None:
        """Gives |x|
        of x.

        More.
        """

    name = doors.Name("nn.function", function, "nn")
    assert reference._sentence(name) == r"Gives \|x\| of x."
    assert "[`autograd.tanh`]" in reference._methods()
    assert "x.where()" not in reference._methods()


def test_source_code_is_kept_out_of_the_search() -> None:
    html = '<details class="mkdocstrings-source" open>'
    page: Any = SimpleNamespace(file=SimpleNamespace(src_uri="reference/values.md"), toc=[])
    marked = html.replace(" open>", " data-search-exclude open>")
    assert searched.on_page_content(html, page) == marked


def packed(files: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text))
    return content.getvalue()


@pytest.fixture
def npm(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """What npm would fetch: a package of three files."""
    lock = json.dumps({"packages": {"numpy": {}}, "info": 1}).encode()
    content = packed({"a.mjs": b"a", "b.txt": b"b", vendored.LOCK: lock})

    def run(command: Sequence[str], **_: Any) -> None:
        (Path(command[-1]) / "x.tgz").write_bytes(content)

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}")
    return content


def package(content: bytes) -> Any:
    return vendored.Package("x", "1", hashlib.sha256(content).hexdigest(), ("*.mjs",))


def test_a_package_has_the_bytes_that_were_seen(npm: bytes) -> None:
    assert [*vendored._chosen(package(npm))] == [("a.mjs", b"a")]
    with pytest.raises(ValueError, match="x@1 is not the package"):
        vendored._of(package(npm + b"x"))


def test_no_package_of_pyodide_is_offered(npm: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vendored, "PYODIDE", package(npm))
    path, lock = next(vendored.contents())
    assert path == f"site/live/pyodide/{vendored.LOCK}"
    assert json.loads(lock) == {"packages": {}, "info": 1}


def test_what_runs_a_cell_comes_along() -> None:
    pytest.importorskip("graphviz")
    with zipfile.ZipFile(io.BytesIO(vendored.needed())) as archive:
        names = archive.namelist()
        assert archive.read("cell.py") == (SITE / "live" / "cell.py").read_bytes()
    assert "graphviz/__init__.py" in names
    assert all(name.endswith(".py") for name in names)

"""The built site: every public name is on its page, and what is missing or dead ends the build."""

import gzip
import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from tests import pages
from tests.pages import ROOT
from tests.site import build
from tests.test_reference import NAMES, doors

pytestmark = pytest.mark.xdist_group("site")  # it is built once

PROJECT = ("pyproject.toml", "LICENSE")  # for the wheel


def test_every_public_name_stands_on_its_page(site: Path) -> None:
    texts = {path.stem: path.read_text(encoding="utf-8") for path in site.glob("reference/*.html")}
    for name in NAMES.values():
        page = texts[doors.place_of(name)[0]]
        for path in (name.path, *name.others):
            assert f'id="{path}"' in page
            assert f'#{name.path}"' in texts["index"]


def test_entries_have_signature_errors_example_and_source(site: Path) -> None:
    text = (site / "reference" / "derivatives.html").read_text(encoding="utf-8")
    entry = text.partition('id="autograd.root"')[2].partition("autograd.sparsity")[0]
    plain = re.sub(r"<[^>]*>", "", entry)
    for wanted in ("max_steps", "Raises ConvergenceError", "1.4142135623730951", "def root"):
        assert wanted in plain


def test_made_functions_and_constants_are_described(site: Path) -> None:
    for file, wanted in {
        "operations": "where(x &gt; 0, x, slope * x)",
        "data": "exactly one input is 1",
        "models": "what makes a weight",
    }.items():
        assert wanted in (site / "reference" / f"{file}.html").read_text(encoding="utf-8")


def test_powers_are_powers(site: Path) -> None:
    text = (site / "reference" / "operations.html").read_text(encoding="utf-8")
    assert "derivative of a**b, a power times log(a)**n" in text


def test_the_search_is_about_what_is_said_and_not_about_code(site: Path) -> None:
    index = (site / "search" / "search_index.json").read_text(encoding="utf-8")
    assert "orders_around(last" not in index
    assert "as a function of all else that f is made of" in index


def test_the_search_shows_no_formulas_and_no_cells_of_lessons(site: Path) -> None:
    index = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))
    texts = {entry["location"]: entry["title"] + entry["text"] for entry in index["docs"]}
    assert not [place for place, text in texts.items() if re.search(r"\\\(|\\\[", text)]
    lessons = {place: text for place, text in texts.items() if place.startswith("notebooks/")}
    assert len(lessons) > 100
    for place, text in lessons.items():
        assert "<pre>" not in text, place
        assert "not yet:" not in text, place  # what the check of an exercise shows
    (neuron,) = (text for place, text in lessons.items() if place.endswith("#1-a-neuron"))
    assert "adds them up with a bias b, and puts the sum through a function g" in neuron


def test_what_pages_link_to_outside_of_docs_comes_along(site: Path) -> None:
    home = (site / "index.html").read_text(encoding="utf-8")
    assert 'href="outside/autograd/ops.py.html"' in home
    assert 'src="gallery/moving.svg"' in home
    for path in ("autograd/ops.py.html", "CONTRIBUTING.html", "tests/course/test_course_a.py.html"):
        assert (site / "outside" / path).is_file()
    assert 'href="notebooks/03-neurons-and-gates.html"' in (site / "course.html").read_text("utf-8")


@pytest.mark.parametrize("notebook", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=pages.name)
def test_a_lesson_is_a_page_with_all_that_its_cells_showed(site: Path, notebook: Path) -> None:
    page = (site / "notebooks" / f"{notebook.stem}.html").read_text(encoding="utf-8")
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    assert (site / "notebooks" / notebook.name).read_bytes() == notebook.read_bytes()
    images = [x for cell in cells for x in cell.get("outputs", ()) if "image/png" in str(x)]
    assert len([*(site / "notebooks").glob(f"{notebook.stem}-*.png")]) == len(images)
    assert page.count('<div class="lesson-output">') == sum(bool(c.get("outputs")) for c in cells)
    assert "lesson-output-" not in page
    assert page.count("<details") - page.count("nn-") >= str(cells).count("<details")
    plain = re.sub(r"<(style|script|pre)\b.*?</\1>|<[^>]*>", "", page, flags=re.DOTALL)
    assert "$$" not in plain


def test_what_a_cell_needs_comes_along_and_no_more(site: Path) -> None:
    """Python, its library, and this project: what a click loads, compressed as servers do."""
    folder = site / "site" / "live"
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    core = {"pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"}
    assert names == {
        *("worker.js", "chainrule.whl", "needed.zip", "pyodide/pyodide-lock.json"),
        *(f"pyodide/{name}" for name in core),
    }
    engine = [
        site / "site" / name for name in ("live.js", "highlight.js", "formulas.js", "style.css")
    ]
    files = [*engine, *(folder / name for name in names)]
    assert sum(len(gzip.compress(path.read_bytes(), 6)) for path in files) <= 8_000_000
    with zipfile.ZipFile(folder / "chainrule.whl") as wheel:
        assert {"autograd/__init__.py", "nn/__init__.py"} <= {*wheel.namelist()}


def test_code_that_can_be_run_is_marked(site: Path) -> None:
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        text = site / (f"{page.stem}.html" if page.parent.name == "docs" else "index.html")
        found = text.read_text(encoding="utf-8").count('<div class="live highlight">')
        assert found == len(pages.cells(page)), page


def test_nothing_is_loaded_from_other_hosts(site: Path) -> None:
    loads = re.compile(r'<(?:script|link|img|iframe)\b[^>]*(?:src|href)="?(https?:)?//')
    for page in site.rglob("*.html"):
        assert not loads.search(page.read_text(encoding="utf-8")), page
    for style in site.rglob("*.css"):
        assert not re.search(r"url\(['\"]?(https?:)?//", style.read_text(encoding="utf-8")), style


def test_a_playground_is_made_where_a_page_asks_for_it(site: Path) -> None:
    page = (site / "live.html").read_text(encoding="utf-8")
    (address,) = re.findall(
        '<iframe class="playground" data-src="([^"]*)" title="Playground: xor"', page
    )
    assert 'href="' + address in page
    assert "<!doctype html>" in (site / address).read_text(encoding="utf-8").lower()


def test_what_is_missing_or_dead_ends_the_build(site: Path, tmp_path: Path) -> None:
    for folder in ("autograd", "nn", "docs", "notebooks", "tests", "benchmarks"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignored)
    for file in (*("mkdocs.yml", "README.md", "CONTRIBUTING.md", "CHANGELOG.md"), *PROJECT):
        shutil.copy(ROOT / file, tmp_path)
    plant(tmp_path / "nn/losses/formulas.py", "\n\ndef bare(x):\n    return x\n")
    plant(tmp_path / "nn/__init__.py", "\nfrom nn.losses.formulas import bare\n")
    plant(tmp_path / "nn/__init__.py", 'def lost(x):\n    """Stand in no room."""\n')
    plant(tmp_path / "nn/__init__.py", '__all__ += ["bare", "lost"]\n')
    plant(tmp_path / "nn/data/names.py", '\nMUTE = 1\n__all__ += ["MUTE"]\n')
    plant(tmp_path / "README.md", "\n[a page](docs/gone.md)\n")
    plant(tmp_path / "docs/ops.md", "\n[a heading](../CONTRIBUTING.md#gone)\n")
    built = build(tmp_path / "site", tmp_path)
    assert built.returncode != 0
    assert "nn.bare has no docstring" in built.stdout
    assert "nn.lost has no page" in built.stdout
    assert "nn.data.names.MUTE has no docstring" in built.stdout
    assert "docs/gone.md" in built.stdout
    assert "#gone" in built.stdout


def plant(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)

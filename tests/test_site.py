"""The built site: every public name is on its page, and what is missing or dead ends the build."""

import re
import shutil
from pathlib import Path

import pytest

from tests.pages import ROOT
from tests.site import build
from tests.test_reference import NAMES, doors

pytestmark = pytest.mark.xdist_group("site")  # it is built once


def test_every_public_name_stands_on_its_page(site: Path) -> None:
    pages = {path.stem: path.read_text(encoding="utf-8") for path in site.glob("reference/*.html")}
    for name in NAMES.values():
        page = pages[doors.place_of(name)[0]]
        for path in (name.path, *name.others):
            assert f'id="{path}"' in page
            assert f'#{name.path}"' in pages["index"]


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


def test_what_pages_link_to_outside_of_docs_comes_along(site: Path) -> None:
    home = (site / "index.html").read_text(encoding="utf-8")
    assert 'href="outside/autograd/ops.py.html"' in home
    assert 'src="gallery/moving.svg"' in home
    for path in ("autograd/ops.py.html", "CONTRIBUTING.html", "tests/course/test_course_a.py.html"):
        assert (site / "outside" / path).is_file()
    notebook = "notebooks/03-neurons-and-gates.ipynb"
    assert (site / "outside" / notebook).read_bytes() == (ROOT / notebook).read_bytes()


def test_nothing_is_loaded_from_other_hosts(site: Path) -> None:
    loads = re.compile(r'<(?:script|link|img|iframe)\b[^>]*(?:src|href)="?(https?:)?//')
    for page in site.rglob("*.html"):
        assert not loads.search(page.read_text(encoding="utf-8")), page
    for style in site.rglob("*.css"):
        assert not re.search(r"url\(['\"]?(https?:)?//", style.read_text(encoding="utf-8")), style


def test_what_is_missing_or_dead_ends_the_build(site: Path, tmp_path: Path) -> None:
    for folder in ("autograd", "nn", "docs", "notebooks", "tests", "benchmarks"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignored)
    for file in ("mkdocs.yml", "README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
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

"""Every page's code runs and gives what is said beside it; every link and picture is there."""

from pathlib import Path

import pytest

from tests import pages

pytestmark = pytest.mark.checkout

GALLERY = pages.ROOT / "docs" / "gallery"
#: run in tests of their own
ELSEWHERE = [pages.ROOT / "README.md", pages.ROOT / "docs" / "distributed.md"]
README = ELSEWHERE[0]
#: page -> packages that it needs besides
NEEDED = {"docs/export.md": ("torch", "onnx", "onnxruntime")}
WITH_CODE = [page for page in pages.PAGES if pages.blocks(page) and page not in ELSEWHERE]


@pytest.mark.parametrize("page", WITH_CODE, ids=pages.name)
def test_code_runs_and_gives_what_is_said(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("numpy")
    pytest.importorskip("scipy")
    pytest.importorskip("matplotlib").use("agg")
    for package in NEEDED.get(pages.name(page), ()):
        pytest.importorskip(package)
    monkeypatch.chdir(tmp_path)
    pages.run(page)


@pytest.mark.parametrize("page", pages.PAGES, ids=pages.name)
def test_links_and_anchors_lead_somewhere(page: Path) -> None:
    assert pages.broken(page) == []


def test_every_picture_of_the_gallery_is_shown() -> None:
    shown = {(page.parent / link).resolve() for page in pages.PAGES for link in pages.links(page)}
    made = {path for path in GALLERY.iterdir() if path.suffix in (".svg", ".png")}
    assert made - shown == set()


def test_the_readme_leads_to_every_page() -> None:
    reached = {(pages.ROOT / link.partition("#")[0]).resolve() for link in pages.links(README)}
    assert set(pages.PAGES) - {README} - reached == set()


def written(folder: Path, text: str) -> Path:
    page = folder / "page.md"
    page.write_text(text, encoding="utf-8")
    return page


@pytest.mark.parametrize("code", ["1 + 1  # 3", "(\n    1\n)  # 2", ">>> 1 + 1\n3"])
def test_what_is_not_so_is_found(code: str, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(pages, "ROOT", tmp_path)
    with pytest.raises(AssertionError):
        pages.run(written(tmp_path, f"# A page\n\n```python\n{code}\n```\n"))


def test_words_in_a_comment_are_words(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(pages, "ROOT", tmp_path)
    scope = pages.run(written(tmp_path, '```python\nx = 2\n"∂"; x + 1  # about 3\nx  # 2\n```\n'))
    assert scope["x"] == 2


def test_a_broken_link_is_found(tmp_path: Path) -> None:
    text = "# Of `this`: one\n\n[a](page.md#of-this-one) [b](#of-that) ![c](c.svg) [d](https://d.e)"
    assert pages.broken(written(tmp_path, text)) == ["#of-that", "c.svg"]

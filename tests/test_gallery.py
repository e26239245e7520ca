"""The gallery: readable in a column of text, and the moving picture is what the engine does."""

import re
import runpy
from pathlib import Path

import pytest

from autograd.show.drawing.style import DARK
from tests import pages, svgs

GALLERY = pages.ROOT / "docs" / "gallery"
MOVING = (GALLERY / "moving.svg").read_text(encoding="utf-8")
with pytest.MonkeyPatch.context() as patch:
    patch.syspath_prepend(GALLERY)
    SCRIPT = runpy.run_path(str(GALLERY / "moving.py"))


@pytest.mark.parametrize("path", sorted(GALLERY.glob("*.svg")), ids=lambda path: path.stem)
def test_every_svg_can_be_read_in_the_column_of_a_page(path: Path) -> None:
    assert svgs.readable(path), svgs.shown(path)


def picture(folder: Path, size: str, text: str) -> Path:
    path = folder / "a.svg"
    box = size.replace("pt", "").split("x")
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size.split("x")[0]}" '
        f'height="{size.split("x")[1]}" viewBox="0 0 {box[0]} {box[1]}">{text}</svg>'
    )
    return path


@pytest.mark.parametrize(
    ("size", "text", "found"),
    [
        ("848x100", '<text font-size="9">a</text>', (9.0, 100.0)),
        ("1696x2400", "<style>text{font:18px serif}</style>", (9.0, 1200.0)),
        ("1696x2402", "<style>text{font: 700 17px serif}</style>", (8.5, 1201.0)),
        ("300ptx90pt", '<text font-size="12">a</text><text font-size="9">b</text>', (12.0, 120.0)),
    ],
)
def test_sizes_are_those_in_the_column(tmp_path: Path, size, text, found) -> None:
    path = picture(tmp_path, size, text)
    assert svgs.shown(path) == pytest.approx(found)
    assert svgs.readable(path) is (found[0] >= 9.0 and found[1] <= 1200.0)


def test_a_picture_that_keeps_its_width_scrolls(tmp_path: Path) -> None:
    texts = '<text font-size="12">a</text>'
    wide = picture(tmp_path, "1696x100", "<style>svg{min-width:1272px}</style>" + texts)
    assert svgs.scrolls(wide)
    assert not svgs.readable(wide)
    assert not svgs.scrolls(picture(tmp_path, "1696x100", texts))
    narrow = "<style>svg{min-width:1000px}</style>" + texts
    assert not svgs.scrolls(picture(tmp_path, "1696x100", narrow))


def test_the_moving_picture_is_what_its_script_makes() -> None:
    assert SCRIPT["moving"](SCRIPT["expression"]()) == MOVING


def test_the_moving_picture_shows_the_numbers_of_the_engine_at_its_end() -> None:
    stays = [text for text in re.findall(r"<text[^>]*>[^<]*", MOVING) if 'opacity="0"' not in text]
    words = [text.partition(">")[2] for text in stays]
    y = SCRIPT["expression"]()
    a, b = y.operands[1].operands
    for node in (a, b, y, *y.operands):
        assert f"data {node.data}" in words
        assert f"grad {node.grad}" in words
    assert "a.grad, b.grad, c.grad = 7.0, 2.0, -1.0" in words
    assert "grad 4.0" in words  # of v3; the first shares of a and b are gone by then
    assert words.count("grad 4.0") == 1


def test_every_share_travels_and_names_its_product() -> None:
    assert MOVING.count('<g opacity="0"') == 8 + 2 * 8  # operands' values; gradients and shares
    for product in ("-1.0 · -3.0 = 3.0", "-1.0 · 2.0 = -2.0", "4.0 · 1.0 = 4.0"):
        assert product in MOVING


def test_the_moving_picture_works_as_an_image() -> None:
    assert "<script" not in MOVING
    assert "http" not in MOVING.replace("http://www.w3.org/2000/svg", "")
    assert "@media(prefers-reduced-motion:reduce)" in MOVING
    used = set(re.findall(r'(?:fill|stroke)="([^"]+)"', MOVING)) - {"none"}
    assert used <= set(DARK)
    called = set(re.findall(r"animation:(\w+)", MOVING)) | set(re.findall(r",(s\d+) ", MOVING))
    assert called - {"none"} == set(re.findall(r"@keyframes (\w+)", MOVING))

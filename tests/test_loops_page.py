"""The page on loops: its figures are what the compiler finds."""

import re

import pytest

from tests.loops_page import GALLERY, PAGE, figures

TEXT = PAGE.read_text(encoding="utf-8")


def test_the_figures_are_what_is_found() -> None:
    for name, svg in figures().items():
        assert (GALLERY / name).read_text(encoding="utf-8") == svg, name
        assert f"gallery/{name}" in TEXT


@pytest.mark.checkout
def test_files_that_are_named_exist() -> None:
    for name in re.findall(r"`([\w/]+\.py)`", TEXT):
        inside = PAGE.parent.parent / "autograd" / "compiler"
        assert (inside.parent.parent / name).exists() or (inside / "loops" / name).exists(), name

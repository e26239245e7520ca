"""The page on loops: its examples run, and its figures are what the compiler finds."""

import doctest
import re

from tests.loops_page import GALLERY, PAGE, figures

TEXT = PAGE.read_text(encoding="utf-8")


def test_the_examples_give_what_is_printed() -> None:
    blocks = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner()
    scope = {"__name__": "docs"}
    assert len(blocks) == 3
    runner.run(parser.get_doctest("\n".join(blocks), scope, "loops.md", str(PAGE), 0))
    assert runner.failures == 0


def test_the_figures_are_what_is_found() -> None:
    for name, svg in figures().items():
        assert (GALLERY / name).read_text(encoding="utf-8") == svg, name
        assert f"gallery/{name}" in TEXT


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", TEXT):
        assert (PAGE.parent / target).exists(), target
    for name in re.findall(r"`([\w/]+\.py)`", TEXT):
        inside = PAGE.parent.parent / "autograd" / "compiler"
        assert (inside.parent.parent / name).exists() or (inside / "loops" / name).exists(), name

"""tree, and how numbers and labels are written."""

import math
import re

import pytest

from autograd.show.text import label_text, latex_text, number_text
from tests.show_samples import INVISIBLE, STRANGE

#: what a label's special characters become in a formula; the backslash last
SYMBOLS = {rf"\{c}": c for c in "{}$&#%_"} | {r"\hat{}": "^", r"\sim ": "~"}
SYMBOLS |= {r"\lt ": "<", r"\gt ": ">", r"\backslash ": "\\"}


@pytest.mark.parametrize(
    "x", [0.0, -0.0, 1e300, -1.25e-7, math.pi * 1e4, math.inf, math.nan, 1 / 3]
)
def test_numbers_are_short_and_right(x: float) -> None:
    text = number_text(x)
    assert len(text) <= 11
    assert float(text) == pytest.approx(x, rel=1e-4, nan_ok=True)


@pytest.mark.parametrize("label", STRANGE.values(), ids=STRANGE)
def test_latex_holds_no_command_of_a_label(label: str) -> None:
    written = latex_text(label_text(label))
    shown = re.sub(r"\\text\{([^{}$&#%_^~<>\\]*)\}", r"\1", written)
    for command, c in SYMBOLS.items():
        shown = shown.replace(command, c)
    assert shown == label_text(label)


def test_a_label_is_one_short_printable_line() -> None:
    assert label_text("x" * 10_000) == "x" * 39 + "…"
    assert label_text("a\ud800b") == "a\\ud800b"
    for label in INVISIBLE.values():
        assert label_text(label).isprintable()
        assert len(label_text(label)) <= 40

"""tree, and how numbers and labels are written."""

import math
import re
from fractions import Fraction

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
    assert (
        float(Fraction(text))
        if "/" in text
        else float(text) == pytest.approx(x, rel=1e-3, nan_ok=True)
    )


@pytest.mark.parametrize(
    ("x", "text"),
    [
        (1 / 105, "1/105"),
        (-2 / 3, "-2/3"),
        (0.333333, "0.3333"),
        (0.75, "0.75"),
        (31415.9265, "31416"),
        (65536.0, "65536.0"),
        (1.234567e-5, "1.235e-5"),
        (1.234567e25, "1.235e25"),
        (0.6000000000000001, "0.6"),
        (2.9999999999999996, "3.0"),
        (0.99996, "1.000"),
        (10.0004, "10.00"),
        (9999.6, "10000"),
        (1234567.0, "1234567.0"),
        (12345678.0, "1.235e7"),
        (1e300, "1e300"),
        (1e-5, "1e-5"),
        (5e-324, "5e-324"),
        (-0.0, "-0.0"),
        (math.inf, "inf"),
        (math.nan, "nan"),
    ],
)
def test_numbers_are_written_as_people_write_them(x: float, text: str) -> None:
    assert number_text(x) == text
    assert number_text(x, 17) == repr(x)


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

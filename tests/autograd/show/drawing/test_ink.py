"""Ink: widths of texts, and shapes that are well-formed SVG."""

from xml.etree import ElementTree

import pytest

from autograd.show.drawing.ink import Ink, width
from autograd.show.layout.nested import Spot


def test_wide_letters_are_wider_than_narrow_ones() -> None:
    assert width("ill") < width("abc") < width("mmm") < width("数数数")
    assert width("abc") < width("ABC") < width("ABC", bold=True)


@pytest.mark.parametrize("text", ["", "\u200d", "\u0301" * 9])
def test_what_takes_no_room_has_no_width(text: str) -> None:
    assert width(text) == 0.0


def test_what_is_drawn_is_well_formed() -> None:
    ink = Ink()
    ink.rect(Spot(1.0, 2.0, (3.0, 4.0)), "white", "red", 2)
    ink.curve([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0], "red", 1.0, "head")
    ink.text(1.0, 2.0, '<b> & "c"', "red", "end")
    ink.text(1.0, 2.0, "", "red")
    box, curve, text = ElementTree.fromstring(f"<svg>{''.join(ink.out)}</svg>")
    assert (box.get("width"), box.get("rx")) == ("3.0", "2")
    assert curve.get("d") == "M0.0 1.0C2.0 3.0 4.0 5.0 6.0 7.0"
    assert curve.get("marker-end") == "url(#head)"
    assert (text.text, text.get("text-anchor")) == ('<b> & "c"', "end")

"""The playground wears the colours of the player and of the pictures."""

import re
from pathlib import Path

import pytest

import autograd
import nn
from autograd.show.drawing.style import DARK
from nn.playground.checking import settings_of
from nn.playground.file import page
from nn.playground.page_data import page_tables, style

PLAYER = Path(autograd.__file__).parent / "show" / "player" / "page" / "page.css"
SITE = Path(nn.__file__).parent.parent / "docs" / "site" / "style.css"
#: what the player has another word for
SAME = {
    **{name: name for name in ("paper", "panel", "ink", "muted", "line", "lit")},
    **{"act": "backward", "act-fill": "backward-fill"},
    **{"warn": "forward", "warn-fill": "forward-fill"},
    "minus": "leaf-line",
}


def colours(text: str) -> dict[str, tuple[str, str]]:
    """Name -> its colour in the light, and in the dark."""
    found = re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", text)
    return {name: (light, dark) for name, light, dark in found}


def test_each_colour_is_given_once() -> None:
    for text in (style(), PLAYER.read_text("utf-8")):
        names = re.findall(r"--([\w-]+): light-dark", text)
        assert len(names) == len(colours(text)) > 10


def test_both_pages_have_the_same_colours() -> None:
    ours, theirs = colours(style()), colours(PLAYER.read_text("utf-8"))
    assert set(ours) & set(theirs) <= set(SAME)
    for name, other in SAME.items():
        assert ours[name] == theirs[other], name


def test_text_has_the_colours_of_the_pictures() -> None:
    for name in ("ink", "muted"):
        light, dark = colours(style())[name]
        assert DARK[light] == dark


def test_around_the_playground_is_its_paper() -> None:
    light, dark = colours(style())["paper"]
    text = page(page_tables(), settings_of({}))
    assert f"background:light-dark({light},{dark})" in re.sub(r"(?<=[:,]) ", "", text)


@pytest.mark.checkout
def test_the_site_has_the_colours_of_the_playground() -> None:
    text = SITE.read_text("utf-8")
    light, _, dark = text.partition('[data-md-color-scheme="slate"]')
    for name, variable in {
        "ink": "--md-default-fg-color",
        "muted": "--md-default-fg-color--light",
    }.items():
        for part, colour in zip((light, dark), colours(style())[name], strict=True):
            assert f"{variable}: {colour};" in part
    assert f"--md-default-bg-color: {colours(style())['paper'][1]};" in dark

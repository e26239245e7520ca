"""``python -m nn playground xor --out xor.html``: a network that learns in a page, as one file.

Its options are the settings of ``nn.Playground``, under the same names. Read ``options.py`` next.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import Any, NoReturn

import autograd as ag
from nn.cli.terminal import PROGRAM, complain, say
from nn.playground.choices import OWN
from nn.playground.fields import Field
from nn.playground.playground import Playground
from nn.playground.settings import FIELDS

__all__ = ["WORD", "main", "value"]

#: what stands where a task would
WORD = "playground"

#: what Python is to write, at the end of an error
_WRITE = re.compile(r"write (\w+)=(.+)$")

_EXAMPLES = f"""
examples:
  {PROGRAM} {WORD}                             two half moons, to playground.html
  {PROGRAM} {WORD} xor --out xor.html          the gate that no linear model can do
  {PROGRAM} {WORD} circles --hidden 4,4 --activation relu,tanh --optimizer adam
  {PROGRAM} {WORD} function:waves --schedule cosine --schedule-settings steps=500
  {PROGRAM} {WORD} moons --controls hidden,lr  for a lesson: these two can be changed

the file needs no network and no Python: open it in a browser
"""


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        complain(f"{message} (see {PROGRAM} {WORD} --help)")
        raise SystemExit(2)

    def print_help(self, file: Any = None) -> None:
        say(self.format_help())


def main(words: Sequence[str]) -> int:
    """Write the file that is asked for; the exit code: 0, or 2 for wrong arguments and files."""
    chosen = vars(_parser().parse_args(words))
    out, own = chosen.pop("out"), {}
    for name in ("hide", "controls", "state"):
        if chosen[name] is not None:
            own[name] = chosen[name] if name == "state" else chosen[name].split(",")
        del chosen[name]
    settings = {k: value(FIELDS[k], text) for k, text in chosen.items() if text is not None}
    if "state" in own and settings:
        complain("--state has its own settings: leave out " + ", ".join(map(_option, settings)))
        return 2
    if settings.get("task") == OWN:
        complain("rows of one's own come in the page (CSV…), or by Playground(X=X, y=y) in Python")
        return 2
    try:
        say(f"wrote {Playground(**own, **settings).save(out)}: open it in a browser")
    except (ag.GraphError, OSError) as why:
        complain(_WRITE.sub(_as_option, str(why)))
        return 2
    return 0


def _as_option(found: re.Match[str]) -> str:
    """What Python is to write, as it is written here."""
    bare = found[2].translate(str.maketrans("", "", "[]' "))
    return f"write {_option(found[1])} {bare}"


def _option(name: str) -> str:
    """A setting as it is written here."""
    return name.upper() if name == "task" else f"--{name.replace('_', '-')}"


def value(field: Field, text: str) -> Any:
    """What a text means where this field is asked; if it means nothing, the text itself."""
    if field.none and text == "all":
        return None
    if field.kind in ("sizes", "inputs"):
        words = [] if text == "none" else text.split(",")
        return [_number(word) for word in words] if field.kind == "sizes" else words
    if field.kind == "activations" and "," in text:
        return text.split(",")
    if field.kind == "settings":
        pairs = (part.partition("=") for part in text.split(","))
        return {name: _setting(x) for name, _, x in pairs}
    return _number(text) if field.kind in ("whole", "number") else text


def _number(text: str) -> Any:
    for read in (int, float):
        try:
            return read(text)
        except ValueError:
            pass
    return text


def _setting(text: str) -> Any:
    """A number, a pair written 0.9:0.99, or true and false."""
    known = {"true": True, "false": False}
    if ":" in text:
        return [_number(part) for part in text.split(":")]
    return known.get(text.lower(), _number(text))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog=f"{PROGRAM} {WORD}",
        usage=f"{PROGRAM} {WORD} [TASK] [options]",
        description="A network that learns before your eyes, in one file that works offline.",
        epilog=f"tasks:\n  {', '.join(FIELDS['task'].names)}\n{_EXAMPLES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("task", nargs="?", metavar="TASK", help="what is to be learned, see below")
    add("--out", default="playground.html", metavar="FILE", help="default: playground.html")
    for field in FIELDS.values():
        if field.name not in ("task", "rows"):
            told = f"{field.help.rstrip('.')}: {field.must.replace('nothing', 'all')}"
            add(f"--{field.name.replace('_', '-')}", metavar="X", help=_short(told))
    add(
        "--state",
        metavar="TEXT",
        help="go on from what the page's Share gave, in place of settings",
    )
    add("--hide", metavar="A,B", help="settings and parts that are not shown")
    add("--controls", metavar="A,B", help="the settings that are shown, and no others")
    return parser


def _short(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:119]}…"

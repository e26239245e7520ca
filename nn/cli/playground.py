"""``python -m nn playground xor --out xor.html``: a network that learns in a page, as one file.

Its options are the settings of ``nn.Playground``, under the same names. Read ``options.py`` next.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

import autograd as ag
from nn.cli import arguments
from nn.cli.own_data import own_task
from nn.cli.scaling import standardised
from nn.cli.spelled import here, option, spelled
from nn.cli.tasks import PLAYGROUND
from nn.cli.terminal import PROGRAM, Refused, complain, say
from nn.playground.choices import OWN
from nn.playground.fields import Field
from nn.playground.playground import Playground
from nn.playground.rows import own_rows
from nn.playground.settings import FIELDS

__all__ = ["main", "value"]

_EXAMPLES = f"""
examples:
  {PROGRAM} {PLAYGROUND}                             two half moons, to playground.html
  {PROGRAM} {PLAYGROUND} xor --out xor.html          the gate that no linear model can do
  {PROGRAM} {PLAYGROUND} circles --hidden 4,4 --activation relu,tanh --optimizer adam
  {PROGRAM} {PLAYGROUND} function:waves --schedule cosine --schedule-settings steps=500
  {PROGRAM} {PLAYGROUND} moons --controls hidden,lr  for a lesson: these two can be changed
  {PROGRAM} {PLAYGROUND} --data iris.csv --target species --out iris.html
                                           data of your own; columns less their means, in
                                           standard deviations

the file needs no network and no Python: open it in a browser
"""
#: what is no setting
_OTHERS = ("out", "data", "target", "objective", "state", "hide", "controls")
#: options whose value is a list
_LISTS = {"hide", "controls"} | {
    name for name, field in FIELDS.items() if field.kind in ("sizes", "activations", "inputs")
}


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        complain(f"{message} (see {PROGRAM} {PLAYGROUND} --help)")
        raise SystemExit(2)

    def print_help(self, file: Any = None) -> None:
        say(self.format_help())


def main(words: Sequence[str]) -> int:
    """Write the file that is asked for; the exit code: 0, or 2 for wrong arguments and files."""
    given: dict[str, str] = {}
    try:
        _refuse_lists_in_words(words)
        chosen = vars(_parser().parse_args(words))
        others = {name: chosen.pop(name) for name in _OTHERS}
        given = {name: text for name, text in chosen.items() if text is not None}
        settings = {name: value(FIELDS[name], text) for name, text in given.items()}
        notes = _settle(settings, others)
        path = Playground(**settings).save(others["out"])
    except (Refused, ag.GraphError, ag.FileFormatError, OSError) as why:
        complain(spelled(str(why), given))
        return 2
    say("\n".join([f"wrote {path}: open it in a browser", *notes]))
    return 0


def _refuse_lists_in_words(words: Sequence[str]) -> None:
    """Raise ``Refused`` for a list that is written with blanks."""
    for i, word in enumerate(words):
        name = word.removeprefix("--").partition("=")[0].replace("-", "_")
        if not word.startswith("--") or name not in _LISTS:
            continue
        begin = i + 1 if "=" in word else i + 2
        first = word.partition("=")[2] or "".join(words[i + 1 : i + 2])
        rest = [*_until_option(words[begin:])]
        if not first.startswith("--") and rest and rest[0] not in FIELDS["task"].names:
            told = ",".join(part.strip(",") for part in (first, *rest))
            raise Refused(f"a list is written with commas: write {option(name)} {told}")


def _until_option(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        if word.startswith("--"):
            return
        yield word


def _settle(settings: dict[str, Any], others: dict[str, Any]) -> list[str]:
    """Put what is no setting among the arguments of ``Playground``; what is to be said of it."""
    for name in ("hide", "controls"):
        if others[name] is not None:
            settings[name] = _listed(others[name])
    data, told = others["data"], [option(name) for name in settings if name in FIELDS]
    if Path(others["out"]).suffix.lower() not in (".html", ".htm"):
        raise Refused(f"the file is a page, got {others['out']!r}: write --out playground.html")
    if others["state"] is not None:
        if told := [*told, *(["--data"] if data else [])]:
            raise Refused(f"--state has its own settings: leave out {', '.join(told)}")
        settings["state"] = others["state"]
    for name in ("target", "objective"):
        if others[name] is not None and data is None:
            raise Refused(f"--{name} is about --data FILE, which is missing")
    if settings.get("task") == OWN or (data and "task" in settings):
        raise Refused("rows of your own come from a file, without TASK: write --data rows.csv")
    return [] if data is None else _own(settings, data, others["target"], others["objective"])


def _own(settings: dict[str, Any], data: Path, target: str | None, asked: str | None) -> list[str]:
    """The rows of a file as settings, in standard deviations; what they are."""
    task = own_task(data, target, None, asked)
    X, y = task.data(0)
    if len(task.labels) > 3:
        raise Refused(f"{task.title}: the playground tells two or three apart, or numbers")
    targets: list[Any] = standardised([[float(t)] for t in y])[0] if task.regression else [*y]
    kind = "number" if task.regression else {2: "two", 3: "three"}[len(task.labels)]
    settings["rows"] = own_rows(standardised(X)[0], targets, kind)
    columns = [f"x{i} is {name}" for i, name in enumerate(task.columns, start=1)]
    classes = [f"{i} is {label}" for i, label in enumerate(task.labels)]
    kinds = (("columns", columns), ("classes", classes))
    parts = [f"{what}: {', '.join(names)}" for what, names in kinds if names]
    return [*([task.note] if task.note else []), "; ".join([task.title, *parts])]


def value(field: Field, text: str) -> Any:
    """What a text means where this field is asked; if it means nothing, the text itself."""
    if field.none and text == "all":
        return None
    if field.kind in ("sizes", "inputs"):
        words = _listed(text)
        return [_number(word) for word in words] if field.kind == "sizes" else words
    if field.kind == "activations" and "," in text:
        return text.split(",")
    if field.kind == "settings":
        pairs = (part.partition("=") for part in text.split(","))
        return {name: _setting(x) for name, _, x in pairs}
    return _number(text) if field.kind in ("whole", "number") else text


def _listed(text: str) -> list[str]:
    return [] if text == "none" else text.split(",")


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
        prog=f"{PROGRAM} {PLAYGROUND}",
        usage=f"{PROGRAM} {PLAYGROUND} [TASK] [options]",
        description="A network that learns before your eyes, in one file that works offline.",
        epilog=f"tasks:\n  {', '.join(FIELDS['task'].names)}\n{_EXAMPLES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add, of = parser.add_argument, arguments
    add("task", nargs="?", metavar="TASK", help="what is to be learned, see below")
    add("--out", default="playground.html", metavar="FILE", help="default: playground.html")
    add("--data", type=of.file, metavar="CSV", help="data of your own in place of a task")
    add("--target", metavar="NAME", help="the column to be told, by name or number (default last)")
    add("--objective", type=of.objective, metavar="NAME", help="classification, regression")
    for field in FIELDS.values():
        if field.name not in ("task", "rows"):
            told = f"{field.help.rstrip('.')}: {here(field.must)}"
            add(option(field.name), metavar="X", help=_short(told))
    help = "go on from what the page's Share gave, in place of settings"
    add("--state", metavar="TEXT", help=help)
    add("--hide", metavar="A,B", help="settings and parts that are not shown")
    add("--controls", metavar="A,B", help="the settings that are shown, and no others; or: none")
    return parser


def _short(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:119]}…"

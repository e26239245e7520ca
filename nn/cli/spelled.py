"""What a playground refuses, in the words of the command line: options in place of keywords.

Read ``playground.py`` next.

>>> spelled("lr is a number above 0 and up to 100, got 'fast': write lr=0.3", {"lr": "fast"})
"--lr is a number above 0 and up to 100, got 'fast': write --lr 0.3"
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from nn.playground.settings import FIELDS

__all__ = ["here", "option", "spelled"]

#: a value that is refused, the setting that another one needs, and a choice that does not fit
_VALUE = re.compile(r"(\w+) is (.*), got (.*): write \w+=(.*)", re.DOTALL)
_NEEDS = re.compile(r"(\w+) needs (\w+): write (\w+=\S+), or leave it out")
_FIRST = re.compile(r"(\w+)(?: (?=has no say|lists |names )|='(\w+)'(?= takes ))")


def option(name: str) -> str:
    """A setting as it is written here."""
    return name.upper() if name == "task" else f"--{name.replace('_', '-')}"


def here(must: str) -> str:
    """What a setting is, with the word for nothing that is written here."""
    return must.replace("or nothing for", "or all for")


def spelled(why: str, given: Mapping[str, str]) -> str:
    """The sentence of an error, with what was ``given`` as it was typed: setting -> text."""
    if found := _VALUE.fullmatch(why):
        name, must, got, default = found.groups()
        if name not in FIELDS:
            better = f"{_holder(name, given)} {name}={_bare(default)}"
            return f"{name} is {must}, got {got}: write {better}"
        text = repr(given.get(name, got))
        return f"{option(name)} is {here(must)}, got {text}: write {option(name)} {_bare(default)}"
    if found := _NEEDS.fullmatch(why):
        name, other, value = found.groups()
        rest = f"write {_holder(name, given)} {value},{name}=true, or leave it out"
        return f"{name} needs {other}: {rest}"
    if (found := _FIRST.match(why)) and found[1] in FIELDS:
        return f"{option(found[1])} {found[2] or ''}{why[found.end() :]}"
    return why


def _holder(name: str, given: Mapping[str, str]) -> str:
    """The option in which a setting of a rule was written."""
    return next(option(k) for k, text in given.items() if k.endswith("_settings") and name in text)


def _bare(default: str) -> str:
    """A value of Python as it is typed: [8, 8] as 8,8, None as all."""
    pair = re.fullmatch(r"\[([\d.e-]+), ([\d.e-]+)\]", default)
    if pair and "." in default:
        return f"{pair[1]}:{pair[2]}"
    return "all" if default == "None" else default.translate(str.maketrans("", "", "[]' "))

"""What all files have in common: their heads, and errors that name the file.

Read ``model.py`` next.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import autograd as ag
from nn.files.fields import Unfit, whole_of
from nn.files.histories import MOST, count_of, told_history
from nn.training.history import History

__all__ = [
    "head",
    "named_after",
    "require_head",
    "told_beside",
]


@contextmanager
def named_after(path: ag.files.Path) -> Iterator[None]:
    """Have what is wrong within raised as ``FileFormatError`` that begins with the file's name."""
    try:
        yield
    except Unfit as error:
        why = str(error)
        short = why if len(why) <= 300 else f"{why[:299]}…"
        raise ag.FileFormatError(f"{ag.files.name_of(path)}: {short}") from None


def head(kind: str, version: int) -> dict[str, Any]:
    """The first entries of a file: what it is, the version of its form, and who wrote it."""
    return {"format": kind, "version": version, "chainrule": ag.__version__}


def require_head(data: Any, kind: str, version: int, advice: str = "") -> None:
    """Refuse a file of another kind, and one of a later form."""
    found = data.get("format") if isinstance(data, dict) else None
    if found != kind:
        other = (
            f"a file of the format {found[:40]!r}" if isinstance(found, str) else "some other file"
        )
        raise Unfit(f'this is {other}, not "{kind}"{advice}')
    if whole_of(data.get("version"), "version") > version:
        raise Unfit(
            f"this is version {data['version']} of the format, written by a newer package "
            f"({str(data.get('chainrule'))[:20]}); this one ({ag.__version__}) reads up to version "
            f"{version}: bring it up to date"
        )


def told_beside(history: Any, seed: Any, about: Any) -> dict[str, Any]:
    """What goes with a model, as plain data; ``OperandError`` for what could not be read again."""
    if history is not None and not isinstance(history, History):
        raise ag.OperandError(f"history is what fit returned, got {history!r:.80}")
    if history is not None and count_of(history) > MOST:
        raise ag.GraphError(
            f"a model's file keeps {MOST:,} numbers of a history, and this one has "
            f"{count_of(history):,}: save the model without it, or with a part of it, such as "
            "nn.History(history.losses[::100])"
        )
    if about is not None and not isinstance(about, dict):
        raise ag.OperandError(
            f'about is a dict of plain data, such as {{"task": "xor"}}, got {about!r:.80}'
        )
    if seed is not None and (isinstance(seed, bool) or not hasattr(seed, "__index__")):
        raise ag.OperandError(f"seed is a whole number or None, got {seed!r:.80}")
    return {
        "seed": None if seed is None else operator.index(seed),
        "history": None if history is None else told_history(history),
        "about": about,
    }

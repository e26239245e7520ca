"""What there is to choose from, part by part: the text of ``docs/parts.md``.

Each list is read off the place where a part makes itself known, so a new one appears by itself.
``python -m tests.derived`` writes the page.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import autograd as ag
import nn
from autograd import expansion, functional, implicit
from autograd.compiler.backends.choice import BACKENDS, LANGUAGES
from nn.losses.objective import LOSSES

PAGE = Path(__file__).parent.parent / "docs" / "parts.md"

HEAD = """\
# What there is

Written by `python -m tests.derived` from the places where each part makes itself known. The
operations have a [page of their own](ops.md); how to add one of each is told in
[CONTRIBUTING](../CONTRIBUTING.md).
"""


def first_line(thing: Any) -> str:
    """The first sentence of a docstring, on one line."""
    text = " ".join((thing.__doc__ or "").split("\n\n")[0].split())
    return text.replace("|", "\\|").replace("``", "`")


def table(title: str, kind: str, rows: Iterable[tuple[str, str]]) -> str:
    """A heading and a table of names and sentences."""
    lines = [f"| `{name}` | {told} |" for name, told in rows]
    return "\n".join([f"\n## {title}\n", f"| {kind} | |", "| --- | --- |", *lines, ""])


def offered(base: type) -> list[type]:
    """The classes of a kind at the door of ``nn``, without the base itself."""
    things = [getattr(nn, name) for name in nn.__all__]
    return [t for t in things if isinstance(t, type) and issubclass(t, base) and t is not base]


def page() -> str:
    """The text of ``docs/parts.md``."""
    layers = [(t.__name__, first_line(t)) for t in offered(nn.Module)]
    optimisers = [(t.__name__, first_line(t.update)) for t in offered(nn.Optimizer)]
    makers = sorted({*functional.__all__, *expansion.__all__, *implicit.__all__})
    derivatives = [(name, first_line(getattr(ag, name))) for name in makers]
    losses = [(row.name, first_line(row.loss)) for row in LOSSES.values()]
    backends = [(backend.name, first_line(backend.kernel)) for backend in BACKENDS]
    languages = [(name, first_line(writer)) for name, writer in LANGUAGES.items()]
    return HEAD + "".join(
        (
            table("Derivatives, and what they are for", "function", derivatives),
            table("Layers and models", "class", layers),
            table("Losses", "name", losses),
            table("Optimisers", "class", optimisers),
            table("Backends, the first that can run is used", "name", backends),
            table("Source languages", "name", languages),
        )
    )

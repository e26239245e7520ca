"""A progress bar, when somebody is looking.

Read ``nn/cli/tasks.py`` next.
"""

from __future__ import annotations

import sys
from typing import Any

__all__ = ["Bar", "bar"]


class Bar:
    """The bar that shows nothing: what there is when nobody looks, or without tqdm."""

    def begin(self) -> None:
        """The first begins now: what took time until here was getting ready."""

    def show(self, loss: float) -> None:
        """One more of them is done, with this loss."""

    def close(self) -> None:
        """Leave the terminal in order."""


class _Visible(Bar):
    """A tqdm bar on stderr, one tick per epoch, or whatever the unit is."""

    def __init__(self, tqdm: Any, ticks: int, unit: str) -> None:
        self.bar = tqdm(total=ticks, unit=unit, file=sys.stderr)

    def begin(self) -> None:
        self.bar.unpause()

    def show(self, loss: float) -> None:
        self.bar.set_postfix_str(f"loss {loss:.4f}", refresh=False)
        self.bar.update()

    def close(self) -> None:
        self.bar.close()


def bar(ticks: int, progress: bool | str, unit: str = "epoch") -> Bar:
    """A bar of that length; "auto" shows it in a terminal or a notebook only.

    Raises ``ValueError`` for anything but True, False and "auto".
    """
    if progress not in (True, False, "auto"):
        raise ValueError(f'progress is True, False or "auto", got {progress!r}')
    if progress is False or (progress == "auto" and not _watched()):
        return Bar()
    try:
        from tqdm import tqdm
    except ImportError:
        return Bar()
    return _Visible(tqdm, ticks, unit)


def _watched() -> bool:
    ipython: Any = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    in_notebook = getattr(shell, "kernel", None) is not None
    return in_notebook or (sys.stderr is not None and sys.stderr.isatty())

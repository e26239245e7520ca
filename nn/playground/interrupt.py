"""A notebook's interrupt pauses what trains in its page.

Between two cells a kernel ignores the signal, as there is nothing to interrupt; what a page does is
seen as part of the notebook, and is then paused, as it is with a cell that is cut short. Read
``playground.py`` next.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import threading
from typing import Any, Protocol
from weakref import WeakSet

__all__ = ["pause_at_interrupt"]


class Pauses(Protocol):
    """What trains somewhere else."""

    def pause(self) -> None:
        """Stop for now."""


#: seconds until a cell's end is looked for again, and how often
_WAIT, _TRIES = 0.5, 20
_trained: WeakSet[Any] = WeakSet()


def pause_at_interrupt(playground: Pauses) -> None:
    """Pause it when the kernel that it is shown by is interrupted.

    Nothing is done where no kernel runs, and where somebody else handles the signal.
    """
    _trained.add(playground)
    if "IPython" in sys.modules:
        _listen_to_cells()
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return
    if threading.current_thread() is threading.main_thread():
        loop.call_soon(_listen, loop, _TRIES)


def _listen(loop: Any, tries: int) -> None:
    """Listen as soon as the signal is ignored, which it is from a cell's end to the next cell."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, lambda *_: loop.call_soon_threadsafe(_pause))
    elif tries:
        loop.call_later(_WAIT, _listen, loop, tries - 1)


def _listen_to_cells() -> None:
    from IPython import get_ipython

    if shell := get_ipython():
        shell.events.register("post_run_cell", _ended)  # once, however often it is said


def _ended(cell: Any) -> None:
    if isinstance(cell.error_in_exec, KeyboardInterrupt):
        _pause()


def _pause() -> None:
    for playground in [*_trained]:
        playground.pause()

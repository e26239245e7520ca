"""What the command line writes, and hears: any encoding, readers that have left, Ctrl-C.

Read ``listing.py`` next.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

__all__ = ["PROGRAM", "Refused", "complain", "interruptible", "say"]

PROGRAM = "python -m nn"


class Refused(Exception):  # noqa: N818  # why: the sentence that is said, not a mistake of ours
    """What is wrong with what was asked for: the command ends with this line and code 2."""


def say(text: str) -> None:
    """Print a line on stdout; a reader that has left (``| head``) is no error.

    A sign that the terminal's encoding lacks is written as its number. Raises ``OSError`` if the
    line cannot be written.
    """
    _write(text, sys.stdout)


def complain(text: str) -> None:
    """Print one line on stderr, in the program's name."""
    with suppress(OSError):  # there is nowhere else to say it
        _write(f"{PROGRAM}: {' '.join(text.splitlines())}", sys.stderr)


def _write(text: str, stream: Any) -> None:
    if stream is None:  # closed before Python began
        return
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        print(text.encode(encoding, "backslashreplace").decode(encoding), file=stream, flush=True)
    except OSError as error:
        _mute(stream)
        if not isinstance(error, BrokenPipeError):
            raise


def _mute(stream: Any) -> None:
    """Let Python's last flush of what could not be written go nowhere."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """Let Ctrl-C raise ``KeyboardInterrupt``, and tell whether it was pressed.

    An import that it cuts short may end in another error: NumPy's ends in an ``ImportError``.
    """
    pressed = []

    def press(number: int, frame: Any) -> None:
        pressed.append(number)
        raise KeyboardInterrupt

    try:
        before = signal.getsignal(signal.SIGINT)
        if before is not signal.SIG_IGN:  # as in a job of the background
            signal.signal(signal.SIGINT, press)
    except ValueError:  # not in the main thread, which alone hears signals
        yield lambda: False
        return
    try:
        yield lambda: bool(pressed)
    finally:
        signal.signal(signal.SIGINT, before)

"""``Confined``: a fresh Python process that is given messages and time, and can be got rid of.

Nothing here trusts the process: each wait has an end, and no more is read than was asked for.
Read ``submission.py`` next.
"""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from autograd.exercises.worker import LONGEST_REPLY

__all__ = ["Confined"]

_START = """
import sys
sys.path[:0] = {path!r}
from autograd.exercises.worker import serve
serve{limits!r}
"""
_INHERITED = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


class Confined:
    """A process that runs ``worker.serve``, in an empty folder, without this one's environment."""

    def __init__(self, seconds: float, megabytes: int, modules: Sequence[str] = ()) -> None:
        home = str(Path(__file__).resolve().parents[2])
        path = [home, *(entry for entry in sys.path if os.path.isabs(entry))]
        start = _START.format(path=path, limits=(seconds, megabytes, tuple(modules)))
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        environment = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-B", "-X", "utf8", "-c", start],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self.folder.name,
            env=environment | dict.fromkeys(_ONE_THREAD, "1"),
            start_new_session=True,
        )
        self._to: Any = self.process.stdin
        self._from: Any = self.process.stdout
        self._talks: list[threading.Thread] = []

    def exchange(self, message: bytes, seconds: float) -> bytes:
        """Send a message and read one line; empty if the process is gone.

        Raises ``TimeoutError`` after so many seconds. Writing and reading wait in a thread, since
        a process that does not read may stop either of them.
        """
        received: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        talk = threading.Thread(target=self._talk, args=(message, received), daemon=True)
        self._talks = [talk]
        talk.start()
        try:
            return received.get(timeout=max(seconds, 0.0))
        except queue.Empty:
            raise TimeoutError from None

    def _talk(self, message: bytes, received: queue.SimpleQueue[bytes]) -> None:
        line = b""
        with suppress(OSError, ValueError):  # it is gone, or was closed
            self._to.write(message)
            self._to.flush()
            line = self._from.readline(LONGEST_REPLY + 1)
        received.put(line)

    def end(self) -> str:
        """Kill the process and its children; return how it had ended, in words."""
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
        else:
            self.process.kill()
        code = self.process.wait()
        for talk in self._talks:
            talk.join(1.0)
        held = any(talk.is_alive() for talk in self._talks)  # by a process that got away
        for pipe in () if held else (self._to, self._from):
            with suppress(OSError):
                pipe.close()
        self.folder.cleanup()
        return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"

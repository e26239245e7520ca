"""Ctrl-C at every line of some files in turn, without a signal and without chance."""

import linecache
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import FrameType
from typing import Any


def interrupted(call: Callable[[], Any], *files: str) -> Iterator[int]:
    """Run ``call`` again and again, interrupted one line later each time, until it comes through.

    Python looks for signals after calls and at the ends of loops. So ``finally: exhaust(...)`` has
    no place for one, and is passed over here.
    """
    for wanted in range(1, 20_000):
        seen = 0

        def trace(frame: FrameType, event: str, argument: Any, wanted: int = wanted) -> Any:
            nonlocal seen
            if frame.f_code.co_filename in files:
                line = linecache.getline(frame.f_code.co_filename, frame.f_lineno).strip()
                seen += not line.startswith(("finally:", "exhaust(written)"))
                if seen == wanted:
                    sys.settrace(None)
                    raise KeyboardInterrupt
            return trace

        before = sys.gettrace()
        sys.settrace(trace)
        try:
            with suppress(KeyboardInterrupt):
                call()
        finally:
            sys.settrace(before)
        yield wanted
        if seen < wanted:
            return
    raise AssertionError("the call has no end")

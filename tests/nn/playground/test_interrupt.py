"""The signal that a kernel ignores between two cells pauses what trains in a page."""

import asyncio
import gc
import os
import signal
import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any
from weakref import ref

import pytest

from nn.playground.interrupt import pause_at_interrupt


class Trained:
    paused = 0

    def pause(self) -> None:
        self.paused += 1


@pytest.fixture
def ignored() -> Iterator[None]:
    """As in a kernel between two cells."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    yield
    signal.signal(signal.SIGINT, before)


async def interrupted(trained: Trained) -> None:
    pause_at_interrupt(trained)
    await asyncio.sleep(0)
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        os.kill(os.getpid(), signal.SIGINT)
    await asyncio.sleep(0)
    await asyncio.sleep(0)


@pytest.mark.usefixtures("ignored")
def test_an_interrupt_between_two_cells_pauses_it() -> None:
    trained = Trained()
    asyncio.run(interrupted(trained))
    assert trained.paused == 1


def test_a_cell_that_is_interrupted_pauses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    events = pytest.importorskip("IPython.core.events")
    heard = events.EventManager(None, events.available_events)
    monkeypatch.setattr("IPython.get_ipython", lambda: SimpleNamespace(events=heard))
    trained = Trained()
    for _ in range(2):
        pause_at_interrupt(trained)
    for error in (None, ZeroDivisionError()):
        heard.trigger("post_run_cell", SimpleNamespace(error_in_exec=error))
        assert trained.paused == 0
    heard.trigger("post_run_cell", SimpleNamespace(error_in_exec=KeyboardInterrupt()))
    assert trained.paused == 1


def test_who_handles_the_signal_goes_on_doing_so() -> None:
    before = signal.getsignal(signal.SIGINT)
    pause_at_interrupt(Trained())  # no loop: no kernel
    assert signal.getsignal(signal.SIGINT) is before
    calls: list[int] = []
    signal.signal(signal.SIGINT, lambda *_: calls.append(1))
    try:
        trained = Trained()
        asyncio.run(interrupted(trained))
        assert (calls, trained.paused) == ([1], 0)
    finally:
        signal.signal(signal.SIGINT, before)


class Loop:
    """What is to be called, one after the other, and the seconds that it waits for."""

    def __init__(self) -> None:
        self.calls: list[tuple[float, Callable[..., None], Any]] = []

    def call_soon(self, call: Callable[..., None], *given: Any) -> None:
        self.calls.append((0.0, call, given))

    def call_later(self, wait: float, call: Callable[..., None], *given: Any) -> None:
        self.calls.append((wait, call, given))

    def run(self) -> float:
        """All of them; how long that takes."""
        total = 0.0
        for wait, call, given in self.calls:  # grows meanwhile
            total += wait
            call(*given)
        return total


@pytest.fixture
def loop(monkeypatch: pytest.MonkeyPatch) -> Loop:
    made = Loop()
    monkeypatch.setattr(asyncio, "get_running_loop", lambda: made)
    return made


def test_a_cells_end_is_waited_for_and_not_for_ever(loop: Loop) -> None:
    before = signal.getsignal(signal.SIGINT)
    pause_at_interrupt(Trained())
    assert loop.run() == 10.0
    assert signal.getsignal(signal.SIGINT) is before


def test_in_a_thread_no_signal_is_listened_to(loop: Loop) -> None:
    thread = threading.Thread(target=pause_at_interrupt, args=[Trained()])
    thread.start()
    thread.join()
    assert not loop.calls


@pytest.mark.usefixtures("ignored")
def test_all_are_paused_and_none_is_kept_for_it() -> None:
    trained, other, gone = Trained(), Trained(), Trained()
    pause_at_interrupt(other)
    pause_at_interrupt(gone)
    known = ref(gone)
    del gone
    gc.collect()
    assert known() is None
    asyncio.run(interrupted(trained))
    assert (trained.paused, other.paused) == (1, 1)

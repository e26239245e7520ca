"""The signal that a kernel ignores between two cells pauses what trains in a page."""

import asyncio
import os
import signal
from collections.abc import Iterator
from types import SimpleNamespace

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

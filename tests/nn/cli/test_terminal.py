"""Lines on terminals and pipes of every kind, and Ctrl-C."""

import io
import os
import signal
import sys
import threading
from pathlib import Path

import pytest

from nn.cli.tasks import TASKS
from nn.cli.terminal import complain, interruptible, say


@pytest.mark.parametrize(
    ("encoding", "written"),
    [("ascii", rb"8\xd78 \udcff"), ("utf-8", "8×8 ".encode() + rb"\udcff")],
)
def test_signs_that_the_encoding_lacks_are_written_as_numbers(monkeypatch, encoding, written):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding, newline="\n"))
    say("8×8 \udcff")
    assert raw.getvalue() == written + b"\n"
    for task in TASKS.values():
        say(task.title)


def test_a_reader_that_has_left_is_no_error(monkeypatch):
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        say("a line")
        say("another")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_disk_is_an_error_once(monkeypatch):
    with open("/dev/full", "w") as full:
        monkeypatch.setattr(sys, "stdout", full)
        monkeypatch.setattr(sys, "stderr", full)
        with pytest.raises(OSError, match="No space left"):
            say("a line")
        say("goes nowhere, as will the last flush")
    with open("/dev/full", "w") as full:
        monkeypatch.setattr(sys, "stderr", full)
        complain("there is nowhere else to say it")


def test_streams_that_were_closed_before_python_began(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    say("a line")
    complain("a line")


def test_ctrl_c_is_remembered_and_given_back():
    before = signal.getsignal(signal.SIGINT)
    with interruptible() as pressed:
        assert not pressed()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        assert pressed()
    assert signal.getsignal(signal.SIGINT) is before


def test_ctrl_c_that_is_ignored_stays_ignored():
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with interruptible() as pressed:
            signal.raise_signal(signal.SIGINT)
            assert not pressed()
    finally:
        signal.signal(signal.SIGINT, before)


def test_another_thread_hears_no_signals():
    heard = []

    def elsewhere():
        with interruptible() as pressed:
            heard.append(pressed())

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert heard == [False]

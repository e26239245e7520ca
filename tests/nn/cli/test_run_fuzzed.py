"""Random lists of arguments; ``python -m tests.nn.cli.fuzzed 10000`` tries more of them."""

import os
import signal

import pytest

from tests.nn.cli.fuzzed import tried

pytest.importorskip("safetensors")
pytestmark = pytest.mark.skipif(
    not hasattr(os, "mkfifo") or not hasattr(signal, "setitimer"), reason="pipes and timers"
)


@pytest.mark.parametrize("seed", [1, 2])
def test_no_list_of_words_gives_a_traceback_or_leaves_half_a_file(tmp_path, monkeypatch, seed):
    monkeypatch.chdir(tmp_path)
    came = tried(100, seed, drawn=0)
    assert came["code 2"] + came["code 1"] + came["code 0"] == 100
    assert came["code 0"] > 0

"""Moments that are kept: few, evenly spread, in order."""

from itertools import pairwise
from typing import Any

import pytest

from tests.node import answer

NOTED = """
const run = { epochs: 0, step: 0, snapshot() { return { epochs: this.epochs }; } };
const moments = new Moments();
let most = 0;
for (; run.epochs < given.epochs; run.epochs += given.by) {
  moments.note(run);
  most = Math.max(most, moments.kept.length);
}
return { epochs: moments.epochs, most, nearest: moments.nearest(given.epochs / 2).epochs };
"""


@pytest.mark.parametrize(("epochs", "by"), [(50, 1), (201, 1), (5000, 1), (100_000, 57)])
def test_there_are_never_many_and_none_far_apart(epochs: Any, by: Any) -> None:
    given = {"epochs": epochs, "by": by}
    found = answer(["nn/playground/page/training/moments.js"], NOTED, given)
    kept = found["epochs"]
    assert found["most"] <= 201
    assert kept == sorted(set(kept))
    assert kept[0] == 0
    gaps = [b - a for a, b in pairwise(kept)]
    assert max(gaps) <= max(by, epochs / 40)
    assert abs(found["nearest"] - epochs / 2) <= max(gaps)
    assert epochs > 200 or len(kept) == epochs


def test_a_moment_in_the_middle_of_an_epoch_is_none() -> None:
    script = """
    const run = { epochs: 0, step: 1, snapshot() { return { epochs: this.epochs }; } };
    const moments = new Moments();
    moments.note(run);
    return moments.epochs;
    """
    assert answer(["nn/playground/page/training/moments.js"], script) == []


def test_where_it_is_paused_the_last_one_is_kept() -> None:
    script = """
    const run = { epochs: 0, step: 0, snapshot() { return { epochs: this.epochs }; } };
    const moments = new Moments();
    for (; run.epochs < 1000; run.epochs++) moments.note(run);
    const last = moments.epochs.at(-1);
    run.epochs = last + 1;
    moments.note(run);
    const playing = moments.epochs.at(-1);
    moments.note(run, true);
    const paused = moments.epochs.at(-1);
    moments.clear();
    for (run.epochs = 0; run.epochs < 3; run.epochs++) moments.note(run);
    return [last, playing, paused, moments.epochs];
    """
    last, playing, paused, anew = answer(["nn/playground/page/training/moments.js"], script)
    assert (playing, paused) == (last, last + 1)
    assert anew == [0, 1, 2]

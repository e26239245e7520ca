"""Rows in batches as Python has them: shuffled for every epoch, all of them in their order."""

import pytest

from nn.training.shuffling import Shuffling
from tests.node import answer

PATHS = ["nn/playground/page/training/batches.js"]
EPOCHS = """
const batches = new Batches(given.rows, given.size, 3);
const epoch = () => {
  const found = [];
  do found.push(batches.next()); while (!batches.advance());
  return found;
};
const found = [epoch(), epoch()];
batches.next();
const moment = batches.state(), next = epoch(), later = epoch();
batches.restore(moment);
const again = [epoch(), epoch()];
batches.reset();
return { found, next, later, again, anew: [epoch(), epoch()] };
"""


@pytest.mark.parametrize(("rows", "size"), [(7, 3), (6, 2), (5, None), (5, 5), (5, 9), (1, 1)])
def test_batches_are_those_of_python(rows: int, size: int | None) -> None:
    found = answer(PATHS, EPOCHS, {"rows": rows, "size": size})
    expected = Shuffling(rows, size, rng=3)
    first = [next(expected), next(expected)]
    assert found["found"] == found["anew"] == first
    assert [found["next"], found["later"]] == [next(expected), next(expected)]
    assert found["again"] == [found["next"], found["later"]]

"""Batches: every row once per epoch, and states that decide all that comes."""

from random import Random

import pytest

from autograd import GraphError
from nn.training.shuffling import Shuffling


@pytest.mark.parametrize(("rows", "size"), [(7, 3), (6, 2), (5, 1), (4, 4), (4, None), (3, 9)])
def test_every_row_is_met_once_per_epoch(rows, size):
    batches = Shuffling(rows, size, 0)
    for _ in range(5):
        found = next(batches)
        assert sorted(i for batch in found for i in batch) == [*range(rows)]
        assert {len(batch) for batch in found[:-1]} <= {batches.size}


def test_a_state_is_gone_on_from():
    batches, other = Shuffling(20, 6, 0), Shuffling(20, 6, 1)
    next(batches)
    state = batches.state()
    expected = [next(batches) for _ in range(3)]
    other.restore(state)
    assert [next(other) for _ in range(3)] == expected
    other.restore(state)
    assert [next(other) for _ in range(3)] == expected


@pytest.mark.parametrize("rng", [0, None, Random(0)])
def test_any_moment_since_the_last_one_is_found_again(rng):
    batches, marks = Shuffling(9, 2, rng), []
    for _ in range(4):
        marks.append((batches.mark(), batches.state()))
        next(batches)
    for mark, state in marks:
        assert batches.at(mark) == state
    mark = batches.mark()
    state = batches.at(mark)  # from here on
    next(batches)
    later, expected = batches.mark(), batches.state()
    next(batches)
    assert (batches.at(mark), batches.at(later)) == (state, expected)


def test_somebody_elses_drawing_is_no_matter():
    source = Random(0)
    batches = Shuffling(9, 2, source)
    next(batches)
    source.random()
    mark, state = batches.mark(), batches.state()
    next(batches)
    assert batches.at(mark) == state


def test_one_batch_of_all_needs_no_randomness():
    source = Random(0)
    before, batches = source.getstate(), Shuffling(4, None, source)
    assert batches.at(batches.mark()) is None
    assert next(batches) == [[0, 1, 2, 3]]
    assert batches.state() is None
    batches.restore(None)
    assert source.getstate() == before


def test_a_batch_has_rows():
    with pytest.raises(GraphError, match="batch_size is a whole number from 1 on, got 0"):
        Shuffling(4, 0, 0)

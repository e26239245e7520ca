"""Which rows are learned from, and which decide."""

from argparse import Namespace

import pytest

from nn.cli.rows import split_of
from nn.cli.tasks import TASKS
from nn.data.plane import moons


def split(task, *, seed=0, noise=None, test=None, kept=None):
    return split_of(TASKS[task], Namespace(seed=seed, noise=noise, test=test, kept=kept))


def test_without_a_share_all_rows_are_both():
    found = split("moons", seed=3)
    assert found.train == found.judged == moons(rng=3)
    assert found.called == "100 training rows"


def test_a_share_is_held_out_and_none_is_lost():
    found = split("moons", test=0.3)
    assert (len(found.train[0]), len(found.judged[0])) == (70, 30)
    together = [*zip(*found.train), *zip(*found.judged)]
    assert sorted(together) == sorted(zip(*moons(rng=0)))
    assert found.called == "30 held-out rows"
    assert split("moons", test=0.3) == found
    assert split("moons", test=0.3, seed=1).judged != found.judged


@pytest.mark.parametrize(("share", "count"), [(1e-9, 1), (0.25, 1), (0.5, 2), (0.999, 3)])
def test_on_both_sides_there_is_a_row_at_least(share, count):
    found = split("xor", test=share)
    assert len(found.judged[0]) == count
    assert len(found.train[0]) == 4 - count
    assert found.called == f"{count} held-out row{'s' * (count > 1)}"


def test_noise_reaches_the_points():
    assert split("moons", noise=0.0).train == moons(noise=0.0, rng=0)


def test_of_a_kept_network_nobody_knows_what_it_has_seen():
    assert split("moons", kept="a model").called == "100 rows"
    assert split("moons", test=0.25, kept="a model").called == "25 rows"
    assert split("moons", test=0.25).called == "25 held-out rows"

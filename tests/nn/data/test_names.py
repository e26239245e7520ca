"""The names: as the file has them, in two parts, and as tokens."""

import re

import pytest

import nn
from autograd import GraphError
from nn.data.names import END, TOKENS, name_of, tokens_of


def test_the_file_is_whole():
    found = nn.names()
    assert len(found) == len(set(found)) + found_twice(found) == 32_033
    assert (found[0], found[-1]) == ("emma", "zzyzx")
    assert all(re.fullmatch("[a-z]{2,15}", name) for name in found)


def found_twice(found):
    return len(found) - len({*found})


def test_the_split_is_fixed_and_loses_no_name():
    train, held = nn.names("train"), nn.names("held-out")
    assert (len(train), len(held)) == (28_830, 3_203)
    assert sorted(train + held) == sorted(nn.names())
    assert nn.names("train") == train
    assert nn.names("held-out", rng=1) != held
    assert {name[0] for name in held} == {name[0] for name in train}  # it was shuffled


def test_an_unknown_part_is_named():
    with pytest.raises(ValueError, match=r"unknown split 'trian' \(did you mean 'train'\?\)"):
        nn.names("trian")


def test_tokens_and_back():
    assert tokens_of("az") == [END, 0, 25, END]
    assert {token for name in nn.names() for token in tokens_of(name)} == set(range(TOKENS))
    for name in nn.names()[:50]:
        assert name_of(tokens_of(name)[1:-1]) == name


@pytest.mark.parametrize("wrong", ["", "Emma", "zoë", "anna maria", "x1"])
def test_what_is_no_name_is_refused(wrong):
    with pytest.raises(GraphError, match="written in small letters from a to z"):
        tokens_of(wrong)

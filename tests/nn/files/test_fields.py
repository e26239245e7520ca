"""Settings in a file: what is right comes back, what is wrong is one sentence."""

import math

import pytest

import autograd as ag
import nn
from nn.files.fields import (
    ACTIVATION,
    FLAG,
    POSITIVE,
    WHOLE,
    Unfit,
    entries,
    function_of,
    number_of,
    told_function,
)

BAD = [None, "x", [], {}, [1], True, -1, 0, 1.0, math.nan, "1" * 500, {"a": 1}]


@pytest.mark.parametrize("x", BAD)
def test_whole_numbers_are_whole_and_above_zero(x):
    with pytest.raises(Unfit, match="at should be a whole number, at least 1, not ") as caught:
        WHOLE.read(x, "at")
    assert len(str(caught.value)) < 100
    assert WHOLE.read(10**400, "at") == 10**400


@pytest.mark.parametrize("x", [None, "x", [], True, math.nan, math.inf, 10**400, "1.0"])
def test_numbers_are_finite(x):
    with pytest.raises(Unfit, match="at is a finite number, not "):
        number_of(x, "at")
    assert math.copysign(1.0, number_of(-0.0, "at")) == -1.0
    assert number_of(3, "at") == 3.0


def test_flags_and_positive_numbers():
    assert FLAG.read(True, "at") is True
    assert POSITIVE.read(1e-5, "at") == 1e-5
    for field, x in ((FLAG, 1), (FLAG, None), (POSITIVE, 0.0), (POSITIVE, -1), (POSITIVE, "1")):
        with pytest.raises(Unfit, match="at is "):
            field.read(x, "at")


@pytest.mark.parametrize("name", [*ag.unary_ops(), "linear"])
def test_activations_are_named(name):
    assert ACTIVATION.read(ACTIVATION.told(name), "at") == name


@pytest.mark.parametrize(
    "f", [*ag.unary_ops().values(), nn.softmax, nn.log_softmax, nn.flatten, ag.sum, ag.logsumexp]
)
def test_functions_are_named(f):
    assert function_of(told_function(f), "at") is f


def test_an_activation_may_be_a_function():
    assert ACTIVATION.read(ACTIVATION.told(ag.sin), "at") is ag.sin
    with pytest.raises(Unfit, match="at has no 'function'"):
        ACTIVATION.read(ACTIVATION.told(lambda x: x), "at")
    assert WHOLE.told(3) == 3


def test_a_reshape_is_told_with_its_shape():
    told = told_function(nn.reshape(1, 2, 3))
    assert told == {"function": "reshape", "shape": [1, 2, 3]}
    assert function_of(told, "at") == nn.reshape(1, 2, 3)


@pytest.mark.parametrize(
    "data",
    [
        {"function": "os.system"},
        {"function": "softmax", "shape": [1]},
        {"function": "reshape"},
        {"function": "reshape", "shape": 3},
        {"function": "reshape", "shape": [0]},
        {"function": "reshape", "shape": [-1, 2]},
        {"function": ["softmax"]},
        {"function": None},
        {},
        [],
        "softmax",
    ],
)
def test_only_known_functions_are_taken(data):
    with pytest.raises(Unfit, match="at"):
        function_of(data, "at")


@pytest.mark.parametrize("x", ["tahn", "__import__", None, 3, ["tanh"]])
def test_only_known_activations_are_taken(x):
    with pytest.raises(Unfit, match="at: "):
        ACTIVATION.read(x, "at")


def test_entries_are_as_they_should_be():
    assert entries({"a": 1, "b": 2}, "at", ["a"], ["b"]) == {"a": 1, "b": 2}
    for data, words in (
        ({}, "at has no 'a'"),
        ({"a": 1, "c": 2}, "unknown entry 'c'"),
        ([1], "no object but a list of 1"),
    ):
        with pytest.raises(Unfit, match=words):
            entries(data, "at", ["a"], ["b"])

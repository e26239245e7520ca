"""Single arguments: each right text is taken, each wrong one told."""

from argparse import ArgumentTypeError
from pathlib import Path

import pytest

from nn.cli import arguments


def test_right_texts():
    assert arguments.hidden("4, 4") == [4, 4]
    assert arguments.hidden("none") == []
    assert arguments.optimizer("SGD") == "sgd"
    assert arguments.count("1000000") == arguments.MOST_EPOCHS
    assert arguments.noise("0") == 0.0
    assert arguments.model_file("a/b.JSON") == Path("a/b.JSON")
    assert [arguments.number(text) for text in ("1e3", "nan", "1e999", "")] == [1e3, None] + [
        None
    ] * 2


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("file", "", "'' is no name of a file"),
        ("file", "a\0b", "is no name of a file"),
        ("model_file", "xor.pkl", "a model's file ends in .json or .safetensors, got 'xor.pkl'"),
        ("count", "1000001", "is not a number from 1 to 1,000,000"),
        ("share", "0", "'0' is not a share between 0 and 1"),
        ("positive", "x", "'x' is not a positive number"),
        ("whole", "9" * 5000, "is not a whole number"),
    ],
)
def test_wrong_texts(kind, text, said):
    with pytest.raises(ArgumentTypeError, match=said):
        getattr(arguments, kind)(text)

"""Sentences of refusals: what stands in them, and values as people write them."""

import re
from typing import Any

import pytest

from nn.playground.refusals import REFUSALS, refused, shown


def test_every_sentence_names_what_stands_in_it() -> None:
    for name, sentence in REFUSALS.items():
        parts = {part: f"<{part}>" for part in re.findall(r"\{(\w+)\}", sentence)}
        told = str(refused(name, **parts))
        assert all(text in told for text in parts.values())
        assert not re.search(r"\{\w+\}", told)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1"),
        (-0.0, "0"),
        (0.1, "0.1"),
        (1e16, "1e+16"),
        (2**60, "1152921504606846976"),
        (float("inf"), "inf"),
        (True, "True"),
        (None, "None"),
        ("it's", '"it\'s"'),
        (["a", 2.0], "['a', 2]"),
        ((1.0,), "(1.0,)"),
        ({"a": [3.0]}, "{'a': [3]}"),
        ("x" * 60, f"'{'x' * 59}…"),
        ("x" * 58, f"'{'x' * 58}'"),
    ],
)
def test_values_are_written_as_in_python(value: Any, text: str) -> None:
    assert shown(value) == text

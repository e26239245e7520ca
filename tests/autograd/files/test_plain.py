"""JSON for people, and JSON from anybody: every bad text is one sentence, and costs little."""

import json
import math
import random
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import autograd as ag
from autograd import AutogradError, FileFormatError, OperandError
from autograd.files.plain import DEPTH

numbers = st.floats(allow_nan=False, allow_infinity=False)
scalars = numbers | st.integers(-(10**20), 10**20) | st.booleans() | st.none() | st.text()
plain = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=30
)


def bits(data: Any) -> str:
    """The data with the sign of each zero and the type of each number."""
    return repr(data)


@given(plain)
def test_what_is_written_is_read_back_to_the_last_bit(data: Any) -> None:
    text = ag.files.json_text(data)
    assert bits(ag.files.parse_json(text.encode(), "it")) == bits(data)
    assert bits(json.loads(text)) == bits(data)


def test_numbers_are_exact() -> None:
    source = random.Random(0)
    rows = [source.gauss(0, 1) * 10 ** source.randint(-300, 300) for _ in range(1000)]
    rows += [-0.0, 5e-324, math.nextafter(1.0, 2.0), 1.7976931348623157e308]
    assert bits(ag.files.parse_json(ag.files.json_text(rows).encode(), "it")) == bits(rows)


def test_short_lists_stand_on_one_line_and_long_ones_are_filled() -> None:
    text = ag.files.json_text(
        {
            "name": "Größe",
            "b": [0.5, -0.25],
            "w": [i / 8 for i in range(40)],
            "parts": [{"n": 1}] * 8,
        }
    )
    lines = text.splitlines()
    assert '  "name": "Größe",' in lines
    assert '  "b": [0.5, -0.25],' in lines
    assert '  "w": [' in lines
    assert max(map(len, lines)) <= 100
    assert lines[-2] == '  "parts": [' + ", ".join(['{"n": 1}'] * 8) + "]"
    assert len(lines) == 10
    assert ag.files.json_text([]) == "[]"
    assert ag.files.json_text({"a": ()}) == '{"a": []}'


def test_a_file_ends_in_a_line(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    ag.files.write_json(path, {"a": [1, 2.5]})
    assert path.read_text() == '{"a": [1, 2.5]}\n'
    assert ag.files.read_json(path) == {"a": [1, 2.5]}


def test_a_mark_of_the_byte_order_is_no_matter() -> None:
    assert ag.files.parse_json("\ufeff[1]".encode(), "it") == [1]


REFUSED = {
    "nothing": (b"", "no JSON, or not all of it: .*line 1 column 1"),
    "foreign": (b"<html>", "no JSON"),
    "cut off": (b'{"a": [1, 2', "not all of it: .*line 1 column 12"),
    "more behind": (b"[1] [2]", "Extra data"),
    "nan": (b"[NaN]", "NaN is no number"),
    "inf": (b"[-Infinity]", "-Infinity is no number"),
    "too large": (b"[1e999]", "number that is too large: 1e999"),
    "too many digits": (b"9" * 5000, "number that is too large: 9999"),
    "twice": (b'{"a": 1, "b": 2, "a": 3}', "gives the key 'a' twice"),
    "zeros": (b"\0" * 1000, "no JSON"),
    "latin": ('["é"]'.encode("latin-1"), "no text in UTF-8: byte 2 is 0xe9"),
    "utf-16": ('["a"]'.encode("utf-16"), "no text in UTF-8"),
    "deep": (b"[" * 100_000 + b"]" * 100_000, "lists within lists deeper than 100"),
    "deep and open": (b'{"a":' * 100_000, "lists within lists deeper|no JSON"),
    "a bit too deep": (b"[" * (DEPTH + 1) + b"]" * (DEPTH + 1), "deeper than 100"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_bad_text_is_one_sentence(what: str) -> None:
    raw, words = REFUSED[what]
    with pytest.raises(FileFormatError, match=words) as caught:
        ag.files.parse_json(raw, "it.json")
    message = str(caught.value)
    assert message.startswith("it.json ")
    assert "\n" not in message
    assert len(message) < 200
    assert isinstance(caught.value, (AutogradError, ValueError))


def test_depth_up_to_the_limit_is_read() -> None:
    raw = b"[" * DEPTH + b"]" * DEPTH
    assert ag.files.parse_json(raw, "it") is not None


BOMBS = {
    "empty lists": b"[" + b"[]," * 3_000_000 + b"[]]",
    "small objects": b"[" + b'{"a":0},' * 2_000_000 + b"{}]",
    "small numbers": b"[" + b"0e0," * 6_000_000 + b"0]",
    "wide letters": b'["' + b"a" * 40_000_000 + b'\\ud83d\\ude00"]',
}


@pytest.mark.parametrize("what", BOMBS)
def test_a_text_that_asks_for_too_many_objects_is_refused_before_they_are_made(what: str) -> None:
    raw = BOMBS[what]
    tracemalloc.start()
    try:
        with pytest.raises(FileFormatError, match="would take some"):
            ag.files.parse_json(raw, "bomb.json")
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"a": math.nan}, "JSON has no number nan"),
        ([-math.inf], "JSON has no number -inf"),
        ({"a": 1j}, "keeps numbers, texts, lists"),
        ({1: 2}, "keys are texts, got the key 1"),
    ],
)
def test_what_json_does_not_have_is_not_written(data: Any, words: str, tmp_path: Path) -> None:
    with pytest.raises((FileFormatError, OperandError), match=words):
        ag.files.write_json(tmp_path / "a.json", data)
    assert list(tmp_path.iterdir()) == []


def test_what_could_not_be_read_is_not_written(tmp_path: Path) -> None:
    deep: list[Any] = []
    for _ in range(DEPTH):
        deep = [deep]
    with pytest.raises(FileFormatError, match="deeper than 100"):
        ag.files.write_json(tmp_path / "a.json", deep)
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(FileFormatError, match="deeper than 100"):
        ag.files.write_json(tmp_path / "a.json", deep)
    assert list(tmp_path.iterdir()) == []


def test_cut_or_flipped_anywhere_a_text_is_refused_or_read() -> None:
    """Whatever is done to the bytes, there is plain data or one error of this package."""
    raw = ag.files.json_text(
        {"format": "x", "w": [0.5, -1.25e-7], "deep": [[{"a": None}]]}
    ).encode()
    source, told = random.Random(0), list[str]()
    for n in range(len(raw)):
        with pytest.raises(FileFormatError):
            ag.files.parse_json(raw[:n], "cut")
    for _ in range(2000):
        changed = bytearray(raw)
        for _ in range(source.randint(1, 4)):
            changed[source.randrange(len(raw))] ^= 1 << source.randrange(8)
        try:
            ag.files.parse_json(bytes(changed), "flipped")
        except FileFormatError as error:
            told.append(str(error))
    assert len(told) > 100
    assert all(message.startswith("flipped ") for message in told)

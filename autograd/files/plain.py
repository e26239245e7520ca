"""JSON that is looked at before it is believed, and written for people.

What a file may cost is reckoned from its text before anything is made of it: a few bytes can ask
for many objects. Numbers are exact to the last bit, as Python writes them; nan and inf are none.

>>> print(json_text({"name": "line", "w": [0.1, -0.0]}))
{"name": "line", "w": [0.1, -0.0]}
"""

from __future__ import annotations

import json
import math
from collections import Counter
from typing import Any, NoReturn

from autograd.errors import FileFormatError, OperandError
from autograd.files.disk import LARGEST, MEMORY, Path, name_of, read_bytes, write_whole

__all__ = ["json_text", "parse_json", "read_json", "write_json"]

#: lists and objects within one another
DEPTH = 100
TOO_DEEP = f"has lists within lists deeper than {DEPTH}"

#: bytes of memory for each list or object, and for each number: about what CPython takes
_CONTAINER, _NUMBER = 240, 40
_WIDTH = 100
#: of a whole number, with its sign
_DIGITS = 300


def write_json(path: Path, data: Any, more: int = 0) -> None:
    """Write plain data as JSON for people: short things on one line, numbers exact to the last bit.

    Reading it back may take so many bytes of memory ``more`` than is usual.
    Raises ``FileFormatError`` for what ``read_json`` would not take back, ``OperandError`` for what
    is not plain, and as ``write_whole``.

    >>> write_json("a.json", {"x": float("nan")})
    Traceback (most recent call last):
    autograd.errors.FileFormatError: JSON has no number nan: keep it as a text, or leave it out
    """
    name = name_of(path)
    try:
        raw = (json_text(data) + "\n").encode()
    except RecursionError:
        raise FileFormatError(f"{name} {TOO_DEEP}") from None
    parse_json(raw, name, more)
    write_whole(path, raw)


def json_text(data: Any) -> str:
    """Plain data as JSON of lines up to 100 characters, as far as words and numbers allow it.

    Raises ``FileFormatError`` for nan and inf, ``OperandError`` for what is not plain.

    >>> print(json_text({"name": "line", "w": (0.5, 1.0)}))
    {"name": "line", "w": [0.5, 1.0]}
    """
    return _text(data, 0, 0)


def _text(data: Any, indent: int, used: int) -> str:
    """The text from a column on, of which so many characters of the line are ``used``."""
    if not isinstance(data, (dict, list, tuple)):
        return _scalar(data)
    if isinstance(data, dict):
        ends, keys = "{}", [f"{_key(key)}: " for key in data]
        inner = indent + 2
        parts = [k + _text(x, inner, inner + len(k)) for k, x in zip(keys, data.values())]
    else:
        ends, parts = "[]", [_text(x, indent + 2, indent + 2) for x in data]
    line = ", ".join(parts)
    if used + len(line) + 3 <= _WIDTH and "\n" not in line:  # brackets, and a comma behind
        return f"{ends[0]}{line}{ends[1]}"
    flat = isinstance(data, (list, tuple)) and not any(p[0] in "[{" for p in parts)
    rows = _filled(parts, _WIDTH - indent - 3) if flat else parts
    margin = "\n" + " " * (indent + 2)
    return f"{ends[0]}{margin}{f',{margin}'.join(rows)}\n{' ' * indent}{ends[1]}"


def _scalar(x: Any) -> str:
    if isinstance(x, float):
        if not math.isfinite(x):
            raise FileFormatError(f"JSON has no number {x!r}: keep it as a text, or leave it out")
        return float.__repr__(x)
    if isinstance(x, str):
        return json.dumps(x, ensure_ascii=not x.isprintable())
    if x is not None and not isinstance(x, int):
        advice = ": give its .tolist()" if hasattr(x, "tolist") else ""
        raise OperandError(
            f"a file keeps numbers, texts, lists and dicts of them, got {x!r:.80}{advice}"
        )
    if isinstance(x, int) and not -(10 ** (_DIGITS - 1)) < x < 10**_DIGITS:
        raise FileFormatError(
            "a file keeps no whole number of more than 300 digits: keep it as a text"
        )
    return json.dumps(x)


def _key(name: Any) -> str:
    if not isinstance(name, str):
        raise OperandError(f"a file keeps dicts whose keys are texts, got the key {name!r:.80}")
    return _scalar(name)


def _filled(parts: list[str], width: int) -> list[str]:
    """As many on a line as fit."""
    rows: list[list[str]] = [[]]
    used = 0
    for part in parts:
        if rows[-1] and used + len(part) > width:
            rows.append([])
            used = 0
        rows[-1].append(part)
        used += len(part) + 2
    return [", ".join(row) for row in rows]


def read_json(path: Path, more: int = 0) -> Any:
    """The plain data of a JSON file.

    It may take so many bytes of memory ``more`` than is usual, for somebody who knows why.
    Raises ``FileFormatError`` that says where the file is not JSON, nests too deeply, gives a key
    twice, has a number that no float holds or would take too much memory; as ``read_bytes``, too.

    >>> import tempfile
    >>> with tempfile.NamedTemporaryFile() as file:
    ...     write_json(file.name, {"x": [0.1, -0.0]})
    ...     read_json(file.name)
    {'x': [0.1, -0.0]}
    """
    return parse_json(read_bytes(path, LARGEST + more // 2), name_of(path), more)


def parse_json(raw: bytes, name: str, more: int = 0) -> Any:
    """The same of the bytes of a file called ``name``.

    >>> parse_json(b'{"w": [1.5, NaN]}', "xor.json")
    Traceback (most recent call last):
    autograd.errors.FileFormatError: xor.json is no JSON: NaN is no number there
    """
    try:
        _require_small(raw, MEMORY + more)
        data = json.loads(
            raw.decode("utf-8-sig"),
            object_pairs_hook=_once,
            parse_int=_whole,
            parse_float=_decimal,
            parse_constant=_no_number,
        )
        _require_shallow(data)
    except _Unfit as error:
        why = str(error)
    except json.JSONDecodeError as error:
        why = f"is no JSON, or not all of it: {error.msg}, line {error.lineno} column {error.colno}"
    except UnicodeDecodeError as error:
        why = f"is no text in UTF-8: byte {error.start} is {raw[error.start]:#04x}"
    except RecursionError:
        why = TOO_DEEP
    else:
        return data
    raise FileFormatError(f"{name} {why}")


class _Unfit(Exception):  # noqa: N818  # why: what follows the name of the file
    """The end of a sentence that begins with the name of a file."""


def _whole(digits: str) -> int:
    if len(digits) > _DIGITS:  # no float is as large
        raise _Unfit(f"has a number that is too large: {digits[:20]}…")
    return int(digits)


def _decimal(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise _Unfit(f"has a number that is too large: {text[:20]}")
    return number


def _no_number(word: str) -> NoReturn:
    raise _Unfit(f"is no JSON: {word} is no number there")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise _Unfit(f"gives the key {twice[:40]!r} twice in one place")
    return found


def _require_small(raw: bytes, most: int) -> None:
    """Refuse a text of which too many objects would be made, before they are."""
    containers = raw.count(b"[") + raw.count(b"{")
    wide = 2 if raw.isascii() and b"\\u" not in raw else 6  # bytes for each of the text
    cost = wide * len(raw) + _CONTAINER * containers + _NUMBER * raw.count(b",")
    if cost > most:
        raise _Unfit(f"would take some {cost:,} bytes to read, and {most:,} are the limit")


def _require_shallow(data: Any) -> None:
    stack = [(data, 1)]
    while stack:
        part, depth = stack.pop()
        if isinstance(part, (dict, list)):
            if depth > DEPTH:
                raise _Unfit(TOO_DEEP)
            inner = part.values() if isinstance(part, dict) else part
            stack += [(x, depth + 1) for x in inner if isinstance(x, (dict, list))]

"""WebAssembly's binary format, as far as a kernel needs it: numbers, sections, a whole module.

>>> unsigned(300).hex(), signed(-2).hex()
('ac02', '7e')

Reference: WebAssembly Core Specification 2.0, chapter 5. Read ``code.py`` next.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["F64", "I32", "V128", "Data", "Function", "Import", "Signature", "module"]
__all__ += ["double", "patched", "signed", "unsigned"]

I32, F64, V128 = 0x7F, 0x7C, 0x7B
#: bytes of an index that is filled in later
LATER = 5


class Signature(NamedTuple):
    """The kinds of what a function takes, and of what it gives."""

    takes: tuple[int, ...]
    gives: int


class Import(NamedTuple):
    """A function that the one who makes an instance brings along, from the module "js"."""

    name: str
    signature: Signature


class Function(NamedTuple):
    """The kinds of its locals behind the parameters, and its instructions with the last ``end``."""

    signature: Signature
    locals: Sequence[int]
    body: bytes


class Data(NamedTuple):
    """Bytes that lie in memory from the beginning."""

    at: int
    content: bytes


def unsigned(number: int) -> bytes:
    """Seven bits a byte, the lowest first (LEB128)."""
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*found, number])


def signed(number: int) -> bytes:
    """The same in two's complement."""
    found = bytearray()
    while not -0x40 <= number < 0x40:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*found, number & 0x7F])


def double(number: float) -> bytes:
    """The 64 bits of a double."""
    return struct.pack("<d", number)


def patched(number: int) -> bytes:
    """An index in as many bytes as were left for it.

    >>> patched(3).hex()
    '8380808000'
    """
    parts = [number >> 7 * i & 0x7F | 0x80 for i in range(LATER - 1)]
    return bytes([*parts, number >> 7 * (LATER - 1)])


def module(
    imports: Sequence[Import], functions: Sequence[Function], pages: int, data: Sequence[Data]
) -> bytes:
    """The module; it exports its memory of so many pages at first, and the first of its functions
    as "run"."""
    signatures = [x.signature for x in imports] + [x.signature for x in functions]
    kinds = list(dict.fromkeys(signatures))
    exports = [_name("memory") + b"\x02\x00", _name("run") + b"\x00" + unsigned(len(imports))]
    sections = {
        1: [_signature(kind) for kind in kinds],
        2: [_imported(x, kinds) for x in imports],
        3: [unsigned(kinds.index(x.signature)) for x in functions],
        5: [b"\x00" + unsigned(pages)],
        7: exports,
        10: [_function(x) for x in functions],
        11: [b"\x00\x41" + signed(at) + b"\x0b" + _sized(content) for at, content in data],
    }
    parts = [_section(number, entries) for number, entries in sections.items() if entries]
    return b"\0asm\1\0\0\0" + b"".join(parts)


def _section(number: int, entries: Sequence[bytes]) -> bytes:
    return bytes([number]) + _sized(unsigned(len(entries)) + b"".join(entries))


def _sized(content: bytes) -> bytes:
    return unsigned(len(content)) + content


def _name(name: str) -> bytes:
    return _sized(name.encode())


def _signature(kind: Signature) -> bytes:
    return b"\x60" + _sized(bytes(kind.takes)) + b"\x01" + bytes([kind.gives])


def _imported(one: Import, kinds: Sequence[Signature]) -> bytes:
    return _name("js") + _name(one.name) + b"\x00" + unsigned(kinds.index(one.signature))


def _function(one: Function) -> bytes:
    runs: list[list[int]] = []  # (how many, of which kind)
    for kind in one.locals:
        if runs and runs[-1][1] == kind:
            runs[-1][0] += 1
        else:
            runs.append([1, kind])
    kinds = b"".join(unsigned(count) + bytes([kind]) for count, kind in runs)
    return _sized(unsigned(len(runs)) + kinds + one.body)

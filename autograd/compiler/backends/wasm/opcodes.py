"""The instructions that are written, as bytes. Read ``code.py`` next.

Reference: WebAssembly Core Specification 2.0, 5.4 (vectors: 5.4.8).
"""

from __future__ import annotations

from autograd.compiler.backends.wasm.encode import unsigned


def vector(number: int) -> bytes:
    """An instruction on vectors.

    >>> vector(0xF0).hex()
    'fdf001'
    """
    return b"\xfd" + unsigned(number)


def aligned(instruction: bytes, offset: int, lane: int | None = None) -> bytes:
    """A load or a store so many bytes behind an address, which may be any."""
    more = b"" if lane is None else bytes([lane])
    return instruction + b"\x00" + unsigned(offset) + more


# control
LOOP, IF, END, BRANCH_IF = b"\x03\x40", b"\x04\x40", b"\x0b", b"\x0d\x00"
RETURN, CALL = b"\x0f", b"\x10"
# locals
GET, SET, TEE = b"\x20", b"\x21", b"\x22"
# one number
I32_CONST, F64_CONST, F64_ADD, F64_MUL, SELECT = b"\x41", b"\x44", b"\xa0", b"\xa2", b"\x1b"
ADD, SUB, MUL, LESS = b"\x6a", b"\x6b", b"\x6c", b"\x48"
I32_LOAD, F64_LOAD, F64_STORE = b"\x28", b"\x2b", b"\x39"
FILL = b"\xfc\x0b\x00"
# vectors in memory
LOAD, LOAD_SPLAT, STORE, STORE_LANE = map(vector, (0x00, 0x0A, 0x0B, 0x5B))
# vectors; ``REPLACE`` puts a number into the second lane
V128_CONST, SPLAT, BITSELECT, ANY = map(vector, (0x0C, 0x14, 0x52, 0x53))
LANES = (vector(0x21) + b"\x00", vector(0x21) + b"\x01")
REPLACE = vector(0x22) + b"\x01"

#: operations on two vectors, by LLVM's name for them
F64X2 = {
    **{"fadd": vector(0xF0), "fsub": vector(0xF1), "fmul": vector(0xF2), "fdiv": vector(0xF3)},
    **{"fcmp oeq": vector(0x47), "fcmp une": vector(0x48), "fcmp olt": vector(0x49)},
    **{"pmin": vector(0xF6), "pmax": vector(0xF7)},
    **{"fcmp ogt": vector(0x4A), "fcmp ole": vector(0x4B), "fcmp oge": vector(0x4C)},
}
BITS = {"and": vector(0x4E), "or": vector(0x50), "xor": vector(0x51)}
I64X2 = {
    **{"add": vector(0xCE), "sub": vector(0xD1), "icmp ne": vector(0xD7)},
    **{"shl": vector(0xCB), "lshr": vector(0xCD)},
}
#: and on one
NOT, NEG, ABS, SQRT = vector(0x4D), vector(0xED), vector(0xEC), vector(0xEF)

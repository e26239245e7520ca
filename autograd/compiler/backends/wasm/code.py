"""``Code``: the instructions of one function as they are written.

Every result gets a local of its own, and a name for it: what a later instruction takes. The
machine that translates the module knows best what stays in a register.

>>> from autograd.compiler.backends.wasm.encode import V128
>>> code = Code({"%x": V128}, V128)
>>> code.names["%x"].hex(), code.emit(V128, op.F64X2["fadd"], "%x", "%x")
('2000', '%1')
>>> code.body.hex(" ")
'20 00 20 00 fd f0 01 21 01'

Read ``builder.py`` next.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from autograd.compiler.backends.wasm import opcodes as op
from autograd.compiler.backends.wasm.encode import (
    I32,
    LATER,
    Function,
    Signature,
    double,
    patched,
    signed,
    unsigned,
)

__all__ = ["Code"]

_NOTHING = (-1, -1, "")


class Code:
    """The body of a function of these parameters; ``names`` has the bytes that push a name.

    ``calls`` lists where an index of a function is left open, and which function is meant;
    ``loads`` the same of the addresses of ``vectors``, the constants. These are loaded: that is one
    instruction of the machine, where writing both halves of a vector into a register is five.
    """

    def __init__(self, parameters: Mapping[str, int], gives: int) -> None:
        self.signature = Signature(tuple(parameters.values()), gives)
        self.kinds: list[int] = list(parameters.values())
        self.names = {name: op.GET + unsigned(i) for i, name in enumerate(parameters)}
        self.body = bytearray()
        self.calls: list[tuple[int, str]] = []
        self.loads: list[tuple[int, bytes]] = []
        self.vectors: dict[str, bytes] = {}
        self._kept = _NOTHING  # the last ``set``: begin, end, name

    # --- names ---

    def local(self, kind: int) -> str:
        """A new local."""
        name = f"%{len(self.kinds)}"
        self.names[name] = op.GET + unsigned(len(self.kinds))
        self.kinds.append(kind)
        return name

    def number(self, x: int | str) -> str:
        """A name for an integer; a name is its own."""
        if isinstance(x, str):
            return x
        return self.constant(f"i32 {x}", op.I32_CONST + signed(x))

    def doubles(self, x: float) -> str:
        """A name for a vector with that number in both lanes."""
        return self._vector(f"f64x2 {float(x).hex()}", double(x) * 2)

    def longs(self, x: int) -> str:
        """A name for a vector of two integers."""
        bits = (x & 0xFFFFFFFFFFFFFFFF).to_bytes(8, "little")
        return self._vector(f"i64x2 {x}", bits * 2)

    def _vector(self, name: str, content: bytes) -> str:
        if any(content):
            self.vectors[name] = content
            return name
        return self.constant(name, op.V128_CONST + content)

    def constant(self, name: str, push: bytes) -> str:
        """That name, for what these bytes push."""
        self.names.setdefault(name, push)
        return name

    # --- instructions ---

    def push(self, *names: str) -> None:
        """Put these on the stack; what was set just now stays there."""
        begin, end, last = self._kept
        if names and end == len(self.body) and names[0] == last:
            self.body[begin] = op.TEE[0]
            self._kept, names = _NOTHING, names[1:]
        for name in names:
            if name in self.vectors:
                self.body += op.I32_CONST + b"\x00" + op.LOAD + b"\x00"
                self.loads.append((len(self.body), self.vectors[name]))
                self.body += bytes(LATER)
            else:
                self.body += self.names[name]

    def say(self, instruction: bytes, *names: str) -> None:
        """An instruction on these, what it gives stays on the stack."""
        self.push(*names)
        self.body += instruction

    def set(self, name: str) -> str:
        """Take a number off the stack into a local."""
        begin = len(self.body)
        self.body += op.SET + self.names[name][1:]
        self._kept = begin, len(self.body), name
        return name

    def emit(self, kind: int, instruction: bytes, *names: str) -> str:
        """A new local with what an instruction gives."""
        self.say(instruction, *names)
        return self.set(self.local(kind))

    def whole(self, operation: bytes, *names: int | str) -> str:
        """A new local with what an instruction on integers gives."""
        return self.emit(I32, operation, *map(self.number, names))

    def call(self, function: str, *names: str) -> None:
        """Call a function by its name; what it gives stays on the stack."""
        self.say(op.CALL, *names)
        self.calls.append((len(self.body), function))
        self.body += bytes(LATER)

    @contextmanager
    def block(self, opening: bytes) -> Iterator[None]:
        """What stands between ``loop`` or ``if`` and its end."""
        self.body += opening
        yield
        self.body += op.END

    def function(self, places: Mapping[str, int], vectors: Mapping[bytes, int]) -> Function:
        """The function, with the index of every one that it calls, and the addresses, filled in."""
        body = self.body + op.END
        for at, name in self.calls:
            body[at : at + LATER] = patched(places[name])
        for at, content in self.loads:
            body[at : at + LATER] = patched(vectors[content])
        return Function(self.signature, self.kinds[len(self.signature.takes) :], bytes(body))

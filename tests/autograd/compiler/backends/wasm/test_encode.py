"""The binary format, by the specification's own examples and by what Node says of it."""

import shutil
import subprocess
from pathlib import Path

import pytest

from autograd.compiler.backends.wasm.encode import (
    F64,
    I32,
    V128,
    Data,
    Function,
    Import,
    Signature,
    module,
    patched,
    signed,
    unsigned,
)


def read_unsigned(content: bytes) -> int:
    assert all(byte & 0x80 for byte in content[:-1])
    return sum((byte & 0x7F) << 7 * i for i, byte in enumerate(content))


def read_signed(content: bytes) -> int:
    found = read_unsigned(content)
    return found - (1 << 7 * len(content)) if content[-1] & 0x40 else found


@pytest.mark.parametrize("number", [0, 1, 63, 64, 127, 128, 300, 624485, 2**31 - 1])
def test_numbers(number: int) -> None:
    assert read_unsigned(unsigned(number)) == number
    assert read_unsigned(patched(number)) == number
    assert len(patched(number)) == 5
    for x in (number, -number):
        assert read_signed(signed(x)) == x


def test_the_specifications_examples() -> None:
    assert unsigned(3).hex() == "03"
    assert signed(-2).hex() == "7e"
    assert signed(64).hex() == "c000"


def test_a_module_that_calls_what_is_brought(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node here")
    twice = Signature((F64,), F64)
    # get 0, call 0, i32.const 8, f64.load, f64.add, end
    body = bytes([0x20, 0, 0x10, 0, 0x41, 8, 0x2B, 0, 0, 0xA0, 0x0B])
    data = Data(8, bytes([0, 0, 0, 0, 0, 0, 0xF0, 0x3F]))
    functions = [Function(twice, [I32, I32, V128, I32], body)]
    (tmp_path / "m.wasm").write_bytes(module([Import("f", twice)], functions, 2, [data]))
    text = """
    const bytes = require("fs").readFileSync(process.argv[1]);
    const js = { f: (x) => 2 * x };
    const { run, memory } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { js }).exports;
    console.log(run(20.5), memory.buffer.byteLength);
    """
    done = subprocess.run(
        [node, "-e", text, tmp_path / "m.wasm"], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["42", "131072"]

"""Instructions as bytes."""

from autograd.compiler.backends.wasm import opcodes as op


def test_instructions_of_vectors_have_a_prefix() -> None:
    assert op.LOAD.hex() == "fd00"
    assert op.F64X2["fadd"].hex() == "fdf001"


def test_loads_and_stores_say_where() -> None:
    assert op.aligned(op.F64_LOAD, 200).hex() == "2b00c801"
    assert op.aligned(op.STORE_LANE, 8, 0).hex() == "fd5b000800"

"""Between objects and numbers: formats, and where things lie in memory."""

from typing import Any

import pytest

from autograd import Value
from autograd.compiler.backends.llvm import entry
from autograd.compiler.backends.llvm.builtin import usable
from autograd.compiler.program import Program


@pytest.mark.parametrize(
    ("shape", "form"),
    [(0.0, "d"), ((), "()"), ([0.0, (0.0,)], "[d(d)]"), ({"a": 0.0, 3: {}}, "{OdO{}}")],
)
def test_the_format_of_a_shape(shape: Any, form: str) -> None:
    assert entry.format_of(shape) == form


@pytest.mark.skipif(not usable(), reason="needs CPython's objects")
def test_the_slot_of_a_number_is_found() -> None:
    import ctypes

    w = Value(2.0)
    w.grad, w.label = 3.0, "w"
    assert ctypes.c_size_t.from_address(id(w) + entry._data_at()).value == id(w.data)


@pytest.mark.skipif(not usable(), reason="needs CPython's objects")
def test_the_text_has_the_addresses_of_what_it_speaks_of() -> None:
    key = object()
    text = entry.entry_text(Program(0, 0, (), (1.0,)), (), {key: 0.0}, 4096)
    assert f"ptr inttoptr (i64 4096 to ptr), ptr inttoptr (i64 {id(key)} to ptr), double" in text

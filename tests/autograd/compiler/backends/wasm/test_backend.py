"""The backend of pages, where there is none: ``tests/test_live.py`` runs it in Pyodide."""

import pytest

import autograd as ag
from autograd import GraphError
from autograd.compiler.backends import choice
from autograd.compiler.backends.wasm.backend import BACKEND, usable


def test_it_needs_a_page() -> None:
    assert not usable()
    wanted = 'backend "wasm" needs Python in a page, .* not here: backend="auto" takes "'
    with pytest.raises(GraphError, match=wanted):
        ag.compile(lambda x: x, backend="wasm")


def test_it_is_taken_before_plain_python_and_after_what_works_on_arrays() -> None:
    names = [b.name for b in choice.BACKENDS]
    assert names.index("source (numpy)") < names.index("wasm") < names.index("source (python)")


def test_a_program_that_takes_long_to_write_is_left_to_the_next() -> None:
    assert BACKEND.limit == 5_000

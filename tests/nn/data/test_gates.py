"""The functions of the gates are made from the table: names, words, types and rows."""

import inspect
import pickle

import pytest

from autograd import GraphError
from nn import gates


@pytest.mark.parametrize("name", gates.TABLE)
def test_each_gate_has_a_function_of_its_name_with_a_meaning(name):
    word = name.replace("-", "_")
    function = getattr(gates, word, None) or getattr(gates, f"{word}_")
    assert function.__name__ in gates.__all__
    assert function is getattr(gates, function.__name__)
    assert inspect.getdoc(function).partition("\n")[0].endswith(".")
    assert not inspect.signature(function).parameters
    assert function() == gates.gate(name)
    assert pickle.loads(pickle.dumps(function)) is function


def test_the_table_counts_in_binary():
    """In the order of the answers read as a number there is no gate twice, and none is missing."""
    assert [int("".join(map(str, row)), 2) for row in gates.TABLE.values()] == list(range(16))


def test_an_unknown_gate_is_told_its_neighbours():
    with pytest.raises(GraphError, match=r"unknown gate 'xro' .*'xor'.*known: never, and, "):
        gates.gate("xro")

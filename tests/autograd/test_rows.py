"""Rows as data; that the page computes them as the engine does is in tests/browser."""

import json
from typing import Any

import pytest

from autograd.ops import OPS
from autograd.rows import rows, tree


def called(part: Any) -> set[str]:
    if not isinstance(part, list):
        return set()
    return {part[0]}.union(*map(called, part[1:]))


def test_texts_are_nested_lists_of_numbers_names_and_rows() -> None:
    assert tree("1") == 1.0
    assert tree("-y / b") == ["div", ["neg", "y"], "b"]
    assert tree("y * LN2") == ["mul", "y", pytest.approx(0.6931471805599453)]
    assert tree("where(a >= b, a, 0)") == ["where", [">=", "a", "b"], "a", 0.0]
    assert tree("0.0 if is_zero(b) else a - b") == ["is_zero", "b", 0.0, ["sub", "a", "b"]]


def test_what_is_no_row_is_refused() -> None:
    with pytest.raises(ValueError, match=r"'a\[0\]' is not in plain words"):
        tree("a[0]")


@pytest.mark.parametrize("op", OPS.values(), ids=OPS)
def test_each_row_comes_with_all_that_it_calls(op: Any) -> None:
    found = rows([op])
    assert [*found[op.name]["operands"]] == [*op.operands]
    assert len(found[op.name]["partials"]) == op.arity
    known = {*found, "<", "<=", ">", ">=", "is_zero"}
    for row in found.values():
        assert called(row["forward"]) <= known
        assert set().union(*map(called, row["partials"])) <= known
    assert json.loads(json.dumps(found)) == found

"""The picture of a failed operation, and the lines that led to it."""

import pytest

from autograd import NonFiniteError, Value, log, sqrt
from autograd.show.blame import blame
from autograd.show.origin import trace_origin

pytest.importorskip("graphviz")


def failed() -> NonFiniteError:
    x = Value(1.0, label="x")
    hidden = (x * 2 - 3).relu()
    ratio = hidden / (hidden + x)
    with pytest.raises(NonFiniteError) as caught:
        log(ratio)
    return caught.value


def test_the_culprit_and_the_path_are_marked() -> None:
    source = blame(failed()).source
    assert "log gives -inf" in source
    assert source.count("#b3001b") > 8
    assert "test_blame.py" in source  # the failing line is known from the error itself
    assert "log(ratio)" in source


def test_lines_of_the_path_with_trace_origin() -> None:
    with trace_origin():
        source = blame(failed()).source
    assert "hidden = (x * 2 - 3).relu()" in source
    assert "x = Value(1.0" in source


def test_a_gradient_that_is_not_finite() -> None:
    y = Value(0.0, label="y")
    with pytest.raises(NonFiniteError) as caught:
        sqrt(y * 2).backward()
    assert "its derivative is inf" in blame(caught.value).source


def test_a_large_graph_is_cut() -> None:
    x = Value(1.0)
    for _ in range(5000):
        x = x * 1.0
    with pytest.raises(NonFiniteError) as caught:
        log(x - 1.0)
    assert "nodes shown" in blame(caught.value).source

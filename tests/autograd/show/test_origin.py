"""Lines of code that made nodes."""

import pytest

from autograd import NonFiniteError, Value, log
from autograd.show.origin import line_of, line_raised, trace_origin


def test_the_line_that_made_a_node_is_remembered() -> None:
    with trace_origin():
        leaf = Value(1.0)
        inside = leaf + 1
        also = 2.0 ** Value(2.0)
    assert str(line_of(leaf)).endswith("  leaf = Value(1.0)")
    assert str(line_of(inside)).endswith("  inside = leaf + 1")
    assert str(line_of(also)).startswith("test_origin.py:")


def test_the_line_is_the_callers_and_not_the_packages() -> None:
    from nn import MLP

    model = MLP(2, [2, 1], rng=0)
    with trace_origin():
        loss = model([1.0, 2.0]) * 2
    assert "loss = model([1.0, 2.0]) * 2" in str(line_of(loss))
    assert loss.operands[0] is not None
    assert "loss = model([1.0, 2.0]) * 2" in str(line_of(loss.operands[0]))


def test_tracing_is_off_by_default_and_leaves_nothing_behind() -> None:
    with trace_origin(), trace_origin():
        inside = Value(1.0) + 1
    assert line_of(inside) is not None
    assert line_of(Value(1.0)) is None
    assert line_of(inside * 2) is None


def test_an_error_knows_its_own_line_without_any_tracing() -> None:
    x = Value(0.0)
    with pytest.raises(NonFiniteError) as caught:
        log(x * 3)
    assert str(line_raised(caught.tb)).endswith("  log(x * 3)")
    assert line_raised(None) is None


def test_a_cell_of_a_notebook_has_no_file_name() -> None:
    scope: dict[str, object] = {}
    with trace_origin():
        exec(
            compile("from autograd import Value\nv = Value(1.0)", "/ipykernel_1/2.py", "exec"),
            scope,
        )
    made = scope["v"]
    assert isinstance(made, Value)
    assert line_of(made) == "cell, line 2"

"""The order of a kernel's text: loops, scopes, what is known already."""

import pytest

from autograd.compiler.backends.llvm.flow import Flow


def test_what_is_known_is_not_computed_again() -> None:
    flow = Flow(2, 2)
    assert flow.once("a", "add i64 1, 2") == flow.once("a", "add i64 1, 2")
    assert flow.once("b", "add i64 1, 2") != flow.once("a", "add i64 1, 2")
    assert len(flow.lines) == 2


def test_what_a_loop_computes_is_forgotten_after_it() -> None:
    flow = Flow(2, 2)
    before = flow.once("before", "add i64 1, 2")
    with flow.repeat(3):
        assert flow.once("before", "add i64 1, 2") == before
        inside = flow.once("inside", "add i64 3, 4")
    assert flow.once("inside", "add i64 3, 4") != inside


def test_a_loop_in_a_loop_comes_back_from_where_the_inner_one_ends() -> None:
    flow = Flow(2, 2)
    with flow.repeat(3) as outer, flow.repeat(5):
        pass
    (phi,) = [line for line in flow.lines if line.startswith(f"  {outer.counter} = phi")]
    assert phi == "  %k0 = phi i64 [ 0, %entry ], [ %k0_next, %after1 ]"
    assert flow.here == "after0"


def test_a_loop_hands_on_as_much_as_it_takes() -> None:
    flow = Flow(2, 2)
    with (
        pytest.raises(ValueError, match="shorter"),
        flow.repeat(3, carried=[flow.wide.vector(0.0)]),
    ):
        pass

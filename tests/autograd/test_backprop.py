"""The sweep: who gets which gradient, how often a node is visited, what a node costs."""

import gc
import math
import random
import sys
import threading
import tracemalloc
import weakref
from typing import Any

import pytest

import autograd
from autograd import (
    NonFiniteError,
    OperandError,
    Value,
    backprop,
    exp,
    graph,
    log,
    sin,
    sqrt,
    topological_order,
)
from autograd.backprop import pull_in_floats, pullback
from autograd.define import temporary_op
from autograd.functions import numeric_partial
from autograd.graph import consumers, walk
from autograd.ops import OPS
from tests.interrupts import interrupted


def chain(length: int, start: Value) -> Value:
    y = start
    for _ in range(length):
        y = y + 1.5
    return y


def test_square_keeps_both_of_its_edges() -> None:
    a = Value(-3.0)
    y = a * a
    y.backward()
    assert (y.data, a.grad) == (9.0, -6.0)
    assert consumers(topological_order(y))[a] == [y, y]


def test_diamond_adds_up_over_both_paths() -> None:
    x = Value(2.0)
    left, right = x * 3, sin(x)
    (left * right + left).backward()
    assert x.grad == pytest.approx(3 * math.sin(2) + 6 * math.cos(2) + 3)
    assert left.grad == math.sin(2) + 1
    assert right.grad == 6.0


def test_deep_diamonds_visit_each_node_once(monkeypatch: pytest.MonkeyPatch) -> None:
    (Value(1.0) + 1.0).backward()  # compiles what is replaced here
    visits = []
    pull = OPS["add"].pull
    monkeypatch.setattr(OPS["add"], "pull", lambda node: (visits.append(node), pull(node)))
    x = Value(1.0)
    y = x
    for _ in range(60):  # 2**60 paths
        y = y + y
    y.backward()
    assert x.grad == 2.0**60
    assert len(visits) == len(set(visits)) == 60


def test_order_puts_operands_before_consumers_once_each() -> None:
    rng = random.Random(5)
    nodes = [Value(float(i)) for i in range(5)]
    for _ in range(300):
        nodes.append(rng.choice(nodes) + rng.choice(nodes) * 0.5)
    order = topological_order(nodes[-1], nodes[-2])
    place = {node: i for i, node in enumerate(order)}
    assert len(place) == len(order)
    for node in order:
        assert all(place[o] < place[node] for o in node.operands if isinstance(o, Value))


def test_unused_branches_are_not_visited() -> None:
    x = Value(2.0)
    unused = exp(x)
    (x * 5).backward()
    assert (x.grad, unused.grad) == (5.0, 0.0)


def test_leaves_accumulate_and_two_calls_give_exactly_twice() -> None:
    rng = random.Random(0)
    factors = [rng.uniform(-1.0, 1.0) * 10 ** rng.randint(-8, 8) for _ in range(50)]
    x = Value(0.3)
    y = sum(x * factor for factor in factors)
    y.backward()
    once = x.grad
    y.backward()
    assert x.grad == 2 * once
    y.backward()
    assert x.grad == 2 * once + once


def test_interior_gradients_belong_to_the_last_sweep_alone() -> None:
    x = Value(2.0)
    shared = x * x
    first, second = shared * 3, shared * 5
    first.backward()
    second.backward()
    assert shared.grad == 5.0
    assert x.grad == 3 * 4.0 + 5 * 4.0


@pytest.mark.parametrize("seed", [0.0, -2.5, 3, True])
def test_seed_scales_the_gradient(seed: float) -> None:
    x = Value(3.0)
    y = x * x
    y.backward(seed)
    assert (x.grad, y.grad) == (6.0 * seed, seed)


def test_seed_must_be_a_number() -> None:
    with pytest.raises(OperandError):
        Value(1.0).backward(None)


def test_backward_of_a_leaf() -> None:
    x = Value(3.0)
    x.backward()
    x.backward(2.0)
    assert x.grad == 3.0


def test_million_additions_need_no_recursion_and_no_cycle_collector() -> None:
    gc.collect()
    gc.disable()
    try:
        before = sys.getallocatedblocks()
        x = Value(0.0)
        y = chain(1_000_000, x)
        middle = weakref.ref(y.operands[0])
        y.backward()
        assert (y.data, x.grad) == (1_500_000.0, 1.0)
        assert sys.getallocatedblocks() - before > 1_000_000
        del y
        assert middle() is None
        assert sys.getallocatedblocks() - before < 1_000
    finally:
        gc.enable()


def test_node_with_its_number_and_its_gradient_takes_at_most_200_bytes() -> None:
    length = 20_000
    tracemalloc.start()
    try:
        x = Value(0.3)
        y = x
        for _ in range(length // 2):
            y = y * 1.0001 + x
        y.backward(0.7)
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held / length <= 200  # 144 in CPython 3.11: a node of 96 and two floats of 24
    assert sys.getsizeof(y) + sys.getsizeof(y.data) + sys.getsizeof(y.grad) <= 200


def test_failed_sweep_leaves_the_gradients_of_leaves_as_they_were() -> None:
    x, y = Value(0.0), Value(3.0)
    x.grad, y.grad = 7.0, -1.0
    with pytest.raises(NonFiniteError):
        (y * y + sqrt(x) * 2).backward()
    assert (x.grad, y.grad) == (7.0, -1.0)


def test_interrupted_sweep_leaves_the_gradients_of_leaves_as_they_were(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupt(node: Value) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(OPS["mul"], "pull", interrupt)
    x = Value(3.0)
    x.grad = 7.0
    with pytest.raises(KeyboardInterrupt):
        (x * 2 + x).backward()
    assert x.grad == 7.0


def test_node_that_fails_half_way_counts_its_operands_once() -> None:
    row = ("half_way", "a b", "a", ("1", "0.5 + 1 / (1 + 1 / b)"), "real, real")
    with temporary_op(*row) as function:
        a, b = Value(2.0), Value(0.0)
        function(a, b).backward()
    assert (a.grad, b.grad) == (1.0, 0.5)


def test_forward_errors_name_op_operands_labels_and_remedy() -> None:
    p = Value(0.0, label="probability")
    with pytest.raises(NonFiniteError) as caught:
        log(p * 2)
    assert isinstance(caught.value, ArithmeticError)
    said = str(caught.value)
    for part in (
        "log gave -inf at its operand x = 0.0",
        "'probability'",
        "add a small",
        'nonfinite("allow")',
    ):
        assert part in said
    assert (caught.value.op.name, caught.value.result) == ("log", -math.inf)


def test_gradient_errors_name_op_operand_and_labels() -> None:
    x = Value(0.0, label="distance")
    y = sqrt(x * 1) + 1
    with pytest.raises(
        NonFiniteError, match=r"sqrt has no finite derivative .* to x at its operand x = 0"
    ) as e:
        y.backward()
    assert "'distance'" in str(e.value)
    base, exponent = Value(-2.0, label="base"), Value(2.0, label="exponent")
    with pytest.raises(
        NonFiniteError, match=r"pow has no finite derivative .* to b at its operands a = -2"
    ):
        (base**exponent).backward()
    assert (base.grad, exponent.grad) == (0.0, 0.0)


def test_overflowing_gradient_names_the_place() -> None:
    x = Value(1e-200, label="tiny")
    with pytest.raises(NonFiniteError, match=r"the gradient overflowed at div: .*'tiny'"):
        (1e100 * (1e-100 / x)).backward(1e200)


def test_trail_shows_at_most_six_labels() -> None:
    total = sum(Value(0.0, label=f"w{i}") for i in range(10))
    with pytest.raises(NonFiniteError, match=r"made from … 'w4', .*'w9'\)"):
        log(total)


def test_shared_leaves_may_be_swept_from_one_thread_after_another() -> None:
    x = Value(2.0)
    for _ in range(3):
        thread = threading.Thread(target=(x * x).backward)
        thread.start()
        thread.join()
    assert x.grad == 12.0


def test_walk_separates_leaves_from_interior_nodes() -> None:
    x, y = Value(1.0), Value(2.0)
    product = x * y
    total = product + 1
    assert walk(total) == ([x, y], [product, total])


HIDING = {
    "detach": lambda y, x: autograd.detach(y),
    "step": lambda y, x: autograd.step(y),
    "sign": lambda y, x: autograd.sign(y),
    "greater": lambda y, x: autograd.greater(y, 1.0),
    "where": lambda y, x: autograd.where(y, x, x * 1.0),
}


@pytest.mark.parametrize("name", HIDING)
def test_operations_that_no_gradient_reaches_are_not_asked(name: str) -> None:
    x = Value(0.0)
    y = 2 * x + HIDING[name](sqrt(x), x)
    x.grad = 5.0
    y.backward()
    assert x.grad == 5.0 + 2.0 + (name == "where")


def test_gradient_of_zero_still_asks() -> None:
    x = Value(0.0)
    with pytest.raises(NonFiniteError, match="sqrt"):
        (x + 0.0 * sqrt(x)).backward()


def test_careful_sweep_writes_interior_gradients_too() -> None:
    x = Value(0.0)
    root, hidden = sqrt(x), x * 3
    y = hidden + autograd.detach(root)
    y.backward()
    assert (y.grad, hidden.grad, root.grad, x.grad) == (1.0, 1.0, 0.0, 3.0)


def test_partials_that_are_not_finite_pass_where_that_is_allowed() -> None:
    x = Value(0.0)
    with autograd.nonfinite("allow"):
        (2 * sqrt(x)).backward()
    assert x.grad == math.inf


def test_made_where_inf_is_allowed_and_swept_where_it_is_not() -> None:
    x = Value(0.0, label="x")
    with autograd.nonfinite("allow"):
        y = 1 / x
    y.backward()  # the number was inf already: nothing new went wrong
    assert x.grad == -math.inf


def test_interrupts_leave_the_old_gradients_or_the_new_ones() -> None:
    leaves = [Value(1.0) for _ in range(3)]
    root = sum(leaf * 3.0 for leaf in leaves)
    outcomes = set()
    for leaf in leaves:
        leaf.grad = 5.0
    for _ in interrupted(root.backward, backprop.__file__, graph.__file__):
        outcomes.add(tuple(leaf.grad for leaf in leaves))
        for leaf in leaves:
            leaf.grad = 5.0
    assert outcomes == {(5.0,) * 3, (8.0,) * 3}


def test_threads_that_hold_a_lock_lose_nothing_of_shared_leaves() -> None:
    leaves = [Value(1.0) for _ in range(50)]
    lock, barrier = threading.Lock(), threading.Barrier(8)

    def work() -> None:
        root = sum(leaf * 1.0 for leaf in leaves)
        barrier.wait()
        for _ in range(20):
            with lock:
                root.backward()

    def work_without_leaves(found: list[list[float]]) -> None:
        barrier.wait()
        for _ in range(20):
            found.append(autograd.grad(lambda x: autograd.sum(x))([1.0] * 50))

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    found: list[list[float]] = []
    try:
        threads = [threading.Thread(target=work) for _ in range(4)]
        threads += [threading.Thread(target=work_without_leaves, args=[found]) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(before)
    assert {leaf.grad for leaf in leaves} == {80.0}
    assert found == [[1.0] * 50] * 80


def test_everyday_sweep_needs_no_second_one(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(backprop, "careful_partial", lambda *step: asked.append(step))
    x = Value(0.5)
    (sin(x) * x + exp(x) / 3).backward()
    assert x.grad == pytest.approx(math.sin(0.5) + 0.5 * math.cos(0.5) + math.exp(0.5) / 3)
    assert asked == []


def test_tangent_that_is_given_is_not_computed() -> None:
    x = Value(2.0)
    y = x * x
    z = y * 3.0 + x
    order = topological_order(z)
    found = backprop.pushforward(order, {x: 1.0, y: 5.0}, numeric_partial)
    assert (found[x], found[y], found[z]) == (1.0, 5.0, 16.0)
    assert set(backprop.pushforward(order, {y: 1.0}, numeric_partial)) == {y, *order} - {x}


def test_pull_in_floats_is_pullback_where_it_comes_through() -> None:
    x = [Value(0.7), Value(-1.2)]
    y = [autograd.sin(x[0]) * x[1], x[0] * x[0]]
    y.append(y[0] * 3)  # an output of which another is made
    order, seeds = autograd.topological_order(*y), dict(zip(y, (1.0, 10.0, 100.0)))
    found = pull_in_floats(order, seeds, x)
    assert found == pytest.approx(pullback(order, seeds, x, numeric_partial), rel=1e-15)
    assert pull_in_floats(order, {y[1]: 1.0}, x) == [1.4, 0.0]  # nothing is left of the last one


def test_pull_in_floats_gives_up_where_numbers_end() -> None:
    zero, large = Value(0.0), Value(1e150)
    assert pull_in_floats([zero, y := zero.sqrt()], {y: 1.0}, [zero]) is None
    assert pull_in_floats([large, y := large * 1e150], {y: 1e200}, [large]) is None

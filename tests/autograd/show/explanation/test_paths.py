"""Counting and ranking paths, against paths walked one by one."""

import math
import random

import pytest

from autograd import Value, detach, maximum, step, topological_order
from autograd.backprop import steps
from autograd.functions import numeric_partial
from autograd.show.explanation.paths import Ways, find_ways
from tests.show_samples import squares


def ways_of(root: Value, limit: int = 10_000, listed: list[Value] | None = None) -> Ways:
    order = topological_order(root)
    sweep = steps(order, {root: 1.0}, set(order), numeric_partial)
    return find_ways(root, sweep, order if listed is None else listed, limit)


def walked(root: Value) -> dict[Value, list[float]]:
    """The product of every path down to every node, found by walking them all."""
    found: dict[Value, list[float]] = {}
    stack = [(root, 1.0)]
    while stack:
        node, product = stack.pop()
        found.setdefault(node, []).append(product)
        for i, operand in enumerate(node.operands):
            if isinstance(operand, Value) and node.op and node.op.wanted(i):
                stack.append((operand, product * numeric_partial(node, i)))
    return found


def tangle(seed: int) -> Value:
    """A random graph in which most nodes are used more than once."""
    dice = random.Random(seed)
    nodes = [Value(dice.uniform(-2.0, 2.0)) for _ in range(3)]
    for _ in range(12):
        a, b = dice.choice(nodes), dice.choice(nodes)
        make = [lambda a, b: a * b, lambda a, b: a - b, maximum, lambda a, b: a.tanh() + step(b)]
        nodes.append(dice.choice(make)(a, b))
    return nodes[-1]


@pytest.mark.parametrize("seed", range(20))
def test_all_paths_are_those_that_one_walks(seed: int) -> None:
    root = tangle(seed)
    root.backward()
    ways, paths = ways_of(root), walked(root)
    for node in topological_order(root):
        products = [way.product for way in ways.largest[node]]
        assert sorted(products) == pytest.approx(sorted(paths.get(node, [])))
        assert ways.total.get(node, 0) == len(products)
        assert math.fsum(products) == pytest.approx(node.grad, abs=1e-12)


@pytest.mark.parametrize("seed", range(20))
def test_a_limit_keeps_the_largest_in_order(seed: int) -> None:
    root = tangle(seed)
    few, paths = ways_of(root, 3), walked(root)
    for node, ways in few.largest.items():
        sizes = [abs(way.product) for way in ways]
        assert sizes == pytest.approx(sorted(map(abs, paths.get(node, [])), reverse=True)[:3])


def test_steps_lead_from_the_output_down() -> None:
    x = Value(3.0, label="x")
    y = x * x
    z = y.exp()
    way = ways_of(z).largest[x][0]
    assert [step.node for step in way.steps] == [z, y]
    assert math.prod(step.partial for step in way.steps) == way.product
    assert ways_of(z).largest[z][0].steps == ()


def test_among_equals_what_was_made_earlier_comes_first() -> None:
    x = Value(1.0)
    first, second, third = x + 1, x + 2, x + 3
    root = first + second + third
    ways = ways_of(root).largest[x]
    assert [way.product for way in ways] == [1.0] * 3
    assert [way.steps[-1].node for way in ways] == [first, second, third]
    assert [step.position for way in ways_of(x - x).largest[x] for step in way.steps] == [0, 1]


def test_more_paths_than_can_be_listed_are_counted() -> None:
    root = squares(300)
    leaf = topological_order(root)[0]
    found = ways_of(root, 2)
    assert found.total[leaf] == 2**300
    assert [len(way.steps) for way in found.largest[leaf]] == [300, 300]


def test_no_way_leads_through_an_op_without_derivative() -> None:
    x = Value(0.5)
    root = detach(x) * step(x)
    assert x not in ways_of(root).total
    assert ways_of(root).largest[x] == []


def test_only_nodes_that_are_listed_keep_their_paths() -> None:
    x = Value(0.5)
    root = (x * 2.0).exp() * x
    found = ways_of(root, 5, [x])
    assert set(found.largest) == {x}
    assert len(found.largest[x]) == 2


def test_a_long_chain_is_no_matter() -> None:
    root = x = Value(0.0)
    for _ in range(50_000):
        root = root + 1
    assert len(ways_of(root, 1, [x]).largest[x][0].steps) > 49_999

"""Walks over graphs: every node once, operands first, whatever the shape and the depth."""

import random

from autograd import Value, detach, where
from autograd.graph import consumers, data_of, depends_on, topological_order, walk


def random_graph(seed: int) -> list[Value]:
    rng = random.Random(seed)
    nodes = [Value(float(i)) for i in range(4)]
    for _ in range(60):
        a, b, c = rng.choices([*nodes, 0.5], k=3)
        made = rng.choice(["add", "where", "detach"])
        y = {"add": a + b, "where": where(a, b, c), "detach": detach(a)}[made]
        nodes.append(nodes[-1] + y)
    return nodes


def test_operands_come_first_and_each_node_once() -> None:
    for seed in range(10):
        nodes = random_graph(seed)
        order = topological_order(*nodes[-3:])
        place = {node: i for i, node in enumerate(order)}
        assert len(place) == len(order)
        assert set(nodes[-3:]) <= set(order)
        for node in order:
            assert all(place[o] < place[node] for o in node.operands if isinstance(o, Value))


def test_walk_passes_over_what_was_seen_and_what_is_below() -> None:
    x, y = Value(1.0), Value(2.0)
    product = x * y
    total = product + y
    seen: set[Value] = set()
    assert walk(product, seen=seen) == ([x, y], [product])
    assert walk(total, seen=seen) == ([], [total])
    assert walk(total, seen=seen) == ([], [])
    assert seen == {x, y, product, total}
    assert walk(total) == ([x, y], [product, total])


def test_what_depends_on_a_node_includes_it() -> None:
    x, y = Value(1.0), Value(2.0)
    twice, other = x * 2, y * 2
    total = twice + other
    order = topological_order(total)
    assert depends_on(order, [x]) == {x, twice, total}
    assert depends_on(order, [twice, y]) == {twice, y, other, total}
    assert depends_on(order, []) == set()


def test_consumers_are_listed_once_for_each_use() -> None:
    x = Value(3.0)
    square = x * x
    chosen = where(x, square, 1.0)
    found = consumers(topological_order(chosen))
    assert found == {x: [square, square, chosen], square: [chosen], chosen: []}


def test_number_of_an_operand() -> None:
    assert (data_of(2.0), data_of(Value(3.0))) == (2.0, 3.0)

"""Pickles and copies of leaves, graphs and lists of them are independent and complete."""

import copy
import io
import pickle
import threading
from collections.abc import Callable
from typing import Any

import pytest

from autograd import RecordingError, Value, compile, root, sin, topological_order, where
from autograd.define import temporary_op
from autograd.ops import OPS

Copier = Callable[[Any], Any]


def by_pickle(x: Any) -> Any:
    return pickle.loads(pickle.dumps(x))


each_copier = pytest.mark.parametrize("duplicate", [copy.deepcopy, by_pickle])


def graph() -> tuple[Value, Value, Value]:
    a, b = Value(2.0, label="a"), Value(-3.0, label="b")
    c = where(b, sin(a * b) + a * a, 2.0**b) / 7
    c.label = "c"
    c.backward()
    return a, b, c


def described(root: Value) -> list[tuple[Any, ...]]:
    order = topological_order(root)
    place = {node: i for i, node in enumerate(order)}
    return [
        (node.op, node.data, node.grad, node.label, [place.get(o, o) for o in node.operands])
        for node in order
    ]


def leaves_below(root: Value) -> set[Value]:
    return {node for node in topological_order(root) if node.op is None}


@each_copier
def test_copy_of_a_graph_is_equal_node_by_node(duplicate: Copier) -> None:
    *_, c = graph()
    twin = duplicate(c)
    assert described(twin) == described(c)
    assert set(topological_order(twin)).isdisjoint(topological_order(c))


@each_copier
def test_copy_of_a_graph_works_and_is_independent(duplicate: Copier) -> None:
    a, b, c = graph()
    before = (a.grad, b.grad, c.data)
    twin = duplicate(c)
    leaves = {leaf.label: leaf for leaf in leaves_below(twin)}
    leaves["a"].data = 5.0
    twin.refresh().zero_grad()
    twin.backward()
    assert (a.grad, b.grad, c.data, a.data) == (*before, 2.0)
    a.data = 5.0
    c.refresh().zero_grad()
    c.backward()
    assert (leaves["a"].grad, leaves["b"].grad, twin.data) == (a.grad, b.grad, c.data)


@each_copier
def test_lists_keep_their_shared_leaves_shared(duplicate: Copier) -> None:
    a, b, c = graph()
    model = {"weights": [a, b], "loss": c, "again": [a, c]}
    twin = duplicate(model)
    assert twin["again"][0] is twin["weights"][0] is not a
    assert twin["again"][1] is twin["loss"]
    assert leaves_below(twin["loss"]) == set(twin["weights"])


@each_copier
def test_long_chains_need_no_recursion(duplicate: Copier) -> None:
    x = Value(1.0)
    y = x
    for _ in range(100_000):
        y = y + 0.5
    twin = duplicate(y)
    assert twin.data == 50_001.0
    twin.backward()
    assert x.grad == 0.0


@each_copier
def test_subclasses_keep_their_class(duplicate: Copier) -> None:
    twin = duplicate(Traced(2.0, label="t") * 3)
    assert type(twin) is Traced
    assert [type(node) for node in topological_order(twin)] == [Traced, Traced]


class Traced(Value):
    """A user's own kind of Value, found by pickle under this name."""


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy, by_pickle])
def test_leaf(duplicate: Copier) -> None:
    leaf = Value(2.0, label="w")
    leaf.grad = 0.5
    twin = duplicate(leaf)
    assert twin is not leaf
    assert (twin.data, twin.grad, twin.label, twin.op) == (2.0, 0.5, "w", None)


def test_shallow_copy_shares_the_leaves() -> None:
    a, b, c = graph()
    twin = copy.copy(c)
    assert twin is not c
    assert described(twin) == described(c)
    assert leaves_below(twin) == {a, b}


def test_rows_are_copied_by_name() -> None:
    for op in OPS.values():
        assert by_pickle(op) is op
        assert copy.deepcopy(op) is op


def test_pickle_of_an_op_that_is_not_defined_says_so() -> None:
    with temporary_op("passing", "x", "x", ("1",), "real") as passing:
        text = pickle.dumps(passing(Value(1.0)))
        assert pickle.loads(text).op is OPS["passing"]
    with pytest.raises(ValueError, match="needs an op 'passing': run its define_op first"):
        pickle.loads(text)


def test_models_copy_with_their_parameters() -> None:
    nn = pytest.importorskip("nn")
    model = nn.MLP(2, [3, 1], rng=0)
    for duplicate in (copy.deepcopy, by_pickle):
        twin = duplicate(model)
        assert [p.data for p in twin.parameters()] == [p.data for p in model.parameters()]
        assert set(twin.parameters()).isdisjoint(model.parameters())
        twin([1.0, 2.0]).backward()
        assert not any(p.grad for p in model.parameters())
        assert any(p.grad for p in twin.parameters())


def chain_of(length: int) -> list[Value]:
    nodes = [Value(1.0, label="x")]
    for _ in range(length):
        nodes.append(nodes[-1] * 0.5 + nodes[0])
    return nodes


@each_copier
def test_list_of_the_nodes_of_a_chain_stays_a_chain(duplicate: Copier) -> None:
    nodes = chain_of(50)
    for given in (nodes, nodes[::-1]):
        twins = duplicate(given)
        by_label = max(twins, key=lambda twin: len(topological_order(twin)))
        assert set(topological_order(by_label)) >= set(twins)
        assert len(topological_order(*twins)) == len(topological_order(*nodes))
        assert [described(twin) for twin in twins] == [described(node) for node in given]


def test_pickle_grows_with_the_number_of_nodes_and_not_with_its_square() -> None:
    alone = len(pickle.dumps(chain_of(400)[-1]))
    assert len(pickle.dumps(chain_of(400))) < 1.5 * alone
    assert len(pickle.dumps(chain_of(800))) < 2.2 * len(pickle.dumps(chain_of(400)))


def test_deepcopy_of_many_roots_visits_each_node_once(monkeypatch: pytest.MonkeyPatch) -> None:
    visited = []

    class Counted(Value):
        def __hash__(self) -> int:
            visited.append(self)
            return object.__hash__(self)

    nodes = [Counted(1.0)]
    for _ in range(200):
        nodes.append(nodes[-1] + 0.5)
    copy.deepcopy(nodes)
    assert len(visited) < 10 * len(nodes)


def test_each_dump_stands_alone() -> None:
    a, _, c = graph()
    stream = io.BytesIO()
    first, second = pickle.Pickler(stream), pickle.Pickler(stream)
    first.dump([a, c])
    second.dump([c, a])
    stream.seek(0)
    ours, theirs = pickle.load(stream), pickle.load(stream)
    assert described(ours[1]) == described(theirs[0]) == described(c)
    assert ours[0] in leaves_below(ours[1])
    assert theirs[1] in leaves_below(theirs[0])


def test_dump_within_a_dump_stands_alone() -> None:
    a, _, c = graph()

    class Packed:
        def __reduce__(self) -> Any:
            return bytes, (pickle.dumps([c, a]),)

    twin, inner, again = by_pickle([c, Packed(), a])
    assert described(twin) == described(c)
    assert again in leaves_below(twin)
    packed, leaf = pickle.loads(inner)
    assert described(packed) == described(c)
    assert leaf in leaves_below(packed)


def test_dump_that_failed_leaves_nothing_behind() -> None:
    _, _, c = graph()
    with pytest.raises((TypeError, AttributeError, pickle.PicklingError)):
        pickle.dumps([c, lambda: None])
    assert described(by_pickle(c)) == described(c)
    assert described(by_pickle([c, c.operands[0]])[0]) == described(c)


def test_dumps_in_threads_do_not_meet() -> None:
    nodes = chain_of(200)
    found: list[Any] = []
    threads = [threading.Thread(target=lambda: found.append(by_pickle(nodes))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [described(twins[-1]) for twins in found] == [described(nodes[-1])] * 8


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_every_protocol_keeps_sharing(protocol: int) -> None:
    nodes = chain_of(20)
    for write in (pickle.dumps, pickle._dumps):  # the one in C, the one in Python
        twins = pickle.loads(write(nodes, protocol))
        assert described(twins[-1]) == described(nodes[-1])
        assert set(topological_order(twins[-1])) >= set(twins)


def test_node_keeps_what_a_subclass_hangs_on_it() -> None:
    traced = Traced(2.0)
    product = traced * 3
    product.note = "kept"
    for duplicate in (copy.copy, copy.deepcopy, by_pickle):
        assert duplicate(product).note == "kept"


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy, by_pickle])
def test_a_copied_solution_is_one(duplicate: Copier) -> None:
    a = Value(2.0)
    found = duplicate([root(lambda x: x**3 - a, 1.0), a])[0]
    with pytest.raises(RecordingError, match=r"root or fixed_point found \(1\.25992\)"):
        compile(lambda t: t * found)(1.0)

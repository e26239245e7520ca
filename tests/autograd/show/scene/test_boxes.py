"""Which nodes belong to which neuron and layer."""

from collections import Counter
from types import SimpleNamespace

from autograd import Value, topological_order
from autograd.show.scene.boxes import far_paths, loss_and_inputs, model_paths
from nn import MLP


def xor() -> tuple[MLP, Value]:
    model = MLP(2, [4, 4, 1], rng=0)
    rows = zip([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0])
    return model, sum(((model(x) - y) ** 2 for x, y in rows), Value(0.0))


def test_every_neuron_holds_its_parameters_its_sum_and_its_activation() -> None:
    model = MLP(2, [3, 1], rng=0)
    output = model([0.5, 0.25])
    paths = model_paths(topological_order(output), model)
    ops = Counter(
        node.op.symbol
        for node, path in paths.items()
        if path == ("layer 0", "neuron 1") and node.op
    )
    assert ops == {"*": 2, "+": 2, "tanh": 1}
    assert Counter(paths.values()) == {
        ("layer 0", "neuron 0"): 8,
        ("layer 0", "neuron 1"): 8,
        ("layer 0", "neuron 2"): 8,
        ("layer 1", "neuron 0"): 10,
    }


def test_what_is_made_of_a_neurons_answer_is_outside() -> None:
    model = MLP(2, [1], rng=0)
    answer = model([0.5, 0.25])
    loss = (answer - 1.0) ** 2
    paths = model_paths(topological_order(loss), model)
    assert answer in paths
    assert loss not in paths


def test_a_penalty_is_no_part_of_a_neuron() -> None:
    model, loss = xor()
    plain = Counter(model_paths(topological_order(loss), model).values())
    penalised = loss + 0.1 * sum((p * p for p in model.parameters()), Value(0.0))
    assert Counter(model_paths(topological_order(penalised), model).values()) == plain


def test_a_parameter_at_the_top_stands_in_the_models_own_box() -> None:
    w = Value(2.0)
    line = SimpleNamespace(named_parameters=lambda: [("w", w)])
    assert model_paths([w], line) == {w: ("SimpleNamespace",)}


def test_a_little_outside_stays_loose_and_much_is_boxed() -> None:
    x = [Value(float(i)) for i in range(5)]
    total = sum((v * v for v in x), Value(0.0))
    order = topological_order(total)
    assert loss_and_inputs(order, {}) == {}
    found = loss_and_inputs(order, {}, limit=4)
    assert {found[v] for v in x} == {("inputs",)}
    assert {found[node] for node in order[:-1] if node.op} == {("loss",)}
    assert total not in found


def test_far_nodes_are_those_more_steps_from_the_output_than_asked() -> None:
    x = Value(1.0)
    for _ in range(10):
        x = x + 1
    order = topological_order(x)
    far, depth = far_paths(order, 3, 100)
    assert depth == 3
    assert [node in far for node in order] == [True] * 7 + [False] * 4
    assert set(far.values()) == {("further back",)}


def test_the_depth_shrinks_to_the_room_that_there_is() -> None:
    leaves = [Value(float(i)) for i in range(64)]
    layer = leaves
    while len(layer) > 1:
        layer = [a + b for a, b in zip(layer[::2], layer[1::2])]
    order = topological_order(layer[0])
    far, depth = far_paths(order, 6, 20)
    assert depth == 3
    assert len(order) - len(far) == 1 + 2 + 4 + 8
    assert far_paths(order, 6, 1)[1] == 1


def test_the_nearest_way_counts() -> None:
    x = Value(1.0)
    y = x
    for _ in range(5):
        y = y + 1
    root = y + x
    far, _ = far_paths(topological_order(root), 2, 100)
    assert x not in far


def test_no_result_that_is_shown_is_used_further_back() -> None:
    x = Value(1.0)
    early = x + 1
    y = early
    for _ in range(5):
        y = y * 2
    order = topological_order(y + early + x)
    far, _ = far_paths(order, 2, 100)
    assert early in far
    assert x not in far
    for node in far:
        assert all(o in far for o in node.operands if isinstance(o, Value) and o.op)


def test_what_a_model_goes_on_with_is_no_loss() -> None:
    model = MLP(1, [1, 1], rng=0)
    first, second = model.layers
    (hidden,) = first([0.5])
    (root,) = second([hidden * hidden])
    order = topological_order((root - 1) ** 2 + 1)
    found = loss_and_inputs(order, model_paths(order, model), limit=0)
    assert found[order[order.index(hidden) + 1]] == ("between",)
    assert list(found.values()).count(("between",)) == 1
    assert ("loss",) in found.values()

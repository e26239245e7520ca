"""Code in the style that people write along the micrograd lectures runs with its imports changed.

The first test is the published example of micrograd's README with its published numbers.
"""

from typing import Any

import pytest

from autograd import Value


def test_published_example() -> None:
    a = Value(-4.0)
    b = Value(2.0)
    c = a + b
    d = a * b + b**3
    c += c + 1
    c += 1 + c + (-a)
    d += d * 2 + (b + a).relu()
    d += 3 * d + (b - a).relu()
    e = c - d
    f = e**2
    g = f / 2.0
    g += 10.0 / f
    assert f"{g.data:.4f}" == "24.7041"
    g.backward()
    assert f"{a.grad:.4f}" == "138.8338"
    assert f"{b.grad:.4f}" == "645.5773"


def neuron() -> tuple[list[Value], Value]:
    """Two inputs, two weights and a bias, all labelled, up to the pre-activation."""
    x1 = Value(2.0, label="x1")
    x2 = Value(0.0, label="x2")
    w1 = Value(-3.0, label="w1")
    w2 = Value(1.0, label="w2")
    b = Value(6.8813735870195432, label="b")
    x1w1 = x1 * w1
    x1w1.label = "x1*w1"
    x2w2 = x2 * w2
    x2w2.label = "x2*w2"
    total = x1w1 + x2w2
    total.label = "x1*w1 + x2*w2"
    n = total + b
    n.label = "n"
    return [x1, x2, w1, w2], n


def check_gradients_of_the_neuron(leaves: list[Value]) -> None:
    assert [leaf.grad for leaf in leaves] == pytest.approx([-1.5, 0.5, 1.0, 0.0])


def test_neuron_with_tanh() -> None:
    leaves, n = neuron()
    o = n.tanh()
    o.label = "o"
    o.backward()
    assert o.data == pytest.approx(0.7071067811865476)
    assert n.grad == pytest.approx(0.5)
    check_gradients_of_the_neuron(leaves)


def test_neuron_with_tanh_spelt_out_by_exp() -> None:
    leaves, n = neuron()
    e = (2 * n).exp()
    o = (e - 1) / (e + 1)
    o.backward()
    assert o.data == pytest.approx(0.7071067811865476)
    check_gradients_of_the_neuron(leaves)


def test_backward_by_hand_node_after_node() -> None:
    leaves, n = neuron()
    o = n.tanh()
    o.grad = 1.0
    o._backward()
    n._backward()
    total, b = n._prev
    b._backward()
    total._backward()
    for product in total._prev:
        product._backward()
    check_gradients_of_the_neuron(leaves)


def test_backward_by_a_topological_order_of_ones_own() -> None:
    leaves, n = neuron()
    o = (n * 1.0 + 0).tanh()
    topo: list[Value] = []
    visited: set[Value] = set()

    def build_topo(v: Value) -> None:
        if v not in visited:
            visited.add(v)
            for child in v._prev:
                build_topo(child)
            topo.append(v)

    build_topo(o)
    o.grad = 1.0
    for node in reversed(topo):
        node._backward()
    check_gradients_of_the_neuron(leaves)


def test_tracing_nodes_and_edges() -> None:
    _, n = neuron()
    nodes: set[Value] = set()
    edges: set[tuple[Value, Value]] = set()

    def build(v: Value) -> None:
        if v not in nodes:
            nodes.add(v)
            for child in v._prev:
                edges.add((child, v))
                build(child)

    build(n)
    assert (len(nodes), len(edges)) == (9, 8)
    assert sorted(v._op for v in nodes if v._op) == ["*", "*", "+", "+"]


def test_used_twice_accumulates() -> None:
    a = Value(3.0, label="a")
    b = a + a
    b.backward()
    assert a.grad == 2.0
    a, b = Value(-2.0), Value(3.0)
    d, e = a * b, a + b
    f = d * e
    f.backward()
    assert (a.grad, b.grad) == (-3.0, -8.0)


def test_numerical_slope_by_nudging_the_data() -> None:
    def loss(h: float) -> float:
        a, b, c, f = Value(2.0), Value(-3.0), Value(10.0), Value(-2.0)
        a.data += h
        return ((a * b + c) * f).data

    assert (loss(1e-6) - loss(0.0)) / 1e-6 == pytest.approx(6.0, rel=1e-4)


def test_draw_dot() -> None:
    pytest.importorskip("graphviz")
    from autograd import draw_dot

    _, n = neuron()
    o = n.tanh()
    o.backward()
    source = draw_dot(o).source
    assert source.count("->") >= 9
    for text in ("x1*w1", "tanh", "0.7071", "6.88"):
        assert text in source


def test_training_an_mlp_on_four_examples() -> None:
    nn = pytest.importorskip("nn")
    n = nn.MLP(3, [4, 4, 1], rng=1337)
    xs = [
        [2.0, 3.0, -1.0],
        [3.0, -1.0, 0.5],
        [0.5, 1.0, 1.0],
        [1.0, 1.0, -1.0],
    ]
    ys = [1.0, -1.0, -1.0, 1.0]
    losses = []
    for _ in range(60):
        ypred = [n(x) for x in xs]
        loss = sum((yout - ygt) ** 2 for ygt, yout in zip(ys, ypred))
        for p in n.parameters():
            p.grad = 0.0
        loss.backward()
        for p in n.parameters():
            p.data += -0.02 * p.grad
        losses.append(loss.data)
    assert len(n.parameters()) == 41
    assert losses[-1] < 0.5 * losses[0]


def test_training_on_moons_with_hinge_loss() -> None:
    nn = pytest.importorskip("nn")
    rows, labels = nn.moons(30, rng=1)
    y = [2 * label - 1 for label in labels]
    model = nn.MLP(2, [8, 8, 1], activation="relu", rng=1)

    def loss() -> tuple[Any, float]:
        inputs = [list(map(Value, row)) for row in rows]
        scores = list(map(model, inputs))
        hinges = [(1 + -yi * scorei).relu() for yi, scorei in zip(y, scores)]
        data_loss = sum(hinges) * (1.0 / len(hinges))
        alpha = 1e-4
        reg_loss = alpha * sum(p * p for p in model.parameters())
        accuracy = [(yi > 0) == (scorei.data > 0) for yi, scorei in zip(y, scores)]
        return data_loss + reg_loss, sum(accuracy) / len(accuracy)

    history = []
    for k in range(20):
        total_loss, acc = loss()
        model.zero_grad()
        total_loss.backward()
        learning_rate = 0.5 * (1.0 - 0.9 * k / 20)
        for p in model.parameters():
            p.data -= learning_rate * p.grad
        history.append((total_loss.data, acc))
    assert history[-1][0] < 0.6 * history[0][0]
    assert history[-1][1] >= 0.85

"""Section G of the course, the worked goal: gates, points, digits, and the compiler on the way."""

import json
import math
from importlib.util import find_spec

import numpy as np
import pytest

import autograd as ag
import nn
from autograd import Value
from autograd.compiler import passes
from autograd.compiler.record import record
from nn.cli.run import main

needs_digits = pytest.mark.skipif(
    find_spec("sklearn") is None, reason="the digits need scikit-learn (extra `notebooks`)"
)
needs_llvm = pytest.mark.skipif(
    find_spec("llvmlite") is None, reason="training on digits in seconds needs llvmlite"
)
POINTS = {
    "moons": lambda n, seed: nn.moons(n, rng=seed),
    "circles": lambda n, seed: nn.circles(n, rng=seed),
    "spirals": lambda n, seed: nn.spirals(n, rng=seed),
}


def slopes_by_hand(network, X, E):
    """The mean gradient of a ReLU network with one hidden layer and softmax, by matrices.

    δ₂ = ŷ - e, ∇W₂ = δ₂hᵀ, δ₁ = W₂ᵀδ₂ ⊙ [a₁ > 0], ∇W₁ = δ₁xᵀ, in the order of the parameters.
    """
    (W1, b1), (W2, b2) = (
        (np.array([[w.data for w in n.w] for n in layer.neurons]),
         np.array([n.b.data for n in layer.neurons]))
        for layer in network.layers
    )  # fmt: skip
    a1 = X @ W1.T + b1
    h = np.maximum(a1, 0)
    powers = np.exp(h @ W2.T + b2)
    delta2 = powers / powers.sum(axis=1, keepdims=True) - E
    delta1 = delta2 @ W2 * (a1 > 0)
    pairs = ((delta1.T @ X, delta1.sum(axis=0)), (delta2.T @ h, delta2.sum(axis=0)))
    return np.concatenate([np.column_stack(pair).ravel() for pair in pairs]) / len(X)


@pytest.mark.parametrize(
    ("line", "code"),
    [("and --hidden none", 0), ("and", 0), ("xor", 0), ("xor --hidden none", 1)],
)
def test_course_G1_gates_from_the_command_line(line, code, tmp_path, capsys):
    """AND by one neuron, XOR by a hidden layer and not without: exit code, answers, pictures."""
    pytest.importorskip("matplotlib", reason="the pictures need matplotlib")
    assert main([*line.split(), "--json", "--quiet", "--out", str(tmp_path)]) == code
    report = json.loads(capsys.readouterr().out)
    right = [round(row["answer"]) == row["target"] for row in report["rows"]]
    assert all(right) == (code == 0)
    if code:  # no linear model can: ½ everywhere, and a loss of log 2
        assert [row["answer"] for row in report["rows"]] == pytest.approx([0.5] * 4, abs=1e-3)
        assert report["loss"] == pytest.approx(math.log(2), abs=1e-6)
    assert (tmp_path / f"{line.split()[0]}-boundary.png").stat().st_size > 1000


def test_course_G1_the_graph_of_a_gate_and_its_boundary():
    """AND in Python: the gradients of the drawn graph are σ'(z)·w; the boundary is a line."""
    neuron = nn.Neuron(2, "linear", rng=0)
    for parameter, number in zip(neuron.parameters(), [20.0, 20.0, -30.0]):
        parameter.data = number
    x = [Value(0.0, label="x1"), Value(1.0, label="x2")]
    answer = ag.sigmoid(neuron(x))
    answer.backward()
    y = 1 / (1 + math.exp(10.0))
    assert answer.data == pytest.approx(y, rel=1e-12)
    assert [v.grad for v in x] == pytest.approx([20 * y * (1 - y)] * 2, rel=1e-10)
    pytest.importorskip("graphviz", reason="the picture needs graphviz")
    assert "sigmoid" in ag.draw(answer, model=neuron, depth="scalar").source


@pytest.mark.parametrize("name", POINTS)
def test_course_G2_networks_tell_the_points_of_the_plane_apart(name):
    """One architecture, one setting: at least 98 % on the points, 95 % on fresh ones."""
    model = nn.MLP(2, [16, 16, 1], activation="relu", rng=0)
    settings = {"optimizer": nn.Adam(0.03), "epochs": 60, "batch_size": 20, "rng": 0}
    X, y = POINTS[name](120, 0)
    nn.fit(model, X, y, loss="bce_with_logits", progress=False, **settings)
    assert nn.evaluate(model, X, y, loss="bce_with_logits")["accuracy"] >= 0.98
    assert nn.evaluate(model, *POINTS[name](200, 1), loss="bce_with_logits")["accuracy"] >= 0.95


def test_course_G2_circles_are_linear_in_the_squared_radius():
    """A neuron of the inputs tosses a coin; one of x₁² + x₂² draws a circle between ½ and 1."""
    X, y = nn.circles(120, rng=0)
    settings = {"loss": "bce_with_logits", "epochs": 200, "progress": False}
    plain = nn.MLP(2, [1], rng=0)
    history = nn.fit(plain, X, y, **settings)
    assert history.metrics["accuracy"][-1] < 0.65
    neuron = nn.Neuron(1, "linear", rng=0)
    squares = [[a * a + b * b] for a, b in X]
    history = nn.fit(neuron, squares, y, optimizer=nn.Adam(0.3), **settings)
    assert history.metrics["accuracy"][-1] == 1.0
    assert 0.65 < math.sqrt(-neuron.b.data / neuron.w[0].data) < 0.85


def test_course_G3_recorded_program_passes_and_sources():
    """The listing of the course; the passes shorten it and leave the result as it is."""

    def f(x, y):
        return (x * y + 6.0) ** 2 + ag.sin(y * x)

    before = record(f, 2).program
    after = passes.optimise(before)
    assert (len(before.instructions), len(after.instructions)) == (6, 5)
    assert after == ag.compile(f).program
    by_hand = (0.3 * 1.7 + 6) ** 2 + math.sin(0.3 * 1.7)
    for program in (before, after):
        assert program.evaluate([0.3, 1.7]) == pytest.approx([by_hand], rel=1e-12)
    scope = {}
    exec(ag.compile(f).source("python"), scope)
    assert scope["f"](0.3, 1.7) == pytest.approx([by_hand], rel=1e-12)
    assert "const double v2 = x * y;" in ag.compile(f).source("c")


def test_course_G3_eager_compiled_and_by_hand_agree():
    """The mean gradient of a ReLU-softmax network, three ways, to 1e-10; a smaller 8–5–3 net."""
    source = np.random.default_rng(0)
    X, labels = source.random((20, 8)), source.integers(0, 3, 20)
    E = np.eye(3)[labels]
    network = nn.MLP(8, [5, 3], activation="relu", rng=0)
    (sum(nn.cross_entropy(network(x), int(k)) for x, k in zip(X, labels)) / 20).backward()
    eager = [p.grad for p in network.parameters()]
    assert eager == pytest.approx(slopes_by_hand(network, X, E), abs=1e-10)

    def loss(*column):
        return nn.cross_entropy(network(column[:8]), list(column[8:]))

    compiled = ag.compile(loss, inputs=11)
    _, slopes = compiled.value_and_grad(*np.hstack([X, E]).T)
    found = dict(zip(compiled.parameters, slopes))
    assert [found[p] for p in network.parameters()] == pytest.approx(eager, abs=1e-10)


@needs_digits
@needs_llvm
def test_course_G3_digits_from_scalar_values():
    """64–32–10, 2,410 Values: the gradient by hand, then at least 95 % held out in few epochs."""
    X, y = nn.digits("train")
    network = nn.MLP(64, [32, 10], activation="relu", rng=0)
    assert len(network.parameters()) == 2410
    few, targets = np.array(X[:3]), np.eye(10)[y[:3]]
    (sum(nn.cross_entropy(network(x), k) for x, k in zip(X[:3], y[:3])) / 3).backward()
    assert [p.grad for p in network.parameters()] == pytest.approx(
        slopes_by_hand(network, few, targets), abs=1e-10
    )
    settings = {"optimizer": nn.Adam(0.01), "epochs": 12, "batch_size": 32, "rng": 0}
    nn.fit(network, X, y, loss="cross_entropy", engine="compiled", progress=False, **settings)
    unseen, truth = nn.digits("held-out")
    logits = ag.compile(lambda *x: network(x), inputs=64)(*np.array(unseen).T)
    assert np.mean(np.argmax(logits, axis=0) == truth) >= 0.95

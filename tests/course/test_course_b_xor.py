"""Section B of the course, XOR five ways: the engine's numbers against the closed forms."""

import itertools
import math
from random import Random

import pytest

import autograd as ag
import nn

np = pytest.importorskip("numpy", reason="the closed forms are computed in NumPy")

X, Y = nn.gates.xor()
CORNERS, TARGETS = np.array(X), np.array(Y, dtype=float)

#: name -> NumPy's function, its derivative, the engine's function
ACTIVATIONS = {
    "relu": (lambda a: np.maximum(0, a), lambda a: np.where(a > 0, 1.0, 0.0), ag.relu),
    "tanh": (np.tanh, lambda a: 1 - np.tanh(a) ** 2, ag.tanh),
    "sigmoid": (
        lambda a: 1 / (1 + np.exp(-a)),
        lambda a: np.exp(-a) / (1 + np.exp(-a)) ** 2,
        ag.sigmoid,
    ),
}


def close(hand, engine):
    return np.allclose(hand, engine, rtol=0, atol=1e-10)


def matrices(layer):
    """A layer's weights and biases as arrays."""
    weights = np.array([[w.data for w in neuron.w] for neuron in layer.neurons])
    return weights, np.array([neuron.b.data for neuron in layer.neurons])


def right(answers):
    """How many of the four answers fall on the right side of ½."""
    return int(((answers > 0.5) == (TARGETS > 0.5)).sum())


def test_course_B5_the_best_linear_fit_is_one_half_everywhere():
    """At w = 0, b = ½ the gradient vanishes and the Hessian is positive definite."""

    def loss(p):
        return nn.mse([p[0] * x[0] + p[1] * x[1] + p[2] for x in X], Y)

    design = np.column_stack([CORNERS, np.ones(4)])
    best = np.linalg.lstsq(design, TARGETS, rcond=None)[0]
    assert close(best, [0, 0, 0.5])
    assert close(design @ best, [0.5] * 4)
    assert close(ag.grad(loss)([0.0, 0.0, 0.5]), [0, 0, 0])
    assert close(ag.hessian(loss)([0.0, 0.0, 0.5]), 2 / 4 * design.T @ design)
    assert np.linalg.eigvalsh(2 / 4 * design.T @ design)[0] > 0.1


def test_course_B5_no_line_gets_more_than_three_right():
    """A fine grid of lines reaches three of four, and all gates but XOR and XNOR."""
    steps = [k / 2 for k in range(-4, 5)]
    seen = {
        tuple(int(u * a + v * b + c > 0) for a, b in X)
        for u, v, c in itertools.product(steps, steps, steps)
    }
    assert max(sum(map(int.__eq__, row, Y)) for row in seen) == 3
    assert {name for name, row in nn.gates.TABLE.items() if row not in seen} == {"xor", "xnor"}


def test_course_B5_a_trained_logistic_neuron_says_one_half():
    """Cross-entropy ends at log 2."""
    neuron = nn.Neuron(2, "sigmoid", rng=0)
    nn.fit(neuron, X, Y, optimizer=nn.SGD(1.0), epochs=2000, progress=False, engine="eager")
    assert [neuron(x).data for x in X] == pytest.approx([0.5] * 4, abs=1e-6)
    assert nn.evaluate(neuron, X, Y)["loss"] == pytest.approx(math.log(2), abs=1e-10)


def test_course_B6_xor_by_a_quadratic_feature():
    """Linear in (x₁, x₂, x₁x₂), the exact solution is x₁ + x₂ - 2x₁x₂."""
    features = np.column_stack([CORNERS, CORNERS.prod(axis=1), np.ones(4)])
    assert close(np.linalg.solve(features, TARGETS), [1, 1, -2, 0])

    def loss(p):
        return nn.mse([p[0] * a + p[1] * b + p[2] * a * b + p[3] for a, b in X], Y)

    assert ag.value_and_grad(loss)([1.0, 1.0, -2.0, 0.0]) == (0.0, [0.0] * 4)


def test_course_B7_xor_by_hand_set_relu_units():
    """The hidden units map the corners to (0,0), (1,0), (1,0), (3,1); then h₁ - 3h₂."""
    model = nn.MLP(2, [2, 1], activation="relu", rng=0)
    for parameter, number in zip(model.parameters(), [2, 2, -1, 1, 1, -1, 1, -3, 0]):
        parameter.data = float(number)
    hidden = [[h.data for h in model.layers[0](x)] for x in X]
    W, b = np.array([[2, 2], [1, 1]]), np.array([-1, -1])
    assert hidden == [[0, 0], [1, 0], [1, 0], [3, 1]]
    assert hidden == np.maximum(0, CORNERS @ W.T + b).tolist()
    assert [model(x).data for x in X] == [0, 1, 1, 0]


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_course_B8_all_nine_partials_by_hand(activation):
    """Those of ŷ for each corner, and those of (1/2n)Σ(ŷ - y)²."""
    g, dg, engine_g = ACTIVATIONS[activation]
    rng = Random(8)
    theta = [rng.uniform(-1, 1) for _ in range(9)]

    def network(p, x):
        w1, w2, b1, w3, w4, b2, w5, w6, b3 = p
        first, second = engine_g(w1 * x[0] + w2 * x[1] + b1), engine_g(w3 * x[0] + w4 * x[1] + b2)
        return w5 * first + w6 * second + b3

    def loss(p):
        return sum((network(p, x) - y) ** 2 for x, y in zip(X, Y)) / 8

    w1, w2, b1, w3, w4, b2, w5, w6, b3 = theta
    x1, x2 = CORNERS.T
    a1, a2 = w1 * x1 + w2 * x2 + b1, w3 * x1 + w4 * x2 + b2
    d1, d2 = w5 * dg(a1), w6 * dg(a2)
    partials = np.array([d1 * x1, d1 * x2, d1, d2 * x1, d2 * x2, d2, g(a1), g(a2), np.ones(4)])
    errors = w5 * g(a1) + w6 * g(a2) + b3 - TARGETS
    assert close(partials.T, [ag.grad(network)(theta, x) for x in X])
    assert close((partials * errors).mean(axis=1), ag.grad(loss)(theta))


def test_course_B8_gradient_descent_solves_xor():
    """From random numbers to a loss below 1e-6, by the engine's gradient."""
    model = nn.MLP(2, [2, 1], activation="tanh", rng=4)
    nn.fit(model, X, Y, loss="mse", optimizer=nn.SGD(0.3), epochs=1500, progress=False)
    assert [model(x).data for x in X] == pytest.approx(Y, abs=1e-3)


def test_course_B9_a_deep_linear_net_collapses():
    """W⁽³⁾W⁽²⁾W⁽¹⁾x + … is one layer: same outputs, and the same derivative everywhere."""
    deep = nn.MLP(2, [5, 4, 3], activation="linear", rng=2)
    for i, parameter in enumerate(deep.parameters()):
        parameter.data += 0.01 * i  # no bias is 0
    W, b = np.eye(2), np.zeros(2)
    for layer in deep.layers:
        weights, bias = matrices(layer)
        W, b = weights @ W, weights @ b + bias
    for x in ([0.0, 0.0], [1.0, -2.0], [30.0, 0.5]):
        assert close(W @ x + b, [z.data for z in deep(x)])
        assert close(W, [[d.data for d in row] for row in ag.jacobian(deep)(x)])


def test_course_B10_the_hidden_plane_is_separable():
    """No line parts the corners, but the output neuron's line parts what the hidden layer made."""
    model = nn.MLP(2, [2, 1], activation="tanh", output="sigmoid", rng=0)
    nn.fit(model, X, Y, optimizer=nn.SGD(0.5), epochs=600, progress=False)
    W, b = matrices(model.layers[0])
    hidden = np.tanh(CORNERS @ W.T + b)
    assert close(hidden, [[h.data for h in model.layers[0](x)] for x in X])
    (v,), (c,) = matrices(model.layers[1])
    assert right(1 / (1 + np.exp(-(hidden @ v + c)))) == 4
    best = np.linalg.lstsq(np.column_stack([hidden, np.ones(4)]), TARGETS, rcond=None)[0]
    assert right(hidden @ best[:2] + best[2]) == 4  # any linear model does, on these features

"""Row C9 of the course, layers as blocks: the library's numbers against the closed forms."""

from random import Random

import numpy as np
import pytest

import autograd as ag
import nn
from autograd import Value

SOURCE = np.random.default_rng(9)


def jacobian(f, x):
    """The numbers of a Jacobian; its entries are Values where f has parameters."""
    rows = ag.jacobian(f)(list(map(float, x)))
    return np.array([[getattr(entry, "data", entry) for entry in row] for row in rows])


def dense_slope(layer, x, slope):
    """The closed form: the weight matrix, row i times the slope of unit i."""
    W = np.array([[w.data for w in neuron.w] for neuron in layer.neurons])
    return slope(W @ x)[:, None] * W


def logistic_slope(a):
    y = 1 / (1 + np.exp(-a))
    return y * (1 - y)


def set_to(module, numbers):
    for parameter, number in zip(module.parameters(), numbers, strict=True):
        parameter.data = float(number)
    return module


def test_course_C9_the_jacobian_of_a_composition_is_the_product():
    """J of f₁∘f₂ is J of f₁ at f₂(x), times J of f₂ at x; by hand diag(g')·W for each."""
    x = np.array([0.5, -1.0])
    f1, f2 = nn.Layer(3, 2, "tanh", rng=1), nn.Layer(2, 3, "sigmoid", rng=2)
    middle = np.array([v.data for v in f2(x)])
    first = dense_slope(f1, middle, lambda a: 1 - np.tanh(a) ** 2)
    by_hand = first @ dense_slope(f2, x, logistic_slope)
    assert np.allclose(jacobian(nn.compose(f1, f2), x), by_hand, rtol=0, atol=1e-10)
    with pytest.raises(ag.GraphError):
        nn.compose(f2, f2)(x)


def test_course_C9_the_jacobian_of_a_concatenation_is_stacked():
    """J of f₁⊕f₂ is one above the other; with an input each, it is block diagonal."""
    x = np.array([0.5, -1.0])
    f1, f2 = nn.Layer(2, 3, "sigmoid", rng=2), nn.Layer(2, 1, "sin", rng=3)
    J1, J2 = dense_slope(f1, x, logistic_slope), dense_slope(f2, x, np.cos)
    stacked = jacobian(nn.concatenate(f1, f2), x)
    assert np.allclose(stacked, np.vstack([J1, J2]), rtol=0, atol=1e-10)
    apart = jacobian(nn.concatenate(lambda v: f1(v[:2]), lambda v: f2(v[2:])), [*x, *x])
    zeros = np.zeros_like
    expected = np.block([[J1, zeros(J1)], [zeros(J2), J2]])
    assert np.allclose(apart, expected, rtol=0, atol=1e-10)


def test_course_C9_the_gradient_of_a_shared_weight_is_the_sum_over_its_places():
    """One weight in three places gets what three weights of its value get together."""
    x = [0.5, -1.0, 2.0]
    shared, copies = Value(0.7), [Value(0.7) for _ in x]
    sum((shared * v).tanh() for v in x).backward()
    sum((w * v).tanh() for w, v in zip(copies, x)).backward()
    assert shared.grad == pytest.approx(sum(w.grad for w in copies), abs=1e-12)
    assert shared.grad == pytest.approx(sum(v * (1 - np.tanh(0.7 * v) ** 2) for v in x), abs=1e-12)


def test_course_C9_the_gradient_of_a_convolution_is_a_convolution():
    """∂L/∂w_j = Σ δ_i·x_{i+j} and ∂L/∂b = Σ δ_i, for L = Σ y² and g = tanh."""
    layer = nn.Conv1d(1, 1, kernel=3, activation="tanh", rng=0)
    neuron, x = layer.filters.neurons[0], SOURCE.normal(size=12)
    sum(v * v for v in layer([x.tolist()])[0]).backward()
    windows = np.lib.stride_tricks.sliding_window_view(x, 3)
    y = np.tanh(windows @ [w.data for w in neuron.w] + neuron.b.data)
    delta = 2 * y * (1 - y**2)
    assert np.allclose([w.grad for w in neuron.w], delta @ windows, rtol=0, atol=1e-10)
    assert neuron.b.grad == pytest.approx(delta.sum(), abs=1e-10)


def test_course_C9_a_convolution_is_a_band_of_equal_weights():
    """Its Jacobian is zero off the band; shifted input gives shifted output."""
    layer = set_to(nn.Conv1d(1, 1, kernel=2, activation="linear"), [-1, 1, 0])

    def edges(x):
        return layer([x])[0]

    band = np.eye(4, 5, 1) - np.eye(4, 5)
    assert np.array_equal(jacobian(edges, SOURCE.normal(size=5)), band)
    steps = [0.0, 0.0, 1.0, 1.0, 0.5, 0.5]
    assert [v.data for v in edges(steps)] == [0.0, 1.0, 0.0, -0.5, 0.0]
    assert [v.data for v in edges([0.0, *steps])][1:] == [v.data for v in edges(steps)]


def test_course_C9_a_convolution_learns_the_edge_detector():
    """From jumps as targets it finds the kernel (0, -1, 1), the only solution."""
    stairs = np.cumsum(SOURCE.normal(size=(40, 10)), axis=1)
    jumps = stairs[:, 2:] - stairs[:, 1:-1]
    layer = nn.Conv1d(1, 1, kernel=3, activation="linear", rng=0)
    model = nn.Sequential(lambda x: [x], layer, lambda channels: channels[0])
    nn.fit(model, stairs, jumps, loss="mse", optimizer=nn.Adam(0.1), epochs=300, progress=False)
    assert [p.data for p in layer.parameters()] == pytest.approx([0, -1, 1, 0], abs=1e-2)


def test_course_C9_what_a_convolution_learns_in_one_place_holds_everywhere():
    """Bars seen in the left half only are told apart in the right half; not by a dense net."""

    def bars(n, columns, rng):
        rows = []
        for i in range(n):
            picture = np.array([[rng.gauss(0.0, 0.1) for _ in range(8)] for _ in range(8)])
            r, c = rng.randint(0, 5), rng.choice(columns)
            where = (slice(r, r + 3), c + 1) if i % 2 else (r + 1, slice(c, c + 3))
            picture[where] += 1.0
            rows.append(picture.ravel().tolist())
        return rows, [i % 2 for i in range(n)]

    rng = Random(0)
    left, right = bars(80, [0, 1], rng), bars(80, [4, 5], rng)
    convolutional = nn.Sequential(
        nn.reshape(1, 8, 8),
        nn.Conv2d(1, 2, kernel=3, activation="relu", rng=0),
        lambda maps: [sum(nn.flatten(m)) / 4 for m in maps],
        nn.Layer(2, 1, "linear", rng=1),
    )
    reached = []
    for model in (convolutional, nn.MLP(64, [8, 1], activation="relu", rng=0)):
        settings = {"optimizer": nn.Adam(0.02), "epochs": 60, "batch_size": 20, "rng": 0}
        history = nn.fit(
            model, *left, loss="bce_with_logits", progress=False, engine="compiled", **settings
        )
        assert history.metrics["accuracy"][-1] == 1.0
        reached.append(nn.evaluate(model, *right, loss="bce_with_logits")["accuracy"])
    assert reached[0] >= 0.95
    assert reached[1] <= 0.75


def test_course_C9_backpropagation_through_time():
    """δ_t = (1 - h_t²)⊙(∂L/∂h_t + Uᵀδ_{t+1}); the shared weights get the sum over time."""
    layer = nn.Recurrent(2, 3, rng=0)
    x = SOURCE.normal(size=(6, 2))
    sum(v * v for state in layer(x.tolist()) for v in state).backward()
    W, U = (np.array([[w.data for w in row] for row in m]) for m in (layer.W, layer.U))
    b = np.array([v.data for v in layer.b])
    h = [np.zeros(3)]
    for x_t in x:
        h.append(np.tanh(W @ x_t + U @ h[-1] + b))
    slopes, delta = [np.zeros_like(p) for p in (W, U, b)], np.zeros(3)
    for t in range(6, 0, -1):
        delta = (1 - h[t] ** 2) * (2 * h[t] + U.T @ delta)
        for slope, share in zip(slopes, (np.outer(delta, x[t - 1]), np.outer(delta, h[t - 1]))):
            slope += share
        slopes[2] += delta
    by_hand = np.concatenate([slope.ravel() for slope in slopes])
    assert np.allclose([p.grad for p in layer.parameters()], by_hand, rtol=0, atol=1e-10)


@pytest.mark.parametrize("u", [0.5, 1.0, 1.5])
def test_course_C9_gradients_vanish_or_explode_through_time(u):
    """∂h_T/∂h_t is u^(T-t) without activation, and Π u(1 - h_s²) with tanh."""
    for g, slope in ((lambda a: a, lambda h: 1.0), (ag.tanh, lambda h: 1 - h * h)):
        h, states = Value(0.3), []
        for _ in range(30):
            h = g(u * h + 0.1)
            states.append(h)
        h.backward()
        product = 1.0
        for state in reversed(states):
            assert state.grad == pytest.approx(product, rel=1e-10)
            product *= u * slope(state.data)


def test_course_C9_an_echo_needs_a_unit_for_each_element_it_holds():
    """To repeat what came two steps ago takes three units: two cannot, three can, by design too."""
    rng = Random(0)
    heard = [[rng.choice([-1.0, 1.0]) for _ in range(8)] for _ in range(60)]
    echo = [[0.0, 0.0, *x[:-2]] for x in heard]
    losses = {}
    for units in (2, 3):
        memory, output = nn.Recurrent(1, units, rng=1), nn.Layer(units, 1, "linear", rng=101)
        model = nn.Sequential(
            lambda x: [[v] for v in x],
            memory,
            lambda states, out=output: [out(h)[0] for h in states],
        )
        model.output = output
        settings = {"loss": "mse", "optimizer": nn.Adam(0.02), "epochs": 300, "engine": "compiled"}
        losses[units] = nn.fit(model, heard, echo, progress=False, **settings).losses[-1]
    assert losses[2] > 0.2
    assert losses[3] < 0.01
    shelf = [1, 0, 0, *[0, 0, 0], *[1, 0, 0], *[0, 1, 0], 0, 0, 0]
    layer = set_to(nn.Recurrent(1, 3, activation="linear"), shelf)
    assert [h[2].data for h in layer([[v] for v in heard[0]])] == echo[0]


def test_course_C9_two_relu_units_count_parity_for_ever():
    """XOR's hand-set units with the old answer as second input: exact on a thousand bits."""
    layer = set_to(nn.Recurrent(1, 2, activation="relu"), [2, 1, 2, -6, 1, -3, -1, -1])
    rng = Random(0)
    bits = [rng.randint(0, 1) for _ in range(1000)]
    answers = [p.data - 3 * q.data for p, q in layer([[float(bit)] for bit in bits])]
    assert answers == [sum(bits[: t + 1]) % 2 for t in range(1000)]

"""Section C of the course, losses and outputs: the engine's numbers against the closed forms."""

import pytest

import autograd as ag
import nn

np = pytest.importorskip("numpy", reason="the closed forms are computed in NumPy")


def close(hand, engine):
    return np.allclose(hand, engine, rtol=0, atol=1e-10)


def normal(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape)


def sigma(z):
    return 1 / (1 + np.exp(-z))


def softmax(a):
    return np.exp(a) / np.exp(a).sum()


def matvec(W, x):
    return [sum(w * xi for w, xi in zip(row, x)) for row in W]


def matrices(model, what="data"):
    """The weights and biases of every layer as arrays, or their gradients."""
    return [
        (
            np.array([[getattr(w, what) for w in neuron.w] for neuron in layer.neurons]),
            np.array([getattr(neuron.b, what) for neuron in layer.neurons]),
        )
        for layer in model.layers
    ]


def gradients(model, loss):
    """What one backward sweep leaves on the parameters."""
    model.zero_grad()
    loss.backward()
    return matrices(model, "grad")


def shifted(model):
    """The model with biases that are not 0."""
    for i, parameter in enumerate(model.parameters()):
        parameter.data += 0.01 * i
    return model


def test_course_C1_two_logistic_layers_under_squared_norm():
    """δ = 2r⊙ŷ⊙(1-ŷ): ∇W₂ = δvᵀ, ∇W₁ = (W₂ᵀδ ⊙ v⊙(1-v))xᵀ."""
    W1, W2, x, y = normal(4, 3), normal(2, 4, seed=1), normal(3, seed=2), normal(2, seed=3)

    def loss(W1, W2):
        v = [ag.sigmoid(a) for a in matvec(W1, x)]
        return sum((ag.sigmoid(a) - t) ** 2 for a, t in zip(matvec(W2, v), y))

    v = sigma(W1 @ x)
    y_hat = sigma(W2 @ v)
    delta = 2 * (y_hat - y) * y_hat * (1 - y_hat)
    engine = ag.grad(loss, argnums=(0, 1))(W1.tolist(), W2.tolist())
    assert close(np.outer((W2.T @ delta) * v * (1 - v), x), engine[0])
    assert close(np.outer(delta, v), engine[1])


def test_course_C1_with_a_linear_output():
    """W₂σ(W₁x): only δ changes, to 2r."""
    W1, W2, x, y = normal(4, 3), normal(2, 4, seed=1), normal(3, seed=2), normal(2, seed=3)

    def loss(W1, W2):
        v = [ag.sigmoid(a) for a in matvec(W1, x)]
        return 2 * nn.squared_error(matvec(W2, v), y)

    v = sigma(W1 @ x)
    delta = 2 * (W2 @ v - y)
    engine = ag.grad(loss, argnums=(0, 1))(W1.tolist(), W2.tolist())
    assert close(np.outer((W2.T @ delta) * v * (1 - v), x), engine[0])
    assert close(np.outer(delta, v), engine[1])


def test_course_C2_forward_and_backward_propagation():
    """∇W_k = ∇a_k h_{k-1}ᵀ, ∇b_k = ∇a_k, ∇h_{k-1} = W_kᵀ∇a_k, ∇a_{k-1} = ∇h_{k-1}⊙g'(a_{k-1})."""
    model = shifted(nn.MLP(3, [5, 4, 4, 2], activation="tanh", rng=1))
    x, y, layers = normal(3), normal(2, seed=1), matrices(model)

    hs = [x]
    for k, (W, b) in enumerate(layers):
        a = b + W @ hs[-1]
        hs.append(a if k == len(layers) - 1 else np.tanh(a))
    grad_a, hand = hs[-1] - y, []
    for k in reversed(range(len(layers))):
        hand.append((np.outer(grad_a, hs[k]), grad_a))
        grad_a = (layers[k][0].T @ grad_a) * (1 - hs[k] ** 2)

    outputs = model(x)
    assert close(hs[-1], [z.data for z in outputs])
    engine = gradients(model, nn.squared_error(outputs, y))
    for (W, b), (engine_w, engine_b) in zip(hand[::-1], engine, strict=True):
        assert close(W, engine_w)
        assert close(b, engine_b)


def test_course_C3_regression():
    """∇ = (2/n)Σ(ŷ - y)·Dŷ, for a line."""
    x, y = normal(12), normal(12, seed=1)
    w, b = 0.7, -0.2
    sensitivity = np.array([x, np.ones(12)])
    engine = ag.grad(lambda p: nn.mse([p[0] * xi + p[1] for xi in x], y))([w, b])
    assert close(2 / 12 * sensitivity @ (w * x + b - y), engine)


def test_course_C4_logistic_output_and_cross_entropy():
    """∂L/∂z = ŷ - y, through the probability and from the logit; y - ŷ leads uphill."""
    for y in (0, 1, 0.3):
        for z in (-4.0, -0.5, 0.0, 3.0):
            assert close(sigma(z) - y, ag.grad(lambda z, y=y: nn.bce(ag.sigmoid(z), y))(z))
            assert close(sigma(z) - y, ag.grad(lambda z, y=y: nn.bce_with_logits(z, y))(z))
    before, delta = nn.bce_with_logits(0.5, 1), sigma(0.5) - 1
    assert (
        nn.bce_with_logits(0.5 - 0.1 * delta, 1) < before < nn.bce_with_logits(0.5 + 0.1 * delta, 1)
    )


def test_course_C5_softmax_and_cross_entropy():
    """∇_a L = -(e_ℓ - ŷ), ∂L/∂ŷ = -e_ℓ/ŷ_ℓ, and the Jacobian of softmax joins the two."""
    a, true_class = normal(5), 3
    y_hat, one_hot = softmax(a), np.eye(5)[true_class]
    by_probability = ag.grad(lambda p: -ag.log(p[true_class]))(list(y_hat))
    jacobian = ag.jacobian(nn.softmax)(list(a))
    by_logit = ag.grad(lambda a: nn.cross_entropy(a, true_class))(list(a))
    assert close(-one_hot / y_hat[true_class], by_probability)
    assert close(np.diag(y_hat) - np.outer(y_hat, y_hat), jacobian)
    assert close(np.array(by_probability) @ jacobian, by_logit)
    assert close(-(one_hot - y_hat), by_logit)


def test_course_C5_what_follows_from_the_slopes_of_softmax():
    """-y/ŷ and ŷ - y for probabilities as targets; two classes; sums; pᵀJ without J."""
    a, soft, p = normal(4), np.array([0.1, 0.2, 0.3, 0.4]), normal(4, seed=1)
    y_hat, slopes = softmax(a), np.array(ag.jacobian(nn.softmax)(list(a)))
    by_y = ag.grad(lambda q: -sum(t * ag.log(qi) for t, qi in zip(soft, q)))(list(y_hat))
    assert close(-soft / y_hat, by_y)
    assert close(by_y @ slopes, y_hat - soft)
    assert close(0, [slopes.sum(axis=0), slopes.sum(axis=1)])
    assert close(sigma(a[0] - a[1]), nn.softmax(list(a[:2]))[0])
    assert close(y_hat, nn.softmax(list(a + 100)))
    assert close(y_hat * (p - y_hat @ p), p @ slopes)


def test_course_C6_the_worked_net():
    """2 inputs, 4 tanh, 2 softmax: δʸ = ŷ - y, δʰ = (1-h²)⊙(Wʸᵀδʸ), and their outer products."""
    model = shifted(nn.MLP(2, [4, 2], activation="tanh", rng=3))
    x, true_class = normal(2), 1
    (Wh, bh), (Wy, by) = matrices(model)
    h = np.tanh(Wh @ x + bh)
    delta_y = softmax(Wy @ h + by) - np.eye(2)[true_class]
    delta_h = (1 - h**2) * (Wy.T @ delta_y)
    hidden, output = gradients(model, nn.cross_entropy(model(x), true_class))
    assert close(np.outer(delta_y, h), output[0])
    assert close(delta_y, output[1])
    assert close(np.outer(delta_h, x), hidden[0])
    assert close(delta_h, hidden[1])


@pytest.mark.parametrize("g", ["tanh", "relu", "sigmoid"])
def test_course_C7_model_families_by_composing_layers(g):
    """βᵀg(Wx) and softmax(U g(Wx)), each written in three ways."""
    numpy_g = {"tanh": np.tanh, "relu": lambda a: np.maximum(0, a), "sigmoid": sigma}[g]
    x = normal(3)
    hidden, beta = nn.Layer(3, 6, g, rng=0), nn.Neuron(6, "linear", rng=1)
    binary = shifted(nn.Sequential(hidden, beta))
    multi = nn.Sequential(nn.Layer(3, 6, g, rng=2), nn.Layer(6, 4, "linear", rng=3))

    W, c = matrices(nn.Sequential(hidden))[0]
    expected = np.dot([w.data for w in beta.w], numpy_g(W @ x + c)) + beta.b.data
    assert close(expected, binary(x).data)
    assert close(expected, nn.compose(beta, hidden)(x).data)

    (W, c), (U, d) = matrices(multi)
    expected = softmax(U @ numpy_g(W @ x + c) + d)
    assert close(expected, [p.data for p in nn.Sequential(multi, nn.softmax)(x)])
    assert close(expected, [p.data for p in nn.compose(nn.softmax, multi)(x)])


def test_course_C8_penalties():
    """λ‖W‖² adds 2λW to the gradient of the loss, λΣ|w| adds λ sign(w)."""
    model, strength = shifted(nn.MLP(2, [3, 1], rng=5)), 0.3
    x, y = normal(2), 0.7

    def slopes(penalty):
        model.zero_grad()
        loss = nn.squared_error(model(x), y)
        (loss + penalty(model.parameters(), strength) if penalty else loss).backward()
        return np.array([p.grad for p in model.parameters()])

    weights, plain = np.array([p.data for p in model.parameters()]), slopes(None)
    assert close(plain + 2 * strength * weights, slopes(nn.l2_penalty))
    assert close(plain + strength * np.sign(weights), slopes(nn.l1_penalty))
    assert close(0, ag.grad(lambda w: nn.l1_penalty([w], strength))(0.0))  # |x|'(0) = 0


def test_course_C8_the_ridge_weights_are_stationary():
    """(XᵀX/n + λI)⁻¹Xᵀy/n is where the gradient of mse + λ‖w‖² vanishes."""
    X, y, strength = normal(20, 3), normal(20, seed=1), 0.4
    ridge = np.linalg.solve(X.T @ X / 20 + strength * np.eye(3), X.T @ y / 20)

    def loss(w):
        return nn.mse(matvec(X, w), y) + nn.l2_penalty(w, strength)

    assert close(0, ag.grad(loss)(list(ridge)))


def test_course_C10_every_pair_of_output_and_loss_gives_the_same_gradient():
    """∂L/∂a_L = ŷ - y: linear and squared error, logistic and softmax and cross-entropy."""
    a, numbers, bits = normal(3), normal(3, seed=1), np.array([1, 0, 1])
    rows = [
        (lambda a: nn.squared_error(a, numbers), a - numbers),
        (lambda a: sum(map(nn.bce_with_logits, a, bits.tolist())), sigma(a) - bits),
        (lambda a: sum(nn.bce(ag.sigmoid(z), t) for z, t in zip(a, bits)), sigma(a) - bits),
        (lambda a: nn.cross_entropy(a, 2), softmax(a) - np.eye(3)[2]),
        (lambda a: nn.cross_entropy(a, [0.2, 0.5, 0.3]), softmax(a) - [0.2, 0.5, 0.3]),
    ]
    for loss, expected in rows:
        assert close(expected, ag.grad(loss)(list(a)))

"""Section D of the course, Jacobians: the engine's numbers against the closed forms."""

import math

import pytest

import autograd as ag

np = pytest.importorskip("numpy", reason="the closed forms are computed in NumPy")


def close(hand, engine):
    return np.allclose(hand, engine, rtol=0, atol=1e-10)


def matvec(W, x):
    return [sum(w * xi for w, xi in zip(row, x)) for row in W]


@pytest.mark.parametrize("x", [[3.0, 2.0], [-1.0, 0.5], [0.0, -4.0]])
def test_course_D1_rows_are_outputs_columns_inputs(x):
    """f(x₁,x₂) = (2x₁+x₂, πx₂, -x₁/x₂)."""
    jacobian = ag.jacobian(lambda x: [2 * x[0] + x[1], math.pi * x[1], -x[0] / x[1]])(x)
    assert np.shape(jacobian) == (3, 2)
    assert close([[2, 1], [0, math.pi], [-1 / x[1], x[0] / x[1] ** 2]], jacobian)


def test_course_D2_the_chain_rule_is_a_product():
    """J_f J_g = [¾, 0] by both routes; the other order is no product at all."""

    def f(u):
        return u[0] - 2 * u[1] + u[2] / 4

    def g(x):
        return [x[0] + 2 * x[1], x[1], -x[0] + 3]

    x = [0.7, -1.2]
    inner, outer = ag.jacobian(g)(x), ag.jacobian(lambda u: [f(u)])(g(x))
    assert close([[1, 2], [0, 1], [-1, 0]], inner)
    assert close([[1, -2, 0.25]], outer)
    assert close([[0.75, 0]], np.array(outer) @ inner)
    assert close([0.75, 0], ag.grad(lambda x: f(g(x)))(x))
    with pytest.raises(ValueError, match="mismatch"):
        np.array(inner) @ outer


def test_course_D2_three_in_a_row():
    """J_f J_g J_k, each at the point where its function is taken; at another it is wrong."""
    k, g = lambda x: [x[0] * x[1], x[0] + x[1]], lambda u: [u[0] ** 2, u[0] * u[1], 3 * u[1]]
    x = [1.5, -0.5]
    u = k(x)
    v = g(u)

    def J_g(u):
        return np.array([[2 * u[0], 0], [u[1], u[0]], [0, 3]])

    J_k, J_f = np.array([[x[1], x[0]], [1, 1]]), np.array([[1, -v[2], -v[1]]])
    at_once = ag.jacobian(lambda x: [g(k(x))[0] - g(k(x))[1] * g(k(x))[2]])(x)
    assert close(J_f @ J_g(u) @ J_k, at_once)
    assert not close(J_f @ J_g(x) @ J_k, at_once)


def test_course_D2_the_order_matters():
    """Turn and stretch: both products exist, and differ."""
    turn, stretch = np.array([[0.0, -1.0], [1.0, 0.0]]), np.array([[2.0, 0.0], [0.0, 1.0]])
    first = ag.jacobian(lambda x: matvec(stretch, matvec(turn, x)))([1.0, 1.0])
    second = ag.jacobian(lambda x: matvec(turn, matvec(stretch, x)))([1.0, 1.0])
    assert close(stretch @ turn, first)
    assert close(turn @ stretch, second)
    assert not close(first, second)


def test_course_D3_by_inputs_and_by_parameters():
    """f(x,y; a,b) = 2ax + b/y: [2a, -b/y²] and [2x, 1/y]."""

    def f(x, y, a, b):
        return 2 * a * x + b / y

    at = x, y, a, b = 1.5, 2.0, -0.5, 3.0
    assert close([2 * a, -b / y**2], ag.grad(f, argnums=(0, 1))(*at))
    assert close([2 * x, 1 / y], ag.grad(f, argnums=(2, 3))(*at))


def test_course_D4_the_jacobian_of_a_layer_by_its_weights():
    """∂(Wx)/∂vec(W) is block diagonal in xᵀ; pᵀ times it unrolls to p xᵀ."""
    rng = np.random.default_rng(4)
    W, x, p = rng.normal(size=(4, 3)), rng.normal(size=3), rng.normal(size=4)
    nested = ag.jacobian(lambda W: matvec(W, x))(W.tolist())
    big = np.array(nested).reshape(4, 12)
    assert close(np.kron(np.eye(4), x), big)
    assert close(np.outer(p, x), (p @ big).reshape(4, 3))
    _, pull = ag.vjp(lambda W: matvec(W, x), W.tolist())
    assert close(np.outer(p, x), pull(list(p))[0])


def test_course_D4_entry_by_entry():
    """Three by three: ∂L/∂W_ij = δ_i x_j, ∂L/∂b_i = δ_i, ∂L/∂x_j = Σ_i δ_i W_ij."""
    rng = np.random.default_rng(9)
    W, b, x, delta = (rng.normal(size=size) for size in ((3, 3), 3, 3, 3))

    def loss(W, b, x):
        return sum(d * (a + bi) for d, a, bi in zip(delta, matvec(W, x), b))

    by_W, by_b, by_x = ag.grad(loss, argnums=(0, 1, 2))(W.tolist(), list(b), list(x))
    for i, j in np.ndindex(3, 3):
        assert close(delta[i] * x[j], by_W[i][j])
    assert close(delta, by_b)
    assert close([sum(delta[i] * W[i, j] for i in range(3)) for j in range(3)], by_x)


def test_course_D5_gradient_and_jacobian_are_transposes():
    """∇f = Jᵀ for one output; for several, the rows are the outputs' gradients."""

    def f(x):
        return [x[0] ** 2 + 3 * x[0] * x[1], ag.sin(x[0]) * x[1]]

    x = [1.0, -2.0]
    hand = [[2 * x[0] + 3 * x[1], 3 * x[0]], [math.cos(x[0]) * x[1], math.sin(x[0])]]
    assert close(hand, ag.jacobian(f)(x))
    for i, row in enumerate(hand):
        gradient = np.array(ag.grad(lambda x, i=i: f(x)[i])(x)).reshape(2, 1)
        assert close(gradient.T, [row])
        assert close(gradient.T, ag.jacobian(lambda x, i=i: [f(x)[i]])(x))


def test_course_D6_backpropagation_as_a_recursion():
    """D⁽ᵐ⁾ = 1, D⁽ʲ⁾ = D⁽ʲ⁺¹⁾ D_z f_{j+1}(z⁽ʲ⁾); D_{W_j}f = D⁽ʲ⁾ D_{W_j}f_j(z⁽ʲ⁻¹⁾).

    The local Jacobians by hand: diag(1-h²)W by the input and diag(1-h²)(I ⊗ zᵀ) by the weights.
    """
    rng = np.random.default_rng(6)
    weights = [rng.normal(size=shape) for shape in ((4, 3), (5, 4), (2, 5))]
    x, y = rng.normal(size=3), rng.normal(size=2)

    def network(x, *weights):
        for W in weights:
            x = [ag.tanh(a) for a in matvec(W, x)]
        return sum((a - b) ** 2 for a, b in zip(x, y))

    z = [x]
    for W in weights:
        z.append(np.tanh(W @ z[-1]))
    D, hand = 2 * (z[-1] - y), []  # D⁽ᵐ⁾ = 1 times the loss's own Jacobian
    for W, below, above in zip(weights[::-1], z[-2::-1], z[:0:-1], strict=True):
        local = np.diag(1 - above**2)
        hand.append((D @ local @ np.kron(np.eye(len(above)), below)).reshape(W.shape))
        D = D @ local @ W
    lists = [W.tolist() for W in weights]
    by_input, *by_weights = ag.grad(network, argnums=(0, 1, 2, 3))(list(x), *lists)
    assert close(D, by_input)
    for mine, engine in zip(hand[::-1], by_weights, strict=True):
        assert close(mine, engine)

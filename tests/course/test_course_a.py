"""Section A of the course, graphs and the chain rule: the engine against the closed forms."""

import math

import pytest

import autograd as ag
from autograd import Value, draw, explain, grad
from autograd.show.explanation.rules import partial_line

np = pytest.importorskip("numpy", reason="the closed forms are computed in NumPy")

POINTS = [(3.0, -2.0), (0.5, 4.0), (-1.5, -0.25), (2.0, 1e-3)]


def close(hand, engine):
    return np.allclose(hand, engine, rtol=0, atol=1e-10)


@pytest.mark.parametrize(("a", "b"), POINTS)
def test_course_A1_sum_product_and_square(a, b):
    """z = x + y, xy and x²: the local derivatives 1, 1 and y, x and 2x stand on the edges."""
    x, y = Value(a, label="x"), Value(b, label="y")
    for z, slopes in ((x + y, (1, 1)), (x * y, (b, a)), (x**2, (2 * a,))):
        z.zero_grad()
        z.backward()
        assert close(slopes, [leaf.grad for leaf in (x, y)[: len(slopes)]])
        names = {x: "x", y: "y"}
        on_edges = [partial_line(z, i, names) for i in range(len(slopes))]
        assert close(slopes, [float(text.rpartition("= ")[2]) for text in on_edges])
    assert "y = -2.0" in draw(Value(3.0, "x") * Value(-2.0, "y"), derivatives=True).source


@pytest.mark.parametrize("x", [-2.0, -0.5, 0.0, 0.3, 1.5])
def test_course_A2_chain_of_two_squares(x):
    """y = x², z = y²: dz/dx = 2y · 2x = 4xy = 4x³."""
    leaf = Value(x, label="x")
    y = leaf**2
    z = y**2
    z.backward()
    assert close(4 * x**3, leaf.grad)
    assert close(2 * y.data * 2 * x, leaf.grad)
    assert close(4 * x**3, grad(lambda t: (t**2) ** 2)(x))
    assert explain(z, wrt=leaf).count == 1


@pytest.mark.parametrize("z", [-2.0, 0.7, 1.3])
def test_course_A3_sum_over_paths(z):
    """∂p/∂z = Σ ∂p/∂q_m · ∂q_m/∂z: paths add up, and a node that is used twice accumulates."""
    leaf = Value(z, label="z")
    q = [ag.sin(leaf), ag.exp(leaf / 2), leaf**3]
    p = q[0] * q[1] + q[2]
    p.backward()
    slopes_of_p = [math.exp(z / 2), math.sin(z), 1.0]
    slopes_of_q = [math.cos(z), math.exp(z / 2) / 2, 3 * z**2]
    assert close(slopes_of_p, [node.grad for node in q])
    assert close(np.dot(slopes_of_p, slopes_of_q), leaf.grad)
    written = explain(p, wrt=leaf)
    assert close(sorted(np.multiply(slopes_of_p, slopes_of_q)), sorted(written.contributions))

    twice = Value(z)
    (twice * twice).backward()
    assert close(2 * z, twice.grad)


def chain(depth):
    """h_k = tanh(w_k h_{k-1}) and its weights."""
    weights, h = [Value(0.9) for _ in range(depth)], 0.5
    for w in weights:
        h = ag.tanh(w * h)
    return h, weights


def arrows(root):
    """Those that do not start at the root: each costs one multiplication in the sweep."""
    nodes = ag.topological_order(root)[:-1]
    return sum(isinstance(operand, Value) for node in nodes for operand in node.operands)


@pytest.mark.parametrize("depth", [1, 2, 5, 16, 32])
def test_course_A4_shared_work_is_done_once(depth):
    """A chain of K layers: K² multiplications weight by weight, 3K - 2 in one shared sweep."""
    root, weights = chain(depth)
    alone = sum(len(path) - 1 for w in weights for path in explain(root, w).steps)
    assert alone == depth**2
    assert arrows(root) == 3 * depth - 2
    root.backward()
    h, activations = 0.5, [0.5]
    for _ in range(depth):
        h = math.tanh(0.9 * h)
        activations.append(h)
    delta, by_hand = 1.0, []
    for k in range(depth, 0, -1):  # the factor that all earlier layers share is computed once
        delta *= 1 - activations[k] ** 2
        by_hand.insert(0, delta * activations[k - 1])
        delta *= 0.9
    assert close(by_hand, [w.grad for w in weights])


def test_course_A4_paths_explode_where_nodes_do_not():
    """Sixty steps that use the one before twice: 2⁶⁰ paths, 238 multiplications."""
    x = h = Value(1.0)
    for _ in range(60):
        h = 0.5 * h * (1 + h)
    assert explain(h, wrt=x, paths=1).count == 2**60
    assert arrows(h) == 4 * 60 - 2
    h.backward()
    value, slope = 1.0, 1.0
    for _ in range(60):
        slope *= 0.5 + value
        value = 0.5 * value * (1 + value)
    assert x.grad == pytest.approx(slope, rel=1e-10)


def test_course_A5_error_of_first_order_shrinks_with_the_square_of_the_step():
    """f(w + dw, z + dz) ≈ f + D_w f dw + D_z f dz: the error's slope on log-log axes is 2."""

    def f(w, z):
        return ag.tanh(w * z) + 0.3 * w**2

    w, z = 0.8, 1.1
    value, (by_w, by_z) = ag.value_and_grad(f, argnums=(0, 1))(w, z)
    bend = 1 - math.tanh(w * z) ** 2
    assert close([bend * z + 0.6 * w, bend * w], [by_w, by_z])
    steps = np.logspace(-4, -2, 9)
    exact = np.array([f(w + h, z + h / 2) for h in steps])
    errors = np.abs(exact - (value + by_w * steps + by_z * steps / 2))
    assert np.polyfit(np.log(steps), np.log(errors), 1)[0] == pytest.approx(2.0, abs=0.02)

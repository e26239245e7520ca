"""Whole arrays: each text runs, and gives what the engine gives."""

import re
from typing import Any

import pytest

import autograd as ag
import nn
from tests import reading, sources

np = pytest.importorskip("numpy", reason="whole arrays need NumPy")


def run(name: str, language: str, gradient: bool) -> tuple[Any, Any]:
    """All outputs in a row, and what they should be."""
    f = sources.FUNCTIONS[name]()
    if gradient and not f.parameters:
        pytest.skip("it has no parameters")
    given = sources.arguments(f, gradient)
    given = [np.array(x) if isinstance(x, list) else x for x in given]
    scope: dict[str, Any] = {}
    exec(f.source(language, gradient=gradient), scope)
    found = scope["f"](*given)
    found = found if isinstance(found, tuple) else (found,)
    return np.concatenate([np.ravel(x) for x in found]), sources.expected(f, gradient)


@pytest.mark.parametrize("name", sources.FUNCTIONS)
@pytest.mark.parametrize("gradient", [False, True], ids=["plain", "gradient"])
@pytest.mark.parametrize("language", ["numpy", "jax", "torch"])
def test_a_text_gives_what_the_engine_gives(name: str, gradient: bool, language: str) -> None:
    pytest.importorskip(language, reason=f"{language} is not installed")
    found, expected = run(name, language, gradient)
    assert list(found) == pytest.approx(expected, rel=1e-12, abs=1e-14)


def lines(f: Any, language: str = "numpy", gradient: bool = True) -> list[str]:
    return [line.strip() for line in f.source(language, gradient=gradient).splitlines()]


def test_matrix_products_are_found() -> None:
    found = lines(reading.network((2, 4, 3, 1), "relu"))
    assert found[found.index("W1, b1, W2, b2, W3, b3 = unpack(p)") + 1 :] == [
        "z1 = b1 + W1 @ x[:2]",
        "h1 = relu(z1)",
        "z2 = b2 + W2 @ h1",
        "h2 = relu(z2)",
        "z3 = b3[0] + W3[0] @ h2",
        "v1 = z3 - x[2]",
        "loss = 0.5 * (v1 * v1) * seed",
        "v2 = seed * 0.5",
        "dz3 = 2.0 * (v2 * v1)",
        "dW3 = dz3 * h2",
        "dz2 = dz3 * W3[0] * step(z2)",
        "dW2 = np.outer(dz2, h1)",
        "dh1 = W2.T @ dz2",
        "dz1 = dh1 * step(z1)",
        "dW1 = np.outer(dz1, x[:2])",
        "return loss, np.concatenate([np.column_stack([dW1, dz1]).reshape(-1), "
        "np.column_stack([dW2, dz2]).reshape(-1), dW3, np.reshape(dz3, (1,))])",
    ]


def test_the_parameters_are_cut_out_of_the_vector() -> None:
    model_text = reading.network((2, 4, 1), "relu").source("numpy")
    scope: dict[str, Any] = {}
    exec(model_text, scope)
    p = np.arange(17.0)
    weights, biases, second, last = scope["unpack"](p)
    assert weights.tolist() == [[0, 1], [3, 4], [6, 7], [9, 10]]
    assert biases.tolist() == [2, 5, 8, 11]
    assert (second.tolist(), last.tolist()) == ([[12, 13, 14, 15]], [16])
    assert "x has 3; p: the 17 parameters, as vector() gives them." in model_text


def test_the_seed_is_one_unless_it_is_given() -> None:
    f = reading.network()
    scope: dict[str, Any] = {}
    exec(f.source("numpy", gradient=True), scope)
    x, p = np.array([0.5, -1.0, 2.0]), f.vector()
    value, gradient = scope["f"](x, p)
    assert value == pytest.approx(f(*x), rel=1e-12)
    expected = f.value_and_grad(*([float(v)] for v in x))[1]
    assert gradient.tolist() == pytest.approx(expected, rel=1e-12)
    assert scope["f"](x, p, 2.0)[0] == 2.0 * value


def test_torch_differentiates_the_text_by_its_parameters() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    f = reading.network((3, 5, 1))
    scope: dict[str, Any] = {}
    exec(f.source("torch"), scope)
    p = torch.tensor(f.vector(), requires_grad=True)
    scope["f"](torch.tensor([0.5, -1.0, 0.25, 2.0], dtype=torch.float64), p).backward()
    expected = f.value_and_grad([0.5], [-1.0], [0.25], [2.0])[1]
    assert p.grad.tolist() == pytest.approx(expected, rel=1e-12)


def test_jax_differentiates_and_maps_the_text() -> None:
    jax = pytest.importorskip("jax", reason="JAX is not installed")
    f = reading.network((3, 5, 1))
    scope: dict[str, Any] = {}
    exec(f.source("jax"), scope)
    rows = np.array([[0.5, -1.0, 0.25, 2.0], [1.0, 0.0, 0.5, -1.0]])
    mean = jax.jit(lambda p: jax.vmap(scope["f"], (0, None))(rows, p).mean())
    expected = f.value_and_grad(*rows.T.copy())[1]
    assert jax.grad(mean)(f.vector()).tolist() == pytest.approx(expected, rel=1e-12)


def slopes(language: str, f: Any, x: float) -> list[float]:
    """What the library makes of the text: the derivative of each output."""
    scope: dict[str, Any] = {}
    exec(f.source(language), scope)
    if language == "jax":
        jax = pytest.importorskip("jax", reason="JAX is not installed")
        return [float(y) for y in jax.jacrev(scope["f"])(x)]
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    given = torch.tensor(x, dtype=torch.float64)
    return [float(y) for y in torch.autograd.functional.jacobian(scope["f"], given)]


@pytest.mark.parametrize("language", ["jax", "torch"])
def test_what_is_constant_in_the_table_is_constant_there(language: str) -> None:
    pytest.importorskip(language, reason=f"{language} is not installed")
    f = ag.compile(lambda x: [ag.sign(x), ag.sign(x) * x, ag.step(x) + x, x * x])
    for x in (-1.5, 0.0, 0.7):
        expected = [ag.grad(lambda x, i=i: f.function(x)[i])(x) for i in range(4)]
        assert slopes(language, f, x) == pytest.approx(expected, abs=1e-15)


def test_every_row_of_the_table_on_arrays() -> None:
    for language in ("numpy", "jax", "torch"):
        if language != "numpy":
            pytest.importorskip(language, reason=f"{language} is not installed")
        for name in ("tanh", "erf", "sigmoid", "softplus", "floor", "expm1", "atan", "ceil", "abs"):
            row = getattr(ag, name)
            f = ag.compile(lambda *x, row=row: [row(a) for a in x], inputs=5)
            scope: dict[str, Any] = {}
            exec(f.source(language), scope)
            x = np.array([-2.5, -0.3, 0.0, 0.7, 30.0])
            x = scope["number"](x) if language == "torch" else x
            found = np.asarray(scope["f"](x)).tolist()
            assert found == pytest.approx([row(float(a)) for a in x], rel=1e-12, abs=1e-15), name


def test_torch_maps_the_gradient_over_examples() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    f = reading.network((2, 4, 1))
    scope: dict[str, Any] = {}
    exec(f.source("torch", gradient=True), scope)
    rows = torch.tensor([[0.5, -1.0, 2.0], [1.0, 0.25, -1.0]], dtype=torch.float64)
    values, slopes = torch.func.vmap(scope["f"], (0, None))(rows, torch.tensor(f.vector()))
    value, expected = f.value_and_grad(*rows.numpy().T.copy())
    assert float(values.mean()) == pytest.approx(value, rel=1e-12)
    assert slopes.mean(0).tolist() == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("gradient", [False, True], ids=["plain", "gradient"])
def test_a_network_of_one_input_in_jax(gradient: bool) -> None:
    """JAX takes no list as an index; a column of weights is a slice."""
    jax = pytest.importorskip("jax", reason="JAX is not installed")
    model = nn.MLP(1, [3, 1], rng=0)
    f = ag.compile(lambda x, y: nn.squared_error(model([x]), y))
    text = f.source("jax", gradient=gradient)
    assert "p[0:5:2].reshape(3, 1)" in text
    scope: dict[str, Any] = {}
    exec(text, scope)
    found = jax.jit(scope["f"])(0.5, 1.0, f.vector())
    value, slopes = f.value_and_grad([0.5], [1.0])
    assert (found[0] if gradient else found) == pytest.approx(value, rel=1e-12)
    if gradient:
        assert found[1].tolist() == pytest.approx(slopes, rel=1e-12)
    else:
        slope = jax.grad(scope["f"], 2)(0.5, 1.0, f.vector())
        assert slope.tolist() == pytest.approx(slopes, rel=1e-12)


@pytest.mark.parametrize("language", ["numpy", "jax", "torch"])
def test_derivatives_that_are_no_table(language: str) -> None:
    """Each fourth parameter is detached: its derivatives are no column, all find their places."""
    pytest.importorskip(language, reason=f"{language} is not installed")
    model = Rows()

    def of(*x: Any) -> Any:
        sums = [u * x[0] + v * x[1] + b for u, v, b, _ in model.rows]
        return ag.sum([ag.tanh(z) * ag.detach(row[3]) for z, row in zip(sums, model.rows)])

    f = ag.compile(of, 2)
    text = f.source(language, gradient=True)
    assert re.search(r"\w+\.concatenate\(.*\)\[\w+\.(array|tensor)\(\[", text)
    scope: dict[str, Any] = {}
    exec(text, scope)
    value, slopes = scope["f"](np.array([0.5, -1.0]), np.array(f.vector()))
    expected, gradient = f.value_and_grad([0.5], [-1.0])
    assert [float(value), *map(float, slopes)] == pytest.approx([expected, *gradient], rel=1e-12)


class Rows:
    """Four rows of two weights, a bias and a factor."""

    def __init__(self) -> None:
        self.rows = [[ag.Value(0.1 * i + 0.2 * j) for j in range(4)] for i in range(4)]

    def named_parameters(self) -> list[tuple[str, ag.Value]]:
        names = ("w.0", "w.1", "b", "k")
        return [(f"rows.{i}.{n}", p) for i, r in enumerate(self.rows) for n, p in zip(names, r)]

    def parameters(self) -> list[ag.Value]:
        return [p for row in self.rows for p in row]

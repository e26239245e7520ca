"""What is detached stays so where PyTorch and JAX differentiate a text by themselves."""

from collections.abc import Callable
from typing import Any

import pytest

import autograd as ag
import nn
from autograd.compiler.backends.choice import DIFFERENTIATING, LANGUAGES
from autograd.define import temporary_op

EACH = tuple(range(6))
W = [ag.Value(0.3 - 0.2 * i) for i in EACH]
GIVEN = [0.7, -1.25]


def slope(language: str, f: ag.Compiled, end: str = "", **more: bool) -> list[float]:
    """The derivative by ``W`` of f's text as the library finds it; ``end`` is added to the text."""
    p, scope = [w.data for w in f.parameters], dict[str, Any]()
    exec(f.source(language, **more) + end, scope)
    if language == "jax":
        jax = pytest.importorskip("jax", reason="JAX is not installed")
        found = jax.grad(lambda p: scope["f"](*GIVEN, p))(jax.numpy.array(p))
    else:
        torch = pytest.importorskip("torch", reason="PyTorch is not installed")
        point = torch.tensor(p, dtype=torch.float64, requires_grad=True)
        value = scope["f"](*GIVEN, point) + 0.0 * point.sum()  # it may depend on p nowhere else
        (found,) = torch.autograd.grad(value, point)
    slopes = dict(zip(f.parameters, map(float, found)))
    return [slopes.get(w, 0.0) for w in W]


def agrees(language: str, f: Callable[..., Any]) -> None:
    """Whether the library's own derivative of the text is the engine's."""
    pytest.importorskip(language, reason=f"{language} is not installed")
    expected = ag.grad(lambda *w: f(w, *GIVEN), EACH)(*(w.data for w in W))
    found = slope(language, ag.compile(lambda x, y: f(W, x, y)))
    assert found == pytest.approx(expected, rel=1e-12, abs=1e-15)


def of_a_number(w: Any, x: Any, y: Any) -> Any:
    h = ag.tanh(w[0] * x + w[1] * y)
    still = ag.detach(h + w[2]) ** 3 + ag.detach(h - w[4]) / w[5]
    return h * ag.detach(h) + ag.detach(w[0]) * w[1] * x + still * w[3]


def of_rows(w: Any, x: Any, y: Any) -> Any:
    h = [ag.tanh(a * x + b * y) for a, b in zip(w[:3], w[3:])]
    return ag.sum([a * ag.detach(a * b) for a, b in zip(h, w)])


def of_copies(w: Any, x: Any, y: Any) -> Any:
    still = [ag.detach(a) for a in w]
    return ag.sum([a * b for a, b in zip(still, w)]) * x + ag.sum(still) * y * w[0]


def of_a_largest(w: Any, x: Any, y: Any) -> Any:
    return nn.softmax([a * x + y * a * a for a in w[:4]])[1] * w[4] * w[5]


each_function = pytest.mark.parametrize("f", [of_a_number, of_rows, of_copies, of_a_largest])
each_language = pytest.mark.parametrize("language", sorted(DIFFERENTIATING))


@each_language
@each_function
def test_by_their_own_derivative(language: str, f: Callable[..., Any]) -> None:
    agrees(language, f)


@each_language
@each_function
def test_by_their_own_derivative_of_the_gradient(language: str, f: Callable[..., Any]) -> None:
    pytest.importorskip(language, reason=f"{language} is not installed")
    first = ag.grad(lambda *w: f(w, *GIVEN), EACH)
    expected = ag.grad(lambda *w: ag.sum(first(*w)), EACH)(*(w.data for w in W))
    summed = "\n\nwhole = f\nf = lambda *given: whole(*given)[1].sum()\n"
    found = slope(language, ag.compile(lambda x, y: f(W, x, y)), summed, gradient=True)
    assert found == pytest.approx(expected, rel=1e-12, abs=1e-15)


@each_language
def test_a_row_of_ones_own(language: str) -> None:
    with temporary_op("half_still", "x", "x * detach(x)", ("detach(x)",), "real") as half_still:
        agrees(language, lambda w, x, y: half_still(w[0] * x) + w[1] * y * half_still(w[2] - w[3]))


@pytest.mark.parametrize("language", sorted({*LANGUAGES} - DIFFERENTIATING))
@pytest.mark.parametrize("f", [of_a_number, of_rows, of_copies])
def test_other_texts_are_as_if_it_were_not_there(
    language: str, f: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = ag.compile(lambda x, y: f(W, x, y)).source(language)
    monkeypatch.setattr(ag, "detach", lambda x: x)
    assert text == ag.compile(lambda x, y: f(W, x, y)).source(language)

"""The network of notebook 15 as text in PyTorch and JAX: its gradient is the engine's.

The notebook runs the NumPy text alone, so that its pages do not depend on what is installed.
"""

import json
from typing import Any

import numpy as np
import pytest

import autograd as ag
import nn
from tests.course.rows import NOTEBOOKS

EXAMPLE = [0.5, -1.0, 0.8, 0.3, -0.6]  # three inputs, two targets


def compiled_network() -> Any:
    """``f`` of the notebook, from the cell that makes it."""
    text = (NOTEBOOKS / "15-from-scalars-to-matrices.ipynb").read_text("utf-8")
    cells = ["".join(cell["source"]) for cell in json.loads(text)["cells"]]
    (source,) = (cell for cell in cells if cell.startswith("net = nn.MLP"))
    scope: dict[str, Any] = {"ag": ag, "nn": nn, "print": lambda *_: None}
    exec(source, scope)
    return scope["f"]


def run(language: str, *, gradient: bool) -> tuple[Any, Any]:
    f = compiled_network()
    scope: dict[str, Any] = {}
    exec(f.source(language, gradient=gradient), scope)
    return f, scope["f"]


def expected(f: Any) -> Any:
    """By ``backward``, without the compiler."""
    f.function(*map(ag.Value, EXAMPLE)).backward()
    return pytest.approx([p.grad for p in f.parameters], rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("language", ["numpy", "torch", "jax"])
def test_the_written_gradient_is_the_engines(language: str) -> None:
    pytest.importorskip(language, reason=f"{language} is not installed")
    f, text = run(language, gradient=True)
    _, gradient = text(np.array(EXAMPLE), f.vector())
    assert np.asarray(gradient).tolist() == expected(f)


def test_torch_differentiates_the_written_loss() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    f, text = run("torch", gradient=False)
    p = torch.tensor(f.vector(), requires_grad=True)
    text(torch.tensor(EXAMPLE, dtype=torch.float64), p).backward()
    assert p.grad.tolist() == expected(f)


def test_jax_differentiates_the_written_loss() -> None:
    jax = pytest.importorskip("jax", reason="JAX is not installed")
    f, text = run("jax", gradient=False)
    assert jax.grad(text, argnums=1)(np.array(EXAMPLE), f.vector()).tolist() == expected(f)

"""What the libraries call the same things."""

from autograd.compiler.backends.languages.library import JAX, NUMPY, TORCH
from autograd.compiler.backends.text import Text
from autograd.ops import OPS


def call(library: object, name: str, *operands: str) -> str:
    return repr(library.function(OPS[name], {})(*map(Text, operands)))  # type: ignore[attr-defined]


def test_names() -> None:
    assert [call(x, "asin", "v") for x in (NUMPY, JAX, TORCH)] == [
        *("np.arcsin(v)", "jnp.arcsin(v)", "torch.asin(v)"),
    ]
    assert [call(x, "pow", "v", "2.0") for x in (NUMPY, TORCH)] == [
        *("np.power(v, 2.0)", "torch.pow(v, number(2.0))"),
    ]


def test_conditions_of_torch_are_booleans() -> None:
    assert call(TORCH, "where", "(a > b)", "a", "b") == "torch.where(a > b, a, b)"
    assert call(TORCH, "where", "c", "a", "0.0") == "torch.where(c != 0, a, number(0.0))"
    assert call(NUMPY, "where", "c", "a", "0.0") == "np.where(c, a, 0.0)"


def test_helpers_are_noted() -> None:
    used: dict[str, None] = {}
    assert repr(NUMPY.function(OPS["erf"], used)(Text("x"))) == "erf(x)"
    assert list(used) == ["erf"]
    assert TORCH.given(Text("-1e-05")) == "number(-1e-05)"

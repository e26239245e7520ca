"""Every text is called in one way, and says how."""

import pytest

import autograd as ag
import nn
from autograd.compiler.backends.languages.heads import called_with, listed, split, told
from autograd.compiler.backends.languages.scope import Scope
from tests import reading


def scope_of(*, gradient: bool) -> Scope:
    return Scope(reading.named_of(reading.recurrent(3), gradient=gradient), {"p"})


def test_inputs_then_parameters_then_the_seed() -> None:
    plain, seeded = scope_of(gradient=False), scope_of(gradient=True)
    assert (called_with(plain, "=1.0"), called_with(seeded, "=1.0")) == (
        ["x", "p"],
        ["x", "p", "seed=1.0"],
    )
    assert [argument.names for argument in split(seeded)[0]] == [("x",)]
    assert (split(plain)[1], split(seeded)[1]) == ("", "seed")


def test_what_a_text_says_of_itself() -> None:
    seeded = scope_of(gradient=True)
    assert told(seeded, f"Gives {listed(seeded)}", "vmap") == [
        "One example; for many use vmap.",
        "x has 4; p: the 29 parameters, as vector() gives them.",
        "Gives 30 numbers: the value, then its derivatives by p, all times seed.",
    ]


@pytest.mark.parametrize(
    ("language", "plain", "seeded"),
    [
        ("python", "def f(x, p):", "def f(x, p, seed=1.0):"),
        ("numpy", "def f(x, p):", "def f(x, p, seed=1.0):"),
        ("jax", "def f(x, p):", "def f(x, p, seed=1.0):"),
        ("torch", "def f(x, p):", "def f(x, p, seed=1.0):"),
        ("javascript", "function f(x, p) {", "function f(x, p, seed = 1) {"),
        (
            "c",
            "void f(const double *x, const double *p, double *out)",
            "void f(const double *x, const double *p, double seed, double *out)",
        ),
    ],
)
def test_one_head_whether_loops_go_through_the_inputs_or_not(
    language: str, plain: str, seeded: str
) -> None:
    w = ag.Value(2.0)
    straight = ag.compile(lambda *x: ag.tanh(w * x[0]) + x[1] * x[2], inputs=3)
    for f in (straight, reading.recurrent(3), reading.network()):
        assert plain in f.source(language).splitlines()
        assert seeded in f.source(language, gradient=True).splitlines()


@pytest.mark.parametrize("language", ["python", "numpy", "jax", "torch"])
@pytest.mark.parametrize("count", [28, 30])
def test_parameters_of_another_count_are_refused(language: str, count: int) -> None:
    np = pytest.importorskip("numpy", reason="arrays need NumPy")
    pytest.importorskip(
        language, reason=f"{language} is not installed"
    ) if language != "python" else 0
    scope: dict[str, object] = {}
    exec(reading.recurrent(3).source(language), scope)
    with pytest.raises(ValueError, match="p has 29 numbers"):
        scope["f"](np.zeros(4), np.zeros(count))  # type: ignore[operator]


def test_inputs_of_the_names_of_rest_arguments_are_one_array() -> None:
    model = nn.MLP(2, [3, 1], rng=0)
    f = ag.compile(lambda x0, x1, y: nn.squared_error(model([x0, x1]), y))
    g = ag.compile(lambda x0, x1, y: x0 * x1 + y)
    assert "def f(x, y, p):" in f.source()
    assert "def f(x, y):" in g.source()
    assert "def f(x_, x):" in ag.compile(lambda x0, x1, x: x0 * x1 * x).source()
    assert "def f(x0):" in ag.compile(lambda x0: x0 * 2).source()

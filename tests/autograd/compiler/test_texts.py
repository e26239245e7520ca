"""What a compiled function says in texts."""

import pytest

import autograd as ag
import nn
from autograd import GraphError, Value
from autograd.compiler.backends.choice import LANGUAGES
from autograd.compiler.texts import source_of, summary
from autograd.compiler.versions import Versions

each_language = pytest.mark.parametrize("language", LANGUAGES)


@each_language
def test_a_gradient_of_several_numbers_is_refused(language: str) -> None:
    w = Value(2.0)
    f = ag.compile(lambda x: [x * w, x + w])
    with pytest.raises(GraphError, match="one number as output, got a list: add them up"):
        f.source(language, gradient=True)
    assert f.source(language)


@each_language
def test_a_gradient_without_parameters_is_refused(language: str) -> None:
    f = ag.compile(lambda x, y: x * y)
    with pytest.raises(GraphError, match=r"uses no Values .* argnums=\(0, 1\)"):
        f.source(language, gradient=True)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        *(("NumPy", "numpy"), ("js", "javascript"), ("C", "c"), ("pytorch", "torch")),
        *(("nunpy", "numpy"), ("LaTeX", "latex"), ("py", "python")),
    ],
)
def test_a_language_that_is_called_otherwise(asked: str, meant: str) -> None:
    with pytest.raises(ValueError, match=f"not in '{asked}' .did you mean \"{meant}\"."):
        source_of(Versions(lambda x: x, None), asked, False)


def test_a_compiled_function_says_what_it_is() -> None:
    model = nn.MLP(2, [3, 1], rng=0)

    def loss(x0: float, x1: float, y: float) -> object:
        return nn.squared_error(model([x0, x1]), y)

    f = ag.compile(loss)
    more = '; .loops shows what was recorded, .source("numpy") writes it out>'
    assert repr(f) == f"<compiled loss(x0, x1, y){more}"
    f(1.0, 2.0, 3.0)
    assert repr(f) == f"<compiled loss(x0, x1, y), 13 parameters{more}"
    f.value_and_grad([1.0], [2.0], [3.0])
    assert str(f) == f'<compiled loss(x0, x1, y), 13 parameters, batches run on "{f.backend}"{more}'


def test_arguments_that_are_open_or_many() -> None:
    assert summary(Versions(lambda *x: x[0], None)).startswith("<compiled lambda(...); ")
    assert summary(Versions(lambda *x: x[0], 9)).startswith("<compiled lambda(x0, x1, ..., x8); ")

"""Loops in languages of statements: each text runs, and gives what the engine gives."""

from pathlib import Path

import pytest

from tests import reading, sources

each_function = pytest.mark.parametrize("name", sources.FUNCTIONS)
with_and_without = pytest.mark.parametrize("gradient", [False, True], ids=["plain", "gradient"])


def text_of(name: str, language: str, gradient: bool) -> tuple[str, list[object], list[float]]:
    f = sources.FUNCTIONS[name]()
    if gradient and not f.parameters:
        pytest.skip("it has no parameters")
    text = f.source(language, gradient=gradient)
    return text, sources.arguments(f, gradient, language == "c"), sources.expected(f, gradient)


@each_function
@with_and_without
def test_python(name: str, gradient: bool) -> None:
    text, given, expected = text_of(name, "python", gradient)
    assert sources.run_python(text, given) == pytest.approx(expected, rel=1e-12)


@each_function
@with_and_without
def test_c(name: str, gradient: bool, tmp_path: Path) -> None:
    text, given, expected = text_of(name, "c", gradient)
    found = sources.run_c(text, given, len(expected), tmp_path)
    assert found == pytest.approx(expected, rel=1e-12)


@each_function
@with_and_without
def test_javascript(name: str, gradient: bool) -> None:
    text, given, expected = text_of(name, "javascript", gradient)
    assert sources.run_javascript(text, given) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("language", ["python", "c", "javascript"])
def test_the_text_grows_by_loops_not_by_scalars(language: str) -> None:
    small, large = (reading.network((3, n, n, 1)).source(language, gradient=True) for n in (4, 40))
    assert len(small.splitlines()) == len(large.splitlines())

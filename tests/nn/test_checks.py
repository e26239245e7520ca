"""Whole numbers, known words and missing packages: one sentence each, everywhere."""

import sys
from pathlib import Path

import numpy as np
import pytest

import nn
from autograd import GraphError, MissingPackageError
from nn.checks import did_you_mean, needed, one_of, whole


@pytest.mark.parametrize("n", [1, 7, np.int64(7), np.uint8(7), np.array(7)])
def test_whole_numbers_of_all_kinds(n):
    found = whole("size", n)
    assert found == n
    assert type(found) is int


@pytest.mark.parametrize("n", [0, -1, 2.0, np.float64(2.0), "2", None, True, np.array([1, 2]), [1]])
def test_what_is_no_whole_number_is_named(n):
    with pytest.raises(GraphError, match=r"^size is a whole number from 1 on, got "):
        whole("size", n)


def test_the_least_one_is_in_the_sentence():
    assert whole("epochs", 0, least=0) == 0
    with pytest.raises(ValueError, match=r"^points is a whole number from 3 on, got 2$"):
        whole("points", 2, least=3)
    with pytest.raises(ValueError, match=r"^k is a whole number from 1 to 4, got 5$"):
        whole("k", 5, most=4)
    assert whole("k", 4, most=4) == 4


def test_a_known_word_passes_and_another_meets_its_neighbour():
    assert one_of("engine", "eager", ("auto", "eager")) == "eager"
    with pytest.raises(GraphError) as caught:
        one_of("engine", "eagre", ("auto", "eager"), ", or None")
    assert str(caught.value) == (
        "unknown engine 'eagre' (did you mean 'eager'?); known: auto, eager, or None"
    )
    for word in (3, None, ["eager"], np.array(["eager"])):
        with pytest.raises(GraphError, match=r"unknown engine .*; known: auto, eager$"):
            one_of("engine", word, ("auto", "eager"))
    assert did_you_mean("quantum", ["auto"]) == ""
    with pytest.raises(GraphError, match=r"^unknown setting 'steps'; known: none$"):
        one_of("setting", "steps", ())


@pytest.mark.parametrize("module", ["matplotlib.pyplot", "matplotlib.figure", "numpy"])
def test_without_a_package_its_purpose_is_named(module, monkeypatch):
    package = module.partition(".")[0]
    pytest.importorskip(package)
    assert needed("a picture", module).__name__ == module
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingPackageError, match=f"^a picture needs {package}, "):
        needed("a picture", module)


def test_these_things_are_asked_here_alone():
    """The sentences stand in one file, and so does what is needed for them."""
    for path in Path(nn.__file__).parent.rglob("*.py"):
        if path.name != "checks.py":
            text = path.read_text(encoding="utf-8")
            assert "difflib" not in text, path
            assert "is a whole number from" not in text, path
            assert "missing_package(" not in text or path.name == "digits.py", path


def test_a_package_that_is_there_and_broken_is_not_said_to_be_missing(monkeypatch, tmp_path):
    (tmp_path / "crumbling.py").write_text("raise RuntimeError('built for another Python')")
    (tmp_path / "leaning.py").write_text("import crumbled")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(MissingPackageError, match=r"cannot be imported \(built for another"):
        needed("a picture", "crumbling")
    with pytest.raises(MissingPackageError, match="a picture needs crumbled, which is not"):
        needed("a picture", "leaning")

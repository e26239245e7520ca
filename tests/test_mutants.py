"""The changes themselves: what is changed, what is left alone; and that all of it is tested."""

import ast
from textwrap import dedent

import pytest

from tests.architecture import ROOT
from tests.mutants.__main__ import files
from tests.mutants.changes import changes
from tests.mutants.worker import near_tests, own_tests

pytestmark = pytest.mark.checkout


def results(text: str) -> set[tuple[str, str]]:
    return {(change.before, change.after) for change in changes(ast.parse(dedent(text)))}


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("a < b", "a < b", "a <= b"),
        ("a is b", "a is b", "a is not b"),
        ("a + b", "a + b", "a - b"),
        ("a and b", "a and b", "a or b"),
        ("not a", "not a", "not not a"),
        ("f(a, b)", "f(a, b)", "f(b, a)"),
        ("x[1:a]", "1:a", "1:a - 1"),
        ("x = 0", "0", "1"),
        ("x = True", "True", "False"),
        ("x = 0.5", "0.5", "1.0"),
        ("x = 'a + 1'", "'a + 1'", "'a - 1'"),
        ("x = 'name'", "'name'", "''"),
        ("if a:\n    b()", "a", "False"),
        ("if a:\n    raise ValueError('no')", "raise ValueError('no')", "pass"),
        ("for a in b:\n    break", "break", "continue"),
        ("def f():\n    return a", "return a", "return None"),
        ("@cache\ndef f():\n    return", "cache", "pass"),
        ("[a for a in b if a]", " for a in b if a", " for a in b"),
    ],
)
def test_a_change_is_made(text: str, before: str, after: str) -> None:
    assert (before, after) in results(text)


@pytest.mark.parametrize(
    "text",
    [
        '"""A docstring."""',
        "__all__ = ['a']",
        "Number = int | float",
        "from a import b",
        "a: int",
        "if TYPE_CHECKING:\n    x = 1",
        "error = ValueError('wrong' + name)",
        "def f(a: 'int') -> 'str':\n    return",
    ],
)
def test_types_and_wording_stay(text: str) -> None:
    assert results(text) <= {(text, "pass")}


def test_the_tree_is_left_as_it_was() -> None:
    tree = ast.parse((ROOT / "autograd" / "graph.py").read_text(encoding="utf-8"))
    before = ast.dump(tree)
    texts = [ast.unparse(tree) for _ in changes(tree)]
    assert ast.dump(tree) == before
    assert len(set(texts)) == len(texts)
    assert ast.unparse(tree) not in texts


def test_what_is_run_for_a_mutant_exists() -> None:
    assert {"autograd/graph.py", "nn/optim/rules.py"} <= {*files()}
    for file in ("autograd/graph.py", "nn/optim/rules.py"):
        assert file in own_tests(file)
        assert all((ROOT / path).exists() for path in own_tests(file) + near_tests(file))


def test_a_function_is_named_as_python_does() -> None:
    text = "a < b\nclass C:\n  def f(self):\n    def g():\n      return 0\n    return g"
    found = {change.before: change.function for change in changes(ast.parse(text))}
    assert found["a < b"] == ""
    assert found["return 0"] == "C.f.<locals>.g"
    assert found["return g"] == "C.f"

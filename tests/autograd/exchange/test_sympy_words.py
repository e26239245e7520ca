"""SymPy's words for the rows: none is missing, and their derivatives are the rows'."""

import copy
import pickle
from typing import Any

import pytest

from autograd import GraphError, Value, define, to_sympy
from autograd.compiler.backends.words import is_primitive
from autograd.ops import OPS

sympy = pytest.importorskip("sympy")

from autograd.exchange import sympy_words  # noqa: E402  # needs SymPy
from autograd.exchange.sympy_words import exact, said  # noqa: E402

a, b = sympy.symbols("a b", real=True)


def test_every_primitive_has_a_word() -> None:
    lacking = {name for name, op in OPS.items() if is_primitive(op)} - sympy_words.WORDS.keys()
    assert lacking == set()


@pytest.mark.parametrize(
    ("x", "written"),
    [
        (2.0, "2"),
        (-0.5, r"- \frac{1}{2}"),
        (1 / 16, r"\frac{1}{16}"),
        (1 / 32, "0.03125"),
        (0.1, "0.1"),
        (1e6, "1000000"),
        (1e23, "1.0 \\cdot 10^{23}"),
    ],
)
def test_numbers_are_written_as_people_write_them(x: float, written: str) -> None:
    assert sympy.latex(exact(x)) == written
    assert float(exact(x)) == x


def test_steps_have_the_derivatives_of_the_table() -> None:
    words = [sympy_words.floor(a / b), sympy_words.ceiling(a), sympy_words.detach(a)]
    assert [sympy.diff(word, a) for word in words] == [0, 0, 0]
    rest = sympy_words.Mod(a, b)
    assert (sympy.diff(rest, a), sympy.diff(rest, b)) == (1, -sympy_words.floor(a / b))


def test_they_are_sympys_own_in_all_else() -> None:
    assert isinstance(sympy_words.floor(a), sympy.floor)
    assert sympy_words.floor(sympy.Rational(7, 2)) == sympy_words.detach(sympy.Integer(3)) == 3
    assert sympy_words.Mod(7, 4) == 3
    assert sympy.latex(sympy_words.floor(a)) == sympy.latex(sympy.floor(a))
    word: Any = sympy_words.Mod(a, b) + sympy_words.detach(a)
    assert pickle.loads(pickle.dumps(word)) == copy.deepcopy(word) == word


def test_numbers_in_a_text_are_exact() -> None:
    with define.temporary_op("half", "x", "0.5 * x + where(x > 1, 0.25, 3.0)", ("0.5",), "real"):
        assert str(said(OPS["half"], [a])) == "a/2 + Piecewise((1/4, a > 1), (3, True))"


def test_an_op_that_is_no_more_than_its_name_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sympy_words.WORDS, "erf")
    with pytest.raises(GraphError, match="SymPy has no word for the op 'erf'"):
        to_sympy(Value(1.0, label="x").erf())

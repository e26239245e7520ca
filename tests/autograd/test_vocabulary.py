"""What a row's text may say: the grammar refuses what some reader would get wrong."""

import pytest

from autograd import functions, ieee
from autograd.ops import OPS, Op
from autograd.specialise import CONSTANTS
from autograd.vocabulary import plain_forward, plain_partials

BUILT_IN = [OPS[name] for name in functions.__all__]

each_row = pytest.mark.parametrize("op", BUILT_IN, ids=lambda op: op.name)


def row(forward: str, *partials: str, operands: str = "x") -> Op:
    count = len(operands.split())
    return Op("w", operands, forward, partials or ("1",) * count, ", ".join(["real"] * count))


#: a text, what is refused in it, and what is said to be written instead
REFUSED = [
    ("x if x > 0 else 0.5", "x if x > 0 else 0.5", "where(x > 0, x, 0.5)"),
    ("x * (1 if exp(x) < 1 else x)", "1 if exp(x) < 1 else x", "where(exp(x) < 1, 1, x)"),
    (
        "where(0 < x < 1, x, 2)",
        "0 < x < 1",
        "where(0 < x, where(x < 1, 1.0, 0.0), 0.0)",
    ),
    (
        "where(0 < x <= 1 <= x + 1, x, 2)",
        "0 < x <= 1 <= x + 1",
        "where(0 < x, where(x <= 1, where(1 <= x + 1, 1.0, 0.0), 0.0), 0.0)",
    ),
    (
        "where(x > 0 and x < 1, x, 2)",
        "x > 0 and x < 1",
        "where(x > 0, where(x < 1, 1.0, 0.0), 0.0)",
    ),
    (
        "where(x < 0 or x >= 1, x, 2)",
        "x < 0 or x >= 1",
        "where(x < 0, 1.0, where(x >= 1, 1.0, 0.0))",
    ),
    ("where(not x, x, 2)", "not x", "where(x, 0.0, 1.0)"),
    ("where(x == 1, x, 2)", "x == 1", "where(abs(x - 1) > 0, 0.0, 1.0)"),
    ("where(x != 1 + x, x, 2)", "x != 1 + x", "where(abs(x - (1 + x)) > 0, 1.0, 0.0)"),
    ("(x > 0) * x", "x > 0", "where(x > 0, 1.0, 0.0)"),
    ("exp(x <= 1)", "x <= 1", "where(x <= 1, 1.0, 0.0)"),
]


@pytest.mark.parametrize(("text", "part", "advice"), REFUSED)
def test_choices_are_refused_with_what_to_write(text: str, part: str, advice: str) -> None:
    said = f"row 'w': {part!r} is not decided number by number: write {advice}"
    with pytest.raises(ValueError) as forward:  # noqa: PT011  # the whole message is compared
        plain_forward(row(text))
    with pytest.raises(ValueError) as partial:  # noqa: PT011
        plain_partials(row("x", text))
    assert str(forward.value) == str(partial.value) == said


@pytest.mark.parametrize(("text", "part", "advice"), REFUSED)
def test_what_is_advised_is_accepted_and_means_the_same(text: str, part: str, advice: str) -> None:
    plain = plain_forward(row(advice))
    for x in (-1.5, -0.0, 0.5, 1.0, 3.0):
        names = {**vars(ieee), "x": x}
        assert float(eval(part, dict(names))) == eval(plain, dict(names)) == eval(advice, names)


def test_a_partial_may_ask_whether_an_operand_is_the_constant_zero_and_nothing_else() -> None:
    power = "0.0 if is_zero(x) else 3 * x"
    assert plain_partials(row("x", power)) == ("0.0 if is_zero(x) else 3.0 * x",)
    for text, of in (
        ("0.0 if is_zero(x * 2) else 3 * x", "x"),
        ("0.0 if is_zero(y) else 3 * x", "x"),
        ("0.0 if not is_zero(x) else 3 * x", "x"),
        ("0.0 if is_zero(x) and is_zero(x) else 3 * x", "x"),
        ("where(is_zero(x), 0.0, 3 * x)", "x"),
        ("is_zero(x)", "x"),
    ):
        with pytest.raises(
            ValueError, match=f"is_zero asks about an operand, .* if is_zero\\({of}"
        ):
            plain_partials(row("x", text))
    with pytest.raises(ValueError, match="is_zero asks about an operand, in a partial alone"):
        plain_forward(row(power))


SAID = {
    "unknown(x)": (NameError, "'w' uses 'unknown', which no row and no operand is named"),
    "w(x)": (NameError, "'w' uses 'w'"),
    "y": (NameError, "'w' uses 'y'"),
    "math.cos(x)": (NameError, "'w' uses 'math'"),
    "(lambda: __import__('os').getpid())() and x": (NameError, "uses '__import__'"),
    "[x for x in x]": (ValueError, "neither arithmetic nor a call of a row"),
    "(lambda: x)()": (ValueError, "neither arithmetic nor a call of a row"),
    "x.data": (ValueError, "neither arithmetic nor a call of a row"),
    "x[0]": (ValueError, "neither arithmetic nor a call of a row"),
    "x @ x": (ValueError, "neither arithmetic nor a call of a row"),
    "~x": (ValueError, "neither arithmetic nor a call of a row"),
    "(x, x)": (ValueError, "neither arithmetic nor a call of a row"),
    "'x'": (ValueError, "neither arithmetic nor a call of a row"),
    "True": (ValueError, "neither arithmetic nor a call of a row"),
    "1j * x": (ValueError, "neither arithmetic nor a call of a row"),
    "(z := x)": (NameError, "'w' uses 'z'"),
    "sin * x": (ValueError, "'sin' is a row: give it its operands"),
    "x(1)": (ValueError, "'x' is a number here and cannot be called"),
    "sin()": (ValueError, "sin takes x"),
    "sin(x, x)": (ValueError, "sin takes x"),
    "where(x)": (ValueError, "where takes c, a, b"),
    "sin(x=x)": (ValueError, "give the operands in their order"),
    "sin(*x)": (ValueError, "give the operands in their order"),
    "x / 0": (ValueError, "'x / 0' divides by 0"),
    "x % (1 - 1)": (ValueError, "divides by 0"),
    "x // -0.0": (ValueError, "divides by 0"),
    "x + 1 / (1 - 1)": (ValueError, "has a constant part that is inf"),
    "x + log(0)": (ValueError, "has a constant part that is -inf"),
    "x * 1e999": (ValueError, "too large for a float"),
    f"x * {10**400}": (ValueError, "too large for a float"),
    "where(1 > 0, x, 2)": (ValueError, "'1 > 0' compares two constants"),
    "x * 2  # twice": (ValueError, "a text is one line without a comment"),
    "(x +\n1)": (ValueError, "a text is one line without a comment"),
    "x +": (SyntaxError, "invalid syntax"),
    "": (SyntaxError, "invalid syntax"),
}


@pytest.mark.parametrize("text", SAID)
def test_other_texts_that_are_refused(text: str) -> None:
    error, said = SAID[text]
    with pytest.raises(error, match=said):
        plain_forward(row(text))


PLAIN = {
    "x ** 2": "pow(x, 2.0)",
    "x % 3 + 1": "mod(x, 3.0) + 1.0",
    "x // 3 - 7 // 2": "floordiv(x, 3.0) - 3.0",
    "+x * 7": "x * 7.0",
    "-(-x)": "--x",
    "x * LN2": "x * 0.6931471805599453",
    "x * sqrt(2)": "x * 1.4142135623730951",
    "x - -1": "x - -1.0",
    "leaky_relu(x)": "leaky_relu(x, 0.01)",
    "leaky_relu(x, 1)": "leaky_relu(x, 1.0)",
    "where(x, 1, 2) / 2": "where(x, 1.0, 2.0) / 2.0",
    "where(x >= 1, 1, x)": "where(x >= 1.0, 1.0, x)",
    "div(x, 2)": "x / 2.0",
    "neg(sub(x, 1))": "-(x - 1.0)",
    "2 ** -1 * x": "0.5 * x",
}


@pytest.mark.parametrize("text", PLAIN)
def test_plain_words(text: str) -> None:
    assert plain_forward(row(text)) == PLAIN[text]
    assert plain_forward(row(PLAIN[text])) == PLAIN[text]


def test_partials_know_the_output_and_the_row_itself() -> None:
    assert plain_partials(row("x", "w(x) + y")) == ("w(x) + y",)
    assert plain_partials(row("x + y", "out", "w(x, y) - y", operands="x y")) == (
        "out",
        "w(x, y) - y",
    )
    with pytest.raises(NameError, match="'w' uses 'out'"):
        plain_partials(row("x", "out"))


def test_what_is_no_partial_stays_none() -> None:
    assert plain_partials(Op("w", "c x", "x", (None, " 1 "), "real, real")) == (None, "1.0")


@each_row
def test_the_table_itself_keeps_to_the_grammar_in_plain_words(op: Op) -> None:
    """So rows need no reading when ``import autograd`` compiles them."""
    rows = {row.name: row.evaluate for row in BUILT_IN}
    numbers = (1.25, 0.5, 0.75) if "over 1" in op.domain else (0.75, 0.5, 0.25)
    point = dict(zip(op.operands, numbers))
    names = {**vars(ieee), **CONSTANTS, **rows, op.output: 0.5, **point}
    texts, plain = [*op.partials], [*plain_partials(op)]
    if op.forward != f"{op.name}({', '.join(op.operands)})":
        texts, plain = [*texts, op.forward], [*plain, plain_forward(op)]
        assert isinstance(eval(op.forward, dict(names)), float)
    for text, same in zip(texts, plain):
        if text is not None and same is not None:
            assert eval(text, dict(names)) == eval(same, dict(names)), text
            assert "%" not in text
            assert "**" not in text
            assert "//" not in text


@each_row
def test_a_row_that_calls_itself_has_a_primitive_of_its_name(op: Op) -> None:
    if op.forward == f"{op.name}({', '.join(op.operands)})":
        assert op.evaluate is getattr(ieee, op.name)

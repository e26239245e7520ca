"""Whatever a student writes, a check answers with a verdict."""

import sys
import traceback
from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

import numpy as np
import pytest

import autograd as ag
import nn
from autograd import Value, exercises
from autograd.exercises import Verdict, asking, chain_rule
from autograd.ops import OPS


def told(verdict: Verdict) -> str:
    return repr(verdict)


@pytest.mark.parametrize("starter", [None, ..., NotImplemented])
def test_starter_is_not_yet_an_answer(starter: Any) -> None:
    for verdict in (
        exercises.check(starter, 1.0),
        exercises.check(starter, abs, at=[1]),
        exercises.check(lambda x: starter, abs, at=[1]),
        exercises.check_derivative(ag.sin, lambda x: starter, at=[1]),
        exercises.check_neuron(lambda w, b, x: starter),
        exercises.check_backward(starter),
        exercises.check_optimiser(starter, nn.SGD(0.1), lambda w: w[0] ** 2, [1.0]),
        exercises.check_optimiser(lambda *a: starter, nn.SGD(0.1), lambda w: w[0] ** 2, [1.0]),
        chain_rule(0, 1).check(starter),
    ):
        assert verdict.status == "not yet", verdict


@pytest.mark.parametrize("blank", [..., NotImplemented])
def test_row_with_a_gap_is_not_yet_an_answer(blank: Any) -> None:
    assert exercises.check_op("triple", "x", blank, ("3",)).status == "not yet"
    assert exercises.check_op("triple", "x", "3 * x", (blank,)).status == "not yet"
    assert exercises.check_op("triple", "x", "3 * x", blank).status == "not yet"


def test_not_implemented_error_is_a_starter() -> None:
    def answer(x: float) -> float:
        raise NotImplementedError

    assert exercises.check(answer, abs, at=[1]).status == "not yet"


def test_error_in_the_answer_is_reported_with_its_line() -> None:
    def answer(x: float) -> float:
        return 1 / x

    verdict = exercises.check(answer, lambda x: 0.0, at=[0.0], hint="Look at 0.")
    assert told(verdict) == (
        "wrong: at x = 0: ZeroDivisionError: float division by zero (in line 2 of answer)\n"
        "hint: Look at 0."
    )


@pytest.mark.parametrize("nonsense", ["text", {1, 2}, object(), [1, "two"], 3j])
def test_nonsense_is_wrong(nonsense: Any) -> None:
    assert exercises.check(nonsense, 1.0).status == "wrong"
    assert exercises.check(lambda x: nonsense, abs, at=[1]).status == "wrong"
    assert exercises.check(nonsense, abs, at=[1]).status == "wrong"
    assert exercises.check_backward(nonsense).status == "wrong"
    assert chain_rule(0, 1).check(nonsense).status == "wrong"


# --- objects that defend themselves ---


class Raising:
    """Raises in whatever a check may want of it."""

    def __init__(self, error: type[BaseException]) -> None:
        object.__setattr__(self, "error", error)

    def fail(self, *given: Any, **named: Any) -> Any:
        raise object.__getattribute__(self, "error")

    __call__ = __repr__ = __str__ = __float__ = __len__ = __iter__ = __eq__ = __hash__ = fail
    __getattribute__ = __format__ = fail

    __class__ = property(fail, fail)  # type: ignore[assignment]


class Dict(dict[Any, Any]):
    def items(self) -> Any:
        raise RuntimeError


class Own(float):
    def __format__(self, form: str) -> str:
        raise RuntimeError

    __repr__ = __sub__ = __float__ = __format__  # type: ignore[assignment]


class WordlessError(Exception):
    def __str__(self) -> str:
        raise RuntimeError


class Endless:
    def tolist(self) -> "Endless":
        return self


ring: list[Any] = []
ring.append(ring)
tower: list[Any] = []
for _ in range(20_000):
    tower = [tower]

#: answers of which none is right, anywhere
TRAPS: list[Any] = [
    *map(Raising, [RuntimeError, SystemExit, GeneratorExit, MemoryError, RecursionError]),
    *[
        ring,
        {"x": ring, "y": ring},
        tower,
        Dict(x=1),
        {Raising: 1},
        {"x" * 10**5: 1},
        [[]],
        [],
        (),
        {},
    ],
    *[10**400, -(10**5000), Decimal("sNaN"), Decimal("1e999"), Own(1e9), [Own(1e9), None]],
    *["text", "", b"x", "\ud800", "\x1b[2J", "x" * 10**5, {1, 2}, object(), 3j, sys, int, iter([])],
    *[Endless(), [1, "two"], {"x": "a"}, {"\ud800": 1}, {"x": {"y": {"z": 1}}}, range(2), ...],
    *[type("Bare", (), {}), Value, BaseException, float("nan"), Value(1e9), lambda: 1e9],
]


def recursive(*given: Any) -> Any:
    return recursive(*given)


def some_function(rng: Random) -> Callable[..., Any]:
    answer = rng.choice(TRAPS)
    error = rng.choice([SystemExit, OverflowError, WordlessError, GeneratorExit, StopIteration])

    def returns(*given: Any) -> Any:
        return answer

    def raises(*given: Any) -> Any:
        raise error(answer)

    return rng.choice([returns, returns, returns, raises, recursive])


def some_class(rng: Random) -> type:
    class Odd:
        data, grad = rng.choice(TRAPS), rng.choice(TRAPS)

    for name in ("__init__", "__add__", "__mul__", "backward", "tanh"):
        if rng.random() < 0.7:
            setattr(Odd, name, some_function(rng))
    return Odd


def some_row(rng: Random) -> tuple[Any, ...]:
    words = [
        "x",
        "y",
        "2",
        "*",
        "+",
        "x**2000",
        "exp(",
        ")",
        "lambda: 0",
        "1j",
        "'a'",
        "é",
        "\0",
        "=",
    ]
    text = "".join(rng.choices(words, k=rng.randrange(5)))
    row = ["trap", "x", text, (text,), "real"]
    if rng.random() < 0.5:
        row[rng.randrange(5)] = rng.choice(TRAPS)
    return tuple(row)


def some_check(rng: Random) -> Verdict:
    answer = rng.choice([lambda: rng.choice(TRAPS), lambda: some_function(rng)])()
    checks: list[Callable[[], Verdict]] = [
        lambda: exercises.check(answer, rng.choice([1.0, [1, 2], {"x": 1}, [[1, 2], [3, 4]]])),
        lambda: exercises.check(answer, lambda *x: rng.choice([2.0, [1.0]]), at=[1, (2, 3)]),
        lambda: exercises.check_derivative(lambda x: x**2, answer, at=[1, 2]),
        lambda: exercises.check_neuron(answer, "tanh"),
        lambda: exercises.check_backward(rng.choice([answer, some_class(rng)]), ["+", "tanh"]),
        lambda: exercises.check_optimiser(answer, nn.SGD(0.1), lambda w: w[0] ** 2, [1.0]),
        lambda: chain_rule(rng.randrange(9), rng.randint(1, 4)).check(answer),
        lambda: chain_rule(1, 1).check({"x": answer, "y": answer}),
        lambda: exercises.check_op(*some_row(rng), reference=lambda x: 2.0 + x),
    ]
    return rng.choice(checks)()


def complaint(rng: Random) -> str:
    """What is wrong with a check, as text: pytest would ask the traps for their ``repr``."""
    try:
        verdict = some_check(rng)
        told = f"{verdict.status}: {verdict.told}"
    except BaseException:
        return traceback.format_exc(limit=-3)
    fine = verdict.status in ("wrong", "not yet") and told.isprintable() and len(told) < 600
    return "" if fine else ascii(told[:2000])


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize("seed", range(20))
def test_any_answer_gets_a_verdict(seed: int) -> None:
    rng, before = Random(seed), dict(OPS)
    complaints = [found for _ in range(50) if (found := complaint(rng))]
    assert complaints == []
    assert before == OPS


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda x: 10**400, "no float is as large as this one"),
        (lambda x: x**2000, "OverflowError"),
        (lambda x: sys.exit(3), "SystemExit: 3 (in line 1 of <lambda>)"),
        (lambda x: "nine", "a number is needed, got the text 'nine'"),
        (lambda x: ring, "a list that contains itself"),
        (lambda x: Decimal("sNaN"), "ValueError: cannot convert signaling NaN to float"),
    ],
)
def test_what_is_wrong_with_an_answer_is_told_with_its_place(answer: Any, words: str) -> None:
    verdict = exercises.check(answer, lambda x: x**2, at=[3.0])
    assert verdict.status == "wrong"
    assert verdict.told.startswith("at x = 3: ")
    assert words in verdict.told


def test_an_answer_cannot_change_what_it_is_compared_with() -> None:
    def emptied(x: list[float]) -> float:
        total = sum(x)
        x.clear()
        return total - 1.0

    point = [1.0, 2.0]
    assert "at x = [1, 2]: expected 3, got 2" in repr(exercises.check(emptied, sum, at=[point]))
    assert point == [1.0, 2.0]


def test_ctrl_c_is_not_the_students() -> None:
    def interrupted(x: float) -> float:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        exercises.check(interrupted, abs, at=[1])


@pytest.mark.parametrize(
    "long",
    [10**400, [0.0] * 1000, np.zeros((20, 20)), "x" * 1000],
    ids=["number", "list", "array", "text"],
)
def test_what_is_shown_fits_on_a_line(long: Any) -> None:
    assert len(asking.shown(long)) <= 80
    assert "\n" not in asking.shown(long)
    assert len(exercises.check_lines(lambda x: long, lambda x: [x], at=[1.0]).told) < 160


def test_the_words_of_an_error_fit_on_two() -> None:
    def wordy(x: float) -> float:
        raise ValueError("x" * 5000)

    told = exercises.check(wordy, abs, at=[1]).told
    assert len(told) < 250
    assert told.endswith("… (in line 2 of wordy)")


def test_an_answer_of_very_many_numbers_is_not_compared() -> None:
    verdict = exercises.check(lambda x: [x] * 20_000, abs, at=[1])
    assert verdict.told == "at x = 1: more than 10,000 numbers"

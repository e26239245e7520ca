"""Rows of the op table by students: judged, and the table left as it was."""

import math

from autograd import Value, exercises
from autograd.define import temporary_op
from autograd.exercises import Verdict
from autograd.exercises.witness import alike, seeing
from autograd.ops import OPS


def told(verdict: Verdict) -> str:
    return repr(verdict)


def test_right_row_passes_and_leaves_no_trace() -> None:
    before = dict(OPS)
    row = ("my_swish", "x", "x * sigmoid(x)", ("sigmoid(x) + y * (1 - sigmoid(x))",), "real")
    assert exercises.check_op(*row, reference=lambda x: x / (1 + math.exp(-x)))
    assert before == OPS
    assert not hasattr(Value, "my_swish")
    with temporary_op(*row) as swish:
        assert not exercises.check_op("my_swish", "x", "2 * x", ("1",))
        assert OPS["my_swish"].forward == "x * sigmoid(x)"
        assert Value(1.0).my_swish().data == swish(1.0)  # type: ignore[attr-defined]


def test_wrong_rows_are_told_what_is_wrong() -> None:
    twice = exercises.check_op("times", "a b", "a * b", ("b", "b"), "real, real")
    assert "'b' with respect to b is wrong at a =" in told(twice)
    second = exercises.check_op("cube", "x", "x * x * x", ("detach(3 * x * x)",))
    assert "wrong derivative" in told(second)
    value = exercises.check_op("cube", "x", "x * x", ("2 * x",), reference=lambda x: x**3)
    assert "the value: at x =" in told(value)
    assert "refused" in told(exercises.check_op("tanh", "x", "x", ("1",)))
    assert "refused" in told(exercises.check_op("triple", "x", "3 * z", ("3",)))
    assert "refused" in told(exercises.check_op("triple", "x", "3 *", ("3",)))
    assert "refused" in told(exercises.check_op("triple", "x", "3 * x", ("3", "x")))


def test_a_row_given_as_one_answer_is_judged_elsewhere_too() -> None:
    text = 'row = ("cube", "x", "x * x * x", ("3 * x * x",), "real")\nhalf = row[:3]'
    with exercises.Submission(text) as submission:
        assert exercises.check_row(submission["row"])
        assert "a row is (name" in told(exercises.check_row(submission["half"]))
    for odd in (3.0, ["cube", 1, "x", ("1",), "real"], ("cube", "x", "x", ("1",), None)):
        assert exercises.check_row(odd).status == "wrong"
    assert exercises.check_row(...).status == "not yet"


def test_rows_that_mean_the_same_say_the_same() -> None:
    said = []
    for wrong in ("2 * x * x", "x * x + x * x", "2 * x"):
        with seeing() as seen:
            exercises.check_row(("cube", "x", "x * x * x", (wrong,), "real"))
        said.append(seen)
    assert alike(said[0], said[1])
    assert not alike(said[0], said[2])


def test_operands_and_domains_that_do_not_fit_are_told() -> None:
    root = ("root", "x", "sqrt(x)", ("0.5 / y",), "real")
    assert "is the domain right?" in told(exercises.check_row(root, reference=math.sqrt))
    two = exercises.check_row((*root[:4], "positive"), reference=lambda a, b: a)
    assert "does not take 1 operand" in told(two)
    assert exercises.check_row((*root[:4], "positive"), reference=math.sqrt)

"""What is told after which try: the place, the slip, how a solution begins, the solution."""

from autograd.exercises import Verdict
from autograd.exercises.lessons.catalogue import exercise
from autograd.exercises.lessons.tries import Tries

QUOTIENT = exercise("01.1")


def told(tries: Tries, factor: float) -> Verdict:
    answer = lambda x, y: [1 / y, factor * x / y**2]  # noqa: E731
    return tries.told(QUOTIENT, *QUOTIENT.judge(answer))


def test_each_try_brings_one_hint_more() -> None:
    tries = Tries()
    first, second, third, fourth = (told(tries, factor) for factor in (1.0, -2.0, -0.5, 3.0))
    assert "expected -0.75, got 0.75" in first.told
    assert first.hint == QUOTIENT.where
    assert not first.slip
    assert "Entry [1] is twice" in second.slip
    assert "begins" not in second.hint
    assert "A solution begins: return [1 / y, …]" in third.hint
    assert 'exercises.solution("01.1")' in fourth.hint
    assert tries.count("01.1") == 4


def test_the_same_answer_again_is_no_new_try() -> None:
    tries = Tries()
    first, again = told(tries, 1.0), told(tries, 1.0)
    assert (again.told, again.slip) == (first.told, "")
    assert "The same answer once more" in again.hint
    assert tries.count("01.1") == 1

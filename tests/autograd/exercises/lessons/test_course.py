"""The course at work: an answer handed in by number, a solution after enough tries."""

from autograd import exercises
from autograd.exercises.lessons import course
from autograd.exercises.lessons.tries import Tries


def test_an_answer_is_judged_and_the_solution_comes_last(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(course, "_TRIES", Tries())
    assert "4 more different answers" in str(exercises.solution("01.1"))
    for factor in (1.0, 2.0, 3.0, 4.0):
        assert not exercises.course("01.1", lambda x, y, f=factor: [1 / y, f * x])
    text = str(exercises.solution("01.1"))
    assert text == "def quotient_slopes(x, y):\n    return [1 / y, -x / y**2]"
    assert "&" not in exercises.solution("01.1")._repr_html_()
    found: dict[str, object] = {}
    exec(text, found)
    assert exercises.course("01.1", found["quotient_slopes"])

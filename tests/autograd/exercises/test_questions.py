"""Exercises on the chain rule: they can be answered, and mistakes are known."""

import pytest

from autograd.exercises import Verdict, chain_rule


def told(verdict: Verdict) -> str:
    return repr(verdict)


@pytest.mark.parametrize("level", [1, 2, 3, 4])
@pytest.mark.parametrize("seed", range(12))
def test_questions_can_be_answered(seed: int, level: int) -> None:
    question = chain_rule(seed, level)
    answers = {name: round(question.nodes[name].grad, 3) for name in question.values}
    assert question.check(answers)
    assert not question.check({name: x + 1 for name, x in answers.items()})
    assert repr(question) == repr(chain_rule(seed, level))
    found = question.solution.explanations
    assert [e.gradient for e in found] == [question.nodes[name].grad for name in answers]
    most = max(e.count for e in found)
    assert {1: most == 1, 2: most == 1, 3: most == 2, 4: most >= 3}[level]
    assert question._repr_latex_().startswith("$$p = ") or level <= 2
    assert question.question.count("{") == question.question.count("}")
    assert "aligned" in question.solution._repr_latex_()


def test_questions_differ() -> None:
    assert len({repr(chain_rule(seed, 4)) for seed in range(20)}) > 15


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        ({"x": 7, "y": 12}, "The sign is turned."),
        ({"x": 12, "y": -7}, "That is ∂z/∂y."),
        ({"x": -1, "y": 12}, "2 paths lead to x: multiply along each, then add."),
    ],
)
def test_a_hint_names_the_slip(answer: dict[str, float], hint: str) -> None:
    assert chain_rule(3, 3).check(answer).hint == hint  # ∂z/∂x = -7, ∂z/∂y = 12


def test_share_of_one_path_gets_a_hint() -> None:
    question = chain_rule(3, 3)
    answers = {name: question.nodes[name].grad for name in question.values}
    wrong = answers | {"y": 9.0}
    assert "add them up" in question.check(wrong).hint
    assert "∂z/∂y is missing" in told(question.check({"x": answers["x"]}))


def test_levels_are_one_to_four() -> None:
    with pytest.raises(ValueError, match="levels are 1 to 4"):
        chain_rule(0, 5)

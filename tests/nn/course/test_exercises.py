"""Every exercise of the course: its solution is right, its slips are told, nothing wrong passes."""

import ast
import json
import math
from pathlib import Path
from typing import Any

import pytest

from autograd import Value
from autograd.exercises import Exercise, Submission
from nn.course import LESSONS, lesson02
from tests.nn.course.fuzzed import run
from tests.nn.course.wrong import wrong_answers

NOTEBOOKS = Path(__file__).parents[3] / "notebooks"
EXERCISES = [exercise for lesson in LESSONS for exercise in lesson.exercises]
FEWEST_SLIPS = 3

each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.number)
each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.number)


@each_exercise
def test_the_solution_is_right(exercise: Exercise) -> None:
    verdict, _ = exercise.judge(exercise.solution)
    assert verdict, verdict


@each_exercise
def test_every_slip_is_told_by_its_own_sentence(exercise: Exercise) -> None:
    sentences = [slip.sentence for slip in exercise.slips]
    assert len(set(sentences)) == len(sentences) >= FEWEST_SLIPS
    for slip in exercise.slips:
        verdict, _ = exercise.judge(slip.wrong)
        assert (verdict.status, verdict.slip) == ("wrong", slip.sentence), verdict
        assert len(slip.sentence) <= 160
        assert slip.sentence.endswith((".", "!", "?"))


@each_exercise
def test_no_wrong_answer_passes_and_messages_are_short(exercise: Exercise) -> None:
    for answer in wrong_answers(exercise, seed=0):
        verdict, _ = exercise.judge(answer)
        assert verdict.status in ("wrong", "not yet"), verdict
        assert len(verdict.told) <= 300, verdict


@each_exercise
def test_a_starter_is_not_yet(exercise: Exercise) -> None:
    for starter in (..., None, NotImplemented):
        assert exercise.judge(starter)[0].status == "not yet"


@each_exercise
def test_the_solution_is_right_as_text_in_a_process_of_its_own(exercise: Exercise) -> None:
    with Submission(given(exercise), modules=["nn.course"], seconds=30) as submission:
        verdict, _ = exercise.judge(submission[exercise.name])
    assert verdict, verdict


def given(exercise: Exercise) -> str:
    """A text in which the solution can run: the lesson's own names, and the solution itself."""
    number = exercise.number.partition(".")[0]
    return f"from nn.course.lesson{number} import *\n{exercise.source}\n"


@each_exercise
def test_hints_are_sentences_of_moderate_length(exercise: Exercise) -> None:
    assert 10 <= len(exercise.where) <= 200, exercise.where
    assert 3 <= len(exercise.first_line.strip()) <= 100, exercise.first_line
    assert exercise.title[0].islower() or exercise.title[0].isupper()


@each_lesson
def test_the_notebook_asks_what_the_lesson_checks(lesson: Any) -> None:
    (path,) = NOTEBOOKS.glob(f"{lesson.number}-*.ipynb")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    texts = ["".join(cell["source"]) for cell in cells]
    for exercise in lesson.exercises:
        check = f'exercises.course("{exercise.number}", {exercise.name})'
        assert texts.count(check) == 1, f"{path.name} has no cell {check}"
        at = texts.index(check)
        assert texts[at - 2].startswith(f"### Exercise {exercise.number}: {exercise.title}")
        assert exercise.name in defined(texts[at - 1])
    assert sum("exercises.course(" in text for text in texts) == len(lesson.exercises)


def defined(text: str) -> set[str]:
    """The names that a cell defines at its top."""
    names = set()
    for node in ast.parse(text).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return names


def path_by_path(root: Any, leaf: Any) -> int:
    operands = [operand for operand in root.operands if isinstance(operand, Value)]
    return (root is leaf) or sum(path_by_path(operand, leaf) for operand in operands)


def backward_by_paths(root: Any, grad: float = 1.0) -> None:
    root.grad += grad
    if root.op is not None:
        slopes: Any = lesson02.slopes_of
        for operand, slope in zip(root.operands, slopes(root)):
            if isinstance(operand, Value):
                backward_by_paths(operand, slope * grad)


def opposites_cancel(A: Any, x: Any) -> Any:
    n = range(len(x))
    return abs(sum((A[j][i] - A[i][j]) * x[j] for i in n for j in n)) > 1e-6


def lenient(by_hand: Any, by_nudges: Any) -> list[bool]:
    return [abs(a - n) > 1e-2 * max(abs(a), abs(n)) for a, n in zip(by_hand, by_nudges)]


@pytest.mark.parametrize(
    ("number", "answer", "told"),
    [
        ("01.3", path_by_path, "It follows every path by itself"),  # and would never end
        ("02.2", backward_by_paths, "It follows every path by itself"),
        ("10.8", opposites_cancel, "x = [0.7, 0.7]: expected 1, got 0"),
        ("11.1", lenient, "entry [0]: expected 1, got 0"),
    ],
)
def test_an_answer_that_is_nearly_right_is_told(number: str, answer: Any, told: str) -> None:
    (exercise,) = (exercise for exercise in EXERCISES if exercise.number == number)
    verdict, _ = exercise.judge(answer)
    assert verdict.status == "wrong"
    assert told in verdict.told


def test_a_slip_of_a_slip_is_recognised_but_for_rounding() -> None:
    (quotient, *_) = LESSONS[[lesson.number for lesson in LESSONS].index("01")].exercises
    verdict, _ = quotient.judge(lambda x, y: [1 / y, math.exp(0.0) * x / y**2])
    assert verdict.slip == quotient.slips[0].sentence


def test_hundreds_of_wrong_answers_neither_raise_nor_hang() -> None:
    statuses, _ = run(400)
    assert set(statuses) <= {"wrong", "not yet", "right"}, statuses
    assert statuses["wrong"] > 350

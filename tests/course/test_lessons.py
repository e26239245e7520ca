"""How a lesson is made: its time, questions before the run, short printouts, a summary."""

import json
import re
from pathlib import Path

import pytest

from nn.course import LESSONS
from tests.course.lessons import AFTER, NEEDS, NOTEBOOKS, PREDICT, TIME, cells, measured

LONGEST = 30
KNOWN = {lesson.number for lesson in LESSONS}
PATHS = [path for path in sorted(NOTEBOOKS.glob("*.ipynb")) if path.name[:2] in KNOWN]
each_lesson = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
pytestmark = pytest.mark.checkout


@each_lesson
def test_the_time_is_told_as_measured(path: Path) -> None:
    found = cells(path)
    assert TIME.findall(found[0][1]) == [str(measured(found))]


@each_lesson
def test_the_heading_is_the_lessons_title(path: Path) -> None:
    title = next(lesson.title for lesson in LESSONS if lesson.number == path.name[:2])
    assert cells(path)[0][1].splitlines()[0].replace("`", "") == f"# {title}"


@each_lesson
def test_some_runs_are_predicted_and_answered_after(path: Path) -> None:
    found = cells(path)
    asked = [i for i, (_, text) in enumerate(found) if text.startswith(PREDICT)]
    assert len(asked) >= 2, "two questions at least"
    for i in asked:
        assert found[i + 1][0] == "code", "the run follows the question"
        assert any(text.startswith(AFTER) for _, text in found[i + 2 : i + 5]), found[i][1]


@each_lesson
def test_it_ends_with_a_summary(path: Path) -> None:
    found = cells(path)
    assert found[-1][0] == "markdown"
    assert found[-1][1].startswith("## Summary"), found[-1][1]


@each_lesson
def test_nothing_printed_is_long(path: Path) -> None:
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        printed = sum(len(printed_lines(output)) for output in cell.get("outputs", ()))
        assert printed <= LONGEST, "".join(cell["source"])


def printed_lines(output: dict) -> list[str]:  # type: ignore[type-arg]
    """The lines of text that an output shows; where there is a picture it is that."""
    if output["output_type"] == "stream":
        return "".join(output["text"]).splitlines()
    data = output.get("data", {})
    if data.keys() - {"text/plain"}:
        return []
    return "".join(data.get("text/plain", "")).splitlines()


@each_lesson
def test_the_code_is_as_a_student_would_write_it(path: Path) -> None:
    for kind, text in cells(path):
        if kind == "code":
            assert "noqa" not in text
            assert not re.search(r"^import (?!matplotlib)\w+ as _", text, re.MULTILINE)


@each_lesson
def test_checks_are_asked_by_number_and_solutions_stay_away(path: Path) -> None:
    for _, text in cells(path):
        assert "exercises.check" not in text
        assert "<summary>Solution" not in text or "question.solution" in text


def test_every_lesson_builds_on_earlier_ones() -> None:
    for lesson, needs in NEEDS.items():
        assert all(need < lesson and need in NEEDS for need in needs.split())

"""Progress: kept in a file of one's own, whatever is the matter with it."""

import subprocess
import sys
from pathlib import Path

import pytest

from autograd import exercises
from autograd.errors import FileFormatError
from autograd.exercises.lessons.progress import keep, kept, place


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "some" / "course.json"
    monkeypatch.setenv("AUTOGRAD_COURSE", str(path))
    return path


def test_what_was_right_stays_right(file: Path) -> None:
    keep("01.1", "wrong")
    keep("01.2", "wrong")
    keep("01.1", "right")
    keep("01.1", "wrong")
    assert kept() == {"01.1": "right", "01.2": "wrong"}
    assert "01  Graphs and the chain rule" in repr(exercises.progress())
    marks = {number: marks for number, _, marks in exercises.progress().rows}
    assert marks["01"].startswith("x~.")
    assert "<pre>" in exercises.progress()._repr_html_()


def test_a_damaged_file_is_refused_and_left_alone(file: Path) -> None:
    file.parent.mkdir()
    for text in (
        "{",
        "[]",
        '{"format": "other"}',
        '{"format": "autograd course progress", "exercises": [1]}',
    ):
        file.write_text(text)
        with pytest.raises(FileFormatError, match="move it away"):
            kept()
        keep("01.1", "right")
        assert file.read_text() == text


def test_nothing_is_kept_where_nothing_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTOGRAD_COURSE", "")
    assert place() is None
    keep("01.1", "right")
    assert kept() == {}
    monkeypatch.setenv("AUTOGRAD_COURSE", "/dev/null/course.json")
    keep("01.1", "right")


def test_it_lies_with_the_users_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("AUTOGRAD_COURSE", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert place() == tmp_path / "autograd" / "course.json"


@pytest.mark.skipif(sys.platform == "win32", reason="has no such locks")
def test_two_notebooks_keep_what_both_have(file: Path) -> None:
    code = (
        "import sys\n"
        "from autograd.exercises.lessons.progress import keep\n"
        "for i in range(40): keep(f'{sys.argv[1]}.{i}', 'right')"
    )
    both = [subprocess.Popen([sys.executable, "-c", code, name]) for name in ("01", "02")]
    assert [one.wait() for one in both] == [0, 0]
    assert len(kept()) == 80

"""What each lesson needs, and how long it takes: measured by its words, its code, its exercises.

``python -m tests.notebooks`` writes the line of time into the first cell of what it renews; the
table of ``docs/course.md`` is written by ``python -m tests.derived``.
"""

import json
import re
import runpy
from dataclasses import dataclass
from functools import cache
from pathlib import Path

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"

#: lesson -> the lessons that it builds on, directly
NEEDS = {
    "00": "",
    "01": "00",
    "02": "01",
    "03": "01",
    "04": "03",
    "05": "04",
    "06": "05",
    "07": "03",
    "08": "07",
    "09": "08",
    "10": "06 08",
    "11": "05 08",
    "12": "06",
    "13": "06 09",
    "14": "05 08",
    "15": "06 14",
    "16": "12 14",
    "17": "02 06 11 14",
    "18": "11 12 14",
}

#: words read in a minute where there are formulas; seconds for a line of code; minutes of work
WORDS, LINE, EXERCISE, PREDICTION = 150, 4, 6, 1
TIME = re.compile(r"^(<!-- time -->|\*About \d+ minutes.*\*)$", re.MULTILINE)
PREDICT, AFTER = "**Predict first.**", "<details><summary>After the run</summary>"


@dataclass(frozen=True)
class Measure:
    """A lesson in numbers."""

    title: str
    words: int
    lines: int
    exercises: int
    predictions: int

    @property
    def minutes(self) -> int:
        """How long it takes, in steps of five minutes."""
        seconds = self.lines * LINE
        whole = self.words / WORDS + seconds / 60
        whole += self.exercises * EXERCISE + self.predictions * PREDICTION
        return max(5, 5 * round(whole / 5))

    def __str__(self) -> str:
        """The line of time."""
        parts = [f"{self.words:,} words", f"{self.lines} lines of code"]
        parts.append(f"{self.exercises} exercise{'' if self.exercises == 1 else 's'}")
        return f"*About {self.minutes} minutes: {', '.join(parts)}.*"


def cells(path: Path) -> list[tuple[str, str]]:
    """(kind, text) of each cell of a notebook."""
    found = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [(cell["cell_type"], "".join(cell["source"])) for cell in found]


def measured(found: list[tuple[str, str]]) -> Measure:
    """The measure of a lesson, by its cells; words are rounded to fifty, lines to ten."""
    texts = [text for kind, text in found if kind == "markdown"]
    words = sum(len(TIME.sub("", text).split()) for text in texts)
    code = [text for kind, text in found if kind == "code"]
    lines = sum(bool(line.strip()) for text in code for line in text.splitlines())
    return Measure(
        title=texts[0].splitlines()[0].lstrip("# ").strip(),
        words=50 * round(words / 50),
        lines=10 * round(lines / 10),
        exercises=sum("exercises.course(" in text for text in code),
        predictions=sum(text.startswith(PREDICT) for text in texts),
    )


@cache
def all_measured() -> dict[Path, Measure]:
    """Every lesson's measure, in order."""
    return {path: measured(cells(path)) for path in sorted(NOTEBOOKS.glob("*.ipynb"))}


def lessons_map() -> str:
    """The map of the lessons, as SVG."""
    draw = runpy.run_path(str(NOTEBOOKS.parent / "docs" / "gallery" / "lessons.py"))["lessons"]
    titles = {path.name[:2]: m.title.replace("`", "") for path, m in all_measured().items()}
    return str(draw(titles, NEEDS))


def syllabus_table() -> str:
    """The table of ``docs/course.md``: lesson, what it needs, how long it takes, exercises."""
    lines = ["| lesson | needs | minutes | exercises |", "| --- | --- | ---: | ---: |"]
    for path, measure in all_measured().items():
        needs = ", ".join(NEEDS[path.name[:2]].split()) or "school mathematics"
        title = f"[{path.name[:2]} {measure.title}](../notebooks/{path.name})"
        lines.append(f"| {title} | {needs} | {measure.minutes} | {measure.exercises} |")
    found = all_measured().values()
    hours = sum(measure.minutes for measure in found) / 60
    count = sum(measure.exercises for measure in found)
    return "\n".join([*lines, f"| all of it | | {hours:.0f} hours | {count} |"])

"""The course runs: every notebook top to bottom, with the outputs that are committed.

An exercise is three cells: the task (markdown), a starter (code, which runs), and the check,
``exercises.course("05.2", answer)`` and nothing else; its solution stands in ``nn/course``. The
committed verdict of a starter is "not yet". After the notebook's run each solution is run in the
same kernel, then its check once more: the verdict is "right". So is a ```python block that is
folded away (<details>) under the cell that checks it.

``python -m tests.notebooks`` renews the outputs.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("nbclient", reason="the notebooks need the extra `notebooks`")
pytest.importorskip("ipykernel", reason="the notebooks need the extra `notebooks`")
pytest.importorskip("matplotlib", reason="the notebooks need the extra `plot`")

from autograd.exercises.lessons.catalogue import exercise
from tests.notebooks import METADATA, NOTEBOOKS, WIDGET, cleaned, kernel, read, text_of

# sockets and event loops of the client, closed by the garbage collector while some test runs
pytestmark = [
    pytest.mark.notebooks,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

LARGEST = 1_000_000
FEWEST_EXERCISES = 3
COURSE = re.compile(r'exercises\.course\("([\d.]+)", \w+\)')
SOLUTION = re.compile(r"<details>.*?</details>", re.DOTALL)
BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)
MACHINE = re.compile(r"site-packages|(?<![\w.])/(?:home|root|tmp|usr|work|Users|private|opt)/")
NUMBER = re.compile(r"(?<![\w.])[-+]?\d+(?:\.\d*)?(?:e[-+]?\d+)?", re.IGNORECASE)

each_notebook = pytest.mark.parametrize(  # a notebook's tests share its one run, in one process
    "path", [pytest.param(p, id=p.stem, marks=pytest.mark.xdist_group(p.stem)) for p in NOTEBOOKS]
)


@dataclass
class Run:
    """A notebook as it was committed, as it came out, and its solutions with what checks said."""

    committed: Any
    fresh: Any
    verdicts: list[tuple[str, str]]


def solutions(notebook: Any) -> list[tuple[Any, str]]:
    """The check cell and the code of each folded solution."""
    found: list[tuple[Any, str]] = []
    above = None
    for cell in notebook.cells:
        if cell.cell_type == "code":
            above = cell
            if asked := COURSE.fullmatch(cell.source.strip()):
                found.append((cell, exercise(asked[1]).source))
            continue
        for folded in SOLUTION.findall(cell.source):
            found += [(above, code) for code in BLOCK.findall(folded)]
    return found


_runs: dict[Path, Run] = {}


@pytest.fixture
def run(path: Path) -> Run:
    """The notebook's one run, shared by the tests of it."""
    if path not in _runs:
        fresh = read(path)
        with kernel(fresh) as running:
            running.run_all()
            verdicts = []
            for check, code in solutions(fresh):
                running.run_source(code)
                outputs = running.run_source(check.source)
                verdicts.append((code, "".join(map(text_of, outputs))))
        _runs[path] = Run(read(path), cleaned(fresh), verdicts)
    return _runs[path]


def code_cells(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def same_text(one: str, other: str) -> bool:
    """Equal, but for the last digits of numbers, which are those of a machine's own functions."""
    if NUMBER.sub("#", one) != NUMBER.sub("#", other):
        return False
    pairs = zip(NUMBER.findall(one), NUMBER.findall(other))
    return all(float(a) == pytest.approx(float(b), rel=1e-8, abs=1e-9) for a, b in pairs)


def test_course_is_there() -> None:
    assert NOTEBOOKS
    numbers = [path.name[:2] for path in NOTEBOOKS]
    assert len(set(numbers)) == len(numbers)


@each_notebook
def test_notebook_runs_and_gives_what_is_committed(path: Path, run: Run) -> None:
    pairs = list(zip(code_cells(run.committed), code_cells(run.fresh), strict=True))
    for committed, fresh in pairs:
        kinds = [sorted(o.get("data", {"text": ""})) for o in committed.outputs]
        assert kinds == [sorted(o.get("data", {"text": ""})) for o in fresh.outputs], fresh.source
        for old, new in zip(committed.outputs, fresh.outputs):
            assert same_text(text_of(old), text_of(new)), (
                f"{fresh.source}\n--- committed:\n{text_of(old)}\n--- now:\n{text_of(new)}"
            )


@each_notebook
def test_solutions_are_right(run: Run) -> None:
    for code, verdict in run.verdicts:
        assert re.match("right\\b", verdict), f"{code}\n{verdict}"
        assert "wrong" not in verdict
        assert "not yet" not in verdict


@each_notebook
def test_starters_are_not_yet_answers(path: Path) -> None:
    found = solutions(read(path))
    assert len(found) >= FEWEST_EXERCISES
    for check, code in found:
        assert check is not None, code
        assert "".join(map(text_of, check.outputs)).startswith("not yet"), check.source


@each_notebook
def test_notebook_is_small_and_clean(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.encode()) < LARGEST
    notebook = json.loads(text)
    assert notebook["metadata"] == METADATA
    assert notebook["cells"][0]["cell_type"] == "markdown"
    assert notebook["cells"][0]["source"][0].startswith("# ")
    for i, cell in enumerate(notebook["cells"], start=1):
        assert set(cell["metadata"]) <= {"tags"}
        assert not MACHINE.search("".join(cell["source"])), cell["source"]
        for output in cell.get("outputs", ()):
            assert output["output_type"] != "error"
            assert output.get("name") != "stderr", output
            assert WIDGET not in output.get("data", {})
            assert not MACHINE.search(json.dumps({k: v for k, v in output.items() if k != "png"}))
            assert " at 0x" not in json.dumps(output)
        assert cell["id"], f"cell {i}"


@each_notebook
def test_notebook_was_run_from_the_top(path: Path) -> None:
    counts = [cell.execution_count for cell in code_cells(read(path))]
    assert counts == list(range(1, len(counts) + 1))


def test_text_is_compared_with_room_for_rounding() -> None:
    assert same_text("loss 0.12345678901", "loss 0.12345678902")
    assert same_text("off by 2.2e-16", "off by 0.0")
    assert not same_text("loss 0.123", "loss 0.124")
    assert not same_text("loss 1", "cost 1")

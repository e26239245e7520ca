"""The page's rows beside those of ``nn.data``."""

from typing import Any

import pytest

import nn
from nn.playground import choices
from nn.playground.checking import kind_of, settings_of
from nn.playground.tables import tables
from tests.node import answer

DRAWN = """
return given.cases.map((settings) => taskRows(settings, given.tables));
"""
TASKS = [choice.name for choice in choices.TASKS if choice.name != choices.OWN]


def page_rows(cases: Any) -> Any:
    told = [{**settings, "kind": kind_of(settings)} for settings in cases]
    given = {"cases": told, "tables": tables()}
    return answer(["nn/playground/page/training/data.js"], DRAWN, given)


def python_rows(settings: Any) -> Any:
    code = next(c for c in choices.TASKS if c.name == settings["task"]).code
    return eval(code.format(**settings), {"nn": nn})


def test_every_task_has_the_rows_that_it_has_in_python() -> None:
    cases = [settings_of({"task": name, "data_seed": 7}) for name in TASKS]
    for settings, found in zip(cases, page_rows(cases)):
        X, y = python_rows(settings)
        assert found["kind"] == kind_of(settings)
        assert len(found["X"]) == len(X)
        for mine, theirs in zip(found["X"], X):
            assert mine == pytest.approx(theirs, rel=0.0, abs=1e-15), settings["task"]
        assert found["y"] == pytest.approx(y, rel=0.0, abs=1e-15)


@pytest.mark.parametrize("share", [0.001, 0.25, 0.5, 0.9])
@pytest.mark.parametrize("points", [5, 30, 101])
def test_the_rows_held_out_are_those_of_split(share: Any, points: Any) -> None:
    settings = settings_of({"task": "blobs", "points": points, "test": share, "data_seed": 3})
    found = page_rows([settings])[0]
    (_, train), (_, test) = nn.split(range(points), range(points), share, 3)
    assert [found["train"], found["test"]] == [train, test]


def test_rows_of_ones_own_are_taken_and_split() -> None:
    rows = {"X": [[float(i), 1.0] for i in range(9)], "y": [0, 1, 1] * 3, "kind": "two"}
    settings = settings_of({"rows": rows, "test": 0.4})
    found = page_rows([settings])[0]
    assert {key: found[key] for key in rows} == rows
    assert sorted(found["train"] + found["test"]) == [*range(9)]
    assert len(found["test"]) == round(0.4 * 9)


AGAIN = """
const settings = given.settings.map((one) => ({ ...one, kind: "two" }));
const found = settings.map((one) => taskRows(one, given.tables));
const network = taskRows({ ...settings.at(-1), hidden: [3] }, given.tables);
return { found, same: network === found.at(-1) };
"""


def test_rows_are_drawn_anew_where_something_of_them_was_changed() -> None:
    first = {"task": "moons", "points": 20, "noise": 0.1, "test": 0.25, "data_seed": 1}
    rows = {"X": [[0.0, 1.0], [1.0, 0.0]], "y": [0, 1], "kind": "two"}
    changes = [{"task": "blobs"}, {"points": 21}, {"noise": 0.2}, {"test": 0.5}, {"data_seed": 2}]
    given = [*(settings_of(first | change) for change in changes), settings_of({"rows": rows})]
    settings = [one for other in given for one in (settings_of(first), other)]
    told = {"settings": settings, "tables": tables()}
    found = answer(["nn/playground/page/training/data.js"], AGAIN, told)
    assert found["same"]
    mine, others = found["found"][::2], found["found"][1::2]
    assert all(one == mine[0] for one in mine)
    assert all(other != mine[0] for other in others)
    turned = [{**rows, "y": y} for y in ([0, 1], [1, 0])]
    found = answer(
        ["nn/playground/page/training/data.js"],
        AGAIN,
        {"settings": [settings_of({"rows": one}) for one in turned], "tables": tables()},
    )
    assert [one["y"] for one in found["found"]] == [[0, 1], [1, 0]]

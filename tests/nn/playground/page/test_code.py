"""The page writes the very script that Python writes."""

import math
from random import Random
from typing import Any

from nn.playground.checking import settings_of
from nn.playground.code import script
from nn.playground.rows import own_rows
from nn.playground.settings import FIELDS, table
from tests.node import answer

TEXTS = """
const { table, cases } = given;
return cases.map(([settings, epoch, edits]) => codeText(table, settings, { epoch, edits }));
"""
ROWS = own_rows([[0.5, 1e-7], [1e22, -3], [0.1, 2]], [0.25, 1, -1e-5])
EDITS = [[0, 0, [[3, 0.5], [4, -1e-9]]], [7, 0, [[1, 2.0]]], [12, 3, [[0, 1e17]]], [7, 0, [[2, 3]]]]

CASES: list[tuple[dict[str, Any], int, list[Any]]] = [
    ({}, 0, []),
    ({}, 100, EDITS),
    ({}, 100, EDITS[:1]),
    ({"rows": ROWS}, 10, []),
    ({"rows": own_rows([[1], [2], [3]], [0, 1, 2]), "test": 0.5}, 10, []),
    ({"task": "xor", "loss": "hinge", "hidden": []}, 5, []),
    ({"inputs": ["sin(x2)", "x1", "x1*x2"], "activation": ["relu", "sin"]}, 1, []),
    ({"l1": 0.001, "l2": 1e-05, "batch_size": 7, "init": "normal", "lr": 5e-05}, 1, []),
    ({"optimizer": "adam", "optimizer_settings": {"betas": [0.5, 0.999], "eps": 1e-7}}, 1, []),
    ({"optimizer_settings": {"momentum": 0.9, "nesterov": True}, "lr": 1}, 1, []),
    *(({"task": task}, 3, []) for task in FIELDS["task"].names if task != "own"),
    *(({"schedule": name, "optimizer": "adamw"}, 3, []) for name in FIELDS["schedule"].names),
]


def test_both_write_the_same_text() -> None:
    cases = [(settings_of(given), epochs, edits) for given, epochs, edits in CASES]
    found = answer(["nn/playground/page/code.js"], TEXTS, {"table": table(), "cases": cases})
    for (settings, epochs, edits), text in zip(cases, found):
        assert text == script(settings, epochs, edits)


def test_a_rule_whose_settings_the_page_has_not_filled_in_is_written_with_its_defaults() -> None:
    settings = settings_of({"schedule": "warmup"})
    bare = {**settings, "optimizer_settings": {}, "schedule_settings": {}}
    given = {"table": table(), "cases": [[bare, 3, []]]}
    assert answer(["nn/playground/page/code.js"], TEXTS, given) == [script(settings, 3)]


def test_numbers_are_written_as_python_writes_them() -> None:
    source = Random(0)
    numbers = [0.0, -0.0, 1.0, 1e16, 1e15, 123456789012345680.0, 0.0001, 0.00001, -5e-324, 1e308]
    for _ in range(300):
        numbers.append(math.ldexp(source.uniform(-1, 1), source.randrange(-80, 80)))
        numbers.append(round(source.uniform(-1000, 1000), source.randrange(6)))
    found = answer(["autograd/page/numbers.js"], "return given.map(floatText);", numbers)
    assert found == [*map(repr, numbers)]

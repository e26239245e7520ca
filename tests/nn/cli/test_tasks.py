"""The tasks: each is solved with its own settings, from every seed that is tried."""

import json

import pytest

from nn.cli.tasks import TASKS
from nn.data import gates


@pytest.mark.parametrize("task", gates.TABLE)
@pytest.mark.usefixtures("no_pictures")
def test_every_gate_is_solved(run, task):
    code, out, err = run(task, "--json", "--seed", "1")
    report = json.loads(out)
    assert (code, err) == (0, "")
    assert report["solved"] is True
    assert report["loss"] < 0.05
    assert [round(row["answer"]) for row in report["rows"]] == list(gates.TABLE[task])


@pytest.mark.parametrize("task", sorted(set(TASKS) - set(gates.TABLE) - {"digits"}))
@pytest.mark.usefixtures("no_pictures")
def test_every_data_set_is_solved(run, task):
    code, out, _ = run(task, "--json")
    assert code == 0
    assert json.loads(out)["accuracy"] >= 0.98


@pytest.mark.parametrize("task", ["xor", "and", "or"])
@pytest.mark.parametrize("seed", range(10, 18))
@pytest.mark.usefixtures("no_pictures")
def test_gates_are_solved_from_many_seeds(run, task, seed):
    assert run(task, "--quiet", "--seed", str(seed))[0] == 0

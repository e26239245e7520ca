"""The tasks: each is solved with its own settings, from every seed that is tried."""

import json

import pytest

import nn
from nn.cli.tasks import RULES, TASKS
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


@pytest.mark.parametrize("optimizer", sorted(RULES))
@pytest.mark.usefixtures("no_pictures")
def test_every_optimizer_solves_xor_with_its_own_rate(run, optimizer):
    assert run("xor", "--quiet", "--optimizer", optimizer)[0] == 0


def test_there_is_a_rate_for_every_optimizer_of_the_package():
    kinds = [thing for thing in vars(nn).values() if isinstance(thing, type)]
    own = {k for k in kinds if issubclass(k, nn.Optimizer)} - {nn.Optimizer}
    assert {name: kind for name, (kind, _) in RULES.items()} == {k.__name__.lower(): k for k in own}


@pytest.mark.parametrize("task", gates.TABLE)
@pytest.mark.usefixtures("no_pictures")
def test_a_gate_that_is_linear_needs_no_hidden_units(run, task):
    solved = run(task, "--hidden", "none", "--quiet", "--lr", "1")[0] == 0
    assert solved == TASKS[task].linear == (task not in ("xor", "xnor"))


@pytest.mark.parametrize("task", ["xor", "and", "or"])
@pytest.mark.parametrize("seed", range(10, 18))
@pytest.mark.usefixtures("no_pictures")
def test_gates_are_solved_from_many_seeds(run, task, seed):
    assert run(task, "--quiet", "--seed", str(seed))[0] == 0

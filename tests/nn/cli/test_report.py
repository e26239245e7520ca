"""The report: in full, as one line, as JSON."""

import re

import pytest

from autograd.ops import OPS
from nn.cli.report import FLAT


@pytest.mark.usefixtures("no_pictures")
def test_quiet_leaves_the_verdict(run):
    code, out, err = run("and", "--quiet")
    assert code == 0
    assert out.startswith("solved: loss")
    assert out.count("\n") == 1
    assert err == ""


@pytest.mark.usefixtures("no_pictures")
def test_what_is_not_solved_is_said_and_gives_code_1(run):
    code, out, err = run("xor", "--hidden", "none", "--epochs", "50")
    assert code == 1
    assert "not solved: loss" in out
    assert "accuracy 100 % and loss below 0.05 is needed" in out
    assert err == ""
    assert run("xor", "--hidden", "none", "--epochs", "50", "--json")[0] == 1


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        ("xor --hidden none", "No linear model can do XOR: give it hidden units, --hidden 6"),
        ("xnor --hidden none", "No linear model can do XNOR"),
        ("moons --hidden none", "No linear model can do MOONS: give it hidden units"),
        ("xor --activation linear", "however many layers it has: give it an activation"),
        ("xor", "Try more --epochs, another --seed or a wider --hidden"),
        ("and --hidden none", "Try more --epochs"),
        (
            "xor --activation step",
            "The derivative of step is 0, so that its units cannot learn: --a",
        ),
        ("xor --lr 1e300", "The steps are too large: try a smaller --lr"),
    ],
)
@pytest.mark.usefixtures("no_pictures")
def test_the_advice_is_one_that_helps(run, words, advice):
    code, out, _ = run(*words.split(), "--epochs", "2", "--quiet")
    assert code == 1
    assert advice in out


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        ("and", "of the 4 training rows after"),
        ("moons --test 0.01 --epochs 2", "of the 1 held-out row after"),
        ("moons --test 0.3 --epochs 2", "of the 30 held-out rows after 2 epochs ("),
        ("moons --epochs 1", "of the 100 training rows after 1 epoch ("),
    ],
)
@pytest.mark.usefixtures("no_pictures")
def test_accuracy_says_of_which_rows(run, words, rows):
    assert rows in run(*words.split(), "--quiet")[1]


@pytest.mark.usefixtures("no_pictures")
def test_a_loss_of_hundreds_of_digits_is_told_in_four(run):
    out = run("xor", "--lr", "1e300", "--epochs", "3", "--quiet")[1]
    assert re.match(r"not solved: loss [\d.]{1,5}e\+\d+, accuracy", out)


def test_flat_operations_are_those_of_the_table():
    flat = [name for name, op in OPS.items() if all(text == "0" for text in op.partials)]
    unary = [name for name in flat if len(OPS[name].operands) == 1]
    assert sorted(FLAT) == sorted(unary)

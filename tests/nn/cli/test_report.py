"""The report: in full, as one line, as JSON."""

import pytest


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

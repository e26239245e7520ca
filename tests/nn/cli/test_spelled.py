"""Errors of settings, as somebody at the command line would mend them."""

import pytest

import autograd as ag
from nn.cli.spelled import option, spelled
from nn.playground.checking import settings_of
from nn.playground.settings import FIELDS


@pytest.mark.parametrize(
    ("why", "given", "told"),
    [
        (
            "hidden is a list, got ['[4', '4]']: write hidden=[8, 8]",
            {"hidden": "[4,4]"},
            "--hidden is a list, got '[4,4]': write --hidden 8,8",
        ),
        (
            "batch_size is a number, or nothing for all rows, got 0: write batch_size=None",
            {"batch_size": "0"},
            "--batch-size is a number, or all for all rows, got '0': write --batch-size all",
        ),
        (
            "steps is a whole number from 1, got 0: write steps=1000",
            {"optimizer_settings": "momentum=0.9", "schedule_settings": "steps=0"},
            "steps is a whole number from 1, got 0: write --schedule-settings steps=1000",
        ),
        (
            "betas is two numbers, got [0.5, 2]: write betas=[0.9, 0.999]",
            {"optimizer_settings": "betas=0.5:2"},
            "betas is two numbers, got [0.5, 2]: write --optimizer-settings betas=0.9:0.999",
        ),
        (
            "nesterov needs momentum: write momentum=0.9, or leave it out",
            {"optimizer_settings": "nesterov=true"},
            "nesterov needs momentum: write --optimizer-settings momentum=0.9,nesterov=true, or "
            "leave it out",
        ),
        (
            "loss='hinge' takes other targets than numbers: write one of mse",
            {"loss": "hinge"},
            "--loss hinge takes other targets than numbers: write one of mse",
        ),
        ("noise has no say in the task xor", {}, "--noise has no say in the task xor"),
        ("unknown loss 'm'; known: mse", {}, "unknown loss 'm'; known: mse"),
    ],
)
def test_sentences(why: str, given: dict[str, str], told: str) -> None:
    assert spelled(why, given) == told


@pytest.mark.parametrize("name", [name for name in FIELDS if name != "rows"])
def test_no_keyword_of_python_is_told(name: str) -> None:
    with pytest.raises(ag.AutogradError) as caught:
        settings_of({name: "?"})
    told = spelled(str(caught.value), {name: "?"})
    assert f"{name}=" not in told
    assert "None" not in told
    assert "nothing" not in told
    assert option(name) in told or told.startswith("unknown ")

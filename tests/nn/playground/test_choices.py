"""What there is to choose from fits what ``nn`` has."""

from inspect import signature
from typing import Any

import pytest

import autograd as ag
from nn import gates
from nn.losses.objective import LOSSES as KNOWN
from nn.models import init
from nn.models.layers import activation_function
from nn.optim import schedules
from nn.optim.optimizer import Optimizer
from nn.playground import choices
from nn.playground.fields import Choice


def names(listed: tuple[Choice, ...]) -> set[str]:
    return {choice.name for choice in listed}


def test_every_gate_is_a_task() -> None:
    assert set(gates.TABLE) <= names(choices.TASKS)


def test_every_activation_is_one_of_a_network() -> None:
    for choice in choices.ACTIVATIONS:
        activation_function(choice.name)


def test_every_loss_is_known_and_every_kind_of_target_has_one() -> None:
    assert names(choices.LOSSES) <= set(KNOWN)
    for name, kind in choices.KINDS.items():
        assert kind.loss in {loss.name for loss in choices.LOSSES if name in loss.kinds}


def test_every_init_is_known() -> None:
    assert all(hasattr(init, name) for name in names(choices.INITS))


def test_every_optimiser_of_the_package_is_there() -> None:
    home = "nn.optim."  # others, such as the course's, are known once they are imported
    own = {
        name for name, places in Optimizer.known.items() if any(p.startswith(home) for p in places)
    }
    assert names(choices.OPTIMIZERS) == own


def rule_of(choice: Choice) -> type[Optimizer]:
    return next(iter(Optimizer.known[choice.name].values()))


@pytest.mark.parametrize("choice", choices.OPTIMIZERS, ids=lambda c: c.name)
def test_an_optimisers_settings_have_its_own_defaults(choice: Choice) -> None:
    rule: Any = rule_of(choice)
    settings = {own.name: own.default for own in choice.fields}
    made = rule(choice.defaults["lr"], **settings)
    assert made.settings() == rule(choice.defaults["lr"]).settings()
    assert [own.name for own in choice.fields] == [*signature(rule).parameters][1:]


@pytest.mark.parametrize("choice", choices.OPTIMIZERS, ids=lambda c: c.name)
def test_an_optimiser_takes_what_its_fields_take(choice: Choice) -> None:
    """The bounds of the table are no wider than the rule's own."""
    rule: Any = rule_of(choice)
    for own in choice.fields:
        if own.kind == "number":
            within = [x + d for x, d in ((own.above, 1e-9), (own.below, -1e-9)) if x is not None]
            ends = [*within, *(x for x in (own.least, own.most) if x is not None)]
            assert len(ends) == 2
            for end in ends:
                rule(0.1, **{own.name: own.checked(end)})


def test_every_schedule_of_the_package_is_there() -> None:
    assert names(choices.SCHEDULES) == set(schedules.__all__)


def test_a_gate_has_no_say_in_what_it_is_drawn_by() -> None:
    gate = next(choice for choice in choices.TASKS if choice.name == "xor")
    assert gate.asks == ()
    assert gate.help == "1 if exactly one input is 1: no linear model can."


def test_nothing_is_called_twice() -> None:
    for listed in (choices.TASKS, choices.OPTIMIZERS, choices.ACTIVATIONS, choices.LOSSES):
        assert len(names(listed)) == len(listed)
    assert "exp" in ag.unary_ops()  # which grows too fast to be offered
    assert "exp" not in names(choices.ACTIVATIONS)

"""What compiled steps have in common; what they do with it is in the tests of both."""

import pytest

import nn
from autograd import RecordingError
from nn.training.tokens import TokenStep
from nn.training.vectors import VectorStep, require_arrays


@pytest.mark.parametrize("rule", [nn.SGD(0.1), nn.Adam(), nn.Nadam(), nn.Adadelta()])
def test_the_rules_take_arrays(rule):
    require_arrays(rule)


def test_a_rule_of_single_numbers_is_refused_with_what_to_do():
    class Clipped(nn.SGD):
        def update(self, w, g, lr, t, *memory):
            return (w - lr * (1.0 if g > 1.0 else g),)

    words = r"Clipped.update does not take arrays .*: write it with arithmetic alone; fit\("
    for make in (VectorStep, lambda rule: nn.TokenTraining(nn.GPT(2, 2, 2, 1), [[0, 1]], rule)):
        with pytest.raises(RecordingError, match=words):
            make(Clipped(0.1))


def test_a_state_is_one_to_go_back_to():
    import numpy as np

    model = nn.GPT(2, 2, 2, 1, hidden=2, rng=0)
    columns = np.array([[0.0], [1.0], [0.0], [1.0], [1.0]])
    step = TokenStep(model, columns, nn.Adam(0.1), 1)
    assert [p.data for p in model.parameters()] == step.numbers.tolist()

    def go():
        step.forward_backward([0])
        step.update()
        return step.plain(step.state())

    go()
    state, before = step.state(), step.plain(step.state())
    after = go()
    step.restore(state)
    assert step.plain(step.state()) == before != after
    step.store()
    step.load()
    assert go() == after
    assert before[2] == 1
    assert {slot[0] for slot in after[1]} == {2}

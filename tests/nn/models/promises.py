"""What every module promises, whatever it computes; ``make`` builds one from a seed."""

import pytest

import autograd as ag
import nn


def data(output):
    """The numbers of a nested output, in order."""
    return [v.data for v in nn.flatten(output)]


def assert_state_is_copied(make, x):
    """Names are paths, each once; one module's state makes another one answer alike."""
    one, other = make(0), make(1)
    names = [key for key, _ in one.named_parameters()]
    assert len(set(names)) == len(names) == len(one.parameters())
    assert data(one(x)) != data(other(x))
    other.load_state_dict(one.state_dict())
    assert data(one(x)) == data(other(x))
    assert data(make(0)(x)) == data(one(x))


def assert_gradients_agree_with_differences(make, x):
    """Every parameter has a gradient, and it is the slope of the sum of squares."""
    module = make(0)

    def loss():
        return sum(v * v for v in nn.flatten(module(x)))

    loss().backward()
    for key, p in module.named_parameters():
        at, h = p.data, 1e-6
        p.data = at + h
        above = loss().data
        p.data = at - h
        slope = (above - loss().data) / (2 * h)
        p.data = at
        assert p.grad == pytest.approx(slope, abs=1e-7), key
        assert p.grad != 0.0, key


def assert_compiled_like_a_formula(make, x):
    """Recorded and compiled, it gives the same numbers."""
    module, shape = make(0), [len(x)]
    inner = x
    while hasattr(inner[0], "__len__"):
        inner = inner[0]
        shape.append(len(inner))
    restore = nn.reshape(*shape)
    compiled = ag.compile(lambda *v: nn.flatten(module(restore(v))), inputs=len(nn.flatten(x)))
    assert list(compiled(*nn.flatten(x))) == pytest.approx(data(module(x)), rel=1e-13)


PROMISES = (
    assert_state_is_copied,
    assert_gradients_agree_with_differences,
    assert_compiled_like_a_formula,
)
each_promise = pytest.mark.parametrize("promise", PROMISES, ids=lambda f: f.__name__[7:])

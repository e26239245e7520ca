"""named: a function shows the call that made it."""

import inspect

import nn
from nn.named import Named, named


def test_schedules_and_inits_show_the_call_that_made_them() -> None:
    assert repr(nn.cosine(0.1, steps=10)) == "cosine(0.1, steps=10)"
    assert repr(nn.warmup(4, then=nn.step_decay(0.8, 2))) == "warmup(4, then=step_decay(0.8, 2))"
    assert repr(nn.init.normal(0.5)) == "normal(0.5)"
    assert repr(nn.init.uniform()) == "uniform()"
    assert repr(nn.init.constant(0.0)) == "constant(0.0)"


def test_what_is_named_is_called_as_before() -> None:
    @named
    def shifted(by: float):
        def shift(x: float, *, twice: bool = False) -> float:
            """The number and some more."""
            return x + by * (1 + twice)

        return shift

    shift = shifted(by=2.0)
    assert isinstance(shift, Named)
    assert (shift(1.0), shift(1.0, twice=True)) == (3.0, 5.0)
    assert shift.__name__ == "shifted(by=2.0)"
    assert shift.__doc__ == "The number and some more."
    assert list(inspect.signature(shift).parameters) == ["x", "twice"]

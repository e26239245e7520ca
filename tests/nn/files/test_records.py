"""What all files have in common: heads, histories, and names in errors."""

import math

import pytest

from autograd import FileFormatError, OperandError
from nn import History
from nn.files.fields import Unfit
from nn.files.records import head, history_of, named_after, require_head, told_history


def test_errors_begin_with_the_name_of_the_file():
    with pytest.raises(FileFormatError, match=r"^run\.json: it is blue$"), named_after("run.json"):
        raise Unfit("it is blue")
    with pytest.raises(FileFormatError) as caught, named_after("run.json"):
        raise Unfit("x" * 10**6)
    assert len(str(caught.value)) < 320


def test_heads_are_looked_at():
    require_head(head("nn thing", 3), "nn thing", 3)
    require_head(head("nn thing", 2), "nn thing", 3)
    for data, words in (
        ([], 'some other file, not "nn thing"'),
        ({"format": 3}, "some other file"),
        (head("nn model", 1), "the format 'nn model', not"),
        (head("nn thing", 4), "newer package .* reads up to version 3: bring it up to date"),
        ({"format": "nn thing"}, "version should be a whole number"),
    ):
        with pytest.raises(Unfit, match=words):
            require_head(data, "nn thing", 3)


def test_a_history_comes_back():
    metrics = {"f": [math.nan, math.inf], "g": [-math.inf, 0.1], "n": [3, True]}
    history = History([0.5, -0.0], metrics, "callback", 7)
    again = history_of(told_history(history), "history")
    assert repr(vars(again)) == repr(vars(history))


GOOD = {"losses": [1.0], "metrics": {"a": [0.5]}, "stopped": "finished", "steps": 1}


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ({"losses": None}, "losses is no list"),
        ({"losses": ["x"]}, "a list of numbers"),
        ({"losses": []}, "metrics.a is not as long"),
        ({"metrics": []}, "metrics by name"),
        ({"metrics": {"a": [None]}}, "metrics.a is a list of numbers"),
        ({"stopped": 3}, "a word for why"),
        ({"steps": -1}, "steps should be a whole number"),
        ({"more": 1}, "unknown entry"),
    ],
)
def test_a_history_that_makes_no_sense_is_refused(entries, words):
    history_of(GOOD, "history")
    with pytest.raises(Unfit, match=words):
        history_of({**GOOD, **entries}, "history")


def test_a_metric_that_gave_no_number_is_named():
    with pytest.raises(OperandError, match=r"the metric 'pairs' gave \(1, 2\)"):
        told_history(History([1.0], {"pairs": [(1, 2)]}))

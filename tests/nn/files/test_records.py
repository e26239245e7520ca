"""What all files have in common: heads, and names in errors."""

import pytest

from autograd import FileFormatError, GraphError
from nn import History
from nn.files.fields import Unfit
from nn.files.histories import MOST
from nn.files.records import head, named_after, require_head, told_beside


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


def test_a_history_that_is_too_long_is_refused_with_what_to_do():
    long = History([0.5] * (MOST // 2 + 1), {"a": [1.0] * (MOST // 2 + 1)})
    words = r"keeps 3,000,000 numbers of a history, and this one has 3,000,002: save .*\[::100\]"
    with pytest.raises(GraphError, match=words):
        told_beside(long, None, None)

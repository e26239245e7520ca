"""The functions as data: complete, and small; their numbers are held in test_program.py."""

import base64
import json

from autograd.functions import __all__ as names
from autograd.page.functions import function_data


def test_what_is_called_is_brought_along() -> None:
    data = function_data(names)
    assert json.loads(json.dumps(data)) == data
    assert {"exp", "tanh", "pow", "atan2", "mod"} <= {*data}
    assert not {"add", "where", "sqrt", "relu"} & {*data}
    for function in data.values():
        called = {name for _, name in function["calls"]}
        assert called == {f"js.{name}" for name in function["imports"]}


def test_open_places_lie_within_the_instructions() -> None:
    for function in function_data(names).values():
        body = base64.b64decode(function["body"])
        for at in function["loads"]:
            assert body[at : at + 5] == bytes(5)
        assert len(base64.b64decode(function["constants"])) == 8 * len(function["loads"])
        for at, _ in function["calls"]:
            assert body[at - 1 : at + 5] == b"\x10" + bytes(5)


def test_a_page_can_hold_them() -> None:
    assert len(json.dumps(function_data(names))) < 45_000
    assert len(json.dumps(function_data(["tanh", "exp", "log1p"]))) < 6_000

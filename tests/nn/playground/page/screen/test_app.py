"""The screen's modules are one script: no name of theirs stands twice."""

from tests.node import answer


def test_the_screen_goes_into_one_script() -> None:
    assert answer(["nn/playground/page/screen/app.js"], "return typeof start") == "function"

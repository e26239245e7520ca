"""What is not given is filled in as in Python."""

from nn.playground.checking import settings_of
from nn.playground.recipes import RECIPES
from nn.playground.settings import table
from tests.node import answer

SCRIPT = "nn/playground/page/screen/defaults.js"


def test_the_page_fills_in_what_python_does() -> None:
    cases = [{"task": recipe.task, **recipe.given} for recipe in RECIPES]
    cases += [{}, {"task": "blobs", "noise": 0.1}, {"optimizer": "adam"}, {"optimizer": "rmsprop"}]
    given = {"fields": table()["fields"], "cases": cases}
    found = answer([SCRIPT], "return given.cases.map((c) => filledIn(given.fields, c));", given)
    for case, settings in zip(cases, found):
        wanted = settings_of(case)
        own = ("optimizer_settings", "schedule_settings")  # the trainer fills in {}
        assert {n: settings[n] for n in wanted if n not in own} == {
            n: wanted[n] for n in wanted if n not in own
        }
        assert settings_of(settings, strict=False) == wanted

"""A recipe is settings and a sentence."""

from nn.playground.checking import settings_of
from nn.playground.recipe import failure, good


def test_a_recipe_leaves_nothing_as_it_was() -> None:
    recipe = good("xor", "Four", 200, "Solved.", hidden=[4])
    assert recipe.settings == settings_of({"task": "xor", "hidden": [4]})
    told = {"task": "xor", "kind": "good", "title": "Four", "epochs": 200, "says": "Solved."}
    assert recipe.plain() == {**told, "given": {"hidden": [4]}}


def test_a_failure_is_told_apart() -> None:
    assert failure("xor", "None", 10, "Stuck.").kind == "failure"

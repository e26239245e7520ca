"""One field: what each kind takes, what it refuses, and it as data."""

import json
from typing import Any

import pytest

import autograd as ag
from nn.playground.fields import Choice, Field

WORDS = (Choice(name="a", label="A"), Choice(name="b", label="B", defaults={"lr": 1.0}))


def field(kind: str, **more: Any) -> Field:
    usual: dict[str, Any] = {"name": "it", "label": "it", "help": "", "default": 1}
    return Field(**{**usual, **more, "kind": kind})


TAKEN = [
    (field("choice", choices=WORDS), "a", "a"),
    (field("flag"), True, True),
    (field("whole", least=1, most=5), 5, 5),
    (field("whole", least=1, most=5), 3.0, 3),
    (field("whole", least=1, none="all"), None, None),
    (field("number", above=0, most=1), 1, 1.0),
    (field("number", least=0, below=1), 0, 0.0),
    (field("pair", least=0, below=1), (0.5, 0.25), [0.5, 0.25]),
    (field("sizes", least=1, most=4, length=2), (), []),
    (field("sizes", least=1, most=4, length=2), (4, 1), [4, 1]),
    (field("activations", choices=WORDS, length=2), "b", "b"),
    (field("activations", choices=WORDS, length=2), ["b", "a"], ["b", "a"]),
    (field("inputs", choices=WORDS, pattern=r"x[1-9]\d?"), ["b", "a", "x12"], ["b", "a", "x12"]),
    (field("settings"), {"a": 1}, {"a": 1}),
]

REFUSED = [
    (field("choice", choices=WORDS), "aa", "unknown it 'aa' (did you mean 'a'?); known: a, b"),
    (field("flag"), 1, "true or false"),
    (field("whole", least=1, most=5), 0, "a whole number from 1 to 5"),
    (field("whole", least=1, most=5), 1.5, "a whole number from 1 to 5"),
    (field("whole", least=1), True, "a whole number from 1 on"),
    (field("whole", least=1, none="all"), 0, "a whole number from 1 on, or nothing for all"),
    (field("number", above=0, most=1), 0, "a number above 0 and up to 1"),
    (field("number", above=0, most=1), 1.5, "a number above 0 and up to 1"),
    (field("number", least=0, below=1), 1, "a number from 0 to just below 1"),
    (field("number", least=0), float("nan"), "a number from 0 on"),
    (field("number", least=0), "1", "a number from 0 on"),
    (field("number", least=0), 10**400, "a number from 0 on"),
    (field("pair", least=0, below=1), [0.5], "two numbers, each from 0 to just below 1"),
    (field("sizes", least=1, most=4, length=2), [0], "at most 2 sizes, each a whole number from 1"),
    (field("sizes", least=1, most=4, length=2), [1, 1, 1], "a list of at most 2 sizes"),
    (field("sizes", least=1, most=4, length=2), 3, "a list of at most 2 sizes"),
    (field("sizes", least=1, most=4, length=2), {3}, "a list of at most 2 sizes"),
    (field("inputs", choices=WORDS), {"a", "b"}, "a list of some of a, b"),
    (field("activations", choices=WORDS), ["b", "c"], "one of a, b, or a list of one for each"),
    (field("inputs", choices=WORDS), [], "a list of some of a, b"),
    (field("inputs", choices=WORDS), ["a", "a"], "a list of some of a, b"),
    (field("inputs", choices=WORDS, pattern=r"x[1-9]\d?"), ["x0"], "a list of some of a, b"),
    (field("settings"), [], "an object with settings by name"),
]


@pytest.mark.parametrize(("own", "value", "found"), TAKEN)
def test_a_value_that_fits_is_given_in_its_one_form(own: Field, value: Any, found: Any) -> None:
    checked = own.checked(value)
    assert (checked, type(checked)) == (found, type(found))


@pytest.mark.parametrize(("own", "value", "words"), REFUSED)
def test_one_that_does_not_is_refused_in_words(own: Field, value: Any, words: str) -> None:
    with pytest.raises(ag.GraphError) as caught:
        own.checked(value)
    assert words in str(caught.value)


def test_a_refusal_names_the_field_what_was_found_and_what_to_write() -> None:
    with pytest.raises(ag.GraphError) as caught:
        field("whole", least=1, default=3).checked("x" * 100)
    assert str(caught.value) == (
        f"it is a whole number from 1 on, got {'x' * 59!r}"[:-1] + "…: write it=3"
    )


def test_a_field_is_plain_data_without_what_is_empty() -> None:
    plain = field("choice", choices=WORDS, default="a", help="So.").plain()
    assert json.loads(json.dumps(plain)) == plain
    assert plain == {
        "name": "it",
        "kind": "choice",
        "label": "it",
        "help": "So.",
        "default": "a",
        "choices": [
            {"name": "a", "label": "A"},
            {"name": "b", "label": "B", "defaults": {"lr": 1.0}},
        ],
        "must": "one of a, b",
    }


def test_bounds_of_zero_are_not_taken_for_empty() -> None:
    assert field("number", least=0, default=0.0).plain()["least"] == 0

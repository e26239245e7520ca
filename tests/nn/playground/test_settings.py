"""The table: data that a page can read, and that agrees with itself."""

import json

import pytest

from nn.playground.fields import Field
from nn.playground.settings import FIELDS, PARTS, table

each = pytest.mark.parametrize("own", FIELDS.values(), ids=FIELDS)


def test_the_table_is_plain_data() -> None:
    assert json.loads(json.dumps(table(), allow_nan=False)) == table()


@each
def test_a_default_is_one_that_is_taken(own: Field) -> None:
    assert own.checked(own.default) == own.default


@each
def test_a_field_says_what_it_is_in_words_for_people(own: Field) -> None:
    assert own.label
    assert own.help.endswith(".")
    assert "None" not in own.must


def test_what_goes_with_a_choice_is_a_setting_that_takes_it() -> None:
    for own in FIELDS.values():
        for choice in own.choices:
            for name, value in choice.defaults.items():
                assert FIELDS[name].checked(value) == value


def test_settings_and_parts_to_hide_have_names_of_their_own() -> None:
    assert not set(FIELDS) & set(PARTS)

"""Texts that are written from the op table are up to date, and the door shows every row."""

import re
from types import ModuleType

import pytest

import autograd
from autograd import exercises, functions
from autograd.ops import OPS
from tests import derived, parts
from tests.course import rows as course


@pytest.mark.checkout
def test_stubs_are_what_the_table_gives() -> None:
    assert derived.FUNCTIONS.read_text(encoding="utf-8") == derived.functions_stub()
    assert derived.OPERATORS.read_text(encoding="utf-8") == derived.operators_stub()


@pytest.mark.parametrize("name", derived.TABLES)
def test_tables_are_what_their_sources_give(name: str) -> None:
    text = derived.TABLES[name][0].read_text(encoding="utf-8")
    assert text.count(derived.START.format(name)) == 1
    assert text.count(derived.END.format(name)) == 1
    assert derived.with_table(text, name) == text


def test_the_page_of_parts_is_what_there_is() -> None:
    assert parts.PAGE.read_text(encoding="utf-8") == parts.page()


def test_the_map_of_the_lessons_is_theirs() -> None:
    drawn = (derived.DOCS / "gallery" / "lessons.svg").read_text(encoding="utf-8")
    assert drawn == derived.lessons_map()


def test_every_row_of_the_course_has_a_notebook_and_a_test() -> None:
    taught = [row for rows in course.TAUGHT.values() for row in rows.split()]
    assert sorted(taught) == sorted(course.TITLES)
    assert sorted(course.TAUGHT) == sorted(path.stem for path in course.NOTEBOOKS.glob("*.ipynb"))
    assert [row for row, files in course.tests_by_row().items() if not files] == []


def test_door_is_sorted_and_complete() -> None:
    assert autograd.__all__ == sorted(set(autograd.__all__), key=natural)
    assert set(functions.__all__) <= set(autograd.__all__)
    assert set(functions.__all__) <= set(OPS)


def natural(name: str) -> tuple[bool, list[str | int]]:
    """Classes before functions, and log2 before log10: as the linter sorts ``__all__``."""
    parts = [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name) if part]
    return (not name[0].isupper(), parts)


@pytest.mark.parametrize("name", autograd.__all__)
def test_every_name_of_the_door_exists(name: str) -> None:
    found = getattr(autograd, name)
    assert name in dir(autograd)
    assert found.__doc__
    if name in functions.__all__:
        assert found is functions.GENERIC[name]


def test_a_prompt_offers_the_door_and_nothing_else() -> None:
    assert dir(autograd) == sorted([*autograd.__all__, "__version__"])
    assert dir(exercises) == sorted(exercises.__all__)


def test_unknown_names_are_missing_from_the_door() -> None:
    with pytest.raises(AttributeError, match="module 'autograd' has no attribute 'gradient'") as e:
        autograd.gradient  # noqa: B018
    assert (e.value.name, e.value.obj) == ("gradient", autograd)  # Python suggests a name by these
    with pytest.raises(ImportError):
        from autograd import gradient  # noqa: F401


def test_no_public_name_of_the_package_hides_from_the_door() -> None:
    modules = {name for name, thing in vars(autograd).items() if isinstance(thing, ModuleType)}
    public = {name for name in vars(autograd) if not name.startswith("_")} - modules
    public.remove("TYPE_CHECKING")
    assert public <= set(autograd.__all__)

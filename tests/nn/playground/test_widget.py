"""The widget: what it shares with its page, and what it hands on."""

import sys
from typing import Any

import pytest

import autograd as ag
from nn.playground.checking import settings_of
from nn.playground.page_data import page_tables
from nn.playground.widget import widget

SETTINGS = settings_of({"task": "xor"})


def made(told: list[Any]) -> Any:
    pytest.importorskip("anywidget", reason="anywidget is not installed")
    return widget(page_tables(), SETTINGS, ["why"], "1e30", told.append)


def test_a_page_is_given_its_tables_and_where_to_begin() -> None:
    shown = made([])
    assert shown.page["tables"] == page_tables()
    assert shown.page["hidden"] == ["why"]
    assert shown.page["script"].startswith('"use strict";')
    assert (shown.settings, shown.state) == (SETTINGS, "1e30")


def test_its_script_is_a_module_that_renders() -> None:
    text = made([])._esm
    assert str(text).endswith("\nexport default { render };\n")
    assert "export { render }" not in str(text)


def test_only_reports_are_handed_on() -> None:
    told: list[Any] = []
    shown = made(told)
    for content in ({"kind": "other"}, "report", {"kind": "report", "epoch": 3}):
        shown._handle_custom_msg(content, [])
    assert told == [{"kind": "report", "epoch": 3}]


def test_without_anywidget_the_file_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    from nn.playground import widget as module

    module._kind.cache_clear()
    monkeypatch.setitem(sys.modules, "anywidget", None)
    with pytest.raises(ag.MissingPackageError, match=r"\.save\('playground\.html'\)"):
        widget(page_tables(), SETTINGS, [], "", print)

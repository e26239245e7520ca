"""What the page is made of: whole scripts, the styles in their order, plain tables."""

import json

from nn.playground.page_data import page_tables, script, style


def test_the_tables_are_plain_data() -> None:
    assert json.loads(json.dumps(page_tables(), allow_nan=False)) == page_tables()


def test_a_script_is_all_of_it_and_a_module_again_where_that_is_asked_for() -> None:
    for name in ("file", "widget", "worker_script"):
        text = script(name)
        assert text.startswith('"use strict";\n')
        assert "\nimport " not in text
    assert script("widget", "render").endswith("\nexport { render };\n")


def test_the_style_that_others_stand_on_is_the_first() -> None:
    assert style().index("--paper:") < style().index(".controls")

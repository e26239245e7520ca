"""The file's text: one page, small, with a policy that forbids what it does not need."""

import base64
import gzip
import hashlib
import json
import re

from nn.playground.checking import settings_of
from nn.playground.file import page
from nn.playground.page_data import page_tables, script

SETTINGS = settings_of({"task": "xor"})
HTML = page(page_tables(), SETTINGS, ["why"], "1e30")


def part(pattern: str) -> str:
    found = re.search(pattern, HTML, re.DOTALL)
    assert found is not None
    return found[1]


def test_a_file_is_smaller_than_300_kilobytes() -> None:
    assert len(HTML.encode()) < 300_000


def test_it_holds_its_tables_and_settings() -> None:
    packed = part('<script type="application/octet-stream" id="data">(.*?)</script>')
    data = json.loads(gzip.decompress(base64.b64decode(packed)))
    assert data == {
        "tables": page_tables(),
        "settings": SETTINGS,
        "hidden": ["why"],
        "state": "1e30",
        "script": script("file"),
    }


def test_its_policy_allows_its_one_script_and_style_and_no_eval() -> None:
    policy = part('http-equiv="Content-Security-Policy" content="(.*?)"')
    for told in (part("<script>(.*?)</script>"), part("<style>(.*?)</style>")):
        assert base64.b64encode(hashlib.sha256(told.encode()).digest()).decode() in policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe-eval'" in policy.replace("'wasm-unsafe-eval'", "'wasm-unsafe-eval'")
    assert "'unsafe-eval'" not in policy
    assert "unsafe-inline" not in policy
    assert "http" not in policy


def test_one_playground_gives_one_file() -> None:
    assert page(page_tables(), SETTINGS, ["why"], "1e30") == HTML


def test_no_comment_of_the_package_is_in_it() -> None:
    assert not re.search(r"(?m)^ *//", part("<script>(.*?)</script>"))

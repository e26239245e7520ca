"""How the page is put together; what it does in a browser is in tests/browser."""

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from autograd.show.player import page as module
from autograd.show.player.page import SCRIPTS, page
from tests.show_samples import ALL

FOLDER = Path(module.__file__).parent / "page"
STILL = '<?xml version="1.0"?>\n<svg>still</svg>'
DATA: dict[str, Any] = {"parts": [], "order": []}


def between(html: str, tag: str) -> str:
    found = re.search(f"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
    assert found
    return found[1]


def film_in(html: str) -> Any:
    return json.loads(html.partition('id="film">')[2].partition("</script>")[0])


def test_the_policy_allows_script_and_style_by_their_hash_and_nothing_else() -> None:
    html = page(DATA, "a player", STILL)
    allowed = []
    for tag in ("script", "style"):
        digest = hashlib.sha256(between(html, tag).encode()).digest()
        allowed.append(f"{tag}-src 'sha256-{base64.b64encode(digest).decode()}'")
    policy = html.partition('Content-Security-Policy" content="')[2].partition('"')[0]
    assert policy.split("; ") == [
        "default-src 'none'",
        *allowed,
        "base-uri 'none'",
        "form-action 'none'",
    ]


def test_the_style_of_the_still_picture_is_allowed_too() -> None:
    html = page(DATA, "a player", "<svg><style>.a{fill:red}</style></svg>")
    digest = base64.b64encode(hashlib.sha256(b".a{fill:red}").digest()).decode()
    styles = html.partition("style-src ")[2].partition(";")[0]
    assert styles.split(" ")[1:] == [f"'sha256-{digest}'"]


def test_every_script_of_the_folder_stands_in_the_page_once_and_in_order() -> None:
    assert {path.stem for path in FOLDER.glob("*.js")} == set(SCRIPTS)
    script = between(page(DATA, "a player", STILL), "script")
    places = [script.index((FOLDER / f"{name}.js").read_text("utf-8")) for name in SCRIPTS]
    assert places == sorted(places)
    assert script.startswith('"use strict";\n{\n')  # one scope, none of it the window's


def test_no_name_is_declared_in_two_scripts() -> None:
    found: list[str] = []
    for path in [*FOLDER.parents[2].glob("*.js"), *FOLDER.glob("*.js")]:
        text = path.read_text("utf-8").replace("export ", "")
        found += re.findall(r"^(?:const|let|function|class) (\w+)", text, re.MULTILINE)
    assert len(found) > 60
    assert sorted(found) == sorted(set(found))


def test_summary_and_still_picture_stand_in_their_places() -> None:
    html = page(DATA, "<b>12</b> nodes & more", STILL)
    assert '<p id="note">&lt;b&gt;12&lt;/b&gt; nodes &amp; more</p>' in html
    assert '<div class="still"><svg>still</svg></div>' in html
    assert "<?xml" not in html


@pytest.mark.parametrize("text", [*ALL.values(), "</script>", "{{style}}", "\u2028"])
def test_any_text_comes_through_the_data_and_opens_no_tag(text: str) -> None:
    plain, strange = page({"name": "x"}, "", STILL), page({"name": text}, "", STILL)
    assert film_in(strange) == {"name": text}
    assert strange.count("<") == plain.count("<")


def test_inf_and_nan_are_refused_as_json_has_neither() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        page({"data": float("nan")}, "", STILL)

"""A hook of MkDocs: where a page says ``<!-- playground: task="moons" -->`` a playground stands.

What it says are the arguments of ``nn.Playground``, whose file is made when the site is built and
shown in a frame; code hosts show nothing there.
"""

import ast
import hashlib
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
_SAID = re.compile(r"^<!-- playground: ?(.*?) -->$", re.MULTILINE)
_FRAME = """\
<iframe class="playground" data-src="{at}" title="Playground: {title}" loading="lazy"></iframe>

[{picture}Open the playground in a page of its own]({at}){{.playground-open target=_blank}}
"""
#: on a phone it stands for the frame, which would be a scroll within a scroll
_PICTURE = "gallery/playground.png"


def on_files(files: Any, config: Any) -> None:
    """Add the file of each playground that a page asks for."""
    from mkdocs.structure.files import File

    asked = {said for file in files.documentation_pages() for said in _asked(file.content_string)}
    for said in sorted(asked):
        files.append(File.generated(config, address(said), content=made(said)))


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put the frames in."""
    picture = "" if _PICTURE in markdown else f"![]({_PICTURE})"

    def frame(found: re.Match[str]) -> str:
        return _FRAME.format(at=address(found[1]), title=_title(found[1]), picture=picture)

    return _SAID.sub(frame, markdown)


def _asked(text: str) -> Iterator[str]:
    return (found[1] for found in _SAID.finditer(text))


def address(said: str) -> str:
    """The place of the file in the site."""
    return f"site/playground-{hashlib.sha256(said.encode()).hexdigest()[:8]}.html"


def _title(said: str) -> str:
    return str(_settings(said).get("task", "xor"))


def _settings(said: str) -> dict[str, Any]:
    """The arguments, which are written as in Python.

    >>> _settings('task="moons", hidden=[8, 8]')
    {'task': 'moons', 'hidden': [8, 8]}
    """
    call: Any = ast.parse(f"f({said})", mode="eval").body
    return {word.arg: ast.literal_eval(word.value) for word in call.keywords}


def made(said: str) -> str:
    """The file of a playground with these settings."""
    if sys.path[0] != str(ROOT):
        sys.path.insert(0, str(ROOT))  # the pages are of this checkout
    from nn import Playground

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "playground.html"
        Playground(**_settings(said)).save(path)
        return path.read_text(encoding="utf-8")

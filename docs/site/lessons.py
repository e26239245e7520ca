"""A hook of MkDocs: every lesson of the course as a page, with what its cells showed.

A notebook is Markdown with code and outputs between; it becomes Markdown, so that headings, search
and colours are those of all pages. Outputs are HTML already and are put in when the rest is done;
images become files. The notebook itself lies beside its page.
"""

import base64
import html
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
_OPENED = re.compile(r"<details( open)?>")
#: a formula on a line of its own within a paragraph
_WITHIN = re.compile(r"(?<=[^\n]\n)( *)\$\$(.*?)\$\$", re.DOTALL)
#: what an image of a lesson shows is told by the text around it
_TOLD = "What the code above shows"
_shown: dict[str, list[str]] = {}  # page -> its outputs


def on_config(config: Any) -> None:
    """Put the lessons into the navigation."""
    entry: dict[str, Any] = next(item for item in config.nav if "Lessons" in item)
    entry["Lessons"] = [{_title(path): f"notebooks/{path.stem}.md"} for path in NOTEBOOKS]


def _title(path: Path) -> str:
    """The number of a lesson, and its heading."""
    first = json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"]
    heading = "".join(first).partition("\n")[0].removeprefix("# ").replace("`", "")
    return f"{path.stem[:2]} {heading}"


def on_files(files: Any, config: Any) -> None:
    """Add the pages, their images, and the notebooks as they are."""
    from mkdocs.structure.files import File

    for path in NOTEBOOKS:
        lesson = Lesson(path.stem, json.loads(path.read_text(encoding="utf-8")))
        uri = f"notebooks/{path.stem}.md"
        files.append(File.generated(config, uri, content=lesson.markdown()))
        files.append(File.generated(config, f"notebooks/{path.name}", content=path.read_bytes()))
        for name, content in lesson.images.items():
            files.append(File.generated(config, f"notebooks/{name}", content=content))
        _shown[uri] = lesson.outputs


def on_post_page(output: str, page: Any, **_: Any) -> str:
    """Put the outputs in, after the search has read the page."""
    for i, shown in enumerate(_shown.get(page.file.src_uri, ())):
        output = output.replace(_place(i), f'<div class="lesson-output">\n{shown}</div>')
    return output


def _place(i: int) -> str:
    return f'<div id="lesson-output-{i}"></div>'


class Lesson:
    """A notebook on its way to a page; ``outputs`` and ``images`` fill as it is written."""

    def __init__(self, name: str, notebook: Mapping[str, Any]) -> None:
        self.name, self.cells = name, notebook["cells"]
        self.outputs: list[str] = []
        self.images: dict[str, bytes] = {}

    def markdown(self) -> str:
        """The page, with a place for each output."""
        title, *rest = [part for cell in self.cells for part in self._parts(cell)]
        told = f"*[This lesson as a notebook]({self.name}.ipynb), in which the exercises answer.*"
        head, _, below = title.partition("\n")
        return "\n\n".join([head, told, below, *rest, ""])

    def _parts(self, cell: Mapping[str, Any]) -> Iterator[str]:
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            text = _OPENED.sub(r'<details markdown="1"\1>', text)
            yield _WITHIN.sub(r"\1$\\displaystyle \2$", text)
            return
        yield f"````python\n{text}\n````"
        shown = "".join(self._html(output) for output in cell.get("outputs", ()))
        if shown:
            yield _place(len(self.outputs))
            self.outputs.append(shown)

    def _html(self, output: Mapping[str, Any]) -> str:
        if output["output_type"] == "stream":
            return _pre(output["text"], "live-warned" if output["name"] == "stderr" else "")
        if output["output_type"] == "error":
            return _pre("\n".join(output["traceback"]), "live-failed")
        data = {kind: x if isinstance(x, str) else "".join(x) for kind, x in output["data"].items()}
        if (text := data.get("text/html")) is not None:
            return f"<div>{text}</div>\n"
        if (image := data.get("image/png")) is not None:
            name = f"{self.name}-{len(self.images)}.png"
            self.images[name] = base64.b64decode(image)
            return f'<img src="{name}" alt="{_TOLD}">\n'
        if (latex := data.get("text/latex")) is not None:
            return f'<div class="arithmatex">{html.escape(latex.strip().strip("$"))}</div>\n'
        return _pre(data.get("text/plain", ""))


def _pre(text: Any, kind: str = "") -> str:
    plain = html.escape("".join(text))
    return f'<pre class="{kind}" tabindex="0">{plain}</pre>\n' if plain.strip() else ""

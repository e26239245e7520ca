"""A hook of MkDocs: what the pages run comes along, so that no page asks another host for anything.

Pyodide (Python for browsers) and KaTeX (formulas) come from npm, each pinned by the sum of its
bytes, and of each only the files that a page loads. Beside them stand this project's own wheel and,
in one archive, the pure Python that it needs in a page. Nothing of this is kept in the repository.
"""

import hashlib
import importlib.util
import io
import json
import logging
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent.parent
log = logging.getLogger("mkdocs.hooks.vendored")  # heard by a strict build


class Package(NamedTuple):
    """A package of npm: its version, the SHA-256 of its archive, and what a page needs of it."""

    name: str
    version: str
    sum: str
    files: tuple[str, ...]


PYODIDE = Package(
    "pyodide",
    "314.0.7",
    "66b7949e5a0cba2250b586d7e368bf12fb482800748d182c4618254b685ffaa0",
    ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"),
)
LOCK = "pyodide-lock.json"
KATEX = Package(
    "katex",
    "0.19.1",
    "24da5a599eb2fcede2e270b99a6ff48bca816beecc95feeb84e8cccbd1bb34fd",
    ("dist/katex.min.js", "dist/katex.min.css", "dist/fonts/*.woff2"),
)


def on_files(files: Any, config: Any) -> None:
    """Add them all; a strict build ends where that cannot be."""
    from mkdocs.structure.files import File

    try:
        for path, content in contents():
            files.append(File.generated(config, path, content=content))
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        log.warning("cells will not run, nor formulas be set: %s", error)


def contents() -> Iterator[tuple[str, bytes]]:
    """Path in the site -> bytes."""
    lock = json.loads(_of(PYODIDE)[LOCK]) | {"packages": {}}  # none of those is offered
    yield f"site/live/pyodide/{LOCK}", json.dumps(lock).encode()
    for path, content in _chosen(PYODIDE):
        yield f"site/live/pyodide/{path}", content
    for path, content in _chosen(KATEX):
        yield f"site/katex/{path.removeprefix('dist/')}", content
    yield "site/live/chainrule.whl", wheel()
    yield "site/live/needed.zip", needed()


def _chosen(package: Package) -> Iterator[tuple[str, bytes]]:
    for path, content in _of(package).items():
        if any(Path(path).match(pattern) for pattern in package.files):
            yield path, content


@cache
def _of(package: Package) -> dict[str, bytes]:
    """All files of a package of npm, which keeps what it once fetched.

    Raises ``FileNotFoundError`` without npm, ``CalledProcessError`` where it gets nothing, and
    ``ValueError`` for bytes that are not those that were seen when this was written.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise FileNotFoundError("npm is not installed, which fetches Pyodide and KaTeX")
    with tempfile.TemporaryDirectory() as folder:
        wanted = f"{package.name}@{package.version}"
        command = [npm, "pack", wanted, "--prefer-offline", "--silent", "--pack-destination"]
        subprocess.run([*command, folder], check=True, stdout=subprocess.PIPE)
        (archive,) = Path(folder).iterdir()
        content = archive.read_bytes()
    if hashlib.sha256(content).hexdigest() != package.sum:
        raise ValueError(f"{wanted} is not the package that vendored.py has the sum of")
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        members = {m.name.removeprefix("package/"): tar.extractfile(m) for m in tar if m.isfile()}
        return {name: member.read() for name, member in members.items() if member}


def wheel() -> bytes:
    """This checkout's wheel, as people install it."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory"]
        subprocess.run([*command, folder], cwd=ROOT, check=True, capture_output=True)
        (made,) = Path(folder).iterdir()
        return made.read_bytes()


def needed() -> bytes:
    """An archive of the package graphviz, which pictures are made of, and of what runs a cell."""
    spec = importlib.util.find_spec("graphviz")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the package graphviz is not installed")
    top = Path(spec.origin).parent
    sources = {f"graphviz/{path.relative_to(top)}": path for path in sorted(top.rglob("*.py"))}
    sources["cell.py"] = Path(__file__).parent / "live" / "cell.py"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in sources.items():
            archive.writestr(zipfile.ZipInfo(name), path.read_bytes(), zipfile.ZIP_DEFLATED)
    return content.getvalue()

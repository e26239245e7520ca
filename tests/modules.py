"""JavaScript modules in Node: a text that uses them, given JSON, and what it answers."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from autograd.bundle import bundle

FRAME = """
import {{ readFileSync }} from "node:fs";
{modules}
const answer = ({code});
process.stdout.write(JSON.stringify(await answer(JSON.parse(readFileSync(0, "utf8")))));
"""


def run(paths: Sequence[str], code: str, given: Any = None) -> Any:
    """What ``code``, a function in JavaScript, makes of ``given`` with these modules at hand."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node on this machine")
    modules = bundle(paths).removeprefix('"use strict";\n')
    with TemporaryDirectory() as folder:
        script = Path(folder) / "script.mjs"
        script.write_text(FRAME.format(modules=modules, code=code), encoding="utf-8")
        done = subprocess.run(
            [node, script],
            input=json.dumps(given),
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    if done.returncode:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout, parse_int=float)  # JavaScript has one kind of number

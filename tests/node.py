"""Modules of the page in Node, with a script behind them that says what it found."""

import json
import math
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from autograd.bundle import bundle

#: numbers that JSON has not go as texts, there and back
SCRIPT = """
import { readFileSync } from "node:fs";
const read = (key, x) => (x?.["#"] === undefined ? x : Number(x["#"]));
const written = (key, x) =>
  typeof x === "number" && !Number.isFinite(x) ? { "#": String(x) }
    : Object.is(x, -0) ? { "#": "-0" }
    : ArrayBuffer.isView(x) ? [...x]
    : x;
const given = JSON.parse(readFileSync(0, "utf8"), read);
const answer = (x) => console.log(JSON.stringify(x, written));
"""


def run(paths: Sequence[str], script: str, **given: Any) -> Any:
    """What ``answer(…)`` was called with in a script behind these modules; it finds ``given``."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node here")
    text = SCRIPT + bundle(paths).removeprefix('"use strict";\n') + script
    with TemporaryDirectory() as folder:  # the whole screen is too long for an argument
        file = Path(folder) / "script.mjs"
        file.write_text(text, encoding="utf-8")
        done = subprocess.run(
            [node, file],
            input=json.dumps(_told(given), allow_nan=False),
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout, object_hook=_number)


def answer(paths: Sequence[str], script: str, given: Any = None) -> Any:
    """What ``script`` returns: the body of an asynchronous function of ``given``."""
    text = f"(async (given) => {{{script}}})(given.given).then((found) => answer(found ?? null));"
    return run(paths, text, given=given)


def _told(x: Any) -> Any:
    if isinstance(x, float) and (not math.isfinite(x) or str(x) == "-0.0"):
        return {"#": "NaN" if x != x else str(x).replace("inf", "Infinity")}
    if isinstance(x, dict):
        return {key: _told(value) for key, value in x.items()}
    return [*map(_told, x)] if isinstance(x, (list, tuple)) else x


def _number(found: dict[str, Any]) -> Any:
    return float(found["#"]) if [*found] == ["#"] else found

"""JavaScript modules of the packages in Node: one question, one answer, as JSON."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from typing import Any

import pytest

from autograd.bundle import bundle


def answer(paths: Sequence[str], script: str, given: Any = None) -> Any:
    """What ``script`` returns: the body of an asynchronous function of ``given``.

    The modules at these paths stand before it, so it may use all that they declare. Numbers that
    JSON has not come as texts.
    """
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node here")
    text = f"""{bundle(paths)}
const told = (key, x) => (typeof x === "number" && !Number.isFinite(x) ? String(x) : x);
const listed = (key, x) => told(key, ArrayBuffer.isView(x) ? Array.from(x) : x);
const main = async (given) => {{{script}}};
main({json.dumps(given)}).then((found) => console.log(JSON.stringify(found ?? null, listed)));
"""
    run = subprocess.run(
        [node, "--input-type=module", "-"], input=text, capture_output=True, text=True, check=False
    )
    if run.returncode:
        raise RuntimeError(run.stderr[-2000:])
    return json.loads(run.stdout)

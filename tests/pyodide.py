"""Python as the site's pages have it: the files that the site has, in Node."""

import json
import subprocess
from pathlib import Path

#: what worker.js does, without a page
SCRIPT = """
import { readFileSync } from "node:fs";
const [folder, code] = process.argv.slice(2);
const { loadPyodide } = await import(`file://${folder}/pyodide/pyodide.mjs`);
const python = await loadPyodide({ indexURL: `${folder}/pyodide/` });
for (const [name, form] of [["chainrule.whl", "wheel"], ["needed.zip", "zip"]]) {
  python.unpackArchive(new Uint8Array(readFileSync(`${folder}/${name}`)), form);
}
try {
  console.log(JSON.stringify({ found: python.runPython(code) }));
} catch (error) {
  console.log(JSON.stringify({ error: error.message }));
}
"""


def in_page(code: str, site: Path, node: str) -> str:
    """What the last expression of the code is, a text; ``AssertionError`` says what went wrong."""
    script = site.parent / "page.mjs"
    script.write_text(SCRIPT, encoding="utf-8")
    command = [node, str(script), str(site / "site" / "live"), code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    answer = json.loads(done.stdout.splitlines()[-1])
    assert "error" not in answer, answer["error"]
    return str(answer["found"])

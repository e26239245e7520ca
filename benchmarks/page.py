"""A training step where pages run: WebAssembly, and the same program as data, in Node and Chromium.

    python -m benchmarks.page

Forward and backward of small networks (squared error, no optimiser). "made" is the module's or the
data's making from a recording, "first" all from there to the first step's result in the page; a
step's time is the median, and the best, of many short batches.
"""

import base64
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import autograd as ag
import nn
from autograd.compiler.backends.wasm.data import program_data
from autograd.compiler.backends.wasm.kernel import wasm_module
from autograd.compiler.backends.wasm.page import engine_text
from autograd.compiler.versions import Version

#: (sizes, examples)
NETWORKS = (((2, 8, 8, 1), 200), ((2, 16, 16, 1), 100))
ACTIVATIONS = ("relu", "tanh", "sigmoid")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")

MEASURE = """
async ({ code, data, columns, parameters }) => {
  const begin = performance.now();
  const program = data.loops
    ? interpret(data)
    : await load(Uint8Array.from(atob(code), (c) => c.charCodeAt(0)), data);
  const batch = program.bind(columns);
  batch.step(parameters);
  const first = performance.now() - begin;
  const own = Float64Array.from(parameters), times = [];
  for (let k = 0; k < 300; k++) {
    const start = performance.now();
    for (let i = 0; i < 50; i++) batch.step(own);
    times.push(((performance.now() - start) / 50) * 1000);
  }
  return { first, times: times.slice(50) };
}
"""
Place = Callable[[dict[str, Any]], dict[str, Any]]


def recorded(sizes: tuple[int, ...], activation: str) -> Version:
    """A network's loss with its gradient."""
    model = nn.MLP(sizes[0], sizes[1:], activation=activation, rng=0)
    loss = ag.compile(lambda x, y, t: nn.squared_error(model([x, y]), t))
    return loss._versions.get(3, gradient=True)


def kinds(version: Version, examples: int) -> Iterator[tuple[str, float, dict[str, Any]]]:
    """What a page is given: the kind, the milliseconds to make it, and all that it is."""
    loops, sums = version.loops, version.sums
    columns = [[(i * k % 17) / 8 - 1 for i in range(examples)] for k in (3, 5, 7)]
    given = {"columns": columns, "parameters": version.parameters()}
    start = time.perf_counter()
    made = wasm_module(loops, sums)
    seconds = time.perf_counter() - start
    code = base64.b64encode(made.code).decode()
    yield "wasm", 1e3 * seconds, {**given, "code": code, "data": made.descriptor}
    start = time.perf_counter()
    data = program_data(loops, sums)
    yield "data", 1e3 * (time.perf_counter() - start), {**given, "code": "", "data": data}


def in_node(given: dict[str, Any]) -> dict[str, Any]:
    """Measured by Node."""
    with tempfile.TemporaryDirectory() as folder:
        call = f"({MEASURE})({json.dumps(given)}).then((x) => console.log(JSON.stringify(x)));"
        script = Path(folder) / "main.mjs"
        script.write_text(f"{engine_text(module=False)}\n{call}", encoding="utf-8")
        done = subprocess.run(["node", script], capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def in_chromium(given: dict[str, Any]) -> dict[str, Any]:
    """Measured by a page of Chromium without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.add_script_tag(content=engine_text(module=False))
        found: dict[str, Any] = page.evaluate(MEASURE, given)
        browser.close()
    return found


def main() -> None:
    """Print the table."""
    places: dict[str, Place] = {"node": in_node} if shutil.which("node") else {}
    places |= {"chromium": in_chromium} if CHROMIUM else {}
    print("network      activation  in        as    made ms  first ms  step µs   best")
    for sizes, examples in NETWORKS:
        for activation in ACTIVATIONS:
            for kind, made, given in kinds(recorded(sizes, activation), examples):
                for name, place in places.items():
                    found = place(given)
                    step, best = statistics.median(found["times"]), min(found["times"])
                    print(
                        f"{'-'.join(map(str, sizes)):12} {activation:11} {name:9} {kind:5}"
                        f"{made:8.1f}{found['first']:10.1f}{step:9.1f}{best:7.1f}"
                    )


if __name__ == "__main__":
    main()

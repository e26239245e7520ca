"""A training step where pages run, in Node and Chromium.

    python -m benchmarks.page

Forward and backward of small networks (squared error, no optimiser): "wasm" and "data" are what
Python makes of a recording, "own wasm" and "own data" what the page makes of the network's graph.
"made" is the making in Python, "first" all from there to the first step's result in the page (for
its own also differentiation); a step's time is the median, and the best, of many short batches.
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
from autograd.bundle import bundle
from autograd.compiler.backends.wasm.data import program_data
from autograd.compiler.backends.wasm.kernel import wasm_module
from autograd.page.table import expression, op_table

#: (sizes, examples)
NETWORKS = (((2, 8, 8, 1), 200), ((2, 16, 16, 1), 100))
ACTIVATIONS = ("relu", "tanh", "sigmoid")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")

MEASURE = """
async ({ kind, code, data, columns, parameters, ops, expression }) => {
  const begin = performance.now();
  const roads = {
    wasm: () => load(Uint8Array.from(atob(code), (c) => c.charCodeAt(0)), data),
    data: () => interpret(data),
    "own wasm": () => recorded(true),
    "own data": () => recorded(false),
  };
  const recorded = (wasm) => {
    const graph = new Graph(ops);
    const leaves = (many, kind) => Array.from(many, (_, i) => graph.leaf(`${i}`, kind));
    const inputs = leaves(columns, "input"), weights = leaves(parameters, "parameter");
    const [loss] = graph.instantiate(expression, [...inputs, ...weights]);
    const outputs = [loss, ...graph.gradient(loss, weights)], sums = outputs.length;
    return compileProgram({ graph, inputs, parameters: weights, outputs, sums }, { wasm });
  };
  const program = await roads[kind]();
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
TEXT = bundle(
    [
        "autograd/compiler/backends/wasm/engine.js",
        "autograd/compiler/backends/wasm/interpreter.js",
        "autograd/page/graph.js",
        "autograd/page/program.js",
    ]
)
Place = Callable[[dict[str, Any]], dict[str, Any]]


def kinds(
    sizes: tuple[int, ...], activation: str, examples: int
) -> Iterator[tuple[float, dict[str, Any]]]:
    """What a page is given of a network's loss: milliseconds to make it, and all that it is."""
    model = nn.MLP(sizes[0], sizes[1:], activation=activation, rng=0)

    def loss(x: Any, y: Any, t: Any) -> Any:
        return nn.squared_error(model([x, y]), t)

    version = ag.compile(loss)._versions.get(3, gradient=True)
    columns = [[(i * k % 17) / 8 - 1 for i in range(examples)] for k in (3, 5, 7)]
    given = {"columns": columns, "parameters": [p.data for p in model.parameters()]}
    loops, sums = version.loops, version.sums
    made, milliseconds = timed(lambda: wasm_module(loops, sums))
    code = base64.b64encode(made.code).decode()
    yield milliseconds, {**given, "kind": "wasm", "code": code, "data": made.descriptor}
    data, milliseconds = timed(lambda: program_data(loops, sums))
    yield milliseconds, {**given, "kind": "data", "data": data}
    told, milliseconds = timed(lambda: expression(loss, 3, model.parameters()))
    given |= {"expression": told, "ops": op_table(op for op, *_ in told["steps"])}
    for kind in ("own wasm", "own data"):
        yield milliseconds, {**given, "kind": kind}


def timed(make: Callable[[], Any]) -> tuple[Any, float]:
    """What is made, and the milliseconds that it took."""
    start = time.perf_counter()
    made = make()
    return made, 1e3 * (time.perf_counter() - start)


def in_node(given: dict[str, Any]) -> dict[str, Any]:
    """Measured by Node."""
    with tempfile.TemporaryDirectory() as folder:
        call = f"({MEASURE})({json.dumps(given)}).then((x) => console.log(JSON.stringify(x)));"
        script = Path(folder) / "main.mjs"
        script.write_text(f"{TEXT}\n{call}", encoding="utf-8")
        done = subprocess.run(["node", script], capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def in_chromium(given: dict[str, Any]) -> dict[str, Any]:
    """Measured by a page of Chromium without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.add_script_tag(content=TEXT)
        found: dict[str, Any] = page.evaluate(MEASURE, given)
        browser.close()
    return found


def main() -> None:
    """Print the table."""
    places: dict[str, Place] = {"node": in_node} if shutil.which("node") else {}
    places |= {"chromium": in_chromium} if CHROMIUM else {}
    print("network      activation  in        as            made ms  first ms  step µs   best")
    for sizes, examples in NETWORKS:
        for activation in ACTIVATIONS:
            for made, given in kinds(sizes, activation, examples):
                for name, place in places.items():
                    found = place(given)
                    step, best = statistics.median(found["times"]), min(found["times"])
                    network, kind = "-".join(map(str, sizes)), given["kind"]
                    print(
                        f"{network:12} {activation:11} {name:9} {kind:10}"
                        f"{made:8.1f}{found['first']:10.1f}{step:9.1f}{best:7.1f}"
                    )


if __name__ == "__main__":
    main()

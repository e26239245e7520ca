"""A compiled program in the browser: in a page, in a Worker, and where nothing may be compiled."""

import base64
import json
from typing import Any

import pytest

import autograd as ag
import nn
from autograd.bundle import bundle
from autograd.compiler.backends.wasm.data import program_data
from autograd.compiler.backends.wasm.kernel import wasm_module
from autograd.compiler.backends.wasm.page import engine_text
from autograd.page.table import expression, op_table
from tests import reading

COLUMNS = [[0.5, -1.0, 0.25], [1.5, 0.75, -0.125], [1.0, 0.0, -1.0]]
STEP = """
async ({ code, descriptor, columns, parameters }) => {
  const bytes = Uint8Array.from(atob(code), (c) => c.charCodeAt(0));
  const { value, gradient } = (await load(bytes, descriptor)).bind(columns).step(parameters);
  return [value, ...gradient];
}
"""
#: runs the same in a Worker that is made of a text
WORKER = """
({ text, ...given }) => new Promise((resolve, reject) => {
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const worker = new Worker(url);
  worker.onmessage = (event) => { worker.terminate(); resolve(event.data); };
  worker.onerror = (event) => reject(new Error(event.message));
  worker.postMessage(given);
})
"""


@pytest.fixture
def given() -> dict[str, Any]:
    version = reading.network((2, 8, 8, 1), "tanh")._versions.get(gradient=True)
    made = wasm_module(version.loops, version.sums)
    return {
        "code": base64.b64encode(made.code).decode(),
        "descriptor": made.descriptor,
        "columns": COLUMNS,
        "parameters": version.parameters(),
    }


@pytest.mark.parametrize("in_worker", [False, True])
def test_a_step_is_that_of_python(in_worker: bool, browser: Any, given: dict[str, Any]) -> None:
    value, gradient = reading.network((2, 8, 8, 1), "tanh").value_and_grad(*COLUMNS)
    context = browser.new_context(offline=True)
    page = context.new_page()
    if in_worker:
        answer = f"onmessage = async (event) => postMessage(await ({STEP})(event.data));"
        text = f"{engine_text(module=False)}\n{answer}"
        found = page.evaluate(WORKER, {"text": text, **given})
    else:
        text = f"{engine_text()}\nglobalThis.load = load;"
        page.add_script_tag(content=text, type="module")
        page.wait_for_function("() => 'load' in globalThis")
        found = page.evaluate(STEP, given)
    context.close()
    assert found == pytest.approx([value, *gradient], rel=1e-13, abs=1e-14)


#: a page that runs this one script, and may compile nothing
STRICT = """
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-a'">
<script nonce="a">TEXT</script>
"""
OWN = """
const given = GIVEN;
const graph = new Graph(given.ops);
const leaves = (kind, many) => Array.from({ length: many }, () => graph.leaf("", kind));
const inputs = leaves("input", 3), parameters = leaves("parameter", given.parameters.length);
const [loss] = graph.instantiate(given.expression, [...inputs, ...parameters]);
const outputs = [loss, ...graph.gradient(loss, parameters)];
const told = { graph, inputs, parameters, outputs, sums: outputs.length };
globalThis.found = compileProgram(told).then((program) => {
  const { value, gradient } = program.bind(given.columns).step(given.parameters);
  return [program.kind, value, ...gradient];
});
"""


@pytest.mark.parametrize("policy", ["'nonce-a' 'wasm-unsafe-eval'", "'nonce-a'"])
def test_a_page_runs_its_own_graph_whatever_its_policy(policy: str, browser: Any) -> None:
    model = nn.MLP(2, [4, 1], activation="tanh", rng=0)

    def loss(x: Any, y: Any, t: Any) -> Any:
        return nn.squared_error(model([x, y]), t)

    told = expression(loss, 3, model.parameters())
    ops, numbers = op_table(op for op, *_ in told["steps"]), [p.data for p in model.parameters()]
    given = {"ops": ops, "expression": told, "columns": COLUMNS, "parameters": numbers}
    script = bundle(["autograd/page/graph.js", "autograd/page/program.js"])
    text = f"{script}\n{OWN.replace('GIVEN', json.dumps(given))}"
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.set_content(STRICT.replace("TEXT", text).replace("'nonce-a'", policy))
    kind, *found = page.evaluate("() => globalThis.found")
    context.close()
    value, gradient = ag.compile(loss).value_and_grad(*COLUMNS)
    assert kind == ("wasm" if "wasm" in policy else "interpreted")
    assert found == pytest.approx([value, *gradient], rel=1e-13, abs=1e-14)


BOTH = """
const given = GIVEN;
const refused = load(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0), {}).catch((e) => e.name);
const { value, gradient } = interpret(given.data).bind(given.columns).step(given.parameters);
globalThis.found = refused.then((name) => [name, value, ...gradient]);
"""


def test_a_strict_policy_forbids_modules_not_data(browser: Any, given: dict[str, Any]) -> None:
    f = reading.network((2, 8, 8, 1), "tanh")
    version = f._versions.get(gradient=True)
    told = {**given, "data": program_data(version.loops, version.sums)}
    script = f"{engine_text(module=False)}\n{BOTH.replace('GIVEN', json.dumps(told))}"
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.set_content(STRICT.replace("TEXT", script))
    name, *found = page.evaluate("() => globalThis.found")
    context.close()
    value, gradient = f.value_and_grad(*COLUMNS)
    assert name == "CompileError"
    assert found == pytest.approx([value, *gradient], rel=1e-13, abs=1e-14)

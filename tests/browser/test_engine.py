"""A compiled program in the browser: in a page, in a Worker, and where nothing may be compiled."""

import base64
import json
from typing import Any

import pytest

from autograd.compiler.backends.wasm.data import program_data
from autograd.compiler.backends.wasm.kernel import wasm_module
from autograd.compiler.backends.wasm.page import engine_text
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

"""A compiled program in the browser: in a page and in a Worker, with the network off."""

import base64
from typing import Any

import pytest

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

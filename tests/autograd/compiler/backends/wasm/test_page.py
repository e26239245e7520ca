"""The module that a page imports: what it refuses, and what may be written to between two steps."""

import base64
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import autograd as ag
from autograd.compiler.backends.languages.javascript import helpers
from autograd.compiler.backends.wasm.kernel import wasm_module
from autograd.compiler.backends.wasm.page import engine_text
from autograd.compiler.loops.find import apart
from autograd.compiler.loops.loop import Apply, Index, Loop, Loops
from autograd.compiler.record import record
from tests.loops import perceptron
from tests.wasm import Node


def run(script: str, folder: Path, loops: Loops, sums: int) -> Any:
    """What a script prints that has ``load``, ``bytes`` and ``descriptor``."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node here")
    made = wasm_module(loops, sums)
    (folder / "engine.mjs").write_text(engine_text(), encoding="utf-8")
    head = f"""
    import {{ load }} from "./engine.mjs";
    const bytes = Buffer.from("{base64.b64encode(made.code).decode()}", "base64");
    const descriptor = {json.dumps(made.descriptor)};
    const program = await load(bytes, descriptor);
    """
    (folder / "main.mjs").write_text(head + script, encoding="utf-8")
    done = subprocess.run(
        [node, "main.mjs"], cwd=folder, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def product() -> Loops:
    """The weighted sum of p·x."""
    x, w, p = Index("input", 0), Index("input", 1), Index("parameter", 0)
    body = Apply("mul", (w, Apply("mul", (p, x))))
    gradient = Apply("mul", (w, x))
    return Loops(2, 1, (Loop((), body, 0), Loop((), gradient, 1)), (3, 4))


def test_a_step_and_what_it_reads(tmp_path: Path) -> None:
    script = """
    const batch = program.bind([[1, 2, 6]]);
    const first = batch.step([10]);
    const found = [first.value, ...first.gradient, first.finite];
    batch.columns[0].set([4, 4, 4]);
    found.push(batch.step([10]).value, batch.step([10], 1).value, batch.step([Infinity]).finite);
    console.log(JSON.stringify(found));
    """
    assert run(script, tmp_path, product(), 2) == [30, 3, True, 40, 120, False]


def test_two_batches_of_one_program_do_not_meet(tmp_path: Path) -> None:
    script = """
    const one = program.bind([[1, 2]]), two = program.bind([Float64Array.of(5)]);
    const found = [one.step([1]).gradient, two.step([1]).gradient].map((g) => g[0]);
    console.log(JSON.stringify([...found, one.gradient[0]]));
    """
    assert run(script, tmp_path, product(), 2) == [1.5, 5, 1.5]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("program.bind([])", "RangeError: the program takes 1 columns, got 0"),
        ("program.bind([[]])", "RangeError: a batch has at least one example, got none"),
        ("program.bind([[1, 2]], 3)", "RangeError: columns have one length: number 0 has 2, not 3"),
        (
            "program.bind([[1]]).step([1, 2])",
            "RangeError: there are 1 parameters, got 2 numbers",
        ),
    ],
)
def test_what_is_refused(call: str, message: str, tmp_path: Path) -> None:
    script = f"try {{ {call} }} catch (e) {{ console.log(JSON.stringify(String(e))); }}"
    assert run(script, tmp_path, product(), 2) == message


def test_a_function_that_javascript_has_not_is_told(node: Node) -> None:
    loops = apart(record(lambda x: ag.sin(x), 1).program)
    made = wasm_module(loops)
    descriptor = made.descriptor | {"imports": ["lgamma"]}
    with pytest.raises(RuntimeError, match="JavaScript has no function lgamma: write the op"):
        node.ask("load", code=base64.b64encode(made.code).decode(), descriptor=descriptor)


def test_all_primitives_of_javascript_are_offered() -> None:
    offered = engine_text().partition("FUNCTIONS = {")[2].partition("}")[0]
    assert [name for name in helpers() if f" {name}" not in offered] == []


def test_memory_grows_with_the_batch(node: Node) -> None:
    bound = node(perceptron(2, 3), 13).bind([[0.5] * 30_001] * 2, 30_001)
    assert bound.run([0.1] * 12, 1 / 30_001)

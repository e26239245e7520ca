"""WebAssembly in Node: one process for all tests, in which modules run as they do in a page."""

import base64
import json
import struct
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autograd.compiler.backends.wasm.data import program_data
from autograd.compiler.backends.wasm.kernel import wasm_module
from autograd.compiler.backends.wasm.page import engine_text
from autograd.compiler.loops.loop import Loops

#: commands come as lines, and are answered so; numbers are told by their bits
SERVER = """
import { createInterface } from "node:readline";
import { interpret, load } from "./engine.mjs";
const doubles = (text) => new Float64Array(new Uint8Array(Buffer.from(text, "base64")).buffer);
const text = (numbers) => Buffer.from(Float64Array.from(numbers).buffer).toString("base64");
const made = [];
const commands = {
  load: async ({ code, descriptor }) =>
    made.push(await load(Buffer.from(code, "base64"), descriptor)) - 1,
  interpret: ({ data }) => made.push(interpret(data)) - 1,
  bind: ({ program, columns, examples }) =>
    made.push(made[program].bind(columns.map(doubles), examples)) - 1,
  step: ({ batch, parameters, weight }) => {
    const { value, gradient, finite } = made[batch].step(doubles(parameters), weight);
    const sums = made[batch].sums.length ? [value, ...gradient] : [];
    return { finite, sums: text(sums), outputs: made[batch].outputs.map(text) };
  },
};
for await (const line of createInterface({ input: process.stdin })) {
  const { command, ...given } = JSON.parse(line);
  let answer;
  try { answer = { found: await commands[command](given) }; }
  catch (error) { answer = { error: `${error.name}: ${error.message}` }; }
  console.log(JSON.stringify(answer));
}
"""


def _told(numbers: Sequence[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(numbers)}d", *numbers)).decode()


def _read(text: str) -> list[float]:
    content = base64.b64decode(text)
    return [*struct.unpack(f"<{len(content) // 8}d", content)]


class Node:
    """The process; use it as a context, and call it for a kernel."""

    def __init__(self, program: str, folder: Path) -> None:
        (folder / "engine.mjs").write_text(engine_text(), encoding="utf-8")
        (folder / "server.mjs").write_text(SERVER, encoding="utf-8")
        self.process = subprocess.Popen(
            [program, "server.mjs"],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, command: str, **given: Any) -> Any:
        """The answer to a command; ``RuntimeError`` for an error there."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"command": command, **given}) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer["found"]

    def __call__(self, loops: Loops, sums: int) -> "Kernel":
        """The program as a module."""
        made = wasm_module(loops, sums)
        code = base64.b64encode(made.code).decode()
        return Kernel(self, self.ask("load", code=code, descriptor=made.descriptor))

    def interpreted(self, loops: Loops, sums: int) -> "Kernel":
        """The program as data."""
        return Kernel(self, self.ask("interpret", data=program_data(loops, sums)))

    def __enter__(self) -> "Node":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()


class Kernel:
    """A program in Node, as the other backends have it."""

    def __init__(self, node: Node, place: int) -> None:
        self.node, self.place = node, place

    def bind(self, columns: Sequence[Any], examples: int) -> "Bound":
        told = [_told([*map(float, column)]) for column in columns]
        return Bound(
            self.node, self.node.ask("bind", program=self.place, columns=told, examples=examples)
        )


class Bound:
    """A batch there."""

    def __init__(self, node: Node, place: int) -> None:
        self.node, self.place = node, place
        self.sums: list[float] = []
        self.gradient: list[float] = []
        self.outputs: list[Any] = []

    def run(self, parameters: Any, weight: float) -> bool:
        told = _told([*map(float, parameters)])
        found = self.node.ask("step", batch=self.place, parameters=told, weight=weight)
        self.sums, self.outputs = _read(found["sums"]), [*map(_read, found["outputs"])]
        self.gradient = self.sums[1:]
        return bool(found["finite"])

"""The figures of ``docs/loops.md``, drawn from what the compiler finds."""

from html import escape
from pathlib import Path

import autograd as ag
import nn
from autograd.compiler.loops.picture import picture
from autograd.compiler.program import Program
from autograd.compiler.record import record
from tests import reading

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "loops.md"
GALLERY = ROOT / "docs" / "gallery"
_INK, _INKS = "#374151", ("#ea580c", "#3b82f6", "#16a34a")  # these are read on dark paper too


def figures() -> dict[str, str]:
    """File -> its SVG."""
    program = reading.named_of(reading.network((2, 4, 3, 1), "relu"))
    by_name = {program.target(loop).array.name: loop for loop in program.loops.loops}
    return {
        "loops-found.svg": scalars_and_loops(),
        "loops-forward.svg": picture(program, by_name["z2"]),
        "loops-backward.svg": picture(program, by_name["∂h1"]),
    }


def scalars_and_loops() -> str:
    """A layer of three neurons: on the left what was recorded, on the right what was found."""
    layer = nn.Layer(2, 3, rng=0)
    f = ag.compile(lambda *x: layer(list(x)), inputs=2)
    program = record(f.function, 2, first=layer.parameters()).program
    member = _members(program)
    rows = str(program).splitlines()[2:-1]
    lines = [
        _text(10, 20 * i + 24, row, _INKS[member[program.first + i]]) for i, row in enumerate(rows)
    ]
    middle = 10 * len(rows)
    found = [_text(330, middle + 20 * i, str(x), "currentColor") for i, x in enumerate(f.loops)]
    inks = [_text(330 + 70 * i, middle + 50, f"i = {i}", ink) for i, ink in enumerate(_INKS)]
    arrow = f'<path d="M250 {middle} h50 m-8 -5 l8 5 l-8 5" fill="none" stroke="currentColor"/>'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="720" height="{20 * len(rows) + 20}" '
        f'viewBox="0 0 720 {20 * len(rows) + 20}" font-family="monospace" font-size="13">'
        f"<style>:root{{color:{_INK}}}@media(prefers-color-scheme:dark){{:root{{color:#d1d5db}}}}"
        "</style>"
    )
    return "".join([head, *lines, arrow, *found, *inks, "</svg>"])


def _members(program: Program) -> dict[int, int]:
    """The output that each instruction leads to."""
    found = {x: i for i, x in enumerate(program.outputs) if isinstance(x, int)}
    for i in reversed(range(len(program.instructions))):
        for operand in program.instructions[i].operands:
            if isinstance(operand, int) and operand >= program.first:
                found[operand] = found[program.first + i]
    return found


def _text(x: int, y: int, text: str, ink: str) -> str:
    return f'<text x="{x}" y="{y}" fill="{ink}" xml:space="preserve">{escape(text)}</text>'

"""The tables of measured times, from ``benchmarks/measured.json``.

That file is what one run of ``python -m benchmarks.train --json`` wrote, with its day.
"""

import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent.parent / "benchmarks" / "measured.json"
#: what the README calls an engine
NAMES = {
    "chainrule": "**chainrule**",
    "c": "C by hand",
    "numpy": "NumPy by hand",
    "jax": "JAX, `jit`",
    "torch": "PyTorch",
    "torch-compile": "PyTorch, compiled",
    "micrograd": "micrograd",
}
#: workload -> its column in the README; the hyphens keep a name on one line
COLUMNS = {
    "moons": "2‑16‑16‑1",
    "digits": "64‑32‑10",
    "mnist": "784‑128‑10",
    "gpt32": "GPT of 4,192",
}


def report() -> dict[str, Any]:
    """All that is known of the run."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def peers_table() -> str:
    """The README's table: an engine a row, a network a column, microseconds a step."""
    times = {(row["workload"], row["peer"]): row.get("microseconds") for row in report()["results"]}
    lines = [f"| µs per step | {' | '.join(COLUMNS.values())} |", "| --- " + "| ---: " * 4 + "|"]
    for peer, name in NAMES.items():
        cells = [_microseconds(times[workload, peer]) for workload in COLUMNS]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def measured_table() -> str:
    """The table of ``benchmarks/README.md``: every row of the run, and where it was made."""
    run = report()
    versions = ", ".join(f"{name} {version}" for name, version in run["versions"].items())
    lines = [f"{run['measured']}; {run['machine']}; {versions}.", ""]
    lines += ["| workload | engine | µs per step | best | ratio | ready, s |"]
    lines += ["| --- | --- " + "| ---: " * 4 + "|"]
    for row in run["results"]:
        numbers = ["left out", "", "", ""]
        if "microseconds" in row:
            numbers = [_microseconds(row[key]) for key in ("microseconds", "best_microseconds")]
            numbers += [f"{row['ratio']:,.2f}", f"{row['ready_seconds']:.2f}"]
        lines.append(f"| {row['workload']} | {row['peer']} | {' | '.join(numbers)} |")
    return "\n".join(lines)


def _microseconds(number: float | None) -> str:
    if number is None:
        return "–"
    return f"{number:,.1f}" if number < 100 else f"{number:,.0f}"

"""Time one training step of some networks in this engine and in its peers.

    python -m benchmarks.train [--quick] [--only moons,xor] [--peers chainrule,jax] [--json FILE]

Each engine's loss and gradients are compared with the reference before it is timed.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from benchmarks import checks, timing
from benchmarks.peers import PEERS
from benchmarks.worker import PINS, NotThereError, Worker, WorkerError
from benchmarks.workloads import WORKLOADS

ENGINE = "chainrule"


def start_workers(peers: list[str], patience: float) -> tuple[dict[str, Worker], dict[str, str]]:
    """Start every engine; return those that run here, and why the others do not."""
    workers, missing = {}, {}
    for peer in peers:
        try:
            workers[peer] = Worker(peer, patience)
        except WorkerError as error:
            missing[peer] = str(error)
    return workers, missing


def measure(name: str, workers: dict[str, Worker], effort: timing.Effort) -> list[dict[str, Any]]:
    """Check and time every engine on one workload; return one row per engine."""
    workload = WORKLOADS[name]()
    checks.check_reference(workload)
    trusted = checks.reference(workload)
    rows = {peer: _prepare(worker, name, trusted) for peer, worker in workers.items()}
    right = [peer for peer, row in rows.items() if not row.keys() & {"problem", "left_out"}]
    samples = timing.interleaved({peer: workers[peer].time for peer in right}, effort)
    medians = timing.medians(samples)
    for peer, seconds in medians.items():
        rows[peer]["microseconds"] = 1e6 * seconds
        rows[peer]["best_microseconds"] = 1e6 * min(samples[peer])
        if ENGINE in medians:
            rows[peer]["ratio"] = seconds / medians[ENGINE]
    return [{"workload": name, "peer": peer, **row} for peer, row in rows.items()]


def _prepare(worker: Worker, workload: str, trusted: tuple) -> dict[str, Any]:
    """Make one engine ready; the row says what is wrong when it is not, or disagrees."""
    try:
        answer = worker.prepare(workload)
    except NotThereError as reason:
        return {"left_out": str(reason)}
    except WorkerError as error:
        return {"problem": str(error)}
    error = checks.error_against(trusted, answer["value"], answer["gradients"])
    row = {"ready_seconds": answer["ready"], "error": error}
    if not error <= checks.TOLERANCE:
        row["problem"] = f"disagrees with the reference by {error:.1e}, not timed"
    return row


def print_table(title: str, rows: list[dict[str, Any]], names: dict[str, str]) -> None:
    """Print one workload's rows, the fastest first and the problems last."""
    print(f"\n{title}")
    print(f"  {'engine':24}{'µs per step':>14}{'best':>14}{'ratio':>13}{'ready, s':>10}")
    for row in sorted(rows, key=lambda row: row.get("microseconds", float("inf"))):
        name = names[row["peer"]]
        if "microseconds" not in row:
            print(f"  {name:24}{row.get('problem') or row['left_out']}")
            continue
        median, best = row["microseconds"], row["best_microseconds"]
        ratio = f"{row['ratio']:,.2f}" if "ratio" in row else "-"
        print(f"  {name:24}{median:14,.1f}{best:14,.1f}{ratio:>13}{row['ready_seconds']:10.2f}")


def parse_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.train", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--quick", action="store_true", help="short, noisier measurements")
    parser.add_argument("--only", type=_names(WORKLOADS), default=list(WORKLOADS), metavar="A,B")
    parser.add_argument("--peers", type=_names(PEERS), default=list(PEERS), metavar="A,B")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there, too")
    return parser.parse_args()


def _names(known: dict[str, Any]) -> Any:
    """Return a reader of comma-separated names that must be known."""

    def read(text: str) -> list[str]:
        names = text.split(",")
        for name in names:
            if name not in known:
                raise argparse.ArgumentTypeError(f"{name!r} is not among {', '.join(known)}")
        return names

    return read


def print_heading(workers: dict[str, Worker], missing: dict[str, str]) -> None:
    """Name the machine, the engines' versions, and the engines that are missing."""
    print(timing.machine())
    print(", ".join(f"{worker.name} {worker.version}" for worker in workers.values()))
    for peer, reason in missing.items():
        print(f"missing: {peer} ({reason})")
    place = "one core" if PINS else "one thread"
    print(f"median µs per forward and backward pass, float64, {place}; ratio to chainrule")


def main() -> None:
    """Measure what was asked for and print it."""
    arguments = parse_arguments()
    effort = timing.QUICK if arguments.quick else timing.NORMAL
    workers, missing = start_workers(arguments.peers, effort.patience)
    names = {peer: worker.name for peer, worker in workers.items()}
    print_heading(workers, missing)
    results = []
    for name in arguments.only:
        rows = measure(name, workers, effort)
        print_table(WORKLOADS[name]().title, rows, names)
        results += rows
    versions = {worker.name: worker.version for worker in workers.values()}
    for worker in workers.values():
        worker.close()
    if arguments.json:
        report = {"machine": timing.machine(), "versions": versions, "missing": missing}
        arguments.json.write_text(json.dumps(report | {"results": results}, indent=2) + "\n")
    if any("problem" in row for row in results):
        raise SystemExit(1)


if __name__ == "__main__":
    main()

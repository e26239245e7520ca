"""One process per engine, so that no engine's threads, heap or settings touch another's.

The parent asks, the worker answers: `("prepare", workload)` gives the seconds until the first
result, and that result; `("time", calls)` gives the seconds of so many steps in a row. All
engines are held to one thread, on one core.
"""

import multiprocessing
import os
import time
from multiprocessing.connection import Connection
from typing import Any

SETTINGS = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TORCHINDUCTOR_FORCE_DISABLE_CACHES": "1",
}
"""One thread, and nothing compiled from the run before."""

PINS = hasattr(os, "sched_setaffinity")
"""Whether a process can be held to one core."""

if not PINS:  # JAX is up to a fifth slower with it, so that the core alone holds it where it can
    SETTINGS["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"


class WorkerError(RuntimeError):
    """An engine could not do what was asked; the message is the engine's own."""


class NotThereError(WorkerError):
    """An engine does not have this network, or not in this size: nothing is wrong."""


class Worker:
    """The parent's end: start an engine in a process of its own and ask it for results.

    One that does not answer within so many seconds of `patience` is stopped.
    """

    def __init__(self, peer: str, patience: float) -> None:
        self.peer, self.patience = peer, patience
        self.name, self.version = self._start()

    def prepare(self, workload: str) -> dict[str, Any]:
        """Build a step and run it once: seconds until ready, loss and flat gradients."""
        if not self._process.is_alive():  # it failed at the workload before
            self._start()
        return self._ask("prepare", workload)

    def time(self, calls: int) -> float:
        """Return the seconds that so many steps of the prepared workload took."""
        return self._ask("time", calls)

    def close(self) -> None:
        """Let the process end."""
        self._connection.close()
        self._process.join(timeout=10)
        self._process.kill()

    def _start(self) -> tuple[str, str]:
        os.environ.update(SETTINGS)  # read by the engines while they are imported
        context = multiprocessing.get_context("spawn")
        self._connection, other_end = context.Pipe()
        self._process = context.Process(target=_serve, args=(self.peer, other_end), daemon=True)
        self._process.start()
        other_end.close()
        return self._receive()

    def _ask(self, *question: Any) -> Any:
        self._connection.send(question)
        return self._receive()

    def _receive(self) -> Any:
        if not self._connection.poll(self.patience):
            self._process.kill()
            self._process.join()
            raise WorkerError(f"stopped: no answer within {self.patience:.0f} s")
        try:
            answer = self._connection.recv()
        except EOFError:
            self._process.join()
            raise WorkerError("failed with the message above") from None
        if isinstance(answer, WorkerError):
            raise answer
        return answer


def _serve(peer: str, connection: Connection) -> None:
    """Answer questions until the parent closes the connection or the engine fails."""
    if PINS:
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    from benchmarks.peers import load

    try:
        module = load(peer)
    except ImportError as error:
        connection.send(WorkerError(str(error)))
        return
    connection.send((module.NAME, module.VERSION))
    step = None
    while True:
        try:
            question, argument = connection.recv()
        except EOFError:
            return
        if question == "prepare":
            step = None  # let go of the last workload
            try:
                step, answer = _prepare(module.prepare, argument)
            except NotImplementedError as reason:
                answer = NotThereError(str(reason))
        else:
            answer = _time(step, argument)
        connection.send(answer)


def _prepare(prepare: Any, name: str) -> tuple[Any, dict[str, Any]]:
    """Time an engine from the plain data to its first result."""
    from benchmarks.peers import Scattered, as_flat
    from benchmarks.workloads import WORKLOADS

    workload = WORKLOADS[name]()
    start = time.perf_counter()
    made = prepare(workload)
    step, places = made if isinstance(made, Scattered) else (made, None)
    value, gradients = step()
    ready = time.perf_counter() - start
    flat = as_flat(workload, gradients, places)
    return step, {"ready": ready, "value": float(value), "gradients": flat}


def _time(step: Any, calls: int) -> float:
    """Time so many steps in a row; Python's garbage collector is left at its defaults."""
    start = time.perf_counter()
    for _ in range(calls):
        step()
    return time.perf_counter() - start

"""One module per engine, each offering the same three names.

* `NAME`, `VERSION`: what the table prints.
* `prepare(workload)`: everything done once; returns the step, a function of no arguments
  which returns the loss as a float and the gradients in the engine's own containers: arrays by
  the parameters' names, or, if the step comes as `Scattered`, one flat list or array.
  It raises `NotImplementedError` for a network that the peer does not have.

A module that cannot run raises `ImportError` when imported; `load` turns that into a reason.
"""

import importlib
from collections.abc import Callable
from types import ModuleType
from typing import Any, NamedTuple, TypeVar

import numpy as np

from benchmarks.workloads import Workload

Step = Callable[[], tuple[float, Any]]
T = TypeVar("T")


class Scattered(NamedTuple):
    """A step whose gradients come in an engine's own order: number k is that of the parameter at
    `places[k]` of `Workload.flat`."""

    step: Step
    places: np.ndarray


def as_flat(workload: Workload, gradients: Any, places: np.ndarray | None) -> np.ndarray:
    """Bring an engine's gradients into the order of `Workload.flat`."""
    if places is None:
        return workload.flat(gradients)
    flat = np.full(len(places), np.nan)
    flat[places] = gradients
    return flat


PEERS = {
    "chainrule": "chainrule_peer",
    "chainrule-values": "chainrule_values_peer",
    "micrograd": "micrograd_peer",
    "numpy": "numpy_peer",
    "torch": "torch_peer",
    "torch-compile": "torch_compile_peer",
    "jax": "jax_peer",
    "casadi": "casadi_peer",
    "casadi-c": "casadi_c_peer",
    "c": "c_peer",
}
"""Short name on the command line -> module; the first one is this engine."""


def load(peer: str) -> ModuleType:
    """Import a peer; raises ImportError with the reason when it cannot run here."""
    return importlib.import_module(f"benchmarks.peers.{PEERS[peer]}")


def of_kind(workload: Workload, known: dict[str, T]) -> T:
    """What a peer has for this kind of network."""
    if workload.kind not in known:
        raise NotImplementedError(f"no {workload.kind} is written for it here")
    return known[workload.kind]


def refuse_large(workload: Workload, limit: int) -> None:
    """Leave a workload out whose scalars, one for each example and parameter, are too many."""
    scalars = len(workload.inputs) * workload.flat(workload.parameters).size
    if scalars > limit:
        raise NotImplementedError(
            f"left out: a graph of some {scalars / 1e6:.0f} million scalars does not end here"
        )

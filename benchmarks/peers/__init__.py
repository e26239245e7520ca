"""One module per engine, each offering the same three names.

* `NAME`, `VERSION`: what the table prints.
* `prepare(workload)`: everything done once; returns the step, a function of no arguments
  which returns the loss as a float and the gradients in the engine's own containers:
  (weights, bias) pairs per layer, or flat in the order of `Workload.flat_parameters`, or
  `Scattered`.

A module that cannot run raises `ImportError` when imported; `load` turns that into a reason.
"""

import importlib
from collections.abc import Callable
from types import ModuleType
from typing import Any

Step = Callable[[], tuple[float, Any]]

PEERS = {
    "chainrule": "chainrule_peer",
    "chainrule-values": "chainrule_values_peer",
    "micrograd": "micrograd_peer",
    "numpy": "numpy_peer",
    "torch": "torch_peer",
    "jax": "jax_peer",
    "casadi": "casadi_peer",
    "casadi-c": "casadi_c_peer",
    "c": "c_peer",
}
"""Short name on the command line -> module; the first one is this engine."""


def load(peer: str) -> ModuleType:
    """Import a peer; raises ImportError with the reason when it cannot run here."""
    return importlib.import_module(f"benchmarks.peers.{PEERS[peer]}")

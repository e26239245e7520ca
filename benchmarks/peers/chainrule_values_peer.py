"""This engine, compiled, called with columns alone: parameters are read off the Values."""

from benchmarks.peers import Scattered
from benchmarks.peers.chainrule_peer import VERSION as VERSION
from benchmarks.peers.chainrule_peer import compiled_loss
from benchmarks.workloads import Workload

NAME = "chainrule, on Values"


def prepare(workload: Workload) -> Scattered:
    """Return the step `loss.value_and_grad(*columns)`: a float and a list of floats."""
    loss, columns, _ = prepared = compiled_loss(workload)
    loss.value_and_grad(*columns)
    return Scattered(lambda: loss.value_and_grad(*columns), prepared.places())

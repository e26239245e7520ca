"""PyTorch in eager mode, as a training loop is usually written: float64, one thread."""

import torch

from benchmarks.peers import Step, torch_nets
from benchmarks.workloads import Workload

NAME = "PyTorch eager"
VERSION = torch.__version__


def prepare(workload: Workload) -> Step:
    """Return the step: forget old gradients, forward, backward, read the loss."""
    torch.set_num_threads(1)
    return step_of(*torch_nets.parts(workload))


def step_of(parameters: torch_nets.Tensors, loss_of_batch: torch_nets.Loss) -> Step:
    """A training step of a loss, without the update."""

    def step() -> tuple[float, dict[str, torch.Tensor]]:
        for parameter in parameters.values():
            parameter.grad = None
        loss = loss_of_batch()
        loss.backward()
        return loss.item(), {name: p.grad for name, p in parameters.items()}

    return step

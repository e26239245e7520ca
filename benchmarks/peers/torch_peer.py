"""PyTorch in eager mode, as a training loop is usually written: float64, one thread."""

import torch
from torch.nn import functional

from benchmarks.peers import Step
from benchmarks.workloads import Workload

NAME = "PyTorch eager"
VERSION = torch.__version__


def _hinge(scores: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    return torch.relu(1 - labels * scores).mean()


LOSSES = {
    "hinge": _hinge,
    "binary_cross_entropy": functional.binary_cross_entropy_with_logits,
    # With one-hot rows PyTorch multiplies and adds; class numbers are its faster, usual road.
    "cross_entropy": functional.cross_entropy,
}


def prepare(workload: Workload) -> Step:
    """Return the step: forget old gradients, forward, backward, read the loss."""
    torch.set_num_threads(1)
    layers = [
        tuple(torch.tensor(p, requires_grad=True) for p in pair) for pair in workload.parameters
    ]
    inputs, targets = torch.tensor(workload.inputs), torch.tensor(workload.targets)
    if workload.loss == "cross_entropy":
        targets = targets.argmax(dim=1)
    activation = torch.tanh if workload.hidden == "tanh" else torch.relu
    criterion = LOSSES[workload.loss]

    def step() -> tuple[float, list]:
        for pair in layers:
            for parameter in pair:
                parameter.grad = None
        x = inputs
        for weights, bias in layers[:-1]:
            x = activation(functional.linear(x, weights, bias))
        loss = criterion(functional.linear(x, *layers[-1]), targets)
        loss.backward()
        return loss.item(), [(weights.grad, bias.grad) for weights, bias in layers]

    return step

"""The networks in PyTorch, as they are usually written: a loss of parameters and a batch.

`parts(workload)` gives the parameters as tensors, and a function of none that computes the loss.
"""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

from benchmarks.peers import of_kind
from benchmarks.workloads import EPSILON, HEADS, Workload, pairs

Tensors = dict[str, Tensor]
Net = Callable[[Tensors, Tensor], Tensor]
Loss = Callable[[], Tensor]


def _hinge(scores: Tensor, labels: Tensor) -> Tensor:
    return torch.relu(1 - labels * scores).mean()


def _squared_error(predictions: Tensor, targets: Tensor) -> Tensor:
    return 0.5 * functional.mse_loss(predictions, targets)


LOSSES = {
    "hinge": _hinge,
    "binary_cross_entropy": functional.binary_cross_entropy_with_logits,
    # With one-hot rows PyTorch multiplies and adds; class numbers are its faster, usual road.
    "cross_entropy": functional.cross_entropy,
    "squared_error": _squared_error,
    "next_token": functional.cross_entropy,
}


def _mlp(workload: Workload) -> Net:
    activation = torch.tanh if workload.hidden == "tanh" else torch.relu

    def net(parameters: Tensors, x: Tensor) -> Tensor:
        *layers, last = pairs(parameters)
        for weights, bias in layers:
            x = activation(functional.linear(x, weights, bias))
        return functional.linear(x, *last)

    return net


def _conv(workload: Workload) -> Net:
    side, kernel = (round(a.shape[1] ** 0.5) for a in (workload.inputs, workload.parameters["K"]))

    def net(p: Tensors, x: Tensor) -> Tensor:
        filters = p["K"].view(-1, 1, kernel, kernel)
        maps = torch.relu(functional.conv2d(x.view(-1, 1, side, side), filters, p["c"]))
        return functional.linear(maps.flatten(1), p["W"], p["b"])

    return net


def _rnn(workload: Workload) -> Net:
    examples, units = len(workload.inputs), len(workload.parameters["b"])

    def net(p: Tensors, x: Tensor) -> Tensor:
        h = x.new_zeros(examples, units)
        driven = functional.linear(x.T.unsqueeze(2), p["W"], p["b"])
        for drive in driven.unbind():
            h = torch.tanh(torch.addmm(drive, h, p["U"].T))
        return functional.linear(h, p["V"], p["c"])

    return net


def _gpt(workload: Workload) -> Net:
    examples, positions = workload.inputs.shape

    def norm(x: Tensor) -> Tensor:
        return functional.rms_norm(x, x.shape[-1:], eps=EPSILON)

    def heads(rows: Tensor) -> Tensor:
        return rows.view(examples, positions, HEADS, -1).transpose(1, 2)

    def net(p: Tensors, tokens: Tensor) -> Tensor:
        x = norm(functional.embedding(tokens, p["token"]) + p["position"])
        n = norm(x)
        asked = (heads(functional.linear(n, p[name])) for name in ("query", "key", "value"))
        attended = functional.scaled_dot_product_attention(*asked, is_causal=True)
        attended = attended.transpose(1, 2).flatten(2)
        x = x + functional.linear(attended, p["projection"])
        hidden = torch.relu(functional.linear(norm(x), p["first"]))
        x = x + functional.linear(hidden, p["second"])
        return functional.linear(x, p["output"]).flatten(0, 1)

    return net


NETS = {"mlp": _mlp, "conv": _conv, "rnn": _rnn, "gpt": _gpt}


def parts(workload: Workload) -> tuple[Tensors, Loss]:
    """The parameters, and the mean loss over the batch as a function of what they hold."""
    net = of_kind(workload, NETS)(workload)
    parameters = {
        name: torch.tensor(array, requires_grad=True) for name, array in workload.parameters.items()
    }
    inputs, targets = torch.tensor(workload.inputs), torch.tensor(workload.targets)
    if workload.loss == "cross_entropy":
        targets = targets.argmax(dim=1)
    elif workload.loss == "next_token":
        targets = targets.flatten()
    criterion = LOSSES[workload.loss]

    def loss() -> Tensor:
        return criterion(net(parameters, inputs), targets)

    return parameters, loss

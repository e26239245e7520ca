"""Neurons, layers and networks made of ``autograd.Value``, and what it takes to train them.

>>> import nn
>>> model = nn.MLP(2, [4, 1], activation="tanh", rng=0)
>>> history = nn.fit(model, *nn.gates.xor(), epochs=200)
>>> nn.evaluate(model, *nn.gates.xor())["accuracy"]
1.0

``python -m nn xor`` does the same from the command line, with pictures. Each idea has its file:
``module``, ``init``, ``layers``, ``losses``, ``optim``, ``gates`` and ``data``, ``train``,
``plot``; read them in this order.
"""

from nn import gates
from nn.data import blobs, circles, moons, spirals
from nn.history import History
from nn.layers import MLP, Layer, Neuron, Sequential
from nn.losses import (
    bce,
    bce_with_logits,
    cross_entropy,
    hinge,
    l1_penalty,
    l2_penalty,
    log_softmax,
    mse,
    softmax,
    squared_error,
)
from nn.module import Module
from nn.optim import SGD, Adam, Optimizer
from nn.plot import boundary
from nn.train import evaluate, fit

__all__ = [
    "MLP",
    "SGD",
    "Adam",
    "History",
    "Layer",
    "Module",
    "Neuron",
    "Optimizer",
    "Sequential",
    "bce",
    "bce_with_logits",
    "blobs",
    "boundary",
    "circles",
    "cross_entropy",
    "evaluate",
    "fit",
    "gates",
    "hinge",
    "l1_penalty",
    "l2_penalty",
    "log_softmax",
    "moons",
    "mse",
    "softmax",
    "spirals",
    "squared_error",
]

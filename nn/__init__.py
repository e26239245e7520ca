"""Neurons, layers and networks made of ``autograd.Value``, and what it takes to train them.

>>> import nn
>>> model = nn.MLP(2, [4, 1], activation="tanh", rng=0)
>>> history = nn.fit(model, *nn.gates.xor(), epochs=200)
>>> nn.evaluate(model, *nn.gates.xor())["accuracy"]
1.0

``python -m nn xor`` does the same from the command line, with pictures. Each idea has its file:
``module``, ``init``, ``layers``, ``losses``, ``optim``, ``gates`` and ``data``, ``train``,
``plot``; read them in this order. Further layers stand in ``blocks``, ``conv`` and ``recurrent``,
further optimisers in ``adaptive``, ``schedules`` and ``linesearch``; ``latent`` and ``ppca`` are
about hidden variables, ``handwritten`` and ``images`` about digits.
"""

from nn import gates, plot
from nn.adaptive import Adadelta, Adagrad, AdamW, Nadam, RMSProp
from nn.blocks import Parallel, compose, concatenate, flatten, reshape
from nn.conv import Conv1d, Conv2d
from nn.data import blobs, circles, moons, spirals
from nn.handwritten import digits
from nn.history import History
from nn.images import images, mistakes, weight_images
from nn.latent import PCA, pca
from nn.layers import MLP, Layer, Neuron, Sequential
from nn.linesearch import (
    Trajectory,
    backtracking,
    descend,
    exact,
    gradient_step,
    line_search,
    newton_step,
)
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
from nn.ppca import PPCA
from nn.recurrent import Recurrent
from nn.schedules import constant, cosine, exponential, inverse_sqrt, step_decay, warmup
from nn.train import evaluate, fit

__all__ = [
    "MLP",
    "PCA",
    "PPCA",
    "SGD",
    "Adadelta",
    "Adagrad",
    "Adam",
    "AdamW",
    "Conv1d",
    "Conv2d",
    "History",
    "Layer",
    "Module",
    "Nadam",
    "Neuron",
    "Optimizer",
    "Parallel",
    "RMSProp",
    "Recurrent",
    "Sequential",
    "Trajectory",
    "backtracking",
    "bce",
    "bce_with_logits",
    "blobs",
    "boundary",
    "circles",
    "compose",
    "concatenate",
    "constant",
    "cosine",
    "cross_entropy",
    "descend",
    "digits",
    "evaluate",
    "exact",
    "exponential",
    "fit",
    "flatten",
    "gates",
    "gradient_step",
    "hinge",
    "images",
    "inverse_sqrt",
    "l1_penalty",
    "l2_penalty",
    "line_search",
    "log_softmax",
    "mistakes",
    "moons",
    "mse",
    "newton_step",
    "pca",
    "plot",
    "reshape",
    "softmax",
    "spirals",
    "squared_error",
    "step_decay",
    "warmup",
    "weight_images",
]

"""Neurons, layers and networks made of ``autograd.Value``, and what it takes to train them.

>>> import nn
>>> model = nn.MLP(2, [4, 1], activation="tanh", rng=0)
>>> history = nn.fit(model, *nn.gates.xor(), epochs=200)
>>> nn.evaluate(model, *nn.gates.xor())["accuracy"]
1.0

``python -m nn xor`` does the same from the command line, with pictures. Each idea has its room:
``models``, ``data``, ``losses``, ``optim``, ``training``, ``files``, ``export``; ``latent`` is
about hidden variables, ``plot`` about pictures, ``playground`` about networks that learn in a page,
``cli`` about the command line. Begin with ``models/module.py``.
"""

import sys

from nn import _startup as _startup
from nn import export, plot
from nn.data import gates
from nn.data.digits import digits
from nn.data.names import names
from nn.data.plane import blobs, circles, moons, spirals, three_blobs
from nn.data.splitting import split
from nn.data.surfaces import surface
from nn.files.model import Saved, load, read, save
from nn.latent.pca import PCA, pca
from nn.latent.ppca import PPCA
from nn.losses.formulas import (
    bce,
    bce_with_logits,
    cross_entropy,
    hinge,
    l1_penalty,
    l2_penalty,
    mse,
    squared_error,
)
from nn.models import init
from nn.models.attention import Attention
from nn.models.blocks import Parallel, compose, concatenate, flatten, reshape
from nn.models.conv import Conv1d, Conv2d
from nn.models.embedding import Embedding
from nn.models.gpt import GPT
from nn.models.layers import MLP, Layer, Neuron, Sequential
from nn.models.linear import Linear
from nn.models.module import Module
from nn.models.norms import LayerNorm, RMSNorm
from nn.models.recurrent import Recurrent
from nn.optim.descent import (
    Trajectory,
    backtracking,
    descend,
    exact,
    gradient_step,
    line_search,
    newton_step,
)
from nn.optim.optimizer import Optimizer
from nn.optim.rules import SGD, Adadelta, Adagrad, Adam, AdamW, Nadam, RMSProp
from nn.optim.schedules import constant, cosine, exponential, inverse_sqrt, step_decay, warmup
from nn.plot import boundary, network
from nn.plot.network_view import hang_on as _hang_on
from nn.plot.pixels import images, mistakes, weight_images
from nn.probabilities import log_softmax, one_hot, softmax
from nn.training.fit import evaluate, fit
from nn.training.history import History
from nn.training.tokens import TokenTraining

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nn.playground.playground import Playground

_hang_on()

__all__ = [
    "GPT",
    "MLP",
    "PCA",
    "PPCA",
    "SGD",
    "Adadelta",
    "Adagrad",
    "Adam",
    "AdamW",
    "Attention",
    "Conv1d",
    "Conv2d",
    "Embedding",
    "History",
    "Layer",
    "LayerNorm",
    "Linear",
    "Module",
    "Nadam",
    "Neuron",
    "Optimizer",
    "Parallel",
    "Playground",
    "RMSNorm",
    "RMSProp",
    "Recurrent",
    "Saved",
    "Sequential",
    "TokenTraining",
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
    "export",
    "fit",
    "flatten",
    "gates",
    "gradient_step",
    "hinge",
    "images",
    "init",
    "inverse_sqrt",
    "l1_penalty",
    "l2_penalty",
    "line_search",
    "load",
    "log_softmax",
    "mistakes",
    "moons",
    "mse",
    "names",
    "network",
    "newton_step",
    "one_hot",
    "pca",
    "plot",
    "read",
    "reshape",
    "save",
    "softmax",
    "spirals",
    "split",
    "squared_error",
    "step_decay",
    "surface",
    "three_blobs",
    "warmup",
    "weight_images",
]


def __getattr__(name: str) -> object:
    """Import the playground on first use: most scripts do without it."""
    if name != "Playground":
        here = sys.modules[__name__]  # by which Python finds names that are close
        raise AttributeError(f"module 'nn' has no attribute {name!r}", name=name, obj=here)
    from nn.playground.playground import Playground

    globals()[name] = Playground
    return Playground


def __dir__() -> list[str]:
    """What a prompt offers: what the door is for."""
    return __all__

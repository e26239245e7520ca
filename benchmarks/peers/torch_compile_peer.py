"""PyTorch compiled: `torch.compile` of the loss, whose C++ is built anew in every run."""

import shutil
import warnings

import torch

from benchmarks.peers import Step, torch_nets, torch_peer
from benchmarks.workloads import Workload

if shutil.which("g++") is None:
    raise ImportError("no C++ compiler (g++)")

warnings.filterwarnings("ignore", message="dynamo_pgo force disabled")  # as the worker wants

NAME = "PyTorch compiled"
VERSION = torch.__version__


def prepare(workload: Workload) -> Step:
    """Return the eager step with its loss compiled; the first call does it."""
    torch.set_num_threads(1)
    parameters, loss = torch_nets.parts(workload)
    return torch_peer.step_of(parameters, torch.compile(loss))

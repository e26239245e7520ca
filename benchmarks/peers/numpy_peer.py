"""NumPy by hand: see `by_hand/`."""

import numpy as np

from benchmarks.peers import Step, of_kind
from benchmarks.peers.by_hand import conv, gpt, mlp, rnn
from benchmarks.workloads import Workload

NAME = "NumPy by hand"
VERSION = np.__version__

STEPS = {"mlp": mlp.step, "conv": conv.step, "rnn": rnn.step, "gpt": gpt.step}


def prepare(workload: Workload) -> Step:
    """Return the step, whose batch is laid out."""
    return of_kind(workload, STEPS)(workload)

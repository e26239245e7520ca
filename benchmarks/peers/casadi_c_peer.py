"""CasADi SX compiled: its generated C, mapped over the batch, built by gcc."""

import os
import shutil
import tempfile

from benchmarks.peers import Scattered, casadi_peer
from benchmarks.workloads import Workload

if shutil.which("gcc") is None:
    raise ImportError("no C compiler (gcc)")

NAME = "CasADi SX, compiled C"
VERSION = casadi_peer.VERSION

FLAGS = ["-O3", "-march=native", "-ffast-math"]


def prepare(workload: Workload) -> Scattered:
    """Return the step of the example's function, mapped and summed, in compiled C."""
    options = {
        "jit": True,
        "compiler": "shell",
        "jit_options": {"compiler": "gcc", "flags": FLAGS, "cleanup": False},
        "jit_cleanup": False,
    }
    example = casadi_peer.example_function(workload)
    shared, summed = [True, False, False], [True, True]
    home = os.getcwd()
    # CasADi writes its files into the current folder; once loaded they may go.
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            function = example.map(len(workload.inputs), shared, summed, options)
        finally:
            os.chdir(home)
    return casadi_peer.buffered(function, workload)

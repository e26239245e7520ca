"""Hand-written C (`mlp.c`), compiled by gcc for the workload and called through ctypes.

Reassociation of sums and vector mathematics are allowed (`-ffast-math`): without it the
sums over the batch stay scalar, and the program takes about twice as long.
"""

import ctypes
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.peers import Scattered, of_kind
from benchmarks.workloads import Workload

if shutil.which("gcc") is None:
    raise ImportError("no C compiler (gcc)")

NAME = "C by hand"
VERSION = "gcc " + subprocess.check_output(["gcc", "-dumpfullversion"], text=True).strip()

FLAGS = ["-O3", "-march=native", "-ffast-math", "-fPIC"]
SOURCE = Path(__file__).with_name("mlp.c")
LARGEST_BLOCK = 36
FIRST_CACHE = 32_768
"""Bytes; a layer whose inputs do not fit is computed by tiles."""


def prepare(workload: Workload) -> Scattered:
    """Return the step: one call into the compiled library."""
    return of_kind(workload, {"mlp": _mlp})(workload)


def _mlp(workload: Workload) -> Scattered:
    blocks = -(-len(workload.inputs) // LARGEST_BLOCK)
    block = -(-len(workload.inputs) // (4 * blocks)) * 4
    places = workload.by_neuron()
    parameters = _aligned(workload.flat(workload.parameters)[places])
    share = np.full((len(workload.inputs), 1), 1.0 / len(workload.inputs))
    columns = [_blocked(a, block) for a in (workload.inputs, workload.targets, share)]
    gradients = _aligned(np.zeros_like(parameters))
    function = _compile(workload, block)
    pointers = [array.ctypes.data for array in (parameters, *columns)]
    arguments = [*map(ctypes.c_void_p, pointers), blocks, ctypes.c_void_p(gradients.ctypes.data)]

    def step(keep: tuple = (parameters, columns)) -> tuple[float, np.ndarray]:
        return function(*arguments), gradients

    return Scattered(step, places)


def _blocked(rows: np.ndarray, block: int) -> np.ndarray:
    """Rearrange (examples, features) as (blocks, features, block), filled up with zeros."""
    padding = -len(rows) % block
    padded = np.concatenate([rows, np.zeros((padding, rows.shape[1]))])
    return _aligned(padded.reshape(-1, block, rows.shape[1]).transpose(0, 2, 1))


def _aligned(array: np.ndarray, line: int = 64) -> np.ndarray:
    """A copy that begins with a line of the cache, as vectors like it: else digits take a quarter
    longer in some runs."""
    room = np.empty(array.nbytes + line, np.uint8)
    start = -room.ctypes.data % line
    copy = room[start : start + array.nbytes].view(float).reshape(array.shape)
    copy[...] = array
    return copy


def _compile(workload: Workload, block: int) -> ctypes._CFuncPtr:
    """Compile `mlp.c` for one workload in a temporary directory and load its step."""
    macros = [
        "-DSIZES=" + ",".join(map(str, workload.sizes)),
        f"-DWIDEST={max(workload.sizes)}",
        f"-DBLOCK={block}",
        f"-DLOSS={workload.loss}",
        *(["-DTANH"] if workload.hidden == "tanh" else []),
        *(["-DTILED"] if max(workload.sizes) * block * 8 > FIRST_CACHE else []),
    ]
    with tempfile.TemporaryDirectory() as folder:
        compiled, library = Path(folder, "mlp.o"), Path(folder, "mlp.so")
        subprocess.run(["gcc", *FLAGS, *macros, "-c", SOURCE, "-o", compiled], check=True)
        # Linked without -ffast-math, which would switch the process to flushing denormals.
        subprocess.run(["gcc", "-shared", compiled, "-o", library, "-lm"], check=True)
        function = ctypes.CDLL(str(library)).step
    function.restype = ctypes.c_double
    return function

"""Run the notebooks of the course: ``python -m tests.notebooks [FILE ...]`` renews their outputs.

A notebook is committed with its outputs, so that its pictures are seen where it is only read.
They are those of a run from top to bottom, and are written down so that a second run writes the
same file: no addresses, no times, and no widgets, which would be empty boxes without a kernel.
"""

import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty
from typing import Any

from tests.course.lessons import TIME, measured

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
#: the time that a notebook has, in seconds: what it is to be, and what a few are allowed
#: after which a notebook hangs, however busy the machine is
SECONDS = 300
WIDGET = "application/vnd.jupyter.widget-view+json"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}

#: run before the first cell: warnings are errors, but for those that no notebook can help
PREFACE = """
import warnings
warnings.simplefilter("error")
# the kernel's own sockets and loops, closed by the garbage collector
warnings.simplefilter("ignore", ResourceWarning)
# date functions that the kernel's packages call, deprecated since Python 3.12
warnings.filterwarnings("ignore", "datetime.datetime.utc", DeprecationWarning)
# what the kernel says of its own shutdown
warnings.simplefilter("ignore", PendingDeprecationWarning)
del warnings
"""


def read(path: Path) -> Any:
    """A notebook as nbformat's nested dictionaries."""
    import nbformat

    return nbformat.read(path, as_version=4)


class Kernel:
    """A running kernel with the notebook that it runs."""

    def __init__(self, client: Any, deadline: float) -> None:
        self.client, self.deadline = client, deadline

    def run(self, cell: Any, index: int = 0) -> list[Any]:
        """Run one code cell and return its outputs; an error in it raises."""
        self.client.timeout = max(1, int(self.deadline - time.monotonic()))
        self.client.execute_cell(cell, index)
        return list(cell.outputs)

    def run_source(self, source: str) -> list[Any]:
        """Run code that is no cell of the notebook."""
        import nbformat

        cells = self.client.nb.cells
        cells.append(nbformat.v4.new_code_cell(source))  # the client writes to the cell of an index
        try:
            return self.run(cells[-1], len(cells) - 1)
        finally:
            cells.pop()

    def run_all(self) -> None:
        """Run all cells of the notebook, top to bottom; an error in a widget's callback raises."""
        for index, cell in enumerate(self.client.nb.cells):
            if cell.cell_type == "code" and cell.source.strip():
                self.run(cell, index)
        for model in self.client.widget_state.values():
            for output in model.get("outputs", ()):
                if output.get("output_type") == "error":
                    raise RuntimeError("\n".join(output["traceback"]))


@contextmanager
def kernel(notebook: Any) -> Iterator[Kernel]:
    """A fresh kernel for a notebook, in which warnings are errors."""
    from nbclient import NotebookClient

    os.environ.setdefault("JUPYTER_PLATFORM_DIRS", "1")
    os.environ["AUTOGRAD_COURSE"] = ""  # a run of the notebook is nobody's progress
    resources = {"metadata": {"path": str(ROOT / "notebooks")}}
    client = NotebookClient(
        notebook, kernel_name="python3", resources=resources, coalesce_streams=True
    )
    client.reset_execution_trackers()
    with client.setup_kernel():
        _listen_in_slices(client.kc.shell_channel)
        running = Kernel(client, time.monotonic() + SECONDS)
        running.run_source(PREFACE)
        yield running


def _listen_in_slices(channel: Any, seconds: float = 1.0) -> None:
    """Wait for the kernel's answers a second at a time, as often as it takes.

    A widget's messages are sent on the channel that the client is waiting on, and on a busy machine
    its wake-up can get lost then: one long wait would miss an answer that is there.
    """
    wait = channel.get_msg

    async def get_msg(timeout: float | None = None) -> Any:
        end = None if timeout is None else time.monotonic() + timeout
        while True:
            left = seconds if end is None else min(seconds, max(0.0, end - time.monotonic()))
            try:
                return await wait(timeout=left)
            except Empty:
                if end is not None and time.monotonic() >= end:
                    raise

    channel.get_msg = get_msg


def cleaned(notebook: Any) -> Any:
    """The notebook as it is committed, its time measured."""
    notebook.metadata = dict(METADATA)
    found = [(cell.cell_type, cell.source) for cell in notebook.cells]
    first = notebook.cells[0]
    first.source = TIME.sub(str(measured(found)), first.source)
    count = 0
    for cell in notebook.cells:
        cell.metadata = {k: v for k, v in cell.metadata.items() if k == "tags"}
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count
            cell.outputs = [_cleaned(o, count) for o in cell.outputs if not _passing(o)]
    return notebook


def _passing(output: Any) -> bool:
    """Whether an output belongs to this run alone: a widget, or the machine's fonts speaking."""
    fonts = output.get("name") == "stderr" and output.text.startswith("Fontconfig")
    return fonts or WIDGET in output.get("data", {})


def _cleaned(output: Any, count: int) -> Any:
    """One output without addresses and counters."""
    if "execution_count" in output:
        output["execution_count"] = count
    data = output.get("data", {})
    if "text/html" in data:
        data.pop("image/svg+xml", None)  # the same picture once more, for what shows no HTML
    if "text/plain" in data:
        data["text/plain"] = re.sub(r" at 0x[0-9a-f]+", "", data["text/plain"])
    return output


def text_of(output: Any) -> str:
    """What an output says in plain text; pictures say nothing."""
    if output.output_type == "stream":
        return str(output.text)
    return str(output.get("data", {}).get("text/plain", ""))


def renew(path: Path) -> float:
    """Run a notebook, write it with its outputs, return the seconds that it took."""
    import nbformat

    notebook = read(path)
    started = time.monotonic()
    with kernel(notebook) as running:
        running.run_all()
    nbformat.write(cleaned(notebook), path)
    return time.monotonic() - started


if __name__ == "__main__":
    for chosen in [Path(name) for name in sys.argv[1:]] or NOTEBOOKS:
        print(f"{chosen.name}: {renew(chosen):.0f} s, {chosen.stat().st_size / 1000:,.0f} kB")

"""The site of pages and reference, built as people build it."""

import subprocess
import sys
from pathlib import Path

from tests.pages import ROOT


def build(folder: Path, root: Path = ROOT) -> "subprocess.CompletedProcess[str]":
    """Build the site of a checkout into a folder: the exit code, and what was said."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=root,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )

"""The site of pages and reference, built as people build it."""

import os
import subprocess
import sys
from pathlib import Path

from tests.pages import ROOT


def build(folder: Path, root: Path = ROOT) -> "subprocess.CompletedProcess[str]":
    """Build the site of a checkout into a folder: the exit code, and what was said."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=root,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},  # the theme's notice of its own future
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )

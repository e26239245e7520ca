"""Node, started once."""

import shutil
from collections.abc import Iterator

import pytest

from tests.wasm import Node


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """Makes a kernel of so many sums."""
    program = shutil.which("node")
    if program is None:
        pytest.skip("no node here")
    with Node(program, tmp_path_factory.mktemp("node")) as started:
        yield started

"""The list of tasks: every one, in a line of its own, with what it needs."""

from nn.cli.listing import listing
from nn.cli.tasks import NAMES, TASKS


def test_every_task_has_a_line():
    lines = listing().splitlines()
    assert [line.split()[0] for line in lines[: len(TASKS) + 1]] == [*TASKS, NAMES]
    assert all(len(line) <= 100 for line in lines)


def test_a_line_tells_the_network_and_what_it_is():
    lines = {line.split()[0]: " ".join(line.split()) for line in listing().splitlines() if line}
    assert lines["xor"] == "xor 2-6-1 tanh the gate xor: 0 1 1 0"
    assert lines["moons"] == "moons 2-16-16-1 relu two half moons"
    assert lines["digits"].endswith("needs scikit-learn")
    assert lines["names"].endswith("needs llvmlite")

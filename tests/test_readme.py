"""The README's code runs, and its commands are those that the checks run."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_code_blocks_run(number, capsys):
    scope = {}
    for block in BLOCKS[: number + 1]:  # later blocks may use the names of earlier ones
        exec(compile(block, "README.md", "exec"), scope)
    assert scope


def test_the_first_example_gives_the_numbers_in_its_comments():
    scope = {}
    exec(compile(BLOCKS[0], "README.md", "exec"), scope)
    assert scope["grad"](scope["grad"](lambda x: x**3))(2.0) == 12.0
    model, history = scope["model"], scope["history"]
    assert [round(model(list(x)).data) for x in ((0, 0), (0, 1), (1, 0), (1, 1))] == [0, 1, 1, 0]
    assert history.losses[-1] < 0.05


def test_the_two_commands_stand_once_each_at_the_beginning_of_a_line():
    commands = [line for line in README.splitlines() if line.startswith("python -m pip install")]
    assert commands == [
        'python -m pip install -e ".[all]" && python -m nn xor',
        'python -m pip install -e ".[all,test]" && python -m pytest',
    ]


def test_links_and_pictures_lead_somewhere():
    targets = re.findall(r"\]\(([^)#]+)\)", README)
    local = [target for target in targets if "://" not in target]
    assert local
    assert [target for target in local if not (ROOT / target).exists()] == []

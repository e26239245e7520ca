"""The arguments of ``python -m nn``, each checked before anything is computed.

Read ``pictures.py`` next.
"""

from __future__ import annotations

import argparse
import json
import math
import os
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

import autograd as ag
from nn.checks import one_of
from nn.cli.listing import listing, tasks
from nn.cli.names import LR, STEPS, TEMPERATURE
from nn.cli.tasks import LIST, NAMES, RULES, TASKS, Task
from nn.cli.terminal import PROGRAM, complain, say
from nn.data.gates import TABLE
from nn.models.layers import activation_function

__all__ = ["read"]

EXAMPLES = """
examples:
  python -m nn xor                         solve XOR; pictures of it go to pictures/
  python -m nn and --hidden none           a single neuron is enough for AND
  python -m nn xor --hidden none           ... and cannot do XOR
  python -m nn xor --hidden 4,4 --activation sigmoid --lr 0.3 --epochs 2000
  python -m nn moons --seed 7 --out /tmp   another sample, other beginnings
  python -m nn moons --noise 0.3 --test 0.3    judged by 30 rows that it has not seen
  python -m nn circles --optimizer sgd --batch 10
  python -m nn list                        every task, and what it is
  python -m nn digits                      64-32-10, by the compiler; needs scikit-learn
  python -m nn names --temperature 0.8     a little GPT writes new names; needs llvmlite
  python -m nn spirals --json --quiet      one object for another program

the exit code is 0 if the task was solved, 1 if not, 2 for wrong arguments, 130 after Ctrl-C
"""
MOST_WEIGHTS = 20_000
MOST_EPOCHS = 1_000_000
#: the shapes are some 2 wide: nothing is left of them in more
MOST_NOISE = 100.0
#: what networks on rows have for options and the names have not, and the reverse
OF_NETWORKS = ("hidden", "activation", "epochs", "optimizer", "batch", "noise", "test", "out")
OF_NAMES = ("steps", "temperature")


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        complain(f"{message} (see {PROGRAM} --help)")
        raise SystemExit(2)

    def print_help(self, file: Any = None) -> None:
        say(self.format_help())


def read(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """The arguments, with the task's own settings where none are given.

    Leaves with exit code 2 and one line on stderr when something is wrong.
    """
    parser = _parser()
    chosen = parser.parse_args(argv)
    if chosen.task == LIST:
        say(json.dumps(tasks()) if chosen.json else listing())
        raise SystemExit(0)
    of_names = chosen.task == NAMES
    _refuse_others(parser, chosen, OF_NETWORKS if of_names else OF_NAMES)
    if of_names:
        chosen.steps, chosen.lr = chosen.steps or STEPS, chosen.lr or LR
        chosen.temperature = chosen.temperature or TEMPERATURE
        return chosen
    task = TASKS[chosen.task]
    chosen.out = chosen.out or Path("pictures")
    chosen.hidden = list(task.hidden) if chosen.hidden is None else chosen.hidden
    chosen.activation = chosen.activation or task.activation
    chosen.optimizer = chosen.optimizer or "adam"
    chosen.lr = chosen.lr or float(f"{task.lr * RULES[chosen.optimizer][1]:.6g}")
    chosen.batch = chosen.batch or task.batch_size
    _check_rows(parser, task, chosen)
    _check_size(parser, task.sizes(chosen.hidden))
    try:
        chosen.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        parser.error(f"argument --out: cannot make the folder {chosen.out}: {error.strerror}")
    if not os.access(chosen.out, os.W_OK | os.X_OK):
        parser.error(f"argument --out: the folder {chosen.out} cannot be written to")
    return chosen


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog=PROGRAM,
        description="Train a small network on a gate or a data set, and show what it has learned.",
        epilog=f"tasks:\n  {_wrapped([*TASKS, NAMES])}\n{EXAMPLES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("task", type=_task, metavar="TASK", help="a gate or a data set, see below")
    add("--hidden", type=_hidden, metavar="N,N", help="hidden layers, for example 4,4, or none")
    add("--activation", type=_activation, metavar="NAME", help="tanh, relu, sigmoid, sin, ...")
    add("--epochs", type=_epochs, metavar="N", help="exactly so many (else: until solved)")
    add("--optimizer", type=_optimizer, metavar="NAME", help="adam (default), sgd, rmsprop, ...")
    add("--lr", type=_positive, metavar="F", help="the learning rate")
    add("--batch", type=_epochs, metavar="N", help="so many rows in each step")
    add("--noise", type=_noise, metavar="F", help="how far points lie off their shape")
    add("--test", type=_share, metavar="F", help="this share of the rows is held out to judge by")
    add("--seed", type=_whole, default=0, metavar="N", help="of weights and data (default 0)")
    add("--steps", type=_epochs, metavar="N", help="of the names, 32 of them each")
    add("--temperature", type=_positive, metavar="F", help="of the names: small is cautious")
    add("--out", type=_folder, metavar="DIR", help="default: pictures")
    add("--json", action="store_true", help="print one JSON object instead of text")
    add("--version", action="version", version=f"chainrule {ag.__version__}")
    add("--quiet", action="store_true", help="no progress bar, and only the verdict")
    return parser


def _wrapped(names: list[str]) -> str:
    half = len(names) // 2
    return " ".join(names[:half]) + "\n  " + " ".join(names[half:])


def _task(text: str) -> str:
    try:
        return one_of("task", text, (*TASKS, NAMES, LIST))
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _hidden(text: str) -> list[int]:
    if text == "none":
        return []
    sizes = [int(word) for word in text.split(",") if word.strip().isdecimal()]
    if len(sizes) != len(text.split(",")) or 0 in sizes:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a list of layer sizes such as 8 or 4,4 (none: no hidden layer)"
        )
    return sizes


def _refuse_others(
    parser: argparse.ArgumentParser, chosen: argparse.Namespace, others: Sequence[str]
) -> None:
    """Refuse an option of tasks of another kind, which would be of no effect."""
    for name in others:
        if getattr(chosen, name) is not None:
            own = OF_NAMES if others is OF_NETWORKS else OF_NETWORKS
            parser.error(
                f"argument --{name}: the task {chosen.task} has no such option, but "
                f"{', '.join(f'--{word}' for word in own)}"
            )


def _check_size(parser: argparse.ArgumentParser, sizes: list[int]) -> None:
    weights = sum((a + 1) * b for a, b in pairwise(sizes))
    if weights > MOST_WEIGHTS:
        parser.error(
            f"argument --hidden: {'-'.join(map(str, sizes))} would be a network of {weights:,} "
            f"parameters; the limit is {MOST_WEIGHTS:,}"
        )


def _check_rows(parser: argparse.ArgumentParser, task: Task, chosen: argparse.Namespace) -> None:
    """Refuse what the rows of this task do not have."""
    if chosen.noise is not None and not task.noisy:
        noisy = ", ".join(name for name, other in TASKS.items() if other.noisy)
        parser.error(f"argument --noise: {task.title} has none; {noisy} have")
    if chosen.test is not None and task.held_out:
        parser.error(f"argument --test: {task.title} have held-out rows of their own")
    if chosen.test is not None and task.name in TABLE:
        parser.error(
            f"argument --test: {task.title} has four rows, and none of them tells of another"
        )


def _optimizer(text: str) -> str:
    try:
        return one_of("optimizer", text.lower(), RULES)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _activation(text: str) -> str:
    try:
        activation_function(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return text


def _folder(text: str) -> Path:
    if not text.strip():
        raise argparse.ArgumentTypeError("the name of a folder is needed; . is the present one")
    return Path(text)


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is not a whole number") from None


def _epochs(text: str) -> int:
    n = _whole(text)
    if not 1 <= n <= MOST_EPOCHS:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 to {MOST_EPOCHS:,}")
    return n


def _number(text: str, fits: Callable[[float], bool], words: str) -> float:
    try:
        x = float(text)
    except ValueError:
        x = math.nan
    if not (math.isfinite(x) and fits(x)):
        raise argparse.ArgumentTypeError(f"{text!r} is not {words}")
    return x


def _positive(text: str) -> float:
    return _number(text, lambda x: x > 0.0, "a positive number")


def _noise(text: str) -> float:
    return _number(text, lambda x: 0.0 <= x <= MOST_NOISE, f"a number from 0 to {MOST_NOISE:g}")


def _share(text: str) -> float:
    return _number(text, lambda x: 0.0 < x < 1.0, "a share between 0 and 1, such as 0.3")

"""The arguments of ``python -m nn``, each checked before anything is computed.

Read ``together.py`` next.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from typing import Any, NoReturn

import autograd as ag
from nn.cli import arguments
from nn.cli.listing import listing, tasks
from nn.cli.tasks import LIST, NAMES, TASKS
from nn.cli.terminal import PROGRAM, Refused, complain, say
from nn.cli.together import settled

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
  python -m nn names --save gpt.json --resume run.json       ... and is kept
  python -m nn spirals --json --quiet      one object for another program
  python -m nn playground xor --out xor.html   learn before your eyes, in a page: see
                                           python -m nn playground --help

models in files, and data of your own:
  python -m nn xor --save xor.json         keep the network (or xor.safetensors)
  python -m nn --load xor.json             judge and draw it again, without training
  python -m nn --load xor.json --predict 0,1       its answer to a row: class, probability
  python -m nn --load xor.json --predict rows.csv  a line for each row
  python -m nn --load gpt.json --predict em        names that begin with em
  python -m nn digits --resume run.json    a training that goes on after it was killed:
                                           the same command again, or more --epochs
  python -m nn --data iris.csv --target species --test 0.3 --save iris.json
                                           a CSV file, with a header or without: all columns but
                                           the target are inputs; the target is a class, a word
                                           or a small whole number (by default the last column)
  python -m nn --data houses.csv --target price --objective regression
                                           ... or a number, which is what other numbers are taken
                                           for; it is said, and --objective takes them otherwise

the exit code is 0 if the task was solved (of your own data: if the network was trained or judged),
1 if not, 2 for wrong arguments and files, 130 after Ctrl-C, when --save still keeps the network
"""
#: a row whose first number is negative, which argparse would take for an option
NEGATIVE = re.compile(r"-\.?\d")


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        complain(f"{message} (see {PROGRAM} --help)")
        raise SystemExit(2)

    def print_help(self, file: Any = None) -> None:
        say(self.format_help())


def read(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """The arguments, with the task's own settings where none are given; see ``together.settled``.

    Leaves with exit code 2 and one line on stderr when something is wrong.
    """
    parser = _parser()
    chosen = parser.parse_args([*_joined(sys.argv[1:] if argv is None else argv)])
    if chosen.task == LIST:
        say(json.dumps(tasks()) if chosen.json else listing())
        raise SystemExit(0)
    try:
        return settled(chosen)
    except Refused as why:
        parser.error(str(why))


def _joined(words: Sequence[str]) -> Iterator[str]:
    """The words, with ``--predict -1,2`` as the one word ``--predict=-1,2``."""
    rest = iter(words)
    for word in rest:
        following = next(rest, None) if word == "--predict" else None
        if following is None:
            yield word
        elif NEGATIVE.match(following):
            yield f"{word}={following}"
        else:
            yield from (word, following)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog=PROGRAM,
        usage=f"{PROGRAM} [TASK] [options]",
        description="Train a small network on a gate or a data set, and show what it has learned.",
        epilog=f"tasks:\n  {_wrapped([*TASKS, NAMES])}\n{EXAMPLES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "task",
        type=arguments.task,
        metavar="TASK",
        nargs="?",
        help="a gate or a data set, see below",
    )
    _add_training(parser)
    _add_files(parser)
    return parser


def _add_training(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    of = arguments
    add("--hidden", type=of.hidden, metavar="N,N", help="hidden layers, for example 4,4, or none")
    add("--activation", type=of.activation, metavar="NAME", help="tanh, relu, sigmoid, sin, ...")
    add("--epochs", type=of.count, metavar="N", help="exactly so many (else: until solved)")
    add("--optimizer", type=of.optimizer, metavar="NAME", help="adam (default), sgd, rmsprop, ...")
    add("--lr", type=of.positive, metavar="F", help="the learning rate")
    add("--batch", type=of.count, metavar="N", help="so many rows in each step")
    add("--noise", type=of.noise, metavar="F", help="how far points lie off their shape")
    add("--test", type=of.share, metavar="F", help="this share of the rows is held out to judge by")
    add("--seed", type=of.whole, default=0, metavar="N", help="of weights and data (default 0)")
    add("--steps", type=of.count, metavar="N", help="of the names, 32 of them each")
    add("--temperature", type=of.positive, metavar="F", help="of the names: small is cautious")


def _add_files(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    of = arguments
    add("--data", type=of.file, metavar="CSV", help="data of your own in place of a task")
    add("--target", metavar="NAME", help="the column to be told, by name or number (default last)")
    add("--objective", type=of.objective, metavar="NAME", help="classification, regression")
    add("--save", type=of.model_file, metavar="FILE", help="keep the network: .json, .safetensors")
    add("--load", type=of.model_file, metavar="FILE", help="a kept network, instead of training")
    add("--resume", type=of.file, metavar="FILE", help="hold the training there, or go on with it")
    add("--predict", metavar="ROW|CSV", help="answer a row (0,1), a file; names: how they begin")
    add("--out", type=of.folder, metavar="DIR", help="where pictures go (default: pictures)")
    add("--json", action="store_true", help="print one JSON object instead of text")
    add("--version", action="version", version=f"chainrule {ag.__version__}")
    add("--quiet", action="store_true", help="no progress bar, and only verdict and answers")


def _wrapped(names: list[str]) -> str:
    half = len(names) // 2
    return " ".join(names[:half]) + "\n  " + " ".join(names[half:])

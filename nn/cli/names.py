"""``python -m nn names``: a little GPT reads first names, and writes some that nobody has.

The settings were found by experiment: 600 steps reach the loss that counts as solved, and the 3,000
are where more do little; then it is 2.14 from each of 10 seeds. Read ``report.py`` next.
"""

from __future__ import annotations

import time
from argparse import Namespace
from collections.abc import Iterator
from random import Random
from statistics import fmean
from typing import Any

from nn.checks import needed
from nn.data.names import END, TOKENS, name_of, names, tokens_of
from nn.models.gpt import GPT
from nn.optim.rules import Adam
from nn.training.progress import Bar, bar
from nn.training.tokens import TokenTraining

__all__ = ["LR", "SOLVED", "STEPS", "TEMPERATURE", "written"]

POSITIONS, WIDTH, HEADS, BATCH = 16, 16, 4, 32
STEPS, LR, BETAS = 3000, 0.01, (0.85, 0.99)
TEMPERATURE = 0.5
#: held-out nats per letter below which the names begin to sound like names
SOLVED = 2.25
COUNT, TRIES = 20, 500


def written(chosen: Namespace) -> dict[str, Any]:
    """Train, judge by the names held out, and write; all that there is to say, as plain data."""
    needed("the task names", "llvmlite")
    begin = time.perf_counter()
    ticks = bar(chosen.steps, False if chosen.quiet else "auto", "step")
    try:
        training = _prepared(chosen)
        ready = time.perf_counter()
        losses, stopped = _trained(training, chosen.steps, ticks)
    finally:
        ticks.close()
    loss = training.loss([*map(tokens_of, names("held-out"))])
    return {
        "task": chosen.task,
        "solved": loss <= SOLVED,
        "stopped": stopped,
        "loss": loss,
        "training_loss": fmean(losses[-100:]) if losses else None,
        "steps": training.steps,
        "parameters": len(training.vector),
        **{name: getattr(chosen, name) for name in ("seed", "lr", "temperature")},
        "names": list(_new_names(training.model, chosen)),
        "ready": round(ready - begin, 3),
        "seconds": round(time.perf_counter() - begin, 3),
    }


def _prepared(chosen: Namespace) -> TokenTraining:
    """The model and its rows, recorded; the rate of Adam falls to 0 along a line."""
    model = GPT(TOKENS, POSITIONS, WIDTH, HEADS, rng=chosen.seed)
    rule = Adam(lambda step: chosen.lr * (1 - step / chosen.steps), betas=BETAS)
    return TokenTraining(model, [*map(tokens_of, names("train"))], rule, BATCH)


def _trained(training: TokenTraining, steps: int, ticks: Bar) -> tuple[list[float], str]:
    """The loss of each step, up to the last one or to Ctrl-C, and which of these it was."""
    losses: list[float] = []
    stopped = "finished"
    ticks.begin()
    try:
        for _ in range(steps):
            losses.append(training.step())
            ticks.show(losses[-1])
    except KeyboardInterrupt:
        stopped = "interrupted"
    training.store()
    return losses, stopped


def _new_names(model: GPT, chosen: Namespace) -> Iterator[str]:
    """Names that are in no list and were not written before; fewer where there are no others."""
    source, known, found = Random(chosen.seed), set(names()), 0
    for _ in range(TRIES):
        name = name_of(model.generate(END, END, chosen.temperature, source))
        if name not in known and 1 < len(name) < POSITIONS:
            known.add(name)
            found += 1
            yield name
        if found == COUNT:
            return

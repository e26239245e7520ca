"""``python -m nn names``: a little GPT reads first names, and writes some that nobody has.

It is kept, held while it is trained and asked again as the networks are; what it is asked is how
names shall begin.

The settings were found by experiment: 600 steps reach the loss that counts as solved, and the 3,000
are where more do little; then it is 2.14 from each of 10 seeds. Read ``report.py`` next.
"""

from __future__ import annotations

import re
import time
from argparse import Namespace
from collections.abc import Iterator
from random import Random
from statistics import fmean
from typing import Any

import autograd as ag
from nn.checks import needed
from nn.cli.kept import Kept, keep
from nn.cli.tasks import MOST_WEIGHTS
from nn.cli.terminal import Refused
from nn.data.names import END, TOKENS, name_of, names, tokens_of
from nn.models.gpt import GPT
from nn.named import named
from nn.optim.optimizer import Schedule
from nn.optim.rules import Adam
from nn.training.history import History
from nn.training.tokens import TokenTraining

__all__ = ["SOLVED", "settled_names", "written"]

POSITIONS, WIDTH, HEADS, BATCH = 16, 16, 4, 32
STEPS, LR, BETAS = 3000, 0.01, (0.85, 0.99)
TEMPERATURE = 0.5
#: held-out nats per letter below which the names begin to sound like names
SOLVED = 2.25
COUNT, TRIES = 20, 500
#: of a kept model: more is slow, and no name is as long
MOST_POSITIONS = 32


def settled_names(chosen: Namespace) -> Namespace:
    """The arguments of this task with its own settings where none are given.

    Raises ``Refused`` for a kept model that is no GPT of letters, and for a beginning of names that
    is none.
    """
    chosen.steps, chosen.lr = chosen.steps or STEPS, chosen.lr or LR
    chosen.temperature = chosen.temperature or TEMPERATURE
    positions = POSITIONS
    if chosen.kept is not None:
        positions = _letters(chosen.kept)
    if chosen.predict is not None:
        begin = chosen.predict
        if not re.fullmatch("[a-z]+", begin) or len(begin) > positions - 2:
            raise Refused(
                f"argument --predict: names begin with 1 to {positions - 2} small letters from a "
                f"to z, got {begin[:40]!r}"
            )
    return chosen


def _letters(kept: Kept) -> int:
    """The positions of a kept model, if it is one of this task."""
    model = kept.saved.model
    if not isinstance(model, GPT) or len(model.token.W) != TOKENS:
        what = f"a model of the class {type(model).__name__}"
        if isinstance(model, GPT):
            what = f"an nn.GPT of {len(model.token.W)} tokens"
        raise Refused(f"{kept.name} holds {what}; names are of an nn.GPT of {TOKENS} tokens")
    if len(model.parameters()) > MOST_WEIGHTS:
        raise Refused(
            f"{kept.name} holds a GPT of {len(model.parameters()):,} parameters; the limit is "
            f"{MOST_WEIGHTS:,}"
        )
    positions = len(model.position.W)
    if not 3 <= positions <= MOST_POSITIONS:
        raise Refused(
            f"{kept.name} holds a GPT of {positions} positions; for names 3 to {MOST_POSITIONS} "
            "are of use"
        )
    return positions


def written(chosen: Namespace) -> dict[str, Any]:
    """Train, judge by the names held out, keep, write; all that there is to say, as plain data."""
    needed("the task names", "llvmlite")
    begin = time.perf_counter()
    training = _prepared(chosen)
    ready = time.perf_counter()
    history = _trained(training, chosen) if chosen.kept is None else chosen.kept.saved.history
    loss = training.loss([*map(tokens_of, names("held-out"))])
    return {
        "task": chosen.task,
        "solved": loss <= SOLVED,
        "stopped": history.stopped if history and not chosen.kept else "loaded",
        "loss": loss,
        "training_loss": fmean(history.losses[-100:]) if history and history.losses else None,
        "steps": history.steps if history else None,
        "parameters": len(training.vector),
        **{name: getattr(chosen, name) for name in ("seed", "lr", "temperature")},
        "begin": chosen.predict,
        **_saved(training.model, history, chosen),
        "names": list(_new_names(training.model, chosen)),
        "ready": round(ready - begin, 3),
        "seconds": round(time.perf_counter() - begin, 3),
    }


@named
def falling(lr: float, steps: int) -> Schedule:
    """A straight line from a rate down to 0."""
    return lambda step: lr * max(0.0, 1 - step / steps)


def _prepared(chosen: Namespace) -> TokenTraining:
    """The model and its rows, recorded; the rate of Adam falls to 0 along a line."""
    rule = Adam(falling(chosen.lr, chosen.steps), betas=BETAS)
    if chosen.kept is not None:
        model = chosen.kept.saved.model
    else:
        model = GPT(TOKENS, POSITIONS, WIDTH, HEADS, rng=chosen.seed)
    return TokenTraining(model, [*map(tokens_of, names("train"))], rule, BATCH)


def _trained(training: TokenTraining, chosen: Namespace) -> History:
    """The loss of each step, up to the last one or to Ctrl-C."""
    return training.run(
        chosen.steps,
        progress=False if chosen.quiet else "auto",
        checkpoint=chosen.resume,
        resume=chosen.resume is not None,
    )


def _saved(model: GPT, history: History | None, chosen: Namespace) -> dict[str, str]:
    """Where the model is kept, or why it is not."""
    if not chosen.save:
        return {}
    try:
        keep(model, history, None, chosen)
    except (OSError, ag.AutogradError) as error:
        return {"failed": str(error)}
    return {"saved": str(chosen.save)}


def _new_names(model: GPT, chosen: Namespace) -> Iterator[str]:
    """Names that are in no list and were not written before; fewer where there are no others."""
    source, known, found = Random(chosen.seed), set(names()), 0
    begin, most = chosen.predict or "", len(model.position.W)
    first = [END, *tokens_of(begin)[1:-1]] if begin else END
    for _ in range(TRIES):
        name = begin + name_of(model.generate(first, END, chosen.temperature, source))
        if name not in known and 1 < len(name) < most:
            known.add(name)
            found += 1
            yield name
        if found == COUNT:
            return

"""What makes a training this one and no other: a checkpoint goes on with the same run only.

Read ``fit.py`` next.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping
from functools import partial
from hashlib import sha256
from random import Random
from typing import Any

from nn.files.architecture import told
from nn.files.fields import own
from nn.models.module import Module
from nn.optim.optimizer import Optimizer
from nn.training.problem import Problem

__all__ = ["told_run", "told_token_run"]


def told_run(
    problem: Problem,
    rule: Optimizer,
    size: int,
    rng: int | Random | None,
    metrics: Mapping[str, Any],
    engine: str,
) -> dict[str, Any]:
    """What makes a run this one and no other, as plain data; of functions the names."""
    model, penalty, rows = problem.model, problem.penalty, len(problem.X)
    return {
        "model": told(model) if isinstance(model, Module) else own(model),
        "parameters": len(problem.parameters()),
        "loss": _told_call(problem.goal.loss, problem.goal.name),
        "penalty": None if penalty is None else _told_call(penalty, own(penalty)["own"]),
        "metrics": [*metrics],
        "rows": rows,
        "data": _digest(problem),
        "batch_size": size,
        "shuffled": size < rows,
        "rng": _told_rng(rng) if size < rows else None,
        "optimizer": _told_optimizer(rule),
        "engine": engine,
    }


def told_token_run(model: Module, columns: Any, rule: Optimizer, size: int) -> dict[str, Any]:
    """The same of a training on the columns that sequences of tokens were made."""
    return {
        "model": told(model),
        "parameters": len({*model.parameters()}),
        "loss": "cross_entropy of the next token",
        "metrics": [],
        "rows": columns.shape[1],
        "sequences": sha256(columns.tobytes()).hexdigest()[:32],
        "batch_size": size,
        "shuffled": False,
        "optimizer": _told_optimizer(rule),
        "engine": "compiled",
    }


def _told_optimizer(rule: Optimizer) -> dict[str, Any]:
    """Its settings; where an object stands in memory is no part of them."""
    of = vars(rule)
    settings = {
        k: _told_setting(of[k]) if _is_array(of.get(k)) else _told_setting(text)
        for k, text in rule.settings().items()
    }
    return {"rule": type(rule).__name__, **settings, "remembers": rule.remembers}


def _told_call(f: Any, name: str) -> str:
    """A function's name, with the arguments that a ``partial`` has bound."""
    if not isinstance(f, partial):
        return name
    given = [_told_setting(x) for x in f.args]
    given += [f"{key}={_told_setting(x)}" for key, x in f.keywords.items()]
    inner = _told_call(f.func, own(f.func)["own"])
    return f"{inner}({', '.join(given)})"


def _told_setting(x: Any) -> str:
    """A text for a setting, or a number for a long one: other settings have another."""
    text = re.sub(r" at 0x\w+", "", str(_listed(x)))
    return text if len(text) <= 200 else f"a {type(x).__name__} {_hash(text.encode())}"


def _is_array(x: Any) -> bool:
    return hasattr(x, "tolist") or (isinstance(x, (list, tuple)) and any(map(_is_array, x)))


def _listed(x: Any) -> Any:
    """With lists for arrays, as the text of a large array leaves numbers out."""
    if hasattr(x, "tolist"):
        return x.tolist()
    return type(x)(map(_listed, x)) if type(x) in (list, tuple) else x


def _hash(raw: bytes) -> str:
    return sha256(raw).hexdigest()[:16]


def _told_rng(rng: int | Random | None) -> int | str | None:
    if isinstance(rng, Random):
        return f"state {_hash(repr(rng.getstate()).encode())}"
    return None if rng is None else int(rng)


def _digest(problem: Problem) -> str:
    """A number for the data: other data have another."""
    found = sha256(repr(problem.y).encode())
    for row in problem.X:
        found.update(array("d", row).tobytes())
    return found.hexdigest()[:32]

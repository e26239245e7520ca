"""Files changed at random, and what a loader makes of them.

``python -m tests.nn.files.mutated 10000`` gives each loader so many, and tells what came of them.
"""

import json
import random
import resource
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import nn
from autograd import FileFormatError, GraphError

#: what stands in the place of a piece of JSON
TOKENS = (
    *("NaN", "-Infinity", "1e999", "1000000000", "-1", "0", "0.5", "true", "null", '""', "[]"),
    *("{}", "[[[[]]]]", '"tanh"', '"kind"', '{"own": "x"}', '{"function": "exp"}', "9" * 400),
    *("[" * 2000, "-0.0", '"Sequential"', '{"kind": "Sequential", "parts": []}', "1e-400"),
)


def mutations(raw: bytes, count: int, seed: int = 0) -> Iterator[bytes]:
    """The bytes with some flipped, cut out, doubled, moved, or with tokens in their place."""
    source = random.Random(seed)
    for _ in range(count):
        changed = bytearray(raw)
        for _ in range(source.choice((1, 1, 1, 2, 3, 8))):
            i = source.randrange(len(changed) + 1)
            j = min(len(changed), i + source.choice((1, 1, 2, 4, 8, 16, 64, 512)))
            kind = source.randrange(6)
            if kind == 0 and i < len(changed):
                changed[i] ^= 1 << source.randrange(8)
            elif kind == 1:
                del changed[i:j]
            elif kind == 2:
                changed[i:i] = changed[i:j]
            elif kind == 3:
                del changed[i:]
            elif kind == 4:
                changed[i:j] = source.randbytes(j - i)
            else:
                changed = _with_token(changed, i, source.choice(TOKENS).encode())
        yield bytes(changed)


def _with_token(raw: bytearray, i: int, token: bytes) -> bytearray:
    """A token in the place of the word, the number or the text around a place."""
    ends = b" ,:[]{}\n"
    low = high = min(i, len(raw))
    while low and raw[low - 1] not in ends:
        low -= 1
    while high < len(raw) and raw[high] not in ends:
        high += 1
    return raw[:low] + token + raw[high:]


def tried(load: Callable[[Path], object], path: Path, count: int) -> Counter[str]:
    """What came of loading each: "loaded", "refused"; any other error is raised."""
    found: Counter[str] = Counter()
    raw = path.read_bytes()
    for changed in mutations(raw, count):
        path.write_bytes(changed)
        try:
            load(path)
        except FileFormatError as error:
            message = str(error)
            if not message.startswith(str(path)) or "\n" in message or len(message) > 600:
                raise AssertionError(message) from error
            found["refused"] += 1
        else:
            found["loaded"] += 1
    path.write_bytes(raw)
    return found


def samples(folder: Path) -> list[tuple[Callable[[Path], object], Path]]:
    """Each loader, and a file that it loads."""
    model = nn.MLP(2, [3, 1], rng=0)
    history = nn.fit(model, *nn.gates.xor(), epochs=5, progress=False)
    into = nn.MLP(2, [3, 1], rng=1)
    found: list[tuple[Callable[[Path], object], Path]] = []
    for name in ("a.json", "a.safetensors"):
        nn.save(model, folder / name, history, seed=0, about={"task": "xor"})
        found += [(nn.read, folder / name), (lambda path: nn.load(path, into), folder / name)]
    mixed = nn.Sequential(nn.reshape(2, 1), nn.Recurrent(1, 2, rng=0), nn.flatten, nn.softmax)
    nn.save(mixed, folder / "b.json")
    train(folder / "run.json", 3)
    nn.save(model, folder / "long.json", nn.History([i / 7 for i in range(10_001)]))
    train_on_tokens(folder / "tokens.json", 3)
    trainings = [(train, folder / "run.json"), (train_on_tokens, folder / "tokens.json")]
    return [*found, *((nn.load, folder / name) for name in ("b.json", "long.json")), *trainings]


def train(path: Path, epochs: int = 4) -> object:
    """Go on with a checkpoint of ``fit`` by one epoch."""
    model = nn.MLP(2, [3, 1], rng=0)
    settings = {"optimizer": nn.Adam(0.05), "batch_size": 2, "rng": 0, "progress": False}
    go_on = partial(nn.fit, model, *nn.gates.xor(), epochs=epochs, **settings)
    return _gone_on(go_on, model, path)


def train_on_tokens(path: Path, steps: int = 4) -> object:
    """The same of a training on sequences, by one step."""
    model = nn.GPT(2, 2, 2, 1, hidden=2, rng=0)
    training = nn.TokenTraining(model, [[0, 1, 0], [1, 0]], nn.Adam(nn.cosine(0.05, 9)))
    return _gone_on(partial(training.run, steps, progress=False), model, path)


def _gone_on(go_on: Callable[..., nn.History], model: nn.Module, path: Path) -> object:
    """What comes of it; a file that is refused is left as it is, and so is the model."""
    held = path.read_bytes() if path.exists() else None
    before = model.state_dict()
    try:
        history = go_on(checkpoint=path, resume=True)
        if history.stopped not in ("finished", "callback"):
            raise AssertionError(history)
    except FileFormatError:
        if model.state_dict() != before or path.read_bytes() != held:
            raise AssertionError("a refused file has changed something") from None
        raise
    except (FloatingPointError, GraphError) as error:  # with numbers that no training leaves
        if isinstance(error, GraphError) and "s done" not in str(error):
            raise
    return model


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as name:
        for load, path in samples(Path(name)):
            print(json.dumps({path.name: tried(load, path, wanted)}), flush=True)
    print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")

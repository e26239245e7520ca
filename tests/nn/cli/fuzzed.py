"""Random lists of arguments, and what the command line makes of them.

``python -m tests.nn.cli.fuzzed 10000`` tries so many, in this process, in a folder of good, damaged
and foreign files, and tells what came of them. Each must end within a time, with a code and at most
one line of complaint, and leave every file whole: as it was, or as a file that can be read.
"""

import contextlib
import io
import os
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import autograd as ag
import nn
from nn.cli.run import main
from nn.cli.tasks import TASKS
from tests.nn.files.mutated import mutations

#: seconds that a run may take
LIMIT = 30.0
#: in one run of so many pictures are drawn: they take longest
DRAWN = 20

GOOD_FILES = [
    *("xor.json", "xor.safetensors", "python.json", "iris.json", "gpt.json", "blocks.json"),
    *("run.json", "rows.csv", "iris.csv", "bare.csv"),
]
FILES = [
    *GOOD_FILES,
    *("bad.json", "bad.safetensors", "bad.csv", "bad-run.json", "empty.csv", "empty.json"),
    *("folder", "folder.json", "pipe.csv", "pipe.json", "loop.json", "missing.json", "missing.csv"),
    *("no/where.json", "new.json", "new.safetensors", "new-run.json", "model.pkl", "/dev/zero"),
]
VALUES = [
    *("none", "4", "4,4", "0", "-1", ",", "1,", "999999999", "9" * 5000, "²", "٣", "1e3", "nan"),
    *("inf", "-inf", "1e-999", "1e308", "0.1", "tanh", "relu", "log", "where", "__init__"),
    *("", " ", "-", "--", "@file", "a=b", "8×8", "\udcff", "\x1b[2J", "\n", "\0", "x" * 300),
    *(".", "/proc/1/x", "%s", "{}", "$HOME", "None", "True", "[]", "xor", "-h", "species", "5"),
    *("0,1", "-1,2", "1,2,3", "5,3,1,0.2", "1e300,1e300", "nan,1", "0.5", ",,,", "1;2"),
]
FITTING = {
    "--hidden": ["none", "2", "4", "3,2", "5000"],
    "--activation": ["tanh", "relu", "sigmoid", "sin", "linear", "exp", "log"],
    "--epochs": ["1", "2"],
    "--optimizer": ["adam", "SGD", "rmsprop", "adadelta"],
    "--lr": ["0.1", "1", "1e300", "1e-300"],
    "--batch": ["1", "3", "1000"],
    "--noise": ["0", "0.3", "1e300"],
    "--test": ["0.3", "0.01", "0.999"],
    "--seed": ["0", "-1", "7", "9" * 30],
    "--steps": ["1"],
    "--temperature": ["0.5"],
    "--data": ["iris.csv", "bare.csv", "bad.csv"],
    "--target": ["species", "5", "1", "sepal", "thin"],
    "--objective": ["regression", "classification"],
    "--save": ["new.json", "new.safetensors", "xor.json", "folder/new.json"],
    "--load": ["xor.json", "xor.safetensors", "python.json", "iris.json", "gpt.json"],
    "--resume": ["new-run.json", "run.json"],
    "--predict": ["0,1", "-1,2", "1,2,3", "rows.csv", "iris.csv", "5,3,1,0.2"],
    "--out": ["pictures", "folder"],
}
FLAGS = ["--json", "--quiet"]


class Hang(BaseException):
    """A run takes too long; nothing that the command line catches."""


def prepare(folder: Path) -> dict[str, bytes]:
    """Fill an empty folder, the current one, with files; the contents of the good ones."""
    _models(folder)
    (folder / "rows.csv").write_text("0,1\n1,1\n")
    flowers = [f"{4 + i % 7},{3 + i % 3},{i % 5},{i % 2 + 0.2}" for i in range(30)]
    names = ["setosa", "virginica", "versicolor"]
    table = [f"{row},{names[i % 3]}" for i, row in enumerate(flowers)]
    (folder / "bare.csv").write_text("\n".join(table))
    (folder / "iris.csv").write_text("\n".join(["sepal,wide,petal,thin,species", *table]))
    with _silent():
        for line in (
            "--data iris.csv --epochs 1 --hidden 3 --save iris.json --quiet",
            "xor --epochs 2 --hidden 3 --save xor.json --resume run.json --quiet",
            "--load xor.json --save xor.safetensors",
        ):
            main(line.split())
    for name in ("empty.csv", "empty.json"):
        (folder / name).touch()
    for name in ("folder", "folder.json"):
        (folder / name).mkdir()
    for name in ("pipe.csv", "pipe.json"):
        os.mkfifo(folder / name)
    (folder / "loop.json").symlink_to("loop.json")
    (folder / "model.pkl").write_bytes(b"\x80\x04N.")
    return {name: (folder / name).read_bytes() for name in GOOD_FILES}


def _models(folder: Path) -> None:
    nn.save(nn.MLP(2, [3, 1], output="sigmoid", rng=0), folder / "python.json")
    nn.save(nn.GPT(5, 4, 4, 1, rng=0), folder / "gpt.json")
    nn.save(nn.Sequential(nn.Linear(2, 3, rng=0), nn.softmax), folder / "blocks.json")


def damage(folder: Path, good: dict[str, bytes], source: Random) -> None:
    """Renew the damaged files."""
    for name, of in (
        ("bad.json", source.choice(["xor.json", "iris.json", "gpt.json", "blocks.json"])),
        ("bad.safetensors", "xor.safetensors"),
        ("bad.csv", source.choice(["iris.csv", "bare.csv", "rows.csv"])),
        ("bad-run.json", "run.json"),
    ):
        (folder / name).write_bytes(next(mutations(good[of], 1, source.randrange(10**9))))


def words(source: Random) -> list[str]:
    """Mostly a sensible list of arguments with something wrong in it, sometimes anything."""
    if source.random() < 0.1:
        return source.choices([*FITTING, *FLAGS, *VALUES, *FILES, *TASKS], k=source.randrange(7))
    small = ["xor", "and", "or", "moons", "blobs"]
    begin = source.choice([*[[task] for task in small], ["names"], [], [], ["--data", "iris.csv"]])
    found = [*begin, *source.choice([["--epochs", "1"], ["--load", source.choice(FILES)]])]
    for option in source.sample([*FITTING, *FLAGS, "--help", "-x"], k=source.randrange(4)):
        found.append(option)
        if option in FITTING and source.random() < 0.95:
            values = source.choice([FITTING[option], FITTING[option], VALUES, FILES])
            found.append(source.choice(values))
    if "names" in found and found[0] == "names":
        found += ["--steps", "1", "--noise", "1"]  # refused: a little GPT takes too long
    return found


def run(found: list[str]) -> tuple[int, str, str]:
    """The code, and what was said; any other error leaves, and a run that hangs."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), _limited():
        try:
            code = main(found)
        except SystemExit as leave:
            code = int(leave.code or 0)
    return code, out.getvalue(), err.getvalue()


def tried(count: int, seed: int = 0, *, drawn: int = DRAWN) -> Counter[str]:
    """What came of so many lists in the current folder, which is empty."""
    import nn.cli.run as module

    folder, source, came = Path.cwd(), Random(seed), Counter[str]()
    draw = module.pictures
    try:
        module.pictures = lambda *given: ([], [])
        good = prepare(folder)
        for i in range(count):
            damage(folder, good, source)
            module.pictures = draw if drawn and i % drawn == 0 else lambda *given: ([], [])
            _try(words(source), folder, good, came)
    finally:
        module.pictures = draw
    return came


def _try(found: list[str], folder: Path, good: dict[str, bytes], came: Counter[str]) -> None:
    before = {path.name for path in folder.iterdir()}
    held = _contents(folder)
    began = time.monotonic()
    try:
        code, out, err = run(found)
        _judge(code, out, err)
        _whole(folder, held)
    except BaseException as error:
        error.add_note(f"arguments: {found!r}")
        raise
    came[f"code {code}"] += 1
    came["slowest, ms"] = max(came["slowest, ms"], round(1e3 * (time.monotonic() - began)))
    _restore(folder, good, before)


def _judge(code: int, out: str, err: str) -> None:
    if code not in (0, 1, 2) or (code == 2) > (err != ""):
        raise AssertionError(f"code {code} with {err!r}")
    if err.count("\n") > 1 or "Traceback" in err + out:
        raise AssertionError(err)


def _contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _whole(folder: Path, held: dict[Path, bytes]) -> None:
    """Nothing begun is left, nothing is gone, and what is new or changed can be read."""
    now = _contents(folder)
    if gone := held.keys() - now.keys():
        raise AssertionError(f"gone: {gone}")
    for path, raw in now.items():
        if path.name.startswith("."):
            raise AssertionError(f"left: {path}")
        if held.get(path) != raw:
            _read(path, raw)


def _read(path: Path, raw: bytes) -> None:
    """Read a file that a run has left."""
    if b'"nn checkpoint"' in raw[:200]:
        ag.files.read_json(path)
    elif path.suffix in (".json", ".safetensors"):
        nn.load(path)
    elif not (raw.startswith(b"\x89PNG") or b"</svg>" in raw[-20:]):
        raise AssertionError(f"half a file: {path}")


def _restore(folder: Path, good: dict[str, bytes], before: set[str]) -> None:
    for name, raw in good.items():
        if (folder / name).read_bytes() != raw:
            (folder / name).write_bytes(raw)
    for path in folder.iterdir():
        if path.name not in before and path.is_file():
            path.unlink()
    for path in (folder / "folder").iterdir():
        path.unlink()


@contextlib.contextmanager
def _silent() -> Iterator[None]:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield


@contextlib.contextmanager
def _limited() -> Iterator[None]:
    """Raise ``Hang`` in what takes too long, if this is the thread that hears signals."""

    def hang(number: int, frame: object) -> None:
        raise Hang(f"more than {LIMIT} seconds")

    before = signal.signal(signal.SIGALRM, hang)
    signal.setitimer(signal.ITIMER_REAL, LIMIT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        print(dict(tried(wanted)))
    print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")

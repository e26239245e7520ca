"""A training that is killed some twenty times ends with the numbers of one that is not."""

import json
import subprocess
import sys

import pytest

#: what a training leaves, to the last bit
FITTED = """
import json, os, random, select, signal, sys
import nn

path, engine, rule, size, epochs, patience, most = *sys.argv[1:4], *map(eval, sys.argv[4:8])

def outcome(**held):
    model = nn.MLP(2, [4, 1], rng=0)
    optimizer = eval(rule, vars(nn))
    history = nn.fit(model, *nn.gates.xor(), optimizer=optimizer, epochs=epochs, engine=engine,
                     batch_size=size, rng=7, progress=False, **held)
    return told(model, optimizer, history)
"""

#: the same of sequences of tokens
TOKENS = (
    FITTED[: FITTED.index("def outcome")]
    + """
def outcome(**held):
    model = nn.GPT(4, 3, 4, 2, rng=0)
    optimizer = eval(rule, vars(nn))
    sequences = [[3, 0, 1, 3], [3, 2], [3, 1, 1, 0, 2, 3], [3, 0, 3], [3, 2, 2, 1, 3]]
    training = nn.TokenTraining(model, sequences, optimizer, size)
    return told(model, optimizer, training.run(epochs, progress=False, **held))
"""
)

#: forks a training, kills it at some moment, and forks the next, which goes on; prints the outcome
KILLER = """
def told(model, optimizer, history):
    numbers = [p.data.hex() for p in model.parameters()]
    memory = [[float(x).hex() for x in optimizer.remembered(p)] for p in model.parameters()]
    return [numbers, memory, optimizer.steps, [float(x).hex() for x in history.losses],
            history.metrics, history.steps, history.stopped]

def changed():
    return os.stat(path).st_mtime_ns if os.path.exists(path) else 0

def life(wait):
    coming, going = os.pipe()
    child = os.fork()
    if not child:
        found = outcome(checkpoint=path, resume=True)
        os.write(going, b".")
        os._exit(0)
    os.close(going)
    before = changed()
    while changed() == before and wait is not None:  # it writes after the first epoch of each life
        if select.select([coming], [], [], 0.002)[0]:
            break
    done = select.select([coming], [], [], wait or 0.0)[0]
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(coming)
    return bool(done)

source, kills, seen = random.Random(0), 0, []
while kills < most:
    if life(source.random() * patience if kills % 4 or most < 20 else None):
        break
    kills += 1
    if os.path.exists(path):
        with open(path) as file:
            seen.append(str(json.load(file)["history"]["losses"]))  # packed, if they are many
print(json.dumps([kills, len(set(seen)), outcome(checkpoint=path, resume=True) == outcome()]))
"""

TRAININGS = {
    "momentum": ("eager", "SGD(step_decay(0.3, every=400), momentum=0.9)", 3, 3000, 0.1),
    "Adam": ("eager", "Adam(cosine(0.1, 6000))", 2, 3000, 0.1),
    "Nadam": ("compiled", "Nadam(warmup(300, 0.05))", 3, 30_000, 0.06),
    "Adam, compiled": ("compiled", "Adam(inverse_sqrt(0.1))", None, 40_000, 0.06),
}


def killed(text, path, *words):
    """How often it was killed, at how many places, and whether the outcome is that of one life."""
    command = [sys.executable, "-c", text + KILLER, str(path), *map(str, words)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.mark.parametrize("what", TRAININGS)
def test_a_training_that_is_killed_ends_as_one_that_is_not(what, tmp_path):
    kills, places, equal = killed(FITTED, tmp_path / "run.json", *TRAININGS[what], 20)
    assert equal
    assert kills >= 5
    assert places >= 3


def test_a_training_on_tokens_that_is_killed_ends_as_one_that_is_not(tmp_path):
    words = ("compiled", "Adam(cosine(0.05, 30_000))", 2, 30_000, 0.4, 6)
    kills, places, equal = killed(TOKENS, tmp_path / "run.json", *words)
    assert equal
    assert kills >= 3
    assert places >= 3

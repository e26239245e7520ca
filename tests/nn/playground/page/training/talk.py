"""What tests say to a trainer that is no Worker, and what it has said."""

from typing import Any

from nn.playground.checking import settings_of
from nn.playground.tables import tables
from tests.node import answer

XOR = settings_of({"task": "xor", "hidden": [4], "seed": 1})
MOONS = settings_of({"task": "moons", "points": 20, "hidden": [3], "batch_size": 5, "seed": 4})

#: what the tests say to a trainer, and a list of all that it has said
TALK = """
const heard = [];
const own = trainer(given.how);
const waiting = [];
own.onmessage = ({ data }) => {
  heard.push(data);
  for (const one of [...waiting]) one();
};
const say = (kind, more = {}) => own.postMessage({ kind, ...more });
const until = (found) => new Promise((done) => {
  const look = () => {
    const x = found();
    if (x === undefined || x === false) return;
    waiting.splice(waiting.indexOf(look), 1);
    done(x);
  };
  waiting.push(look);
  look();
});
// the message after so many of this kind
const next = (kind, after) => until(() => heard.filter((x) => x.kind === kind)[after]);
const count = (kind) => heard.filter((x) => x.kind === kind).length;
const frameOf = async (kind, more) => {
  const before = count("frame");
  say(kind, more);
  const frame = await next("frame", before);
  say("acknowledge");
  return frame;
};
say("tables", { tables: given.tables });
"""


def talk(script: str, **given: Any) -> Any:
    """What a script finds that talks to a trainer."""
    given = {"tables": tables(), **given}
    return answer(["nn/playground/page/training/worker.js"], TALK + script, given)

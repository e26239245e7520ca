"""The playground's training in Chromium: epochs a frame, frames a second, time to a new network.

    python -m benchmarks.playground

A Worker trains and sends frames, which are acknowledged as the screen does it: the next one is made
while one waits to be drawn.
"made" is from new settings to the first frame. The rows are 200 moons, a quarter of them held out,
the heat maps 48 × 48 points.
"""

import json
import os
import shutil
from typing import Any

from autograd.bundle import bundle
from nn.playground.checking import settings_of
from nn.playground.tables import tables

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
SECONDS = 3

#: what a Worker is started with
WORKER = """
const own = trainer();
own.onmessage = ({ data }) => postMessage(data);
onmessage = ({ data }) => own.postMessage(data);
"""
MEASURE = """
async ({ script, tables, settings, grid, seconds }) => {
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const worker = new Worker(address);
  const say = (kind, more = {}) => worker.postMessage({ kind, ...more });
  const found = { frames: 0, epochs: 0 };
  say("tables", { tables });
  say("view", grid);
  let begin = performance.now();
  const first = await new Promise((done) => {
    worker.onmessage = ({ data }) => data.kind === "frame" && done(data);
    say("make", { settings });
  });
  found.cold = performance.now() - begin;
  begin = performance.now();
  await new Promise((done) => {
    worker.onmessage = ({ data }) => {
      if (data.kind === "made") found.engine = data.engine;
      if (data.kind === "frame") done(data);
    };
    say("make", { settings });
  });
  found.made = performance.now() - begin;
  say("view", grid);
  say("play");
  begin = performance.now();
  let drawing = false, owing = 0;
  const draw = () => {
    drawing = false;
    found.frames += 1;
    for (; owing; owing--) say("acknowledge");
  };
  await new Promise((done) => {
    worker.onmessage = ({ data }) => {
      if (data.kind !== "frame") return;
      if (performance.now() - begin > 1000 * seconds) done();
      found.epochs = data.epoch;
      if (drawing) owing += 1;
      else say("acknowledge");
      if (!drawing) requestAnimationFrame(draw);
      drawing = true;
    };
  });
  worker.terminate();
  return found;
}
"""
CASES: dict[str, dict[str, Any]] = {
    "2-8-8-1 tanh, SGD": {"hidden": [8, 8]},
    "2-8-8-1 relu, Adam": {"hidden": [8, 8], "activation": "relu", "optimizer": "adam"},
    "2-8-8-1 tanh, batches of 20": {"hidden": [8, 8], "batch_size": 20},
    "2-16-16-1 tanh, SGD": {"hidden": [16, 16], "points": 100},
    "2-32-32-32-1 tanh, SGD": {"hidden": [32, 32, 32]},
}


def main() -> None:
    """Print the table."""
    from playwright.sync_api import sync_playwright

    script = bundle(["nn/playground/page/training/worker.js"]) + WORKER
    grid = {"side": 48, "low": [-1.5, -1.0], "high": [2.5, 1.5]}
    print("network                        engine       first ms  made ms  frames/s  epochs/frame")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name, given in CASES.items():
            page = browser.new_page()
            told = {"script": script, "tables": tables(), "grid": grid, "seconds": SECONDS}
            settings = settings_of({"task": "moons", **given})
            found = page.evaluate(MEASURE, json.loads(json.dumps({**told, "settings": settings})))
            page.close()
            print(
                f"{name:30} {found['engine']:12} {found['cold']:8.0f} {found['made']:8.0f}"
                f"{found['frames'] / SECONDS:10.1f}{found['epochs'] / found['frames']:14.0f}"
            )
        browser.close()


if __name__ == "__main__":
    main()

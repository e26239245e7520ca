"""How long pictures take: building the player, its size, a step in the page, large graphs.

    python -m benchmarks.pictures

The page is stepped through in headless Chromium where Playwright and a Chromium are there.
"""

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import autograd as ag
import nn
from benchmarks import timing

STEPS = """() => {
  const times = [], step = document.getElementById("step");
  for (let i = 0; i < 400; i++) {
    const start = performance.now();
    step.click();
    document.getElementById("stage").getBoundingClientRect(); // style and layout as well
    times.push(performance.now() - start);
  }
  return times;
}"""


def xor_loss() -> tuple[nn.MLP, ag.Value]:
    """The loss of a 2-4-4-1 network over the four rows of XOR, after a backward pass."""
    model = nn.MLP(2, [4, 4, 1], rng=0)
    loss = sum(nn.mse(model(x), y) for x, y in zip(*nn.gates.xor()))
    loss.backward()
    return model, loss


def wide_loss() -> tuple[nn.MLP, ag.Value]:
    """The loss of a 2-16-16-1 network over 8 points: some 5,000 nodes."""
    model = nn.MLP(2, [16, 16, 1], activation="relu", rng=0)
    return model, sum(nn.mse(model(x), y) for x, y in zip(*nn.moons(8, rng=0)))


def large_loss() -> tuple[nn.MLP, ag.Value]:
    """The loss of a 2-16-16-1 network over 100 points: some 65,000 nodes."""
    model = nn.MLP(2, [16, 16, 1], activation="relu", rng=0)
    loss = sum(nn.mse(model(x), y) for x, y in zip(*nn.moons(100, rng=0)))
    loss.backward()
    return model, loss


def seconds(work: Callable[[], Any], times: int = 3) -> float:
    """The median of a few runs."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def page_times(page: Path) -> tuple[float, list[float]] | None:
    """Milliseconds until the page is there and of its steps; None where there is no browser."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    if program is None:
        return None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        opened = browser.new_page()
        opened.goto(page.as_uri())
        opening = statistics.median(_opening(opened) for _ in range(5))
        times: list[float] = opened.evaluate(STEPS)
        browser.close()
    return opening, sorted(times)


def _opening(opened: Any) -> float:
    start = time.perf_counter()
    opened.reload()
    opened.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    return 1000 * (time.perf_counter() - start)


def report_page(player: Any) -> None:
    """The size of the page, how long it takes to open, and how long its steps take."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(player.save(Path(folder) / "loss.html"))
        print(f"  file: {page.stat().st_size / 1000:.0f} kB")
        found = page_times(page)
    if found is None:
        print("  in the page: not measured, no Playwright or no Chromium")
        return
    opening, times = found
    print(f"  open: {opening:.0f} ms")
    print(f"  step: median {times[len(times) // 2]:.1f} ms, slowest {times[-1]:.1f} ms")


def main() -> None:
    """Print one line per figure."""
    print(timing.machine())
    model, loss = xor_loss()
    print(f"XOR loss, {len(ag.topological_order(loss))} nodes")
    print(f"  explore: {seconds(lambda: ag.explore(loss, model=model)):.2f} s")
    report_page(ag.explore(loss, model=model, depth="scalar"))
    model, loss = wide_loss()
    print(f"2-16-16-1 on 8 rows, {len(ag.topological_order(loss)):,} nodes, all in the page")
    for depth in ("layer", "neuron", "scalar"):
        print(f"  depth {depth}:")
        report_page(ag.explore(loss, model=model, depth=depth, max_nodes=10_000))
    model, loss = large_loss()
    print(f"large loss, {len(ag.topological_order(loss)):,} nodes")
    print(
        f"  draw, layers closed: {seconds(lambda: ag.draw(loss, model=model, depth='layer')):.1f} s"
    )
    print(f"  explore: {seconds(lambda: ag.explore(loss, model=model)):.1f} s")


if __name__ == "__main__":
    main()

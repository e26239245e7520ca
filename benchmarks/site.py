"""The site's cells: from the click to the first answer, and how much the click loads.

    python -m benchmarks.site [FOLDER]    # of a site that is built already

Chromium asks a server on this machine, with nothing kept from before. The first answer is what the
first cell of "Try it here" prints; XOR is the network's, trained for 500 epochs, with the picture.
"""

import gzip
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from benchmarks.page import CHROMIUM

ROUNDS = 5


class Quiet(SimpleHTTPRequestHandler):
    """Answers, and says nothing."""

    def log_message(self, *_: Any) -> None:
        pass


def round_of(browser: Any, address: str) -> tuple[float, float, set[str]]:
    """Seconds to the first answer and to XOR's picture, and what was asked for after the click."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(f"{address}/live.html")
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url))
    cells = page.locator(".live-cell")
    times = []
    start = time.perf_counter()
    for number, shown in ((0, ".live-printed"), (2, "svg, img")):
        cells.nth(number).get_by_role("button", name="Run").press("Enter")
        cells.nth(number).locator(f".live-output :is({shown})").first.wait_for()
        times.append(time.perf_counter() - start)
        start = time.perf_counter()
    context.close()
    return times[0], times[1], {url for url in asked if url.startswith(address)}


def measured(site: Path) -> None:
    """Print a line for each figure."""
    from playwright.sync_api import sync_playwright

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        rounds = [round_of(browser, address) for _ in range(ROUNDS)]
        browser.close()
    server.shutdown()
    for name, seconds in zip(("first answer", "XOR trained and drawn"), zip(*rounds)):
        middle, best = statistics.median(seconds), min(seconds)
        print(f"{name:24} {middle:5.2f} s, at best {best:.2f} s")
    paths = [site / url.removeprefix(f"{address}/") for url in sorted(rounds[0][2])]
    sizes = [len(gzip.compress(path.read_bytes(), 6)) for path in paths]
    for path, size in zip(paths, sizes):
        print(f"  {size / 1e6:5.2f} MB {path.relative_to(site)}")
    print(f"{'loaded, compressed':24} {sum(sizes) / 1e6:5.2f} MB")


def main() -> None:
    """Measure the site in the folder that is given, or one that is built."""
    if len(sys.argv) > 1:
        measured(Path(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        build = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", folder]
        subprocess.run(build, check=True)
        measured(Path(folder))


if __name__ == "__main__":
    main()

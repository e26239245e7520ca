"""Draw the gallery again: ``python docs/gallery/make.py``.

The still pictures need Graphviz only. The screenshots of the player need Playwright and a
Chromium as well, and are left as they are where these are missing.
"""

import shutil
import tempfile
from pathlib import Path

from autograd import NonFiniteError, Value, log
from autograd.show import blame, draw, explore, trace_origin
from nn import MLP, fit, gates

HERE = Path(__file__).parent


def expression() -> Value:
    """The example of the README."""
    a, b = Value(2.0, label="a"), Value(-3.0, label="b")
    c = (a * b + 10).tanh() / (1 + a**b)
    c.label = "c"
    c.backward()
    return c


def xor() -> tuple[MLP, Value]:
    """A trained network, and its loss over the four examples."""
    model = MLP(2, [4, 1], activation="tanh", rng=0)
    inputs, targets = gates.xor()
    fit(model, inputs, targets, loss="mse", epochs=20)
    loss = sum((model(x) - y) ** 2 for x, y in zip(inputs, targets)) / 4
    model.zero_grad()
    loss.label = "loss"
    loss.backward()
    return model, loss


def failure() -> NonFiniteError:
    """A logarithm of zero, three steps after the cause."""
    with trace_origin():
        x, w = Value(1.0, label="x"), Value(2.0, label="w")
        hidden = (w * x - 3).relu()
        share = hidden / (hidden + x)
        try:
            log(share)
        except NonFiniteError as error:
            return error
    raise AssertionError("log(0) was expected to fail")


def screenshots(pages: dict[str, tuple[Path, bool, list[str]]]) -> None:
    """Name of the picture -> page, dark or not, keys to press."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return
    with sync_playwright() as playwright:
        program = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name, (page, dark, keys) in pages.items():
            size = {"width": 1200, "height": 640}
            scheme = "dark" if dark else "light"
            tab = browser.new_context(viewport=size, color_scheme=scheme).new_page()
            tab.goto(page.as_uri())
            for key in keys:
                tab.keyboard.press(key)
            tab.screenshot(path=HERE / name)
        browser.close()


def main() -> None:
    """Everything."""
    c = expression()
    model, loss = xor()
    draw(c, derivatives=True).render(HERE / "expression.svg")
    draw(loss, model=model, depth="neuron").render(HERE / "xor-neurons.svg")
    draw(loss, model=model, depth="layer").render(HERE / "xor-layers.svg")
    blame(failure()).render(HERE / "blame.svg")
    with tempfile.TemporaryDirectory() as folder:
        small, network = Path(folder, "small.html"), Path(folder, "network.html")
        explore(c).save(small)
        explore(loss, model=model).save(network)
        right = ["PageDown", *["ArrowRight"] * 4]
        pages = {"player.png": (small, False, right)}
        pages["player-network.png"] = (network, True, [*right[:3], "n", "n"])
        screenshots(pages)


if __name__ == "__main__":
    main()

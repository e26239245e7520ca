"""Draw the gallery again: ``python docs/gallery/make.py``.

The still pictures need Graphviz, the plots matplotlib. The screenshots of the player need
Playwright and a Chromium as well, and are left as they are where these are missing.
"""

import shutil
import tempfile
from pathlib import Path

from matplotlib import rc_context
from matplotlib.figure import Figure
from moving import expression as swept
from moving import moving

from autograd import NonFiniteError, Value, log
from autograd.show.blame import blame
from autograd.show.drawing.draw import draw
from autograd.show.origin import trace_origin
from autograd.show.player.explore import explore
from nn import MLP, SGD, Playground, circles, descend, fit, gates, l2_penalty, mse, plot
from nn.playground.state import State
from nn.plot.axes import ON_ANY_PAPER
from nn.plot.network_view import NetworkPicture

HERE = Path(__file__).parent


def expression() -> Value:
    """An example in which an operation's operands may not change places."""
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


def trained_network() -> NetworkPicture:
    """What a network trained on XOR answers, neuron by neuron."""
    inputs, targets = gates.xor()
    model = MLP(2, [6, 1], activation="tanh", output="sigmoid", rng=0)
    history = fit(model, inputs, targets, loss="bce", epochs=100)
    return plot.network(model, inputs, targets, history=history)


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


def landscapes() -> None:
    """Rosenbrock's valley with the way of gradient descent, as a contour and a surface."""
    x, y = Value(-1.5, label="x"), Value(2.0, label="y")

    def valley(point: list[Value]) -> Value:
        return (1 - point[0]) ** 2 + 100 * (point[1] - point[0] ** 2) ** 2

    path = descend(valley, [-1.5, 2.0], SGD(0.0008, momentum=0.9), steps=600)
    figure = Figure(figsize=(9, 3.9), layout="constrained")
    for place, surface in ((121, False), (122, True)):
        ax = figure.add_subplot(place, projection="3d" if surface else None)
        plot.landscape(lambda: valley([x, y]), x, y, ax, path=path, surface=surface)
    figure.savefig(HERE / "landscape.png", dpi=94)


def training() -> None:
    """Circles: the training, both spaces, and gradients that vanish in a deep network."""
    (inputs, targets), model = circles(rng=0), MLP(2, [4, 2, 1], output="sigmoid", rng=2)
    history = fit(model, inputs, targets, penalty=lambda w: l2_penalty(w, 0.0005), epochs=60)
    deep = MLP(2, [8] * 4 + [1], activation="sigmoid", rng=0)
    sum(mse(deep(x), y) for x, y in zip(*gates.xor())).backward()
    figure = Figure(figsize=(9, 8), layout="constrained")
    axes = figure.subplots(2, 2)
    history.plot(axes[0, 0])
    plot.gradients(deep, axes[0, 1])
    plot.boundary(model, inputs, targets, axes[1, 0])
    plot.hidden(model, inputs, targets, 1, axes[1, 1])
    for ax, title in zip(axes.flat, ("history", "gradients", "boundary", "hidden")):
        ax.set_title(f"nn.plot.{title}", pad=18)
    figure.savefig(HERE / "training.png", dpi=94)


def screenshots(pages: dict[str, tuple[Path, bool, list[str], int]]) -> None:
    """Name of the picture -> page, dark or not, keys to press, pixels from above to below."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return
    with sync_playwright() as playwright:
        program = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name, (page, dark, keys, height) in pages.items():
            size = {"width": 1200, "height": height}
            scheme = "dark" if dark else "light"
            still = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
            tab = still.new_page()
            tab.goto(page.as_uri())
            for key in keys:
                tab.keyboard.press(key)
            tab.wait_for_timeout(1500)
            tab.screenshot(path=HERE / name)
        browser.close()


def main() -> None:
    """Everything."""
    c = expression()
    model, loss = xor()
    draw(c, derivatives=True).save(HERE / "expression.svg")
    draw(loss, model=model, depth="neuron").save(HERE / "xor-neurons.svg")
    trained_network().save(HERE / "network.svg")
    (HERE / "moving.svg").write_text(moving(swept()), encoding="utf-8")
    blame(failure()).save(HERE / "blame.svg")
    with rc_context(ON_ANY_PAPER):
        landscapes()
        training()
    with tempfile.TemporaryDirectory() as folder:
        small, network = Path(folder, "small.html"), Path(folder, "network.html")
        explore(swept()).save(small)
        explore(loss, model=model).save(network)
        right = ["PageDown", *["ArrowRight"] * 7]
        pages = {"player.png": (small, False, right, 640)}
        pages["player-network.png"] = (network, True, [*right, *["ArrowRight"] * 6], 640)
        trained = State.of({"task": "moons", "hidden": [6, 4], "seed": 1}, epoch=1500)
        playground = Path(folder, "playground.html")
        Playground(state=trained.text).save(playground)
        pages["playground.png"] = (playground, False, [], 870)
        screenshots(pages)


if __name__ == "__main__":
    main()

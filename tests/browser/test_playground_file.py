"""The saved playground, opened from the disk with the network off."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import nn
from nn import Playground
from nn.playground.state import State

#: what the page shows of its network and answers, to the pixel
PICTURE = """() => [
  ...Array.from(document.querySelectorAll("canvas"), (canvas) => canvas.toDataURL()),
  document.querySelector(".network svg")?.innerHTML,
]"""
DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture
def file(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Open a playground's file, perhaps with another text; no request, no message, no error."""
    messages: list[str] = []
    requests: list[str] = []
    contexts: list[Any] = []

    def said(text: str, stricter: bool) -> None:
        if not (stricter and "Content Security Policy" in text):  # it tells what it forbids
            messages.append(text)

    def open_(playground: Playground, address: str = "", change: Any = None, **options: Any) -> Any:
        path = Path(playground.save(tmp_path / f"{len(contexts)}.html"))
        if change:
            path.write_text(change(path.read_text("utf-8")), "utf-8")
        context = browser.new_context(offline=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: said(message.text, bool(change)))
        page.on("pageerror", lambda error: messages.append(str(error)))
        page.goto(path.as_uri() + address)
        page.wait_for_function(
            "() => /loss\\s+\\d/.test(document.querySelector('.bar')?.innerText)"
        )
        return page

    yield open_
    for context in contexts:
        context.close()
    assert messages == []
    assert all(url.startswith(("file://", "blob:")) for url in requests)


def button(page: Any, name: str) -> Any:
    return page.locator(".bar").get_by_role("button", name=name, exact=True)


def picture(page: Any) -> list[str]:
    """What it shows when it has come to rest: a frame's maps of the answers may come later."""
    seen: list[list[str]] = []
    for _ in range(200):
        page.evaluate(DRAWN)
        seen = [*seen[-5:], page.evaluate(PICTURE)]
        if len(seen) == 6 and all(one == seen[0] for one in seen):
            return seen[0]
    raise AssertionError("it never comes to rest")


def numbers(page: Any) -> dict[str, float]:
    """What the bar says: epoch, loss and the others."""
    page.evaluate(DRAWN)
    text = page.locator(".bar").inner_text().replace("−", "-")
    found = re.findall(r"(epoch|test loss|loss)\s+([\d.,e-]+)", text)
    found.reverse()  # what is spoken stands at the end
    return {name: float(x.replace(",", "")) for name, x in found}


def step(page: Any, epochs: int) -> None:
    for epoch in range(epochs):
        button(page, "Step").click()
        page.wait_for_function(
            "n => document.querySelector('.bar').innerText.match(/epoch (\\d+)/)?.[1] === n",
            arg=str(epoch + 1),
        )


def test_xor_is_learned_and_begun_again_alike(file: Any) -> None:
    page = file(Playground(task="xor", hidden=[4], activation="tanh", lr=0.3, seed=1))
    first = picture(page)
    button(page, "Play").click()
    page.wait_for_function(
        "() => /epoch (\\d{2,}|[2-9]),\\d{3}/.test(document.querySelector('.bar').innerText)"
    )
    button(page, "Pause").click()
    assert numbers(page)["loss"] < 0.05
    assert picture(page) != first
    button(page, "Reset").click()
    page.wait_for_function("() => document.querySelector('.bar').innerText.includes('epoch 0')")
    assert picture(page) == first


def test_the_page_is_where_the_script_that_it_gives_is(file: Any) -> None:
    page = file(Playground(task="moons", hidden=[4, 3], batch_size=20, optimizer="adam"))
    step(page, 3)
    shown = numbers(page)
    page.get_by_role("button", name="Python").click()
    text = page.locator("dialog[open] pre, dialog[open] textarea").first
    script = text.input_value() if text.evaluate("x => 'value' in x") else text.inner_text()
    left: dict[str, Any] = {}
    exec(script, left)
    assert left["history"].epochs == 3
    train = nn.evaluate(left["model"], left["X"], left["y"])["loss"]
    held_out = nn.evaluate(left["model"], left["X_test"], left["y_test"])["loss"]
    assert shown["loss"] == pytest.approx(train, rel=1e-3)
    assert shown["test loss"] == pytest.approx(held_out, rel=1e-3)


def test_a_state_in_the_address_is_gone_on_from(file: Any) -> None:
    state = State.of({"task": "xor", "hidden": [3], "seed": 2}, epoch=40)
    page = file(Playground(), f"#{state.text}")
    page.wait_for_function("() => document.querySelector('.bar').innerText.includes('epoch 40')")
    model = Playground(state=state.text).model
    expected = nn.evaluate(model, *nn.gates.xor())["loss"]
    assert numbers(page)["loss"] == pytest.approx(expected, rel=1e-3)
    page.evaluate("text => { location.hash = text; }", State.of({"task": "or"}, epoch=7).text)
    page.wait_for_function("() => document.querySelector('.bar').innerText.includes('epoch 7')")
    assert len(page.workers) == 1  # that of the playground before has ended


@pytest.mark.parametrize("address", ["#nonsense", "#1eyJ%", "#%C3"])
def test_an_address_that_is_no_state_is_told(file: Any, address: str) -> None:
    page = file(Playground(task="xor"), address)
    page.get_by_text("cannot be opened").first.wait_for()
    step(page, 1)


@pytest.mark.parametrize("lost", ["worker-src blob:", "'wasm-unsafe-eval'"])
def test_a_stricter_policy_trains_without_a_worker_or_without_webassembly(
    file: Any, lost: str
) -> None:
    page = file(
        Playground(task="xor", hidden=[4]),
        change=lambda text: text.replace(lost, "worker-src 'none'" if ":" in lost else ""),
    )
    step(page, 2)
    model = nn.MLP(2, [4, 1], rng=0)
    nn.fit(model, *nn.gates.xor(), optimizer=nn.SGD(0.3), epochs=2)
    expected = nn.evaluate(model, *nn.gates.xor())["loss"]
    assert numbers(page)["loss"] == pytest.approx(expected, rel=1e-3)


class Skip(nn.Module):
    """Shows no layers."""

    def __init__(self) -> None:
        self.hidden, self.last = nn.Layer(2, 3, rng=1), nn.Neuron(5, "linear", rng=2)

    def __call__(self, x: Any) -> Any:
        return self.last([*self.hidden(x), *x])


@pytest.mark.parametrize("make", [Skip, lambda: nn.MLP(2, [3, 1], rng=0)], ids=["any", "mlp"])
def test_a_model_and_a_loss_of_ones_own_train(file: Any, make: Any) -> None:
    def loss(prediction: Any, target: Any) -> Any:
        return abs(prediction - target) ** 1.5

    X, y = nn.surface("saddle", 20)
    page = file(Playground(model=make(), X=X, y=y, loss=loss, lr=0.05))
    step(page, 3)
    model = make()
    nn.fit(model, X, y, loss=loss, optimizer=nn.SGD(0.05), epochs=3)
    expected = nn.evaluate(model, X, y, loss=loss)["loss"]
    assert numbers(page)["loss"] == pytest.approx(expected, rel=1e-3)


def test_two_in_one_context_do_not_disturb_one_another(file: Any) -> None:
    one = file(Playground(task="xor", hidden=[4]))
    other = file(Playground(task="xor", hidden=[4]))
    button(one, "Play").click()
    step(other, 2)
    assert numbers(other)["epoch"] == 2


def test_what_a_teacher_hides_is_not_there(file: Any) -> None:
    page = file(Playground(task="xor", controls=["lr", "hidden"], hide=["recipes", "why"]))
    assert page.get_by_label("learning rate").first.is_visible()
    assert page.get_by_role("button", name="choose").count() == 0  # inputs
    for name in ("optimiser", "seed", "data", "loss"):
        assert page.get_by_label(name, exact=True).count() == 0
    for heading in ("Try this", "Why"):
        assert page.get_by_role("heading", name=heading, exact=True).count() == 0
    step(page, 1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 900), (375, 667)])
def test_axe_finds_nothing_in_the_whole_page(file: Any, scheme: str, size: tuple[int, int]) -> None:
    axe = pytest.importorskip("axe_playwright_python", reason="axe is not installed")
    view = {"width": size[0], "height": size[1]}
    page = file(Playground(task="moons"), viewport=view, color_scheme=scheme)
    picture(page)
    page.evaluate((Path(axe.__file__).parent / "axe.min.js").read_text("utf-8"))
    found = page.evaluate("async () => (await axe.run(document)).violations")
    assert [(rule["id"], [n["html"][:160] for n in rule["nodes"]]) for rule in found] == []


#: prints with a count of what is cleared: on paper that is a white sheet over all below it
PRINTED = """() => {
  const pens = CanvasRenderingContext2D.prototype, { clearRect } = pens;
  let cleared = 0;
  pens.clearRect = () => { cleared += 1; };
  dispatchEvent(new Event("beforeprint"));
  pens.clearRect = clearRect;
  return cleared;
}"""


def test_on_paper_it_is_whole_and_dark_on_white(file: Callable[..., Any]) -> None:
    wide = {"width": 1600, "height": 900}
    page = file(Playground("moons", hidden=[3] * 6), viewport=wide, color_scheme="dark")
    before, root = picture(page), page.locator(".playground")
    assert page.evaluate(PRINTED) == 0
    assert root.evaluate("root => root.clientWidth") == 700
    assert root.evaluate("root => getComputedStyle(root).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator(".scroll").evaluate("net => net.scrollWidth <= net.clientWidth")
    assert picture(page) != before
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert picture(page) == before

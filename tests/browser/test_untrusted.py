"""Notebooks as a fresh clone shows them in JupyterLab: nothing trusted, and every picture there."""

import io
from typing import Any

import pytest

pytest.importorskip("pygraphviz")
nbformat = pytest.importorskip("nbformat")
pytest.importorskip("nbclient")
pytest.importorskip("matplotlib")
image = pytest.importorskip("PIL.Image")

from tests.browser.lab import Lab  # noqa: E402
from tests.notebooks import METADATA, NOTEBOOKS, kernel, read  # noqa: E402

pytestmark = [
    pytest.mark.xdist_group("jupyterlab"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
#: what is displayed -> the number of images of it
KINDS = {
    "loss": 1,
    "draw(loss)": 1,
    "draw(loss, derivatives=True)": 1,
    "draw_dot(loss)": 1,
    "draw(total, model=model, depth='neuron')": 1,
    "draw(total, model=model, depth='scalar', max_nodes=500)": 1,
    "explore(loss)": 1,
    "explore(total, model=model)": 1,
    "explain(loss, wrt=a)": 0,
    "compile(lambda x, z: model([x, z]), inputs=2)": 0,
    "compile(lambda x, z: model([x, z]), inputs=2).loops": 7,
    "history": 2,
    "nn.Adam(0.05)": 0,
    "nn.network(model, X, y, history=history)": 6,
    "nn.plot.landscape(lambda: (a * b) ** 2, a, b, points=9); None": 1,
    "failed().draw()": 1,
}
MADE = """\
import nn
from autograd import *
a, b = Value(2.0, label="a"), Value(-3.0, label="b")
loss = (a * b + 10).tanh()
model, (X, y) = nn.MLP(2, [4, 1], rng=0), nn.gates.xor()
total = sum((model(x) - t) ** 2 for x, t in zip(X, y))
history = nn.fit(model, X, y, epochs=5)
def failed():
    try:
        log(a - 2)
    except NonFiniteError as error:
        return error
"""
#: of each output: its text, its height, and of each of its images the width that the file has,
#: the width in the page, and by how much it leaves the column unless it scrolls there
SEEN = """() => [...document.querySelectorAll(".jp-OutputArea-output")].map((output) => {
  output.querySelectorAll("details").forEach((part) => { part.open = true; });
  const images = [...output.querySelectorAll("img")].map((img) => {
    const rights = [img.getBoundingClientRect().right];
    for (let box = img.parentElement; box !== output; box = box.parentElement) {
      const { overflowX } = getComputedStyle(box);
      if (overflowX === "auto") rights.push(box.getBoundingClientRect().right);
    }
    const beyond = Math.min(...rights) - output.getBoundingClientRect().right;
    return [img.naturalWidth, img.getBoundingClientRect().width, beyond];
  });
  const { height } = output.getBoundingClientRect();
  const broken = output.querySelectorAll("svg, iframe").length;
  return { text: output.innerText, height, images, broken };
})"""
LOADED = "() => [...document.images].every((img) => img.complete)"


@pytest.fixture(scope="session")
def executed(lab: Lab) -> dict[str, Any]:
    """Notebooks with their outputs, as a clone has them: run by another than this JupyterLab."""
    sources = [MADE, *KINDS]
    cells = [nbformat.v4.new_code_cell(text) for text in sources]
    kinds = nbformat.v4.new_notebook(cells=cells, metadata=METADATA)
    notebooks = {"kinds.ipynb": kinds, "first.ipynb": read(NOTEBOOKS[0])}
    for notebook in notebooks.values():
        with kernel(notebook) as running:
            running.run_all()
    kinds.cells[0].outputs = []  # how training went
    for name, notebook in notebooks.items():
        nbformat.write(notebook, lab.folder / name)
    return notebooks


def seen(page: Any) -> list[dict[str, Any]]:
    page.wait_for_selector(".jp-OutputArea-output img", state="attached")
    page.evaluate(SEEN)  # opens what is closed
    page.wait_for_function(LOADED)
    found: list[dict[str, Any]] = page.evaluate(SEEN)
    return found


@pytest.mark.parametrize(
    ("name", "width", "theme"),
    [
        ("kinds.ipynb", 1280, "light"),
        ("kinds.ipynb", 375, "dark"),
        ("first.ipynb", 1280, "dark"),
        ("first.ipynb", 375, "light"),
    ],
)
def test_every_picture_is_there_and_within_its_column(
    browser: Any, lab: Lab, executed: dict[str, Any], name: str, width: int, theme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = lab.open(context, name, theme)
    outputs = seen(page)
    wanted = [len(cell.get("outputs", ())) for cell in executed[name].cells]
    assert len(outputs) == sum(wanted)
    for output in outputs:
        assert output["broken"] == 0  # nothing here is trusted
        assert output["height"] > 12
        assert output["text"].strip() or output["images"]
        assert "<autograd." not in output["text"]
        assert " object at 0x" not in output["text"]
        for natural, shown, beyond in output["images"]:
            assert natural > 0
            assert shown > 100
            assert beyond < 1
    if name == "kinds.ipynb":
        assert [len(output["images"]) for output in outputs] == [*KINDS.values()]
    context.close()


def test_the_player_is_a_still_picture_that_says_what_to_press(
    browser: Any, lab: Lab, executed: dict[str, Any]
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    outputs = seen(lab.open(context, "kinds.ipynb"))
    player = outputs[[*KINDS].index("explore(loss)")]
    assert player["text"].strip().startswith("A still picture: run this cell, or trust the")
    assert player["height"] < 400  # no room is left for what is not there
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures_wear_the_theme_of_the_notebook(
    browser: Any, lab: Lab, executed: dict[str, Any], theme: str
) -> None:
    context = browser.new_context(color_scheme={"light": "dark", "dark": "light"}[theme])
    page = lab.open(context, "kinds.ipynb", theme)
    seen(page)
    picture = page.locator(".jp-OutputArea-output img").first
    with image.open(io.BytesIO(picture.screenshot())) as drawn:
        corner = drawn.convert("L").getpixel((3, drawn.height - 3))  # where no card is
    assert corner > 200 if theme == "light" else corner < 60
    context.close()

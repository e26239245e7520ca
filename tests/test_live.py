"""Python in a page: the engine and its WebAssembly in Pyodide, as the site has it, run by Node."""

import json
import math
import shutil
from pathlib import Path
from typing import Any

import pytest

import autograd as ag
from autograd.ops import OPS
from tests import pages
from tests.programs import close, points
from tests.pyodide import in_page

pytestmark = pytest.mark.xdist_group("site")  # it is built once

#: every op at points of its domain, by batches and with the gradient by all operands
OPERATIONS = """
import json
import autograd as ag
from autograd import Value
found = {}
for name, rows in json.loads(GIVEN).items():
    op = getattr(ag, name)
    columns = [list(column) for column in zip(*rows)]
    f = ag.compile(lambda *x: op(*x), len(columns), backend="wasm")
    g = ag.compile(ag.value_and_grad(lambda *x: op(*x), tuple(range(len(columns)))), len(columns))
    value, gradient = g(*columns)
    found[name] = [f(*columns), value, *gradient]
json.dumps([f.backend, g.backend, found])
"""
TRAINING = """
import json
import autograd as ag
import nn
from random import Random
rng, found = Random(3), []
X = [[rng.uniform(-1, 1) for _ in range(37)] for _ in range(3)]
for sizes, activation in (([8, 8, 1], "tanh"), ([5, 1], "relu"), ([16, 16, 1], "sigmoid")):
    model = nn.MLP(2, sizes, activation=activation, rng=1)
    for backend in ("auto", BACKEND):
        loss = ag.compile(lambda x, y, t: (model([x, y]) - t) ** 2, backend=backend)
        value, gradient = loss.value_and_grad(*X)
        batch = loss.bind(*X)
        again = batch(loss.vector())
        each = loss.per_example_gradients(*X)
        found.append([loss.backend, value, gradient, again[0], [*each[0]]])
json.dumps(found, default=float)
"""
CELLS = """
import json
import cell
failed = []
for page, cells in json.loads(GIVEN).items():
    scope = {"__name__": "__main__"}
    for number, (code, comes_through) in enumerate(cells):
        told = []
        if cell.run(code, scope, f"cell {number}", lambda *one: told.append(one)) != comes_through:
            failed.append([page, number, told[-1][1]])
json.dumps(failed)
"""
TOLD = """
import json
import cell
found = []
for code in CODES:
    told = []
    cell.run(code, {}, "cell 1", lambda kind, text: told.append(text))
    found.append("".join(told))
json.dumps(found)
"""
EDGES = """
import json
import autograd as ag
w = ag.Value(3.0)
f = ag.compile(lambda x, y: [x * y, x + y])
none, one, nothing = f([], []), f([2.0], [5.0]), ag.compile(lambda: w * w).value_and_grad()
batch = ag.compile(lambda x: w * x).bind([1.0, 2.0])
batch.arrays[0][1] = 7.0
seen = batch([2.0])[0]
try:
    ag.compile(lambda x: ag.log(w * x)).bind([1.0, 0.0])([3.0])
except ag.NonFiniteError as error:
    said = str(error)
cubed = ag.define_op("cubed", "x", "x * x * x", ("3 * x * x",), "real")
own = ag.compile(lambda x: cubed(x) + w)
json.dumps([none, one, nothing, seen, said, own([2.0]), own.backend])
"""


@pytest.fixture(scope="module")
def node() -> str:
    return shutil.which("node") or pytest.skip("no node here")


def test_every_operation_gives_what_it_gives_elsewhere(site: Path, node: str) -> None:
    given = {name: points(op, 7) for name, op in OPS.items() if hasattr(ag, name)}
    code = f"GIVEN = {json.dumps(given)!r}\n{OPERATIONS}"
    *backends, found = json.loads(in_page(code, site, node))
    assert backends == ["wasm", "wasm"]
    assert found.keys() == given.keys()
    for name, rows in given.items():
        op, arity = getattr(ag, name), len(rows[0])
        expected = [ag.value_and_grad(op, tuple(range(arity)))(*row) for row in rows]
        columns = [[value for value, _ in expected]] * 2
        columns += [[gradient[i] for _, gradient in expected] for i in range(arity)]
        for got, right in zip(found[name], columns, strict=True):
            assert all(map(lambda a, b: close(a, float(b), 1e-13, 1.0), got, right)), name


def test_networks_have_the_loss_and_gradient_that_they_have_in_python(
    site: Path, node: str
) -> None:
    found = json.loads(in_page(f'BACKEND = "python"\n{TRAINING}', site, node))
    for (name, *wasm), (other, *python) in zip(found[::2], found[1::2]):
        assert (name, other) == ("wasm", "source (python)")
        for got, right in zip(flat(wasm), flat(python), strict=True):
            assert math.isclose(got, right, rel_tol=1e-12, abs_tol=1e-13)


def flat(x: Any) -> list[float]:
    return [number for part in x for number in flat(part)] if isinstance(x, list) else [x]


def test_empty_batches_changed_columns_culprits_and_ops_of_ones_own(site: Path, node: str) -> None:
    none, one, nothing, seen, said, own, backend = json.loads(in_page(EDGES, site, node))
    assert none == [[], []]
    assert one == [[10.0], [7.0]]
    assert nothing == [9.0, [6.0]]
    assert seen == 8.0
    assert "example 1: log gave -inf" in said
    assert (own, backend) == ([11.0], "wasm")


def test_every_cell_of_every_page_runs(site: Path, node: str) -> None:
    given = {pages.name(page): pages.cells(page) for page in pages.PAGES}
    assert sum(map(len, given.values())) > 15
    assert json.loads(in_page(f"GIVEN = {json.dumps(given)!r}\n{CELLS}", site, node)) == []


def test_a_cell_that_asks_is_told_what_to_do_and_printing_has_a_bound(
    site: Path, node: str
) -> None:
    codes = ["input('name? ')", "for i in range(100_000): print('many words')"]
    asked, printed = json.loads(in_page(f"CODES = {codes!r}\n{TOLD}", site, node))
    assert "write the answer into the cell" in asked
    assert len(printed) < 101_000
    assert "is not shown" in printed

"""One of each is added to a copy of the project: a new file or row, and the line at the door.

Then the tables' own tests, ``fit`` on both engines, the pictures and the generated pages find it by
themselves. What is written here is all that there is to write, as ``CONTRIBUTING.md`` says.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.checkout

pytest.importorskip("numpy", reason="the compiled engine needs NumPy")
ROOT = Path(__file__).parent.parent
PARTS = ("autograd", "nn", "tests", "docs", "benchmarks")
PAGES = ("README.md", "CONTRIBUTING.md", "pyproject.toml")

NEW_FILES = {
    "autograd/compiler/backends/slow.py": '''\
"""A backend: array code by another name."""

from autograd.compiler.backends import arrays

BACKEND = arrays.BACKEND._replace(name="slow")
''',
    "autograd/compiler/backends/languages/ops.py": '''\
"""A source language: the names of the operations of each loop."""

from autograd.compiler.loops.naming import Named


def ops_text(program: Named) -> str:
    """The bodies of the loops as they are."""
    return "\\n".join(repr(loop.body) for loop in program.loops.loops)
''',
    "nn/models/scale.py": '''\
"""A layer that stretches each input."""

from typing import Any

from autograd import Value
from nn.models.module import Module


class Scale(Module):
    """Each input times a number of its own."""

    def __init__(self, width: int) -> None:
        self.factors = [Value(1.0) for _ in range(width)]

    def __call__(self, x: Any) -> list[Any]:
        """As many outputs as inputs."""
        return [factor * number for factor, number in zip(self.factors, x)]
''',
    "nn/optim/lion.py": '''\
"""An optimiser that looks at signs."""

from typing import Any

from nn.optim.optimizer import Optimizer


class SignDescent(Optimizer):
    """Steps of one size, against the sign of the gradient."""

    def __init__(self, lr: Any = 0.01) -> None:
        super().__init__(lr)

    def update(self, w: Any, g: Any, lr: float, t: int, *memory: Any) -> tuple[Any, ...]:
        """w ← w - η sign(g)."""
        return (w - lr * ((g > 0) * 1.0 - (g < 0) * 1.0),)
''',
    "nn/losses/huber.py": '''\
"""A loss that forgives outliers."""

from typing import Any

import autograd as ag


def huber(prediction: Any, target: Any) -> Any:
    """Half the square of a small error, the size of a large one less a half."""
    size = ag.abs(prediction - target)
    return ag.where(size < 1.0, 0.5 * size * size, size - 0.5)
''',
}

#: file, what stands there, what stands there then: the rows and the lines at the doors
NEW_LINES = [
    (
        "autograd/ops.py",
        'row("erf", ',
        'row("softsign", "x", "x / (1 + abs(x))", ("(1 - abs(y)) ** 2",), "real")\nrow("erf", ',
    ),
    ("autograd/__init__.py", "    softplus,\n", "    softplus,\n    softsign,\n"),
    ("autograd/__init__.py", '    "softplus",\n', '    "softplus",\n    "softsign",\n'),
    (
        "tests/autograd/test_ops.py",
        "] = {\n",
        '] = {\n    "softsign": lambda x: x / (1 + abs(x)),\n',
    ),
    (
        "autograd/compiler/backends/choice.py",
        "import arrays, python",
        "import arrays, python, slow",
    ),
    (
        "autograd/compiler/backends/choice.py",
        "from autograd.compiler.backends.languages.python",
        "from autograd.compiler.backends.languages.ops import ops_text\n"
        "from autograd.compiler.backends.languages.python",
    ),
    ("autograd/compiler/backends/choice.py", "[run.BACKEND,", "[slow.BACKEND, run.BACKEND,"),
    (
        "autograd/compiler/backends/choice.py",
        '    "c": c_text,\n',
        '    "c": c_text,\n    "ops": ops_text,\n',
    ),
    (
        "nn/__init__.py",
        "from nn.models.recurrent",
        "from nn.models.scale import Scale\nfrom nn.models.recurrent",
    ),
    (
        "nn/files/kinds.py",
        "from nn.models.recurrent import Recurrent\n",
        "from nn.models.recurrent import Recurrent\nfrom nn.models.scale import Scale\n",
    ),
    (
        "nn/files/kinds.py",
        "ROWS = (\n",
        'ROWS = (\n    Kind(Scale, {"width": (WHOLE, lambda m: len(m.factors))}, '
        'lambda s: s["width"], Scale),\n',
    ),
    (
        "nn/__init__.py",
        '    "Sequential",\n',
        '    "Scale",\n    "Sequential",\n    "SignDescent",\n',
    ),
    (
        "nn/__init__.py",
        "from nn.optim.schedules",
        "from nn.optim.lion import SignDescent\nfrom nn.optim.schedules",
    ),
    (
        "nn/__init__.py",
        "from nn.losses.formulas",
        "from nn.losses.huber import huber\nfrom nn.losses.formulas",
    ),
    ("nn/__init__.py", '    "hinge",\n', '    "hinge",\n    "huber",\n'),
    (
        "nn/losses/objective.py",
        '        Objective("mse",',
        '        Objective("huber", huber),\n        Objective("mse",',
    ),
    (
        "nn/losses/objective.py",
        "from nn.models.module",
        "from nn.losses.huber import huber\nfrom nn.models.module",
    ),
]

USE = """
import autograd as ag, nn
from autograd import Value

y = ag.softsign(Value(1.0, label="x"))
assert "softsign" in ag.draw(y).source and "softsign" in str(ag.tree(y))
assert ag.grad(ag.grad(ag.softsign))(1.0) == -0.25
f = ag.compile(lambda x: ag.softsign(x))
assert f.backend == "slow" and list(f([1.0, -3.0])) == [0.5, -0.75]
assert "softsign" in f.source("ops")

def trained(engine):
    model = nn.Sequential(nn.Scale(2), nn.MLP(2, [4, 1], activation="softsign", rng=0))
    nn.fit(model, *nn.gates.xor(), loss="huber", optimizer="signdescent", epochs=3, engine=engine)
    nn.save(model, f"{engine}.json")
    assert nn.load(f"{engine}.json").state_dict() == model.state_dict()
    return model.state_dict()

eager, compiled = trained("eager"), trained("compiled")
assert "layers.0.factors.0" in eager
assert all(abs(eager[name] - compiled[name]) < 1e-12 for name in eager)
"""


def run(copy: Path, *arguments: str) -> str:
    """What Python prints there; it must succeed."""
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with one of each added."""
    folder = tmp_path_factory.mktemp("copy")
    for name in (*PARTS, *PAGES):
        copied = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copied(ROOT / name, folder / name)
    for name, text in NEW_FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    for name, before, after in NEW_LINES:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert text.count(before) == 1, (name, before)
        path.write_text(text.replace(before, after), encoding="utf-8")
    run(folder, "-m", "tests.derived")
    return folder


@pytest.mark.xdist_group("copy")
def test_each_new_part_is_used_like_the_old_ones(copy: Path) -> None:
    run(copy, "-c", USE)


@pytest.mark.xdist_group("copy")
def test_the_generated_pages_list_each_new_part(copy: Path) -> None:
    page = (copy / "docs" / "parts.md").read_text(encoding="utf-8")
    for name in ("Scale", "SignDescent", "huber", "slow", "ops"):
        assert f"| `{name}` |" in page
    assert "| `softsign(x)` |" in (copy / "docs" / "ops.md").read_text(encoding="utf-8")
    for stub in ("functions.pyi", "operators.pyi"):
        assert "def softsign(" in (copy / "autograd" / stub).read_text(encoding="utf-8")


@pytest.mark.xdist_group("copy")
def test_the_tables_own_tests_find_each_new_part(copy: Path) -> None:
    tests = ["tests/autograd/test_ops.py", "tests/tables/test_compiled_ops.py"]
    tests += ["tests/test_derived.py", "tests/test_architecture.py"]
    chosen = "softsign or direction or leads_down or circle or (test_derived and not course)"
    plain = ["-m", "pytest", "-n0", "-v", "-p", "no:cacheprovider", "-k", chosen]
    told = run(copy, *plain, *tests)
    for wanted in (
        "test_compiled_ops.py::test_batches_agree_with_eager[slow-softsign] PASSED",
        "test_compiled_ops.py::test_batches_agree_with_eager[llvm-softsign] ",
        "test_ops.py::test_texts_of_a_row_render[softsign] PASSED",
        "test_architecture.py::test_every_import_leads_down PASSED",
        "test_architecture.py::test_no_imports_run_in_a_circle PASSED",
        "test_derived.py::test_stubs_are_what_the_table_gives PASSED",
        "test_derived.py::test_the_page_of_parts_is_what_there_is PASSED",
    ):
        assert wanted in told

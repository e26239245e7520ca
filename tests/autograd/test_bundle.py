"""Modules put together: their order, and what is no module by the rules."""

import shutil
import subprocess
from pathlib import Path

import pytest

from autograd.bundle import bundle

ROOT = Path(__file__).parent.parent.parent

B = "export const b = 1;\nexport function* c() {}\nexport class D {}\nconst own = 2;\n"


def together(texts: dict[str, str], exports: tuple[str, ...] = ()) -> str:
    """All of these from the first on."""
    return bundle([next(iter(texts))], exports, read=texts.__getitem__)


def test_a_module_comes_after_what_it_imports_and_once() -> None:
    texts = {
        "p/a.js": 'import {\n  c,\n} from "../q/c.js";\nimport { b } from "./b.js";\nb(c);\n',
        "p/b.js": '// about b\n\nimport { c } from "../q/c.js";\n\nexport const b = c;\n',
        "q/c.js": "export const c = Math.abs;\n",
    }
    text = together(texts)
    places = [text.index(part) for part in ("const c = Math.abs;", "const b = c;", "b(c);")]
    assert places == sorted(places)
    assert text.count("Math.abs") == 1
    once = dict(texts)
    bundle(["p/a.js", "p/b.js"], read=once.pop)  # of what was read there is no more
    assert not once
    assert "import" not in text
    assert text.startswith('"use strict";\nconst { c } = (() => {\n')


def test_a_module_again() -> None:
    text = together({"p/b.js": B}, ("b", "D"))
    assert text.endswith("\nexport { b, D };\n")
    assert "use strict" not in text


A_B = 'import { b } from "./b.js";\n'


@pytest.mark.parametrize(
    ("a", "b", "message"),
    [
        ('import { own } from "./b.js";\n', B, "p/a.js imports own, which p/b.js does not export"),
        (A_B, 'import { a } from "./a.js";\n' + B, "circle: p/a.js -> p/b.js -> p/a.js"),
        (A_B + "export const b = 1;\n", B, "'b' is exported by both p/b.js and p/a.js"),
        (A_B + "export async function b() {}\n", B, "'b' is exported by both p/b.js and p/a.js"),
        ('import * as b from "./b.js";\n', B, "p/a.js: 'import .*: write import"),
        ('import { b } from "https://x.org/b.js";\n', B, "p/a.js: 'import .*: write import"),
        ('import { b as c } from "./b.js";\n', B, "p/a.js: 'import .*: write import"),
        ("export default 1;\n", B, "p/a.js: 'export default 1;': write import"),
        ("export const { a } = 1;\n", B, "p/a.js: 'export const { a } = 1;': write"),
        ("export let a = 1;\n", B, "p/a.js: 'export let a = 1;': write"),  # later values are lost
    ],
)
def test_what_is_refused(a: str, b: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        together({"p/a.js": a, "p/b.js": b})


def test_what_is_not_exported_is_a_modules_own() -> None:
    texts = {"p/a.js": A_B + "const own = 3;\n", "p/b.js": B}
    assert together(texts).count("const own") == 2


def test_an_export_that_nothing_has() -> None:
    with pytest.raises(ValueError, match="no module of the bundle exports own, z"):
        together({"p/b.js": B}, ("b", "z", "own"))


#: scripts that are put together in another way: the player's, one scope in one page
ELSEWHERE = ("autograd/show/player/",)


@pytest.mark.checkout
def test_every_module_of_the_packages_keeps_the_rules() -> None:
    """All at once, so no two of them export the same name."""
    found = [p for package in ("autograd", "nn") for p in (ROOT / package).rglob("*.js")]
    paths = sorted(path.relative_to(ROOT).as_posix() for path in found)
    modules = [path for path in paths if not path.startswith(ELSEWHERE)]
    assert "autograd/primitives.js" in modules
    bundle(modules)


@pytest.mark.checkout
def test_the_files_are_modules_as_they_are(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node here")
    (tmp_path / "package.json").write_text('{"type": "module"}')
    for path in (ROOT / "autograd").rglob("*.js"):
        (tmp_path / path.relative_to(ROOT)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, tmp_path / path.relative_to(ROOT))
    engine = "./autograd/compiler/backends/wasm/interpreter.js"
    text = f'import {{ interpret }} from "{engine}";\nconsole.log(typeof interpret);'
    (tmp_path / "main.js").write_text(text)
    run = subprocess.run(
        [node, "main.js"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert run.stdout == "function\n", run.stderr

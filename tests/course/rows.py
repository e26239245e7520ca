"""The course row by row: what each is about, the notebook that teaches it, the tests that hold it.

The rows' tests are named by them (``test_course_B7_…``) and found by their names; the table
of ``docs/course.md`` is written from here by ``python -m tests.derived``.
"""

import re
from pathlib import Path

TESTS = Path(__file__).parent
NOTEBOOKS = TESTS.parents[1] / "notebooks"

TITLES = {
    "A1": "sum, product and square as graphs",
    "A2": "the chain rule along a chain",
    "A3": "the chain rule over several paths",
    "A4": "shared work, counted",
    "A5": "the first-order picture",
    "B1": "activations and their derivatives",
    "B2": "AND as a neuron",
    "B3": "the other gates, by hand and composed",
    "B4": "AND and OR trained from data",
    "B5": "XOR: no linear model can",
    "B6": "XOR by a quadratic feature",
    "B7": "XOR by hand-set ReLU units",
    "B8": "XOR by gradient descent on nine numbers",
    "B9": "why the non-linearity",
    "B10": "learned features",
    "C1": "two-layer net, squared norm",
    "C2": "forward and backward propagation, L layers",
    "C3": "regression: linear output, squared error",
    "C4": "binary: logistic output, cross-entropy",
    "C5": "classes: softmax, cross-entropy",
    "C6": "the worked net: 2 inputs, 4 tanh, 2 softmax",
    "C7": "model families by composing layers",
    "C8": "penalties",
    "C9": "layers as blocks; convolution, recurrence",
    "C10": "which output goes with which loss",
    "D1": "a Jacobian: rows are outputs",
    "D2": "the product of Jacobians, both routes",
    "D3": "by inputs and by parameters",
    "D4": "the derivative by vec(W)",
    "D5": "gradient and Jacobian",
    "D6": "backpropagation as a recursion",
    "E1": "empirical risk, mini-batches",
    "E2": "the descent lemma",
    "E3": "the convex rate",
    "E4": "line search and Newton's step",
    "E5": "momentum and Nesterov",
    "E6": "decaying rates",
    "E7": "Adagrad",
    "E8": "RMSProp, Adadelta, Adam, AdamW, Nadam",
    "E9": "convex or not: loss surfaces",
    "E10": "batch size",
    "F1": "PCA",
    "F2": "probabilistic PCA",
    "F3": "sampling and inference on digits",
    "G1": "XOR and AND end to end",
    "G2": "moons, circles, spirals",
    "G3": "8×8 digits from scalar Values",
}

#: notebook -> the rows that it teaches (the second is about the engine itself)
TAUGHT = {
    "00-the-nudge": "",
    "01-graphs-and-the-chain-rule": "A1 A2 A3 A4 A5",
    "02-build-value-yourself": "",
    "03-neurons-and-gates": "B1 B2 B3 B4",
    "04-xor-five-ways": "B5 B6 B7 B8 B9 B10",
    "05-losses-and-outputs": "C1 C2 C3 C4 C5 C6 C7 C8 C10",
    "06-jacobians": "D1 D2 D3 D4 D5 D6",
    "07-noise-and-schedules": "E1 E6 E10",
    "08-momentum-to-nadam": "E5 E7 E8",
    "09-when-gradient-descent-converges": "E2 E3 E4 E9",
    "10-find-the-slip": "",
    "11-when-it-does-not-learn": "",
    "12-other-layers": "C9",
    "13-latent-variables-and-pca": "F1 F2 F3",
    "14-digits-and-the-compiler": "G1 G2 G3",
    "15-from-scalars-to-matrices": "",
    "16-from-micrograd-to-gpt": "",
    "17-capstone-a-layer-of-your-own": "",
    "18-capstone-digits": "",
}


def tests_by_row() -> dict[str, list[Path]]:
    """Row -> the files with tests named by it."""
    found: dict[str, list[Path]] = {row: [] for row in TITLES}
    for path in sorted(TESTS.glob("test_course_*.py")):
        names = re.findall(r"^def test_course_([A-G]\d+)_", path.read_text("utf-8"), re.MULTILINE)
        for row in dict.fromkeys(names):
            found[row].append(path)
    return found


def course_table() -> str:
    """The table of ``docs/course.md``: row, notebook, test."""
    notebooks = {row: name for name, rows in TAUGHT.items() for row in rows.split()}
    files = tests_by_row()
    lines = ["| row | what | notebook | test |", "| --- | --- | --- | --- |"]
    for row, title in TITLES.items():
        notebook = f"[{notebooks[row][:2]}](../notebooks/{notebooks[row]}.ipynb)"
        tests = ", ".join(f"[{path.stem[5:]}](../tests/course/{path.name})" for path in files[row])
        lines.append(f"| {row} | {title} | {notebook} | {tests} |")
    return "\n".join(lines)

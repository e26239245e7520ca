"""What makes a run this one: settings in full, functions with what was bound to them."""

from functools import partial

import numpy as np
import pytest

import nn
from autograd import FileFormatError

XOR = nn.gates.xor()


class Weighted(nn.SGD):
    """A rule with a setting of many numbers."""

    def __init__(self, lr, weights):
        super().__init__(lr)
        self.weights = weights


def stretched(prediction, target, k=1.0):
    return (prediction - target) ** 2 * k


def shrunk(parameters, by):
    return nn.l2_penalty(parameters, by)


def nothing(parameters, k):
    return parameters[0] * 0.0


def weights(at):
    found = np.zeros(5000)
    found[at] = 1.0
    return found


def trained(path, **settings):
    settings = {"optimizer": nn.SGD(0.1), "epochs": 1, "progress": False, **settings}
    return nn.fit(nn.MLP(2, [1], rng=0), *XOR, checkpoint=path, resume=True, **settings)


OTHER = {
    "array": (lambda: {"optimizer": Weighted(0.1, weights(2))},
              lambda: {"optimizer": Weighted(0.1, weights(3))}, "optimizer.weights: 'a ndarray"),
    "arrays": (lambda: {"optimizer": Weighted(0.1, [weights(2)])},
               lambda: {"optimizer": Weighted(0.1, [weights(3)])}, "optimizer.weights: 'a list"),
    "loss": (lambda: {"loss": partial(stretched, k=1.0)},
             lambda: {"loss": partial(stretched, k=2.0)}, r"loss: 'stretched\(k=1.0\)' in .*k=2.0"),
    "nested": (lambda: {"penalty": partial(partial(nothing), k=weights(1))},
               lambda: {"penalty": partial(partial(nothing), k=weights(2))}, "penalty: 'nothing"),
    "penalty": (lambda: {"penalty": partial(shrunk, by=0.1)},
                lambda: {"penalty": partial(shrunk, by=0.2)}, r"penalty: 'shrunk\(by=0.1\)' in"),
    "rule": (lambda: {}, lambda: {"optimizer": nn.Adam(0.1)}, "optimizer: SGD in the file, Adam h"),
    "setting": (lambda: {"optimizer": Weighted(0.1, 1)},
                lambda: {"optimizer": type("Weighted", (nn.SGD,), {})(0.1)},
                "optimizer: Weighted with weights in the file, Weighted here"),
}  # fmt: skip


@pytest.mark.parametrize("what", [*OTHER])
def test_another_run_is_told_by_what_differs(what, tmp_path):
    one, other, words = OTHER[what]
    path = tmp_path / "run.json"
    trained(path, **one())
    assert trained(path, **one()).epochs == 1
    with pytest.raises(FileFormatError, match=f"another run: {words}"):
        trained(path, **other())


def test_other_data_are_told_in_words(tmp_path):
    path, model, (X, y) = tmp_path / "run.json", nn.MLP(2, [1], rng=0), XOR
    trained(path)
    with pytest.raises(FileFormatError, match=r"another run: X or y are not those of the run\. "):
        nn.fit(model, X, [1, *y[1:]], checkpoint=path, resume=True, optimizer=nn.SGD(0.1), epochs=1)

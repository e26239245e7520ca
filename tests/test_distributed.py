"""Shards and sweeps on the processes of a cluster give what one process gives."""

from typing import Any

import pytest

import autograd as ag
import nn
from tests import pages

np = pytest.importorskip("numpy", reason="batches need NumPy")

pytestmark = pytest.mark.xdist_group("distributed")  # one cluster for all
PAGE = pages.ROOT / "docs" / "distributed.md"


@pytest.fixture(scope="module")
def page() -> dict[str, Any]:
    """The names of the page after it has run, on a cluster of two processes that it ends itself."""
    pytest.importorskip("distributed", reason="a cluster needs dask.distributed")
    return pages.run(PAGE)


def problem() -> tuple[Any, list[Any]]:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(1001, 2))
    model = nn.MLP(2, [8, 1], activation="tanh", rng=0)
    return ag.compile(lambda x0, x1, y: nn.mse(model([x0, x1]), y)), [*X.T, X[:, 0] * X[:, 1]]


def close(a: Any, b: Any) -> bool:
    return bool(np.abs(np.subtract(a, b)).max() <= 1e-12 * np.abs(b).max())


@pytest.mark.parametrize("count", [1, 2, 3, 7, 1001])
def test_shards_make_up_the_mean_and_its_gradient(count: int) -> None:
    loss, columns = problem()
    p = loss.vector()
    whole = loss.value_and_grad(*columns, parameters=p)
    value, gradient = 0.0, 0.0 * p
    for shard in zip(*(np.array_split(column, count) for column in columns)):
        part, slope = loss.value_and_grad(*shard, parameters=p)
        value += len(shard[0]) / 1001 * part
        gradient += len(shard[0]) / 1001 * slope
    assert close(value, whole[0])
    assert close(gradient, whole[1])


def test_training_on_a_cluster_is_that_of_one_process(page: dict[str, Any]) -> None:
    loss, columns = problem()
    p, optimizer, losses = loss.vector(), nn.Adam(0.05), []
    for _ in range(20):
        value, gradient = loss.value_and_grad(*columns, parameters=p)
        p = optimizer.step_array(p, gradient)
        losses.append(value)
    assert all(map(close, page["losses"], losses))
    assert close(page["gradient"], gradient)
    assert close(page["p"], p)
    assert [w.data for w in page["model"].parameters()] == [*page["p"]]


def test_a_sweep_over_seeds_is_a_loop_over_seeds(page: dict[str, Any]) -> None:
    assert len(page["runs"]) == 8
    for (final, model), seed in zip(page["runs"], range(8)):
        here, alike = page["trained"](seed)
        assert final == here
        assert model.state_dict() == alike.state_dict()


def test_nothing_is_left_of_the_cluster(page: dict[str, Any]) -> None:
    assert page["client"].status == page["cluster"].status.name == "closed"

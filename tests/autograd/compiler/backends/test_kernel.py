"""What every backend promises, as the records and protocols of ``kernel.py`` say."""

import pytest

from autograd import Value
from autograd.compiler.backends import choice
from autograd.compiler.backends.choice import kernel_for
from autograd.compiler.backends.kernel import Backend
from autograd.compiler.loops.runnable import runnable
from autograd.compiler.record import record
from tests.programs import backend_named, each_backend

w = Value(2.0)


def test_a_backend_takes_programs_of_any_length_unless_it_says() -> None:
    fields = dict.fromkeys(name for name in Backend._fields if name != "limit")
    assert Backend(**fields).limit == float("inf")  # type: ignore[arg-type]  # none but limit counts


def test_names_are_different() -> None:
    assert len({backend.name for backend in choice.BACKENDS}) == len(choice.BACKENDS)


@each_backend
def test_a_kernel_on_columns(backend: str) -> None:
    """Sums are weighted, their gradient stands beside, outputs come by example."""
    chosen = backend_named(backend)
    recorded = record(lambda x, y: [w * x + y, x * y], 2, gradient=True).program
    columns = chosen.columns([[1.0, 2.0, 4.0], [0.5, 0.5, 0.5]], ["x", "y"])
    bound = kernel_for(runnable(recorded, seeded=True), 2, chosen).bind(columns, 3)
    assert bound.run(chosen.vector([2.0]), 0.5)
    assert [float(x) for x in bound.sums] == pytest.approx([7.75, 3.5])
    assert [float(x) for x in bound.gradient] == pytest.approx([3.5])
    assert [list(map(float, output)) for output in bound.outputs] == [[0.5, 1.0, 2.0]]
    assert bound.run(chosen.vector([0.0]), 1.0)
    assert [float(x) for x in bound.sums] == pytest.approx([1.5, 7.0])


@each_backend
def test_a_batch_without_examples(backend: str) -> None:
    chosen = backend_named(backend)
    recorded = record(lambda x: w * x, 1, gradient=True).program
    bound = kernel_for(runnable(recorded, seeded=True), 2, chosen).bind(
        chosen.columns([[]], ["x"]), 0
    )
    assert bound.run(chosen.vector([2.0]), 1.0)
    assert [float(x) for x in bound.sums] == [0.0, 0.0]


@each_backend
def test_a_parameter_vector_of_another_size_is_refused(backend: str) -> None:
    chosen = backend_named(backend)
    with pytest.raises(ValueError, match=r"of 2 (numbers|floats)"):
        chosen.checked(chosen.vector([1.0, 2.0, 3.0]), 2)

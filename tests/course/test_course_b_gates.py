"""Section B of the course, neurons and gates: the engine's numbers against the closed forms."""

import pytest

import autograd as ag
import nn
from autograd import Value, grad
from nn.course.lesson03 import logistic_lines, tanh_lines

np = pytest.importorskip("numpy", reason="the closed forms are computed in NumPy")

ROWS = [(0, 0), (0, 1), (1, 0), (1, 1)]
#: name -> weights and bias that were set by hand
BY_HAND = {
    "and": ([20.0, 20.0], -30.0),
    "or": ([20.0, 20.0], -10.0),
    "nand": ([-20.0, -20.0], 30.0),
    "nor": ([-20.0, -20.0], 10.0),
}


def close(hand, engine):
    return np.allclose(hand, engine, rtol=0, atol=1e-10)


def logistic(a):
    return 1 / (1 + np.exp(-a))


def neuron(weights, bias, activation="sigmoid"):
    """A neuron of the library with these numbers."""
    made = nn.Neuron(len(weights), activation=activation, rng=0)
    for parameter, x in zip(made.parameters(), [*weights, bias], strict=True):
        parameter.data = x
    return made


def gate(name):
    return neuron(*BY_HAND[name])


@pytest.mark.parametrize(
    ("function", "value", "slope"),
    [
        (ag.step, lambda a: np.heaviside(a, 0.0), lambda a: 0 * a),
        (ag.sigmoid, logistic, lambda a: logistic(a) * (1 - logistic(a))),
        (ag.tanh, np.tanh, lambda a: 1 - np.tanh(a) ** 2),
        (ag.relu, lambda a: np.maximum(a, 0), lambda a: np.where(a > 0, 1.0, 0.0)),
        (ag.identity, lambda a: a, lambda a: 0 * a + 1),
    ],
    ids=["step", "logistic", "tanh", "relu", "linear"],
)
def test_course_B1_activations_and_their_derivatives(function, value, slope):
    """σ' = σ(1 - σ), tanh' = 1 - tanh², ReLU' = 0 for a ≤ 0 and 1 beyond, 0 for the step."""
    points = np.linspace(-4, 4, 33)  # 0 is among them
    assert close(value(points), [function(float(a)) for a in points])
    assert close(slope(points), [grad(function)(float(a)) for a in points])


def test_course_B1_step_cannot_be_trained():
    """Behind a step every weight's derivative is 0, however wrong the answer."""
    X, y = nn.gates.and_()
    for bias in (-0.2, 0.7):
        model = neuron([0.3, -0.4], bias, activation="step")
        before = [p.data for p in model.parameters()]
        nn.mse([model(x) for x in X], y).backward()
        assert [p.grad for p in model.parameters()] == [0.0, 0.0, 0.0]
        nn.SGD(1.0).step(model.parameters())
        assert [p.data for p in model.parameters()] == before


def test_course_B2_and_is_a_neuron():
    """σ(-30 + 20x₁ + 20x₂): pre-activations -30, -10, -10, 10, answers 0, 0, 0, 1."""
    weights, bias = BY_HAND["and"]
    linear = neuron(weights, bias, activation="linear")
    assert [linear(row).data for row in ROWS] == [-30.0, -10.0, -10.0, 10.0]
    answers = [gate("and")(row).data for row in ROWS]
    assert close(logistic(np.array([-30.0, -10.0, -10.0, 10.0])), answers)
    assert [round(answer) for answer in answers] == [0, 0, 0, 1]
    assert max(abs(answer - t) for answer, t in zip(answers, (0, 0, 0, 1))) < 5e-5


@pytest.mark.parametrize("name", BY_HAND)
def test_course_B3_gates_by_hand(name):
    """OR, NAND and NOR beside AND: the truth table, and NAND = NOT AND, NOR = NOT OR."""
    answers = [gate(name)(row).data for row in ROWS]
    assert tuple(round(answer) for answer in answers) == nn.gates.TABLE[name]
    if name.startswith("n"):
        opposite = "and" if name == "nand" else "or"
        assert close(1.0, np.add(answers, [gate(opposite)(row).data for row in ROWS]))


def test_course_B3_not_has_one_input():
    """NOT x = σ(10 - 20x)."""
    negation = neuron([-20.0], 10.0)
    assert [round(negation([x]).data) for x in (0, 1)] == [1, 0]


def test_course_B3_xor_and_xnor_by_composing():
    """XOR = AND(OR, NAND), XNOR = OR(AND, NOR)."""
    for name, (last, *first) in {
        "xor": ("and", "or", "nand"),
        "xnor": ("or", "and", "nor"),
    }.items():
        answers = [gate(last)([gate(g)(row) for g in first]).data for row in ROWS]
        assert tuple(round(answer) for answer in answers) == nn.gates.TABLE[name]


@pytest.mark.parametrize("name", sorted(set(nn.gates.TABLE) - {"xor", "xnor"}))
def test_course_B3_fourteen_gates_are_learned(name):
    """One logistic neuron learns every gate of two inputs but XOR and XNOR."""
    X, y = nn.gates.gate(name)
    model = neuron([0.0, 0.0], 0.0)
    nn.fit(model, X, y, loss="bce", optimizer=nn.SGD(2.0), epochs=200, progress=False)
    assert [int(model(x).data > 0.5) for x in X] == y


@pytest.mark.parametrize("name", ["and", "or"])
def test_course_B4_logistic_regression(name):
    """∂L/∂w = (1/n)Σ(ŷ - y)x, ∂L/∂b = (1/n)Σ(ŷ - y); trained, all four rows are right of ½."""
    X, y = nn.gates.gate(name)
    A, t = np.array(X), np.array(y)
    model = neuron([0.4, -0.7], 0.2)
    optimiser = nn.SGD(2.0)
    for step in range(300):
        w = np.array([p.data for p in model.parameters()])
        error = logistic(A @ w[:2] + w[2]) - t
        model.zero_grad()
        nn.bce([model(x) for x in X], y).backward()
        if step % 50 == 0:
            by_hand = [*(A.T @ error / len(t)), error.mean()]
            assert close(by_hand, [p.grad for p in model.parameters()])
        optimiser.step(model.parameters())
    assert [int(model(x).data > 0.5) for x in X] == y


def test_course_B4_gradient_on_logits_is_the_same():
    """The cross-entropy on logits has ∂L/∂a = ŷ - y for a single row."""
    for a, y in ((0.3, 1), (-2.0, 0), (5.0, 0)):
        logit = Value(a)
        nn.bce_with_logits(logit, y).backward()
        assert close(logistic(a) - y, logit.grad)


@pytest.mark.parametrize("a", [-2.0, 0.25, 0.7])
def test_course_B1_the_lines_of_both_derivations_fit_together(a):
    """σ' and tanh', line by line: each line follows from those before it."""
    du, ds_du, ds_da, rest, by_s = logistic_lines(a)
    assert close(du * ds_du, ds_da)
    assert close(-du / (1 - du), rest)  # e⁻ᵃ/u
    assert close((1 - rest) * rest, by_s)
    dp, dq, above, dt_da, by_t = tanh_lines(a)
    assert close(dp**2 - dq**2, above)  # which is 4, whatever a
    assert close(above, 4.0)
    assert close(above / dp**2, dt_da)
    assert close(1 - (dq / dp) ** 2, by_t)


def test_course_B1_quotients_from_both_sides_of_0():
    """ReLU has a corner there, 0 and 1; the step's quotient grows without end on the right."""
    for h in (1.0, 0.1, 0.001):
        assert (ag.relu(h) / h, ag.relu(-h) / -h) == (1.0, 0.0)
        assert close(h * (ag.step(h) - ag.step(0.0)) / h, 1.0)
        assert ag.step(-h) == ag.step(0.0)
    assert grad(ag.relu)(0.0) == grad(ag.step)(0.0) == 0.0

"""Every kind of module in PyTorch: equal answers, equal gradients, equal steps."""

import copy
import pickle

import pytest

import autograd as ag
import nn
from autograd import Value
from tests.nn.export.examples import MODELS, answers, inputs, seeded, whole
from tests.nn.files.models import OWN, numbers

torch = pytest.importorskip("torch", reason="what is exported to PyTorch needs torch")

CLOSE = 1e-12
each_model = pytest.mark.parametrize("name", MODELS)
#: those that have parameters, and a way back in which these keep their order
TRAINED = [
    name
    for name, (make, _) in MODELS.items()
    if make().parameters() and "own" not in name and name != "Linear with bias"
]


def tensor(batch):
    return torch.tensor(batch, dtype=torch.int64 if whole(batch) else torch.float64)


def close(found, expected):
    return found == pytest.approx(expected, rel=CLOSE, abs=CLOSE)


def gradient_of(module):
    """PyTorch's gradient in our order: it is read where the numbers would be."""
    gradients = copy.deepcopy(module)
    for theirs, parameter in zip(gradients.parameters(), module.parameters(), strict=True):
        theirs.data = torch.zeros_like(parameter) if parameter.grad is None else parameter.grad
    return [p.data for p in nn.export.from_torch(gradients).parameters()]


@each_model
def test_answers_are_equal(name):
    model = seeded(MODELS[name][0]())
    batch = inputs(name)
    module = nn.export.to_torch(model)
    assert type(module) is torch.nn.Sequential
    found = module(tensor(batch))
    assert found.dtype == torch.float64
    assert len(found) == len(batch)
    for ours, theirs in zip(answers(model, batch), found.flatten(1).tolist(), strict=True):
        assert close(theirs, [y.data if isinstance(y, Value) else y for y in ours])


@pytest.mark.parametrize("name", TRAINED)
def test_gradients_and_a_step_of_training_are_equal(name):
    model = seeded(MODELS[name][0]())
    batch, module = inputs(name, seed=1), nn.export.to_torch(model)
    (module(tensor(batch)) ** 2).sum().backward()
    model.zero_grad()
    sum(y * y for row in answers(model, batch) for y in row).backward()
    expected = [p.grad for p in model.parameters()]
    assert any(expected)
    assert close(gradient_of(module), expected)
    torch.optim.SGD(module.parameters(), 0.01).step()
    nn.SGD(0.01).step(model.parameters())
    found = nn.export.from_torch(module).parameters()
    assert close([p.data for p in found], [p.data for p in model.parameters()])


@pytest.mark.parametrize("activation", [*ag.unary_ops(), "linear"])
def test_every_activation(activation):
    neuron = nn.Neuron(1, activation)
    neuron.w[0].data = 1.0
    if activation == "detach":
        with pytest.raises(ag.OperandError, match="differentiated there"):
            nn.export.to_torch(neuron)
        return
    module = nn.export.to_torch(neuron)
    for x in (-3.0, -0.7, 0.0, 0.3, 1.5, 25.0):
        given = torch.tensor([[x]], dtype=torch.float64, requires_grad=True)
        try:
            expected = ag.value_and_grad(lambda x, f=neuron: f([x]))(x)
        except ArithmeticError:
            continue
        found = module(given)
        slope = torch.zeros(())
        if found.requires_grad:  # step and floor are flat
            (slope,) = torch.autograd.grad(found.sum(), given)
        assert close([found.item(), slope.item()], numbers(expected))


def test_random_numbers_of_pytorch_are_not_touched():
    torch.manual_seed(0)
    expected = torch.rand(3)
    torch.manual_seed(0)
    nn.export.to_torch(nn.GPT(5, 3, 4, 2))
    assert torch.equal(torch.rand(3), expected)


@pytest.mark.filterwarnings("ignore:You are using `torch.load`:FutureWarning")  # of themselves
@pytest.mark.parametrize("name", ["MLP", "Recurrent, tanh", "GPT", "Layer"])
def test_what_people_do_with_a_module(name):
    module = nn.export.to_torch(MODELS[name][0]())
    x = tensor(inputs(name))
    expected = module(x)
    assert torch.equal(pickle.loads(pickle.dumps(module))(x), expected)
    assert torch.equal(copy.deepcopy(module)(x), expected)
    other = nn.export.to_torch(MODELS[name][0]())
    other.load_state_dict(module.state_dict())
    assert torch.equal(other(x), expected)
    single = module.float()(x if whole(inputs(name)) else x.float())
    assert single.dtype == torch.float32
    assert torch.allclose(single.double(), expected, atol=1e-6)


def test_shared_parameters_stay_shared():
    module = nn.export.to_torch(OWN["tied"]())
    assert module[0].token.weight is module[0].output.weight
    layer = nn.Layer(2, 2, rng=0)
    twice = nn.export.to_torch(nn.Sequential(layer, layer))
    assert twice[0].weight is twice[2].weight
    assert len(list(twice.parameters())) == 2
    x = [0.3, -1.0]
    assert close(twice(tensor([x]))[0].tolist(), [y.data for y in layer(layer(x))])


def test_parts_of_a_matrix_cannot_be_shared():
    one, other = nn.Layer(2, 2, rng=0), nn.Layer(2, 2, rng=1)
    other.neurons[0].w[1] = one.neurons[0].w[0]
    with pytest.raises(ag.GraphError, match=r"layers\.1\.w shares .* with layers\.0\.w"):
        nn.export.to_torch(nn.Sequential(one, other))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Line", r"this Line cannot be exported: .*write this one in PyTorch"),
        ("replaced", "changed by hand"),
        ("noted", "changed by hand"),
        ("shared", r"layers\.2 \(<lambda>\)"),
        ("lambda", r"layers\.1 \(<lambda>\)"),
        ("inside", r"parts\.0 \(Line\)"),
    ],
)
def test_what_is_ones_own_is_named(name, said):
    with pytest.raises(ag.OperandError, match=said):
        nn.export.to_torch(OWN[name]())


def test_what_is_no_model_is_said():
    with pytest.raises(ag.OperandError, match="a model, such as"):
        nn.export.to_torch(lambda x: x)

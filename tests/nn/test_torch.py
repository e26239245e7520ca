"""Trajectories of optimisers and schedules beside PyTorch's, to 1e-9 over 200 steps."""

import math

import pytest

import nn

torch = pytest.importorskip("torch", reason="the comparison with PyTorch needs torch")

STEPS = 200
CLOSE = 1e-9


@pytest.fixture(autouse=True)
def _one_thread_in_double_precision():
    """Nadam's product of momenta has torch's default type; threads only cost time here."""
    before = torch.get_default_dtype(), torch.get_num_threads()
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    yield
    torch.set_default_dtype(before[0])
    torch.set_num_threads(before[1])


def tensor(numbers, **options):
    return torch.tensor(numbers, dtype=torch.float64, **options)


#: ours, and PyTorch's way to say the same
OPTIMISERS = {
    "sgd": (lambda: nn.SGD(1e-3), lambda p: torch.optim.SGD(p, 1e-3)),
    "momentum": (
        lambda: nn.SGD(1e-3, momentum=0.9),
        lambda p: torch.optim.SGD(p, 1e-3, momentum=0.9),
    ),
    "nesterov": (
        lambda: nn.SGD(1e-3, momentum=0.9, nesterov=True),
        lambda p: torch.optim.SGD(p, 1e-3, momentum=0.9, nesterov=True),
    ),
    "adagrad": (lambda: nn.Adagrad(0.1), lambda p: torch.optim.Adagrad(p, 0.1)),
    "rmsprop": (lambda: nn.RMSProp(), lambda p: torch.optim.RMSprop(p)),
    "rmsprop-0.9": (
        lambda: nn.RMSProp(0.02, alpha=0.9),
        lambda p: torch.optim.RMSprop(p, 0.02, alpha=0.9),
    ),
    "adadelta": (lambda: nn.Adadelta(), lambda p: torch.optim.Adadelta(p)),
    "adam": (lambda: nn.Adam(0.05), lambda p: torch.optim.Adam(p, 0.05)),
    "adam-betas": (
        lambda: nn.Adam(0.05, betas=(0.8, 0.95), eps=1e-6),
        lambda p: torch.optim.Adam(p, 0.05, betas=(0.8, 0.95), eps=1e-6),
    ),
    "adamw": (
        lambda: nn.AdamW(0.05, weight_decay=0.1),
        lambda p: torch.optim.AdamW(p, 0.05, weight_decay=0.1),
    ),
    "nadam": (lambda: nn.Nadam(0.05), lambda p: torch.optim.NAdam(p, 0.05)),
}

each_optimiser = pytest.mark.parametrize("name", OPTIMISERS)


def rosenbrock(x):
    return (1.0 - x[0]) ** 2 + 100.0 * (x[1] - x[0] * x[0]) ** 2


@each_optimiser
def test_path_on_rosenbrock(name):
    ours, theirs = OPTIMISERS[name]
    w = tensor([-1.2, 1.0], requires_grad=True)
    optimizer = theirs([w])
    expected = [w.tolist()]
    for _ in range(STEPS):
        optimizer.zero_grad()
        rosenbrock(w).backward()
        optimizer.step()
        expected.append(w.tolist())
    points = nn.descend(rosenbrock, [-1.2, 1.0], ours(), STEPS).points
    assert abs(expected[-1][0] + 1.2) > 1e-3  # it moved
    for point, other in zip(points, expected, strict=True):
        assert point == pytest.approx(other, abs=CLOSE, rel=CLOSE)


def twin(model):
    """The same tanh network in torch, with its parameters in our order of layers."""
    layers = []
    for layer in model.layers:
        linear = torch.nn.Linear(len(layer.neurons[0].w), len(layer.neurons), dtype=torch.float64)
        weights = [[w.data for w in neuron.w] for neuron in layer.neurons]
        linear.weight.data = tensor(weights)
        linear.bias.data = tensor([n.b.data for n in layer.neurons])
        layers += [linear, torch.nn.Tanh()]
    return torch.nn.Sequential(*layers[:-1])


def numbers(module):
    """torch's parameters as a flat list in our order: neuron by neuron, the bias after."""
    return [
        x
        for linear in module
        if isinstance(linear, torch.nn.Linear)
        for row, bias in zip(linear.weight.tolist(), linear.bias.tolist())
        for x in [*row, bias]
    ]


@each_optimiser
def test_path_of_a_small_network(name):
    """On data so noisy that no path arrives: around a minimum some of the rules bounce, and
    would make a difference of 1e-16 grow without bound."""
    ours, theirs = OPTIMISERS[name]
    X, y = nn.moons(10, noise=0.4, rng=1)
    model = nn.MLP(2, [3, 1], rng=1)
    other = twin(model)
    optimizer, reference = ours(), theirs(other.parameters())
    inputs, targets = tensor(X), tensor(y)
    loss = torch.nn.functional.binary_cross_entropy_with_logits
    first = numbers(other)
    for _ in range(STEPS):
        model.zero_grad()
        nn.bce_with_logits([model(x) for x in X], y).backward()
        optimizer.step(model.parameters())
        reference.zero_grad()
        loss(other(inputs)[:, 0], targets).backward()
        reference.step()
        found = [p.data for p in model.parameters()]
        assert found == pytest.approx(numbers(other), abs=CLOSE, rel=0)
    assert found != pytest.approx(first, abs=1e-3)


def warm_torch(optimizer):
    """A line up over 10 steps, then a cosine: two of torch's schedulers, one after the other."""
    s = torch.optim.lr_scheduler
    line = s.LinearLR(optimizer, start_factor=0.1, total_iters=9)
    return s.SequentialLR(optimizer, [line, s.CosineAnnealingLR(optimizer, 190)], milestones=[10])


SCHEDULES = {
    "constant": (
        nn.constant(0.1),
        lambda o: torch.optim.lr_scheduler.ConstantLR(o, factor=1.0),
    ),
    "inverse_sqrt": (
        nn.inverse_sqrt(0.1),
        lambda o: torch.optim.lr_scheduler.LambdaLR(o, lambda t: 1 / math.sqrt(t + 1)),
    ),
    "step_decay": (
        nn.step_decay(0.1, every=30, factor=0.3),
        lambda o: torch.optim.lr_scheduler.StepLR(o, 30, gamma=0.3),
    ),
    "exponential": (
        nn.exponential(0.1, 0.97),
        lambda o: torch.optim.lr_scheduler.ExponentialLR(o, 0.97),
    ),
    "cosine": (
        nn.cosine(0.1, STEPS, final=0.01),
        lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, STEPS, eta_min=0.01),
    ),
    "warmup": (nn.warmup(10, then=nn.cosine(0.1, 190)), warm_torch),
}


@pytest.mark.filterwarnings("ignore:The epoch parameter")  # torch's own, of SequentialLR
@pytest.mark.parametrize("name", SCHEDULES)
def test_rates_of_a_schedule(name):
    schedule, make = SCHEDULES[name]
    w = tensor([1.0], requires_grad=True)
    optimizer = torch.optim.SGD([w], 0.1)
    scheduler = make(optimizer)
    rates = []
    for _ in range(STEPS):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    assert [schedule(t) for t in range(STEPS)] == pytest.approx(rates, rel=CLOSE, abs=1e-15)


@pytest.mark.parametrize("stride", [1, 2])
def test_convolutions_are_torchs(stride):
    generator = torch.Generator().manual_seed(0)
    functional = torch.nn.functional
    for make, convolve, shape in (
        (nn.Conv1d, functional.conv1d, (2, 9)),
        (nn.Conv2d, functional.conv2d, (2, 6, 7)),
    ):
        layer = make(2, 3, kernel=3, activation="linear", rng=0, stride=stride)
        x = torch.randn(*shape, generator=generator, dtype=torch.float64)
        weights = tensor([[w.data for w in n.w] for n in layer.filters.neurons])
        weights = weights.reshape(3, 2, *[3] * (len(shape) - 1))
        expected = convolve(x[None], weights, stride=stride)[0]
        found = [v.data for v in nn.flatten(layer(x.tolist()))]
        assert found == pytest.approx(expected.flatten().tolist(), abs=1e-12)


def test_recurrent_layer_is_torchs():
    layer = nn.Recurrent(3, 2, rng=0)
    other = torch.nn.RNN(3, 2, dtype=torch.float64)
    with torch.no_grad():
        other.weight_ih_l0[:] = tensor([[w.data for w in row] for row in layer.W])
        other.weight_hh_l0[:] = tensor([[w.data for w in row] for row in layer.U])
        other.bias_ih_l0[:] = tensor([b.data for b in layer.b])
        other.bias_hh_l0.zero_()
    x = torch.randn(5, 3, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    states, found = other(x)[0], layer(x.tolist())
    numbers_found = [v.data for h in found for v in h]
    assert numbers_found == pytest.approx(states.flatten().tolist(), abs=1e-12)
    (states**2).sum().backward()
    sum(v * v for h in found for v in h).backward()
    for row, expected in zip(layer.U, other.weight_hh_l0.grad.tolist()):
        assert [w.grad for w in row] == pytest.approx(expected, abs=1e-12)

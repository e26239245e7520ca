"""The update rules of all optimisers, side by side.

SGD steps along the gradient, with momentum if asked for. The others give each parameter a learning
rate of its own. Adagrad divides by the root of the sum of all squared gradients, so its steps only
ever shrink; RMSProp and Adadelta forget old squares. Adam averages the gradient as well; AdamW
takes weight decay out of that average, Nadam looks ahead as Nesterov does. Where a paper leaves a
choice, such as where ε stands, PyTorch's is made: trajectories are equal.

Read ``schedules.py`` next.

>>> rule = Adagrad(1.0)
>>> w, memory = 0.0, (0.0,)
>>> for t, g in enumerate([0.1, 0.2], start=1):
...     w, *memory = rule.update(w, g, 1.0, t, *memory)
...     print(round(memory[0] ** 0.5, 4))  # what the gradient is divided by
0.1
0.2236
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import autograd as ag
from nn.optim.optimizer import FRACTION, NOT_NEGATIVE, POSITIVE, Optimizer, Schedule

__all__ = ["SGD", "Adadelta", "Adagrad", "Adam", "AdamW", "Nadam", "RMSProp"]


class SGD(Optimizer):
    """Gradient descent, w ← w - η g, with momentum if asked for.

    Momentum (Polyak 1964) remembers v ← μ v + g and steps by -η v; ``nesterov`` (Nesterov 1983,
    in the form of Sutskever et al. 2013) steps by -η (g + μ v). These are PyTorch's conventions.
    Raises ``ValueError`` for ``nesterov`` without momentum, and as ``Optimizer`` for its settings.

    >>> from autograd import Value
    >>> w = Value(1.0)
    >>> descent = SGD(0.1, momentum=0.5)
    >>> for _ in range(2):
    ...     w.grad = 1.0
    ...     descent.step([w])
    >>> w.data  # 1 - 0.1·1 - 0.1·1.5
    0.75
    """

    remembers = 1

    def __init__(self, lr: float | Schedule, momentum: float = 0.0, nesterov: bool = False) -> None:
        super().__init__(lr)
        self.momentum = self.checked("momentum", momentum, FRACTION)
        self.nesterov = bool(nesterov)
        if nesterov and not momentum:
            raise ValueError("SGD: nesterov=True needs momentum, for example momentum=0.9")

    def update(self, w: Any, g: Any, lr: float, t: int, *memory: Any) -> tuple[Any, ...]:
        """v ← μ v + g; w ← w - η v, or with ``nesterov`` w - η (g + μ v)."""
        v = self.momentum * memory[0] + g
        return w - lr * (g + self.momentum * v if self.nesterov else v), v


class Adam(Optimizer):
    """Adam: steps of the size of ``lr``, whatever the scale of the gradient.

    Kingma & Ba 2015, algorithm 1: running averages m of the gradient and v of its square,
    corrected for having begun at 0. Raises ``OperandError`` for ``betas`` that are no pair, and as
    ``Optimizer`` for its settings.

    >>> from autograd import Value
    >>> w = Value(1.0)
    >>> w.grad = 250.0
    >>> Adam(lr=0.01).step([w])
    >>> round(w.data, 6)
    0.99
    """

    remembers = 2

    def __init__(
        self,
        lr: float | Schedule = 1e-3,
        betas: Sequence[float] = (0.9, 0.999),
        eps: float = 1e-8,
    ) -> None:
        super().__init__(lr)
        if not isinstance(betas, (tuple, list)) or len(betas) != 2:
            raise ag.OperandError(f"Adam: betas is a pair such as (0.9, 0.999), got {betas!r}")
        self.betas = tuple(self.checked(f"betas[{i}]", b, FRACTION) for i, b in enumerate(betas))
        self.eps = self.checked("eps", eps, POSITIVE)

    def update(self, w: Any, g: Any, lr: float, t: int, *memory: Any) -> tuple[Any, ...]:
        """m ← β₁m + (1-β₁)g; v ← β₂v + (1-β₂)g²; w ← w - η m̂ / (√v̂ + ε)."""
        (b1, b2), (m, v) = self.betas, memory
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g * g
        m_hat, v_hat = m / (1 - b1**t), v / (1 - b2**t)
        return w - lr * m_hat / (v_hat**0.5 + self.eps), m, v


class Adagrad(Optimizer):
    """Adagrad: large steps for parameters whose gradients were small so far.

    Duchi, Hazan & Singer 2011, section 1 (diagonal form).

    >>> w, s = Adagrad(eps=1e-12).update(1.0, 4.0, 0.5, 1, 0.0)
    >>> round(w, 9), s
    (0.5, 16.0)
    """

    remembers = 1

    def __init__(self, lr: float | Schedule = 1e-2, eps: float = 1e-10) -> None:
        super().__init__(lr)
        self.eps = self.checked("eps", eps, POSITIVE)

    def update(self, w: Any, g: Any, lr: float, t: int, *memory: Any) -> tuple[Any, ...]:
        """s ← s + g²; w ← w - η g / (√s + ε)."""
        s = memory[0] + g * g
        return w - lr * g / (s**0.5 + self.eps), s


class RMSProp(Optimizer):
    """RMSProp: Adagrad with a running average of the squares in place of their sum.

    Tieleman & Hinton 2012, "Neural networks for machine learning", lecture 6.5.

    >>> w, s = RMSProp(alpha=0.75).update(1.0, 4.0, 0.5, 1, 0.0)
    >>> round(w, 6), s
    (0.0, 4.0)
    """

    remembers = 1

    def __init__(self, lr: float | Schedule = 1e-2, alpha: float = 0.99, eps: float = 1e-8) -> None:
        super().__init__(lr)
        self.alpha = self.checked("alpha", alpha, FRACTION)
        self.eps = self.checked("eps", eps, POSITIVE)

    def update(self, w: Any, g: Any, lr: float, t: int, *memory: Any) -> tuple[Any, ...]:
        """s ← αs + (1-α)g²; w ← w - η g / (√s + ε)."""
        s = self.alpha * memory[0] + (1 - self.alpha) * g * g
        return w - lr * g / (s**0.5 + self.eps), s


class Adadelta(Optimizer):
    """Adadelta: RMSProp whose rate is the size of its own recent steps, so that units agree.

    Zeiler 2012, algorithm 1; ``lr`` multiplies the step, and is 1 in the paper.

    >>> w, s, d = Adadelta(rho=0.5).update(1.0, 2.0, 1.0, 1, 0.0, 0.0)
    >>> s, round(1.0 - w, 6)  # √(ε / (s + ε)) · g
    (2.0, 0.001414)
    """

    remembers = 2

    def __init__(self, lr: float | Schedule = 1.0, rho: float = 0.9, eps: float = 1e-6) -> None:
        super().__init__(lr)
        self.rho = self.checked("rho", rho, FRACTION)
        self.eps = self.checked("eps", eps, POSITIVE)

    def update(self, w: Any, g: Any, lr: float, t: int, *memory: Any) -> tuple[Any, ...]:
        """s ← ρs + (1-ρ)g²; Δ = √((d+ε)/(s+ε)) g; d ← ρd + (1-ρ)Δ²; w ← w - η Δ."""
        s, d = memory
        s = self.rho * s + (1 - self.rho) * g * g
        delta = ((d + self.eps) / (s + self.eps)) ** 0.5 * g
        return w - lr * delta, s, self.rho * d + (1 - self.rho) * delta * delta


class AdamW(Adam):
    """AdamW: Adam, and apart from it every weight shrinks by the share η λ per step.

    Loshchilov & Hutter 2019, algorithm 2, with η for both of its rates. A penalty ½λ‖w‖² in the
    loss would be divided by √v̂ like any gradient; this decay is not.

    >>> w = AdamW(0.1, weight_decay=0.5).update(2.0, 0.0, 0.1, 1, 0.0, 0.0)[0]
    >>> round(w, 12)
    1.9
    """

    def __init__(
        self,
        lr: float | Schedule = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
    ) -> None:
        super().__init__(lr, betas, eps)
        self.weight_decay = self.checked("weight_decay", weight_decay, NOT_NEGATIVE)

    def update(self, w: Any, g: Any, lr: float, t: int, *memory: Any) -> tuple[Any, ...]:
        """w ← w - η λ w, then Adam's step."""
        return super().update(w - lr * self.weight_decay * w, g, lr, t, *memory)


class Nadam(Adam):
    """Nadam: Adam with Nesterov's look ahead, and a momentum that warms up from β₁/2 to β₁.

    Dozat 2016, algorithm 2, with its schedule μ_t = β₁(1 - ½·0.96^(t ψ)) and ψ = 0.004. What is
    remembered third is 1 - μ₁μ₂⋯μ_t, which corrects the bias as 1 - β₁ᵗ does in Adam.

    >>> w = Nadam(0.1).update(1.0, 250.0, 0.1, 1, 0.0, 0.0, 0.0)[0]
    >>> 0.8 < w < 0.9
    True
    """

    remembers = 3

    def __init__(
        self,
        lr: float | Schedule = 2e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        psi: float = 4e-3,
    ) -> None:
        super().__init__(lr, betas, eps)
        self.psi = self.checked("psi", psi, NOT_NEGATIVE)

    def momentum(self, t: Any) -> Any:
        """The momentum of step t: β₁(1 - ½·0.96^(t ψ))."""
        return self.betas[0] * (1 - 0.5 * 0.96 ** (t * self.psi))

    def update(self, w: Any, g: Any, lr: float, t: int, *memory: Any) -> tuple[Any, ...]:
        """Adam's m, v; m̄ ← μ₊m/(1 - μ₁⋯μ₊) + (1-μ)g/(1 - μ₁⋯μ); w ← w - η m̄ / (√v̂ + ε).

        μ is the momentum of this step, μ₊ that of the next.
        """
        (b1, b2), (m, v, seen) = self.betas, memory
        mu, ahead = self.momentum(t), self.momentum(t + 1)
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g * g
        seen = 1 - (1 - seen) * mu
        m_bar = ahead * m / (1 - (1 - seen) * ahead) + (1 - mu) * g / seen
        return w - lr * m_bar / ((v / (1 - b2**t)) ** 0.5 + self.eps), m, v, seen

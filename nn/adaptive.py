"""Optimisers that give each parameter a learning rate of its own: Adagrad and its descendants.

Adagrad divides by the root of the sum of all squared gradients, so its steps only ever shrink.
RMSProp and Adadelta forget old squares. Adam (in ``optim.py``) averages the gradient as well;
AdamW takes weight decay out of that average, Nadam looks ahead as Nesterov does. Where a paper
leaves a choice, such as where ε stands, PyTorch's is made: trajectories are equal.

Relies on ``optim.py``; read ``schedules.py`` next.

>>> rule = Adagrad(1.0)
>>> w, memory = 0.0, (0.0,)
>>> for t, g in enumerate([0.1, 0.2], start=1):
...     w, *memory = rule.update(w, g, 1.0, t, *memory)
...     print(round(memory[0] ** 0.5, 4))  # what the gradient is divided by
0.1
0.2236
"""

from __future__ import annotations

from typing import Any

from nn.optim import FRACTION, NOT_NEGATIVE, POSITIVE, Adam, Optimizer, Schedule

__all__ = ["Adadelta", "Adagrad", "AdamW", "Nadam", "RMSProp"]


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

    def momentum(self, t: int) -> float:
        """The momentum of step t: β₁(1 - ½·0.96^(t ψ))."""
        return self.betas[0] * (1 - 0.5 * float(0.96 ** (t * self.psi)))

    def update(self, w: Any, g: Any, lr: float, t: int, *memory: Any) -> tuple[Any, ...]:
        """m, v as in Adam; w ← w - η m̄ / (√v̂ + ε), where m̄ looks one step ahead:

        m̄ = μ_{t+1} m / (1 - μ₁⋯μ_{t+1}) + (1-μ_t) g / (1 - μ₁⋯μ_t).
        """
        (b1, b2), (m, v, seen) = self.betas, memory
        mu, ahead = self.momentum(t), self.momentum(t + 1)
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g * g
        seen = 1 - (1 - seen) * mu
        m_bar = ahead * m / (1 - (1 - seen) * ahead) + (1 - mu) * g / seen
        return w - lr * m_bar / ((v / (1 - b2**t)) ** 0.5 + self.eps), m, v, seen

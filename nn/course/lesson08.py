"""Lesson 08: momentum, Adam, a corrected RMSProp and Lion, as rules of one parameter."""

from functools import partial

from autograd.exercises import Lesson, check, check_with
from nn.optim.optimizer import Optimizer
from nn.optim.rules import SGD, Adam

LESSON = Lesson("08", "Momentum to Nadam")

#: gradients that the rules are fed with: one sign, both and a zero, small after large
GRADIENTS = [[1.0, 2.0, 0.5], [2.0, -1.0, 0.5, 3.0, 0.0, -0.2], [-5.0, 0.1, 0.1, -0.1]]

#: so small that what is added outside the root decides
TINY = [1e-8, 2e-8, -1e-8]


def states(rule, remembers, gradients, rate=0.1):
    """Step -> the parameter and the memory after it, from w = 1."""
    state, found = (1.0, *(0.0,) * remembers), {}
    for t, g in enumerate(gradients, start=1):
        state = rule(state[0], g, rate, t, *state[1:])
        if not isinstance(state, (tuple, list)) or len(state) != 1 + remembers:
            wanted = "two numbers" if remembers == 1 else "three numbers"
            raise TypeError(f"the rule returns {wanted}: the new parameter, then what it remembers")
        found[f"step {t}"] = list(state)
    return found


def places(rule, remembers, gradients):
    """Step -> where the parameter is after it."""
    return {step: w for step, (w, *_) in states(rule, remembers, gradients).items()}


def places_one(rule, gradients):
    return places(rule, 1, gradients)


def places_two(rule, gradients):
    return places(rule, 2, gradients)


def states_one(rule, gradients):
    return states(rule, 1, gradients)


def by_momentum(gradients):
    return places(SGD(0.1, momentum=0.9).update, 1, gradients)


@LESSON.exercise(
    "momentum",
    check=partial(check_with, places_one, expected=by_momentum, at=GRADIENTS),
    where="Two lines: first the velocity, from the old one and the gradient; then the parameter.",
    first_line="v = 0.9 * v - …",
)
def my_momentum(w, g, lr, t, v):
    v = 0.9 * v - lr * g
    return w + v, v


@my_momentum.slip("This climbs: the gradient enters the velocity with a minus.")
def _(w, g, lr, t, v):
    v = 0.9 * v + lr * g
    return w + v, v


@my_momentum.slip("The parameter moves by the new velocity, not by the one before it.")
def _(w, g, lr, t, v):
    return w + v, 0.9 * v - lr * g


@my_momentum.slip("An average has a weight 1 − λ for the gradient; momentum adds it whole.")
def _(w, g, lr, t, v):
    v = 0.9 * v - 0.1 * lr * g
    return w + v, v


@my_momentum.slip("The velocity is kept and never used: that is plain descent.")
def _(w, g, lr, t, v):
    return w - lr * g, 0.9 * v - lr * g


@my_momentum.slip("The learning rate is missing.")
def _(w, g, lr, t, v):
    v = 0.9 * v - g
    return w + v, v


@my_momentum.slip("That is Nesterov's form; momentum moves by v, and no further.")
def _(w, g, lr, t, v):
    v = 0.9 * v - lr * g
    return w + 0.9 * v - lr * g, v


@my_momentum.slip("λ is 0.9 and stays so; it is not a power of t.")
def _(w, g, lr, t, v):
    v = 0.9**t * v - lr * g
    return w + v, v


def by_steps(g, lr, lam, t):
    v = 0.0
    for _ in range(t):
        v = lam * v - lr * g
    return v


@LESSON.exercise(
    "how far does momentum go?",
    check=partial(
        check, expected=by_steps, at=[(2.0, 0.1, 0.9, 3), (-1.0, 0.5, 0.5, 1), (3.0, 0.2, 0.8, 10)]
    ),
    where="The weights are 1, λ, λ², … up to λ to the t − 1: a geometric sum.",
    first_line="return -lr * g * …",
)
def velocity(g, lr, lam, t):
    return -lr * g * (1 - lam**t) / (1 - lam)


@velocity.slip("That is the limit after very many steps; after t the sum has t terms.")
def _(g, lr, lam, t):
    return -lr * g / (1 - lam)


@velocity.slip("The sign: the velocity points against the gradient.")
def _(g, lr, lam, t):
    return lr * g * (1 - lam**t) / (1 - lam)


@velocity.slip("One term too few: a sum of t terms has 1 − λ to the t above the line.")
def _(g, lr, lam, t):
    return -lr * g * (1 - lam ** (t - 1)) / (1 - lam)


@velocity.slip("One term too many: after the first step v is −ηg.")
def _(g, lr, lam, t):
    return -lr * g * (1 - lam ** (t + 1)) / (1 - lam)


@velocity.slip("Divide by 1 − λ; what is here is an average, not a sum.")
def _(g, lr, lam, t):
    return -lr * g * (1 - lam**t)


@velocity.slip("That is the oldest gradient's share alone; all t of them add up.")
def _(g, lr, lam, t):
    return -lr * g * lam ** (t - 1)


@velocity.slip("The newest gradient has the weight 1; this sum begins with λ.")
def _(g, lr, lam, t):
    return -lr * g * (1 - lam**t) / (1 - lam) * lam


def by_adam(gradients):
    return places(Adam(0.1).update, 2, gradients)


@LESSON.exercise(
    "mend this Adam",
    check=partial(check_with, places_two, expected=by_adam, at=GRADIENTS),
    where="An average has positive weights. Both averages have begun at 0: what corrects that?",
    first_line="m = 0.9 * m + …",
)
def my_adam(w, g, lr, t, m, v):
    m = 0.9 * m + 0.1 * g
    v = 0.999 * v + 0.001 * g * g
    m_hat, v_hat = m / (1 - 0.9**t), v / (1 - 0.999**t)
    return w - lr * m_hat / (v_hat**0.5 + 1e-8), m, v


@my_adam.slip("The bias is not corrected: both averages have begun at 0.")
def _(w, g, lr, t, m, v):
    m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
    return w - lr * m / (v**0.5 + 1e-8), m, v


@my_adam.slip("The minus inside m is still there: the averaged gradient points the wrong way.")
def _(w, g, lr, t, m, v):
    m, v = 0.9 * m - 0.1 * g, 0.999 * v + 0.001 * g * g
    return w - lr * m / (1 - 0.9**t) / ((v / (1 - 0.999**t)) ** 0.5 + 1e-8), m, v


@my_adam.slip("The average of squares is corrected, the average of gradients is not.")
def _(w, g, lr, t, m, v):
    m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
    return w - lr * m / ((v / (1 - 0.999**t)) ** 0.5 + 1e-8), m, v


@my_adam.slip("The average of gradients is corrected, the average of squares is not.")
def _(w, g, lr, t, m, v):
    m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
    return w - lr * m / (1 - 0.9**t) / (v**0.5 + 1e-8), m, v


@my_adam.slip("The step has an extra factor g: the averaged gradient is there already.")
def _(w, g, lr, t, m, v):
    m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
    return w - lr * m / (1 - 0.9**t) / ((v / (1 - 0.999**t)) ** 0.5 + 1e-8) * g, m, v


@my_adam.slip("The corrected averages are remembered: keep m and v as they are.")
def _(w, g, lr, t, m, v):
    m = (0.9 * m + 0.1 * g) / (1 - 0.9**t)
    v = (0.999 * v + 0.001 * g * g) / (1 - 0.999**t)
    return w - lr * m / (v**0.5 + 1e-8), m, v


@my_adam.slip("The root of the average of squares is missing.")
def _(w, g, lr, t, m, v):
    m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
    return w - lr * m / (1 - 0.9**t) / (v / (1 - 0.999**t) + 1e-8), m, v


class Corrected(Optimizer):
    """RMSProp with the correction that Adam has."""

    remembers = 1

    def update(self, w, g, lr, t, *memory):
        """The average of squares, divided by the sum of its weights."""
        weights = [0.1 * 0.9**k for k in range(t)]
        s = 0.9 * memory[0] + 0.1 * g**2
        return w - lr * g / ((s / sum(weights)) ** 0.5 + 1e-8), s


def by_corrected(gradients):
    return places(Corrected(0.1).update, 1, gradients)


@LESSON.exercise(
    "a corrected RMSProp",
    check=partial(check_with, places_one, expected=by_corrected, at=[*GRADIENTS, TINY]),
    where="RMSProp's average of squares, divided by what its weights add up to after t steps.",
    first_line="s = 0.9 * s + 0.1 * g**2",
)
def my_rmsprop(w, g, lr, t, s):
    s = 0.9 * s + 0.1 * g**2
    return w - lr * g / ((s / (1 - 0.9**t)) ** 0.5 + 1e-8), s


@my_rmsprop.slip("That is RMSProp without the correction: its first step is too long.")
def _(w, g, lr, t, s):
    s = 0.9 * s + 0.1 * g**2
    return w - lr * g / (s**0.5 + 1e-8), s


@my_rmsprop.slip("s was too small: divide it by 1 − α to the t, do not multiply.")
def _(w, g, lr, t, s):
    s = 0.9 * s + 0.1 * g**2
    return w - lr * g / ((s * (1 - 0.9**t)) ** 0.5 + 1e-8), s


@my_rmsprop.slip("Correct the average of squares before the root is taken, not after.")
def _(w, g, lr, t, s):
    s = 0.9 * s + 0.1 * g**2
    return w - lr * g / (s**0.5 / (1 - 0.9**t) + 1e-8), s


@my_rmsprop.slip("The corrected average is remembered: keep s as it is, or it is corrected twice.")
def _(w, g, lr, t, s):
    s = (0.9 * s + 0.1 * g**2) / (1 - 0.9**t)
    return w - lr * g / (s**0.5 + 1e-8), s


@my_rmsprop.slip("The correction uses α to the t; here it has the α of one step.")
def _(w, g, lr, t, s):
    s = 0.9 * s + 0.1 * g**2
    return w - lr * g / ((s / (1 - 0.9)) ** 0.5 + 1e-8), s


@my_rmsprop.slip("That sums the squares, as Adagrad does; RMSProp averages them.")
def _(w, g, lr, t, s):
    s = s + g**2
    return w - lr * g / (s**0.5 + 1e-8), s


@my_rmsprop.slip("The gradient is squared in the average: g², not g.")
def _(w, g, lr, t, s):
    s = 0.9 * s + 0.1 * abs(g)
    return w - lr * g / ((s / (1 - 0.9**t)) ** 0.5 + 1e-8), s


#: gradients at which the two averages of Lion have different signs now and then
TURNING = [
    [3.0, 3.0, -0.5, -0.2, 1.0, -0.45, -4.0, -4.0, 0.5, 0.8],
    [-1.0, 0.08, 0.1, 2.0, -0.1, 0.0, -0.4, -0.3],
    [0.0, 1.0, -0.5],
]


def by_lion(gradients):
    """From the weights of each past gradient, without a memory."""
    w, found = 1.0, {}
    for t in range(1, len(gradients) + 1):
        past = [0.01 * 0.99 ** (t - 1 - k) * gradients[k] for k in range(t)]
        before = sum(past[:-1]) / 0.99
        u = 0.9 * before + 0.1 * gradients[t - 1]
        w -= 0.1 * ((u > 0) - (u < 0))
        found[f"step {t}"] = [w, sum(past)]
    return found


@LESSON.exercise(
    "an optimiser of your own design",
    check=partial(check_with, states_one, expected=by_lion, at=TURNING),
    where="The step looks at 0.9 m + 0.1 g with the old m; the new m is another average.",
    first_line="u = 0.9 * m + 0.1 * g",
)
def lion(w, g, lr, t, m):
    u = 0.9 * m + 0.1 * g
    sign = (u > 0) - (u < 0)
    return w - lr * sign, 0.99 * m + 0.01 * g


@lion.slip("The step looks at u = 0.9 m + 0.1 g with the old m, not at the new m.")
def _(w, g, lr, t, m):
    m = 0.99 * m + 0.01 * g
    return w - lr * ((m > 0) - (m < 0)), m


@lion.slip("u is not remembered: the new m has the weights 0.99 and 0.01.")
def _(w, g, lr, t, m):
    u = 0.9 * m + 0.1 * g
    return w - lr * ((u > 0) - (u < 0)), u


@lion.slip("This climbs: the step goes against the sign of u.")
def _(w, g, lr, t, m):
    u = 0.9 * m + 0.1 * g
    return w + lr * ((u > 0) - (u < 0)), 0.99 * m + 0.01 * g


@lion.slip("The sign is missing: every step is as long as the rate, whatever the size of u.")
def _(w, g, lr, t, m):
    return w - lr * (0.9 * m + 0.1 * g), 0.99 * m + 0.01 * g


@lion.slip("That is the sign of this gradient alone; u averages it with what was before.")
def _(w, g, lr, t, m):
    return w - lr * ((g > 0) - (g < 0)), 0.99 * m + 0.01 * g


@lion.slip("m is renewed too early: u is made of the m of the step before.")
def _(w, g, lr, t, m):
    m = 0.99 * m + 0.01 * g
    u = 0.9 * m + 0.1 * g
    return w - lr * ((u > 0) - (u < 0)), m


@lion.slip("The weights of u and of m are exchanged.")
def _(w, g, lr, t, m):
    u = 0.99 * m + 0.01 * g
    return w - lr * ((u > 0) - (u < 0)), 0.9 * m + 0.1 * g

"""Lesson 06: three Jacobians in a row, the gradient of a matrix entry by entry, and more tables."""

import math
from functools import partial

import autograd as ag
from autograd.exercises import (
    Lesson,
    at_most,
    by_hand,
    check_derivative,
    check_lines,
    check_with,
)

LESSON = Lesson("06", "Jacobians")


def matmul(A, B):
    return [[sum(a * b for a, b in zip(row, column)) for column in zip(*B)] for row in A]


def k(x):
    return [x[0] * x[1], x[0] + x[1]]


def g(u):
    return [u[0] ** 2, u[0] * u[1], 3 * u[1]]


def f(v):
    return [v[0] - v[1] * v[2]]


def three_lines(x):
    """The truth, by the engine: of each function at its own point, then of the compositions."""
    u = k(x)
    v = g(u)
    J_k, J_g, J_f = ag.jacobian(k)(x), ag.jacobian(g)(u), ag.jacobian(f)(v)
    last_two = ag.jacobian(lambda u: f(g(u)))(u)
    return [J_k, J_g, J_f, last_two, ag.jacobian(lambda x: f(g(k(x))))(x), 10.0, 18.0]


THREE_NAMES = ("J_k", "J_g", "J_f", "J_f J_g", "J_f J_g J_k", "from the left", "from the right")
POINTS = [[1.5, -0.5], [0.4, 2.0], [-1.2, -0.7]]


@LESSON.exercise(
    "three in a row",
    check=partial(check_lines, expected=three_lines, at=POINTS, names=THREE_NAMES),
    where="Rows are outputs, columns inputs; and each function has its own point.",
    first_line="J_k = [[x[1], x[0]], [1, 1]]",
    asks=[by_hand(POINTS[0])],
)
def three_jacobians(x):
    u = k(x)
    v = g(u)
    J_k = [[x[1], x[0]], [1, 1]]
    J_g = [[2 * u[0], 0], [u[1], u[0]], [0, 3]]
    J_f = [[1, -v[2], -v[1]]]
    last_two = matmul(J_f, J_g)
    all_three = matmul(last_two, J_k)
    from_left = 1 * 3 * 2 + 1 * 2 * 2
    from_right = 3 * 2 * 2 + 1 * 3 * 2
    return [J_k, J_g, J_f, last_two, all_three, from_left, from_right]


def three_slip(sentence, number, line):
    """Line ``number``, from 1, wrong; those before it are right and those after it still blank."""

    @three_jacobians.slip(sentence)
    def _(x):
        right = three_lines(x)
        return [*right[: number - 1], line(x, right), *[...] * (7 - number)]


def of_g(u):
    return [[2 * u[0], 0], [u[1], u[0]], [0, 3]]


def transposed(A):
    return [list(column) for column in zip(*A)]


three_slip("This is the transpose: a row for each output of k.", 1, lambda x, r: transposed(r[0]))
three_slip(
    "The columns have changed places: ∂(x₁x₂)/∂x₁ is x₂.", 1, lambda x, r: [[x[0], x[1]], [1, 1]]
)
three_slip(
    "That is k itself along the diagonal; each entry is a slope.",
    1,
    lambda x, r: [[k(x)[0], 0], [0, k(x)[1]]],
)
three_slip("J_g belongs at u = k(x), where g is taken: this one is at x.", 2, lambda x, r: of_g(x))
three_slip(
    "g has three outputs and two inputs: three rows of two.", 2, lambda x, r: transposed(r[1])
)
three_slip("The slope of u₁² is 2u₁.", 2, lambda x, r: [[k(x)[0], 0], *r[1][1:]])
three_slip(
    "In the row of u₁u₂ the other factor stays: u₂ first, then u₁.",
    2,
    lambda x, r: [r[1][0], r[1][1][::-1], r[1][2]],
)
three_slip(
    "The minus holds for both slopes of −v₂v₃.", 3, lambda x, r: [[1, *(-s for s in r[2][0][1:])]]
)
three_slip(
    "In −v₂v₃ the other factor stays: by v₂ it is −v₃.",
    3,
    lambda x, r: [[1, r[2][0][2], r[2][0][1]]],
)
three_slip("One output is one row, of three: this is the column.", 3, lambda x, r: transposed(r[2]))
three_slip("A list of one row is asked here, a matrix: two brackets.", 3, lambda x, r: r[2][0])
three_slip(
    "That is each entry times its neighbour; a matrix product adds them up.",
    4,
    lambda x, r: [[s * t for t in row] for s, row in zip(r[2][0], r[1])],
)
three_slip(
    "That is J_g J_k, of the first two; the last two are asked.", 4, lambda x, r: matmul(r[1], r[0])
)
three_slip("That is the composition already; J_k comes in line 5.", 4, lambda x, r: r[4])
three_slip(
    "J_k stands on the right: row times matrix. This is its transpose in that place.",
    5,
    lambda x, r: matmul(r[3], transposed(r[0])),
)
three_slip("Nothing has been multiplied: that is line 4.", 5, lambda x, r: r[3])
three_slip(
    "J_g was taken at x again: keep that of line 2.",
    5,
    lambda x, r: matmul(matmul(r[2], of_g(x)), r[0]),
)
three_slip("That is the other way, from the right.", 6, lambda x, r: 18)
three_slip("Only the first product is counted: 1·3·2. A second one follows.", 6, lambda x, r: 6)
three_slip("Numbers, not matrices: a p×q times a q×r matrix takes p·q·r.", 6, lambda x, r: 2)
three_slip("That is the way from the left.", 7, lambda x, r: 10)
three_slip("Only the first product is counted: 3·2·2. A second one follows.", 7, lambda x, r: 12)
three_slip("The second product is 1×3 by 3×2, not 1×2 by 2×2.", 7, lambda x, r: 16)


def through_a_layer(W, b, x, delta):
    """A loss whose derivative by each pre-activation is what delta says."""
    a = [bi + sum(w * xj for w, xj in zip(row, x)) for row, bi in zip(W, b)]
    return sum(d * ai for d, ai in zip(delta, a))


def entry_lines(W, x, delta):
    """The truth: the engine's derivatives by W, b and x."""
    by_W, by_b, by_x = ag.grad(through_a_layer, argnums=(0, 1, 2))(W, [0.0] * 3, x, delta)
    return [x[1], 0.0, by_W[0][1], by_W[2][0], by_W[0], by_W, by_b, by_x[1], by_x]


ENTRY_NAMES = (
    "∂a₁/∂W₁₂",
    "∂a₂/∂W₁₂",
    "∂L/∂W₁₂",
    "∂L/∂W₃₁",
    "first row of ∇W",
    "∇W",
    "∇b",
    "∂L/∂x₂",
    "∇x",
)
THREE_BY_THREE = [
    ([[0.2, -1.0, 0.5], [1.5, 0.3, -0.7], [0.9, 2.0, 1.1]], [2.0, -1.0, 3.0], [1.0, -0.5, 0.25]),
    ([[1.2, 0.4, -0.3], [0.1, -0.8, 0.6], [-1.1, 0.7, 0.2]], [0.5, 1.5, -2.0], [0.3, 2.0, -1.4]),
]


@LESSON.exercise(
    "a gradient, entry by entry",
    check=partial(check_lines, expected=entry_lines, at=THREE_BY_THREE, names=ENTRY_NAMES),
    where="Write the three sums a₁, a₂, a₃ on paper and mark where the letter of this line stands.",
    first_line="da1_dW12 = x[1]",
    asks=[by_hand(*THREE_BY_THREE[0])],
)
def entries(W, x, delta):
    da1_dW12 = x[1]
    da2_dW12 = 0
    dL_dW12 = delta[0] * x[1]
    dL_dW31 = delta[2] * x[0]
    row_1 = [delta[0] * xj for xj in x]
    grad_W = [[d * xj for xj in x] for d in delta]
    grad_b = delta
    dL_dx2 = delta[0] * W[0][1] + delta[1] * W[1][1] + delta[2] * W[2][1]
    grad_x = [sum(d * row[j] for d, row in zip(delta, W)) for j in range(3)]
    return [da1_dW12, da2_dW12, dL_dW12, dL_dW31, row_1, grad_W, grad_b, dL_dx2, grad_x]


def entry_slip(sentence, number, line):
    """Line ``number``, from 1, wrong; those before it are right and those after it still blank."""

    @entries.slip(sentence)
    def _(W, x, delta):
        right = entry_lines(W, x, delta)
        return [*right[: number - 1], line(W, x, delta), *[...] * (9 - number)]


def dot(u, v):
    return sum(a * b for a, b in zip(u, v))


entry_slip("Row 1, column 2: W₁₂ stands before x₂, not x₁.", 1, lambda W, x, d: x[0])
entry_slip("That is the weight; its slope is what it is multiplied by.", 1, lambda W, x, d: W[0][1])
entry_slip("That is the whole term; W₁₂ has the slope x₂ in it.", 1, lambda W, x, d: W[0][1] * x[1])
entry_slip("W₁₂ does not occur in a₂: it belongs to row 1.", 2, lambda W, x, d: x[1])
entry_slip("In a₂ stands W₂₂; W₁₂ does not.", 2, lambda W, x, d: W[1][1])
entry_slip("Only a₁ depends on W₁₂: one share, δ₁ times line 1.", 3, lambda W, x, d: sum(d) * x[1])
entry_slip("That is ∂a₁/∂W₁₂; what arrives at a₁, δ₁, is a factor.", 3, lambda W, x, d: x[1])
entry_slip(
    "The index is exchanged: row 1 goes with δ₁, column 2 with x₂.", 3, lambda W, x, d: d[1] * x[0]
)
entry_slip(
    "The weight itself is no factor of its own slope.", 3, lambda W, x, d: d[0] * x[1] * W[0][1]
)
entry_slip("Rows go with δ, columns with x: W₃₁ has δ₃ and x₁.", 4, lambda W, x, d: d[0] * x[2])
entry_slip("The column is 1: it is x₁ that is multiplied by W₃₁.", 4, lambda W, x, d: d[2] * x[2])
entry_slip("The row is 3: what arrives there is δ₃.", 4, lambda W, x, d: d[0] * x[0])
entry_slip(
    "That is the first column; along a row x changes, δ₁ stays.",
    5,
    lambda W, x, d: [t * x[0] for t in d],
)
entry_slip(
    "Both indices run here: in row 1 it is δ₁ throughout.",
    5,
    lambda W, x, d: [t * s for t, s in zip(d, x)],
)
entry_slip("δ₁ is a factor of each of the three.", 5, lambda W, x, d: x)
entry_slip(
    "This is the transpose, xδᵀ: rows of ∇W go with δ.",
    6,
    lambda W, x, d: [[t * s for t in d] for s in x],
)
entry_slip(
    "Beside the diagonal it is not 0: every Wᵢⱼ has its δᵢxⱼ.",
    6,
    lambda W, x, d: [[d[i] * x[i] * (i == j) for j in range(3)] for i in range(3)],
)
entry_slip("Every row has its own δ.", 6, lambda W, x, d: [[d[0] * s for s in x] for _ in d])
entry_slip(
    "A bias has the input 1, not x: its slope is δ alone.",
    7,
    lambda W, x, d: [t * s for t, s in zip(d, x)],
)
entry_slip("That is ∂a/∂b; δ comes before it.", 7, lambda W, x, d: [1, 1, 1])
entry_slip("Three biases, three slopes: there is nothing to add up.", 7, lambda W, x, d: sum(d))
entry_slip("x₂ occurs in all three sums: three shares, not one.", 8, lambda W, x, d: d[1] * W[1][1])
entry_slip(
    "x₂ is met with the weights of column 2; this sum runs along row 2.",
    8,
    lambda W, x, d: dot(d, W[1]),
)
entry_slip("δ is missing: each share is δᵢ times Wᵢ₂.", 8, lambda W, x, d: sum(row[1] for row in W))
entry_slip(
    "That is Wδ, along the rows; backwards it is Wᵀδ, along the columns.",
    9,
    lambda W, x, d: [dot(row, d) for row in W],
)
entry_slip(
    "Only the diagonal is counted: every xⱼ occurs in all three sums.",
    9,
    lambda W, x, d: [d[j] * W[j][j] for j in range(3)],
)
entry_slip(
    "That is Wx, forwards; backwards δ comes in.", 9, lambda W, x, d: [dot(row, x) for row in W]
)


def polar(q):
    return [q[0] * ag.cos(q[1]), q[0] * ag.sin(q[1])]


PLACES = [[1.0, 0.0], [2.0, 0.7], [0.5, -2.0]]


@LESSON.exercise(
    "polar coordinates",
    check=partial(check_derivative, polar, at=PLACES),
    where="The first column: what happens to both coordinates when r grows, and the angle stays?",
    first_line="r, phi = polar",
    asks=[by_hand(PLACES[0])],
)
def polar_jacobian(polar):
    r, phi = polar
    return [[math.cos(phi), -r * math.sin(phi)], [math.sin(phi), r * math.cos(phi)]]


@polar_jacobian.slip("This is the transpose: a row for each coordinate, a column each for r and φ.")
def _(polar):
    return transposed(polar_jacobian.solution(polar))


@polar_jacobian.slip("The derivative of the cosine is minus the sine.")
def _(polar):
    r, phi = polar
    return [[math.cos(phi), r * math.sin(phi)], [math.sin(phi), r * math.cos(phi)]]


@polar_jacobian.slip("With respect to φ the factor r stays: the second column lacks it.")
def _(polar):
    _, phi = polar
    return [[math.cos(phi), -math.sin(phi)], [math.sin(phi), math.cos(phi)]]


@polar_jacobian.slip("With respect to r, what is left is the cosine and the sine; r is gone.")
def _(polar):
    r, phi = polar
    return [[r * math.cos(phi), -r * math.sin(phi)], [r * math.sin(phi), r * math.cos(phi)]]


@polar_jacobian.slip("The columns have changed places: first r, then φ.")
def _(polar):
    return [row[::-1] for row in polar_jacobian.solution(polar)]


@polar_jacobian.slip("The rows have changed places: first r cos φ, then r sin φ.")
def _(polar):
    return polar_jacobian.solution(polar)[::-1]


def tanh_layer(a):
    return [ag.tanh(ai) for ai in a]


LAYERS = [[0.3, 1.0], [0.3, -0.2, 2.0], [-0.8, 0.5, 1.1, 0.1]]


@LESSON.exercise(
    "an element-wise function",
    check=partial(check_derivative, tanh_layer, at=LAYERS),
    where="Does h₁ depend on a₂?",
    first_line="slopes = [1 - math.tanh(ai) ** 2 for ai in a]",
    asks=[by_hand(LAYERS[0])],
)
def tanh_jacobian(a):
    slopes = [1 - math.tanh(ai) ** 2 for ai in a]
    return [[slopes[i] if i == j else 0 for j in range(len(a))] for i in range(len(a))]


@tanh_jacobian.slip("The numbers are right; as a Jacobian they stand on the diagonal of a matrix.")
def _(a):
    return [1 - math.tanh(ai) ** 2 for ai in a]


@tanh_jacobian.slip("h₁ does not depend on a₂: beside the diagonal all entries are 0.")
def _(a):
    return [[1 - math.tanh(aj) ** 2 for aj in a] for _ in a]


@tanh_jacobian.slip("That is an outer product; each output depends on its own input alone.")
def _(a):
    slopes = [1 - math.tanh(ai) ** 2 for ai in a]
    return [[s * t for t in slopes] for s in slopes]


@tanh_jacobian.slip("σ(1 − σ) is the slope of the logistic function; that of tanh is 1 − tanh².")
def _(a):
    t = [math.tanh(ai) for ai in a]
    return [[t[i] * (1 - t[i]) * (i == j) for j in range(len(a))] for i in range(len(a))]


@tanh_jacobian.slip("The square is missing: the slope of tanh is 1 − tanh².")
def _(a):
    return [[(1 - math.tanh(a[i])) * (i == j) for j in range(len(a))] for i in range(len(a))]


@tanh_jacobian.slip("That is tanh along the diagonal, not its slope.")
def _(a):
    return [[math.tanh(a[i]) * (i == j) for j in range(len(a))] for i in range(len(a))]


CHAINS = [
    ([[1.0, 2.0], [0.0, 1.0], [-1.0, 0.0]], [[2.0, 0.0, 1.0], [1.0, 1.0, 0.0]], [[1.0, -2.0]]),
    ([[0.5, -1.0, 2.0]], [[3.0], [1.0]], [[-1.0, 4.0]]),
]


def all_rows(chain, J1, J2, J3):
    return chain([J1, J2, J3])


def true_rows(J1, J2, J3):
    last = matmul(J3, J2)
    return [matmul(last, J1), last, J3, [[1.0]]]


@LESSON.exercise(
    "a chain of Jacobians",
    check=partial(check_with, all_rows, expected=true_rows, at=CHAINS),
    where="Which is the last of the list, and which comes before it? Their sizes tell.",
    first_line="found = [[[1]]]",
    asks=[at_most(list(CHAINS[0]), mul=14)],
)
def chain(jacobians):
    found = [[[1]]]
    for J in reversed(jacobians):
        found.append(matmul(found[-1], J))
    return found[::-1]


@chain.slip("These are the right rows, the last first: turn the list around in the end.")
def _(jacobians):
    return chain.solution(jacobians)[::-1]


@chain.slip("D⁽ᵐ⁾ = (1) belongs to the list: it stands at its end.")
def _(jacobians):
    return chain.solution(jacobians)[:-1]


@chain.slip("D⁽⁰⁾ is missing: the first Jacobian has to be multiplied, too.")
def _(jacobians):
    return chain.solution(jacobians)[1:]


@chain.slip("That is only D⁽⁰⁾, the product of all; the rows on the way are asked as well.")
def _(jacobians):
    return chain.solution(jacobians)[0]


@chain.slip("These are the products from the front; begin at the last function.")
def _(jacobians):
    found = [jacobians[0]]
    for J in jacobians[1:]:
        found.append(matmul(J, found[-1]))
    return found


@chain.slip("The Jacobians are given back as they are; each row is the one after it times one.")
def _(jacobians):
    return [*jacobians, [[1]]]


@chain.slip("The rows are transposed: Dᵀ⁽ʲ⁾ are gradients, columns; rows are asked.")
def _(jacobians):
    return [transposed(D) for D in chain.solution(jacobians)]


def surface(x):
    return x[0] ** 2 * x[1] + ag.sin(x[1])


@LESSON.exercise(
    "the Jacobian of a gradient",
    check=partial(
        check_derivative, ag.grad(surface), at=[[1.0, 2.0], [-0.5, 0.3], [2.0, -1.0], [0.7, 1.3]]
    ),
    where="First the gradient, a list of two; then each of its entries with respect to x₁ and x₂.",
    first_line="x1, x2 = x",
    asks=[by_hand([1.0, 2.0])],
)
def second_derivatives(x):
    x1, x2 = x
    return [[2 * x2, 2 * x1], [2 * x1, -math.sin(x2)]]


@second_derivatives.slip("That is the gradient; its Jacobian is asked, two rows of two.")
def _(x):
    x1, x2 = x
    return [2 * x1 * x2, x1**2 + math.cos(x2)]


@second_derivatives.slip("The slope of the cosine is minus the sine.")
def _(x):
    x1, x2 = x
    return [[2 * x2, 2 * x1], [2 * x1, math.sin(x2)]]


@second_derivatives.slip("Beside the diagonal it is not 0: ∂f/∂x₁ = 2x₁x₂ depends on x₂, too.")
def _(x):
    _, x2 = x
    return [[2 * x2, 0], [0, -math.sin(x2)]]


@second_derivatives.slip("The diagonal has changed places: first twice by x₁, last twice by x₂.")
def _(x):
    x1, x2 = x
    return [[-math.sin(x2), 2 * x1], [2 * x1, 2 * x2]]


@second_derivatives.slip("The first row is turned: ∂/∂x₁ of 2x₁x₂ is 2x₂, then ∂/∂x₂ is 2x₁.")
def _(x):
    x1, x2 = x
    return [[2 * x1, 2 * x2], [2 * x1, -math.sin(x2)]]


@second_derivatives.slip("x₁² does not depend on x₂: only −sin x₂ is left in the corner.")
def _(x):
    x1, x2 = x
    return [[2 * x2, 2 * x1], [2 * x1, x1**2 - math.sin(x2)]]

"""Lesson 14, digits and the compiler: programs read, run and counted; Huber; how sure it is."""

import math
from functools import cache, partial
from itertools import pairwise

import autograd as ag
import nn
from autograd.exercises import Lesson, check, check_with

LESSON = Lesson("14", "Digits and the compiler")


def riddle(x, y):
    return ag.exp(-((x - y) ** 2)) / (1 + x * x)


@LESSON.exercise(
    "read a program",
    check=partial(
        check, expected=riddle, at=[(0.5, 2.0), (1.0, 0.0), (0.0, 0.0), (-1.0, -0.5), (2.0, 0.25)]
    ),
    where="Go down the list and write each v in terms of x = v0 and y = v1.",
    first_line="return ag.exp(…) / (…)",
)
def read(x, y):
    return ag.exp(-((x - y) ** 2)) / (1 + x**2)


@read.slip("v4 is *minus* v3: the sign in the exponent is lost.")
def _(x, y):
    return ag.exp((x - y) ** 2) / (1 + x**2)


@read.slip("v3 is mul v2 v2, the square of v2.")
def _(x, y):
    return ag.exp(-(x - y)) / (1 + x**2)


@read.slip("v6 is mul v0 v0, that is x²; here it is taken for the square of something else.")
def _(x, y):
    return ag.exp(-((x - y) ** 2)) / (1 + y**2)


@read.slip("v7 adds 1 to v6: this is missing.")
def _(x, y):
    return ag.exp(-((x - y) ** 2)) / x**2 if x else 1.0


@read.slip("v8 divides v5 by v7; here they are multiplied.")
def _(x, y):
    return ag.exp(-((x - y) ** 2)) * (1 + x**2)


@read.slip("v2 is a difference, x − y.")
def _(x, y):
    return ag.exp(-((x + y) ** 2)) / (1 + x**2)


@read.slip("The exponential is missing: v5 is exp v4.")
def _(x, y):
    return -((x - y) ** 2) / (1 + x**2)


@read.slip("Only the exponent is divided here; v8 divides the whole exponential.")
def _(x, y):
    return ag.exp(-((x - y) ** 2) / (1 + x**2))


OPERATIONS = {name: getattr(ag, name) for name in ("add", "sub", "mul", "div", "neg", "sin", "exp")}

SOURCES = {
    "f": lambda x, y: (x * y + 6.0) ** 2 + ag.sin(y * x),
    "three outputs": lambda x, y: [x / y, -x, 2.0],
    "the riddle": riddle,
    "a constant first": lambda x, y: 2.0 - x * y,
    "an input": lambda x, y: [y, x - y],
}


@cache
def compiled(program):
    return ag.compile(SOURCES[program]).program


def results(run, program, x, y):
    return run(compiled(program), [x, y])


def by_the_compiler(program, x, y):
    return compiled(program).evaluate([x, y])


@LESSON.exercise(
    "run a program",
    check=partial(
        check_with,
        results,
        expected=by_the_compiler,
        at=[
            ("a constant first", 3.0, 0.5),
            ("f", 1.0, 2.0),
            ("f", -0.5, 0.25),
            ("three outputs", 3.0, 4.0),
            ("the riddle", 0.5, -1.0),
            ("an input", 5.0, 7.0),
        ],
    ),
    where="One list of numbers: begin with the inputs, and append the result of each line.",
    first_line="numbers = list(inputs)",
)
def run(program, inputs):
    numbers = list(inputs)

    def number(operand):
        return operand if isinstance(operand, float) else numbers[operand]

    for op, operands in program.instructions:
        numbers.append(OPERATIONS[op](*map(number, operands)))
    return [number(operand) for operand in program.outputs]


def all_numbers(program, inputs):
    """The inputs, and what each line gives."""
    numbers = list(inputs)
    for op, operands in program.instructions:
        values = [v if isinstance(v, float) else numbers[v] for v in operands]
        numbers.append(OPERATIONS[op](*values))
    return numbers


@run.slip("The last number is returned; `program.outputs` says which are asked, in a list.")
def _(program, inputs):
    return all_numbers(program, inputs)[-1]


@run.slip("Only the first output is returned; a program may have several.")
def _(program, inputs):
    return run.solution(program, inputs)[:1]


@run.slip("All lines' results are returned; `program.outputs` says which are asked.")
def _(program, inputs):
    return all_numbers(program, inputs)[len(inputs) :]


@run.slip("The inputs and all results are returned; `program.outputs` says which are asked.")
def _(program, inputs):
    return all_numbers(program, inputs)


@run.slip("The indices of the outputs are returned: look the numbers up.")
def _(program, inputs):
    return list(program.outputs)


@run.slip("The operands go in backwards: the first of sub and div is the upper one.")
def _(program, inputs):
    numbers = list(inputs)
    for op, operands in program.instructions:
        values = [v if isinstance(v, float) else numbers[v] for v in reversed(operands)]
        numbers.append(OPERATIONS[op](*values))
    return [v if isinstance(v, float) else numbers[v] for v in program.outputs]


@run.slip("A float is a constant, and stands for itself; here it is taken for an index.")
def _(program, inputs):
    numbers = list(inputs)
    for op, operands in program.instructions:
        numbers.append(OPERATIONS[op](*(numbers[int(v)] for v in operands)))
    return [numbers[int(v)] for v in program.outputs]


@run.slip("An int is the index of a number; here it is taken for the number itself.")
def _(program, inputs):
    numbers = list(inputs)
    for op, operands in program.instructions:
        numbers.append(OPERATIONS[op](*map(float, operands)))
    return [v if isinstance(v, float) else numbers[v] for v in program.outputs]


def recorded(huber, r):
    """The answer as the compiler has it: recorded once, then run at r."""
    huber(r)  # a starter says so here
    try:
        return ag.compile(huber)(r)
    except ag.RecordingError as error:
        told = "`if`, `max` and the like ask for r, which is not known while it is recorded"
        raise ag.RecordingError(told).with_traceback(error.__traceback__) from None


def by_cases(r):
    return 0.5 * r * r if abs(r) <= 1 else abs(r) - 0.5


@LESSON.exercise(
    "no `if`",
    check=partial(
        check_with, recorded, expected=by_cases, at=[0.0, 0.5, -0.75, 1.0, 1.5, -3.0, 0.25]
    ),
    where="Both branches have to be in the program: which function of the engine chooses one?",
    first_line="size = ag.abs(r)",
)
def huber(r):
    size = ag.abs(r)
    return ag.where(size > 1, size - 0.5, 0.5 * r * r)


@huber.slip("The −½ of the straight part is missing: at |r| = 1 the two have to meet.")
def _(r):
    return ag.where(ag.abs(r) > 1, ag.abs(r), 0.5 * r * r)


@huber.slip("The ½ of the square is missing.")
def _(r):
    return ag.where(ag.abs(r) > 1, ag.abs(r) - 0.5, r * r)


@huber.slip("The two branches are exchanged: `where` takes the first where the condition holds.")
def _(r):
    return ag.where(ag.abs(r) > 1, 0.5 * r * r, ag.abs(r) - 0.5)


@huber.slip("On the left it goes on falling: outside, |r| is needed, not r.")
def _(r):
    return ag.where(ag.abs(r) > 1, r - 0.5, 0.5 * r * r)


@huber.slip("The condition has to hold on both sides: |r| > 1, not r > 1.")
def _(r):
    return ag.where(r > 1, r - 0.5, 0.5 * r * r)


@huber.slip("That is the square everywhere; beyond 1 a straight line goes on.")
def _(r):
    return 0.5 * r * r


@huber.slip("It parts at ½ here; the square reaches to |r| = 1.")
def _(r):
    return ag.where(ag.abs(r) > 0.5, ag.abs(r) - 0.5, 0.5 * r * r)


def by_building(widths):
    return len(nn.MLP(widths[0], widths[1:]).parameters())


@LESSON.exercise(
    "count before you train",
    check=partial(
        check, expected=by_building, at=[[2, 6, 1], [64, 32, 10], [2, 16, 16, 1], [64, 10]]
    ),
    where="What does one neuron of a layer own? Then: how many neurons, and which layers?",
    first_line="return sum(… for k in range(1, len(widths)))",
)
def parameters(widths):
    return sum((widths[k - 1] + 1) * widths[k] for k in range(1, len(widths)))


@parameters.slip("The biases are missing: each neuron has one more number than inputs.")
def _(widths):
    return sum(a * b for a, b in pairwise(widths))


@parameters.slip("One bias for each *output* of a layer; here it is one for each input.")
def _(widths):
    return sum(a * (b + 1) for a, b in pairwise(widths))


@parameters.slip("One bias for a whole layer is too few: each neuron has its own.")
def _(widths):
    return sum(a * b + 1 for a, b in pairwise(widths))


@parameters.slip("That is the number of neurons; each of them has weights.")
def _(widths):
    return sum(widths[1:])


@parameters.slip("Only the first layer is counted; all of them learn.")
def _(widths):
    return (widths[0] + 1) * widths[1]


@parameters.slip("Only the last layer is counted; all of them learn.")
def _(widths):
    return (widths[-2] + 1) * widths[-1]


@parameters.slip("The inputs have no biases: they are numbers, not neurons.")
def _(widths):
    return sum(a * b for a, b in pairwise(widths)) + sum(widths)


@parameters.slip("Layers come one after another: their numbers of weights add up, not multiply.")
def _(widths):
    return math.prod((a + 1) * b for a, b in pairwise(widths)) if len(widths) > 2 else 650


def by_softmax(logits):
    return max(nn.softmax(logits))


@LESSON.exercise(
    "how sure is it?",
    check=partial(
        check,
        expected=by_softmax,
        at=[
            [2.0, 1.0, -1.0],
            [0.0, 0.0],
            [-3.0, -0.5, -1.5, -1.0],
            [1000.0, 999.0],
            [-800.0, -800.0, -801.0],
        ],
    ),
    where="Look at the large logits: what is exp(1000)? What may be taken off all of them?",
    first_line="powers = [math.exp(z - max(logits)) for z in logits]",
)
def confidence(logits):
    powers = [math.exp(z - max(logits)) for z in logits]
    return 1 / sum(powers)


def shares(logits):
    powers = [math.exp(z - max(logits)) for z in logits]
    return [v / sum(powers) for v in powers]


@confidence.slip("Right for small logits, but exp(1000) is too large: subtract the largest first.")
def _(logits):
    powers = [math.exp(z) for z in logits]
    return max(powers) / sum(powers)


@confidence.slip("∞/∞ and 0/0 are no numbers: subtract the largest logit before exp.")
def _(logits):
    return math.nan if max(map(abs, logits)) > 700 else by_softmax(logits)


@confidence.slip("That is the digit; how probable it is was asked.")
def _(logits):
    return logits.index(max(logits))


@confidence.slip("That is the smallest of the probabilities, not the largest.")
def _(logits):
    return min(shares(logits))


@confidence.slip("That is the first probability; the largest may stand elsewhere.")
def _(logits):
    return shares(logits)[0]


@confidence.slip("That is the logarithm of the probability.")
def _(logits):
    return math.log(max(shares(logits)))


@confidence.slip("The logistic function knows of one logit; softmax compares all of them.")
def _(logits):
    return ag.sigmoid(max(logits))


@confidence.slip("A share of the *powers* is asked, not of the logits themselves.")
def _(logits):
    return max(logits) / sum(logits) if sum(logits) else 0.5


@confidence.slip("That is the sum of the powers; the probability is 1 over it.")
def _(logits):
    return 1 / max(shares(logits))

"""Programs cut into trees."""

from autograd.compiler.loops.trees import DEEPEST, INPUT, PARAMETER, RESULT, SEED, UNIFORM, plant
from autograd.compiler.program import Instruction, Program


def steps(text: str) -> tuple[Instruction, ...]:
    """Instructions as they are written in a listing, one after another."""
    found = []
    for line in text.split(","):
        op, *operands = line.split()
        numbers = (int(x[1:]) if x.startswith("v") else float(x) for x in operands)
        found.append(Instruction(op, tuple(numbers)))
    return tuple(found)


def test_a_number_that_is_used_twice_is_a_root() -> None:
    program = Program(1, 0, steps("exp v0, sin v1, mul v1 v2"), (3,))
    forest = plant(program, seeded=False)
    assert {root: tree.leaves for root, tree in forest.trees.items()} == {1: [0], 3: [1, 1]}
    assert forest.trees[3].level == 2


def test_a_number_that_no_output_needs_is_in_no_tree() -> None:
    program = Program(1, 0, steps("exp v0, sin v0, cos v1"), (2,))
    assert list(plant(program, seeded=False).trees) == [2]


def test_terms_of_one_shape_are_a_run_and_the_order_of_a_sum_stays() -> None:
    text = "mul v0 v1, add v3 v4, mul v1 v2, add v5 v6, exp v3, add v7 v8"
    program = Program(4, 0, steps(text), (9,))
    forest = plant(program, seeded=False)
    assert forest.trees[9].leaves == [3, 0, 1, 1, 2, 3]
    product, exponential = forest.shapes.index(("mul", 0, 0)), forest.shapes.index(("exp", 0))
    assert forest.shapes[forest.trees[9].shape] == (
        "sum", (INPUT, 1), (product, 2), (exponential, 1)
    )  # fmt: skip


def test_a_sum_on_the_right_is_one_term() -> None:
    program = Program(3, 0, steps("add v1 v2, add v0 v3"), (4,))
    forest = plant(program, seeded=False)
    inner = forest.shapes.index(("sum", (INPUT, 2)))
    assert forest.shapes[forest.trees[4].shape] == ("sum", (INPUT, 1), (inner, 1))


def test_kinds_of_leaves_are_told_apart() -> None:
    text = "exp v2, mul v3 v3, mul v4 v0, mul v5 v5, mul v6 v1, mul v7 v4"
    program = Program(2, 1, steps(text), (8, 3))
    forest = plant(program, seeded=True)
    shapes = [forest.shapes[tree.shape] for tree in forest.trees.values()]
    assert shapes[0] == ("exp", PARAMETER)
    assert shapes[1] == ("mul", UNIFORM, UNIFORM)
    assert shapes[2] == ("mul", UNIFORM, INPUT)
    squared = forest.shapes.index(("mul", RESULT, RESULT))
    assert ("mul", squared, SEED) in forest.shapes


def test_constants_differ_bit_by_bit() -> None:
    text = "mul v0 0.0, mul v0 -0.0, mul v0 nan, mul v0 nan"
    program = Program(1, 0, steps(text), (1, 2, 3, 4))
    shapes = [tree.shape for tree in plant(program, seeded=False).trees.values()]
    assert shapes[0] != shapes[1]
    assert shapes[2] == shapes[3]


def test_a_long_chain_is_cut_before_it_is_too_deep_to_walk() -> None:
    chain = steps("mul v0 v1," + ",".join(f"mul v0 v{i}" for i in range(2, 1002)))
    trees = plant(Program(2, 0, chain, (1002,)), seeded=False).trees
    assert len(trees) == -(-1001 // DEEPEST)
    assert all(len(tree.leaves) <= DEEPEST + 1 for tree in trees.values())


def test_a_long_sum_is_one_tree() -> None:
    chain = steps("add v0 v1," + ",".join(f"add v{i} v1" for i in range(2, 1002)))
    (tree,) = plant(Program(2, 0, chain, (1002,)), seeded=False).trees.values()
    assert tree.leaves == [0, *[1] * 1001]


def test_a_sum_that_nests_to_the_right_is_cut_as_well() -> None:
    chain = steps("add v0 v1," + ",".join(f"add v0 v{i}" for i in range(2, 1002)))
    trees = plant(Program(2, 0, chain, (1002,)), seeded=False).trees
    assert 1 < len(trees) < 100
    assert all(len(tree.leaves) <= DEEPEST + 2 for tree in trees.values())


def test_a_forest_knows_how_much_shorter_loops_would_be() -> None:
    text = ",".join(f"mul v{i} v{i}" for i in range(8))
    assert plant(Program(8, 0, steps(text), tuple(range(8, 16))), seeded=False).saving() == 8.0
    forest = plant(Program(3, 0, steps("mul v0 v0, add v3 v1, add v4 v2"), (5,)), seeded=False)
    root = forest.trees[5].shape  # v0² + v1 + v2, the last two a run
    assert [forest.operations[root], forest.written[root]] == [3, 2]
    assert plant(Program(1, 0, (), (0,)), seeded=False).saving() == 0.0

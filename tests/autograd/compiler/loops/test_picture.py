"""One loop as neurons."""

from xml.etree import ElementTree

from autograd.compiler.loops.picture import first_member, picture
from tests import reading


def parts(svg: str) -> tuple[list[str], list[str], int]:
    """The labels that are drawn strongly, all labels, and the number of lines."""
    root = ElementTree.fromstring(svg)
    texts = [x for x in root if x.tag.endswith("text")]
    strong = [str(x.text) for x in texts if x.get("fill") == "#c2410c"]
    return strong, [str(x.text) for x in texts], sum(x.tag.endswith("line") for x in root)


def test_a_layer() -> None:
    program = reading.named_of(reading.network((2, 4, 1), "relu"))
    loop = program.loops.loops[0]
    strong, labels, count = parts(picture(program, loop))
    assert strong == ["b1[0]", "W1[0,0]", "W1[0,1]", "x[0]", "x[1]", "z1[0]"]
    assert labels[-4:] == ["z1[0]", "z1[1]", "z1[2]", "z1[3]"]
    assert count == 4 * 5
    assert first_member(program, loop) == "z1[0] = b1[0] + W1[0,0]·x[0] + W1[0,1]·x[1]"


def test_of_long_rows_the_first_are_shown() -> None:
    program = reading.named_of(reading.network((20, 30, 1), "relu"))
    loop = program.loops.loops[0]
    _, labels, _ = parts(picture(program, loop))
    assert sum(label.startswith("z1") for label in labels) == 12
    assert sum(label.startswith("W1") for label in labels) == 12
    assert labels.count("…") == 3  # more of W1, x and z1
    text = first_member(program, loop)
    assert text == "z1[0] = b1[0] + W1[0,0]·x[0] + W1[0,1]·x[1] + … + W1[0,19]·x[19]"


def test_tables_and_single_numbers() -> None:
    program = reading.named_of(reading.convolution())
    by_name = {program.target(loop).array.name: loop for loop in program.loops.loops}
    assert first_member(program, by_name["z1"]).endswith("+ … + W1[0,8]·x[12]")
    strong, _, _ = parts(picture(program, by_name["z1"]))
    assert strong[-10:-1] == [f"x[{i}]" for i in (0, 1, 2, 5, 6, 7, 10, 11, 12)]
    assert parts(picture(program, by_name["loss"]))[1][-1] == "loss"


def test_every_loop_has_a_picture() -> None:
    for f in (reading.network(), reading.convolution(), reading.recurrent()):
        program = reading.named_of(f)
        for loop in program.loops.loops:
            assert parts(picture(program, loop))[1]

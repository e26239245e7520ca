"""A graph made ready for drawing: items, links, frames."""

from autograd import Value, topological_order
from autograd.show.scene.scene import Link, arrange
from tests.show_samples import ALL


def two_layers() -> tuple[list[Value], dict[Value, tuple[str, ...]]]:
    x, w, v = Value(1.0, label="x"), Value(2.0), Value(3.0)
    first = w * x
    second = v * first
    root = second + 1.0
    places = {w: ("layer 0",), first: ("layer 0",), v: ("layer 1",), second: ("layer 1",)}
    return topological_order(root), places


def test_every_node_and_every_use_of_a_constant_is_an_item() -> None:
    x = Value(2.0, label="x")
    y = 3.0 * x + 3.0
    scene = arrange(topological_order(y), {y: "y"}, {})
    assert [(item.kind, item.title) for item in scene.items.values()] == [
        ("leaf", "x"),
        ("node", ""),
        ("node", "y"),
        ("constant", "3.0"),
        ("constant", "3.0"),
    ]
    assert scene.items[scene.root].node is y
    assert scene.frames == []


def test_a_node_used_twice_has_two_links_by_position() -> None:
    a = Value(3.0)
    scene = arrange(topological_order(a * a), {}, {})
    assert scene.links == [Link("n0", "n1", 0, 1), Link("n0", "n1", 1, 1)]


def test_open_boxes_are_frames_in_the_order_that_people_count_in() -> None:
    nodes = [Value(float(i)) for i in range(12)]
    root = sum(nodes, Value(0.0))
    places = {node: ("layer 0", f"neuron {i}") for i, node in enumerate(nodes)}
    frames = arrange(topological_order(root), {}, places).frames
    assert frames[0] == ("layer 0",)
    assert [frame[-1] for frame in frames[1:]] == [f"neuron {i}" for i in range(12)]


def test_a_closed_box_is_one_item_and_its_arrows_are_counted_together() -> None:
    order, places = two_layers()
    scene = arrange(order, {}, places, [("layer 0",), ("layer 1",)])
    boxes = {item.title: item for item in scene.items.values() if item.kind == "box"}
    assert {title: len(item.members) for title, item in boxes.items()} == {
        "layer 0": 2,
        "layer 1": 2,
    }
    first, second = boxes["layer 0"].key, boxes["layer 1"].key
    assert [link for link in scene.links if link.tail == first] == [Link(first, second, -1, 1)]
    assert len(scene.items) == 5  # x, the boxes, the sum, and its 1.0
    assert scene.frames == []


def test_many_arrows_into_a_closed_box_are_one() -> None:
    x = Value(1.0)
    doubled, squared = x + x, x * x
    root = doubled * squared
    places = {doubled: ("box",), squared: ("box",)}
    scene = arrange(topological_order(root), {}, places, [("box",)])
    assert [link.many for link in scene.links if link.tail == "n0"] == [4]


def test_the_outermost_closed_box_is_what_is_seen() -> None:
    a = Value(1.0)
    root = a * 2
    scene = arrange([a, root], {}, {a: ("outer", "inner")}, [("outer",), ("outer", "inner")])
    assert [item.title for item in scene.items.values() if item.kind == "box"] == ["outer"]


def test_every_node_has_a_home() -> None:
    order, places = two_layers()
    scene = arrange(order, {}, places, [("layer 0",)])
    homes = scene.homes()
    assert set(homes) == set(order)
    assert homes[order[-1]] == scene.root
    assert {homes[node] for node in places if places[node] == ("layer 0",)} == {"b0"}


def test_titles_are_short_printable_lines() -> None:
    for text in (*ALL.values(), "\ud800"):
        a = Value(1.0, label=text)
        closed = arrange([a], {}, {a: (text,)}, [(text,)])
        for scene in (closed, arrange([a], {}, {})):
            for item in scene.items.values():
                assert item.title.isprintable()
                assert len(item.title) <= 40

"""Graph files that are damaged, foreign or hostile: one sentence, and nothing made of them."""

import json
import random
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograd import FileFormatError, Value, load_graph, save_graph, sin, topological_order, where

NODES = ["%0 = 2.0; label a", "%1 = mul %0 %0 = 4.0", "%2 = add %1 1.0 = 5.0; grad 1.0"]
GOOD = {"format": "autograd graph", "version": 1, "ops": {}, "root": "%2", "nodes": NODES}


def written(folder: Path, **changed: Any) -> Path:
    path = folder / "graph.json"
    path.write_text(json.dumps({k: v for k, v in {**GOOD, **changed}.items() if v is not None}))
    return path


def test_the_good_file_is_good(tmp_path: Path) -> None:
    root = load_graph(written(tmp_path))
    assert [n.data for n in topological_order(root)] == [2.0, 4.0, 5.0]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"format": "nn model"}, "no file of the format"),
        ({"format": None}, "no file of the format"),
        ({"version": 2}, "version 2 of the format is newer"),
        ({"version": True}, "whole number from 1 on, not True"),
        ({"version": "1"}, "whole number from 1 on, not '1'"),
        ({"nodes": None}, "lacks entry 'nodes'"),
        ({"more": 1}, "has an unknown entry 'more'"),
        ({"nodes": {}}, "'nodes' is a list, not a dict"),
        ({"ops": []}, "'ops' is a dict, not a list"),
        ({"ops": {"nonsense": {}}}, "no op 'nonsense' here"),
        ({"ops": {"exp": {"forward": "import os"}}}, "'exp' is defined otherwise here"),
        ({"root": "%3"}, "root is no node of the file: '%3'"),
        ({"root": ["%0", {"a": 1.0}]}, "root.1.a is no node of the file: 1.0"),
        ({"root": None, "nodes": []}, "lacks entry 'root'"),
        ({"root": "%0", "nodes": []}, "root is no node"),
    ],
)
def test_a_wrong_head_or_root(changed: dict[str, Any], said: str, tmp_path: Path) -> None:
    refused(written(tmp_path, **changed), said)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("%1 = mul %0 %1 = 4.0", "node %1 is made from %1, and nodes are made from nodes above"),
        ("%1 = mul %0 %2 = 4.0", "node %1 is made from %2"),
        ("%1 = mul %0 %999999999 = 4.0", "node %1 is made from %999999999"),
        ("%1 = mul %0 %9999999999 = 4.0", "node %1 is not like"),
        ("%1 = mul %0 = 4.0", "node %1: mul has 2 operands, not 1"),
        ("%1 = sin %0 %0 = 4.0", "node %1: sin has 1 operands, not 2"),
        ("%1 = where %0 %0 %0 %0 = 4.0", "node %1 is not like"),
        ("%1 = mul 2.0 3.0 = 4.0", "node %1 is made from constants alone"),
        ("%1 = nonsense %0 = 4.0", "node %1: there is no op 'nonsense' here"),
        ("%1 = __class__ %0 = 4.0", "no op '__class__' here"),
        ("%2 = mul %0 %0 = 4.0", "node %1 is called %2: a line is missing"),
        ("%1 = mul %0 1e999 = 4.0", "node %1 has '1e999' where a number belongs"),
        ("%1 = 1.2.3", "node %1 has '1.2.3' where a number belongs"),
        ("%1 = 4.0; grad 1-2", "node %1 has '1-2' where"),
        ("%1 = sin %0 = 4.0; solution", "node %1 is a solution and made from others"),
        ("%1 = 4.0; solution; grad 1.0", "node %1 is not like"),
        ("%1 = four", "node %1 is not like"),
        ("%1 = ٣.0", "node %1 is not like"),
        ("%1 = 4.0; grad", "node %1 is not like"),
        ("", "node %1 is not like"),
        (4.0, "node %1 is not like .* but 4.0"),
        (None, "node %1 is not like .* but a NoneType"),
        (["%1 = 4.0"], "node %1 is not like .* but a list"),
        ("%1 = " + "9" * 10**6, "node %1 is not like"),
    ],
)
def test_a_wrong_node_is_named(line: Any, said: str, tmp_path: Path) -> None:
    refused(written(tmp_path, nodes=[NODES[0], line, NODES[2]]), said)


def refused(path: Path, said: str = "graph.json") -> None:
    with pytest.raises(FileFormatError, match=said) as caught:
        load_graph(path)
    assert str(path) in str(caught.value)
    assert len(str(caught.value)) < 300 + len(str(path))
    assert "\n" not in str(caught.value)


def test_words_for_what_is_not_finite(tmp_path: Path) -> None:
    root = load_graph(written(tmp_path, root="%0", nodes=["%0 = -inf; grad nan"]))
    assert (root.data, str(root.grad)) == (float("-inf"), "nan")


def test_roots_nested_without_an_end(tmp_path: Path) -> None:
    path = tmp_path / "graph.json"
    path.write_text(json.dumps(GOOD).replace('"%2"', "[" * 100_000 + "]" * 100_000))
    refused(path, "deeper than 100")


def test_a_file_that_breaks_off(tmp_path: Path) -> None:
    path = tmp_path / "graph.json"
    text = json.dumps(GOOD)
    for end in range(len(text)):
        path.write_text(text[:end])
        refused(path)


def test_a_file_of_many_lists_is_not_even_parsed(tmp_path: Path) -> None:
    path = tmp_path / "graph.json"
    path.write_text(json.dumps(GOOD)[:-1] + ', "more": [' + "[]," * 1_000_000 + "[]]}")
    tracemalloc.start()
    refused(path, "would take some")
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


# --- mutations: any change of a file is refused in a sentence, or gives a graph ---

_WORDS = [b"%0", b"%9", b" = ", b"mul", b"where", b"nan", b"1e999", b"-", b"[", b"]", b"{", b"}"]
_WORDS += [b'"', b",", b"\\", b"\\ud800", b"\x00", b"\xff", b"; label ", b"; grad ", b"null", b"9"]


def mutations(good: bytes, count: int, seed: int) -> Iterator[bytes]:
    """Files with one to four places cut out, doubled, exchanged or written over."""
    source = random.Random(seed)
    for _ in range(count):
        data = bytearray(good)
        for _ in range(source.randint(1, 4)):
            a, b = sorted(source.randrange(len(data) + 1) for _ in "ab")
            b = min(b, a + source.choice([1, 3, 10, 1000]))
            new = [b"", source.choice(_WORDS), bytes(data[a:b]) * 2, source.randbytes(b - a)]
            data[a:b] = source.choice(new)
        yield bytes(data)


def graph() -> list[Value]:
    a, b = Value(2.0, label="a"), Value(-3.0, label="b")
    c = where(b, sin(a * b) + a * a, 2.0**b) / 7
    c.backward()
    return [c, a]


def survivors(folder: Path, count: int, seed: int = 0) -> int:
    """How many of the mutated files are graphs; whatever else comes of one is an error."""
    path, found = folder / "graph.json", 0
    save_graph({"loss": graph()}, path)
    for data in mutations(path.read_bytes(), count, seed):
        path.write_bytes(data)
        try:
            roots = load_graph(path)
        except FileFormatError:
            continue
        found += 1
        stack = [roots]
        while stack:
            tree = stack.pop()
            if isinstance(tree, Value):
                assert len(topological_order(tree)) < 100
            else:
                stack += tree.values() if isinstance(tree, dict) else tree
    return found


def test_mutated_files(tmp_path: Path) -> None:
    assert 0 < survivors(tmp_path, 500) < 200

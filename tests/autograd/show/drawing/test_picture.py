"""Picture: the ways from DOT to an image, with a ``dot`` program and without one."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import graphviz
import pytest

import autograd as ag
from autograd import GraphError, MissingPackageError, Value
from autograd.show.drawing import picture as pictures
from autograd.show.drawing.draw import draw, draw_dot
from autograd.show.drawing.picture import Picture, images
from autograd.show.image import svg_image
from tests.show_samples import small

pytest.importorskip("pygraphviz")

ROOT = Path(__file__).parents[4]


@pytest.fixture
def without_dot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No program is found, so that pygraphviz has to draw."""
    monkeypatch.setenv("PATH", str(tmp_path / "nothing here"))


def arrow() -> Picture:
    picture = Picture()
    picture.edge("a", "b")
    return picture


def test_where_no_image_can_be_shown_the_picture_says_how_to_keep_it() -> None:
    assert repr(arrow()) == "<a picture; .save('c.svg') writes it>"
    assert str(arrow()) == arrow().source


def test_a_notebook_gets_an_image_that_needs_no_trust_beside_the_svg() -> None:
    bundle = arrow()._repr_mimebundle_()
    assert bundle["text/html"] == svg_image(bundle["image/svg+xml"], "a graph")
    assert 'alt="the graph of L"' in draw(small()[2])._repr_mimebundle_()["text/html"]
    assert list(arrow()._repr_mimebundle_(include={"image/png"})) == ["image/png"]


def test_from_left_to_right_a_picture_is_in_our_own_layout_and_graphviz_is_an_engine() -> None:
    root = small()[2]
    assert draw(root).pipe("svg").startswith(b"<svg")
    assert draw(root).pipe("svg", engine="dot").startswith(b"<?xml")
    for other in (draw(root, rankdir="TB"), draw(root, rankdir="RL"), draw_dot(root)):
        assert other.pipe("svg").startswith(b"<?xml")


def shared(many: int) -> Value:
    """A sum of products with one number, which Graphviz goes over for minutes."""
    factor = Value(1.5)
    return ag.sum([factor * Value(float(i)) for i in range(many)])


@pytest.mark.parametrize("look", [draw, draw_dot])
def test_what_graphviz_does_slowly_is_ours_in_every_look(look: Callable[..., Picture]) -> None:
    few, many = look(shared(4), rankdir="TB"), look(shared(60), rankdir="TB")
    assert few.pipe("svg").startswith(b"<?xml")
    assert "nslimit" not in few.source
    assert many.pipe("svg").startswith(b"<svg")
    assert "nslimit=0.0" in many.source
    assert "splines=line" in many.source
    assert many.pipe("png").startswith(b"\x89PNG")


def test_render_writes_exactly_the_file(tmp_path: Path) -> None:
    picture = draw(small()[2])
    assert picture.render(tmp_path / "c.svg") == str(tmp_path / "c.svg")
    picture.render("c.png", directory=tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["c.png", "c.svg"]
    assert (tmp_path / "c.png").read_bytes().startswith(b"\x89PNG")


def test_render_without_an_ending_is_graphviz_own(tmp_path: Path) -> None:
    assert draw(small()[2]).render(tmp_path / "gout") == str(tmp_path / "gout.svg")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["gout", "gout.svg"]


def program(folder: Path, body: str) -> None:
    """An executable ``dot`` that is the only program to be found."""
    (folder / "dot").write_text(f"#!{sys.executable}\nimport sys\n{body}\n")
    (folder / "dot").chmod(0o755)


def test_a_dot_program_is_used_where_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "sys.stdin.read(); print('<svg></svg>')")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert arrow().pipe("plain", encoding="utf-8").strip() == "<svg></svg>"


@pytest.mark.usefixtures("without_dot")
def test_without_dot_pygraphviz_draws(tmp_path: Path) -> None:
    assert arrow().pipe("svg").rstrip().endswith(b"</svg>")
    assert arrow().pipe("svg", encoding="utf-8").rstrip().endswith("</svg>")
    old = arrow().render(tmp_path / "old", format="png", cleanup=True)
    assert old == str(tmp_path / "old.png")
    assert [path.name for path in tmp_path.iterdir()] == ["old.png"]
    assert arrow().render(tmp_path / "kept", format="png", outfile=tmp_path / "b.png")
    assert {path.name for path in tmp_path.iterdir()} == {"old.png", "kept", "b.png"}


@pytest.mark.usefixtures("without_dot")
def test_another_engine_is_asked_for_by_its_name() -> None:
    assert arrow().pipe("svg", engine="circo") != arrow().pipe("svg")


THREADS = """
import os, sys, threading
from autograd import Value, draw

def many():
    for _ in range(3):
        assert b"</svg>" in draw(Value(1.0) + 1).pipe("svg")
        done.append(1)

done = []
threads = [threading.Thread(target=many) for _ in range(6)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
os.write(2, f"{len(done)} drawn, and errors are still heard".encode())
"""


def test_threads_that_draw_leave_the_standard_error_alone(tmp_path: Path) -> None:
    here = {"PATH": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", THREADS], env={**os.environ, **here}, capture_output=True, text=True
    )
    assert done.stderr == "18 drawn, and errors are still heard"


@pytest.mark.usefixtures("without_dot")
def test_no_file_descriptor_is_exchanged(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError("file descriptors belong to the whole process")

    with monkeypatch.context() as patch:
        patch.setattr(os, "dup2", refuse)
        arrow().pipe("svg")


@pytest.mark.usefixtures("without_dot")
def test_text_that_is_no_graph_is_an_error_and_the_next_picture_is_drawn() -> None:
    with pytest.raises(graphviz.CalledProcessError, match="syntax error"):
        images(["digraph {"], "svg")
    assert b"</svg>" in images([arrow().source], "svg")


@pytest.mark.usefixtures("without_dot")
def test_warnings_about_the_graph_are_passed_on_those_about_fonts_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    picture = arrow()
    picture.edge("a:nowhere", "b")
    picture.pipe("svg")
    said = capsys.readouterr().err
    assert "port nowhere unrecognized" in said
    assert "Fontconfig" not in said


@pytest.mark.usefixtures("without_dot")
def test_several_graphs_are_drawn_by_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    started = []
    run = subprocess.run

    def counted(command: list[str], **options: Any) -> Any:
        started.append(command[0])
        return run(command, **options)

    monkeypatch.setattr(subprocess, "run", counted)
    plain = images([arrow().source, "digraph { c }"], "plain").decode()
    assert plain.count("graph ") == plain.count("stop") == 2
    assert plain.index("node a") < plain.index("node c")
    assert started.count(sys.executable) == 1


def test_several_graphs_go_to_a_dot_program_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "sys.stdout.write(sys.stdin.read())")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert images(["digraph a {}", "digraph b {}"], "plain") == b"digraph a {}\ndigraph b {}"


@pytest.mark.parametrize(
    ("ending", "start"),
    [
        ("svg", b"<svg"),
        ("SVG", b"<svg"),
        ("png", b"\x89PNG"),
        ("pdf", b"%PDF"),
        ("gv", b"digraph"),
        ("dot", b"digraph"),
    ],
)
def test_save_writes_what_the_ending_asks_for(tmp_path: Path, ending: str, start: bytes) -> None:
    path = tmp_path / f"c.{ending}"
    assert draw(small()[2]).save(path) == str(path)
    assert path.read_bytes().startswith(start)
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("name", ["c.svgg", "c", "c.html", "c.svg.gz", ".svg"])
def test_save_refuses_an_ending_that_it_does_not_know(tmp_path: Path, name: str) -> None:
    with pytest.raises(GraphError, match=r"svg, png, pdf, gv or dot, got .*[/\\]c\.svg'"):
        draw(small()[2]).save(name, tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("ending", ["svg", "png", "pdf", "gv"])
def test_a_folder_that_is_not_there_is_told_and_not_made(tmp_path: Path, ending: str) -> None:
    with pytest.raises(FileNotFoundError, match=r"no such folder: .*new"):
        draw(small()[2]).save(tmp_path / "new" / f"c.{ending}")
    with pytest.raises(FileNotFoundError, match=r"no such folder: .*new"):
        draw(small()[2]).render(tmp_path / "new" / "c.svg")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["", None])
def test_a_picture_needs_a_name(tmp_path: Path, name: object, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(GraphError, match=r"under a name: save\('c\.svg'\)"):
        draw(small()[2]).save(name)
    assert not list(tmp_path.iterdir())


def size_of(png: Path) -> tuple[int, int]:
    """Width and height, which stand at the same place in every such file."""
    head = png.read_bytes()[16:24]
    return int.from_bytes(head[:4], "big"), int.from_bytes(head[4:], "big")


def test_a_png_is_twice_as_fine_as_a_screen_and_finer_on_demand(tmp_path: Path) -> None:
    picture = draw(small()[2])
    screen, usual, fine = (
        size_of(Path(picture.save(tmp_path / "c.png", **way)))
        for way in ({"dpi": 96}, {}, {"dpi": 384})
    )
    assert usual == pytest.approx([2 * side for side in screen], abs=4)
    assert fine == pytest.approx([4 * side for side in screen], abs=8)
    assert "dpi" not in picture.source


def test_a_png_of_a_tangle_is_as_fine_as_a_screen(tmp_path: Path) -> None:
    """Four times the pixels, of which there are many, would take five times as long."""
    shared = Value(0.5)
    picture = draw(ag.sum([Value(float(i)) * shared for i in range(40)]))
    assert picture.dpi == 96
    usual, half = (
        size_of(Path(picture.save(tmp_path / "c.png", **way))) for way in ({}, {"dpi": 48})
    )
    assert usual == pytest.approx([2 * side for side in half], abs=4)


@pytest.mark.parametrize("dpi", [0, -96, 1e9, "96", float("nan")])
def test_a_dpi_that_is_none_is_refused(tmp_path: Path, dpi: Any) -> None:
    with pytest.raises(GraphError, match="dpi is a number from 1 to 2400"):
        draw(small()[2]).save(tmp_path / "c.png", dpi=dpi)


def test_drawing_in_several_threads_of_this_process() -> None:
    found: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: found.append(draw(Value(1.0) + 1).pipe("svg")))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1


def test_our_own_layout_runs_no_program_and_is_dark_on_dark_pages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    picture = draw(small()[2])
    monkeypatch.setattr(subprocess, "Popen", None)
    svg = picture.own_svg()
    assert svg.startswith("<svg")
    assert "(prefers-color-scheme:dark)" in svg
    monkeypatch.undo()
    assert arrow().own_svg().count("<g ") > 1


@pytest.mark.usefixtures("without_dot")
def test_what_cannot_be_drawn_leaves_no_folder_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "find_spec", lambda name: None)
    for ending in ("png", "PDF"):
        with pytest.raises(MissingPackageError, match=r"pip install pygraphviz.*save\('c\.svg'\)"):
            draw(small()[2]).save(tmp_path / "new" / f"c.{ending}")
    assert not list(tmp_path.iterdir())


def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(OSError, match="taken"):
        draw(small()[2]).save(tmp_path / "taken" / "c.svg")

"""Files that are whole or not there: what a killed, a failing and an interrupted writer leaves."""

import errno
import os
import random
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

import autograd as ag
from autograd import FileFormatError, OperandError
from autograd.files import disk
from tests.interrupts import interrupted

posix = pytest.mark.skipif(os.name != "posix", reason="pipes and permissions of POSIX")


def test_a_file_is_written_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    for data in (b"old", b"", b"new" * 100_000):
        ag.files.write_whole(path, data)
        assert path.read_bytes() == data == ag.files.read_bytes(str(path))
    assert os.listdir(tmp_path) == ["a.json"]


def test_a_name_without_a_folder_stands_in_the_current_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ag.files.write_whole("a.json", b"1")
    assert ag.files.read_bytes("a.json") == b"1"


WRITER = """
import sys
import autograd as ag
path, size = sys.argv[1], int(sys.argv[2])
print("ready", flush=True)
n = 0
while True:
    n += 1
    ag.files.write_whole(path, bytes([n % 256]) * size)
"""


@posix
def test_a_killed_writer_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    """``tests/nn/files/test_model.py`` kills one two hundred times."""
    path, source, size = tmp_path / "a.bin", random.Random(0), 300_000
    ag.files.write_whole(path, b"\0" * size)
    for _ in range(5):
        command = [sys.executable, "-c", WRITER, str(path), str(size)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            threading.Event().wait(source.uniform(0.0, 0.02))
            writer.send_signal(signal.SIGKILL)
        data = path.read_bytes()
        assert len(data) == size
        assert len(set(data)) == 1


STOPPED = """
import os, sys
import autograd as ag
def wait(handle):
    print("begun", flush=True)
    sys.stdin.read()
os.fsync = wait
ag.files.write_whole(sys.argv[1], b"theirs")
"""


def left_over(folder: Path) -> list[Path]:
    return sorted(folder.glob(".*.tmp"))


@posix
def test_what_a_killed_process_began_goes_later_and_what_a_living_one_began_never(
    tmp_path: Path,
) -> None:
    path, command = tmp_path / "a.json", [sys.executable, "-c", STOPPED]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([*command, str(path)], **pipes) as writer:  # type: ignore[call-overload]
        assert writer.stdout.readline() == b"begun\n"
        (begun,) = left_over(tmp_path)
        os.utime(begun, (0, 0))
        ag.files.write_whole(path, b"mine")  # another writer of the same file is at work
        assert left_over(tmp_path) == [begun]
        writer.send_signal(signal.SIGKILL)
    os.utime(begun)
    ag.files.write_whole(path, b"mine")  # it is not known to be dead yet
    assert left_over(tmp_path) == [begun]
    os.utime(begun, (0, 0))
    ag.files.write_whole(tmp_path / "b.json", b"mine")  # another file
    assert left_over(tmp_path) == [begun]
    ag.files.write_whole(path, b"mine")
    assert sorted(os.listdir(tmp_path)) == ["a.json", "b.json"]


@posix
def test_a_slow_writer_comes_through_beside_others(tmp_path: Path) -> None:
    path, command = tmp_path / "a.json", [sys.executable, "-c", STOPPED]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([*command, str(path)], **pipes) as writer:  # type: ignore[call-overload]
        assert writer.stdout.readline() == b"begun\n"
        os.utime(*left_over(tmp_path), (0, 0))
        ag.files.write_whole(path, b"mine")
        writer.communicate(b"")
    assert writer.returncode == 0
    assert path.read_bytes() == b"theirs"
    assert os.listdir(tmp_path) == ["a.json"]


@posix
def test_only_what_a_writer_could_have_begun_is_removed(tmp_path: Path) -> None:
    path, old = tmp_path / "a*.json", ".a*.json.0123456789abcdef.tmp"
    others = [".ab.json.0123456789abcdef.tmp", f"{old}.mine", ".a*.json.tmp", f"x{old}"]
    for name in (old, *others):
        (tmp_path / name).write_bytes(b"1")
        os.utime(tmp_path / name, (0, 0))
    link, folder = tmp_path / old.replace("0", "1"), tmp_path / old.replace("0", "2")
    link.symlink_to(others[0])
    folder.mkdir()
    for made in (link, folder):
        os.utime(made, (0, 0), follow_symlinks=False)
    ag.files.write_whole(path, b"1")
    assert sorted(os.listdir(tmp_path)) == sorted([*others, "a*.json", link.name, folder.name])


@posix
@pytest.mark.parametrize("call", ["fcntl.flock", "os.scandir"])
def test_a_file_is_written_where_there_are_no_locks_and_no_lists(
    call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*args: Any) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(call, refused)
    path, begun = tmp_path / "a.json", tmp_path / ".a.json.0123456789abcdef.tmp"
    begun.touch()
    os.utime(begun, (0, 0))
    ag.files.write_whole(path, b"1")
    monkeypatch.undo()
    assert path.read_bytes() == b"1"
    assert left_over(tmp_path) == [begun]


@pytest.mark.parametrize("call", ["open", "os.fsync", "os.replace"])
def test_a_failing_writer_leaves_the_old_file_alone(
    call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.json"
    ag.files.write_whole(path, b"old")

    def full(*args: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    if call == "open":
        monkeypatch.setattr(disk, "open", full, raising=False)
    else:
        monkeypatch.setattr(call, full)
    with pytest.raises(OSError, match="No space left"):
        ag.files.write_whole(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.json"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # left open by it
def test_interrupts_leave_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    path, seen = tmp_path / "a.json", set()
    path.write_bytes(b"old")

    def write() -> None:
        path.write_bytes(b"old")
        ag.files.write_whole(path, b"new")

    for _ in interrupted(write, disk.__file__):
        seen.add(path.read_bytes())
    assert seen == {b"old", b"new"}
    assert os.listdir(tmp_path) == ["a.json"]


@posix
def test_the_mode_of_the_old_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    ag.files.write_whole(path, b"old")
    fresh = tmp_path / "fresh"
    fresh.touch()
    assert path.stat().st_mode == fresh.stat().st_mode
    path.chmod(0o640)
    ag.files.write_whole(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@posix
def test_a_link_leads_to_the_same_file_as_before(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    link = tmp_path / "a.json"
    link.symlink_to("far/b.json")
    for data in (b"first", b"second"):
        ag.files.write_whole(link, data)
        assert link.is_symlink()
        assert (tmp_path / "far" / "b.json").read_bytes() == data
    assert os.listdir(tmp_path / "far") == ["b.json"]


@posix
def test_what_may_not_be_written_on_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"mine")
    path.chmod(0o444)
    monkeypatch.setattr(os, "access", lambda *args: False)  # root may do anything
    with pytest.raises(PermissionError, match="may not be written"):
        ag.files.write_whole(path, b"yours")
    assert path.read_bytes() == b"mine"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no such folder: .*nowhere'"):
        ag.files.write_whole(tmp_path / "nowhere" / "a.json", b"1")


@posix
def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path, what in ((pipe, "a pipe"), (tmp_path, "a folder"), (Path("/dev/null"), "a pipe")):
        with pytest.raises(FileFormatError, match=f"{path} is {what}.*, not a file"):
            ag.files.read_bytes(path)  # a pipe without a writer would wait for ever
        with pytest.raises(FileFormatError, match=f"{path} is {what}.*, not a file"):
            ag.files.write_whole(path, b"1")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "zeros"
    with path.open("wb") as file:
        file.truncate(10**9)  # of which nothing stands on the disk
    with pytest.raises(FileFormatError, match="1,000,000,000 bytes, and at most 100,000,000"):
        ag.files.read_bytes(path)
    path.write_bytes(b"12345")
    assert ag.files.read_bytes(path, most=5) == b"12345"
    with pytest.raises(FileFormatError, match="at most 4 are"):
        ag.files.read_bytes(path, most=4)


def test_a_missing_file_is_what_the_system_says(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"a\.json"):
        ag.files.read_bytes(tmp_path / "a.json")


@pytest.mark.parametrize("path", [3, None, ["a.json"]])
def test_a_path_is_a_name(path: Any) -> None:
    with pytest.raises(OperandError, match="a path is the name of a file, got"):
        ag.files.read_bytes(path)
    with pytest.raises(OperandError, match="a path is the name of a file, got"):
        ag.files.write_whole(path, b"")

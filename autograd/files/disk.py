"""Files that are whole or not there, and reading that opens nothing but files of a size agreed on.

Read ``plain.py`` next.
"""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress

from autograd.errors import FileFormatError, OperandError

__all__ = ["LARGEST", "MEMORY", "Path", "name_of", "read_bytes", "write_whole"]

#: what the reading of a file may take, in bytes of memory
MEMORY = 200_000_000
#: the bytes of the largest file: there is a copy of them while it is read
LARGEST = MEMORY // 2
#: seconds after which what was begun and is held by nobody counts as left by a killed process
STALE = 3600

#: the name of a file, as a text or as an object of ``pathlib``
Path = str | os.PathLike[str]


# --- writing ---


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that at any moment the old one or the new one is there, whole.

    A new file is written beside the old one, brought to the disk, and put in its place; it keeps
    the old one's mode, and a link leads to it as before. What was begun is removed on errors and
    Ctrl-C; the ``.name.….tmp`` of a killed process goes when the same file is written an hour later
    or more. Raises ``OSError`` where the system does, for a file that may not be written on too,
    ``FileFormatError`` for a path that is there and no regular file.

    >>> write_whole("nowhere/a.json", b"1")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    FileNotFoundError: [Errno 2] There is no such folder: '...nowhere'
    """
    target = os.path.realpath(name_of(path))
    folder, name = os.path.split(target)
    mode = _mode(target)
    if not os.path.isdir(folder):
        raise FileNotFoundError(2, "There is no such folder", folder)
    if mode is not None and not os.access(target, os.W_OK):
        raise PermissionError(13, "This file may not be written on", target)
    begun = os.path.join(folder, f".{name[:100]}.{os.urandom(8).hex()}.tmp")
    try:
        with open(begun, "xb") as file:
            with suppress(OSError):  # not every file system has locks
                _hold(file.fileno())
            if mode is not None:
                os.chmod(begun, mode)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(begun, target)
    except BaseException:
        if os.path.exists(begun):
            os.unlink(begun)
        raise
    _sync_folder(folder)
    with suppress(OSError):  # the file is written; what is left over can wait
        _remove_left_over(folder, name)


def name_of(path: Path) -> str:
    """A path as text; ``OperandError`` for what is none.

    >>> from pathlib import PurePosixPath
    >>> name_of(PurePosixPath("models", "xor.json"))
    'models/xor.json'
    """
    try:
        name = os.fsdecode(os.fspath(path))
        os.fsencode(name)
    except (TypeError, UnicodeError):  # what is no text, and letters that no system has
        name = "\0"
    if "\0" in name:
        raise OperandError(f"a path is the name of a file, got {path!r:.80}")
    return name


def _mode(target: str) -> int | None:
    """The permissions of a file; None if there is none."""
    try:
        found = os.stat(target)
    except FileNotFoundError:
        return None
    _require_regular(target, found.st_mode)
    return stat.S_IMODE(found.st_mode)


def _require_regular(name: str, mode: int) -> None:
    if not stat.S_ISREG(mode):
        what = "a folder" if stat.S_ISDIR(mode) else "a pipe or a device"
        raise FileFormatError(f"{name} is {what}, not a file: give the name of a file")


def _sync_folder(folder: str) -> None:
    """Bring the new name to the disk as well, where a folder can be opened."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _hold(handle: int) -> None:
    """Keep an open file as one's own until it is closed; ``OSError`` if another process has it."""
    with suppress(ImportError):  # Windows: what is open cannot be removed there
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _remove_left_over(folder: str, name: str) -> None:
    """Remove what killed writers of a file began, never what a living one, however slow, holds.

    Age alone would take the file of a process that sleeps; the lock alone, one of another machine,
    as some network file systems lock within each. Both times are by the clock of the folder.
    """
    begun = re.compile(re.escape(f".{name[:100]}.") + r"[0-9a-f]{16}\.tmp")
    now = os.stat(os.path.join(folder, name)).st_mtime
    with os.scandir(folder) as entries:
        for entry in entries:
            if not begun.fullmatch(entry.name) or not entry.is_file(follow_symlinks=False):
                continue
            if now - entry.stat(follow_symlinks=False).st_mtime > STALE:
                with suppress(OSError):
                    with open(entry.path, "rb+") as file:
                        _hold(file.fileno())
                    os.unlink(entry.path)


# --- reading ---


def read_bytes(path: Path, most: int = LARGEST) -> bytes:
    """The bytes of a regular file of at most so many; nothing of it is read before that is known.

    Raises ``FileFormatError`` for a larger one, and for folders, pipes and devices (without waiting
    for them); ``OSError`` for a file that is missing or may not be read.

    >>> import tempfile
    >>> with tempfile.NamedTemporaryFile() as file:
    ...     write_whole(file.name, b"old")
    ...     write_whole(file.name, b"new")
    ...     read_bytes(file.name)
    b'new'
    """
    name = name_of(path)
    _require_regular(name, os.stat(name).st_mode)
    handle = os.open(name, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with open(handle, "rb") as file:
        found = os.fstat(handle)
        _require_regular(name, found.st_mode)
        if found.st_size > most:
            raise FileFormatError(
                f"{name} has {found.st_size:,} bytes, and at most {most:,} are read: is it the "
                "right file?"
            )
        return file.read(found.st_size)

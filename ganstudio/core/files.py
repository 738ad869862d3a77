"""Writing files so that nothing is ever half-written."""

import os
import re
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path
from typing import IO
from uuid import uuid4

from ganstudio.core.errors import GanStudioError

_HALF_WRITTEN = re.compile(r"\.[0-9a-f]{32}\.new")  # the names that are written to at first; a killed process leaves one
_swept: set[Path] = set()
_OLD = 24 * 3600.0  # seconds after which a half-written file is surely nobody's


def resources() -> Path:
    """The folder of icons, themes, samples and style packs."""
    import ganstudio.resources

    return Path(str(ganstudio.resources.__file__)).parent


def exists(path: Path) -> bool:
    """Whether anything is there; a name that no file can have is none, where `Path.exists` raises."""
    return os.path.exists(path)  # noqa: PTH110


def is_file(path: Path) -> bool:
    """Whether a file is there, as `exists` has it."""
    return os.path.isfile(path)  # noqa: PTH113


def is_folder(path: Path) -> bool:
    """Whether a folder is there, as `exists` has it."""
    return os.path.isdir(path)  # noqa: PTH112


def read_limited(path: Path, most: int) -> bytes:
    """The content of a plain file of at most so many bytes; a pipe or a device is not waited for.

    GanStudioError for what is no plain file, or is larger; OSError where it cannot be read.
    """
    with open_plain(path) as file:
        vast = os.fstat(file.fileno()).st_size > most
        content = b"" if vast else file.read(most + 1)
    if vast or len(content) > most:
        raise GanStudioError(
            "{path} is larger than {size}, more than is read of such a file.", path=path.name, size=_size(most)
        )
    return content


def open_plain(path: Path) -> BufferedReader:
    """Open a plain file to be read; GanStudioError for a pipe, a device or a folder, which could hang or never end."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    if not stat.S_ISREG(path.stat().st_mode):
        raise _no_file(path)
    file = os.fdopen(os.open(path, flags), "rb")
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):  # it may have been changed meanwhile
        file.close()
        raise _no_file(path)
    return file


def _no_file(path: Path) -> GanStudioError:
    return GanStudioError("{path} is no file that can be read, but a folder, a pipe or a device.", path=path.name)


def _size(number: int) -> str:
    return f"{number >> 20} MB" if number >= 2**20 else f"{number >> 10} kB"


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that at any moment it is either the old one or the new one, whole and on the disk."""
    with atomic_open(path) as file:
        file.write(content)


@contextmanager
def atomic_open(path: Path) -> Iterator[IO[bytes]]:
    """A file to write into: it takes its name, as `write_atomically` has it, when all is written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.parent not in _swept:  # once in a process: a folder may hold very many files
        _swept.add(path.parent)
        sweep_half_written(path.parent)
    new = path.with_name(f".{uuid4().hex}.new")  # opened plainly, so that others may read what the user lets them read
    try:
        with new.open("x+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    _keep_name(path.parent)


def sweep_half_written(folder: Path, seconds: float = _OLD) -> None:
    """Take away what killed processes left half-written in a folder, where it is older than so many seconds."""
    with suppress(OSError):  # tidying up is no reason to fail
        for part in os.scandir(folder):
            if _HALF_WRITTEN.fullmatch(part.name) and time.time() - part.stat(follow_symlinks=False).st_mtime >= seconds:
                Path(part).unlink(missing_ok=True)


def _keep_name(folder: Path) -> None:
    """Bring the new name itself to the disk; where a system cannot (Windows), its rename is as safe as it gets."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

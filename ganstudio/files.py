"""Writing files so that nothing is ever half-written."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from uuid import uuid4

HALF_WRITTEN = ".*.new"  # what a killed process may leave behind: the pattern of the names that are written to at first


def resources() -> Path:
    """The folder of icons, themes, samples and style packs."""
    import ganstudio.resources

    return Path(str(ganstudio.resources.__file__)).parent


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that at any moment it is either the old one or the new one, whole and on the disk."""
    with writing(path) as file:
        file.write(content)


@contextmanager
def writing(path: Path) -> Iterator[IO[bytes]]:
    """A file to write into: it takes its name, as `write_atomically` has it, when all is written."""
    path.parent.mkdir(parents=True, exist_ok=True)
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


def _keep_name(folder: Path) -> None:
    """Bring the new name itself to the disk; where a system cannot (Windows), its rename is as safe as it gets."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

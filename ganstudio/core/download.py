"""Downloads: one file, whole and proved by its SHA-256, gone on with where the last try was cut."""

import hashlib
import os
import sys
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from ganstudio.core.connection import CutError, NotReachedError, RefusedError, receive
from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.translation import tr

_WEEK = 7 * 24 * 3600  # seconds; a part that is older is not gone on with


@dataclass(frozen=True)
class Remote:
    """A file that is offered at an address: its SHA-256 in 64 hexadecimal digits, and its length in bytes."""

    address: str
    sha256: str
    size: int


@dataclass(frozen=True)
class DownloadProgress:
    """So many of so many bytes are here."""

    done: int
    total: int


class _Part:
    """What is here of a file, and its hash so far."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.hashed, self.done = file, hashlib.sha256(), 0

    def add(self, piece: bytes, *, written: bool = False) -> None:
        if not written:
            self.file.write(piece)
        self.hashed.update(piece)
        self.done += len(piece)

    def truncate(self, place: int) -> None:
        """Go on from that byte: where the part ends, or from the beginning."""
        if place == 0:
            self.hashed, self.done = hashlib.sha256(), 0
        self.file.seek(place)
        self.file.truncate()


def partial_file(place: Path) -> Path:
    """Where lies what is here of a file that is not whole yet."""
    return place.with_name(f"{place.name}.part")


def download(remote: Remote, place: Path, stop: threading.Event) -> Generator[DownloadProgress]:
    """Fetch a file; it has its name only when it is whole and its SHA-256 is right.

    Where it is stopped (within a second) or cut, a file `.part` stays beside it, with which the next call goes on.
    GanStudioError says what else went wrong; then nothing stays.
    """
    part = partial_file(place)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        sweep_parts(place)
        with _open_exclusively(part) as file:
            yield from _complete_part(_Part(file), remote, stop)
        if not stop.is_set():
            part.replace(place)
    except RefusedError as error:
        _remove(part)
        raise GanStudioError(
            "{address} is not the file that was asked for: {reason}; try again later.", address=remote.address, reason=error
        ) from error
    except OSError as error:
        _remove(part)
        raise GanStudioError("{place} could not be written: {reason}.", place=place, reason=os_reason(error)) from error


def sweep_parts(place: Path) -> None:
    """Take away what earlier tries left of a file: where it is here, or when they are older than a week."""
    for part in [partial_file(place), *place.parent.glob(f"{place.name}.*.part")]:
        with suppress(OSError):
            if place.exists() or time.time() - part.stat().st_mtime > _WEEK:
                part.unlink()


def _complete_part(part: _Part, remote: Remote, stop: threading.Event) -> Iterator[DownloadProgress]:
    """Read again what is here, fetch what is missing and prove it, unless it is stopped."""
    while part.done < remote.size and not stop.is_set() and (piece := part.file.read(2**20)):
        part.add(piece, written=True)
        yield DownloadProgress(part.done, remote.size)
    if stop.is_set():
        return
    if part.hashed.hexdigest() != remote.sha256:
        yield from _fetch_rest(part, remote, stop)
    if not stop.is_set() and part.hashed.hexdigest() != remote.sha256:
        raise RefusedError(
            tr("its SHA-256 is {found} instead of {sha256}", found=part.hashed.hexdigest(), sha256=remote.sha256)
        )
    part.file.flush()
    os.fsync(part.file.fileno())


def _fetch_rest(part: _Part, remote: Remote, stop: threading.Event) -> Iterator[DownloadProgress]:
    begin = part.done if part.done < remote.size else 0
    host = urlsplit(remote.address).netloc
    try:
        with closing(receive(remote.address, begin, remote.size)) as pieces:
            for piece in pieces:
                if stop.is_set():
                    return
                if isinstance(piece, int):
                    part.truncate(piece)
                elif piece:
                    part.add(piece)
                    yield DownloadProgress(part.done, remote.size)
    except NotReachedError as error:
        raise GanStudioError(
            "{address} could not be fetched ({reason}); check the connection and try again.",
            address=remote.address,
            reason=error,
        ) from error
    except CutError as error:
        raise GanStudioError(
            "The connection to {host} was cut after {done:.0f} of {size:.0f} MB ({reason}); try again, "
            "and it goes on from there.",
            host=host,
            done=part.done / 1000000.0,
            size=remote.size / 1000000.0,
            reason=error,
        ) from error


@contextmanager
def _open_exclusively(part: Path) -> Iterator[IO[bytes]]:
    """A part, opened to be read and written by this process alone; GanStudioError where another one has it."""
    with part.open("r+b" if part.exists() else "x+b") as file:
        try:
            _lock(file.fileno())
        except OSError as error:
            raise GanStudioError("{stem} is already being fetched, by another window or command.", stem=part.stem) from error
        try:
            yield file
        finally:
            if os.fstat(file.fileno()).st_size == 0:  # nothing came: nothing to go on with
                _remove(part)


def _remove(part: Path) -> None:
    with suppress(OSError):
        part.unlink()


def _lock(handle: int) -> None:
    """Hold an open file alone until it is closed; OSError where somebody else does."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

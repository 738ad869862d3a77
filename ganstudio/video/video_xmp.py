"""XMP in films: where each kind of file has a place for it, how it is put there and found again.

MP4 has a box for it by Adobe's specification (part 3), written last, so that nothing else moves; GIF an application block
before its end; Matroska and WebM have only tags, and the one used here is called XMP. Moving
WebP, AVIF and PNG have it where still ones do, put there by those who write them.
"""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ganstudio.core.errors import GanStudioError
from ganstudio.images.metadata import read_metadata
from ganstudio.images.reader import open_image, refuse_other_than_files, translate_decode_errors
from ganstudio.video.animation_reader import needs_pillow
from ganstudio.video.container import read_tags

TAG = "XMP"
_BOX = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_BLOCK = b"\x0bXMP DataXMP"
_TRAILER = bytes((1, *range(255, -1, -1), 0))  # a decoder that reads it as image data finds its end from any byte
_MOST_BOXES = 100_000
_LARGEST = 4_000_000
_MATROSKA = b"\x1aE\xdf\xa3"


def write_xmp(packet: bytes, file: IO[bytes], suffix: str) -> None:
    """Put a packet into a whole MP4 or GIF that was just written."""
    if suffix == ".mp4":
        file.seek(0, 2)
        file.write(struct.pack(">I4s", 24 + len(packet), b"uuid") + _BOX + packet)
    elif suffix == ".gif":
        file.seek(-1, 2)  # its end is one byte
        file.write(b"\x21\xff" + _BLOCK + packet + _TRAILER + b"\x3b")


def read_film_xmp(path: Path) -> bytes | None:
    """The packet in a film, as its content and not its suffix has it; None where it has none.

    GanStudioError in one sentence where it cannot be read.
    """
    if needs_pillow(path):
        with open_image(path) as image:
            return read_metadata(image).xmp
    with _open_file(path) as file:
        head = file.read(12)
        file.seek(0)
        if head[4:8] == b"ftyp":
            return _find_in_boxes(file)
        if head[:4] == b"GIF8":
            return _find_in_blocks(file)
    return read_tags(path).get(TAG, "").encode("utf-8", "replace") or None if head[:4] == _MATROSKA else None


@contextmanager
def _open_file(path: Path) -> Iterator[IO[bytes]]:
    if path.is_dir():
        raise GanStudioError("{path} is a folder; name a film in it.", path=path.name)
    with translate_decode_errors(path):
        refuse_other_than_files(path)
        with path.open("rb") as file:
            yield file


def _find_in_boxes(file: IO[bytes]) -> bytes | None:
    place, end = 0, file.seek(0, 2)
    for _ in range(_MOST_BOXES):
        file.seek(place)
        begun = file.read(8)
        if len(begun) < 8:
            return None
        size, kind = struct.unpack(">I4s", begun)
        if size == 1:
            (size,) = struct.unpack(">Q", file.read(8))
        size = size or end - place
        if kind == b"uuid" and file.read(16) == _BOX:
            return file.read(max(0, min(place + size - file.tell(), _LARGEST)))
        if size < 8:
            return None
        place += size
    return None


def _find_in_blocks(file: IO[bytes]) -> bytes | None:
    _pass_colours(file, file.read(13)[10])
    while (kind := file.read(1)) in (b"\x21", b"\x2c"):
        if kind == b"\x2c":
            _pass_colours(file, file.read(9)[8])
        begun = file.seek(1, 1)
        if file.read(len(_BLOCK)) == _BLOCK:
            return _read_until_end(file)
        file.seek(begun)
        _pass_blocks(file)
    return None


def _read_until_end(file: IO[bytes]) -> bytes:
    """The packet that begins here."""
    begun = file.tell()
    _pass_blocks(file)
    length = file.tell() - len(_TRAILER) - begun
    file.seek(begun)
    return file.read(max(0, min(length, _LARGEST)))


def _pass_colours(file: IO[bytes], flags: int) -> None:
    """Go past a table of colours, where there is one."""
    if flags & 0x80:
        file.seek(6 << (flags & 7), 1)


def _pass_blocks(file: IO[bytes]) -> None:
    """Go past a row of blocks, each with its length before it, to behind the empty one."""
    while size := file.read(1)[0]:
        file.seek(size, 1)

"""Finds out whether the end of a film file is missing, from the lengths that its container declares."""

import struct
from pathlib import Path
from typing import IO, TYPE_CHECKING

from ganstudio.core.translation import tr

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.stream import VideoStream

_MOST_BOXES = 100_000
_ASF_PROPERTIES = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")
_SEGMENT = b"\x18\x53\x80\x67"


def find_lost_end(path: Path, container: "InputContainer", stream: "VideoStream") -> str:
    """What is missing at the end of a file that was cut off, in words; empty where nothing is.

    Neither frames that an edit list hides nor the counts in headers make a loss.
    """
    size, kinds = path.stat().st_size, container.format.name.split(",")
    if "mov" in kinds:
        entries = stream.index_entries
        beyond = sum(each.pos + each.size > size for each in entries)
        if beyond:
            return tr(
                "of {entries_count} frames it has {entries_count2}",
                entries_count=len(entries),
                entries_count2=len(entries) - beyond,
            )
    ends = {"mov": _end_of_fragments, "avi": _end_of_riff, "matroska": _end_of_segment, "asf": _end_of_asf}
    with path.open("rb") as file:
        end = max((ends[kind](file, size) for kind in kinds if kind in ends), default=0)
    return tr("of {end} bytes it has {size}", end=end, size=size) if end > size else ""


def _end_of_fragments(file: IO[bytes], size: int) -> int:
    """Where the last box of a film in fragments ends; 0 for one that is in one piece."""
    place, fragments = 0, False
    for _ in range(_MOST_BOXES):
        file.seek(place)
        head = file.read(16)
        if len(head) < 8:
            break
        length, kind = struct.unpack(">I4s", head[:8])
        length = struct.unpack(">Q", head[8:])[0] if length == 1 and len(head) == 16 else length
        fragments |= kind == b"moof"
        if length < 8:  # 0: to the end of the file, wherever that is
            break
        place += length
        if place >= size:
            break
    return place if fragments else 0


def _end_of_riff(file: IO[bytes], size: int) -> int:
    """Where the last list of frames of an AVI ends."""
    place, end = 0, 0
    for _ in range(_MOST_BOXES):
        file.seek(place)
        head = file.read(12)
        if len(head) < 12:
            break
        kind, length, form = struct.unpack("<4sI4s", head)
        if kind == b"LIST" and form == b"movi":
            end = place + 8 + length
        place += 12 if kind == b"RIFF" else 8 + length + length % 2
        if place >= size:
            break
    return end


def _end_of_segment(file: IO[bytes], _: int) -> int:
    """Where the segment of a Matroska film ends; 0 where it does not say."""
    head = file.read(4096)
    place = 4
    length, place = _read_number(head, place)
    place += length
    if head[place : place + 4] != _SEGMENT:
        return 0
    length, begun = _read_number(head, place + 4)
    unknown = length == (1 << 7 * (begun - place - 4)) - 1
    return 0 if unknown else begun + length


def _read_number(head: bytes, place: int) -> tuple[int, int]:
    """A number of EBML, and where it ends."""
    if place >= len(head) or not head[place]:
        return 0, place + 1
    long = 9 - head[place].bit_length()
    value = int.from_bytes(head[place : place + long], "big") & ((1 << 7 * long) - 1)
    return value, place + long


def _end_of_asf(file: IO[bytes], _: int) -> int:
    """How long an ASF file says that it is; 0 for one that was sent while it was made."""
    head = file.read(65_536)
    place = head.find(_ASF_PROPERTIES)
    if place < 0 or len(head) < place + 92:
        return 0
    (length,), (flags,) = struct.unpack_from("<Q", head, place + 40), struct.unpack_from("<I", head, place + 88)
    return 0 if flags & 1 else int(length)

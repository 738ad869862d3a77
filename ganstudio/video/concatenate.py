"""The segments of a film joined, with the sound of the film that they were made from."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from fractions import Fraction
from heapq import merge
from itertools import chain, pairwise
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from ganstudio.core.files import atomic_open
from ganstudio.core.translation import tr
from ganstudio.video.animation_reader import needs_pillow
from ganstudio.video.animation_writer import write_animation
from ganstudio.video.container import require_av
from ganstudio.video.decode import Film
from ganstudio.video.encode import COLOURS, encode_packets, list_refusals
from ganstudio.video.gif_writer import write_gif
from ganstudio.video.tracks import copy_tracks, describe_lost, name_tracks
from ganstudio.video.video_xmp import TAG, write_xmp

if TYPE_CHECKING:
    from av import Packet

_MILLISECOND = Fraction(1, 1000)
_NAMES = {".mp4": "MP4", ".webm": "WebM", ".gif": "GIF"}


def concatenate(segments: Sequence[Path], film: Film, target: Path, end: int, xmp: bytes | None = None) -> list[str]:
    """Write the whole film, or nothing; `end` is when its last frame ends, `xmp` a packet that the file is to carry.

    A sentence on what of the source the new file has no place for, where there is such. GanStudioError where the disk
    refuses.
    """
    suffix = target.suffix.lower()
    with list_refusals(target), atomic_open(target) as file:
        if suffix in (".mp4", ".webm"):
            lost = _write(segments, film, file, suffix, end, {TAG: xmp.decode()} if xmp and suffix == ".webm" else {})
            file.flush()
            lost += describe_lost(film.path, Path(file.name))
        else:
            _write_picture(segments, film, file, suffix, end, xmp)
            lost = [] if needs_pillow(film.path) else name_tracks(film.path)
        if xmp:
            write_xmp(xmp, file, suffix)
    if not lost:
        return []
    name = _NAMES.get(suffix, suffix[1:].upper())
    return [tr("Left out, since {name} has no place for it: {lost}.", name=name, lost=", ".join(lost))]


def _write_picture(segments: Sequence[Path], film: Film, file: IO[bytes], suffix: str, end: int, xmp: bytes | None) -> None:
    if suffix == ".gif":
        write_gif(segments, film, file, end)
    else:
        write_animation(segments, film, file, end, suffix, film.loops, xmp)


def _write(segments: Sequence[Path], film: Film, file: IO[bytes], suffix: str, end: int, tags: dict[str, str]) -> list[str]:
    """Write an MP4 or WebM; what it has no place for."""
    av = require_av()
    with ExitStack() as stack:
        options = _encoder_options(film.tick) if suffix == ".mp4" else {}
        again = lambda *_: stack.enter_context(Path(file.name).open("rb"))  # noqa: E731  # to move its index to the front
        out = stack.enter_context(av.open(file, "w", format=suffix[1:], container_options=options, io_open=again))
        first = stack.enter_context(av.open(str(segments[0]), format="nut"))
        stream = out.add_stream_from_template(first.streams.video[0])
        for name, number in COLOURS.items():
            setattr(stream, name, number)
        stream.time_base = tick = film.tick if suffix == ".mp4" else _MILLISECOND
        sounds, lost = copy_tracks(film, out, suffix, stack) if not needs_pillow(film.path) else ([], [])
        out.metadata.update(tags)
        pictures = _with_frame_lengths(chain.from_iterable(map(encode_packets, segments)), film.tick, tick, end, stream)
        for packet in merge(pictures, *sounds, key=_timestamp):
            out.mux(packet)
    return lost


def _encoder_options(tick: Fraction) -> dict[str, str]:
    """Those of MP4; its clock is fine enough for sound to begin when it should."""
    finer = max(1, -(-1000 // tick.denominator))
    return {"movflags": "+faststart", "movie_timescale": str(tick.denominator * finer)}


def _with_frame_lengths(
    found: "Iterator[Packet[Any]]", given: Fraction, tick: Fraction, end: int, stream: Any
) -> "Iterator[Packet[Any]]":
    """The pictures' packets, each as long as it is until the next, and none at the time of another."""
    last = -1
    for packet, following in pairwise(chain(found, (None,))):
        assert packet is not None and packet.pts is not None
        packet.pts = packet.dts = last = max(last + 1, round(packet.pts * packet.time_base / tick))
        packet.time_base = tick
        after = end * given if following is None else (following.pts or 0) * following.time_base
        packet.duration = max(1, round(after / tick) - packet.pts)
        packet.stream = stream
        yield packet


def _timestamp(packet: "Packet[Any]") -> float:
    moment = packet.pts if packet.dts is None else packet.dts
    return float((moment or 0) * packet.time_base)

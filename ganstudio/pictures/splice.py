"""Splice: the segments of a film joined, with the sound of the film that they were made from."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from fractions import Fraction
from heapq import merge
from itertools import chain, pairwise
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from ganstudio.files import writing
from ganstudio.pictures.film import Film, needs_av
from ganstudio.pictures.film_xmp import TAG, put_xmp
from ganstudio.pictures.gif import write_gif
from ganstudio.pictures.moving_writer import KINDS, write_moving
from ganstudio.pictures.segment import packets, refusals

if TYPE_CHECKING:
    from av import Packet
    from av.container import OutputContainer

_KEPT = {".mp4": ("aac", "mp3", "ac3", "eac3", "alac", "flac", "opus"), ".webm": ("opus", "vorbis")}
_ANEW = {".mp4": "aac", ".webm": "libopus"}
_RATE = 48_000  # samples a second: the one that Opus and AAC both have


def splice(segments: Sequence[Path], film: Film, target: Path, end: int, xmp: bytes | None = None) -> None:
    """Write the whole film, or nothing; `end` is when its last frame ends, `xmp` a packet that the file is to carry.

    GanStudioError where the disk refuses.
    """
    suffix = target.suffix.lower()
    with refusals(target), writing(target) as file:
        if suffix == ".gif":
            write_gif(segments, film, file, end)
        elif suffix in KINDS:
            write_moving(segments, film, file, end, suffix, film.loops, xmp)
        else:
            tags = {TAG: xmp.decode()} if xmp and suffix == ".webm" else {}
            _write(segments, film, file, suffix, end, tags)
        if xmp:
            put_xmp(xmp, file, suffix)


def _write(segments: Sequence[Path], film: Film, file: IO[bytes], suffix: str, end: int, tags: dict[str, str]) -> None:
    av = needs_av()
    with ExitStack() as stack:
        options = {"movflags": "+faststart", "movie_timescale": str(film.tick.denominator)} if suffix == ".mp4" else {}
        again = lambda *_: stack.enter_context(Path(file.name).open("rb"))  # noqa: E731  # to move its index to the front
        out = stack.enter_context(av.open(file, "w", format=suffix[1:], container_options=options, io_open=again))
        out.metadata.update(tags)
        first = stack.enter_context(av.open(str(segments[0]), format="nut"))
        stream = out.add_stream_from_template(first.streams.video[0])
        stream.time_base = film.tick
        sounds = _sounds(film.path, out, suffix, stack)
        pictures = _with_lengths(chain.from_iterable(map(packets, segments)), film.tick, end, stream)
        for packet in merge(pictures, *sounds, key=_moment):
            out.mux(packet)


def _with_lengths(found: "Iterator[Packet[Any]]", tick: Fraction, end: int, stream: Any) -> "Iterator[Packet[Any]]":
    """The pictures' packets, each as long as it is until the next."""
    for packet, following in pairwise(chain(found, (None,))):
        assert packet is not None and packet.pts is not None
        packet.pts = packet.dts = round(packet.pts * packet.time_base / tick)
        packet.time_base = tick
        after = end if following is None else round((following.pts or 0) * following.time_base / tick)
        packet.duration = max(1, after - packet.pts)
        packet.stream = stream
        yield packet


def _sounds(source: Path, out: "OutputContainer", suffix: str, stack: ExitStack) -> "list[Iterator[Packet[Any]]]":
    """The sound of each track, as it is where the format can hold it, or else encoded anew."""
    av = needs_av()
    made = []
    with av.open(str(source), metadata_errors="replace") as container:
        count = len(container.streams.audio)
    for number in range(count):
        opened = stack.enter_context(av.open(str(source), metadata_errors="replace"))
        track = opened.streams.audio[number]
        if track.codec_context is None:  # no decoder is known for it
            continue
        if track.codec_context.name in _KEPT[suffix]:
            made.append(_copied(opened, track, out.add_stream_from_template(track)))
        else:
            made.append(_anew(opened, track, out.add_stream(_ANEW[suffix], rate=_RATE)))
    return made


def _copied(opened: Any, track: Any, stream: Any) -> "Iterator[Packet[Any]]":
    for packet in opened.demux(track):
        if packet.size:
            packet.stream = stream
            yield packet


def _anew(opened: Any, track: Any, stream: Any) -> "Iterator[Packet[Any]]":
    encoder = stream.codec_context
    encoder.layout = "mono" if track.codec_context.channels == 1 else "stereo"
    encoder.open()
    resampler = needs_av().AudioResampler(encoder.format, encoder.layout, _RATE, encoder.frame_size)
    for frame in chain(opened.decode(track), (None,)):
        for part in resampler.resample(frame):
            yield from stream.encode(part)
    yield from stream.encode(None)


def _moment(packet: "Packet[Any]") -> float:
    moment = packet.pts if packet.dts is None else packet.dts
    return float((moment or 0) * packet.time_base)

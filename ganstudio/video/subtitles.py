"""Subtitles of films: words become those that MP4 or WebM hold; pictures of words have no place there."""

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ganstudio.video.container import read_packets, require_av

if TYPE_CHECKING:
    from av import Packet
    from av.container import OutputContainer

_WORDS = ("subrip", "ass", "ssa", "mov_text", "webvtt", "text", "microdvd", "subviewer")
_CODEC = {".mp4": "mov_text", ".webm": "webvtt"}
_TICK = Fraction(1, 1000)


def copy_subtitles(
    source: Any, track: Any, out: "OutputContainer", suffix: str, start: Fraction
) -> "Iterator[Packet[Any]] | None":
    """The packets of a track of subtitles for a new film, counted from `start` seconds; None where it cannot hold them.

    Makes the stream in the new film.
    """
    if track.codec_context is None or track.codec.canonical_name not in _WORDS:
        return None
    decoder = track.codec_context
    decoder.open(strict=False)
    stream: Any = out.add_stream(_CODEC[suffix])
    stream.codec_context.subtitle_header = decoder.subtitle_header
    stream.codec_context.time_base = stream.time_base = _TICK
    stream.codec_context.open(strict=False)
    return _write_packets(source, track, stream, start)


def _write_packets(source: Any, track: Any, stream: Any, start: Fraction) -> "Iterator[Packet[Any]]":
    av = require_av()
    for packet in read_packets(source, track):
        if packet.pts is None:
            continue
        try:
            said = track.codec_context.decode2(packet)
            if said is None or not len(said):
                continue
            made = stream.codec_context.encode_subtitle(said)
        except (av.error.FFmpegError, UnicodeError):
            continue  # as players do with one that is damaged
        time = packet.pts * packet.time_base - start
        made.pts = made.dts = max(0, round(time / _TICK))
        made.duration = round((packet.duration or 0) * packet.time_base / _TICK)
        made.time_base, made.stream = _TICK, stream
        yield made

"""Sound of films: copied where the new file holds its codec, or else encoded anew with all of its channels."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING, Any

from ganstudio.video.container import read_packets, require_av

if TYPE_CHECKING:
    from av import Packet
    from av.container import OutputContainer

_HELD = {".mp4": ("aac", "mp3", "mp2", "ac3", "eac3", "alac", "flac", "opus", "dts"), ".webm": ("opus", "vorbis")}
_ANEW = {".mp4": "aac", ".webm": "libopus"}
_RATE = 48_000  # samples a second: the one that Opus and AAC both have
_BITS = {"aac": 96_000, "libopus": 80_000}  # a second and channel
_MOST_BITS = 512_000
_USUAL = {1: "mono", 2: "stereo", 3: "2.1", 4: "quad", 5: "5.0", 6: "5.1", 7: "6.1", 8: "7.1"}
_HIDDEN = Fraction(-1, 10)  # seconds before the beginning from which on sound is no longer for its codec's sake


def copy_audio(
    source: Any, track: Any, out: "OutputContainer", suffix: str, start: Fraction
) -> "tuple[Iterator[Packet[Any]], bool]":
    """The packets of a track of sound for a new film, counted from `start` seconds, and whether channels were mixed.

    Makes the stream in the new film.
    """
    if track.codec.canonical_name in _HELD[suffix]:
        return copy_packets(source, track, out.add_stream_from_template(track), start), False
    codec = _ANEW[suffix]
    layout = _channel_layout(track, codec)
    bits = min(_MOST_BITS, _BITS[codec] * layout.nb_channels)
    stream: Any = out.add_stream(codec, rate=_RATE, bit_rate=bits)
    stream.codec_context.layout = layout
    stream.codec_context.open()
    return _encode_anew(source, track, stream, start), layout.nb_channels != track.codec_context.channels


def copy_packets(source: Any, track: Any, stream: Any, start: Fraction) -> "Iterator[Packet[Any]]":
    """The packets of a track as they are, each later than the one before; without those that an edit list hides."""
    last: int | None = None
    for packet in read_packets(source, track):
        _shift_packet(packet, start)
        if packet.is_discard and packet.pts is not None and packet.pts * packet.time_base < _HIDDEN:
            continue
        if last is not None and (packet.dts is None or packet.dts <= last):
            packet.dts = last + 1
            packet.pts = max(packet.dts, packet.dts if packet.pts is None else packet.pts)
        last = packet.dts
        packet.stream = stream
        yield packet


def _shift_packet(packet: Any, start: Fraction) -> None:
    """Count a packet's times from `start`."""
    before = round(start / packet.time_base)
    pts = packet.dts if packet.pts is None else packet.pts
    dts = packet.pts if packet.dts is None else packet.dts
    packet.pts, packet.dts = (None if time is None else time - before for time in (pts, dts))


def _encode_anew(source: Any, track: Any, stream: Any, start: Fraction) -> "Iterator[Packet[Any]]":
    encoder = stream.codec_context
    resampler = require_av().AudioResampler(encoder.format, encoder.layout, _RATE, encoder.frame_size)
    for frame in chain(_trim(_decode_audio(source, track), track, start), (None,)):
        for part in resampler.resample(frame):
            if part.pts is not None:
                part.pts -= round(start / part.time_base)
            yield from stream.encode(part)
    yield from stream.encode(None)


def _decode_audio(source: Any, track: Any) -> Iterator[Any]:
    """The sound of a track; what is damaged is passed over."""
    for packet in chain(read_packets(source, track), (None,)):
        try:
            yield from track.codec_context.decode(packet)
        except require_av().error.FFmpegError:
            continue


def _trim(frames: Iterator[Any], track: Any, start: Fraction) -> Iterator[Any]:
    """Sound from `start` seconds on, to the sample."""
    if track.start_time is None or track.start_time * track.time_base >= start:
        yield from frames
        return
    graph: Any = None
    for frame in chain(frames, (None,)):
        if graph is None:
            if frame is None:
                return
            graph = require_av().filter.Graph()
            told = graph.add_abuffer(
                sample_rate=frame.sample_rate, format=frame.format, layout=frame.layout, time_base=frame.time_base
            )
            graph.link_nodes(told, graph.add("atrim", f"start={float(start):.6f}"), graph.add("abuffersink")).configure()
        graph.push(frame)
        yield from _pull_frames(graph)


def _pull_frames(graph: Any) -> Iterator[Any]:
    av = require_av()
    while True:
        try:
            yield graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return


def _channel_layout(track: Any, codec: str) -> Any:
    """The channels that a track is encoded with: its own, or as many in the usual places, or else two."""
    av, channels = require_av(), track.codec_context.channels
    own = track.codec_context.layout.name.replace("(side)", "")
    for name in (own, _USUAL.get(channels, "stereo")):
        try:
            layout = av.AudioLayout(name)
            encoder = av.CodecContext.create(codec, "w")
            encoder.sample_rate, encoder.format, encoder.layout = _RATE, av.Codec(codec, "w").audio_formats[0], layout
            encoder.open()
        except (av.error.FFmpegError, ValueError):
            continue
        return layout
    return av.AudioLayout("mono" if channels == 1 else "stereo")

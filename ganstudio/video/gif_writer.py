"""Writes GIF: one palette of 256 colours for the whole film, mixed by ordered dithering that does not move."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import IO, Any

from ganstudio.video.container import require_av
from ganstudio.video.decode import Film
from ganstudio.video.gif_loops import read_gif_repeats

_TICK = Fraction(1, 100)


def write_gif(segments: Sequence[Path], film: Film, file: IO[bytes], end: int) -> None:
    """Write the frames of segments as a GIF that is shown as often as its source says; times become hundredths of a second.

    Of frames that begin in the same hundredth the first one stays.
    """
    length = max(1, _to_hundredths(end * film.tick) - _to_hundredths(film.times[-1] * film.tick))
    options, last = {"loop": str(_loop_extension(film)), "final_delay": str(length)}, -1
    with require_av().open(file, "w", format="gif", container_options=options) as out:
        stream: Any = None
        for frame in _mix_frames(segments, _make_palette(segments)):
            if stream is None:
                stream = out.add_stream("gif", rate=100)
                stream.width, stream.height, stream.pix_fmt = frame.width, frame.height, "pal8"
                stream.codec_context.time_base = stream.time_base = _TICK
            time = _to_hundredths(frame.pts * frame.time_base)
            if time == last:
                continue
            frame.pts, frame.time_base, last = time, _TICK, time
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


def _loop_extension(film: Film) -> int:
    """The encoder's option for repeats: the source's own number, -1 for one that is shown once."""
    repeats = read_gif_repeats(film.path)
    return repeats or (-1 if film.loops == 1 else film.loops)


def _make_palette(segments: Sequence[Path]) -> Any:
    """The 256 colours that fit all of the film best, as a picture of 16×16 pixels."""
    graph, told = _make_graph(segments)
    choosing, chosen = graph.add("palettegen", "stats_mode=full"), graph.add("buffersink")
    graph.link_nodes(told, choosing, chosen).configure()
    for frame in chain(segment_frames(segments), (None,)):
        told.push(frame)
    return chosen.pull()


def _mix_frames(segments: Sequence[Path], palette: Any) -> Iterator[Any]:
    """The frames in the colours of the palette, mixed by an ordered pattern: errors handed on would wander about."""
    av = require_av()
    graph, told = _make_graph(segments)
    colours = graph.add_buffer(width=palette.width, height=palette.height, format=palette.format, time_base=_TICK)
    mixing, mixed = graph.add("paletteuse", "dither=bayer:bayer_scale=3:diff_mode=rectangle"), graph.add("buffersink")
    colours.link_to(mixing, 0, 1)
    graph.link_nodes(told, mixing, mixed).configure()
    for frame in (palette, None):
        colours.push(frame)
    for frame in chain(segment_frames(segments), (None,)):
        told.push(frame)
        try:
            while True:
                yield mixed.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            continue


def _make_graph(segments: Sequence[Path]) -> tuple[Any, Any]:
    """A graph of filters, and its input for frames like those of the segments."""
    first, graph = next(segment_frames(segments)), require_av().filter.Graph()
    return graph, graph.add_buffer(width=first.width, height=first.height, format=first.format, time_base=first.time_base)


def segment_frames(segments: Sequence[Path]) -> Iterator[Any]:
    """The decoded frames of segments, one after the other."""
    av = require_av()
    for path in segments:
        with av.open(str(path), format="nut") as container:
            yield from container.decode(video=0)


def _to_hundredths(seconds: Fraction) -> int:
    return round(seconds / _TICK)

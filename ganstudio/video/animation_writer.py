"""Moving pictures written: WebP, AVIF and PNG from the segments of a film."""

import io
import shutil
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain, pairwise
from pathlib import Path
from typing import IO, Any

from PIL import Image

from ganstudio.video.container import require_av
from ganstudio.video.decode import Film
from ganstudio.video.gif_writer import segment_frames

_HEAD = 33  # bytes of a PNG's signature and first chunk
_SHOWN: dict[str, dict[str, Any]] = {  # how each is encoded, as far as it loses anything
    "WEBP": {"quality": 90, "method": 4, "minimize_size": False, "kmax": 1},
    "AVIF": {"quality": 85, "subsampling": "4:4:4"},
}
KINDS = {".webp": "WEBP", ".avif": "AVIF", ".png": "PNG", ".apng": "PNG"}


def write_animation(
    segments: Sequence[Path], film: Film, file: IO[bytes], end: int, suffix: str, loops: int, xmp: bytes | None
) -> None:
    """Write the frames of segments as a moving picture of that suffix, shown so often (0: for ever), with its packet."""
    if KINDS[suffix] == "PNG":
        _write_png(segments, film, file, end, loops, xmp)
    else:
        _write_by_pillow(segments, film, file, end, KINDS[suffix], {"loop": loops} | ({"xmp": xmp} if xmp else {}))


def _write_by_pillow(
    segments: Sequence[Path], film: Film, file: IO[bytes], end: int, kind: str, said: dict[str, Any]
) -> None:
    images = (Image.fromarray(frame.to_ndarray(format="rgb24")) for frame in segment_frames(segments))
    lengths = _frame_lengths(segments, film, end)
    content = io.BytesIO()
    next(images).save(content, kind, save_all=True, append_images=images, duration=lengths, **_SHOWN[kind], **said)
    file.write(content.getbuffer())


def _write_png(segments: Sequence[Path], film: Film, file: IO[bytes], end: int, loops: int, xmp: bytes | None) -> None:
    options = {"plays": str(loops), "final_delay": str(Fraction(_frame_lengths(segments, film, end)[-1], 1000))}
    with tempfile.TemporaryFile() as whole:
        with require_av().open(whole, "w", format="apng", container_options=options) as out:
            stream: Any = None
            for frame in segment_frames(segments):
                if stream is None:
                    stream = out.add_stream("apng", rate=1000)
                    stream.width, stream.height, stream.pix_fmt = frame.width, frame.height, "rgb24"
                    stream.codec_context.time_base = stream.time_base = Fraction(1, 1000)
                told = frame.reformat(format="rgb24")
                told.pts, told.time_base = round(1000 * frame.pts * frame.time_base), Fraction(1, 1000)
                out.mux(stream.encode(told))
            out.mux(stream.encode(None))
        whole.seek(0)
        file.write(whole.read(_HEAD) + (_text_chunks(xmp) if xmp else b""))
        shutil.copyfileobj(whole, file)


def _frame_lengths(segments: Sequence[Path], film: Film, end: int) -> list[int]:
    """How long each frame stands, in milliseconds."""
    times = (round(1000 * time * film.tick) for time in _round_times(segments, film))
    return [max(1, after - time) for time, after in pairwise(chain(times, (round(1000 * end * film.tick),)))]


def _round_times(segments: Sequence[Path], film: Film) -> Iterator[int]:
    for frame in segment_frames(segments):
        yield round(frame.pts * frame.time_base / film.tick)


def _text_chunks(xmp: bytes) -> bytes:
    content = b"iTXtXML:com.adobe.xmp\0\0\0\0\0" + xmp
    return (len(content) - 4).to_bytes(4, "big") + content + zlib.crc32(content).to_bytes(4, "big")

"""Moving pictures, written frame by frame: WebP, GIF, and MP4 where PyAV is installed."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import IO

import numpy as np
from PIL import Image

SUFFIXES = (".webp", ".gif", ".mp4")
_LARGE = 400_000  # bytes of a picture beyond which it is worth losing a little
_RATE = 25  # frames a second of an MP4; a picture that stands longer is repeated, which costs next to nothing


def write_animation(frames: Iterable[Image.Image], lengths: Sequence[float], file: IO[bytes], suffix: str) -> None:
    """Write RGB frames of one size that stand for `lengths` seconds each, as the suffix says; WebP and GIF begin anew."""
    {".webp": _write_webp, ".gif": _write_gif, ".mp4": _write_mp4}[suffix](frames, lengths, file)


def _write_webp(frames: Iterable[Image.Image], lengths: Sequence[float], file: IO[bytes]) -> None:
    """An animated WebP: Pillow makes each frame a still picture, here they are put into one container.

    (Pillow's own writer of animations first wants all frames in memory.)
    """
    file.write(b"RIFF\0\0\0\0WEBP")
    for number, (frame, seconds) in enumerate(zip(frames, lengths, strict=True)):
        sides = (frame.width - 1).to_bytes(3, "little") + (frame.height - 1).to_bytes(3, "little")
        if number == 0:
            file.write(_riff_chunk(b"VP8X", b"\x02\0\0\0" + sides))  # it is animated, and so large
            file.write(_riff_chunk(b"ANIM", b"\xff\xff\xff\xff\0\0"))  # on white, for ever
        about = bytes(6) + sides + round(1000 * seconds).to_bytes(3, "little") + b"\x02"  # at 0, 0, replacing the one before
        file.write(_riff_chunk(b"ANMF", about + _encode_still(frame)))
    size = file.tell() - 8
    file.seek(4)
    file.write(size.to_bytes(4, "little"))


def _encode_still(frame: Image.Image) -> bytes:
    """The chunks of a still WebP: lossless, or where that is large, as photographs are at high quality, lossy."""
    for how in ({"lossless": True, "quality": 50, "method": 2}, {"quality": 90, "method": 3}):
        still = BytesIO()
        frame.save(still, "WEBP", **how)
        if still.tell() <= _LARGE:
            break
    return still.getvalue()[12:]


def _riff_chunk(name: bytes, content: bytes) -> bytes:
    return name + len(content).to_bytes(4, "little") + content + bytes(len(content) % 2)


def _write_gif(frames: Iterable[Image.Image], lengths: Sequence[float], file: IO[bytes]) -> None:
    rest = iter(frames)
    first = next(rest)
    first.save(file, "GIF", save_all=True, append_images=rest, duration=[1000 * each for each in lengths], loop=0)


def _write_mp4(frames: Iterable[Image.Image], lengths: Sequence[float], file: IO[bytes]) -> None:
    """H.264 at a constant rate, as every player has it."""
    import av

    with av.open(file, "w", format="mp4") as container:
        stream = None
        ends, shown = 0.0, 0
        for frame, seconds in zip(frames, lengths, strict=True):
            if stream is None:
                stream = container.add_stream("libx264", rate=_RATE, options={"crf": "16", "preset": "fast"})
                stream.width, stream.height, stream.pix_fmt = frame.width, frame.height, "yuv420p"
            ends += seconds
            while shown < round(ends * _RATE):
                container.mux(stream.encode(av.VideoFrame.from_ndarray(np.asarray(frame), "rgb24")))
                shown += 1
        if stream is not None:
            container.mux(stream.encode())

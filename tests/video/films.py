"""Films made for the tests, by the library itself."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from ganstudio.images.bit_depth import Pixels
from ganstudio.video.decode import EXACT

TICK = Fraction(1, 600)
UNEVEN = [0, 20, 45, 60, 61, 130, 150, 200, 220, 240, 260, 262, 290, 320, 340, 400, 420, 440, 460, 480]


def moving(count: int = 20, width: int = 64, height: int = 48, noise: float = 0.0) -> list[Pixels]:
    """Frames in which a square goes over a slope of colours, with noise of so many steps of 255."""
    across, down = np.meshgrid(np.linspace(30, 200, width), np.linspace(60, 190, height))
    ground, chance = np.stack([across, down, 255 - across], 2), np.random.default_rng(0)
    made: list[Pixels] = []
    for number in range(count):
        frame = ground + chance.normal(0, noise, ground.shape)
        left = (width - 16) * number // max(1, count - 1)
        frame[16:32, left : left + 16] = (230, 60, 40)
        made.append(frame.clip(0, 255).astype(np.uint8))
    return made


def write(
    path: Path,
    frames: Sequence[Pixels],
    times: Sequence[int] | None = None,
    *,
    codec: str = "libx264",
    stores: str = "yuv420p",
    tick: Fraction = TICK,
    sound: str = "",
    turn: int = 0,
    colours: tuple[int, int] = (1, 1),
    **options: str,
) -> Path:
    """A film of these frames at these times in ticks; `colours` are the numbers of its matrix and its range."""
    height, width = frames[0].shape[:2]
    with av.open(path, "w") as container:
        stream: Any = container.add_stream(codec, rate=30, options={"crf": "4"} | options)
        stream.width, stream.height, stream.pix_fmt = width, height, stores
        stream.codec_context.time_base = tick
        stream.colorspace, stream.color_range = colours
        if turn:
            stream.set_display_rotation(turn)
        track: Any = container.add_stream(sound, rate=48_000, layout="mono") if sound else None
        for number, pixels in enumerate(frames):
            plain = av.VideoFrame.from_ndarray(pixels.astype(np.uint8), "rgb24")
            frame = plain.reformat(format=stores, dst_colorspace=colours[0], interpolation=EXACT, dst_color_range=colours[1])
            frame.pts, frame.time_base = (times or range(0, 20 * len(frames), 20))[number], tick
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if track is not None:
            _sing(container, track)
    return path


def _sing(container: Any, track: Any) -> None:
    wave = (np.sin(np.arange(36_000) / 20) * 9000).astype(np.int16)[None]
    resampler = av.AudioResampler(track.format, track.layout, 48_000, track.codec_context.frame_size or None)
    sung = av.AudioFrame.from_ndarray(wave, "s16", "mono")
    sung.sample_rate, sung.pts = 48_000, 0
    for part in [*resampler.resample(sung), *resampler.resample(None), None]:
        container.mux(track.encode(part))


def read(path: Path) -> tuple[list[Pixels], list[Fraction]]:
    """The frames of a film as RGB, and when each begins in seconds, read by the library alone."""
    with av.open(path) as container:
        stream = container.streams.video[0]
        found = list(container.decode(stream))
        pixels: list[Pixels] = [
            np.asarray(frame.reformat(format="rgb24", src_colorspace=1).to_ndarray(), np.uint8) for frame in found
        ]
        assert stream.time_base is not None
        return pixels, [(frame.pts or 0) * stream.time_base for frame in found]

"""Frames of films as they are shown: upright, in RGB of BT.709, on white where something shows through."""

import struct
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from ganstudio.core.translation import tr, tr_noop
from ganstudio.images.bit_depth import Pixels
from ganstudio.images.h273 import HLG, PQ, PRIMARIES, TRANSFERS, USUAL_PEAK, Coding, to_sdr
from ganstudio.video.container import require_av

if TYPE_CHECKING:
    from av import VideoFrame

_HIGH = 720  # rows from which a film that does not say so is taken to have the colours of HDTV, as players do
_BILINEAR, _AREA = 2, 0x20  # libswscale
EXACT = _BILINEAR | 0x2000 | 0x4000 | 0x40000  # all of the colour both ways, rounded and not cut off
_HDTV, _SDTV, _UNSAID, _RGB, _BT2020 = 1, 5, 2, 0, 9  # numbers of ITU-T H.273
_AS_BT709 = (1, 2, 4, 6, 11, 12, 13, 14, 15)  # transfers that screens show alike, whatever their formula
_LEVEL = 8  # of the table of colours: 64 steps a channel
_TICK = Fraction(1, 25)
_BT1886 = 2.4  # how screens show films
_NAMES = {
    PQ: "HDR (PQ)", HLG: "HDR (HLG)", 4: "BT.470 M", 5: tr_noop("BT.601 (625 lines)"), 6: tr_noop("BT.601 (525 lines)"),
    7: "SMPTE 240M", 8: "film", 9: "BT.2020", 10: "XYZ", 11: "DCI-P3", 12: "Display P3", 22: "EBU 3213",
}  # fmt: skip


def apply_rotation(frame: "VideoFrame", width: int, height: int) -> Pixels:
    """The frame as it is shown, H×W×3 of 8 bits; at a size before it is turned."""
    coding = _needs_conversion(frame)
    # libswscale 9.5 makes rgb48 of another colour where all of the chroma is asked for; planes of 16 bits are right.
    through = any(part.is_alpha for part in frame.format.components) or frame.format.name == "pal8"
    kind = ("gbrap16le" if through else "gbrp16le") if coding else ("rgba" if through else "rgb24")
    way = EXACT if width >= frame.width else EXACT ^ _BILINEAR | _AREA
    made = frame.reformat(width, height, kind, _matrix_of(frame), interpolation=way, src_color_range=frame.color_range)
    values: Pixels = np.asarray(made.to_ndarray(), np.uint16 if coding else np.uint8)
    if coding:
        values = _convert_to_bt709(values, coding, _peak_luminance(frame))
    if through:
        values = np.asarray(_lay_on_white(Image.fromarray(values)))
    return np.ascontiguousarray(rotate_frame(values, _display_matrix(frame)))


def lies_on_side(frame: "VideoFrame") -> bool:
    """Whether what is across in the file is down when it is shown."""
    a, b, c, d = _display_matrix(frame)
    return abs(b) + abs(c) > abs(a) + abs(d)


def rotate_frame(pixels: Pixels, matrix: tuple[int, int, int, int]) -> Pixels:
    """Pixels H×W×C as a display matrix (a, b, c, d) shows them, to the next quarter of a turn.

    It lays what is at x, y to ax + cy, bx + dy.
    """
    across, _, _, down = matrix
    if abs(matrix[1]) + abs(matrix[2]) > abs(across) + abs(down):
        pixels, down, across = pixels.swapaxes(0, 1), matrix[1], matrix[2]
    if across < 0:
        pixels = pixels[:, ::-1]
    return pixels[::-1] if down < 0 else pixels


def colour_remark(frame: "VideoFrame") -> str:
    """A sentence on what became of the colours of a frame; empty where they stayed what they are."""
    coding = _needs_conversion(frame)
    if coding is None:
        return ""
    names = [tr(_NAMES.get(coding.transfer, "")) if coding.hdr else "", tr(_NAMES.get(coding.primaries, ""))]
    told = tr(" in ").join(name for name in names if name) or tr("another transfer")
    return tr("Its colours were converted from {told} to BT.709, the colours of SDR films.", told=told)


def _display_matrix(frame: "VideoFrame") -> tuple[int, int, int, int]:
    said = _read_side_data(frame, "DISPLAYMATRIX")
    if len(said) < 36:
        return 1, 0, 0, 1
    a, b, _, c, d, *_ = struct.unpack("=9i", said[:36])
    return a, b, c, d


def _read_side_data(frame: "VideoFrame", name: str) -> bytes:
    """The side data of a frame under a name of libavutil; empty where it has none."""
    said: Any = frame.side_data.get(name)
    return b"" if said is None else bytes(said)


def _matrix_of(frame: "VideoFrame") -> int:
    if frame.colorspace not in (_UNSAID, _RGB):
        return frame.colorspace
    if frame.color_primaries == _BT2020:
        return _BT2020
    return _HDTV if frame.height >= _HIGH else _SDTV


def _needs_conversion(frame: "VideoFrame") -> Coding | None:
    """The colours of a frame, None where they are those of BT.709 or are not declared."""
    primaries, transfer = frame.color_primaries, frame.color_trc
    if transfer in (PQ, HLG):
        return Coding(primaries if primaries in PRIMARIES else _BT2020, transfer)
    known = primaries in PRIMARIES and primaries != _HDTV
    if transfer in _AS_BT709 or transfer not in TRANSFERS:
        return Coding(primaries, _HDTV, gamma=_BT1886) if known else None
    return Coding(primaries if known else _HDTV, transfer)


def _peak_luminance(frame: "VideoFrame") -> float:
    """The brightest light of a film in cd/m², as its metadata say."""
    said = 0.0
    light, screen = _read_side_data(frame, "CONTENT_LIGHT_LEVEL"), _read_side_data(frame, "MASTERING_DISPLAY_METADATA")
    if len(light) >= 4:
        said = float(struct.unpack("=I", light[:4])[0])
    if not said and len(screen) >= 88:
        _, _, over, under, _, has = struct.unpack("=6i", screen[64:88])
        said = over / under if has and under else 0.0
    return said if 100 <= said <= 10_000 else USUAL_PEAK


def _convert_to_bt709(values: Pixels, coding: Coding, peak: float) -> Pixels:
    """Values of 16 bits, H×W×3 or 4, as 8 bits of BT.709; transparency stays."""
    frame = require_av().VideoFrame.from_ndarray(np.ascontiguousarray(values[..., :3]), "rgb48le")
    shown: Pixels = _apply_table(frame, coding, peak).reformat(format="rgb24").to_ndarray()
    if values.shape[2] == 3:
        return shown
    return np.dstack([shown, (values[..., 3:] / 257 + 0.5).astype(np.uint8)])


def _apply_table(frame: "VideoFrame", coding: Coding, peak: float) -> Any:
    """A frame of 16 bits with its colours replaced by those of a table, between whose places is interpolated."""
    av = require_av()
    table, graph = av.VideoFrame.from_ndarray(_make_table(coding, peak), "rgb48le"), av.filter.Graph()
    told, colours = (
        graph.add_buffer(width=each.width, height=each.height, format=each.format, time_base=_TICK)
        for each in (frame, table)
    )
    replacing = graph.add("haldclut", "interp=tetrahedral")
    told.link_to(replacing, 0, 0)
    colours.link_to(replacing, 0, 1)
    graph.link_nodes(replacing, graph.add("buffersink")).configure()
    for place, each in ((colours, table), (told, frame)):
        each.pts, each.time_base = 0, _TICK
        place.push(each)
        place.push(None)
    return graph.pull()


@lru_cache(maxsize=4)
def _make_table(coding: Coding, peak: float) -> Pixels:
    """What becomes of each colour, as a Hald picture of 16 bits."""
    steps = _LEVEL**2
    values = (np.arange(steps) / (steps - 1) * 65_535 + 0.5).astype(np.uint16)
    blue, green, red = np.meshgrid(values, values, values, indexing="ij")
    every = np.stack([red, green, blue], -1).reshape(_LEVEL**3, _LEVEL**3, 3)
    return to_sdr(every, coding, peak, display="bt1886")


def _lay_on_white(image: Image.Image) -> Image.Image:
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")

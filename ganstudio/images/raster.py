"""Rasters: the values of a picture as a decoder gave them, and how they become RGB with the colour engine of libvips."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import ImageCms

from ganstudio.core.translation import tr
from ganstudio.images.bit_depth import Pixels
from ganstudio.images.metadata import Metadata
from ganstudio.images.vips import libvips

Space = Literal["GRAY", "RGB", "CMYK", "LAB"]
BANDS: dict[Space, int] = {"GRAY": 1, "RGB": 3, "CMYK": 4, "LAB": 3}
_MODES = {b"GRAY": "L", b"RGB ": "RGB", b"CMYK": "CMYK", b"Lab ": "LAB"}


@dataclass(frozen=True)
class Raster:
    """A decoded picture: colours H×W×3 of uint8 or uint16, not yet turned, transparency H×W likewise, the RGB profile.

    `metadata` is what the file says beside; `remark` a sentence for the artist where something had to change.
    """

    colours: Pixels
    alpha: Pixels | None = None
    icc: bytes | None = None
    metadata: Metadata = field(default_factory=Metadata)
    remark: str | None = None


def raster_of(
    values: NDArray[Any],
    space: Space,
    icc: bytes | None,
    metadata: Metadata,
    *,
    clear: bool = False,
    remark: str | None = None,
) -> Raster:
    """Values H×W×bands, uint8 or uint16, of a colour space as a raster; where `clear`, the band after the colours is alpha.

    CMYK is 0 for no ink. LAB is in the range of float, L 0 to 100. RGB keeps its profile; all else becomes sRGB.
    """
    bands = BANDS[space]
    if values.ndim != 3 or values.shape[2] < bands or not values.size:
        raise ValueError(tr("it has too few channels"))
    colours = values[..., :bands]
    alpha = np.ascontiguousarray(values[..., bands]) if clear and values.shape[2] > bands else None
    own = _profile_of(space, icc)
    made = np.ascontiguousarray(colours) if space == "RGB" else _convert(colours, space, own)
    kept = icc if _profile_space(icc) == "RGB" and space != "LAB" else None
    return Raster(made, alpha, kept, metadata, _join((_remark_on_conversion(space, own), remark)))


def lab_raster(
    lab: NDArray[np.float32],
    kind: type[np.uint8] | type[np.uint16],
    metadata: Metadata,
    alpha: NDArray[Any] | None = None,
) -> Raster:
    """Values H×W×3 of CIE L*a*b* under D50 (L 0 to 100, a and b about 0) as a raster of sRGB of that kind."""
    image = _vips(np.ascontiguousarray(lab, np.float32), "float").copy(interpretation="lab")
    made = image.icc_export(output_profile="srgb", intent="relative", depth=16 if kind is np.uint16 else 8)
    return Raster(_values_of(made), alpha, None, metadata, _remark_on_conversion("LAB", None))


def to_16_bits(values: NDArray[Any]) -> tuple[Pixels, str | None]:
    """Values of any shape, whole or fractions from 0 to 1, as uint16 (uint8 stays), and what is to be said of it.

    Of 32 bits and more all are used, unless none goes beyond 16: so many programs write 16 bits in wider numbers.
    """
    if values.dtype in (np.uint8, np.uint16):
        return values, None
    if values.dtype.kind in "iu":
        wide = values.dtype.itemsize > 2 and values.max(initial=0) <= 65_535
        step = 1.0 if wide else float(np.iinfo(values.dtype).max) / 65_535
        return np.clip(values / step + 0.5, 0, 65_535).astype(np.uint16), None
    if values.dtype.kind != "f":
        raise ValueError(tr("numbers of a kind that no picture has"))
    made = np.empty(values.shape, np.uint16)
    beyond = False
    for row, each in enumerate(values):  # row by row: a picture of doubles is large enough once
        finite = np.nan_to_num(each, nan=0.0, posinf=1.0, neginf=0.0)
        beyond = beyond or bool((finite > 1).any())
        made[row] = np.clip(finite, 0, 1) * 65_535 + 0.5
    return made, tr("Some of its values lie above 1, which is white; they were cut off there.") if beyond else None


def with_remark(raster: Raster, words: str | None) -> Raster:
    """The raster with one more sentence."""
    return replace(raster, remark=_join((raster.remark, words))) if words else raster


def _join(sentences: Iterable[str | None]) -> str | None:
    return " ".join(filter(None, sentences)) or None


def _profile_space(icc: bytes | None) -> str:
    """The colour space of an ICC profile by its header (ICC.1, 7.2.6); empty where there is none."""
    return icc[16:20].decode("latin-1").strip() if icc and len(icc) > 128 else ""


def _profile_of(space: Space, icc: bytes | None) -> bytes | None:
    """The profile, where it is sound and of that space."""
    return icc if icc and _profile_space(icc) == space and _is_sound(icc) else None


def _is_sound(icc: bytes) -> bool:
    try:
        ImageCms.buildTransform(io.BytesIO(icc), ImageCms.createProfile("sRGB"), _MODES[icc[16:20]], "RGB")
        return True
    except (OSError, ImageCms.PyCMSError):
        return False


def _remark_on_conversion(space: Space, icc: bytes | None) -> str | None:
    if space == "RGB" or (space == "GRAY" and not icc):
        return None
    if space == "GRAY":
        return tr("This picture was grey with a profile of its own; it was converted to sRGB.")
    return tr("This picture was in {mode}; its colours were converted to sRGB.", mode=space)


def _convert(colours: NDArray[Any], space: Space, icc: bytes | None) -> Pixels:
    if icc and (made := _through_profile(colours, space, icc)) is not None:
        return made
    if space == "GRAY":
        return colours.repeat(3, axis=2)
    most = int(np.iinfo(colours.dtype).max)
    paper = most - colours.astype(np.uint32)
    made = (paper[..., :3] * paper[..., 3:] + most // 2) // most
    return made.astype(colours.dtype)


def _through_profile(colours: NDArray[Any], space: Space, icc: bytes) -> Pixels | None:
    """Colours through their profile; None where it is broken."""
    vips = libvips()
    kind, depth = ("uchar", 8) if colours.dtype == np.uint8 else ("ushort", 16)
    names = {"GRAY": ("b-w", "grey16"), "CMYK": ("cmyk", "cmyk")}[space]
    image = _vips(np.ascontiguousarray(colours), kind).copy(interpretation=names[depth == 16])
    image.set_type(vips.GValue.blob_type, "icc-profile-data", icc)
    try:
        return _values_of(image.icc_transform("srgb", embedded=True, intent="perceptual", depth=depth))
    except vips.Error:
        return None


def _vips(values: NDArray[Any], kind: str) -> Any:
    return libvips().Image.new_from_memory(values.data, values.shape[1], values.shape[0], values.shape[2], kind)


def _values_of(image: Any) -> Pixels:
    kind = np.uint8 if image.format == "uchar" else np.uint16
    values: Any = np.frombuffer(image.write_to_memory(), kind).reshape(image.height, image.width, image.bands)
    return np.asarray(values)

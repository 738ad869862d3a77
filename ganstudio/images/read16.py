"""Sixteen bits: PNG, AVIF and HEIC of more than 8, which Pillow would cut to eight, read by libvips and libheif."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ganstudio.core.translation import tr
from ganstudio.images.formats import MOST_PIXELS
from ganstudio.images.h273 import PQ, Coding, icc_profile, to_sdr
from ganstudio.images.isobmff import ItemProperties
from ganstudio.images.metadata import Metadata, combine_metadata, exif_from, read_metadata
from ganstudio.images.orientation import orient_pair
from ganstudio.images.png_chunks import PngChunks
from ganstudio.images.raster import Raster, raster_of, with_remark
from ganstudio.images.vips import libvips

_INCH = 39.3701  # pixels a metre for one an inch: times this
_GREY = (0, 4)  # colour types of PNG


def read_png(path: Path, chunks: PngChunks) -> Raster:
    """A PNG of 16 bits, not yet turned; OSError where its pixels are broken."""
    with Image.open(path, formats=("PNG",)) as head:
        if head.width * head.height > MOST_PIXELS:
            raise Image.DecompressionBombError
    values = _load("pngload_buffer", path.read_bytes())
    space: Any = "GRAY" if values.shape[2] < 3 else "RGB"
    return attach_profile(raster_of(values, space, chunks.icc, read_declarations(chunks), clear=True), chunks.coding)


def read_declarations(chunks: PngChunks) -> Metadata:
    """What the chunks of a PNG say of the picture."""
    density = chunks.density or (0, 0)
    dpi = (density[0] / _INCH, density[1] / _INCH) if chunks.density and chunks.metres else None
    said = combine_metadata(exif_from(chunks.exif), dpi, chunks.xmp, chunks.iptc)
    uneven = not chunks.metres and density[0] != density[1] and not said.dpi
    return replace(said, text=chunks.text, aspect=orient_pair(density, said.turn) if uneven else said.aspect)


def attach_profile(raster: Raster, coding: Coding | None) -> Raster:
    """A raster whose colours are named by numbers: with the profile that they mean, or where they are HDR as SDR."""
    if coding is None:
        return raster
    if coding.hdr:
        colours = to_sdr(raster.colours, coding)
        return with_remark(
            Raster(colours, _alpha_at_16_bits(raster.alpha), None, raster.metadata, raster.remark), remark_on_hdr(coding)
        )
    return Raster(raster.colours, raster.alpha, icc_profile(coding), raster.metadata, raster.remark)


def remark_on_hdr(coding: Coding) -> str:
    """What is said of a picture of HDR."""
    name = "PQ" if coding.transfer == PQ else "HLG"
    return tr("This picture was in HDR ({name}); its light was brought into what sRGB can show (BT.2390).", name=name)


def read_deep(path: Path, image: Image.Image, properties: ItemProperties) -> Raster:
    """An AVIF or HEIC of more than 8 bits, or in HDR, upright; `image` is the same file, opened by Pillow."""
    said = read_metadata(image)
    icc = image.info.get("icc_profile")
    if image.width * image.height > MOST_PIXELS:
        raise Image.DecompressionBombError
    values = _values_of_heic(path) if image.format == "HEIF" else _values_of_avif(path)
    space: Any = "GRAY" if values.shape[2] < 3 else "RGB"
    return attach_profile(raster_of(values, space, icc, replace(said, turn=1), clear=True), properties.coding)


def _values_of_avif(path: Path) -> NDArray[Any]:
    vips = libvips()
    try:
        image = vips.Image.heifload_buffer(path.read_bytes(), fail_on="error")
        bits = image.get("bits-per-sample") if image.get_typeof("bits-per-sample") else 8
        return _stretch_to_16_bits(_values_of(image), bits)
    except vips.Error as error:
        raise OSError(tr("its pixels are broken")) from error


def _values_of_heic(path: Path) -> NDArray[Any]:
    import pillow_heif

    file = pillow_heif.open_heif(path, convert_hdr_to_8bit=False)
    values = np.asarray(file)
    values = values if values.ndim == 3 else values[..., None]
    return _stretch_to_16_bits(values, int(file.info.get("bit_depth", 8)))


def _stretch_to_16_bits(values: NDArray[Any], bits: int) -> NDArray[Any]:
    """Values whose highest bits are used, drawn out so that white is white."""
    if values.dtype == np.uint8 or bits >= 16 or bits <= 8:
        return values
    most = (1 << bits) - 1
    table = (np.arange(most + 1, dtype=np.uint32) * 65_535 + most // 2) // most
    return np.asarray(table.astype(np.uint16)[values >> (16 - bits)])


def _load(loader: str, content: bytes) -> NDArray[Any]:
    vips = libvips()
    try:
        return _values_of(getattr(vips.Image, loader)(content, fail_on="error"))
    except vips.Error as error:
        raise OSError(tr("its pixels are broken")) from error


def _values_of(image: Any) -> NDArray[Any]:
    kind = np.uint8 if image.format == "uchar" else np.uint16
    return np.frombuffer(image.write_to_memory(), kind).reshape(image.height, image.width, image.bands)


def _alpha_at_16_bits(alpha: NDArray[Any] | None) -> NDArray[np.uint16] | None:
    return None if alpha is None else alpha.astype(np.uint16) * (257 if alpha.dtype == np.uint8 else 1)

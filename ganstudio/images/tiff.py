"""TIFF beyond what Pillow reads: more than 8 bits, fractions, LAB, CMYK with transparency, BigTIFF; decoded by libvips."""

import io
import logging
from dataclasses import dataclass
from itertools import islice
from numbers import Rational
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from ganstudio.core.translation import tr
from ganstudio.images.formats import MOST_PIXELS
from ganstudio.images.metadata import Metadata, combine_metadata
from ganstudio.images.raster import BANDS, Raster, Space, lab_raster, raster_of, to_16_bits, with_remark
from ganstudio.images.vips import libvips

logging.getLogger("tifffile").addHandler(logging.NullHandler())  # as Pillow's, in `open_image`

BEGINNINGS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_BIG_REVERSED = b"MM\0+"
_WIDTH, _HEIGHT, _BITS, _PHOTOMETRIC, _XMP, _EXTRA, _NUMBERS, _IPTC, _ICC = 256, 257, 258, 262, 700, 338, 339, 33723, 34675
_RESOLUTION = (282, 283)
_PAGES = 1000
_SAMPLES, _KIND, _SMALLER, _DNG, _PARTS = 277, 254, 1, 50706, 330
_WHITE_IS_ZERO, _CIELAB, _ICCLAB = 0, 8, 9
_SPACES: dict[int, Space] = {0: "GRAY", 1: "GRAY", 2: "RGB", 3: "RGB", 5: "CMYK", 8: "LAB", 9: "LAB"}
_ALPHA = (1, 2)  # with it, libvips takes out what the colours were multiplied by
_FRACTIONS = 3
_NUMPY = {"uchar": "u1", "char": "i1", "ushort": "u2", "short": "i2", "uint": "u4", "int": "i4", "float": "f4"}


@dataclass(frozen=True)
class TiffTags:
    """The first directory of a TIFF, or of a `big` one."""

    tags: dict[int, Any]
    big: bool = False

    @property
    def bits(self) -> int:
        """Bits of the widest channel."""
        return int(max(_as_tuple(self.tags.get(_BITS, 1))))

    @property
    def space(self) -> Space | None:
        """The colour space of the values; None where libvips is not asked for it."""
        return _SPACES.get(self.tags.get(_PHOTOMETRIC, -1))

    @property
    def clear(self) -> bool:
        """Whether the channel after the colours is transparency."""
        return _as_tuple(self.tags.get(_EXTRA, 0))[0] in _ALPHA

    @property
    def is_raw(self) -> bool:
        """Whether it is a camera's raw picture, of which this directory may be but a small preview."""
        return _DNG in self.tags or (self.tags.get(_KIND, 0) & _SMALLER == 1 and _PARTS in self.tags)

    @property
    def needs_libvips(self) -> bool:
        """Whether Pillow would read it wrongly, not at all, or with fewer bits than it has."""
        more = len(_as_tuple(self.tags.get(_BITS, 1))) > 4 and self.space == "CMYK"
        return self.space is not None and (self.big or self.bits > 8 or self.tags.get(_PHOTOMETRIC) == _ICCLAB or more)


def read_tags(file: IO[bytes]) -> TiffTags | None:
    """The first directory of an open TIFF or BigTIFF; None where it is none, or too damaged to say."""
    try:
        file.seek(0)
        head = file.read(16)
        if head[:4] not in BEGINNINGS:
            return None
        if head[:4] == _BIG_REVERSED:
            return _read_big_endian(file)
        directory = ImageFileDirectory_v2(head if b"+" in head[:4] else head[:8])
        file.seek(directory.next)
        directory.load(file)
        return TiffTags(dict(directory), big=b"+" in head[:4]) if {_WIDTH, _HEIGHT} <= directory.keys() else None
    except Exception:  # whatever it is, it will be said by those who decode it
        return None


def count_pages(file: IO[bytes]) -> int:
    """How many pages a TIFF has, smaller ones of a pyramid not counted; 1 where it is too damaged to say."""
    import tifffile

    try:
        with tifffile.TiffFile(file) as whole:
            pages: Any = islice(whole.pages, _PAGES)
            return sum(not page.is_reduced for page in pages) or 1
    except Exception:  # whatever it is, it will be said by those who decode it
        return 1


def _read_big_endian(file: IO[bytes]) -> TiffTags:
    """The same of a big-endian BigTIFF, which Pillow takes for an ordinary one."""
    import tifffile

    file.seek(0)
    with tifffile.TiffFile(file) as whole:
        page: Any = whole.pages[0]
        tags = {tag.code: tag.value for tag in page.tags}
    plain = {tag: int(each) if isinstance(each, int) else each for tag, each in tags.items() if not isinstance(each, dict)}
    return TiffTags(plain, big=True)


def read_tiff(path: Path, tags: TiffTags) -> Raster:
    """The first page of a TIFF at 8 or 16 bits; OSError where its pixels are broken."""
    vips = libvips()
    _refuse_bombs(tags.tags)
    content = path.read_bytes()
    try:
        values, pages = _read_values(content, tags)
    except vips.Error as error:
        raise OSError(tr("its pixels are broken")) from error
    raster = _raster(values, tags, _metadata(content, tags))
    return with_remark(raster, tr("The file has {pages} pages; this is the first.", pages=pages) if pages > 1 else None)


def _read_values(content: bytes, tags: TiffTags) -> tuple[NDArray[Any], int]:
    """The values H×W×bands as they are stored, and how many pages there are."""
    if tags.bits > 32:
        return _read_doubles(content)
    vips = libvips()
    image = vips.Image.tiffload_buffer(content, fail_on="error")
    pages = count_pages(io.BytesIO(content))
    kind = _NUMPY.get(image.format)
    if kind is None:
        raise ValueError(tr("numbers of a kind that no picture has"))
    shape = image.height, image.width, image.bands
    return np.frombuffer(image.write_to_memory(), kind).reshape(shape), pages


def _read_doubles(content: bytes) -> tuple[NDArray[Any], int]:
    """Numbers of 64 bits, which libvips does not take."""
    import tifffile

    with tifffile.TiffFile(io.BytesIO(content)) as file:
        page: Any = file.pages[0]
        values = page.asarray()
        if values.ndim == 3 and page.axes.startswith("S"):
            values = values.transpose(1, 2, 0)
        pages = count_pages(io.BytesIO(content))
        return values.reshape(page.imagelength, page.imagewidth, -1), pages


def _raster(values: NDArray[Any], tags: TiffTags, said: Metadata) -> Raster:
    space = tags.space or "RGB"
    if values.shape[2] < BANDS[space]:
        space = "GRAY"
    if space == "LAB":
        return _lab(values, tags, said)
    whole, remark = to_16_bits(values)
    if values.dtype.kind == "f" and tags.tags.get(_PHOTOMETRIC) == _WHITE_IS_ZERO:
        whole = ~whole
    return raster_of(whole, space, tags.tags.get(_ICC), said, clear=tags.clear, remark=remark)


def _lab(values: NDArray[Any], tags: TiffTags, said: Metadata) -> Raster:
    """LAB H×W×3 or 4 as TIFF codes it."""
    kind = np.uint8 if values.dtype == np.uint8 else np.uint16
    alpha = values[..., 3] if tags.clear and values.shape[2] > 3 else None
    if alpha is not None:  # where libvips has made the lightness a signed number, this has still all 16 bits
        alpha = np.ascontiguousarray(alpha.view(np.uint16) if values.dtype == np.int16 else to_16_bits(alpha)[0])
    shifted = tags.tags.get(_PHOTOMETRIC) == _ICCLAB
    return lab_raster(_lab_values(values[..., :3], shifted=shifted), kind, said, alpha)


def _lab_values(values: NDArray[Any], *, shifted: bool) -> NDArray[np.float32]:
    """L from 0 to 100, a and b about 0: of Adobe's photometric 8 with signs, or `shifted`, as the ICC's of 9."""
    lab: NDArray[Any] = values.astype(np.float32)
    if values.dtype.kind == "f":
        return lab
    if values.dtype == np.int16:  # libvips has halved the lightness
        return lab * _floats([100 / 32_767, 1 / 256, 1 / 256])
    fine, signed = (1, np.int8) if values.dtype == np.uint8 else (256, np.int16)
    if shifted:
        return lab * _floats([100 / (255 * fine), 1 / fine, 1 / fine]) - _floats([0, 128, 128])
    most = 255 if fine == 1 else 65_535
    around_zero = values.view(signed)
    return np.where(np.arange(3) > 0, around_zero, lab) * _floats([100 / most, 1 / fine, 1 / fine])


def _floats(values: list[float]) -> NDArray[np.float32]:
    return np.array(values, np.float32)


def _metadata(content: bytes, tags: TiffTags) -> Metadata:
    exif = Image.Exif()
    try:
        if tags.big:  # of which Pillow reads no EXIF
            exif.update({tag: each for tag, each in tags.tags.items() if isinstance(each, str | Rational)})
            exif.update({tag: _ratio(tags.tags[tag]) for tag in _RESOLUTION if tag in tags.tags})
        else:
            exif.load_from_fp(io.BytesIO(content))
        return combine_metadata(exif, None, tags.tags.get(_XMP), tags.tags.get(_IPTC))
    except Exception:  # broken words about a picture must not cost the picture
        return Metadata()


def _ratio(value: Any) -> float:
    """A number of TIFF, as Pillow or as tifffile has it."""
    return float(value[0]) / float(value[1]) if isinstance(value, tuple) else float(value)


def _refuse_bombs(tags: dict[int, Any]) -> None:
    samples = max(1, int(tags.get(_SAMPLES, 1)))
    pixels = int(tags[_WIDTH]) * int(tags[_HEIGHT])
    if pixels > MOST_PIXELS or pixels * samples > 4 * MOST_PIXELS:
        raise Image.DecompressionBombError


def _as_tuple(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) and value else (value,)

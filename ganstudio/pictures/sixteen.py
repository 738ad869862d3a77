"""Sixteen bits: PNG and TIFF of that depth, which Pillow would cut to eight, read by libvips."""

import io
import logging
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from ganstudio.pictures.about import About, about_exif
from ganstudio.pictures.colour import space
from ganstudio.pictures.reading import MOST_PIXELS

logging.getLogger("pyvips").addHandler(logging.NullHandler())  # as Pillow's, in `reading`

Deep = NDArray[np.uint16]

_TIFF = (b"II*\0", b"MM\0*")
_WIDTH, _HEIGHT, _BITS, _PHOTOMETRIC, _XMP, _EXTRA, _NUMBERS, _IPTC, _ICC = 256, 257, 258, 262, 700, 338, 339, 33723, 34675
_GREY_OR_RGB = (0, 1, 2)
_ALPHA = (1, 2)  # with it, libvips takes out what the colours were multiplied by


def has_sixteen_bits(path: Path) -> bool:
    """Whether a file is a PNG, or a TIFF in grey or RGB, of 16 bits; no for one that is too damaged to say."""
    try:
        with path.open("rb") as file:
            head = file.read(33)
            return head[24] == 16 if head.startswith(b"\x89PNG\r\n\x1a\n") else head[:4] in _TIFF and _is_deep(_tags(file))
    except Exception:  # whatever it is, it will be said by those who decode it
        return False


def read_sixteen(path: Path) -> tuple[Deep, Deep | None, bytes | None, About, bool]:
    """Colours H×W×3, not yet turned, alpha H×W, the stored profile, what the file says, whether it is grey (now RGB)."""
    import pyvips

    try:
        return _read(path)
    except pyvips.Error as error:
        raise OSError("its pixels are broken") from error


def _read(path: Path) -> tuple[Deep, Deep | None, bytes | None, About, bool]:
    with path.open("rb") as file:
        tags = _tags(file) if file.read(4) in _TIFF else None
    content = path.read_bytes()
    image, icc, said = _from_png(path, content) if tags is None else _from_tiff(tags, content)
    opaque = 1 if image.bands < 3 else 3
    clear = image.bands > opaque and (tags is None or _first(tags.get(_EXTRA, 0)) in _ALPHA)
    colours = image.extract_band(0, n=opaque)
    icc = icc if opaque == 3 or image.get_typeof("icc-profile-data") else None  # libvips leaves out one that is broken
    values = _srgb(colours) if opaque == 1 and space(icc) == b"GRAY" else _values(colours)
    alpha = _values(image.extract_band(opaque))[..., 0] if clear else None
    return values if values.shape[2] == 3 else values.repeat(3, axis=2), alpha, icc, said, opaque == 1


def turned_values(values: NDArray[Any], turn: int) -> NDArray[Any]:
    """Values H×W or H×W×channels, upright; `turn` is the orientation that EXIF states, 1 to 8."""
    values = values.swapaxes(0, 1) if turn >= 5 else values
    values = values[::-1] if turn in (3, 4, 7, 8) else values
    return np.ascontiguousarray(values[:, ::-1] if turn in (2, 3, 6, 7) else values)


def _from_png(path: Path, content: bytes) -> tuple[Any, bytes | None, About]:
    with Image.open(path, formats=("PNG",)) as head:
        dpi, icc = head.info.get("dpi"), head.info.get("icc_profile")
    image = _loaded("pngload_buffer", content)
    said = {name: image.get(name) if image.get_typeof(name) else None for name in ("exif-data", "xmp-data")}
    try:
        exif = Image.Exif()
        exif.load(said["exif-data"] or b"")
        return image, icc, about_exif(exif, dpi, said["xmp-data"])
    except Exception:  # broken words about a picture must not cost the picture
        return image, icc, About()


def _from_tiff(tags: dict[int, Any], content: bytes) -> tuple[Any, bytes | None, About]:
    if tags[_WIDTH] * tags[_HEIGHT] > MOST_PIXELS:
        raise Image.DecompressionBombError
    image, icc = _loaded("tiffload_buffer", content), tags.get(_ICC)
    try:
        exif = Image.Exif()
        exif.load_from_fp(io.BytesIO(content))
        return image, icc, about_exif(exif, None, tags.get(_XMP), tags.get(_IPTC))
    except Exception:  # as above
        return image, icc, About()


def _loaded(loader: str, content: bytes) -> Any:
    import pyvips

    pyvips.cache_set_max(0)  # what was read before must not be held, nor taken for what is there now
    return getattr(pyvips.Image, loader)(content, fail_on="error")


def _srgb(grey: Any) -> Deep:
    """Grey through the profile that it has; a broken one counts as none."""
    import pyvips

    try:
        return _values(grey.icc_transform("srgb", embedded=True, intent="perceptual", depth=16))
    except pyvips.Error:
        return _values(grey)


def _values(image: Any) -> Deep:
    shape = image.height, image.width, image.bands
    return np.frombuffer(image.write_to_memory(), np.uint16).reshape(shape)


def _tags(file: IO[bytes]) -> dict[int, Any]:
    """The first directory of a TIFF; ImageFileDirectory_v2 reads every kind, while Image.open refuses some of 16 bits."""
    file.seek(0)
    directory = ImageFileDirectory_v2(file.read(8))
    file.seek(directory.next)
    directory.load(file)
    return dict(directory)


def _is_deep(tags: dict[int, Any]) -> bool:
    bits, numbers = tags.get(_BITS, 1), tags.get(_NUMBERS, 1)
    plain = all(each == 1 for each in (numbers if isinstance(numbers, tuple) else (numbers,)))
    plain = plain and {_WIDTH, _HEIGHT} <= tags.keys()
    return plain and set(bits if isinstance(bits, tuple) else (bits,)) == {16} and tags.get(_PHOTOMETRIC) in _GREY_OR_RGB


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, tuple) else value

"""Camera raw: DNG, CR2, NEF and others, developed in full size by LibRaw."""

from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from ganstudio.core.errors import GanStudioError
from ganstudio.core.translation import tr, tr_noop
from ganstudio.images.formats import FORMATS, MOST_PIXELS
from ganstudio.images.metadata import Metadata, combine_metadata
from ganstudio.images.raster import Raster
from ganstudio.images.tiff import read_tags

_SRGB_CURVE = (2.4, 12.92)
_XMP = 700
_DEVELOPED = tr_noop(
    "This is a camera’s raw picture; it was developed by LibRaw with the camera’s white balance, into sRGB."
)


def read_raw(path: Path) -> Raster:
    """The developed picture, upright, 16 bits, sRGB; GanStudioError where LibRaw is missing or does not know it."""
    row = next(row for row in FORMATS if row.name == "Camera raw")
    if not row.installed:
        raise GanStudioError(
            "{path} is a camera's raw picture, which needs an extra: pip install 'ganstudio[raw]'.", path=path
        )
    import rawpy

    try:
        with rawpy.imread(str(path)) as raw:
            if raw.sizes.width * raw.sizes.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            pixels: Any = raw.postprocess(
                use_camera_wb=True, output_bps=16, gamma=_SRGB_CURVE, output_color=rawpy.ColorSpace.sRGB
            )
    except rawpy.LibRawError as error:
        raise GanStudioError(
            "{path} is a camera's raw picture that LibRaw cannot read; develop it with the camera's program first.",
            path=path,
        ) from error
    return Raster(np.ascontiguousarray(pixels), metadata=_metadata(path), remark=tr(_DEVELOPED))


def _metadata(path: Path) -> Metadata:
    with path.open("rb") as file:
        tags = read_tags(file)
        exif = Image.Exif()
        try:
            file.seek(0)
            exif.load_from_fp(file)
            return combine_metadata(exif, None, tags.tags.get(_XMP) if tags else None, turned=True)
        except Exception:  # broken words about a picture must not cost the picture
            return Metadata()

"""Between pictures and Qt's images; both ways copy, so that neither side holds the other's memory."""

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from ganstudio.images.picture import Picture


def to_image(pixels: Any) -> QImage:
    """A QImage from H×W×3 pixels, uint8 or uint16; a screen shows 8 bits of them, dithered."""
    from ganstudio.images.bit_depth import dither

    pixels = dither(pixels)
    height, width, _ = pixels.shape
    return QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def picture_image(picture: "Picture") -> QImage:
    """A QImage of a picture, with its transparency, in the colours of screens (sRGB)."""
    import numpy as np

    from ganstudio.images.bit_depth import dither, to_uint8

    pixels = _convert_to_srgb(dither(picture.pixels), picture.icc)
    if picture.alpha is None:
        return to_image(pixels)
    pixels, kind = np.dstack([pixels, to_uint8(picture.alpha)]), QImage.Format.Format_RGBA8888
    return QImage(pixels.tobytes(), picture.width, picture.height, 4 * picture.width, kind).copy()


def _convert_to_srgb(pixels: Any, icc: bytes | None) -> Any:
    """Pixels H×W×3 of 8 bits whose colours an RGB profile describes, in sRGB."""
    import numpy as np
    from PIL import Image

    from ganstudio.images.colour import space, to_srgb

    return np.asarray(to_srgb(Image.fromarray(pixels), icc)) if space(icc) == b"RGB " else pixels


def to_picture(image: QImage) -> "Picture":
    """A picture from a QImage, for instance from the clipboard."""
    import numpy as np

    from ganstudio.images.picture import Picture

    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    pixels = rows[:, : 4 * plain.width()].reshape(plain.height(), plain.width(), 4)
    alpha = pixels[..., 3].copy() if image.hasAlphaChannel() else None
    return Picture(pixels=pixels[..., :3].copy(), alpha=alpha)

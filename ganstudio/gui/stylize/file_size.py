"""How large a file will be: a strip of the result, painted exactly and written, stands for all of it."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from threading import Event as Flag
from typing import TYPE_CHECKING

from ganstudio.core.events import Rendered

if TYPE_CHECKING:
    from ganstudio.images.picture import Picture
    from ganstudio.images.writer import SaveOptions
    from ganstudio.plugins.catalog import Catalog
    from ganstudio.stylize.look import Look

_PIXELS = 400_000


def strip(picture: "Picture", look: "Look", catalog: "Catalog", device: str, stop: Flag) -> "Iterator[Picture]":
    """A strip from top to bottom through the middle of the result: sky and ground are both in it."""
    from ganstudio.core.devices import pick_device
    from ganstudio.stylize.engine import Region, render

    width = max(1, min(picture.width, _PIXELS // picture.height))
    region = Region((picture.width - width) // 2, 0, width, picture.height)
    for event in render(picture, look, catalog, device=pick_device(device), region=region, stop=stop):
        if isinstance(event, Rendered):
            yield event.picture


def estimate_size(sample: "Picture", whole: "Picture", suffix: str, options: "SaveOptions", _stop: Flag) -> Iterator[int]:
    """About how many bytes the whole will have, by what the strip has; what came with the picture is counted once."""
    from ganstudio.images.writer import formats_to_save, write_picture

    bare = replace(sample, exif=None, xmp=None, icc=None, iptc=None)
    file = BytesIO()
    write_picture(bare, formats_to_save()[suffix], file, options)
    share = whole.width / (sample.width * whole.height / sample.height)
    extra = sum(len(part) for part in (whole.exif, whole.xmp, whole.icc, whole.iptc) if part)
    yield round(len(file.getvalue()) * share) + extra

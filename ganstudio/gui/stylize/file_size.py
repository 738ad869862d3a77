"""How large a file will be: a strip of the result, painted exactly and written, stands for all of it."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from threading import Event as Flag
from typing import TYPE_CHECKING

from ganstudio.core.events import Rendered

if TYPE_CHECKING:
    from ganstudio.images.picture import Picture
    from ganstudio.plugins.catalog import Catalog
    from ganstudio.stylize.look import Look
    from ganstudio.stylize.picture_job import Saving

_PIXELS = 400_000


def strip(picture: "Picture", look: "Look", catalog: "Catalog", device: str, stop: Flag) -> "Iterator[Picture]":
    """A strip from top to bottom through the middle of the result: sky and ground are both in it."""
    from ganstudio.core.devices import pick_device
    from ganstudio.stylize.adjustments.geometry import result_size
    from ganstudio.stylize.engine import Region, render

    across, down = result_size((picture.width, picture.height), look.adjustments.geometry)
    width = max(1, min(across, _PIXELS // down))
    region = Region((across - width) // 2, 0, width, down)
    for event in render(picture, look, catalog, device=pick_device(device), region=region, stop=stop):
        if isinstance(event, Rendered):
            yield event.picture


def estimate_size(
    sample: "Picture", whole: "Picture", size: tuple[int, int], suffix: str, saving: "Saving", _stop: Flag
) -> Iterator[int]:
    """About how many bytes the whole of that size will have, by what the strip has; what came with it is counted once."""
    from ganstudio.images.output import prepare_output
    from ganstudio.images.writer import formats_to_save, write_picture

    bare, file = replace(sample, exif=None, xmp=None, icc=None, iptc=None), BytesIO()
    factor = max(saving.output.size(*size)) / max(size)
    output = replace(saving.output, longest=max(1, round(max(sample.width, sample.height) * factor)))
    write_picture(prepare_output(bare, output), formats_to_save()[suffix], file, saving.options)
    share = size[0] / sample.width
    extra = sum(len(part) for part in (whole.exif, whole.xmp, whole.icc, whole.iptc) if part)
    yield round(len(file.getvalue()) * share) + extra

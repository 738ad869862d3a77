"""What the Publish page lets be done beside the window."""

import tempfile
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QImage

from ganstudio.core.events import Rendered
from ganstudio.gui.app.qimage import picture_image

if TYPE_CHECKING:
    from ganstudio.core.settings import Home
    from ganstudio.plugins.catalog import Catalog

Flag = threading.Event
LONGEST = 1280  # pixels of the longer side of the picture that is shown


@dataclass(frozen=True)
class PaintedSample:
    """A picture, and how the style paints it."""

    before: QImage
    after: QImage


def paint(run: Path, catalog: "Catalog", picture: Path, device: str, stop: Flag) -> Iterator[PaintedSample]:
    """A picture in the style that a run has learned."""
    from dataclasses import replace

    from ganstudio.core.devices import pick_device
    from ganstudio.explore.publish import trained_style
    from ganstudio.images.open import open_picture
    from ganstudio.runs.run import Run
    from ganstudio.stylize.engine import render
    from ganstudio.stylize.look import Layer, Look

    style = trained_style(Run.open(run), catalog)
    seen, look = open_picture(picture).resize(LONGEST), Look(layers=(Layer(style=style.id),))
    with_it = replace(catalog, styles={style.id: style})
    for event in render(seen, look, with_it, device=pick_device(device), stop=stop):
        if isinstance(event, Rendered) and event.picture is not None:
            yield PaintedSample(picture_image(seen), picture_image(event.picture))


def write(run: Path, catalog: "Catalog", manifest_fields: Mapping[str, Any], out: Path, _stop: Flag) -> Iterator[Path]:
    """Write the style of a run as a pack."""
    from ganstudio.explore.publish import publish
    from ganstudio.runs.run import Run

    publish(Run.open(run), catalog, out, **manifest_fields)
    yield out


def install_published(
    run: Path, catalog: "Catalog", manifest_fields: Mapping[str, Any], home: "Home", stop: Flag
) -> Iterator[str]:
    """Install the style of a run; its id."""
    from ganstudio.plugins import pack_catalog

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "style.ganstyle"
        for _ in write(run, catalog, manifest_fields, out, stop):
            yield pack_catalog.install_pack(out, home, catalog).name

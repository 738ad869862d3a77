"""`python -m benchmarks.styles_page`: the sample picture in each classic style, for docs/styles.md."""

import io
import sys
import threading
from pathlib import Path

from ganstudio_plugins.classic import styles
from PIL import Image

from ganstudio.core.events import Rendered
from ganstudio.core.files import resources
from ganstudio.images.open import open_picture
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.engine import render
from ganstudio.stylize.look import Layer, Look

WIDTH = 480
MOST_BYTES = 40_000
PICTURES = Path("docs/images/styles")


def main(out: Path = PICTURES) -> None:
    """Paint every classic style with its own defaults, and write `ID.jpg` into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    catalog = Catalog(styles={style.id: style for style in styles()})
    for name in catalog.styles:
        (out / f"{name}.jpg").write_bytes(small_jpeg(painted(name, catalog)))


def painted(name: str, catalog: Catalog) -> Image.Image:
    """The sample picture in a style, painted at the size at which it is shown."""
    picture = open_picture(resources() / "samples" / "coffee.jpg").resize(WIDTH)
    events = render(picture, Look(layers=(Layer(style=name),)), catalog, stop=threading.Event())
    (done,) = (event.picture for event in events if isinstance(event, Rendered))
    return Image.fromarray(done.pixels)


def small_jpeg(image: Image.Image) -> bytes:
    """A JPEG file of at most 40 kB, as good as that allows."""
    for quality in range(90, 20, -5):
        written = io.BytesIO()
        image.save(written, "JPEG", quality=quality, optimize=True)
        if written.tell() <= MOST_BYTES:
            break
    return written.getvalue()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))

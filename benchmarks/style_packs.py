"""How good the packs are: `python -m benchmarks.style_packs PAINTINGS PHOTOS OUT`; docs/style-packs.md has the table.

PAINTINGS holds the files that resources/packs/packs.csv names, PHOTOS photographs that no pack has seen. OUT becomes a
sheet for each pack: the painting, then in rows a photo, “like this picture” with that painting, and the pack; packs.jpg has
a row of each pack.
"""

import csv
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import astuple, fields
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.likeness import Likeness, colours, likeness, opened
from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Rendered
from ganstudio.core.files import resources
from ganstudio.core.settings import Home, Settings
from ganstudio.images.picture import Picture
from ganstudio.plugins.catalog import Catalog
from ganstudio.plugins.loader import load_catalog
from ganstudio.stylize.engine import render
from ganstudio.stylize.look import Layer, Look

CELL = (300, 225)
Cells = tuple[Image.Image, ...]


def main(paintings: Path, photos: Path, out: Path, only: Sequence[str] = ()) -> None:
    """Print the table as Markdown, and write the sheets."""
    catalog = load_catalog(Home(), Settings())
    out.mkdir(parents=True, exist_ok=True)
    names = [each.name for each in fields(Likeness)]
    print("| pack | " + " | ".join(f"{name}: pack, like, painting, photo" for name in names) + " |")
    print("|---" * (1 + len(names)) + "|")
    overview: list[tuple[Image.Image, ...]] = []
    for file, name in listed():
        style, master = name.lower().replace(" ", "-"), opened(str(paintings / file))
        if not only or style in only:
            figures, rows = _compared(catalog, style, paintings / file, photos)
            print(_row(name, figures), flush=True)
            _sheet([(master,), *rows]).save(out / f"{style}.jpg", quality=88)
            overview.append((master, *rows[len(overview) % len(rows)]))
    _sheet(overview).save(out / "packs.jpg", quality=85)


def listed() -> Iterator[tuple[str, str]]:
    """The painting's file and the name of each bundled pack."""
    with (resources() / "packs" / "packs.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["painting"], row["name"]


def _compared(catalog: Catalog, style: str, painting: Path, photos: Path) -> tuple[list[list[float]], list[Cells]]:
    """The means of a pack's figures, of “like this picture”, the painting and the photos; photo, rival and pack."""
    own, rivals, before, rows = [], [], [], list[Cells]()
    master = opened(str(painting))
    for photo in (opened(str(file)) for file in sorted(photos.iterdir())):
        ours = painted(catalog, photo, Layer(style=style))
        theirs = painted(catalog, photo, Layer(style="like-picture", options={"picture": str(painting)}))
        own.append(astuple(likeness(ours, master, photo)))
        rivals.append(astuple(likeness(theirs, master, photo)))
        before.append(astuple(likeness(photo, master, photo)))
        rows.append((photo, theirs, ours))
    own_painting = [0.0, float("nan"), *colours(master), float("nan")]
    return [list(np.mean(own, 0)), list(np.mean(rivals, 0)), own_painting, list(np.mean(before, 0))], rows


def painted(catalog: Catalog, photo: Image.Image, layer: Layer) -> Image.Image:
    """A photo in a style."""
    look = Look(layers=(layer,))
    for event in render(Picture(np.asarray(photo)), look, catalog, stop=threading.Event()):
        if isinstance(event, Rendered):
            return Image.fromarray(event.picture.pixels)
    raise GanStudioError("Nothing was painted.")


def _row(name: str, figures: list[list[float]]) -> str:
    cells = (
        ", ".join("–" if value != value else _short(value) for value in column) for column in zip(*figures, strict=True)
    )
    return f"| {name} | " + " | ".join(cells) + " |"


def _short(value: float) -> str:
    return f"{value:.2f}" if value < 5 else f"{value:.0f}"


def _sheet(rows: Sequence[Cells]) -> Image.Image:
    """Rows of pictures."""
    made = Image.new("RGB", (max(map(len, rows)) * CELL[0], len(rows) * CELL[1]), "white")
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            small = cell.copy()
            small.thumbnail(CELL)
            made.paste(small, (column * CELL[0], row * CELL[1]))
    return made


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4:])

"""New pictures from a run, made beside the window."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event as Flag
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from ganstudio.core.events import Saved, TileDone

if TYPE_CHECKING:
    from ganstudio.plugins.catalog import Catalog


@dataclass(frozen=True)
class MadePictures:
    """A picture, or a sheet of them, is saved."""

    path: Path
    image: QImage


def make_pictures(
    folder: Path,
    catalog: "Catalog",
    out: Path,
    count: int,
    seed: int,
    grid: bool,
    device: str,
    label: str | None,
    stop: Flag,
) -> Iterator[TileDone | MadePictures]:
    """Generate pictures of a run into a folder."""
    from ganstudio.explore.latents import generate
    from ganstudio.runs.run import Run

    run = Run.open(folder)
    where = out / f"sheet {seed}.png" if grid else out
    for event in generate(run, catalog, out=where, count=count, seed=seed, grid=grid, device=device, label=label, stop=stop):
        if isinstance(event, TileDone):
            yield event
        elif isinstance(event, Saved):
            path = out / event.path
            yield MadePictures(path, QImage(str(path)))

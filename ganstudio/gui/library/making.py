"""New pictures from a run, made beside the window."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event as Flag
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from ganstudio.errors import GanStudioError
from ganstudio.events import Failed, Saved

if TYPE_CHECKING:
    from ganstudio.plugins.catalog import Catalog


@dataclass(frozen=True)
class Made:
    """So many of the pictures are made, and the newest one."""

    done: int
    total: int
    path: Path
    image: QImage


def make(
    folder: Path, catalog: "Catalog", out: Path, count: int, seed: int, grid: bool, device: str, stop: Flag
) -> Iterator[Made]:
    """Generate pictures of a run into a folder, and show each as it is saved."""
    from ganstudio.explore.latents import generate
    from ganstudio.runs.run import Run

    run = Run.open(folder)
    where = out / f"sheet {seed}.png" if grid else out
    done = 0
    for event in generate(run, catalog, out=where, count=count, seed=seed, grid=grid, device=device, stop=stop):
        if isinstance(event, Failed):
            raise GanStudioError(event.error)
        if isinstance(event, Saved):
            done = count if grid else done + 1
            path = out / event.path
            yield Made(done, count, path, QImage(str(path)))

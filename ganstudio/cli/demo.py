"""`ganstudio demo`: the main job on a sample picture, with no screen: six styles on a sheet, then a short training."""

import shutil
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ganstudio.cli.common import catalog_of, progress, say, stopping
from ganstudio.errors import GanStudioError
from ganstudio.events import Event, Failed, Progress, Rendered
from ganstudio.plugins.catalog import Catalog

if TYPE_CHECKING:
    from ganstudio.runs.run import Run

STYLES = ("oil", "pencil", "cartoon", "watercolour", "halftone", "mosaic")
_OPTIONS = {"width": 32}
_FOREVER = 10_000_000


@click.command()
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The folder for the results.")
@click.option("--minutes", type=click.FloatRange(0.05, 600), default=2.0, show_default=True, help="How long to train.")
@click.option("--picture", type=click.Path(path_type=Path), help="A picture of your own instead of the sample.")
@click.pass_context
def demo(ctx: click.Context, out: Path, minutes: float, picture: Path | None) -> int:
    """The main job on a sample: six styles, then a short training."""
    catalog = catalog_of(ctx)
    samples = _samples()
    say(f"GAN Studio at work: six styles of a picture, then {minutes:g} minutes of training on smileys.")
    with stopping() as stop:
        styles = _style_sheet(picture or samples / "coffee.jpg", out / "styles.png", catalog, stop)
        run = _training(_unpacked(samples / "emoji.zip", out / "emoji"), out, catalog, minutes, stop)
        made = _sample_sheet(run, out / "samples.png")
    say(f"\nThe styles:        {styles}\nThe new smileys:   {made}\nThe training:      {run.folder}")
    say(f"Go on with:        ganstudio resume {run.folder} --images {run.images * 4}")
    return 0


def _samples() -> Path:
    from importlib.resources import files

    return Path(str(files("ganstudio.resources"))) / "samples"


def _style_sheet(source: Path, target: Path, catalog: Catalog, stop: threading.Event) -> Path:
    from ganstudio.devices import pick_device
    from ganstudio.pictures.picture import open_picture, save_picture
    from ganstudio.pictures.sheet import sheet
    from ganstudio.stylize.engine import render
    from ganstudio.stylize.look import Layer, Look

    picture, device = open_picture(source), pick_device()
    shown = []
    with progress("Styles", quiet=False) as tell:
        for number, name in enumerate(STYLES):
            tell(number / len(STYLES), name)
            events = render(picture, Look(layers=(Layer(style=name),)), catalog, device=device, stop=stop)
            shown += [(event.picture, catalog.style(name).title) for event in events if isinstance(event, Rendered)]
    save_picture(sheet(shown, columns=3, cell=480), target)
    return target


def _unpacked(archive: Path, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    return folder


def _training(data: Path, out: Path, catalog: Catalog, minutes: float, stop: threading.Event) -> "Run":
    from ganstudio.train.launch import here
    from ganstudio.train.new import new_run

    folder = next(path for path in _numbered(out / "emoji-run") if not path.exists())
    run = new_run(folder, catalog, architecture="dcgan", data=data, size=32, images=_FOREVER, options=_OPTIONS)
    with progress("Training", quiet=False) as tell:
        for event in _until(here(run, catalog, stop=stop), minutes * 60, stop):
            if isinstance(event, Failed):
                raise GanStudioError(event.error)
            if isinstance(event, Progress):
                tell(
                    min(1.0, event.seconds / 60 / minutes),
                    f"{event.images:,} pictures seen, {event.images / event.seconds:.0f}/s",
                )
    return run


def _until(events: Iterator[Event], seconds: float, stop: threading.Event) -> Iterator[Event]:
    """The events of a training that is stopped, and so saved, after some seconds."""
    begin = time.monotonic()
    for event in events:
        yield event
        if time.monotonic() - begin > seconds:
            stop.set()


def _numbered(path: Path) -> Iterator[Path]:
    yield path
    number = 2
    while True:
        yield path.with_name(f"{path.name}-{number}")
        number += 1


def _sample_sheet(run: "Run", target: Path) -> Path:
    shutil.copyfile(run.samples()[-1][1], target)
    return target

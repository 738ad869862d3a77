"""`ganstudio demo`: the main job on a sample picture, with no screen: six styles on a sheet, then a short training."""

import threading
import time
import zipfile
from collections.abc import Iterator
from itertools import chain, count
from pathlib import Path

import click

from ganstudio.cli.common import open_catalog, program_name, progress, quote_argument, read_settings, say, stop_on_interrupt
from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.events import Failed, Progress, Rendered
from ganstudio.core.settings import Home
from ganstudio.core.translation import tr
from ganstudio.plugins.catalog import Catalog

STYLES = ("oil", "pencil", "cartoon", "watercolour", "halftone", "mosaic")
_QUICK = {"width": 32, "objective": "relativistic", "generator_rate": 1e-3, "discriminator_rate": 1e-3}
_LONGEST = 10_000_000  # pictures; time ends the training first
_SAMPLES, _ENLARGED = 64, 3


@click.command()
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="The folder for the results.")
@click.option("--minutes", type=click.FloatRange(0.05, 600), default=2.0, show_default=True, help="How long to train.")
@click.option("--picture", type=click.Path(path_type=Path), help="A picture of your own instead of the sample.")
@click.pass_context
def demo(ctx: click.Context, out: Path, minutes: float, picture: Path | None) -> int:
    """The main job on a sample: six styles on one sheet, then a short training on smileys and what came of it."""
    from ganstudio.gui.app.screen_check import problem

    catalog, samples = open_catalog(ctx), _sample_folder()
    device = read_settings(Home()).device
    with stop_on_interrupt() as stop:
        say(tr("1 of 2: a picture in six styles."))
        styles = _make_style_sheet(picture or samples / "coffee.jpg", out / "styles.png", catalog, device, stop)
        if stop.is_set():
            return 130
        run = next(path for path in _next_folder(out / "emoji-run") if not path.exists())
        say(tr("2 of 2: {minutes:g} minutes of training on smileys. Ctrl-C ends it early; all is saved.", minutes=minutes))
        seen, stopped = _train(_unpack(samples / "emoji.zip", out / "emoji"), run, catalog, device, minutes, stop)
    made = _make_sample_sheet(run, out / "samples.png", catalog, device)
    say(
        "",
        tr("Six styles:   {styles}", styles=styles),
        tr("New smileys:  {made}", made=made),
        tr("The training: {run}, {seen:,} pictures seen", run=run, seen=seen),
    )
    say(
        "",
        tr(
            "Go on with:   {program} resume {run} --images {value}",
            program=program_name(),
            run=quote_argument(run),
            value=max(20000, round(4 * seen, -4)),
        ),
    )
    say(tr("Your own:     {program} stylize PICTURE --style oil --out RESULT.png", program=program_name()))
    say(tr("The window:   {problem}", problem=problem() or program_name()))
    return 130 if stopped else 0


def _sample_folder() -> Path:
    from ganstudio.core.files import resources

    return resources() / "samples"


def _make_style_sheet(source: Path, target: Path, catalog: Catalog, device: str, stop: threading.Event) -> Path:
    from ganstudio.core.devices import pick_device
    from ganstudio.images.contact_sheet import make_contact_sheet
    from ganstudio.images.open import open_picture
    from ganstudio.images.save import save_picture
    from ganstudio.stylize.engine import render
    from ganstudio.stylize.look import Look, begin_layer

    picture, where = open_picture(source), pick_device(device)
    shown = []
    with progress("Styles", quiet=False) as tell:
        for number, name in enumerate(STYLES):
            style = catalog.style(name)
            tell(number / len(STYLES), tr(style.title))
            events = render(picture, Look(layers=(begin_layer(style),)), catalog, device=where, stop=stop)
            shown += [(event.picture, tr(style.title)) for event in events if isinstance(event, Rendered)]
    save_picture(make_contact_sheet(shown, columns=3, cell=600), target)
    return target


def _unpack(archive: Path, folder: Path) -> Path:
    try:
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(folder)
    except OSError as error:
        raise GanStudioError(
            "The sample smileys could not be unpacked to {folder}: {reason}.", folder=folder, reason=os_reason(error)
        ) from error
    return folder


def _train(
    data: Path, folder: Path, catalog: Catalog, device: str, minutes: float, stop: threading.Event
) -> tuple[int, bool]:
    """Train for some minutes, in the way of any other run; the pictures seen, and whether it was stopped early."""
    import torch

    from ganstudio.train.launch import train_in_thread
    from ganstudio.train.planner import create_run
    from ganstudio.train.request import TrainRequest

    torch.set_num_threads(1)  # networks this small gain little from more, and lose much where others use the machine
    run = create_run(
        folder,
        catalog,
        TrainRequest(architecture="dcgan", data=data, size=32, images=_LONGEST, device=device, mirror=True, options=_QUICK),
    )
    end, time_is_up = time.monotonic() + 60 * minutes, False
    with progress("Training", quiet=False) as tell:
        for event in train_in_thread(run, catalog, stop=stop):
            if isinstance(event, Failed):
                raise GanStudioError(event.error)
            if isinstance(event, Progress):
                words = tr("{images:,} pictures seen, {rate:.0f}/s", images=event.images, rate=event.images / event.seconds)
                tell(min(1.0, event.seconds / 60 / minutes), words)
            if time.monotonic() > end and not stop.is_set():
                time_is_up = True
                stop.set()
    return run.images, not time_is_up


def _make_sample_sheet(folder: Path, target: Path, catalog: Catalog, device: str) -> Path:
    """New pictures by the generator as it is now, enlarged so that their pixels can be seen."""
    from ganstudio.explore.latents import generate_pictures, make_grid
    from ganstudio.images.picture import Picture
    from ganstudio.images.save import save_picture
    from ganstudio.runs.run import Run

    pictures = generate_pictures(Run.open(folder), catalog, _SAMPLES, device=device)
    large = pictures.repeat(_ENLARGED, axis=1).repeat(_ENLARGED, axis=2)
    save_picture(Picture(make_grid(list(large))), target)
    return target


def _next_folder(path: Path) -> Iterator[Path]:
    return chain([path], (path.with_name(f"{path.name}-{number}") for number in count(2)))

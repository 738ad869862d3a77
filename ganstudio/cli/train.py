"""`ganstudio train` and `resume`: the same trainer as the window's, on the terminal."""

from pathlib import Path

import click

from ganstudio.cli.common import (
    as_json,
    catalog_of,
    on_device,
    print_event,
    program,
    progress,
    say,
    settings_of,
    stopping,
    typed,
    with_options,
)
from ganstudio.errors import GanStudioError
from ganstudio.events import Event, Failed, Finished, Progress, Skipped, StageBegan, Started
from ganstudio.plugins.catalog import Catalog
from ganstudio.settings import Home

_COUNT = click.IntRange(min=1)


@click.command()
@click.argument("data", type=click.Path(path_type=Path))
@click.option("--arch", "architecture", required=True, metavar="ID", help="The architecture; see: ganstudio architectures")
@click.option("--run", "folder", required=True, type=click.Path(path_type=Path), help="The folder of this training.")
@click.option("--size", type=_COUNT, help="Side of the pictures it makes, in pixels.")
@click.option("--images", type=_COUNT, help="Pictures to see in all; default: about a quarter of an hour.")
@click.option("--batch", type=_COUNT, help="Pictures a step.")
@click.option("--seed", type=int, default=0, show_default=True, help="Where chance begins.")
@click.option("--photos", type=click.Path(path_type=Path), help="Photos to be changed, or one; default: the studio's.")
@click.option("--mirror", is_flag=True, help="Also show each picture mirrored.")
@on_device
@with_options
@as_json
@click.pass_context
def train(
    ctx: click.Context, data: Path, architecture: str, folder: Path, size: int | None, images: int | None, batch: int | None,
    seed: int, photos: Path | None, mirror: bool, device: str | None, options: tuple[tuple[str, str], ...], as_json: bool,
) -> int:  # fmt: skip
    """Train a GAN on the folder DATA; Ctrl-C saves and stops."""
    from ganstudio.train.new import new_run

    catalog = catalog_of(ctx)
    new_run(
        folder, catalog, architecture=architecture, data=data, size=size, images=images, batch=batch, seed=seed,
        mirror=mirror, photos=photos, device=device or settings_of(Home()).device, options=dict(options),
    )  # fmt: skip
    return _go_on(folder, catalog, None, as_json=as_json)


@click.command()
@click.argument("folder", metavar="RUN", type=click.Path(path_type=Path))
@click.option("--images", type=_COUNT, help="A new total of pictures to see.")
@as_json
@click.pass_context
def resume(ctx: click.Context, folder: Path, images: int | None, as_json: bool) -> int:
    """Go on with the training in RUN, exactly where it stopped."""
    return _go_on(folder, catalog_of(ctx), images, as_json=as_json)


def _go_on(folder: Path, catalog: Catalog, images: int | None, *, as_json: bool) -> int:
    """Train until the end or Ctrl-C, and say how it goes; the exit code."""
    from ganstudio.runs.run import Run
    from ganstudio.train.launch import here

    run = Run.open(folder)
    total = images or run.spec.images
    if run.images >= total and (images or run.state == "done"):
        raise GanStudioError(
            f"The training in {folder} has seen {run.images:,} pictures already, and is to end at {total:,}; "
            f"go further, for example with: {program()} resume {typed(folder)} --images {run.images * 2}"
        )
    last: Event | None = None
    with stopping() as stop, progress(run.spec.architecture, quiet=as_json) as tell:
        for event in here(run, catalog, stop=stop, images=images):
            last = event
            if as_json:
                print_event(event)
            elif isinstance(event, Progress):
                tell(min(1.0, event.images / total), _figures(event))
            elif words := _words(event, folder):
                say(words)
    return _end(last, folder, paints=run.spec.latent == 0)


def _end(last: Event | None, folder: Path, *, paints: bool) -> int:
    """What is said at the end of a training, and its exit code."""
    if isinstance(last, Failed):
        if last.traceback:
            say(last.traceback)
        raise GanStudioError(last.error)
    assert isinstance(last, Finished)
    if last.reason == "stopped":
        say(f"Stopped after {last.images:,} pictures seen, and saved. Go on with: {program()} resume {typed(folder)}")
        return 130
    say(f"Done: {last.images:,} pictures seen. The samples lie in {folder / 'samples'}.")
    if paints:
        say(f"Make a style pack of it with: {program()} publish {typed(folder)} --out my-style.ganstyle")
    else:
        say(f"Make pictures with: {program()} generate {typed(folder)} --out sheet.png --grid")
    return 0


def _figures(event: Progress) -> str:
    losses = "  ".join(f"{name} {value:.2f}" for name, value in event.losses.items())
    return f"{event.images:,} pictures seen, {event.images / max(event.seconds, 1e-9):.0f}/s  {losses}"


def _words(event: Event, folder: Path) -> str:
    match event:
        case Started(images=images, pictures=pictures, device=device, precision=precision):
            begin = f"Going on after {images:,} pictures seen" if images else "Begun"
            where = f"Samples appear in {folder / 'samples'}; Ctrl-C saves and stops."
            return f"{begin}: {pictures:,} pictures, {device}, {precision}. {where}"
        case StageBegan(resolution=resolution, batch=batch, stage=stage) if stage:
            return f"Stage {stage + 1}: {resolution} pixels, {batch} pictures a step."
        case Skipped(path=path, reason=reason):
            return f"Left out {path}: {reason}"
    return ""

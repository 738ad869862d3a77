"""`ganstudio stylize`: pictures in, pictures in a style out."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ganstudio.cli.common import (
    as_json,
    catalog_of,
    on_device,
    print_event,
    progress,
    say,
    settings_of,
    stopping,
    with_options,
)
from ganstudio.errors import GanStudioError
from ganstudio.events import Finished, Rendered, Saved, Skipped, TileDone
from ganstudio.plugins.catalog import Catalog
from ganstudio.settings import Home

if TYPE_CHECKING:
    from ganstudio.stylize.look import Look

_PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff")


@click.command()
@click.argument("inputs", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--style", required=True, metavar="ID", help="The style; see: ganstudio styles")
@with_options
@click.option("--strength", type=click.FloatRange(0, 1.5), default=1.0, show_default=True, help="How much of the style.")
@click.option("--keep-colours", is_flag=True, help="Take only light and dark from the style.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="A picture, or a folder for several.")
@click.option("--quality", type=click.IntRange(1, 100), default=92, show_default=True, help="Of JPEG and WebP.")
@on_device
@as_json
@click.pass_context
def stylize(
    ctx: click.Context, inputs: tuple[Path, ...], style: str, options: tuple[tuple[str, str], ...], strength: float,
    keep_colours: bool, out: Path, quality: int, device: str | None, as_json: bool,
) -> int:  # fmt: skip
    """Give INPUTS (pictures, or folders of them) a style."""
    from ganstudio.devices import pick_device
    from ganstudio.stylize.look import Layer, Look, resolve

    if style.endswith(".ganstyle"):
        raise GanStudioError(
            f"{style} is a style pack; this version knows the styles of plugins only: see ganstudio styles."
        )
    catalog = catalog_of(ctx)
    look = Look(layers=(Layer(style=style, options=dict(options), strength=strength),), keep_colours=keep_colours)
    resolve(look, catalog, 1000)  # what is wrong with the look is said before the first picture is opened
    where = pick_device(device or settings_of(Home()).device)
    pairs = _pairs(_pictures(inputs), out, style)
    failed = 0
    with stopping() as stop:
        for source, target in pairs:
            failed += not _one(source, target, look, catalog, where, quality, stop, quiet=as_json)
            if stop.is_set():
                return 130
    if as_json:
        print_event(Finished(len(pairs) - failed, "done"))
    if failed:
        raise GanStudioError(f"{failed} of {len(pairs)} pictures failed; the reasons are above, the others are done.")
    return 0


def _one(
    source: Path, target: Path, look: "Look", catalog: Catalog, device: str, quality: int, stop: threading.Event,
    *, quiet: bool,
) -> bool:  # fmt: skip
    from ganstudio.pictures.picture import open_picture, save_picture
    from ganstudio.stylize.engine import render

    try:
        picture = open_picture(source)
        with progress(source.name, quiet=quiet) as tell:
            for event in render(picture, look, catalog, device=device, stop=stop):
                if quiet:
                    print_event(event)
                if isinstance(event, TileDone):
                    tell(event.done / event.total, "")
                elif isinstance(event, Rendered):
                    save_picture(event.picture, target, quality)
                    print_event(Saved(1, str(target))) if quiet else say(f"{target}")
    except GanStudioError as error:
        print_event(Skipped(str(source), str(error))) if quiet else say(f"{error}")
        return False
    return True


def _pictures(inputs: tuple[Path, ...]) -> list[Path]:
    from ganstudio.pictures.dataset import scan

    return [path for each in inputs for path in (scan(each).files if each.is_dir() else (each,))]


def _pairs(sources: list[Path], out: Path, style: str) -> list[tuple[Path, Path]]:
    """Each picture and where its result goes: never onto itself, another result, or a file that is there already."""
    if len(sources) == 1 and out.suffix.lower() in _PICTURES:
        if out.exists() and out.samefile(sources[0]):
            raise GanStudioError(f"{out} is the picture itself; choose another name, so that your original is kept.")
        return [(sources[0], out)]
    if out.suffix and not out.is_dir():
        what = "several pictures need a folder" if len(sources) > 1 else f"use one of {', '.join(_PICTURES)}"
        raise GanStudioError(f"“{out}” cannot be the result: {what}.")
    taken: set[Path] = set()
    pairs = []
    for source in sources:
        suffix = source.suffix.lower() if source.suffix.lower() in _PICTURES else ".png"
        target = next(name for name in _names(out, source.stem, style, suffix) if name not in taken and not name.exists())
        taken.add(target)
        pairs.append((source, target))
    return pairs


def _names(folder: Path, stem: str, style: str, suffix: str) -> Iterator[Path]:
    yield folder / f"{stem}-{style}{suffix}"
    number = 2
    while True:
        yield folder / f"{stem}-{style}-{number}{suffix}"
        number += 1

"""`ganstudio stylize`: pictures in, pictures in a style out."""

import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain, count
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
from ganstudio.settings import Home

if TYPE_CHECKING:
    from ganstudio.pictures.picture import Picture

    Paint = Callable[[Picture], Iterator[TileDone | Rendered]]

_PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".avif", ".tif", ".tiff")


@click.command()
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--style", required=True, metavar="ID|FILE", help="The style, see: ganstudio styles; or a file that holds one."
)
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
    """Give pictures, or folders of them, a style. Nothing is overwritten: a name that is taken gets a number."""
    from ganstudio.devices import pick_device
    from ganstudio.stylize.engine import render
    from ganstudio.stylize.look import Layer, Look, resolve

    catalog = catalog_of(ctx)
    if style not in catalog.styles and (Path(style).suffix or Path(style).is_file()):
        from ganstudio.plugins.packs import with_pack

        catalog, style = with_pack(catalog, Path(style))
    look = Look(layers=(Layer(style=style, options=dict(options), strength=strength),), keep_colours=keep_colours)
    resolve(look, catalog, 1000)  # what is wrong with the look is said before the first picture is opened
    where = pick_device(device or settings_of(Home()).device)
    pairs = _pairs(_pictures(inputs), out, style)
    with stopping() as stop:
        paint = partial(render, look=look, catalog=catalog, device=where, stop=stop)
        done, failed = _all(pairs, paint, quality, stop, as_json=as_json)
    if as_json:
        print_event(Finished(done, "stopped" if stop.is_set() else "done"))
    if stop.is_set():
        say(f"Stopped: {done} of {len(pairs)} pictures are done.")
        return 130
    if failed:
        raise (
            failed[0]
            if len(pairs) == 1
            else GanStudioError(
                f"{len(failed)} of {len(pairs)} pictures failed; the reasons are above, the others are done."
            )
        )
    return 0


def _all(
    pairs: Sequence[tuple[Path, Path]], paint: "Paint", quality: int, stop: threading.Event, *, as_json: bool
) -> tuple[int, list[GanStudioError]]:
    """How many pictures were made, and what went wrong with the others; each is said when it happens."""
    done, failed = 0, []
    for source, target in pairs:
        try:
            done += _one(source, target, paint, quality, as_json=as_json)
        except GanStudioError as error:
            failed.append(error)
            if as_json:
                print_event(Skipped(str(source), str(error)))
            elif len(pairs) > 1:
                say(str(error))
        if stop.is_set():
            break
    return done, failed


def _one(source: Path, target: Path, paint: "Paint", quality: int, *, as_json: bool) -> bool:
    """Whether the picture was made; not when it was stopped."""
    from ganstudio.pictures.picture import open_picture, save_picture

    made = None
    with progress(source.name, quiet=as_json) as tell:
        for event in paint(open_picture(source)):  # held by no name, so that it goes before the result is saved
            if as_json:
                print_event(event)
            if isinstance(event, TileDone):
                tell(event.done / event.total, "")
            elif isinstance(event, Rendered):
                made = event.picture
    if made is None:
        return False
    save_picture(made, target, quality)
    if as_json:
        print_event(Saved(1, str(target)))
    else:
        say(f"{source.name} → {target}")
    return True


def _pictures(inputs: tuple[Path, ...]) -> list[Path]:
    """The pictures that are named, and those in folders; of several inputs a bad one is kept, to be reported in its turn."""
    from ganstudio.pictures.dataset import scan

    found: list[Path] = []
    for each in inputs:
        try:
            found += scan(each).files if each.is_dir() else (each,)
        except GanStudioError:
            if len(inputs) == 1:
                raise
            found.append(each)
    return found


def _pairs(sources: list[Path], out: Path, style: str) -> list[tuple[Path, Path]]:
    """Each picture and where its result goes: never onto itself, another result, or a file that is there already."""
    if len(sources) == 1 and out.suffix.lower() in _PICTURES and not out.is_dir():
        if out.exists() and out.samefile(sources[0]):
            raise GanStudioError(f"{out} is the picture itself; choose another name, so that your original is kept.")
        return [(sources[0], _free(out, set()))]
    if out.is_file() or (out.suffix.lower() in _PICTURES and not out.is_dir()):
        raise GanStudioError(f"“{out}” cannot be the result: several pictures need a folder.")
    if out.suffix and len(sources) == 1 and not out.is_dir():
        raise GanStudioError(f"“{out}” cannot be the result: use one of {', '.join(_PICTURES)}, or a folder.")
    taken: set[str] = set()
    return [(source, _free(out / _name(source, style), taken)) for source in sources]


def _name(source: Path, style: str) -> str:
    suffix = source.suffix.lower()
    return f"{source.stem}-{style}{suffix if suffix in _PICTURES else '.png'}"


def _free(wanted: Path, taken: set[str]) -> Path:
    """The name that is wanted, or the first numbered one that is free; on some disks capitals make no difference."""
    name = next(name for name in _names(wanted) if str(name).casefold() not in taken and not name.exists())
    taken.add(str(name).casefold())
    if wanted.exists():
        say(f"{wanted} is there already, so the new one is called {name.name}.")
    return name


def _names(wanted: Path) -> Iterator[Path]:
    return chain([wanted], (wanted.with_stem(f"{wanted.stem}-{number}") for number in count(2)))

"""`ganstudio stylize`: pictures in, pictures in a style out."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ganstudio.cli.common import as_json, catalog_of, on_device, print_event, progress, say, settings_of, stopping
from ganstudio.cli.looks import look_asked, steady_asked, with_look
from ganstudio.errors import GanStudioError
from ganstudio.events import Finished, Saved, Skipped, TileDone
from ganstudio.settings import Home

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ganstudio.pictures.picture import Picture
    from ganstudio.stylize.naming import Naming

    Make = Callable[[Picture, Path], Iterator[TileDone | Saved]]


@click.command()
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, type=click.Path(path_type=Path))
@with_look
@click.option("--out", required=True, type=click.Path(path_type=Path), help="A picture, or a folder for several.")
@click.option(
    "--name", default="{name}-{style}", show_default=True, help="What results in a folder are called; also {number}, {date}."
)
@click.option(
    "--existing",
    type=click.Choice(["number", "skip", "overwrite"]),
    default="number",
    show_default=True,
    help="Where a result is there already: give the new one a number, leave the picture out, or replace it.",
)
@click.option(
    "--steady",
    type=click.FloatRange(0, 1),
    help="Of films: how far still places are kept still; default: as the recipe has it, or 0.5.",
)
@click.option("--quality", type=click.IntRange(1, 100), default=92, show_default=True, help="Of JPEG, WebP, AVIF and HEIC.")
@click.option(
    "--chroma", type=click.Choice(["444", "420"]), default="444", show_default=True, help="Colours whole, or halved."
)
@click.option("--lossless", is_flag=True, help="WebP that loses nothing.")
@click.option(
    "--gps/--no-gps", default=None, help="Whether a result says where its photograph was taken; default: settings."
)
@click.option("--carry-recipe/--no-recipe", default=None, help="Whether a result carries its look; default: settings.")
@on_device
@as_json
@click.pass_context
def stylize(ctx: click.Context, /, inputs: tuple[Path, ...], out: Path, as_json: bool, **asked: Any) -> int:
    """Give pictures, folders of them, or films a style. Nothing is overwritten unasked: a taken name gets a number."""
    from functools import partial

    from ganstudio.cli.film import film_command
    from ganstudio.devices import pick_device
    from ganstudio.pictures.film import is_film
    from ganstudio.stylize.naming import Naming, style_words
    from ganstudio.stylize.results import stylize_picture

    look, catalog = look_asked(catalog_of(ctx), asked)
    home = Home()
    settings = settings_of(home)
    device = pick_device(asked["device"] or settings.device)
    saving = _saving(asked, settings)
    films = [path for path in inputs if is_film(path)]
    how = {"device": device, "steady": steady_asked(asked) if films else 0.0, "recipes": saving.recipes}
    for film in films:
        if code := film_command(film, out, look, catalog, as_json=as_json, **how):
            return code
    inputs = tuple(path for path in inputs if path not in films)
    if not inputs:
        return 0
    naming = Naming(asked["name"], existing=asked["existing"])
    pairs = _pairs(_pictures(inputs), out, style_words(look), naming)
    with stopping() as stop:
        make = partial(
            stylize_picture, look=look, catalog=catalog, saving=saving,
            device=device, home=home, stop=stop,
        )  # fmt: skip
        done, failed = _all(pairs, make, stop, as_json=as_json)
    if as_json:
        print_event(Finished(done, "stopped" if stop.is_set() else "done"))
    if stop.is_set():
        say(f"Stopped: {done} of {len(pairs)} pictures are done.")
        return 130
    if failed:
        many = f"{len(failed)} of {len(pairs)} pictures failed; the reasons are above, the others are done."
        raise failed[0] if len(pairs) == 1 else GanStudioError(many)
    return 0


def _saving(asked: dict[str, Any], settings: Any) -> Any:
    from ganstudio.pictures.picture import SaveOptions
    from ganstudio.stylize.results import Saving

    gps = settings.gps if asked["gps"] is None else asked["gps"]
    recipes = settings.recipes if asked["carry_recipe"] is None else asked["carry_recipe"]
    return Saving(SaveOptions(asked["quality"], asked["chroma"], asked["lossless"], gps), recipes)


def _all(
    pairs: Sequence[tuple[Path, Path]], make: "Make", stop: threading.Event, *, as_json: bool
) -> tuple[int, list[GanStudioError]]:
    """How many pictures were made, and what went wrong with the others; each is said when it happens."""
    done, failed = 0, []
    for source, target in pairs:
        try:
            done += _one(source, target, make, as_json=as_json)
        except GanStudioError as error:
            failed.append(error)
            if as_json:
                print_event(Skipped(str(source), str(error)))
            elif len(pairs) > 1:
                say(str(error))
        if stop.is_set():
            break
    return done, failed


def _one(source: Path, target: Path, make: "Make", *, as_json: bool) -> bool:
    """Whether the picture was made; not when it was stopped."""
    from ganstudio.pictures.picture import open_picture

    made = False
    with progress(source.name, quiet=as_json) as tell:
        for event in make(open_picture(source), target):
            made = isinstance(event, Saved)
            if as_json:
                print_event(event)
            elif isinstance(event, TileDone):
                tell(event.done / event.total, "")
    if made and not as_json:
        say(f"{source.name} → {target}")
    return made


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


def _pairs(sources: list[Path], out: Path, style: str, naming: "Naming") -> list[tuple[Path, Path]]:
    """Each picture and where its result goes: never onto itself, nor onto another result."""
    from ganstudio.pictures.picture import formats_to_save
    from ganstudio.stylize.naming import same_file

    formats = formats_to_save()
    named = out.suffix.lower() in formats and not out.is_dir()
    if len(sources) == 1 and named and same_file(out, sources[0]):
        raise GanStudioError(f"{out} is the picture itself; choose another name, so that your original is kept.")
    if (out.is_file() and len(sources) > 1) or (named and len(sources) > 1):
        raise GanStudioError(f"“{out}” cannot be the result: several pictures need a folder.")
    if out.suffix and not named and not out.is_dir() and len(sources) == 1:
        raise GanStudioError(f"“{out}” cannot be the result: use one of {', '.join(formats)}, or a folder.")
    taken: set[str] = set()
    pairs = []
    for number, source in enumerate(sources, 1):
        wanted = out if named else out / naming.name(source, style, number, formats)
        target = naming.target(wanted, source, taken)
        if target is None or target != wanted:
            what = f"the new one is called {target.name}" if target else "it is left as it is"
            say(f"{wanted} is there already, so {what}.")
        if target is not None:
            taken.add(str(target).casefold())
            pairs.append((source, target))
    return pairs

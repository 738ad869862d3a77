"""`ganstudio stylize`: pictures in, pictures in a style out."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ganstudio.cli.common import (
    FiniteRange,
    as_json,
    on_device,
    open_catalog,
    print_event,
    read_settings,
    say,
    stop_on_interrupt,
)
from ganstudio.cli.looks import look_options, read_look, read_steady
from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Skipped
from ganstudio.core.settings import Home
from ganstudio.core.translation import tr, tr_noop

if TYPE_CHECKING:
    from ganstudio.plugins.catalog import Catalog
    from ganstudio.stylize.batch import BatchSpec
    from ganstudio.stylize.look import Look
    from ganstudio.stylize.sources import Sources


@click.command()
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, type=click.Path(path_type=Path))
@look_options
@click.option("--out", required=True, type=click.Path(path_type=Path), help="A picture, or a folder for several.")
@click.option(
    "--name", default="{name}-{style}", show_default=True, help="What results in a folder are called; also {number}, {date}."
)
@click.option(
    "--existing",
    type=click.Choice(["number", "skip", "overwrite"]),
    default="number",
    show_default=True,
    help="Where the name is taken: give the new one a number, leave out what was made of it in this look, or replace it.",
)
@click.option(
    "--steady",
    type=FiniteRange(0, 1),
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
@click.option("--longest", type=click.IntRange(1, 65_535), help="Pixels of a picture's longer side, never more than it has.")
@click.option("--sharpen", type=click.Choice(["screen", "print"]), help="Sharpen pictures for what they are looked at on.")
@click.option("--dpi", type=click.IntRange(1, 4_800), help="Pixels per inch that a picture's file states.")
@on_device
@as_json
@click.pass_context
def stylize(ctx: click.Context, /, inputs: tuple[Path, ...], out: Path, as_json: bool, **asked: Any) -> int:
    """Give pictures, folders of them, or films a style. Nothing is overwritten unasked: a taken name gets a number."""
    from ganstudio.cli.batch import BatchCommand, close_batch, open_batch
    from ganstudio.core.devices import pick_device

    look, catalog = read_look(open_catalog(ctx), asked)
    home = Home()
    settings = read_settings(home)
    sources = _find_sources(inputs, out, home, catalog, as_json=as_json)
    spec = _make_spec(sources.files, out, look, asked, settings)
    batch = open_batch(spec, home)
    command = BatchCommand(batch, sources.files, out, as_json=as_json)
    try:
        with stop_on_interrupt() as stop:
            command.run(catalog, device=pick_device(asked["device"] or settings.device), home=home, stop=stop)
    finally:
        close_batch(batch, home)
    if stop.is_set():
        say(command.stopped)
        return 130
    reasons, total = [*sources.problems.values(), *batch.failures], len(sources.problems) + len(sources.files)
    if reasons:
        many = tr(
            "{failed} of {total} {pieces} failed; the reasons are above, the others are done.",
            failed=len(reasons),
            total=total,
            pieces=command.pieces,
        )
        raise GanStudioError(reasons[0] if total == 1 else many)
    return 0


def _find_sources(inputs: tuple[Path, ...], out: Path, home: Home, catalog: "Catalog", *, as_json: bool) -> "Sources":
    """The pictures and films to stylize; files that are left out, and folders that cannot be read, are reported."""
    from ganstudio.images.reader import display_path
    from ganstudio.stylize.result_index import ResultIndex
    from ganstudio.stylize.sources import find_sources

    sources = find_sources(inputs, out.parent if _is_file_name(out) else out, ResultIndex(home, catalog))
    if sources.skip_summary:
        say(sources.skip_summary)
    if not sources.files:
        raise GanStudioError(" ".join(sources.problems.values()))
    for folder, problem in sources.problems.items():
        say(problem)
        if as_json:
            print_event(Skipped(display_path(folder), problem))
    return sources


def _make_spec(files: tuple[Path, ...], out: Path, look: "Look", asked: dict[str, Any], settings: Any) -> "BatchSpec":
    """The batch as the window would build it."""
    from ganstudio.stylize.batch import BatchSpec
    from ganstudio.stylize.output_names import Naming

    _check_target(files, out)
    named = _is_file_name(out)
    return BatchSpec(
        look=look,
        sources=tuple(file.absolute() for file in files),
        folder=(out.parent if named else out).absolute(),
        naming=Naming(asked["name"], existing=asked["existing"]),
        saving=_save_settings(asked, settings),
        steady=read_steady(asked),
        target=out.absolute() if named else None,
    )


def _is_file_name(out: Path) -> bool:
    """Whether results are to go into one file of that name, and not into a folder."""
    from ganstudio.images.writer import formats_to_save
    from ganstudio.video.encode import CODINGS

    return out.suffix.lower() in (*formats_to_save(), *CODINGS) and not _is_folder(out)


def _is_folder(path: Path) -> bool:
    return os.path.isdir(path)  # noqa: PTH112  # unlike that of Path it knows of names that are too long


def _check_target(files: tuple[Path, ...], out: Path) -> None:
    """GanStudioError where results cannot go there: onto the source, several into one file, a kind that cannot be saved."""
    from ganstudio.stylize.output_names import same_file

    if len(files) == 1:
        _check_single_target(files[0], out)
    elif _is_file_name(out) or (same_file(out, out) and not _is_folder(out)):
        raise GanStudioError("“{out}” cannot be the result: several pictures need a folder.", out=out)


def _check_single_target(file: Path, out: Path) -> None:
    from ganstudio.images.writer import formats_to_save
    from ganstudio.stylize.output_names import same_file
    from ganstudio.video.decode import is_film
    from ganstudio.video.encode import CODINGS

    film = is_film(file)
    if _is_file_name(out) and same_file(out, file):
        words = (
            tr_noop("{out} is the film itself; choose another name, so that your original is kept.")
            if film
            else tr_noop("{out} is the picture itself; choose another name, so that your original is kept.")
        )
        raise GanStudioError(words, out=out)
    formats = CODINGS if film else formats_to_save()
    new_folder = not out.suffix and not same_file(out, out)
    if _is_folder(out) or new_folder or out.suffix.lower() in formats:
        return
    if film:
        raise GanStudioError(
            "“{name}” cannot be a film: use one of {formats} at the end of the name.",
            name=out.name,
            formats=", ".join(formats),
        )
    raise GanStudioError(
        "“{out}” cannot be the result: use one of {formats}, or a folder.", out=out, formats=", ".join(formats)
    )


def _save_settings(asked: dict[str, Any], settings: Any) -> Any:
    from ganstudio.images.output import Output
    from ganstudio.images.writer import SaveOptions
    from ganstudio.stylize.picture_job import Saving

    gps = settings.gps if asked["gps"] is None else asked["gps"]
    recipes = settings.recipes if asked["carry_recipe"] is None else asked["carry_recipe"]
    output = Output(asked["longest"] or 0, asked["sharpen"] or "none", asked["dpi"] or 0)
    return Saving(SaveOptions(asked["quality"], asked["chroma"], asked["lossless"], gps), recipes, output)

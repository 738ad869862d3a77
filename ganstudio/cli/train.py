"""`ganstudio train` and `resume`: the same trainer as the window's, on the terminal."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ganstudio.cli.common import (
    Aspect,
    as_json,
    discard_output,
    on_device,
    open_catalog,
    print_event,
    program_name,
    progress,
    quote_argument,
    read_settings,
    say,
    stop_on_interrupt,
    with_options,
)
from ganstudio.cli.unexpected_errors import describe_details
from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import (
    Changed,
    Diagnosed,
    Event,
    Failed,
    Loading,
    Progress,
    Skipped,
    StageBegan,
    Started,
)
from ganstudio.core.files import exists
from ganstudio.core.settings import Home
from ganstudio.core.translation import tr, tr_plural
from ganstudio.plugins.catalog import Catalog

if TYPE_CHECKING:
    from ganstudio.runs.history import RunHistory
    from ganstudio.runs.run import Run

_COUNT = click.IntRange(min=1)


@click.command()
@click.argument("data", type=click.Path(path_type=Path))
@click.option("--arch", "architecture", required=True, metavar="ID", help="The architecture; see: ganstudio architectures")
@click.option("--run", "folder", required=True, type=click.Path(path_type=Path), help="The folder of this training.")
@click.option("--size", type=_COUNT, help="Side of the pictures it makes, in pixels.")
@click.option("--images", type=_COUNT, help="Pictures to see in all; default: about a quarter of an hour.")
@click.option("--aspect", type=Aspect(), default="1:1", help="The shape of the new pictures, for example 3:2.")
@click.option("--minutes", type=click.FloatRange(min=0.1), help="How long to train, in place of --images.")
@click.option("--preset", help="Named options of the architecture, for example “laptop”.")
@click.option("--labels", is_flag=True, help="Tell the sub-folders of DATA apart, as kinds of pictures.")
@click.option("--from", "start", type=click.Path(path_type=Path), help="Begin with the weights of this training.")
@click.option("--batch", type=_COUNT, help="Pictures a step.")
@click.option("--seed", type=int, default=0, show_default=True, help="Where chance begins.")
@click.option("--photos", type=click.Path(path_type=Path), help="Photos to be changed, or one; default: the studio's.")
@click.option(
    "--ground", type=click.Choice(["white", "black", "grey", "opposite"]), default="white", show_default=True,
    help="What transparent pictures are laid on; opposite: to the average of what shows.",
)  # fmt: skip
@click.option("--mirror", is_flag=True, help="Also show each picture mirrored.")
@on_device
@with_options
@as_json
@click.pass_context
def train(
    ctx: click.Context,
    /,
    folder: Path,
    device: str | None,
    options: tuple[tuple[str, str], ...],
    as_json: bool,
    **wanted: Any,
) -> int:
    """Train a GAN on the folder DATA; Ctrl-C saves and stops."""
    from ganstudio.train.planner import create_run
    from ganstudio.train.request import TrainRequest

    if wanted["images"] and wanted["minutes"]:
        raise click.UsageError(tr("--images and --minutes both say how long to train; name one of them."))
    catalog = open_catalog(ctx)
    was_there = exists(folder)
    run = create_run(
        folder, catalog, TrainRequest(device=device or read_settings(Home()).device, options=dict(options), **wanted)
    )
    try:
        return _train_to_end(folder, catalog, None, as_json=as_json)
    except GanStudioError:
        if not run.images:  # nothing was learnt yet, so the same folder is free for the command as it should be
            run.discard()
            if was_there:
                folder.mkdir(parents=True, exist_ok=True)
        raise


@click.command()
@click.argument("folder", metavar="RUN", type=click.Path(path_type=Path))
@click.option("--images", type=_COUNT, help="A new total of pictures to see.")
@click.option("--anew", is_flag=True, help="Begin at nothing again; what was made so far is put aside in RUN/earlier.")
@click.option("--data", type=click.Path(path_type=Path), help="Where the pictures lie now, if they were moved.")
@click.option("--photos", type=click.Path(path_type=Path), help="Where the photos to be changed lie now.")
@on_device
@click.option("--detached", is_flag=True, hidden=True, help="Go on when nobody reads what is said any more.")
@as_json
@click.pass_context
def resume(
    ctx: click.Context, /, folder: Path, images: int | None, anew: bool, detached: bool, as_json: bool, **moved: Any
) -> int:
    """Go on with the training in RUN, exactly where it stopped."""
    _relocate(folder, **moved)
    if anew:
        from ganstudio.runs.event_log import begin_anew
        from ganstudio.runs.run import Run

        if aside := begin_anew(Run.open(folder)):
            say(tr("What was made so far lies in {aside}.", aside=aside))
    return _train_to_end(folder, open_catalog(ctx), images, as_json=as_json, detached=detached)


@click.command()
@click.argument("folder", metavar="RUN", type=click.Path(path_type=Path))
@click.option("--at", "images", type=_COUNT, help="Pictures seen at the checkpoint to go on from; default: the newest.")
@click.option("--run", "new", required=True, type=click.Path(path_type=Path), help="The folder of the new training.")
def fork(folder: Path, images: int | None, new: Path) -> None:
    """Copy the training in RUN at a checkpoint, to go on in another way; the old one stays."""
    from ganstudio.runs import checkpoint
    from ganstudio.runs.run import Run

    run = Run.open(folder)
    kept = {int(file.stem): file for file in checkpoint.list_generations(run.checkpoints)}
    if not kept or (images and images not in kept):
        there = ", ".join(f"{seen:,}" for seen in kept) or tr("none")
        raise GanStudioError(
            "The training in {folder} has no such checkpoint; it has: {there} pictures seen.", folder=folder, there=there
        )
    run.fork(kept[images or max(kept)], new)
    say(
        tr(
            "Forked after {images:,} pictures seen. Go on with: {program} resume {new}",
            images=images or max(kept),
            program=program_name(),
            new=quote_argument(new),
        )
    )


def _relocate(folder: Path, data: Path | None, photos: Path | None, device: str | None) -> None:
    """Save where a training's pictures are now, and the device that it is computed on."""
    if data is None and photos is None and device is None:
        return
    from ganstudio.runs.run import Run
    from ganstudio.train.relocation import move_data, move_device

    run = Run.open(folder)
    with run.lock():
        move_data(run, data, photos)
        if device is not None:
            move_device(run, device)


def _train_to_end(folder: Path, catalog: Catalog, images: int | None, *, as_json: bool, detached: bool = False) -> int:
    """Train until the end or Ctrl-C, and report progress; the exit code.

    Where the reader of the output goes away, it saves and stops; a `detached` training goes on.
    """
    from ganstudio.runs.history import RunHistory
    from ganstudio.runs.run import Run
    from ganstudio.train.launch import train_in_thread

    run = Run.open(folder)
    total = images or run.spec.images
    _refuse_finished(run, folder, images, total)
    history = RunHistory(total)
    with stop_on_interrupt() as stop, progress(run.spec.architecture, quiet=as_json) as tell:
        for event in train_in_thread(run, catalog, stop=stop, images=images):
            history.add_event(event)
            try:
                print_event(event) if as_json else _tell_event(event, folder, history.share or 0.0, tell)
            except BrokenPipeError:
                discard_output()
                if not detached:
                    stop.set()
    return _conclude(history, folder, paints=run.spec.latent == 0)


def _refuse_finished(run: "Run", folder: Path, images: int | None, total: int) -> None:
    """GanStudioError where a training has already seen all the pictures that are asked for."""
    if run.images >= total and (images or run.state == "done"):
        raise GanStudioError(
            "The training in {folder} has seen {images:,} pictures already, and is to end at {total:,}; "
            "go further, for example with: {program} resume {folder2} --images {images2}",
            folder=folder,
            images=run.images,
            total=total,
            program=program_name(),
            folder2=quote_argument(folder),
            images2=run.images * 2,
        )


def _tell_event(event: Event, folder: Path, share: float, tell: Callable[[float, str], None]) -> None:
    """An event for people: on the bar, or as a line of its own."""
    match event:
        case Loading(done=done, total=total):
            tell(done / max(1, total), tr("{done:,} of {total:,} files read", done=done, total=total))
        case Progress():
            tell(share, _format_progress(event))
        case _ if words := _describe_event(event, folder):
            say(words)


def _conclude(history: "RunHistory", folder: Path, *, paints: bool) -> int:
    """Report the end of a training; the exit code. GanStudioError where it failed."""
    last = history.end_event
    if isinstance(last, Failed):
        if last.traceback:
            say(*describe_details(last.traceback))
        raise GanStudioError(last.error)
    assert last is not None
    if last.reason == "stopped":
        again = f"{program_name()} resume {quote_argument(folder)}"
        say(tr("Stopped after {images:,} pictures seen, and saved. Go on with: {again}", images=last.images, again=again))
        return 130
    say(tr("Done: {images:,} pictures seen. The samples lie in {folder}.", images=last.images, folder=folder / "samples"))
    if paints:
        say(
            tr(
                "Make a style pack of it with: {program} publish {folder} --out my-style.ganstyle",
                program=program_name(),
                folder=quote_argument(folder),
            )
        )
    else:
        say(
            tr(
                "Make pictures with: {program} generate {folder} --out sheet.png --grid",
                program=program_name(),
                folder=quote_argument(folder),
            )
        )
    return 0


def _format_progress(event: Progress) -> str:
    losses = "  ".join(f"{name} {value:.2f}" for name, value in event.losses.items())
    return tr(
        "{images:,} pictures seen, {rate:.0f}/s  {losses}",
        images=event.images,
        rate=event.images / max(event.seconds, 1e-09),
        losses=losses,
    )


def _describe_event(event: Event, folder: Path) -> str:
    match event:
        case Started(images=images, pictures=pictures, device=device, precision=precision):
            begin = tr("Going on after {images:,} pictures seen", images=images) if images else tr("Begun")
            where = tr("Samples appear in {folder}; Ctrl-C saves and stops.", folder=folder / "samples")
            facts = tr_plural("1 picture", "{n} pictures", pictures)
            return tr(
                "{begin}: {facts}, {device}, {precision}. {where}",
                begin=begin,
                facts=facts,
                device=device,
                precision=precision,
                where=where,
            )
        case StageBegan(resolution=resolution, batch=batch, stage=stage) if stage:
            return tr(
                "Stage {stage}: {resolution} pixels, {batch} pictures a step.",
                stage=stage + 1,
                resolution=resolution,
                batch=batch,
            )
        case Changed(words=words):
            return f"{words[0].upper()}{words[1:]}."
        case Diagnosed(message=message, remedy=remedy):
            return f"! {message} {remedy}"
        case Skipped(path=path, reason=reason):
            return tr("Left out {path}: {reason}", path=path, reason=reason)
    return ""

"""`ganstudio generate`, `film`, `card` and `export`: what is done with a training afterwards."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event as Flag

import click

from ganstudio.cli.common import (
    as_json,
    on_device,
    open_catalog,
    print_event,
    progress,
    read_settings,
    say,
    stop_on_interrupt,
)
from ganstudio.core.events import Event, Saved, TileDone
from ganstudio.core.settings import Home
from ganstudio.core.translation import tr

_COUNT = click.IntRange(min=1)
_run = click.argument("folder", metavar="RUN", type=click.Path(path_type=Path))


@click.command()
@_run
@click.option("--out", required=True, type=click.Path(path_type=Path), help="A folder, or a picture with --grid.")
@click.option("--count", type=_COUNT, default=16, show_default=True, help="How many pictures.")
@click.option("--seed", type=int, default=0, show_default=True, help="Where chance begins.")
@click.option("--grid", is_flag=True, help="All on one sheet.")
@click.option("--label", help="Of which kind, where the training tells kinds apart; default: all in turn.")
@click.option(
    "--sets", is_flag=True, help="So many of each kind in a folder of its own, and labels.csv, to enlarge a data set."
)
@on_device
@as_json
@click.pass_context
def generate(
    ctx: click.Context, folder: Path, out: Path, count: int, seed: int, grid: bool, label: str | None, sets: bool,
    device: str | None, as_json: bool,
) -> int:  # fmt: skip
    """Make pictures with the generator that was trained in RUN."""
    from ganstudio.explore.labelled_set import make_labelled_set
    from ganstudio.explore.latents import generate as make
    from ganstudio.runs.run import Run

    if sets and (grid or label):
        raise click.UsageError(tr("--sets makes folders of all kinds; leave --grid and --label out."), ctx)
    run, catalog, where = Run.open(folder), open_catalog(ctx), device or read_settings(Home()).device

    def events(stop: Flag) -> Iterator[Event]:
        if sets:
            return make_labelled_set(run, catalog, out=out, count=count, seed=seed, device=where, stop=stop)
        return make(run, catalog, out=out, count=count, seed=seed, grid=grid, label=label, device=where, stop=stop)

    return _show_events(events, "Generating", as_json=as_json)


@click.command()
@_run
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The film: a name in .webp, .gif or .mp4.")
@click.option("--seconds", type=click.FloatRange(0.5, 600), default=10.0, show_default=True, help="How long it lasts.")
@click.option("--number", type=_COUNT, help="Only this picture of the sheets, counted row by row.")
@click.option("--caption", is_flag=True, help="With the pictures seen below.")
@as_json
@click.pass_context
def film(
    ctx: click.Context, folder: Path, out: Path, seconds: float, number: int | None, caption: bool, as_json: bool  # noqa: ARG001
) -> int:  # fmt: skip
    """Make a film of the samples of RUN, from the first noise to the last."""
    from ganstudio.explore.timelapse import write_timelapse as make
    from ganstudio.runs.run import Run

    run, which = Run.open(folder), number - 1 if number else None
    return _show_events(
        lambda stop: make(run, out=out, seconds=seconds, number=which, caption=caption, stop=stop),
        "Filming",
        as_json=as_json,
    )


@click.command()
@_run
@click.option("--out", type=click.Path(path_type=Path), help="Default: MODEL_CARD.md in RUN.")
@as_json
@click.pass_context
def card(ctx: click.Context, folder: Path, out: Path | None, as_json: bool) -> int:
    """Write what the training in RUN is, from what it learned and what its limits are; your own part stays."""
    from ganstudio.explore.card import write_card
    from ganstudio.runs.run import Run

    run = Run.open(folder)
    written = write_card(run, open_catalog(ctx), out)
    if as_json:
        print_event(Saved(run.images, str(written)))
    else:
        say(tr("{written}: fill in your name and the licence at its end.", written=written))
    return 0


@click.command()
@_run
@click.option("--out", required=True, type=click.Path(path_type=Path), help="A name in .onnx or .safetensors.")
@as_json
@click.pass_context
def export(ctx: click.Context, folder: Path, out: Path, as_json: bool) -> int:
    """Write the network that was trained in RUN for other programs; an older file of that name is replaced."""
    from ganstudio.explore.export import export_network as write
    from ganstudio.runs.run import Run

    run, catalog = Run.open(folder), open_catalog(ctx)
    return _show_events(lambda stop: write(run, catalog, out=out, stop=stop), "Exporting", as_json=as_json)


def _show_events(events: Callable[[Flag], Iterator[Event]], doing: str, *, as_json: bool) -> int:
    """Let the events happen until Ctrl-C and say what was saved; the exit code."""
    with stop_on_interrupt() as stop, progress(doing, quiet=as_json) as tell:
        for event in events(stop):
            if as_json:
                print_event(event)
            elif isinstance(event, TileDone):
                tell(event.done / event.total, "")
            elif isinstance(event, Saved):
                say(event.path)
        return 130 if stop.is_set() else 0

"""`ganstudio check`: a folder of pictures as a training would see it, and a working copy in which it is put right."""

from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import click

from ganstudio.cli.common import Aspect, as_json, print_json, progress, say, show, stop_on_interrupt
from ganstudio.core.translation import tr, tr_noop, tr_plural

if TYPE_CHECKING:
    from ganstudio.images.dataset.edits import Edits
    from ganstudio.images.dataset.report import DatasetReport, Finding
    from ganstudio.images.dataset.working_copy import WorkCopy

_SHOWN_FILES = 3
_WITH_FIX = {"aspect": tr_noop("is cropped"), "ground": tr_noop("lies on it")}
_MARKS = {"broken": "✗", "warning": "!", "note": "·"}


@click.command()
@click.argument("data", type=click.Path(path_type=Path))
@click.option("--size", type=click.IntRange(8, 4096), default=64, show_default=True, help="The pixels of the training.")
@click.option("--fix", "out", type=click.Path(path_type=Path), metavar="OUT", help="Make a working copy without the faults.")
@click.option("--aspect", type=Aspect(), help="With --fix: crop every picture to this shape, for example 3:2.")
@click.option(
    "--ground", type=click.Choice(["white", "black", "grey", "opposite"]),
    help="With --fix: what transparent pictures are laid on (white); opposite: to the average of what shows.",
)  # fmt: skip
@as_json
def check(data: Path, size: int, out: Path | None, aspect: float | None, ground: str | None, as_json: bool) -> int:
    """Look at the folder DATA: how many pictures, how large, what is wrong with them.

    With --fix a working copy is made in OUT: what cannot be read, is too small or is there twice is left out; the rest is
    upright, in sRGB, on one ground. The originals are not touched.
    """
    _refuse_without_fix(out, aspect=aspect, ground=ground)
    with stop_on_interrupt() as stop:
        found = _examine(data, size, stop, quiet=as_json)
        copy = None
        if found and out:
            copy = _make_copy(found, out, aspect, ground or "white", stop, quiet=as_json)
    if found is None or (out is not None and copy is None):
        say(tr("Stopped; what is done is kept.") if found else tr("Stopped."))
        return 130
    if as_json:
        print_json([_as_json(data, found, copy)])
    else:
        _show_report(found)
        _show_copy(copy)
    return 0


def _refuse_without_fix(out: Path | None, **wanted: object) -> None:
    for option, use in _WITH_FIX.items():
        if wanted[option] is not None and out is None:
            raise click.UsageError(
                tr("--{option} belongs to --fix: it is a working copy that {use}.", option=option, use=tr(use))
            )


def _examine(data: Path, size: int, stop: Event, *, quiet: bool) -> "DatasetReport | None":
    from ganstudio.images.dataset.report import DatasetReport, examine

    with progress(tr("Looking"), quiet=quiet) as tell:
        for seen in examine(data.expanduser().absolute(), size, stop):
            if isinstance(seen, DatasetReport):
                return seen
            tell(seen.done / seen.total, tr("{done:,} of {total:,}", done=seen.done, total=seen.total))
    return None


def _make_copy(
    found: "DatasetReport", out: Path, aspect: float | None, ground: str, stop: Event, *, quiet: bool
) -> "WorkCopy | None":
    from ganstudio.core.events import Skipped
    from ganstudio.images.dataset.working_copy import WorkCopy, make_working_copy

    with progress(tr("Copying"), quiet=quiet) as tell:
        for event in make_working_copy(_make_edits(found, aspect, ground), out, stop):
            if isinstance(event, WorkCopy):
                return event
            if isinstance(event, Skipped):
                say(event.reason)
            else:
                tell(event.done / event.total, tr("{done:,} of {total:,}", done=event.done, total=event.total))
    return None


def _make_edits(found: "DatasetReport", aspect: float | None, ground: str) -> "Edits":
    """The edits that mend all that can be mended without asking."""
    from ganstudio.images.background import ground_colour
    from ganstudio.images.dataset.edits import Edits

    edits = Edits(folder=found.folder, ground=ground_colour(ground, found.files))
    for finding in found.findings:
        if finding.is_automatic:
            edits = edits.with_fix(finding)
    return edits if aspect is None else edits.with_aspect(found.files, aspect)


def _show_report(found: "DatasetReport") -> None:
    show(_summarise(found))
    for finding in found.findings:
        show(f"{_MARKS[finding.severity]} {finding.sentence}")
        for line in _list_files(finding, found):
            show(f"    {line}")


def _list_files(finding: "Finding", found: "DatasetReport") -> list[str]:
    """A few of the files: why one cannot be read, which are the same, else their names."""
    reasons = {each.file: each.reason for each in found.images}
    if finding.name == "broken":
        lines = [reasons[file] for file in finding.files]
    elif finding.groups:
        lines = [" = ".join(_relative_name(file, found) for file in group) for group in finding.groups]
    else:
        lines = [_relative_name(file, found) for file in finding.files]
    more = [tr("and {count:,} more", count=len(lines) - _SHOWN_FILES)] if len(lines) > _SHOWN_FILES else []
    return lines[:_SHOWN_FILES] + more


def _relative_name(file: Path, found: "DatasetReport") -> str:
    from ganstudio.images.reader import display_path

    return display_path(file.relative_to(found.folder))


def _show_copy(copy: "WorkCopy | None") -> None:
    if copy is not None:
        left = tr_plural(", 1 file left out", ", {n} files left out", copy.excluded_count) if copy.excluded_count else ""
        show(
            tr_plural(
                "{folder} has 1 picture now{left}; the originals are as they were.",
                "{folder} has {n} pictures now{left}; the originals are as they were.",
                copy.pictures,
                folder=copy.folder,
                left=left,
            )
        )


def _summarise(found: "DatasetReport") -> str:
    if not found.readable:
        return tr("No pictures that can be read.")
    sides = sorted(min(each.width, each.height) for each in found.readable)
    least, middle, most = sides[0], sides[len(sides) // 2], sides[-1]
    across = (
        tr("all {least} pixels", least=least)
        if least == most
        else tr("{least} to {most} pixels, half of them at least {middle},", least=least, most=most, middle=middle)
    )
    pictures = tr_plural("1 picture", "{n} pictures", len(sides))
    shapes = tr_plural("1 shape", "{n} shapes", found.shapes)
    return tr("{pictures}; {across} on the shorter side; {shapes}.", pictures=pictures, across=across, shapes=shapes)


def _as_json(data: Path, found: "DatasetReport", copy: "WorkCopy | None") -> dict[str, Any]:
    from ganstudio.images.reader import display_path

    sides = [min(each.width, each.height) for each in found.readable]
    return {
        "id": str(data), "title": data.absolute().name, "origin": str(data.absolute()), "pictures": len(sides),
        "shortest_side": min(sides, default=0), "longest_short_side": max(sides, default=0), "shapes": found.shapes,
        "grey": sum(each.grey for each in found.readable),
        "warnings": [finding.sentence for finding in found.findings if finding.severity != "broken"],
        "skipped": [{"path": display_path(each.file), "reason": each.reason} for each in found.images if each.reason],
        "findings": [_finding_json(finding, found) for finding in found.findings],
        "working_copy": copy and {"folder": str(copy.folder), "pictures": copy.pictures, "left_out": copy.excluded_count},
    }  # fmt: skip


def _finding_json(finding: "Finding", found: "DatasetReport") -> dict[str, Any]:
    return {
        "name": finding.name, "severity": finding.severity, "sentence": finding.sentence,
        "files": [_relative_name(file, found) for file in finding.files],
        "groups": [[_relative_name(file, found) for file in group] for group in finding.groups],
    }  # fmt: skip

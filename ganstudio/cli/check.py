"""`ganstudio check`: a folder of pictures as a training would see it, and a working copy in which it is put right."""

from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import click

from ganstudio.cli.common import Aspect, as_json, print_json, progress, say, show, stopping

if TYPE_CHECKING:
    from ganstudio.images.dataset.edits import Edits
    from ganstudio.images.dataset.report import DatasetReport, Finding
    from ganstudio.images.dataset.working_copy import WorkCopy

_SHOWN_FILES = 3
_WITH_FIX = {"aspect": "is cropped", "ground": "lies on it"}
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
    with stopping() as stop:
        found = _examine(data, size, stop, quiet=as_json)
        copy = None
        if found and out:
            copy = _make_copy(found, out, aspect, ground or "white", stop, quiet=as_json)
    if found is None or (out is not None and copy is None):
        say("Stopped; what is done is kept." if found else "Stopped.")
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
            raise click.UsageError(f"--{option} belongs to --fix: it is a working copy that {use}.")


def _examine(data: Path, size: int, stop: Event, *, quiet: bool) -> "DatasetReport | None":
    from ganstudio.images.dataset.report import DatasetReport, examine

    with progress("Looking", quiet=quiet) as tell:
        for seen in examine(data.expanduser().absolute(), size, stop):
            if isinstance(seen, DatasetReport):
                return seen
            tell(seen.done / seen.total, f"{seen.done:,} of {seen.total:,}")
    return None


def _make_copy(
    found: "DatasetReport", out: Path, aspect: float | None, ground: str, stop: Event, *, quiet: bool
) -> "WorkCopy | None":
    from ganstudio.core.events import Skipped
    from ganstudio.images.dataset.working_copy import WorkCopy, make_working_copy

    with progress("Copying", quiet=quiet) as tell:
        for event in make_working_copy(_make_edits(found, aspect, ground), out, stop):
            if isinstance(event, WorkCopy):
                return event
            if isinstance(event, Skipped):
                say(event.reason)
            else:
                tell(event.done / event.total, f"{event.done:,} of {event.total:,}")
    return None


def _make_edits(found: "DatasetReport", aspect: float | None, ground: str) -> "Edits":
    """The edits that mend all that can be mended without asking."""
    from ganstudio.images.background import ground_colour
    from ganstudio.images.dataset.edits import Edits

    edits = Edits(folder=found.folder, ground=ground_colour(ground, found.files))
    for finding in found.found:
        if finding.is_automatic:
            edits = edits.with_fix(finding)
    return edits if aspect is None else edits.with_aspect(found.files, aspect)


def _show_report(found: "DatasetReport") -> None:
    show(_summarise(found))
    for finding in found.found:
        show(f"{_MARKS[finding.severity]} {finding.sentence}")
        for line in _list_files(finding, found):
            show(f"    {line}")


def _list_files(finding: "Finding", found: "DatasetReport") -> list[str]:
    """A few of the files: why one cannot be read, which are the same, else their names."""
    reasons = {each.file: each.reason for each in found.facts}
    if finding.name == "broken":
        lines = [reasons[file] for file in finding.files]
    elif finding.groups:
        lines = [" = ".join(_relative_name(file, found) for file in group) for group in finding.groups]
    else:
        lines = [_relative_name(file, found) for file in finding.files]
    more = [f"and {len(lines) - _SHOWN_FILES:,} more"] if len(lines) > _SHOWN_FILES else []
    return lines[:_SHOWN_FILES] + more


def _relative_name(file: Path, found: "DatasetReport") -> str:
    from ganstudio.images.reader import display_path

    return display_path(file.relative_to(found.folder))


def _show_copy(copy: "WorkCopy | None") -> None:
    if copy is not None:
        left = f", {_count(copy.left_out, 'file')} left out" if copy.left_out else ""
        show(f"{copy.folder} has {_count(copy.pictures, 'picture')} now{left}; the originals are as they were.")


def _summarise(found: "DatasetReport") -> str:
    if not found.readable:
        return "No pictures that can be read."
    sides = sorted(min(each.width, each.height) for each in found.readable)
    least, middle, most = sides[0], sides[len(sides) // 2], sides[-1]
    across = f"all {least} pixels" if least == most else f"{least} to {most} pixels, half of them at least {middle},"
    return f"{_count(len(sides), 'picture')}; {across} on the shorter side; {_count(found.shapes, 'shape')}."


def _as_json(data: Path, found: "DatasetReport", copy: "WorkCopy | None") -> dict[str, Any]:
    from ganstudio.images.reader import display_path

    sides = [min(each.width, each.height) for each in found.readable]
    return {
        "id": str(data), "title": data.absolute().name, "origin": str(data.absolute()), "pictures": len(sides),
        "shortest_side": min(sides, default=0), "longest_short_side": max(sides, default=0), "shapes": found.shapes,
        "grey": sum(each.grey for each in found.readable),
        "warnings": [finding.sentence for finding in found.found if finding.severity != "broken"],
        "skipped": [{"path": display_path(each.file), "reason": each.reason} for each in found.facts if each.reason],
        "findings": [_finding_json(finding, found) for finding in found.found],
        "working_copy": copy and {"folder": str(copy.folder), "pictures": copy.pictures, "left_out": copy.left_out},
    }  # fmt: skip


def _finding_json(finding: "Finding", found: "DatasetReport") -> dict[str, Any]:
    return {
        "name": finding.name, "severity": finding.severity, "sentence": finding.sentence,
        "files": [_relative_name(file, found) for file in finding.files],
        "groups": [[_relative_name(file, found) for file in group] for group in finding.groups],
    }  # fmt: skip


def _count(count: int, what: str) -> str:
    return f"{count:,} {what}" + ("" if count == 1 else "s")

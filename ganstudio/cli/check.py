"""`ganstudio check`: a folder of pictures as a training would see it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ganstudio.cli.common import as_json, print_json

if TYPE_CHECKING:
    from ganstudio.pictures.survey import Survey


@click.command()
@click.argument("data", type=click.Path(path_type=Path))
@as_json
def check(data: Path, as_json: bool) -> None:
    """Look at the folder DATA: how many pictures, how large, which cannot be read."""
    from ganstudio.pictures.survey import survey

    found = survey(data)
    if as_json:
        print_json([_report(data, found)])
        return
    click.echo(_summary(found))
    for warning in found.warnings():
        click.echo(f"! {warning}")
    if found.skipped:
        click.echo(f"{_count(len(found.skipped), 'file')} would be left out:")
    for each in found.skipped:
        click.echo(f"  {each.reason}")


def _summary(found: "Survey") -> str:
    if not found.sizes:
        return "No pictures that can be read."
    sides = sorted(min(size) for size in found.sizes)
    least, middle, most = sides[0], sides[len(sides) // 2], sides[-1]
    across = f"all {least} pixels" if least == most else f"{least} to {most} pixels, half of them at least {middle},"
    return f"{_count(len(found.sizes), 'picture')}; {across} on the shorter side; {_count(found.shapes, 'shape')}."


def _report(data: Path, found: "Survey") -> dict[str, Any]:
    sides = [min(size) for size in found.sizes]
    return {
        "id": str(data), "title": data.absolute().name, "origin": str(data.absolute()), "pictures": len(found.sizes),
        "shortest_side": min(sides, default=0), "longest_short_side": max(sides, default=0), "shapes": found.shapes,
        "grey": found.grey, "warnings": found.warnings(),
        "skipped": [{"path": each.path, "reason": each.reason} for each in found.skipped],
    }  # fmt: skip


def _count(count: int, what: str) -> str:
    return f"{count:,} {what}" + ("" if count == 1 else "s")

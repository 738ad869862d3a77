"""`ganstudio check`: a folder of pictures as a training would see it."""

from collections import Counter
from pathlib import Path

import click

from ganstudio.cli.common import as_json, print_json

_FEW = 100
_SMALL = 64


@click.command()
@click.argument("data", type=click.Path(path_type=Path))
@as_json
def check(data: Path, as_json: bool) -> None:
    """Look at the folder DATA: how many pictures, how large, which cannot be read."""
    from ganstudio.pictures.dataset import survey

    found = survey(data)
    shapes = Counter(found.sizes)
    report = {
        "id": str(data), "title": data.name, "origin": str(data.absolute()), "pictures": len(found.sizes),
        "smallest": min((min(size) for size in found.sizes), default=0),
        "largest": max((max(size) for size in found.sizes), default=0),
        "shapes": len({round(width / height, 2) for width, height in shapes}),
        "skipped": [{"path": each.path, "reason": each.reason} for each in found.skipped],
        "warnings": _warnings(found.sizes),
    }  # fmt: skip
    if as_json:
        print_json([report])
        return
    click.echo(
        f"{report['pictures']} pictures, {report['smallest']} to {report['largest']} pixels, {report['shapes']} shapes."
    )
    for warning in _warnings(found.sizes):
        click.echo(f"! {warning}")
    if found.skipped:
        click.echo(f"{len(found.skipped)} files are left out:")
    for each in found.skipped:
        click.echo(f"  {each.reason}")


def _warnings(sizes: tuple[tuple[int, int], ...]) -> list[str]:
    said = []
    if len(sizes) < _FEW:
        said.append(f"Fewer than {_FEW} pictures: a GAN will soon know them by heart; more pictures make better ones.")
    small = sum(1 for size in sizes if min(size) < _SMALL)
    if small:
        said.append(f"{small} pictures are smaller than {_SMALL} pixels: train them at 32, larger would only be blurred.")
    odd = sum(1 for width, height in sizes if max(width, height) > 2 * min(width, height))
    if odd:
        said.append(f"{odd} pictures are more than twice as long as wide: only their middle square is seen.")
    return said

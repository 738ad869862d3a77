"""`ganstudio plugin`: make a plugin, and check one."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ganstudio.cli.common import as_json, open_catalog, print_json, program_name, quote_argument, show
from ganstudio.core.errors import GanStudioError
from ganstudio.core.settings import Home
from ganstudio.core.translation import tr

if TYPE_CHECKING:
    from ganstudio.testing.plugins import Verdict


@click.group()
def plugin() -> None:
    """Make a plugin, or check one."""


@plugin.command()
@click.argument("name")
@click.option(
    "--to", "folder", type=click.Path(path_type=Path), metavar="DIR", help="Where to make it; default: the drop-in folder."
)
@as_json
@click.pass_context
def new(ctx: click.Context, name: str, folder: Path | None, as_json: bool) -> None:
    """Make a working plugin called NAME: a small style, words about it, a test."""
    from ganstudio.plugins.scaffold import make_names, make_plugin

    called = make_names(name)
    catalog = open_catalog(ctx, quiet=True)
    if called.id in [*catalog.styles, *catalog.architectures] or called.name in [each.name for each in catalog.plugins]:
        raise GanStudioError("There is a “{name}” already; take another name.", name=name)
    place = make_plugin(called, folder or Home().plugins)
    steps = _next_steps(place, called.id)
    if as_json:
        files = sorted(str(path) for path in place.iterdir())
        print_json([{"id": called.id, "title": called.title, "origin": str(place), "files": files, "next": steps}])
        return
    show(tr("{place} is a plugin that works. Make the style in its __init__.py your own, and try it:", place=place))
    for step in steps[:-1]:
        show(f"    {step}")
    move = "" if place.parent == Home().plugins.absolute() else tr("move it to {plugins} and ", plugins=Home().plugins)
    show(
        tr("To have it in the window, {move}trust it, again after each change:", move=move),
        f"    {steps[-1]}",
    )


@plugin.command()
@click.argument("path", type=click.Path(path_type=Path))
@as_json
def check(path: Path, as_json: bool) -> int:
    """Check all that the plugin in PATH (a folder, or a file) brings; it runs without being trusted."""
    from ganstudio.plugins.loader import load_one
    from ganstudio.testing.plugins import check_plugin

    if not path.exists():
        raise GanStudioError("There is no plugin {path}; check its name.", path=path)
    found = []
    for verdict in check_plugin(load_one(path, Home())):
        found.append(verdict)
        if not as_json:
            show(_describe_verdict(verdict))
    if not found:
        raise GanStudioError(
            "There is no plugin in {path}; it is a folder with an __init__.py in it, or a .py file.", path=path
        )
    if as_json:
        print_json([asdict(verdict) | {"passes": verdict.problem is None} for verdict in found])
    return int(any(verdict.problem for verdict in found))


def _describe_verdict(verdict: "Verdict") -> str:
    if verdict.kind == "plugin":
        return str(verdict.problem)
    return f"{verdict.kind} “{verdict.id}”: {verdict.problem or 'passes.'}"


def _next_steps(place: Path, name: str) -> list[str]:
    """What to type next, in this order."""
    started, where = program_name(), quote_argument(place)
    return [
        f"{started} plugin check {where}",
        f"{started} --plugin-dir {where} stylize photo.jpg --style {name} --out result.png",
        f"{started} plugins --trust {place.name}",
    ]

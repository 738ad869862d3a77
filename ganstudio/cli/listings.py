"""Listings: styles, architectures, plugins, runs; none of them imports torch."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ganstudio.api.options import Options, fields
from ganstudio.cli.common import as_json, open_catalog, print_json, print_table, program_name, read_settings, say, show
from ganstudio.core.errors import GanStudioError
from ganstudio.core.settings import Home, change_settings
from ganstudio.core.translation import tr
from ganstudio.plugins.catalog import Catalog

if TYPE_CHECKING:
    from ganstudio.runs.run import Run


@click.command()
@click.argument("name", required=False)
@as_json
@click.pass_context
def styles(ctx: click.Context, name: str | None, as_json: bool) -> None:
    """List the styles, or show the one called NAME with its options."""
    catalog = open_catalog(ctx)
    if name:
        style = catalog.style(name)
        words = [word for some in style.prompt_words.values() for word in some]
        _show_one(style, catalog, as_json=as_json, words=words, strength=style.strength)
    else:
        _show_all(catalog.styles, catalog, as_json=as_json)


@click.command()
@click.argument("name", required=False)
@as_json
@click.pass_context
def architectures(ctx: click.Context, name: str | None, as_json: bool) -> None:
    """List the architectures, or show the one called NAME with its options."""
    catalog = open_catalog(ctx)
    if name:
        found = catalog.architecture(name)
        _show_one(found, catalog, as_json=as_json, paper=found.paper, task=found.task, sizes=list(found.sizes))
    else:
        _show_all(catalog.architectures, catalog, as_json=as_json)


@click.command()
@click.option("--trust", "trusted", metavar="NAME", help="Allow the drop-in plugin NAME, as it is now, to run.")
@click.option("--install", type=click.Path(path_type=Path), metavar="FILE", help="Install a style pack, or a newer one.")
@click.option("--remove", metavar="NAME", help="Remove the style pack NAME.")
@as_json
@click.pass_context
def plugins(ctx: click.Context, trusted: str | None, install: Path | None, remove: str | None, as_json: bool) -> None:
    """List the plugins and style packs: what they bring, what failed and why."""
    from ganstudio.plugins import pack_catalog

    if trusted:
        _trust_plugin(open_catalog(ctx, quiet=True), trusted)
    if install:
        say(
            tr("Installed as “{name}”.", name=pack_catalog.install_pack(install, Home(), open_catalog(ctx, quiet=True)).name)
        )
    if remove:
        pack_catalog.remove_pack(remove, Home())
    catalog = open_catalog(ctx, quiet=True)
    if as_json:
        print_json([_plugin_facts(each) for each in catalog.plugins])
        return
    rows = [(each.name, each.version, each.origin, _plugin_state(each), _list_ids(each)) for each in catalog.plugins]
    print_table((tr("name"), tr("version"), tr("origin"), tr("state"), tr("brings")), rows)
    for each in catalog.plugins:
        if each.error:
            show(each.error)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@as_json
def runs(folder: Path | None, as_json: bool) -> None:
    """List the trainings in FOLDER (by default where the window keeps them)."""
    from ganstudio.runs.run import read_runs

    home = Home()
    if folder and not folder.is_dir():
        raise GanStudioError("There is no folder {folder}; check its name.", folder=folder)
    place = folder or home.runs(read_settings(home))
    found, problems = read_runs(place)
    for problem in problems:
        say(problem)
    if as_json:
        print_json([_run_facts(run) for run in found])
    elif found:
        names = (tr("run"), tr("architecture"), tr("state"), tr("pictures seen"), tr("of"))
        print_table(names, [_run_row(place, _run_facts(run)) for run in found])
    elif not problems:
        say(
            tr(
                "There are no trainings here yet; begin one with: {program} train PICTURES --arch dcgan --run DIR",
                program=program_name(),
            )
        )


def _run_facts(run: "Run") -> dict[str, Any]:
    return {
        "id": str(run.folder), "title": run.folder.name, "origin": run.spec.data, "architecture": run.spec.architecture,
        "state": run.state, "images": run.images, "total": run.spec.images,
    }  # fmt: skip


def _run_row(folder: Path, row: Mapping[str, Any]) -> list[str]:
    place = Path(row["id"])
    inside = place.is_relative_to(folder.absolute()) and place != folder.absolute()
    name = str(folder / place.relative_to(folder.absolute())) if inside else str(folder)
    return [name, row["architecture"], tr(row["state"]), f"{row['images']:,}", f"{row['total']:,}"]


def _show_all(things: Mapping[str, Any], catalog: Catalog, *, as_json: bool) -> None:
    rows = [
        {"id": name, "title": each.title, "origin": catalog.origin(name).name, "summary": each.summary}
        for name, each in things.items()
    ]
    if as_json:
        print_json(rows)
    else:
        columns = ("id", tr("title"), tr("summary"))
        print_table(columns, [(row["id"], tr(row["title"]), tr(row["summary"])) for row in rows])


def _show_one(thing: Any, catalog: Catalog, *, as_json: bool, **facts: str | float | Sequence[object]) -> None:
    about: dict[str, Any] = {"id": thing.id, "title": thing.title, "origin": catalog.origin(thing.id).name}
    about |= {"summary": thing.summary} | facts
    if as_json:
        print_json([about | {"options": _option_facts(thing.Options)}])
        return
    for name, value in about.items():
        show(f"{name:>9}  {', '.join(map(str, value)) if isinstance(value, list) else tr(str(value))}")
    rows = [
        (each["name"], _format_value(each["default"]), _format_range(each), tr(each["help"]))
        for each in _option_facts(thing.Options)
    ]
    print_table((tr("option"), tr("default"), tr("range"), tr("what it does")), rows)


def _option_facts(options: type[Options]) -> list[dict[str, Any]]:
    return [asdict(field) for field in fields(options)]


def _format_range(option: Mapping[str, Any]) -> str:
    """What may be given, in words."""
    if option["kind"] == "switch":
        return "true, false"
    bounds = [_format_value(option[end]) for end in ("least", "most") if option[end] is not None]
    return " ".join(filter(None, [", ".join(option["choices"]) or " … ".join(bounds), tr(option["unit"])]))


def _format_value(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int():
            return f"{value:,}"
        case float():
            return f"{value:g}"
    return str(value)


def _plugin_facts(plugin: Any) -> dict[str, Any]:
    return {
        "id": plugin.name, "title": plugin.summary or plugin.name, "name": plugin.name, "origin": plugin.origin,
        "version": plugin.version, "loaded": plugin.loaded, "trusted": plugin.trusted, "enabled": plugin.enabled,
        "digest": plugin.digest, "error": plugin.error, "styles": plugin.styles, "architectures": plugin.architectures,
    }  # fmt: skip


def _plugin_state(plugin: Any) -> str:
    if plugin.error:
        return tr("failed")
    if not plugin.trusted:
        return tr("not trusted")
    return tr("loaded") if plugin.enabled else tr("switched off")


def _list_ids(plugin: Any) -> str:
    brought = [*plugin.styles, *plugin.architectures]
    return ", ".join(brought[:4]) + (tr(" and {count} more", count=len(brought) - 4) if len(brought) > 4 else "")


def _trust_plugin(catalog: Catalog, name: str) -> None:
    from ganstudio.plugins.trust import find_dropped_plugin, trust

    plugin, home = find_dropped_plugin(catalog, name), Home()
    change_settings(home, lambda settings: trust(settings, plugin))
    content = plugin.digest[:12]
    say(
        tr(
            "“{plugin}” in {origin} may run as it is now ({content}…); if it changes you are asked again.",
            plugin=plugin.name,
            origin=plugin.origin,
            content=content,
        )
    )

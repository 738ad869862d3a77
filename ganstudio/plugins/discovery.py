"""Where plugins lie, and what can be known of them without running them."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType

from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.text import strip_control_characters
from ganstudio.core.translation import tr
from ganstudio.plugins.catalog import Plugin
from ganstudio.plugins.content import SOURCE, read_content
from ganstudio.plugins.description import add_description
from ganstudio.plugins.importer import import_from
from ganstudio.plugins.trust import trust_key

GROUP = "ganstudio"


@dataclass(frozen=True)
class FoundPlugin:
    """A plugin that has not been run yet, and how to run it."""

    plugin: Plugin
    load: Callable[[], ModuleType]


def find_installed() -> list[FoundPlugin]:
    """The plugins that came as packages, the bundled ones first."""
    points = {(point.dist.name if point.dist else "", point.name): point for point in entry_points(group=GROUP)}
    found = [_from_package(point) for point in points.values()]
    return sorted(found, key=lambda each: (each.plugin.origin != "bundled", each.plugin.name))


def find_plugins_in(folder: Path, trusted: Mapping[str, str] | None) -> list[FoundPlugin]:
    """The plugins in a folder: sub-folders with an `__init__.py`, and single files.

    `trusted` are `trust.key`s and hashes; None trusts them all, and then a folder may itself be the plugin.
    """
    folder = folder.absolute()
    if trusted is None and is_plugin(folder):
        return [_from_folder(folder, None)]
    try:
        places = sorted(folder.iterdir())
    except OSError as error:
        return [_report_unreadable(folder, error)]
    return [_from_folder(path, trusted) for path in places if is_plugin(path)]


def is_plugin(path: Path) -> bool:
    """Whether it looks like a plugin; a folder that cannot be read counts, and is reported later."""
    if path.name.startswith((".", "_")):
        return False
    try:
        return os.path.lexists(path / "__init__.py") if path.is_dir() else path.suffix == SOURCE
    except OSError:
        return True


def _report_unreadable(folder: Path, error: OSError) -> FoundPlugin:
    sentence = tr("The plugins in {folder} cannot be read: {reason}.", folder=folder, reason=os_reason(error).lower())
    return _make_broken(Plugin(name=strip_control_characters(folder.name), origin=str(folder)), sentence)


def _make_broken(plugin: Plugin, sentence: str) -> FoundPlugin:
    def load() -> ModuleType:
        raise GanStudioError(sentence)

    return FoundPlugin(replace(plugin, error=sentence), load)


def _from_package(point: EntryPoint) -> FoundPlugin:
    def first_line(name: str) -> str:
        return str(about[name]).partition("\n")[0] if about and name in about else ""

    about = point.dist.metadata if point.dist else None
    if first_line("Name") == "ganstudio":
        return FoundPlugin(Plugin(point.name, "bundled", first_line("Version")), point.load)
    licence = first_line("License-Expression") or first_line("License")
    return FoundPlugin(Plugin(point.name, "installed", first_line("Version"), first_line("Summary"), licence), point.load)


def _from_folder(path: Path, trusted: Mapping[str, str] | None) -> FoundPlugin:
    """What a stranger's files say of themselves, read within limits; whatever they hold, it stays with this plugin."""
    plugin = Plugin(name=strip_control_characters(path.stem if path.suffix == SOURCE else path.name), origin=str(path))
    try:
        content = read_content(path)
        plugin = replace(plugin, digest=content.digest)
        plugin = replace(plugin, trusted=trusted is None or trusted.get(trust_key(plugin)) == content.digest)
        plugin = add_description(plugin, content.sources)
    except GanStudioError as error:
        return _make_broken(plugin, strip_control_characters(str(error)))
    except OSError as error:
        return _make_broken(
            plugin, tr("“{plugin}” cannot be read: {reason}.", plugin=plugin.name, reason=os_reason(error).lower())
        )
    except Exception as error:
        return _make_broken(plugin, tr("“{plugin}” cannot be read: {kind}.", plugin=plugin.name, kind=type(error).__name__))
    return FoundPlugin(plugin, partial(import_from, content))

"""Trust: a drop-in plugin runs only after the user has allowed that very content, in that very folder."""

from pathlib import Path

from ganstudio.core.errors import GanStudioError, unknown
from ganstudio.core.settings import Settings
from ganstudio.plugins.catalog import Catalog, Plugin
from ganstudio.plugins.content import read_content


def digest(path: Path) -> str:
    """The SHA-256 of a plugin's files, by their names in it and their contents; compiled caches do not count.

    GanStudioError where it holds a link, whose content could change behind the back of whoever trusted it.
    """
    return read_content(path).digest


def key(plugin: Plugin) -> str:
    """By what a drop-in plugin is trusted: the name of its folder or file, not what it calls itself."""
    return Path(plugin.origin).name.encode("utf-8", "backslashreplace").decode()


def trust(settings: Settings, plugin: Plugin) -> Settings:
    """Settings in which the plugin's present content may run."""
    return settings.with_changes(trusted=settings.trusted | {key(plugin): plugin.digest})


def find_dropped_plugin(catalog: Catalog, name: str) -> Plugin:
    """The only drop-in plugin whose folder or file has that name, or that calls itself so; a path is always one alone.

    GanStudioError where there is none, or more than one: an impostor is not trusted by mistake.
    """
    waiting = [each for each in catalog.plugins if each.digest and not each.pack]
    found = [each for each in waiting if name in (each.origin, key(each), Path(key(each)).stem, each.name)]
    found = [each for each in found if each.origin == name] or found
    if not found:
        raise unknown("drop-in plugin", name, {key(each) for each in waiting})
    if len(found) > 1:
        places = " or ".join(each.origin for each in found)
        raise GanStudioError(f"There is more than one drop-in plugin called “{name}”; name its folder or file: {places}.")
    return found[0]

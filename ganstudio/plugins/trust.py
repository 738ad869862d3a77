"""Trust: a drop-in plugin runs only after the user has allowed that very content, in that very folder."""

from pathlib import Path

from ganstudio.core.errors import GanStudioError, unknown_name_error
from ganstudio.core.settings import Settings
from ganstudio.plugins.catalog import Catalog, Plugin
from ganstudio.plugins.content import read_content


def digest_of(path: Path) -> str:
    """The SHA-256 of a plugin's files, by their names in it and their contents; compiled caches do not count.

    GanStudioError where it holds a link, whose content could change behind the back of whoever trusted it.
    """
    return read_content(path).digest


def trust_key(plugin: Plugin) -> str:
    """By what a drop-in plugin is trusted: the name of its folder or file, not what it calls itself."""
    return Path(plugin.origin).name.encode("utf-8", "backslashreplace").decode()


def trust(settings: Settings, plugin: Plugin) -> Settings:
    """Settings in which the plugin's present content may run."""
    return settings.with_changes(trusted=settings.trusted | {trust_key(plugin): plugin.digest})


def find_dropped_plugin(catalog: Catalog, name: str) -> Plugin:
    """The only drop-in plugin whose folder or file has that name, or that calls itself so; a path is always one alone.

    GanStudioError where there is none, or more than one: an impostor is not trusted by mistake.
    """
    dropped_in = [each for each in catalog.plugins if each.digest and not each.pack]
    at_path = [each for each in dropped_in if each.origin == name]
    found = at_path or [each for each in dropped_in if name in _names(each)]
    if len(found) == 1:
        return found[0]
    raise _explain_choice(name, dropped_in, found)


def _explain_choice(name: str, dropped_in: list[Plugin], found: list[Plugin]) -> GanStudioError:
    """Why a name does not say which of the drop-in plugins is meant."""
    if not found:
        return unknown_name_error("drop-in plugin", name, {trust_key(each) for each in dropped_in})
    places = " or ".join(each.origin for each in found)
    return GanStudioError(
        "There is more than one drop-in plugin called “{name}”; name its folder or file: {places}.", name=name, places=places
    )


def _names(plugin: Plugin) -> tuple[str, ...]:
    """What a drop-in plugin may be called: the name of its folder or file, with or without suffix, and its own name."""
    return trust_key(plugin), Path(trust_key(plugin)).stem, plugin.name

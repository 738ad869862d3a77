"""The conformance check of whole plugins: a verdict on each style and architecture that they bring."""

import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from typing import Any

from ganstudio.plugins.catalog import Catalog, Plugin
from ganstudio.plugins.messages import explain_error
from ganstudio.testing.architectures import check_architecture
from ganstudio.testing.styles import check_style


@dataclass(frozen=True)
class Verdict:
    """The result of checking a “style”, an “architecture” or a “plugin” as a whole; it passes where there is no problem."""

    kind: str
    id: str
    title: str
    origin: str
    problem: str | None = None


def check_plugin(catalog: Catalog) -> Iterator[Verdict]:
    """A verdict on all that the plugins bring that are not bundled, as each is found; it takes seconds for each."""
    for plugin in catalog.plugins:
        if plugin.origin != "bundled":
            yield from _check_each(plugin, catalog)


def _check_each(plugin: Plugin, catalog: Catalog) -> Iterator[Verdict]:
    problem = plugin.error
    if not (problem or plugin.styles or plugin.architectures):
        problem = f"“{plugin.name}” brings neither a style nor an architecture."
    if problem:
        yield Verdict("plugin", plugin.name, plugin.summary or plugin.name, plugin.origin, problem)
    for name in plugin.styles:
        style = catalog.styles[name]
        yield Verdict("style", name, style.title, plugin.origin, _find_problem(plugin, check_style, style))
    for name in plugin.architectures:
        found = catalog.architectures[name]
        yield Verdict("architecture", name, found.title, plugin.origin, _find_problem(plugin, check_architecture, found))


def _find_problem(plugin: Plugin, check: Callable[[Any], None], offered: Any) -> str | None:
    """What is to be mended, in a sentence; what the plugin prints goes to stderr."""
    try:
        with redirect_stdout(sys.stderr):
            check(offered)
    except (Exception, SystemExit) as error:  # whatever a stranger's code raises is a verdict on it
        said = str(error).partition("\n")[0] if isinstance(error, AssertionError) else ""
        return (said or explain_error(plugin, error)).removeprefix(f"{offered.id}: ").rstrip(".") + "."
    return None

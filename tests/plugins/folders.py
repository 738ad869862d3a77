"""Plugin folders for the tests: one that works, to be broken in many ways."""

from pathlib import Path

from ganstudio.core.settings import Home, Settings
from ganstudio.plugins.catalog import Catalog, Plugin
from ganstudio.plugins.loader import load_catalog

STYLE = '''
from ganstudio.api import Options, Style, hookimpl

ganstudio_api = 2


class Empty(Options):
    """Nothing to choose."""


class Mine(Style[Empty]):
    id = "{name}"
    title = "Mine"
    summary = "Leaves the picture as it is."
    Options = Empty

    def apply(self, tile, options, statistics):
        return tile.pixels.clone()


@hookimpl
def styles():
    return [Mine()]
'''


def source(name: str) -> str:
    return f'"""The plugin {name}."""\n' + STYLE.replace("{name}", name)


def drop_in(folder: Path, name: str, content: str | None = None) -> Path:
    """A plugin folder with that content, by default one that brings a style of its own name."""
    place = folder / name
    place.mkdir(parents=True)
    (place / "__init__.py").write_text(source(name) if content is None else content, encoding="utf-8")
    return place


def load(folder: Path, settings: Settings | None = None, timeout: float = 5.0) -> Catalog:
    """The bundled plugins and those of a folder, which need no trust."""
    return load_catalog(Home(), settings or Settings(), plugin_dirs=[folder], timeout=timeout)


def plugin(catalog: Catalog, name: str) -> Plugin:
    return next(each for each in catalog.plugins if each.name == name)

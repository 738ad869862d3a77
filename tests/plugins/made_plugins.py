"""Plugins written into folders, whole ones and broken ones."""

from pathlib import Path
from textwrap import dedent

HEAD = """
from ganstudio import Options, Style, hookimpl

ganstudio_api = 1


class Plain(Style):
    id, title, summary, Options = "plain", "Plain", "Changes nothing.", Options

    def apply(self, tile, options, statistics):
        return tile.pixels


"""
GOOD = (
    HEAD
    + """
@hookimpl
def styles():
    return [Plain()]
"""
)


def write(folder: Path, name: str, source: str, **files: str) -> Path:
    """A plugin in a folder of its own: its `__init__.py`, and more files by their stems."""
    plugin = folder / name
    plugin.mkdir(parents=True)
    for stem, text in {"__init__": source, **files}.items():
        suffix = "" if "." in stem else ".py"
        (plugin / f"{stem}{suffix}").write_text(dedent(text), encoding="utf-8")
    return plugin


def good(folder: Path, name: str, style: str | None = None) -> Path:
    """A plugin that brings one style, called like itself."""
    return write(folder, name, GOOD.replace('"plain"', repr(style or name)))

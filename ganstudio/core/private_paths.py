"""Texts that leave the machine by the user's hand, without the names of folders, files and people.

Paths become placeholders; of the program's own files and of plugins the end is kept, since it tells where an error was.
"""

import getpass
import os
import platform
import re
import sysconfig
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ganstudio.core.settings import Home, Settings

_QUOTES = {"'": "'", '"': '"', "“": "”", "‘": "’", "«": "»", "`": "`", "<": ">"}
_START = re.compile(
    r"(?P<quote>['\"“‘«`<]?)"
    r"(?P<path>(?:file:/*)(?=[/A-Za-z])|(?<![\w:/.~>-])(?:~?/(?=[^\s/])|//(?=\w))|(?<!\w)(?:[A-Za-z]:[\\/]|\\\\(?=\w)))"
)
_QUOTED_NAME = re.compile(
    r"""(?P<quote>['"“‘«`])(?P<name>[^'"”’»`\n]*?(?P<suffix>\.[A-Za-z][A-Za-z0-9]{1,9}))(?P<end>['"”’»`])"""
)
_SENTENCE = re.compile(r"^(\s*(?:[\w.]+\.)?GanStudioError): .*$", re.MULTILINE)
_CODE = (".py", ".pyx", ".so", ".pyd", ".dll", ".toml", ".ganstyle")  # names that say where an error was
_SHORTEST = 3  # letters of a name that is looked for outside of paths, too
_BARE_NAME = re.compile(
    r"[^\s'\"<>“”‘’]+(\.(?:jpe?g|png|tiff?|webp|hei[cf]|avif|gif|bmp|psd|exr|jxl|dng|nef|cr[23]|arw|mp4|mov|mkv|avi|webm))(?!\w)",
    re.IGNORECASE,
)
_PACKAGES = re.compile(r"^.*[/\\](?:site|dist)-packages(?=[/\\])")


@dataclass(frozen=True)
class Root:
    """A folder that is known: what stands for it, and whether what lies in it may be named."""

    path: str
    placeholder: str
    open: bool = False


def known_roots(home: Home, settings: Settings) -> list[Root]:
    """The folders with a placeholder, the deepest first."""
    package, python = Path(__file__).parents[1], sysconfig.get_paths()
    found = [
        Root(str(package), "<python>/ganstudio", open=True),
        Root(str(package.parent / "plugins"), "<python>/ganstudio_plugins", open=True),  # where it runs from its sources
        *(Root(python[name], "<python>", open=True) for name in ("stdlib", "platstdlib", "purelib", "platlib")),
        *_own_roots(home, settings),
        Root(str(Path.home()), "~"),
    ]
    resolved = [Root(os.path.realpath(root.path), root.placeholder, root.open) for root in found]
    return sorted({*found, *resolved}, key=lambda root: -len(root.path))


def _own_roots(home: Home, settings: Settings) -> Iterator[Root]:
    """The studio's folders; those that the user did not choose lie where they do on every machine, which is no secret."""
    runs, results = home.runs(settings), home.results(settings)
    yield Root(str(runs), "<trainings>" if settings.runs else _usual(runs, "<trainings>"))
    yield Root(str(results), "<pictures>" if settings.results else _usual(results, "<pictures>"))
    for folder in (home.plugins, home.packs, home.logs):
        yield Root(str(folder), _usual(folder, f"<{folder.name}>"), open=True)
    for folder in {home.data, home.cache, home.settings_file.parent}:
        yield Root(str(folder), _usual(folder, "<studio>"))


def _usual(folder: Path, otherwise: str) -> str:
    """A folder as seen from the user's home, where the platform chose it."""
    if "GANSTUDIO_HOME" in os.environ or not folder.is_relative_to(Path.home()):
        return otherwise
    return f"~/{folder.relative_to(Path.home()).as_posix()}"


def hide_private(text: str, roots: list[Root]) -> str:
    """The text with placeholders for paths, names of files, the user and the machine; sentences of the studio are left out.

    Where a path without quotes ends cannot be told, since names hold blanks: rather too much is taken out than too little.
    """
    text = _SENTENCE.sub(r"\1: <sentence>", text)
    lines = (_hide_line(line, roots) for line in text.split("\n"))
    return _hide_names("\n".join(lines))


def _hide_line(line: str, roots: list[Root]) -> str:
    done = ""
    while found := _START.search(line):
        begin = found.start("path")
        end = _end(line, begin, found["quote"])
        done += line[:begin] + shorten(line[begin:end], roots)
        line = line[end:]
    return _BARE_NAME.sub(r"<file>\1", _QUOTED_NAME.sub(_hide_name, done + line))


def _end(line: str, begin: int, quote: str) -> int:
    """Where a path ends: at its closing quote; else before the colon after it, where no path follows; else with the line."""
    if quote and (closing := line.find(_QUOTES[quote], begin)) >= 0:
        return closing
    colon = line.find(": ", begin)
    return colon if colon >= 0 and not re.search(r"[/\\]", line[colon:]) else len(line)


def shorten(path: str, roots: list[Root]) -> str:
    """What stands for a path: a placeholder and, where nothing private lies there, the rest; elsewhere the suffix alone."""
    path = _PACKAGES.sub("<python>", path)
    if path.startswith("<python>"):
        return path.replace("\\", "/")
    folded = os.path.normcase(path)
    for root in roots:
        base = os.path.normcase(root.path).rstrip("\\/")
        if folded == base:
            return root.placeholder
        if folded.startswith((f"{base}/", f"{base}\\")):
            rest = path[len(base) :].replace("\\", "/")
            return f"{root.placeholder}{rest}" if root.open else f"{root.placeholder}/…{_suffix(path)}"
    return f"<path>{_suffix(path)}"


def _suffix(path: str) -> str:
    found = re.search(r"\.[A-Za-z][A-Za-z0-9]{0,9}$", path)
    return found[0] if found else ""


def _hide_name(found: re.Match[str]) -> str:
    if found["suffix"].lower() in _CODE or "<" in found["name"]:
        return found[0]
    return f"{found['quote']}<file>{found['suffix']}{found['end']}"


def _hide_names(text: str) -> str:
    """The text without the names of the user and of the machine."""
    for name, placeholder in _names():
        if len(name) >= _SHORTEST:
            text = re.sub(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])", placeholder, text, flags=re.IGNORECASE)
    return text


def _names() -> Iterator[tuple[str, str]]:
    with suppress(Exception):  # not every machine knows who uses it
        yield getpass.getuser(), "<user>"
    yield Path.home().name, "<user>"
    yield platform.node(), "<machine>"

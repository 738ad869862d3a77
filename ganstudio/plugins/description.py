"""What a plugin that was not run says of itself: its plugin.toml and the first line of its docstring.

Strangers wrote both, so they are read without Python's parser, which an expression of millions of signs would end.
"""

import ast
import tokenize
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any

from ganstudio.core.errors import GanStudioError
from ganstudio.core.text import strip_control_characters
from ganstudio.plugins.catalog import Plugin
from ganstudio.plugins.content import DESCRIPTION

_MOST_ABOUT = 16 * 2**10
_HEAD = 8 * 2**10
_LONGEST = {"name": 60, "version": 40, "summary": 300, "licence": 100}
_BEFORE = (tokenize.ENCODING, tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE)


def add_description(plugin: Plugin, sources: Mapping[str, bytes]) -> Plugin:
    """The plugin with what its plugin.toml says of it, else with the first line of its docstring.

    GanStudioError where the plugin.toml cannot be read.
    """
    said = _read_description(plugin, sources.get(DESCRIPTION, b""))
    told = {
        name: _shorten(said[name], most) for name, most in _LONGEST.items() if isinstance(said.get(name), str | int | float)
    }
    summary = _shorten(read_docstring(sources.get("__init__.py", b"")), _LONGEST["summary"])
    found = {"summary": summary} | {name: words for name, words in told.items() if words or name != "name"}
    return replace(plugin, **found)  # type: ignore[arg-type]


def read_docstring(source: bytes) -> str:
    """The first line of a module's docstring; empty where it has none within its first kilobytes."""
    try:
        for token in tokenize.tokenize(BytesIO(source[:_HEAD]).readline):
            if token.type == tokenize.STRING:
                words = ast.literal_eval(token.string)  # one string, of a few kilobytes at most
                return words.strip().partition("\n")[0] if isinstance(words, str) else ""
            if token.type not in _BEFORE:
                return ""
    except (tokenize.TokenError, SyntaxError, ValueError, LookupError, TypeError):
        return ""
    return ""


def _read_description(plugin: Plugin, content: bytes) -> dict[str, Any]:
    if len(content) > _MOST_ABOUT:
        raise GanStudioError(
            "The plugin.toml of “{plugin}” is longer than {most} kB.", plugin=plugin.name, most=_MOST_ABOUT >> 10
        )
    try:
        return tomllib.loads(content.decode())
    except RecursionError as error:
        raise GanStudioError("The plugin.toml of “{plugin}” is nested too deeply.", plugin=plugin.name) from error
    except ValueError as error:  # of its syntax, its letters, or a number that is too long
        reason = str(error).partition("\n")[0]
        raise GanStudioError(
            "The plugin.toml of “{plugin}” cannot be read: {reason}.", plugin=plugin.name, reason=reason
        ) from error


def _shorten(words: object, most: int) -> str:
    text = strip_control_characters(str(words)).strip()
    return text if len(text) <= most else f"{text[: most - 1]}…"

"""What is said of a plugin that failed: one sentence for the user, the traceback for its author."""

import traceback
from pathlib import Path

from ganstudio.core.errors import GanStudioError
from ganstudio.core.text import strip_control_characters
from ganstudio.plugins.catalog import Plugin
from ganstudio.plugins.importer import PREFIX


def sentence(plugin: Plugin, error: BaseException) -> str:
    """Why the plugin could not be loaded, and where in it."""
    return strip_control_characters(f"“{plugin.name}” could not be loaded: {reason(plugin, error)}.")


def report(error: BaseException) -> str:
    """The traceback."""
    return "".join(traceback.format_exception(error))


def reason(plugin: Plugin, error: BaseException) -> str:
    """What went wrong, as the end of a sentence without its full stop."""
    if isinstance(error, GanStudioError):
        return str(error).rstrip(".?!")
    if isinstance(error, SystemExit):
        return "it tried to end the program, which a plugin must not"
    if isinstance(error, SyntaxError):
        return f"{Path(error.filename or '').name}, line {error.lineno}, is not valid Python ({error.msg})"
    if isinstance(error, ModuleNotFoundError) and error.name and error.name.startswith(PREFIX):
        return f"it imports “{error.name.partition('.')[2]}”, which is not among its files"
    if isinstance(error, ModuleNotFoundError) and error.name and not error.name.startswith("ganstudio"):
        return f"it needs the Python package “{error.name.partition('.')[0]}”, which is not installed"
    words = str(error).strip().partition("\n")[0].rstrip(".")
    return f"{type(error).__name__}{_place(plugin, error)}" + (f" ({words})" if words else "")


def _place(plugin: Plugin, error: BaseException) -> str:
    """The last line of the plugin's own that was run."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [
        frame for frame in frames if plugin.origin in ("installed", "bundled") or frame.filename.startswith(plugin.origin)
    ]
    return f" in {Path(own[-1].filename).name}, line {own[-1].lineno}" if own else ""

"""Messages about a plugin that failed: one sentence for the user, the traceback for its author."""

import traceback
from pathlib import Path

from ganstudio.core.errors import GanStudioError
from ganstudio.core.text import strip_control_characters
from ganstudio.core.translation import tr
from ganstudio.plugins.catalog import Plugin
from ganstudio.plugins.importer import PREFIX


def explain_failure(plugin: Plugin, error: BaseException) -> str:
    """Why the plugin could not be loaded, and where in it."""
    return strip_control_characters(
        tr(
            "“{plugin}” could not be loaded: {reason}.",
            plugin=plugin.name,
            reason=explain_error(plugin, error),
        )
    )


def format_traceback(error: BaseException) -> str:
    """The traceback."""
    return "".join(traceback.format_exception(error))


def explain_error(plugin: Plugin, error: BaseException) -> str:
    """What went wrong, as the end of a sentence without its full stop."""
    match error:
        case GanStudioError():
            return str(error).rstrip(".?!")
        case SystemExit():
            return tr("it tried to end the program, which a plugin must not")
        case SyntaxError():
            return tr(
                "{name}, line {line}, is not valid Python ({msg})",
                name=Path(error.filename or "").name,
                line=error.lineno,
                msg=error.msg,
            )
        case ModuleNotFoundError(name=str(name)) if name.startswith(PREFIX):
            return tr("it imports “{name}”, which is not among its files", name=name.partition(".")[2])
        case ModuleNotFoundError(name=str(name)) if name and not name.startswith("ganstudio"):
            return tr("it needs the Python package “{name}”, which is not installed", name=name.partition(".")[0])
    words = str(error).strip().partition("\n")[0].rstrip(".")
    return f"{type(error).__name__}{_find_own_line(plugin, error)}" + (f" ({words})" if words else "")


def _find_own_line(plugin: Plugin, error: BaseException) -> str:
    """The last line of the plugin's own that was run."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [
        frame for frame in frames if plugin.origin in ("installed", "bundled") or frame.filename.startswith(plugin.origin)
    ]
    return tr(" in {name}, line {line}", name=Path(own[-1].filename).name, line=own[-1].lineno) if own else ""

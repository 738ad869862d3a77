"""A new plugin folder that works as it is, out of the templates in the resources."""

import sys
from dataclasses import asdict, dataclass
from importlib.resources import files
from keyword import iskeyword
from pathlib import Path
from string import Template

from ganstudio.core.errors import GanStudioError, os_reason

_TEMPLATES = {"__init__.py": "__init__.py.txt", "plugin.toml": "plugin.toml.txt", "test_{}.py": "test_plugin.py.txt"}


@dataclass(frozen=True)
class PluginNames:
    """What a new plugin is called: its folder, the id of its style, the style's class, and what people read."""

    name: str
    id: str
    class_name: str
    title: str


def make_names(given: str) -> PluginNames:
    """The names that follow from the given one; GanStudioError where Python could not import such a plugin."""
    name = given.strip().replace("-", "_").replace(" ", "_")
    if not (name.isidentifier() and name.isascii() and name[0] != "_"):
        raise GanStudioError(
            "A plugin cannot be called “{given}”; take the letters a to z, figures and hyphens, and begin with a letter.",
            given=given,
        )
    if iskeyword(name) or name in sys.stdlib_module_names:
        raise GanStudioError(
            "A plugin cannot be called “{given}”, for that word is Python's own; take another one.", given=given
        )
    words = [word for word in name.split("_") if word]
    class_name = "".join(word[0].upper() + word[1:] for word in words)
    title = " ".join(words)
    return PluginNames(name, "-".join(words).lower(), class_name, title[0].upper() + title[1:])


def make_plugin(called: PluginNames, folder: Path) -> Path:
    """A plugin with one small style in a new folder inside of `folder`; GanStudioError where there is one already."""
    place = folder.absolute() / called.name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        place.mkdir()
        for name, template in _TEMPLATES.items():
            text = (files("ganstudio.resources") / "plugin_template" / template).read_text(encoding="utf-8")
            (place / name.format(called.name)).write_text(Template(text).substitute(asdict(called)), encoding="utf-8")
    except FileExistsError as error:
        raise GanStudioError(
            "{filename} is there already; take another name or another folder.", filename=error.filename
        ) from error
    except OSError as error:
        raise GanStudioError(
            "The plugin could not be written to {place}: {reason}.", place=place, reason=os_reason(error)
        ) from error
    return place

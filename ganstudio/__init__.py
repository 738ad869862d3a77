"""GAN Studio: the public names for plugin authors, imported when they are first used."""

import os
import sys


def _leave_out_current_folder() -> None:
    """Started as `python -m ganstudio`, Python files of the folder that one happens to be in are not run."""
    try:
        here = os.getcwd()  # noqa: PTH109  (pathlib is not imported yet, and could come from that very folder)
    except OSError:  # the folder was deleted
        return
    if sys.argv[:1] == ["-m"] and not sys.flags.safe_path and sys.path[:1] == [here]:
        del sys.path[0]


_leave_out_current_folder()

from ganstudio.telemetry import disable_telemetry  # noqa: E402

disable_telemetry()  # before anything else is imported

from ganstudio.openmp import set_brief_spinning  # noqa: E402

set_brief_spinning()

from importlib import import_module  # noqa: E402
from typing import TYPE_CHECKING, Any  # noqa: E402

if TYPE_CHECKING:
    from ganstudio.architecture import Architecture, Batch, Growing, Needed, Optimisation, Players, Seen
    from ganstudio.colour_transfer import COLOURS, GRAIN, RECOLOUR_REACH, colour_table, palette, recolour
    from ganstudio.errors import GanStudioError
    from ganstudio.game import Game, GameOptions, Rules, SeenOptions
    from ganstudio.objectives import OBJECTIVES, NonSaturating, Objective, Relativistic, Smoothed, WassersteinGP, score
    from ganstudio.options import Options, length, option
    from ganstudio.perceptual import find_vgg16
    from ganstudio.pictures.picture import Picture, open_picture
    from ganstudio.plan import Plan, Stage
    from ganstudio.plugins.hookspecs import API, hookimpl
    from ganstudio.style import Statistics, Style, Tile, View

__version__ = "0.1.0"

_HOMES = {
    "architecture": ("Architecture", "Batch", "Growing", "Needed", "Optimisation", "Players", "Seen"),
    "colour_transfer": ("COLOURS", "GRAIN", "RECOLOUR_REACH", "colour_table", "palette", "recolour"),
    "errors": ("GanStudioError",),
    "game": ("Game", "GameOptions", "Rules", "SeenOptions"),
    "objectives": (
        "OBJECTIVES",
        "NonSaturating",
        "Objective",
        "Relativistic",
        "Smoothed",
        "WassersteinGP",
        "score",
    ),
    "options": ("Options", "length", "option"),
    "perceptual": ("find_vgg16",),
    "pictures.picture": ("Picture", "open_picture"),
    "plan": ("Plan", "Stage"),
    "plugins.hookspecs": ("API", "hookimpl"),
    "style": ("Statistics", "Style", "Tile", "View"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "API",
    "COLOURS",
    "GRAIN",
    "OBJECTIVES",
    "RECOLOUR_REACH",
    "Architecture",
    "Batch",
    "Game",
    "GameOptions",
    "GanStudioError",
    "Growing",
    "Needed",
    "NonSaturating",
    "Objective",
    "Optimisation",
    "Options",
    "Picture",
    "Plan",
    "Players",
    "Relativistic",
    "Rules",
    "Seen",
    "SeenOptions",
    "Smoothed",
    "Stage",
    "Statistics",
    "Style",
    "Tile",
    "View",
    "WassersteinGP",
    "colour_table",
    "find_vgg16",
    "hookimpl",
    "length",
    "open_picture",
    "option",
    "palette",
    "recolour",
    "score",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'ganstudio' has no attribute {name!r}")
    return getattr(import_module(f"ganstudio.{_HOME_OF[name]}"), name)

"""How a picture was saved last, format by format: kept in the settings, so that the next time begins there."""

from typing import TYPE_CHECKING

from ganstudio.core.settings import Settings

if TYPE_CHECKING:
    from ganstudio.images.writer import SaveOptions
    from ganstudio.stylize.picture_job import Saving

_SAME = {".jpeg": ".jpg", ".tiff": ".tif"}
LOSSLESS = "lossless"


def options_for(settings: Settings, suffix: str) -> "SaveOptions":
    """How pictures of that suffix were saved last; what the settings say wrongly is passed over."""
    from ganstudio.images.writer import USUAL, SaveOptions

    words = settings.formats.get(_name(suffix), "").split()
    quality = next((int(word) for word in words if word.isdecimal() and 1 <= int(word) <= 100), USUAL.quality)
    return SaveOptions(quality, "420" if "4:2:0" in words else "444", LOSSLESS in words, settings.gps)


def saving_for(settings: Settings, suffix: str) -> "Saving":
    """The same, with or without the recipe."""
    from ganstudio.stylize.picture_job import Saving

    return Saving(options_for(settings, suffix), settings.recipes)


def remember_saving(settings: Settings, suffix: str, saving: "Saving") -> dict[str, object]:
    """The changes of the settings that keep how a picture was just saved."""
    options = saving.options
    words = [str(options.quality), "4:2:0" if options.chroma == "420" else "4:4:4", *([LOSSLESS] * options.lossless)]
    formats = settings.formats | {_name(suffix): " ".join(words)}
    return {"format": _of(suffix), "formats": formats, "gps": options.gps, "recipes": saving.recipes}


def _of(suffix: str) -> str:
    return _SAME.get(suffix.lower(), suffix.lower())


def _name(suffix: str) -> str:
    return _of(suffix).lstrip(".")

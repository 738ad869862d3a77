"""How a picture was saved last, format by format: kept in the settings, so that the next time begins there."""

from typing import TYPE_CHECKING

from ganstudio.core.settings import Settings

if TYPE_CHECKING:
    from ganstudio.images.output import Output, Sharpening
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

    return Saving(options_for(settings, suffix), settings.recipes, output_for(settings, suffix))


def output_for(settings: Settings, suffix: str) -> "Output":
    """How large and how sharp pictures of that suffix were saved last; what the settings say wrongly is passed over."""
    from ganstudio.images.output import LARGEST, MOST_DPI, Output

    words = settings.formats.get(_name(suffix), "").split()
    sharpening: Sharpening = "screen" if "screen" in words else "print" if "print" in words else "none"
    return Output(_figure(words, "px", LARGEST), sharpening, _figure(words, "dpi", MOST_DPI))


def _figure(words: list[str], unit: str, most: int) -> int:
    """The whole number that stands before a unit, 0 where none does."""
    figures = (word.removesuffix(unit) for word in words if word.endswith(unit))
    return next((int(figure) for figure in figures if figure.isdecimal() and int(figure) <= most), 0)


def remember_saving(settings: Settings, suffix: str, saving: "Saving") -> dict[str, object]:
    """The changes of the settings that keep how a picture was just saved."""
    options = saving.options
    words = [str(options.quality), "4:2:0" if options.chroma == "420" else "4:4:4", *([LOSSLESS] * options.lossless)]
    output = saving.output
    words += [f"{output.longest}px"] * bool(output.longest) + [output.sharpening] * (output.sharpening != "none")
    words += [f"{output.dpi:.0f}dpi"] * bool(output.dpi)
    formats = settings.formats | {_name(suffix): " ".join(words)}
    return {"format": _of(suffix), "formats": formats, "gps": options.gps, "recipes": saving.recipes}


def _of(suffix: str) -> str:
    return _SAME.get(suffix.lower(), suffix.lower())


def _name(suffix: str) -> str:
    return _of(suffix).lstrip(".")

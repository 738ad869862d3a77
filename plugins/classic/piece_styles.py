"""Styles that are put together of pieces: their names and options; each is made in the module of its id."""

from typing import Literal

from ganstudio.api import Options, length, option

from .module_style import MeasuringStyle


class MosaicOptions(Options):
    """What can be set of a mosaic."""

    stone: float = length(9.0, "How large the stones are.", least=4.0, most=60.0)
    follow: float = option(0.4, "How far stones are cut to the forms, from square to broken.", least=0.0, most=1.0)
    grout: float = option(0.5, "How wide the joints are.", least=0.0, most=1.0)
    variety: float = option(0.5, "How much stones differ in shade and lie.", least=0.0, most=1.0)
    relief: float = option(0.5, "How much each stone catches the light.", least=0.0, most=1.0)


class Mosaic(MeasuringStyle[MosaicOptions]):
    """Mosaic."""

    id = "mosaic"
    title = "Mosaic"
    summary = "Cut stones in mortar, laid in rows along the forms."
    tags = ("pieces",)
    prompt_words = {"en": ("mosaic", "tiles", "tesserae"), "zh": ("马赛克", "镶嵌画")}
    Options = MosaicOptions


class GlassOptions(Options):
    """What can be set of stained glass."""

    cell: float = length(36.0, "How large the pieces of glass are.", least=12.0, most=120.0)
    lead: float = length(3.5, "How broad the lead between them is.", least=1.5, most=12.0)
    follow: float = option(0.6, "How far pieces are cut to the forms, or else to a plain net.", least=0.0, most=1.0)
    glow: float = option(0.5, "How much light falls through the middle of each piece.", least=0.0, most=1.0)
    paint: float = option(0.5, "How much is drawn on the glass in dark paint.", least=0.0, most=1.0)
    vividness: float = option(0.5, "How full the colours of the glass are.", least=0.0, most=1.0)


class Glass(MeasuringStyle[GlassOptions]):
    """Stained glass."""

    id = "glass"
    title = "Stained glass"
    summary = "Pieces of glowing glass in lead, cut along the forms."
    tags = ("pieces",)
    prompt_words = {
        "en": ("glass", "stained glass", "church window", "cathedral glass"),
        "zh": ("彩色玻璃", "彩绘玻璃", "玻璃画"),
    }
    Options = GlassOptions


class PixelsOptions(Options):
    """What can be set of pixel art."""

    block: float = length(8.0, "How large a block is.", least=2.0, most=40.0)
    palette: Literal["from the picture", "sixteen colours", "handheld green", "sunset", "black and white"] = option(
        "from the picture", "The colours that there are."
    )
    colours: int = option(16, "How many colours are taken from the picture.", least=2, most=32)
    dither: float = option(0.5, "How far two colours take turns, to mix a third one in the eye.", least=0.0, most=1.0)
    crispness: float = option(0.6, "How much each block is set off from its neighbours.", least=0.0, most=2.0)


class Pixels(MeasuringStyle[PixelsOptions]):
    """Pixel art."""

    id = "pixels"
    title = "Pixel art"
    summary = "Square blocks in a palette of few colours, as in the games of old."
    tags = ("pieces",)
    prompt_words = {"en": ("pixels", "pixel art", "8-bit", "retro game"), "zh": ("像素", "像素画", "复古游戏")}
    Options = PixelsOptions
    video_statistics = ("palette", "low", "high")

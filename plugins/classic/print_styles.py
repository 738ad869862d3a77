"""Styles that are printed in dots: their names and options; each is printed in the module of its id."""

from typing import ClassVar, Literal, Self

from ganstudio.api import Options, length, option

from .module_style import MeasuringStyle, ModuleStyle


class PrintOptions(Options):
    """What can be set of a style that is printed in dots: how fine they are on paper, in print's own terms."""

    pitch: ClassVar[str] = "dot"
    dots_per_inch: float = option(
        0.0, "How many dots there are to an inch of the print; 0 takes their distance as set.", least=0.0, most=300.0
    )
    print_side: float = option(30.0, "How long the longer side of the print is.", least=2.0, most=500.0, unit="cm")

    def in_pixels(self, longer_side: int) -> Self:
        """As for other options; the dots are as far apart as the print asks for, where it asks."""
        sized = super().in_pixels(longer_side)
        if not self.dots_per_inch:
            return sized
        return sized.model_copy(update={self.pitch: longer_side * 2.54 / (self.print_side * self.dots_per_inch)})


class HalftoneOptions(PrintOptions):
    """What can be set of a halftone print."""

    dot: float = length(5.5, "How far the dots are apart.", least=2.0, most=30.0)
    inks: Literal["four colours", "black", "blue", "sepia"] = option("four colours", "The inks in the press.")
    shape: Literal["dot", "line"] = option("dot", "What the screen is made of.")
    angle: float = option(0.0, "How far all screens are turned.", least=-45.0, most=45.0, unit="°")
    detail: float = option(0.6, "From round, even dots to dots that are cut by the forms.", least=0.0, most=1.0)


class Halftone(ModuleStyle[HalftoneOptions]):
    """Halftone print."""

    id = "halftone"
    title = "Halftone"
    summary = "Dots of cyan, magenta, yellow and black, as on a poster or in an old comic book."
    tags = ("print",)
    prompt_words = {"en": ("halftone", "print", "dots", "pop art", "comic print"), "zh": ("半调", "网点", "波普")}
    Options = HalftoneOptions


class ComicOptions(PrintOptions):
    """What can be set of a comic."""

    line: float = length(2.4, "How broad the brush is that draws the lines.", least=0.8, most=8.0)
    blacks: float = option(0.3, "How much of the dark is filled with solid black.", least=0.0, most=1.0)
    colours: int = option(16, "How many flat colours there are.", least=3, most=32)
    calm: float = length(5.0, "How large the flat areas are.", least=1.0, most=16.0)
    dot: float = length(8.0, "How far the dots in the shadows are apart.", least=2.0, most=24.0)
    shadow: float = option(0.5, "How far the dots reach out of the dark; the lights have none.", least=0.0, most=1.0)
    vividness: float = option(0.6, "How bright the colours are.", least=-1.0, most=1.0)


class Comic(MeasuringStyle[ComicOptions]):
    """Comic."""

    id = "comic"
    title = "Comic"
    summary = "Flat colours, swelling black lines, and dots in the shadows."
    tags = ("drawing", "print")
    prompt_words = {"en": ("comic", "comic book", "graphic novel", "Ben-Day"), "zh": ("漫画", "连环画", "美漫")}
    Options = ComicOptions
    video_statistics = ("seen", "printed")


class RisoOptions(PrintOptions):
    """What can be set of a risograph print."""

    pitch = "grain"
    inks: Literal[
        "to suit the picture",
        "pink and blue",
        "red and teal",
        "orange and navy",
        "sunflower and purple",
        "yellow, pink and blue",
        "mint, coral and black",
    ] = option("to suit the picture", "The inks in the drums; to suit it, pink and blue, and yellow where hues are many.")
    grain: float = length(1.6, "How coarse the specks of ink are.", least=0.8, most=10.0)
    slip: float = length(1.5, "How far the inks are out of register.", least=0.0, most=12.0)
    contrast: float = option(0.2, "How steep the tones are.", least=-0.5, most=1.0)
    texture: float = option(0.5, "How much the paper and uneven ink show.", least=0.0, most=1.0)


class Riso(MeasuringStyle[RisoOptions]):
    """Risograph."""

    id = "riso"
    title = "Risograph"
    summary = "Two or three spot inks in grainy screens, a little out of register."
    tags = ("print",)
    prompt_words = {"en": ("riso", "risograph", "spot colour", "zine"), "zh": ("孔版印刷", "理想印刷", "孔版")}
    Options = RisoOptions
    video_statistics = ("inks",)

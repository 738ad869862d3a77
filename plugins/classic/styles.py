"""The classic styles: what each is called, what can be set of it. The painting itself is in the module of the same name."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self, TypeVar

from ganstudio.api import Options, Statistics, Style, Tile, View, length, option

if TYPE_CHECKING:
    from torch import Tensor

O = TypeVar("O", bound=Options)  # noqa: E741


class Painted(Style[O]):
    """A style whose margin and pixels come from the module named like its id, so that a listing needs no torch."""

    def margin(self, options: O) -> int:
        """How far the module's filters read."""
        reach: int = self._module().margin(options)
        return reach

    def apply(self, tile: Tile, options: O, statistics: Statistics) -> "Tensor":
        """The tile as the module paints it."""
        painted: Tensor = self._module().paint(tile, options, statistics)
        return painted

    def _module(self) -> Any:
        return import_module(f".{self.id}", __package__)


class OilOptions(Options):
    """What can be set of oil paint."""

    stroke: float = length(8.0, "How broad the brush is.", least=2.0, most=16.0)
    detail: float = option(0.6, "How far the brush gets finer where there is much to see.", least=0.0, most=1.0)
    impasto: float = option(0.5, "How thickly the paint lies: ridges that catch the light.", least=0.0, most=1.0)
    canvas: float = option(0.15, "How much of the weave shows through.", least=0.0, most=1.0)
    richness: float = option(0.5, "How full the colours are, from muted to glowing.", least=0.0, most=1.0)


class Oil(Painted[OilOptions]):
    """Oil paint."""

    id = "oil"
    title = "Oil paint"
    summary = "Broad strokes that follow the forms, thick paint in the light."
    words = {"en": ("oil", "oil paint", "oil painting", "impasto"), "zh": ("油画", "油彩")}
    Options = OilOptions

    def measure(self, view: View, options: OilOptions) -> Statistics:
        """Which way the brush goes, and where much happens."""
        measured: Statistics = self._module().measure(view, options)
        return measured


class CartoonOptions(Options):
    """What can be set of a cartoon."""

    line: float = length(2.2, "How thick the ink lines are.", least=0.8, most=6.0)
    ink: float = option(0.5, "How many lines are drawn, from the outlines alone to every crease.", least=0.0, most=1.0)
    smoothness: float = length(6.0, "How large the flat areas are.", least=1.0, most=16.0)
    tones: int = option(7, "How many steps there are between black and white.", least=2, most=16)
    vividness: float = option(0.55, "How bright the colours are.", least=-1.0, most=1.0)


class Cartoon(Painted[CartoonOptions]):
    """Cartoon."""

    id = "cartoon"
    title = "Cartoon"
    summary = "Flat, bright areas and confident ink lines."
    words = {"en": ("cartoon", "toon", "cel shading"), "zh": ("卡通", "动漫", "动画")}
    Options = CartoonOptions

    def measure(self, view: View, options: CartoonOptions) -> Statistics:
        """Where texture is."""
        measured: Statistics = self._module().measure(view, options)
        return measured


class PencilOptions(Options):
    """What can be set of a pencil drawing."""

    line: float = length(1.8, "How blunt the pencil is.", least=0.8, most=5.0)
    detail: float = option(0.5, "How much is drawn, from the outlines alone to every crease.", least=0.0, most=1.0)
    shading: float = option(0.7, "How much is shaded with hatches, from bare line to full tone.", least=0.0, most=1.0)
    colour: float = option(0.0, "From graphite to coloured pencils.", least=0.0, most=1.0)


class Pencil(Painted[PencilOptions]):
    """Pencil drawing."""

    id = "pencil"
    title = "Pencil"
    summary = "Graphite lines and hatching on toothed paper."
    words = {"en": ("pencil", "drawing", "sketch", "graphite"), "zh": ("铅笔", "素描", "铅笔画")}
    Options = PencilOptions
    video_statistics = ("low", "high", "gamma")

    def measure(self, view: View, options: PencilOptions) -> Statistics:
        """The picture's darks and lights, forms and lines."""
        measured: Statistics = self._module().measure(view, options)
        return measured


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


class Halftone(Painted[HalftoneOptions]):
    """Halftone print."""

    id = "halftone"
    title = "Halftone"
    summary = "Dots of cyan, magenta, yellow and black, as on a poster or in an old comic book."
    words = {"en": ("halftone", "print", "dots", "pop art", "comic print"), "zh": ("半调", "网点", "波普")}
    Options = HalftoneOptions


class WatercolourOptions(Options):
    """What can be set of a watercolour."""

    wash: float = length(7.0, "How broad the washes are.", least=2.0, most=16.0)
    bleeding: float = option(0.35, "How much runs into each other, wet in wet.", least=0.0, most=1.0)
    rims: float = option(0.6, "How dark pigment gathers at the rims of a wash.", least=0.0, most=1.0)
    grain: float = option(0.5, "How rough the paper is, and how pigment settles in it.", least=0.0, most=1.0)
    drawing: float = option(0.35, "How much of a pencil drawing shows under the colour.", least=0.0, most=1.0)


class Watercolour(Painted[WatercolourOptions]):
    """Watercolour."""

    id = "watercolour"
    title = "Watercolour"
    summary = "Clear washes that run and dry with dark rims, on rough paper."
    words = {"en": ("watercolour", "watercolor", "aquarelle", "wash"), "zh": ("水彩", "水彩画")}
    Options = WatercolourOptions
    video_statistics = ("low", "high", "gamma")

    def measure(self, view: View, options: WatercolourOptions) -> Statistics:
        """The washes."""
        measured: Statistics = self._module().measure(view, options)
        return measured


class MosaicOptions(Options):
    """What can be set of a mosaic."""

    stone: float = length(9.0, "How large the stones are.", least=4.0, most=60.0)
    follow: float = option(0.4, "How far stones are cut to the forms, from square to broken.", least=0.0, most=1.0)
    grout: float = option(0.5, "How wide the joints are.", least=0.0, most=1.0)
    variety: float = option(0.5, "How much stones differ in shade and lie.", least=0.0, most=1.0)
    relief: float = option(0.5, "How much each stone catches the light.", least=0.0, most=1.0)


class Mosaic(Painted[MosaicOptions]):
    """Mosaic."""

    id = "mosaic"
    title = "Mosaic"
    summary = "Cut stones in mortar, laid in rows along the forms."
    words = {"en": ("mosaic", "tiles", "tesserae"), "zh": ("马赛克", "镶嵌画")}
    Options = MosaicOptions

    def measure(self, view: View, options: MosaicOptions) -> Statistics:
        """Where the stones lie."""
        measured: Statistics = self._module().measure(view, options)
        return measured


class PointillismOptions(Options):
    """What can be set of pointillism."""

    dot: float = length(5.0, "How large the dots are.", least=2.0, most=24.0)
    division: float = option(0.5, "How far colours are split into dots that only the eye mixes.", least=0.0, most=1.0)
    density: float = option(0.8, "How closely the dots lie.", least=0.0, most=1.0)
    relief: float = option(0.4, "How thick each dot of paint is.", least=0.0, most=1.0)


class Pointillism(Painted[PointillismOptions]):
    """Pointillism."""

    id = "pointillism"
    title = "Pointillism"
    summary = "Dots of pure colour that mix in the eye."
    words = {"en": ("pointillism", "pointillist", "divisionism", "Seurat"), "zh": ("点彩", "点彩派")}
    Options = PointillismOptions

    def measure(self, view: View, options: PointillismOptions) -> Statistics:
        """Where much happens."""
        measured: Statistics = self._module().measure(view, options)
        return measured


class PixelsOptions(Options):
    """What can be set of pixel art."""

    block: float = length(8.0, "How large a block is.", least=2.0, most=40.0)
    palette: Literal["from the picture", "sixteen colours", "handheld green", "sunset", "black and white"] = option(
        "from the picture", "The colours that there are."
    )
    colours: int = option(16, "How many colours are taken from the picture.", least=2, most=32)
    dither: float = option(0.5, "How far two colours take turns, to mix a third one in the eye.", least=0.0, most=1.0)
    crispness: float = option(0.6, "How much each block is set off from its neighbours.", least=0.0, most=2.0)


class Pixels(Painted[PixelsOptions]):
    """Pixel art."""

    id = "pixels"
    title = "Pixel art"
    summary = "Square blocks in a palette of few colours, as in the games of old."
    words = {"en": ("pixels", "pixel art", "8-bit", "retro game"), "zh": ("像素", "像素画", "复古游戏")}
    Options = PixelsOptions
    video_statistics = ("palette", "low", "high")

    def measure(self, view: View, options: PixelsOptions) -> Statistics:
        """The colours that are painted with."""
        measured: Statistics = self._module().measure(view, options)
        return measured


class ComicOptions(PrintOptions):
    """What can be set of a comic."""

    line: float = length(2.4, "How broad the brush is that draws the lines.", least=0.8, most=8.0)
    blacks: float = option(0.3, "How much of the dark is filled with solid black.", least=0.0, most=1.0)
    colours: int = option(16, "How many flat colours there are.", least=3, most=32)
    calm: float = length(5.0, "How large the flat areas are.", least=1.0, most=16.0)
    dot: float = length(8.0, "How far the dots in the shadows are apart.", least=2.0, most=24.0)
    shadow: float = option(0.5, "How far the dots reach out of the dark; the lights have none.", least=0.0, most=1.0)
    vividness: float = option(0.6, "How bright the colours are.", least=-1.0, most=1.0)


class Comic(Painted[ComicOptions]):
    """Comic."""

    id = "comic"
    title = "Comic"
    summary = "Flat colours, swelling black lines, and dots in the shadows."
    words = {"en": ("comic", "comic book", "graphic novel", "Ben-Day"), "zh": ("漫画", "连环画", "美漫")}
    Options = ComicOptions
    video_statistics = ("seen", "printed")

    def measure(self, view: View, options: ComicOptions) -> Statistics:
        """The flat colours."""
        measured: Statistics = self._module().measure(view, options)
        return measured


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


class Riso(Painted[RisoOptions]):
    """Risograph."""

    id = "riso"
    title = "Risograph"
    summary = "Two or three spot inks in grainy screens, a little out of register."
    words = {"en": ("riso", "risograph", "spot colour", "zine"), "zh": ("孔版印刷", "理想印刷", "孔版")}
    Options = RisoOptions
    video_statistics = ("inks",)

    def measure(self, view: View, options: RisoOptions) -> Statistics:
        """Which inks are printed."""
        measured: Statistics = self._module().measure(view, options)
        return measured


class InkOptions(Options):
    """What can be set of an ink wash."""

    brush: float = length(2.4, "How broad the brush is that draws the lines.", least=1.0, most=10.0)
    wash: float = length(8.0, "How broad the washes are.", least=2.0, most=24.0)
    tones: int = option(3, "How many tones of ink there are beside the paper.", least=2, most=6)
    wet: float = option(0.4, "How wet the paper is: edges dry darker, and some run.", least=0.0, most=1.0)
    tint: float = option(0.0, "From black ink alone to washes of the picture's colours.", least=0.0, most=1.0)
    paper: float = option(0.5, "How much of the paper's grain and fibres shows.", least=0.0, most=1.0)


class Ink(Painted[InkOptions]):
    """Ink wash."""

    id = "ink"
    title = "Ink wash"
    summary = "A few tones of thinned ink and a dark brush, much of the paper left bare."
    words = {"en": ("ink", "ink wash", "sumi-e", "brush and ink"), "zh": ("水墨", "水墨画", "国画", "墨")}
    Options = InkOptions
    video_statistics = ("low", "high", "gamma")

    def measure(self, view: View, options: InkOptions) -> Statistics:
        """The picture's darks and lights."""
        measured: Statistics = self._module().measure(view, options)
        return measured


class GlassOptions(Options):
    """What can be set of stained glass."""

    cell: float = length(36.0, "How large the pieces of glass are.", least=12.0, most=120.0)
    lead: float = length(3.5, "How broad the lead between them is.", least=1.5, most=12.0)
    follow: float = option(0.6, "How far pieces are cut to the forms, or else to a plain net.", least=0.0, most=1.0)
    glow: float = option(0.5, "How much light falls through the middle of each piece.", least=0.0, most=1.0)
    paint: float = option(0.5, "How much is drawn on the glass in dark paint.", least=0.0, most=1.0)
    vividness: float = option(0.5, "How full the colours of the glass are.", least=0.0, most=1.0)


class Glass(Painted[GlassOptions]):
    """Stained glass."""

    id = "glass"
    title = "Stained glass"
    summary = "Pieces of glowing glass in lead, cut along the forms."
    words = {"en": ("glass", "stained glass", "church window", "cathedral glass"), "zh": ("彩色玻璃", "彩绘玻璃", "玻璃画")}
    Options = GlassOptions

    def measure(self, view: View, options: GlassOptions) -> Statistics:
        """How the glass is cut."""
        measured: Statistics = self._module().measure(view, options)
        return measured

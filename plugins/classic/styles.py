"""The classic styles: what each is called, what can be set of it. The painting itself is in the module of the same name."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from ganstudio import Options, Statistics, Style, Tile, length, option

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

    stroke: float = length(7.0, "How broad the brush is.", least=2.0, most=16.0)
    detail: float = option(0.6, "How far the brush gets finer where there is much to see.", least=0.0, most=1.0)
    impasto: float = option(0.5, "How thickly the paint lies: ridges that catch the light.", least=0.0, most=1.0)
    canvas: float = option(0.2, "How much of the weave shows through.", least=0.0, most=1.0)
    richness: float = option(0.5, "How full the colours are, from muted to glowing.", least=0.0, most=1.0)


class Oil(Painted[OilOptions]):
    """Oil paint."""

    id = "oil"
    title = "Oil paint"
    summary = "Broad strokes that follow the forms, thick paint in the light."
    words = {"en": ("oil", "oil paint", "oil painting", "impasto"), "zh": ("油画", "油彩")}
    Options = OilOptions


class HalftoneOptions(Options):
    """What can be set of halftone."""

    dot: float = length(6.0, "How wide a dot's place is.", least=2.0, most=30.0)
    inks: Literal["colour", "black"] = option("colour", "Four colours as in comics, or black alone as in newspapers.")
    contrast: float = option(0.3, "How far the tones are driven towards paper and full ink.", least=0.0, most=1.0)
    slip: float = length(0.8, "How far the colour plates have slipped against each other.", least=0.0, most=6.0)
    paper: float = option(0.4, "From white to the yellowish paper of old comics.", least=0.0, most=1.0)


class Halftone(Painted[HalftoneOptions]):
    """Halftone print."""

    id = "halftone"
    title = "Halftone"
    summary = "Turned screens of coloured dots, as in printed comics and old newspapers."
    words = {"en": ("halftone", "comic print", "dots", "newsprint", "pop art"), "zh": ("半调", "网点", "波普")}
    Options = HalftoneOptions


class MosaicOptions(Options):
    """What can be set of mosaic."""

    stone: float = length(12.0, "How large the stones are.", least=5.0, most=60.0)
    follow: float = option(0.6, "How closely the stones follow the edges of the picture.", least=0.0, most=1.0)
    grout: float = option(0.5, "How wide the joints are.", least=0.0, most=1.0)
    variety: float = option(0.6, "How much the stones differ in shape and shade.", least=0.0, most=1.0)
    relief: float = option(0.6, "How much each stone catches the light.", least=0.0, most=1.0)


class Mosaic(Painted[MosaicOptions]):
    """Mosaic."""

    id = "mosaic"
    title = "Mosaic"
    summary = "Small stones in mortar that lean to the edges of the picture."
    words = {"en": ("mosaic", "tiles", "tesserae"), "zh": ("马赛克", "镶嵌画")}
    Options = MosaicOptions


class PencilOptions(Options):
    """What can be set of pencil."""

    line: float = length(1.3, "How thick the pencil is.", least=0.5, most=5.0)
    shading: float = option(0.7, "How much is shaded by hatching.", least=0.0, most=1.0)
    grain: float = option(0.5, "How rough the paper is.", least=0.0, most=1.0)
    colour: float = option(0.0, "From graphite to coloured pencils.", least=0.0, most=1.0)


class Pencil(Painted[PencilOptions]):
    """Pencil drawing."""

    id = "pencil"
    title = "Pencil"
    summary = "Lines along the forms and crossed hatching on rough paper."
    words = {"en": ("pencil", "sketch", "drawing", "graphite", "coloured pencil"), "zh": ("铅笔", "素描", "彩铅")}
    Options = PencilOptions


class CartoonOptions(Options):
    """What can be set of cartoon."""

    flats: float = length(6.0, "How large the flat areas of colour are.", least=2.0, most=16.0)
    tones: int = option(7, "How many steps from dark to light.", least=3, most=16)
    ink: float = option(0.9, "How strong the ink lines are.", least=0.0, most=1.0)
    line: float = length(1.3, "How thick the ink lines are.", least=0.5, most=5.0)
    vividness: float = option(0.5, "How full the colours are.", least=0.0, most=1.0)


class Cartoon(Painted[CartoonOptions]):
    """Cartoon."""

    id = "cartoon"
    title = "Cartoon"
    summary = "Ink lines over flat, full colours in a few steps of light."
    words = {"en": ("cartoon", "comic", "toon", "cel shading"), "zh": ("卡通", "漫画")}
    Options = CartoonOptions


class WatercolourOptions(Options):
    """What can be set of watercolour."""

    wash: float = length(4.5, "How large the washes are.", least=2.0, most=16.0)
    edges: float = option(0.6, "How dark the paint gathers at the edges of a wash.", least=0.0, most=1.0)
    bleed: float = option(0.5, "How far wet colours run into each other.", least=0.0, most=1.0)
    granulation: float = option(0.5, "How much the pigment settles in the paper's grain.", least=0.0, most=1.0)
    lightness: float = option(0.65, "How much white paper shines through.", least=0.0, most=1.0)


class Watercolour(Painted[WatercolourOptions]):
    """Watercolour."""

    id = "watercolour"
    title = "Watercolour"
    summary = "Transparent washes that pool, bleed and granulate on rough paper."
    words = {"en": ("watercolour", "watercolor", "aquarelle", "wash"), "zh": ("水彩",)}
    Options = WatercolourOptions

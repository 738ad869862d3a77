"""Styles of brush and pencil: their names and options; each is painted in the module of its id."""

from ganstudio.api import Options, length, option

from .module_style import MeasuringStyle


class OilOptions(Options):
    """What can be set of oil paint."""

    stroke: float = length(8.0, "How broad the brush is.", least=2.0, most=16.0)
    detail: float = option(0.6, "How far the brush gets finer where there is much to see.", least=0.0, most=1.0)
    impasto: float = option(0.5, "How thickly the paint lies: ridges that catch the light.", least=0.0, most=1.0)
    canvas: float = option(0.15, "How much of the weave shows through.", least=0.0, most=1.0)
    richness: float = option(0.5, "How full the colours are, from muted to glowing.", least=0.0, most=1.0)


class Oil(MeasuringStyle[OilOptions]):
    """Oil paint."""

    id = "oil"
    title = "Oil paint"
    summary = "Broad strokes that follow the forms, thick paint in the light."
    tags = ("painting",)
    prompt_words = {"en": ("oil", "oil paint", "oil painting", "impasto"), "zh": ("油画", "油彩")}
    Options = OilOptions


class WatercolourOptions(Options):
    """What can be set of a watercolour."""

    wash: float = length(7.0, "How broad the washes are.", least=2.0, most=16.0)
    bleeding: float = option(0.35, "How much runs into each other, wet in wet.", least=0.0, most=1.0)
    rims: float = option(0.6, "How dark pigment gathers at the rims of a wash.", least=0.0, most=1.0)
    grain: float = option(0.5, "How rough the paper is, and how pigment settles in it.", least=0.0, most=1.0)
    drawing: float = option(0.35, "How much of a pencil drawing shows under the colour.", least=0.0, most=1.0)


class Watercolour(MeasuringStyle[WatercolourOptions]):
    """Watercolour."""

    id = "watercolour"
    title = "Watercolour"
    summary = "Clear washes that run and dry with dark rims, on rough paper."
    tags = ("painting",)
    prompt_words = {"en": ("watercolour", "watercolor", "aquarelle", "wash"), "zh": ("水彩", "水彩画")}
    Options = WatercolourOptions
    video_statistics = ("low", "high", "gamma")


class InkOptions(Options):
    """What can be set of an ink wash."""

    brush: float = length(2.4, "How broad the brush is that draws the lines.", least=1.0, most=10.0)
    wash: float = length(8.0, "How broad the washes are.", least=2.0, most=24.0)
    tones: int = option(3, "How many tones of ink there are beside the paper.", least=2, most=6)
    wet: float = option(0.4, "How wet the paper is: edges dry darker, and some run.", least=0.0, most=1.0)
    tint: float = option(0.0, "From black ink alone to washes of the picture's colours.", least=0.0, most=1.0)
    paper: float = option(0.5, "How much of the paper's grain and fibres shows.", least=0.0, most=1.0)


class Ink(MeasuringStyle[InkOptions]):
    """Ink wash."""

    id = "ink"
    title = "Ink wash"
    summary = "A few tones of thinned ink and a dark brush, much of the paper left bare."
    tags = ("painting", "drawing")
    prompt_words = {"en": ("ink", "ink wash", "sumi-e", "brush and ink"), "zh": ("水墨", "水墨画", "国画", "墨")}
    Options = InkOptions
    video_statistics = ("low", "high", "gamma")


class PencilOptions(Options):
    """What can be set of a pencil drawing."""

    line: float = length(1.8, "How blunt the pencil is.", least=0.8, most=5.0)
    detail: float = option(0.5, "How much is drawn, from the outlines alone to every crease.", least=0.0, most=1.0)
    shading: float = option(0.7, "How much is shaded with hatches, from bare line to full tone.", least=0.0, most=1.0)
    colour: float = option(0.0, "From graphite to coloured pencils.", least=0.0, most=1.0)


class Pencil(MeasuringStyle[PencilOptions]):
    """Pencil drawing."""

    id = "pencil"
    title = "Pencil"
    summary = "Graphite lines and hatching on toothed paper."
    tags = ("drawing",)
    prompt_words = {"en": ("pencil", "drawing", "sketch", "graphite"), "zh": ("铅笔", "素描", "铅笔画")}
    Options = PencilOptions
    video_statistics = ("low", "high", "gamma")


class CartoonOptions(Options):
    """What can be set of a cartoon."""

    line: float = length(2.2, "How thick the ink lines are.", least=0.8, most=6.0)
    ink: float = option(0.5, "How many lines are drawn, from the outlines alone to every crease.", least=0.0, most=1.0)
    smoothness: float = length(6.0, "How large the flat areas are.", least=1.0, most=16.0)
    tones: int = option(7, "How many steps there are between black and white.", least=2, most=16)
    vividness: float = option(0.55, "How bright the colours are.", least=-1.0, most=1.0)


class Cartoon(MeasuringStyle[CartoonOptions]):
    """Cartoon."""

    id = "cartoon"
    title = "Cartoon"
    summary = "Flat, bright areas and confident ink lines."
    tags = ("drawing",)
    prompt_words = {"en": ("cartoon", "toon", "cel shading"), "zh": ("卡通", "动漫", "动画")}
    Options = CartoonOptions


class PointillismOptions(Options):
    """What can be set of pointillism."""

    dot: float = length(5.0, "How large the dots are.", least=2.0, most=24.0)
    division: float = option(0.5, "How far colours are split into dots that only the eye mixes.", least=0.0, most=1.0)
    density: float = option(0.8, "How closely the dots lie.", least=0.0, most=1.0)
    relief: float = option(0.4, "How thick each dot of paint is.", least=0.0, most=1.0)


class Pointillism(MeasuringStyle[PointillismOptions]):
    """Pointillism."""

    id = "pointillism"
    title = "Pointillism"
    summary = "Dots of pure colour that mix in the eye."
    tags = ("painting", "pieces")
    prompt_words = {"en": ("pointillism", "pointillist", "divisionism", "Seurat"), "zh": ("点彩", "点彩派")}
    Options = PointillismOptions

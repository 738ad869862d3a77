"""Sentences in English and Chinese, and the look that each must give."""

import re
from typing import Any

import pytest

from ganstudio.options import fields
from ganstudio.plugins.catalog import Catalog
from ganstudio.plugins.loading import load_catalog
from ganstudio.settings import Home, Settings
from ganstudio.stylize.look import Layer, Look
from ganstudio.stylize.say import understand
from ganstudio.stylize.say.understanding import REGIONS

# Styles from the first to the last; then, of the last: “name+”, “name-” an option that rises or falls, “name=0” its least;
# “s<”, “s>”, “s=60” the strength; a region, with “!” all but it; a blend mode; keep, match, lock.
ENGLISH = """
like an oil painting but softer, keep my colours | oil detail- keep
oil painting | oil
make it an oil painting | oil
oli painting | oil
watercolour | watercolour
watercolor, please | watercolour
turn my photo into a watercolour | watercolour
waterclour | watercolour
a pencil sketch | pencil
make it a pencil sketch, only the sky | pencil sky
pencil sketch in the shadows | pencil shadows
graphite | pencil
cartoon | cartoon
make it like a cartoon with thicker lines | cartoon line+
pointillism | pointillism
like seurat | pointillism
halftone | halftone
pop art | halftone
like warhol | halftone
mosaic | mosaic
mosaic with smaller stones | mosaic stone-
mosaic with much larger tiles | mosaic stone+
ink wash | ink
sumi-e | ink
comic book | comic
comic without outlines | comic line=0
stained glass | glass
a church window | glass
risograph | riso
pixel art | pixels
8-bit | pixels
retro game with bigger blocks | pixels block+
like van gogh | oil
like monet but softer | oil detail-
impressionist, strong | oil s>
oil painting at 60% | oil s=60
oil paint, half strength | oil s=50
watercolour 120% | watercolour s=120
oil, not so strong | oil s<
oil, weaker | oil s<
oil, stronger | oil s>
oil, much stronger | oil s>
a subtle watercolour | watercolour s<
oil with more detail | oil detail+
oil with less detail | oil detail-
oil with a little more detail | oil detail+
oil with finer strokes | oil stroke-
oil with thicker strokes | oil stroke+
oil, rougher | oil stroke+
oil, very rough | oil stroke+
oil without texture | oil canvas=0
oil, no canvas | oil canvas=0
oil, more vivid | oil richness+
oil, less vivid | oil richness-
watercolour, wetter | watercolour bleeding+
watercolour with more bleeding | watercolour bleeding+
watercolour without grain | watercolour grain=0
pencil, sharper | pencil detail+
pencil with more contrast | pencil shading+
cartoon, muted colours | cartoon vividness-
comic, very vivid, multiply | comic vividness+ multiply
halftone with much bigger dots | halftone dot+
halftone, tiny dots | halftone dot-
oil painting, keep my colors | oil keep
oil painting in my own colours | oil keep
oil painting, match my palette | oil match
oil painting, keep the blacks | oil lock
pencil, multiply | pencil multiply
ink, soft light | ink soft_light
oil only in the highlights | oil lights
oil everywhere but not in the sky | oil !sky
oil, everything but the sky | oil !sky
stained glass, everything except the shadows | glass !shadows
cartoon, only the background | cartoon background
mosaic on the left half | mosaic left
mosaic, only the right side | mosaic right
pixel art only the ground | pixels ground
pencil sketch with halftone on top | pencil+halftone
watercolour then pencil | watercolour+pencil
oil softer then pencil at 40% | oil+pencil s=40
watercolour, then ink, multiply | watercolour+ink multiply
"""
CHINESE = """
像梵高的油画，淡一点 | oil s<
油画 | oil
变成油画 | oil
把我的照片变成油画 | oil
油画风格 | oil
水彩画 | watercolour
画成水彩 | watercolour
铅笔画 | pencil
素描 | pencil
卡通 | cartoon
动漫风格 | cartoon
点彩 | pointillism
像修拉 | pointillism
半调 | halftone
波普 | halftone
马赛克 | mosaic
水墨画 | ink
国画 | ink
中国画 | ink
漫画 | comic
彩色玻璃 | glass
孔版印刷 | riso
像素画 | pixels
复古游戏 | pixels
像莫奈 | oil
印象派 | oil
像梵高 | oil
油画，保留颜色 | oil keep
油画，保留原来的颜色 | oil keep
水彩，颜色不变 | watercolour keep
油画，接近原来的颜色 | oil match
油画，保持黑白 | oil lock
油画，柔和一点 | oil detail-
油画，更柔和 | oil detail-
油画，粗一点 | oil stroke+
油画，粗犷 | oil stroke+
油画，细腻 | oil stroke-
油画，笔触粗一点 | oil stroke+
油画，笔触细一点 | oil stroke-
油画，更多细节 | oil detail+
油画，细节少一点 | oil detail-
油画，不要纹理 | oil canvas=0
油画，没有画布 | oil canvas=0
油画，鲜艳一点 | oil richness+
油画，非常鲜艳 | oil richness+
油画，素雅 | oil richness-
水彩，更湿润 | watercolour bleeding+
水彩，晕染一点 | watercolour bleeding+
水彩，不要颗粒 | watercolour grain=0
漫画，不要轮廓 | comic line=0
漫画，线条粗一点 | comic line+
卡通，不要线条 | cartoon line=0
马赛克，小一点 | mosaic stone-
马赛克，大一点 | mosaic stone+
马赛克，大很多 | mosaic stone+
半调，大 | halftone dot+
铅笔，对比强一点 | pencil shading+
铅笔，清晰一点 | pencil detail+
油画，浓一点 | oil s>
油画，强一点 | oil s>
油画，淡 | oil s<
油画，很淡 | oil s<
油画，别太强 | oil s<
油画，不要太强 | oil s<
油画，弱一点 | oil s<
油画60% | oil s=60
油画，百分之四十 | oil s=40
油画，一半 | oil s=50
水墨画 很淡 | ink s<
油画，只要天空 | oil sky
只在天空画油画 | oil sky
像素画，只要天空 | pixels sky
油画，除了天空 | oil !sky
油画，不要天空 | oil !sky
油画，只在背景 | oil background
油画，只要阴影 | oil shadows
油画，高光部分 | oil lights
马赛克，左边 | mosaic left
马赛克，右半边 | mosaic right
油画，前景 | oil ground
铅笔，正片叠底 | pencil multiply
水墨，柔光 | ink soft_light
水彩再加铅笔 | watercolour+pencil
油画，然后素描，一半 | oil+pencil s=50
"""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog(Home(), Settings(), plugin_dirs=(), safe_mode=True)


def rows(table: str) -> list[tuple[str, str]]:
    return [(text.strip(), wanted.strip()) for text, wanted in (line.split("|") for line in table.strip().splitlines())]


def holds(wanted: str, look: Look, catalog: Catalog) -> bool:
    """Whether a look is as one word of the table says."""
    layer = look.layers[-1]
    style = catalog.style(layer.style)
    options = {each.name: each for each in fields(style.Options)}
    if found := re.fullmatch(r"([a-z]+)([+-]|=0)", wanted):
        usual, value = options[found[1]], layer.options.get(found[1])
        ways: dict[str, Any] = {
            "+": lambda: value > usual.default,
            "-": lambda: value < usual.default,
            "=0": lambda: value == usual.least,
        }
        return value is not None and bool(ways[found[2]]())
    if wanted.startswith("s"):
        ways = {"s<": layer.strength < 1, "s>": layer.strength > 1}
        if wanted in ways:
            return bool(ways[wanted])
        if wanted.startswith("s="):
            return layer.strength == float(wanted[2:]) / 100
    if wanted.lstrip("!") in REGIONS:
        mask = REGIONS[wanted.lstrip("!")][0].model_copy(update={"invert": wanted.startswith("!")})
        return layer.mask == mask
    if wanted in ("keep", "match", "lock"):
        return bool(getattr(look, {"keep": "keep_colours", "match": "match_colours", "lock": "lock_points"}[wanted]))
    return layer.blend == wanted.replace("_", " ")


@pytest.mark.parametrize(("text", "wanted"), rows(ENGLISH) + rows(CHINESE))
def test_a_sentence_becomes_the_look_that_it_asks_for(text: str, wanted: str, catalog: Catalog) -> None:
    styles, *others = wanted.split()
    understood = understand(text, catalog)
    assert [layer.style for layer in understood.look.layers] == styles.split("+")
    for each in others:
        assert holds(each, understood.look, catalog), (each, understood.look)
    said = {word for word in others if re.fullmatch(r"[a-z]+([+-]|=0)", word)}
    if not said:
        assert not understood.look.layers[-1].options
    if not any(word.lstrip("!") in REGIONS for word in others):
        assert understood.look.layers[-1].mask is None
    if not any(word.startswith(("s<", "s>", "s=")) for word in others):
        assert understood.look.layers[-1].strength == 1


def test_there_are_enough_sentences_of_both_languages() -> None:
    assert len(rows(ENGLISH)) >= 75 and len(rows(CHINESE)) >= 75


def test_words_without_a_style_change_the_look_that_there_is(catalog: Catalog) -> None:
    now = Look(layers=(Layer(style="oil"), Layer(style="pencil", strength=0.8)), match_colours=True)
    look = understand("more contrast in the lines, weaker", catalog, now).look
    assert [layer.style for layer in look.layers] == ["oil", "pencil"] and look.match_colours
    assert look.layers[0] == now.layers[0] and look.layers[1].strength < 0.8 and look.layers[1].options["line"] > 1.8
    assert understand("保留原来的颜色", catalog, now).look.keep_colours


def test_an_amount_weighs(catalog: Catalog) -> None:
    little, plain, much = (
        understand(text, catalog).look.layers[0].options["stroke"]
        for text in ("oil, a little rougher", "oil, rougher", "oil, much rougher")
    )
    assert 8 < little < plain < much


def test_what_is_not_understood_is_told(catalog: Catalog) -> None:
    understood = understand("oil painting of zorblax 魑魅", catalog)
    assert understood.missed == ("zorblax", "魑", "魅")
    assert understand("mosaic, wetter", catalog).missed == ("wetter",)  # stones are dry
    assert [chip.kind for chip in understand("oil, softer, 60%, only the sky", catalog).chips] == [
        "style", "strength", "region", "option"
    ]  # fmt: skip
    assert "nearest style" in understand("like van gogh", catalog).chips[0].meaning


@pytest.mark.parametrize(
    "text", ["", " ", "🙂🙃", "\x00\x07\n", "a" * 10_000, "油" * 10_000, "oil " * 5_000, "%%%", "999999%", "-1%"]
)
def test_hostile_words_do_no_harm(text: str, catalog: Catalog) -> None:
    look = understand(text, catalog).look
    assert len(look.layers) <= 1 and all(0 <= layer.strength <= 1.5 for layer in look.layers)

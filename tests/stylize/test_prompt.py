"""Sentences in English and Chinese, and the look that each must give."""

import re
from typing import Any

import pytest

from ganstudio.api.options import fields
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.adjustments.values import Adjustments, Geometry, Tone
from ganstudio.stylize.look import Layer, Look
from ganstudio.stylize.prompt import alternatives_for, interpret, replace_phrase
from ganstudio.stylize.prompt.mask_words import REGIONS

OPTION = re.compile(r"([a-z]{2,})([+-]|=.+)")
# Styles from the first to the last; then, of the last, or with “0:” before it of the first: “name+”, “name-” an option
# that rises or falls, “name=0” its least, “name=that”; “s<”, “s>”, “s=60” the strength; a region, with “!” all but it; a
# blend mode; keep, match, lock; and “?word” what is not understood.
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
make the background a watercolour and the rest a pencil drawing | watercolour+pencil 0:background !background
watercolour in the background, pencil everywhere else | watercolour+pencil 0:background !background
make the sky a watercolour, leave the rest alone | watercolour sky
oil painting for the ground and watercolour for the sky | oil+watercolour 0:ground sky
turn the shadows into ink and the highlights into watercolour | ink+watercolour 0:shadows lights
turn it into a comic with bold outlines | comic line=3.84
i want it to look like an old comic book, really bold lines and muted colours | comic line+ vividness-
stained glass, large pieces, no lead | glass cell+ lead=0
thick strokes, oil | oil stroke+
pencil, thin lines | pencil line-
watercolour with finer grain | watercolour grain-
pencil with less shading | pencil shading-
an oil painting with thick paint | oil impasto+
comic, 8 colours, lots of solid black | comic colours=8 blacks+
comic, no dots | comic shadow=0
mosaic but smaller tiles and thinner joints | mosaic stone- grout-
ink wash with a hint of colour, dry brush | ink tint+ wet-
cartoon w bright colors, no lines | cartoon vividness+ line=0
not so detailed oil painting | oil detail-
oil w/o canvas texture | oil canvas=0
watercolour, grain at 100% | watercolour grain=1
oil detail=30% | oil detail=0.3
pixel art with gameboy palette | pixels palette=handheld_green
sunset palette pixel art with big blocks | pixels palette=sunset block+
halftone in black and white | halftone inks=black
halftone with line shapes | halftone shape=line
black & white comic | comic ?black_&_white
a black and white pencil drawing | pencil colour=0
riso, two inks | riso inks=pink_and_blue
riso in blue and pink | riso inks=pink_and_blue
riso print with 3 inks, coarse grain | riso inks=yellow,_pink_and_blue grain+
sort of hokusai wave | kanagawa
like Hiroshige | kanagawa
bruegel | oil
dürer, softer | pencil detail-
A dreamy monet | oil detail-
like Van Gogh's starry night | neural-starry-night
in the style of Munch | oil
in the style of hokusai, softer | kanagawa detail-
in the style of hokusai, stronger brushwork | kanagawa brushwork+
oil with finer brushwork | oil stroke-
watercolour like hokusai | watercolour ?hokusai
charcoal drawing, less detail | pencil detail-
newspaper print | halftone
ghibli vibes | cartoon
watercolour, strength at half | watercolour s=50
pencil drawing at 80% strength | pencil s=80
monet, but at 70 percent | oil s=70
oil, stronger, but not too much | oil s>
oil over the whole picture | oil
half oil, half watercolour | oil+watercolour s=50
60% oil and 40% watercolour | oil+watercolour s=40
between a cartoon and a watercolour | cartoon+watercolour s=50
oil paint with a touch of halftone on top at 20% | oil+halftone s=20
subtle halftone over a pencil sketch | pencil+halftone s=70
oil paint, darker | oil ?darker
comic, darker | comic shadow+
mosaic in the top left | mosaic top_left
oil on the sky and the shadows | oil sky ?the_shadows
pencil sketch but leave the sky alone | pencil !sky
keep the sky as it is, everything else in oil | oil !sky
no oil, only watercolour | watercolour
more zorblax in the oil | oil ?more ?zorblax
Hey, could you please turn my selfie into a nice watercolor with soft edges? | watercolour drawing-
pensil skech pls | pencil
pointilism, tiny dots, densely packed | pointillism dot- density+
risograf with orange and navy inks | riso inks=orange_and_navy
lichtenstein style w/ huge dots | halftone dot+
remove the grain from the watercolour | watercolour grain=0
kinda like seurat but dots much smaller | pointillism dot-
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
黑白素描，线条粗一点 | pencil colour=0 line+
天空画成水彩，其余铅笔 | watercolour+pencil 0:sky !sky
背景用水彩，其他地方用油画 | watercolour+oil 0:background !background
天空用水彩，地面用油画 | watercolour+oil 0:sky ground
把背景变成油画，别的地方不变 | oil background
除了天空以外都是油画 | oil !sky
請幫我畫成水彩，天空不變 | watercolour !sky
整张图画成水彩 | watercolour
油画，强度一半 | oil s=50
油画，强度 60% | oil s=60
铅笔画，强度低一点 | pencil s<
油画七成 | oil s=70
八位像素风 | pixels
给我来一张八位游戏风的，16色 | pixels colours=16
像素画，黑白 | pixels palette=black_and_white
像素风，方块大一点，用掌机的颜色 | pixels block+ palette=handheld_green
孔版，红色和青色 | riso inks=red_and_teal
粗颗粒的孔版印刷 | riso grain+
北斋 | kanagawa
北斋，笔力强一点 | kanagawa brushwork+
歌川广重 | kanagawa
勃鲁盖尔 | oil
丢勒 | pencil
梵高的星空 | cypress-night
蒙克 | oil
像北斋一样的浮世绘 | kanagawa
油畫 | oil
鉛筆畫，線條粗一點 | pencil line+
油畫風格，筆觸粗一點，保留原來的顏色 | oil stroke+ keep
漫畫，線條細一點，不要網點 | comic line- shadow=0
彩繪玻璃，玻璃塊大一點，鉛線細一點 | glass cell+ lead-
天空用點彩，其他地方用油畫，淡一點 | pointillism+oil 0:sky !sky s<
一半油画一半水彩 | oil+watercolour s=50
油画和水彩各一半 | oil+watercolour s=50
介于卡通和水彩之间 | cartoon+watercolour s=50
水彩叠加在铅笔上面 | pencil+watercolour
马赛克 石块小 缝细一点 | mosaic stone- grout-
国画风格 晕染强一些 | ink wet+
粗线条漫画，黑色块少一点 | comic line+ blacks-
水彩画风，不要铅笔线 | watercolour drawing=0
素描，不要太黑 | pencil shading-
想要漫画效果，线条粗一点，颜色鲜艳一点 | comic line+ vividness+
印象派，笔触大，颜色浓 | oil stroke+ richness+
波普艺术，圆点大一些 | halftone dot+
用修拉的点彩画法，点再小一点 | pointillism dot-
像教堂的窗户 | glass
不要油画，要水彩 | watercolour
宫崎骏那种感觉 | cartoon
帮我把这张照片弄成水彩画，谢谢 | watercolour
水墨，留白多一点 | ink ?留 ?白 ?多一点
油画，只要左上角 | oil top_left
淡淡的水彩 | watercolour s<
"""


@pytest.fixture(scope="module")
def catalog(bundled: Catalog) -> Catalog:
    return bundled


def rows(table: str) -> list[tuple[str, str]]:
    return [(text.strip(), wanted.strip()) for text, wanted in (line.split("|") for line in table.strip().splitlines())]


def option_holds(option: str, wanted: str, layer: Layer, catalog: Catalog) -> bool:
    """Whether an option rose (+), fell (-), is its least (=0), or is what is wanted."""
    usual = next(each for each in fields(catalog.style(layer.style).Options) if each.name == option)
    value: Any = layer.options[option]
    if wanted in "+-":
        return bool(value > usual.default if wanted == "+" else value < usual.default)
    if wanted == "=0":
        return bool(value == usual.least)
    return str(value) == wanted[1:].replace("_", " ") or (usual.kind != "choice" and value == float(wanted[1:]))


def holds(wanted: str, look: Look, catalog: Catalog) -> bool:
    """Whether a look is as one word of the table says."""
    number, _, word = wanted.rpartition(":")
    layer = look.layers[int(number or -1)]
    if found := OPTION.fullmatch(word):
        return option_holds(found[1], found[2], layer, catalog)
    if found := re.fullmatch(r"s([<>]|=(\d+))", word):
        return layer.strength == float(found[2]) / 100 if found[2] else (layer.strength > 1) == (found[1] == ">")
    if (place := word.lstrip("!").replace("_", " ")) in REGIONS:
        return layer.mask == REGIONS[place][0].model_copy(update={"invert": word.startswith("!")})
    if word in ("keep", "match", "lock"):
        return bool(getattr(look, {"keep": "keep_colours", "match": "match_colours", "lock": "lock_points"}[word]))
    return layer.blend == word.replace("_", " ")


@pytest.mark.parametrize(("text", "wanted"), rows(ENGLISH) + rows(CHINESE))
def test_a_sentence_becomes_the_look_that_it_asks_for(text: str, wanted: str, catalog: Catalog) -> None:
    styles, *others = wanted.split()
    understood = interpret(text, catalog)
    layers = understood.look.layers
    assert [layer.style for layer in layers] == styles.split("+")
    assert list(understood.missed) == [word[1:].replace("_", " ") for word in others if word.startswith("?")]
    said = [word for word in others if not word.startswith("?")]
    for each in said:
        assert holds(each, understood.look, catalog), (each, understood.look)
    assert set(layers[-1].options) == {found[1] for word in said if (found := OPTION.fullmatch(word))}
    assert (layers[-1].mask is not None) == any(word.lstrip("!").replace("_", " ") in REGIONS for word in said)
    assert (layers[-1].strength != 1) == any(re.match("s[<>=]", word) for word in said)
    for chip in understood.chips:
        assert " ".join(text[chip.start : chip.end].split()) == chip.words


def test_there_are_enough_sentences_of_both_languages() -> None:
    assert len(rows(ENGLISH)) >= 130 and len(rows(CHINESE)) >= 120


def test_words_without_a_style_change_the_look_that_there_is(catalog: Catalog) -> None:
    now = Look(layers=(Layer(style="oil"), Layer(style="pencil", strength=0.8)), match_colours=True)
    look = interpret("more contrast in the lines, weaker", catalog, now).look
    assert [layer.style for layer in look.layers] == ["oil", "pencil"] and look.match_colours
    assert look.layers[0] == now.layers[0] and look.layers[1].strength < 0.8 and look.layers[1].options["line"] > 1.8
    assert interpret("保留原来的颜色", catalog, now).look.keep_colours


def test_an_amount_weighs(catalog: Catalog) -> None:
    little, plain, much = (
        interpret(text, catalog).look.layers[0].options["stroke"]
        for text in ("oil, a little rougher", "oil, rougher", "oil, much rougher")
    )
    assert 8 < little < plain < much


def test_what_is_not_understood_is_told(catalog: Catalog) -> None:
    understood = interpret("oil painting of zorblax 魑魅", catalog)
    assert understood.missed == ("zorblax", "魑", "魅")
    assert interpret("mosaic, wetter", catalog).missed == ("wetter",)  # stones are dry
    assert [chip.kind for chip in interpret("oil, softer, 60%, only the sky", catalog).chips] == [
        "style", "option", "strength", "region"
    ]  # fmt: skip
    assert "nearest style" in interpret("like van gogh", catalog).chips[0].meaning


def test_a_hint_says_what_could_be_done_instead(catalog: Catalog) -> None:
    for text in ("make it darker", "make it warmer", "make it black and white", "undo", "撤销"):
        understood = interpret(text, catalog)
        assert understood.hint and understood.missed and not understood.look.layers
    assert not interpret("oil, softer", catalog).hint


def test_a_style_is_taken_out_by_words(catalog: Catalog) -> None:
    now = Look(layers=(Layer(style="oil"), Layer(style="halftone")))
    assert interpret("remove the halftone", catalog, now).look == Look(layers=now.layers[:1])
    assert interpret("不要油画", catalog, now).look == Look(layers=now.layers[1:])


def test_everywhere_takes_a_place_away(catalog: Catalog) -> None:
    now = interpret("oil, only the sky", catalog).look
    assert interpret("everywhere", catalog, now).look.layers[0].mask is None


@pytest.mark.parametrize(
    "text", ["油畫，筆觸粗一點，淡一點", "Oil paint, no canvas, half strength, only the sky", "北斋，柔和"]
)
def test_a_chip_taken_out_leaves_the_others(text: str, catalog: Catalog) -> None:
    chips = interpret(text, catalog).chips
    for chip in chips:
        left = interpret(replace_phrase(text, chip), catalog, Look(layers=(Layer(style="oil"),)))
        assert [each.words for each in left.chips] == [each.words for each in chips if each != chip] and not left.missed


EDITED = (
    "oil, softer, weaker, only the sky, multiply, keep my colours",
    "漫画，粗一点，淡一点，天空，保留颜色",
    "pixels, sunset",
    "like van gogh",
    "half oil, half watercolour",
    "kanagawa, rougher",
)


@pytest.mark.parametrize("text", EDITED)
def test_whatever_a_chip_is_changed_to_is_understood(text: str, catalog: Catalog) -> None:
    understood = interpret(text, catalog)
    there = {catalog.style(layer.style).title for layer in understood.look.layers}  # a style beside itself is one
    for chip in understood.chips:
        changes = alternatives_for(chip, catalog)
        assert changes
        for change in (each for each in changes if each.title not in there):
            anew = interpret(replace_phrase(text, chip, change.words), catalog)
            said = [each for each in anew.chips if each.start == chip.start]
            kinds = [each.kind.replace("mix", "strength") for each in said]  # shares that are no whole are strengths
            assert change.words in ("全图", "everywhere") or kinds == [chip.kind.replace("mix", "strength")], (change, anew)
            if chip.kind == "style":
                assert catalog.style(said[0].style).title == change.title
            else:
                assert not anew.missed


@pytest.mark.parametrize(
    "text", ["", " ", "🙂🙃", "\x00\x07\n", "a" * 10_000, "油" * 10_000, "oil " * 5_000, "%%%", "999999%", "-1%"]
)
def test_hostile_words_do_no_harm(text: str, catalog: Catalog) -> None:
    look = interpret(text, catalog).look
    assert len(look.layers) <= 1 and all(0 <= layer.strength <= 1.5 for layer in look.layers)


def test_trained_styles_are_told_apart_from_crafts(catalog: Catalog) -> None:
    assert all(style.trained for name, style in catalog.styles.items() if catalog.origin(name).name == "neural")
    chip = interpret("oil painting", catalog).chips[0]
    beside = {change.title for change in alternatives_for(chip, catalog)}
    assert "Watercolour" in beside and "Like this picture" not in beside


@pytest.mark.parametrize("words", ["oil", "softer"])
def test_a_sentence_leaves_light_and_crop_as_they_are(words: str, catalog: Catalog) -> None:
    adjustments = Adjustments(tone=Tone(exposure=1), geometry=Geometry(turns=1))
    now = Look(layers=(Layer(style="oil"),), adjustments=adjustments)
    assert interpret(words, catalog, now).look.adjustments == adjustments

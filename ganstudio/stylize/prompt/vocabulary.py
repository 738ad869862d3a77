"""The words that are understood, English and Chinese, by what they mean.

Chinese is cut into signs, English into words without their “'s”; the longest phrase that fits is taken. Lists are written
as one text with commas. Traditional Chinese is read as simplified, see `signs`.
"""

from typing import Final


def words_of(text: str) -> tuple[str, ...]:
    """The phrases of a text with commas between them."""
    return tuple(each.strip() for each in text.split(",") if each.strip())


FILLER: Final = words_of(
    "a, an, the, it, its, it's, is, are, be, as, of, in, to, into, my, this, that, me, please, make, made,"
    "turn, turned, get, paint, paints, draw, like, look, looks, looking, picture, photo, photograph, pic,"
    "image, style, styled, styling, but, some, i, i'd, i'm, we, you, want, would, give, can, could, colour,"
    "color, colours, colors, apply, use, using, bit, at, for, should, something, thing, painted, drawn,"
    "painting, part, parts, areas, area, on, by, from, so, just like, sort of, kind of, a kind of, a piece of,"
    "piece of, effect, effects, look like, similar, similar to, such as, love, need, try, let, let's, have,"
    "has, having, render, convert, change, set, put, maybe, perhaps, hi, hello, hey, thanks, thank you, pls,"
    "plz, u, wanna, gonna, go, do, does, was, were, old, classic, traditional, nice, beautiful, lovely, cool,"
    "which, really nice, art, artwork, version, one, all, themselves, itself, own, where, there, here, if,"
    "possible, too, also, well, only a, stay, stays, remain, rest untouched, leave the rest,"
    "leave the rest alone, leave the rest as it is, keep the rest, keep the rest as it is,"
    "the rest stays as it is, leave everything else alone, selfie, portrait, keep, inspired, inspired by,"
    "after, and so on, whole, out, up, them, their, they, feel, feeling, vibe, vibes, em, ok, kinda, sorta, than, like a,"
    "画法, 法, 手法, 笔法, visible, more like, more of a, w, bit more like, there's, 带有些, 有点像, 把, 变,"
    "成, 变成, 画, 画成, 用, 风格, 风, 的, 样子, 一样, 像, 好像, 请, 图, 图片, 照片, 相片, 我, 要, 想, 想要,"
    "让, 它, 感, 加点, 一, 张, 幅, 但, 但是, 不过, 只是, 做, 做成, 来, 给, 效果, 部分, 地方, 区域, 些, 了, 感觉, 一点儿,"
    "这, 那, 是, 并, 加, 里, 得, 地, 以外, 之外, 外, 都, 帮, 帮我, 转, 转成, 转换成, 转为, 改, 改成, 改为,"
    "弄成, 弄, 搞成, 变为, 处理成, 处理, 调, 调成, 设, 设为, 设成, 为, 以, 到, 那种, 这种, 种, 个, 层, 上, 吧,"
    "呢, 啊, 呀, 吗, 哦, 谢谢, 你, 您, 希望, 需要, 能, 能不能, 可以, 可不可以, 就是, 有, 带, 带点, 带有, 类似,"
    "仿, 仿佛, 似的, 那样, 那样的, 这样, 看起来, 显得, 式, 版, 艺术, 绘画, 作品, 麻烦, 在, 派, 人像, 自拍,"
    "其他不变, 其余不变, 其他地方不变, 其他保持原样, 其余保持原样, 别的不变, 其它不变, 保持, 里面, 中, 间,"
    "一下, 下"
)
THEN: Final = words_of(
    "on top, over it, on top of it, then, on top of that, over that, followed by, finally, afterwards, plus,"
    "上面, 再, 然后, 再加, 加上, 接着, 最后, 外加, 叠一层, 上面再加"
)
OVER: Final = words_of("over, over a, on top of, over the, above, 叠加在, 叠在, 盖在, 放在")  # what follows lies beneath
AND: Final = words_of("and, n, or, while, 和, 而, 与, 以及, 跟, 及, 且, 而且, 并且, 又")
WITH: Final = words_of("with, plus some, 配, 配上, 搭配")
# Of the place just said.
UNTOUCHED: Final = words_of(
    "untouched, alone, excluded, unchanged, as it is, 除外, 不变, 不动, 保持原样, 不要画, 不画, 保持不变, 原样,别动"
)
MANNER: Final = words_of("in the style of, like that, 模仿")  # a style's own words, unless another style follows them

AMOUNTS: Final = {  # more or less of what follows, or else of what was just said
    0.5: words_of(
        "a little, little, a little bit, little bit, slightly, a bit, somewhat, a touch, gently, a touch of,"
        "a hint of, hint of, a dash of, touch of, a tad, tad, a smidge, bit of, a bit of, a little of, slight,"
        "not too much, but not too much, 稍微, 略微, 有点, 稍, 微微, 略, 一丝, 少许, 有一点, 有些, 稍稍, 微"
    ),
    1.8: words_of(
        "much, very, a lot, really, far, strongly, a lot of, lots of, extra, super, extremely, way, heavily,"
        "quite a lot, many, so much, ultra, plenty of, twice, twice as, double, 很, 非常, 十分, 特别, 更加, 超,"
        "超级, 极, 极其, 好, 最, 相当"
    ),
    1.0: words_of("rather, quite, pretty, fairly, 比较, 较, 挺, 蛮"),
}
AMOUNTS_AFTER: Final = {  # as above, and always of what was just said
    0.5: words_of("一点, 一点点, 一些, 点儿"),
    1.8: words_of("多很多, 得多, 很多, 多了, 许多, 一大截"),
}
TOO: Final = words_of("too, overly, 太, 那么, 过于, 过分")
HALF: Final = words_of("half, half strength, halfway, fifty percent, half of it, 一半, 半, 减半")
BETWEEN: Final = words_of(
    "between, halfway between, mix of, mixture of, a mix of, a mixture of, cross between, a cross between,"
    "mixed with, mix, mixing, blend of, a blend of, blended with, half way between, half and half, fifty fifty,"
    "50 50, 50:50, crossed with, 各一半, 各半, 对半, 一半一半, 介于, 之间, 混合, 融合, 结合, 混搭"
)
STRENGTH: Final = words_of(
    "strength, the strength, intensity, opacity, effect strength, overall strength, 强度, 浓度, 力度, 程度,不透明度"
)
LESS: Final = words_of(
    "less, fewer, weaker, weak, fainter, lighter touch, light touch, subtle, subtler, subtly, faint,"
    "not so strong, not too strong, toned down, tone it down, tone down, reduce, reduced, lower, decrease,"
    "mild, milder, dial down, dial it down, turn down, turn it down, light, lightly, minimal, 淡, 弱, 减弱, 少,"
    "轻, 别太强, 不要太强, 不太强, 减少, 别太浓, 不要太浓, 更少, 降低, 低, 减, 减轻, 弱化, 淡化, 轻微, 调低"
)
MORE: Final = words_of(
    "more, stronger, strong, intense, heavier, heavy, bolder effect, full strength, increase, increased,"
    "higher, raise, extra, stronger effect, crank up, crank it up, turn up, turn it up, boost, additional,"
    "intensify, plenty, 强, 浓, 重, 多, 加强, 更, 增加, 强烈, 加重, 更多, 高, 提高, 增强, 浓郁, 浓重, 强化,"
    "调高, 再强, 浓厚, 明显"
)
NOT: Final = words_of(
    "no, not, without, none, never, remove, drop, non, don't, dont, isn't, zero, get rid of, w/o, w/out, no more,"
    "avoid, 不要, 没有, 别, 不, 无, 去掉, 去除, 不带, 没, 不用, 取消, 删掉, 去"
)

COLOURS: Final = {
    "keep_colours": words_of(
        "keep my colours, keep my colors, keep the colours, keep the colors, my colours, my colors,"
        "my own colours, my own colors, original colours, original colors, same colours, same colors,"
        "keep colours, keep colors, keep original colours, keep original colors, keep the original colours,"
        "keep the original colors, colours unchanged, colors unchanged, don't change the colours,"
        "don't change the colors, keep colour, keep color, keep the colour, keep the color,"
        "dont change the colors, dont change the colours, colours of my photo, colors of my photo,"
        "colours of the photo, colors of the photo, preserve colours, preserve colors, preserve the colors,"
        "保留颜色, 保留原色, 保留原来的颜色, 原来的颜色, 颜色不变, 保持颜色, 保持原色, 我的颜色, 保留我的颜色,"
        "不要改颜色, 不改变颜色, 原色, 颜色保留, 颜色保持不变, 不要改变颜色, 别改颜色, 原图的颜色,"
        "保留原图颜色, 颜色不要变, 颜色别变, 原图颜色, 保留原图的颜色, 色彩不变, 保留色彩, 不变色"
    ),
    "match_colours": words_of(
        "match my colours, match my colors, match my palette, match the palette, my palette,"
        "close to my colours, close to my colors, match the colours, match the colors, similar colours,"
        "similar colors, 匹配颜色, 匹配我的颜色, 接近原来的颜色, 匹配色调, 我的色调, 接近原色, 颜色接近原图,"
        "接近原图"
    ),
    "style": words_of(
        "its own colours, its own colors, the style's colours, colours of the style, the style's colors,"
        "its colours, its colors, new colours, new colors, 风格的颜色, 它的颜色, 用它的颜色"
    ),
    "lock_points": words_of(
        "keep the blacks, keep black and white, keep blacks and whites, keep the whites, keep the contrast,"
        "lock the blacks, 保持黑白, 保留黑白, 黑白不变, 保持对比, 保留黑色"
    ),
}

REGIONS: Final = {
    "sky": words_of("the sky, sky, skies, clouds, the clouds, 天空, 天, 天上, 云, 云彩"),
    "ground": words_of(
        "the ground, ground, foreground, the foreground, bottom, lower half, the lower half, the bottom,"
        "bottom half, the bottom half, lower part, 地面, 前景, 下半部, 下面, 下半, 下方, 下半部分, 底部, 下边"
    ),
    "top": words_of(
        "top, the top, upper half, the upper half, top half, the top half, upper part, 上半部, 上半, 上边,"
        "上方, 上半部分, 顶部"
    ),
    "left": words_of("left, the left, the left half, left half, left side, the left side, 左边, 左半, 左半边, 左侧, 左面"),
    "right": words_of(
        "right, the right, the right half, right half, right side, the right side, right hand side, 右边, 右半,"
        "右半边, 右侧, 右面"
    ),
    "top left": words_of("top left, the top left, upper left, the upper left, top left corner, 左上角, 左上, 左上方"),
    "top right": words_of("top right, the top right, upper right, the upper right, top right corner, 右上角, 右上, 右上方"),
    "bottom left": words_of("bottom left, the bottom left, lower left, the lower left, bottom left corner, 左下角, 左下"),
    "bottom right": words_of(
        "bottom right, the bottom right, lower right, the lower right, bottom right corner, 右下角, 右下"
    ),
    "shadows": words_of(
        "shadows, the shadows, the dark, dark areas, darks, the darks, dark parts, the dark parts,"
        "the dark areas, shadow areas, 阴影, 暗部, 暗处, 黑暗处, 暗的地方, 阴影处"
    ),
    "lights": words_of(
        "highlights, the highlights, the lights, bright areas, the bright, bright parts, the bright parts,"
        "light areas, the bright areas, 高光, 亮部, 亮处, 亮的地方"
    ),
    "background": words_of("background, the background, backdrop, the backdrop, bg, 背景, 后面, 后景, 远景"),
    "everywhere": words_of(
        "everywhere, over the whole picture, the whole picture, whole picture, over everything,"
        "the entire picture, the whole image, whole image, the whole thing, everything, entire image,"
        "entire picture, the entire image, 全图, 整张图, 整幅图, 整张照片, 全部, 整个画面, 整体, 到处,"
        "所有地方, 全都, 整张, 整个"
    ),
    "rest": words_of(
        "the rest, rest, everything else, the rest of it, elsewhere, everywhere else, the rest of the picture,"
        "the remainder, the other parts, the other part, all else, 其余, 其他地方, 别的地方, 其他, 其它,"
        "剩下的, 其余部分, 其他部分, 剩余, 其他的, 其余的, 其它地方, 其余地方, 剩下"
    ),
}
ONLY: Final = words_of(
    "only, just, only in, only on, just in, just on, only for, solely, 只, 只有, 只要, 仅, 只在, 仅在, 就,"
    "仅仅, 单独, 只把, 只给"
)
EXCEPT: Final = words_of(
    "except, but not, everything but, everything except, not in, not on, leave out, apart from, except for,"
    "all but, excluding, everything apart from, other than, outside, but leave, spare, everywhere but,"
    "everywhere except, but keep, leave, 除了, 除, 不包括, 除了以外, 避开, 不含, 除去, 避免"
)

BLENDS: Final = {
    "multiply": words_of("multiply, multiplied, 正片叠底"),
    "screen": words_of("screen, 滤色"),
    "overlay": words_of("overlay, 叠加"),
    "soft light": words_of("soft light, 柔光"),
    "darken": words_of("darken, 变暗"),
    "lighten": words_of("lighten, 变亮"),
}

# What an adjective turns, and which way; names of options are found for it in OPTIONS.
ADJECTIVES: Final = {
    ("detail", 1): words_of(
        "detailed, finer detail, fine detail, finer details, fine details, small details, crisp, crisper,"
        "sharp, sharper, precise, intricate, clear, clearer, 清晰, 锐利, 精细, 细致, 清楚, 精致, 锐"
    ),
    ("detail", -1): words_of(
        "soft, softer, softly, smooth, smoother, simpler, simple, blurrier, blurry, calmer, calm, loose,"
        "looser, simplified, abstract, gentle, gentler, dreamy, 柔和, 柔软, 平滑, 简单, 软, 柔, 模糊, 简洁,"
        "光滑, 写意, 朦胧"
    ),
    ("size", 1): words_of(
        "rough, rougher, coarse, coarser, bold, bolder, thick, thicker, big, bigger, large, larger, broad,"
        "broader, wide, wider, chunky, chunkier, huge, fat, fatter, giant, wild, 粗, 粗犷, 粗糙, 大, 厚, 宽,"
        "粗大, 加粗, 巨大, 粗重, 大块, 变粗, 变大"
    ),
    ("size", -1): words_of(
        "fine, finer, thin, thinner, small, smaller, delicate, narrow, narrower, tiny, slim, tinier, minute,"
        "little tiny, 细, 细腻, 小, 薄, 纤细, 窄, 细小, 变细, 变小"
    ),
    ("colourful", 1): words_of(
        "vivid, colourful, colorful, brighter colours, brighter colors, bright colours, bright colors,"
        "saturated, vibrant, coloured, colored, in colour, in color, lively, warm colours, rich, richer,"
        "more colourful, full colour, full color, 鲜艳, 饱和, 艳, 彩色, 鲜明, 艳丽, 鲜亮, 浓艳"
    ),
    ("colourful", -1): words_of(
        "muted, pale, paler, dull, duller, desaturated, grey, greyer, gray, grayer, washed out, faded,"
        "less saturated, pastel, 素, 素雅, 灰, 暗淡, 朴素, 淡雅, 清淡, 素净, 褪色"
    ),
    ("contrast", 1): words_of("contrasty, punchy, dramatic, 深, 深沉, 强对比"),
    ("contrast", -1): words_of("flat, flatter, low contrast, 平, 平淡"),
    ("dark", 1): words_of("darker, dark, shadowy, gloomy, moody, 暗, 黑, 黑暗, 阴暗, 昏暗"),
    ("dark", -1): words_of("brighter, bright, lighter, luminous, 亮, 明亮, 光亮"),
    ("wet", 1): words_of("wet, wetter, runny, flowing, watery, 湿, 湿润, 水润"),
    ("wet", -1): words_of("dry, drier, dryer, drybrush, 干, 干燥"),
    ("texture", 1): words_of("grainy, grainier, textured"),
    ("density", 1): words_of("dense, denser, densely, densely packed, tightly packed, 密, 密集, 紧密"),
    ("density", -1): words_of("sparse, sparser, sparsely, 稀疏, 疏"),
    ("glow", 1): words_of("glowing, shining, radiant, 发光, 透亮"),
}
SCALES: Final = {  # adjectives that say how much there is of a noun; the others keep their own meaning beside one
    "size": (), "detail": ("colourful", "texture"), "dark": ("colourful",), "colourful": ("colourful",),
    "wet": ("wet",), "contrast": ("contrast",), "glow": ("glow",),
}  # fmt: skip

NOUNS: Final = {
    "detail": words_of("detail, details, 细节"),
    "line": words_of(
        "lines, line, outlines, outline, contours, contour, edges, edge, contrast in the lines, linework,"
        "line work, ink lines, 线条, 轮廓, 轮廓线, 线, 边缘, 勾线, 描边, 勾边, 墨线"
    ),
    "drawn": words_of("pencil lines, pencil line, pencil marks, underdrawing, 铅笔线, 铅笔线条, 底稿"),
    "texture": words_of("texture, textures, canvas, grain, paper, weave, noise, 纹理, 画布, 颗粒, 质感, 纸纹, 纸张, 布纹"),
    "colourful": words_of("saturation, colour, color, colours, colors, vividness, 饱和度, 颜色, 色彩, 色"),
    "contrast": words_of("contrast, 对比, 对比度, 反差"),
    "wet": words_of("bleeding, wetness, water, bleeds, 晕染, 渗化, 水分, 水"),
    "brushwork": words_of("brushwork, brush work, 笔力, 笔劲"),
    "strokes": words_of(
        "strokes, stroke, brush strokes, brushstrokes, brush stroke, brush, stones,"
        "tiles, pieces, piece, blocks, block, pixels, cells, brushes, panes, shapes, specks, splotches, 笔触,"
        "笔画, 笔, 点, 颗, 块, 石块, 小块, 像素块, 方块, 圆点, 碎片, 玻璃块, 玻璃片, 色块, 格子"
    ),
    "dot": words_of("dots, dot, 网点"),
    "lead": words_of("lead, leads, lead lines, leading, 铅条, 铅线"),
    "grout": words_of("grout, joints, mortar, gaps, 缝, 缝隙"),
    "shading": words_of("shading, hatching, hatches, tone, 明暗, 排线, 调子"),
    "blacks": words_of("blacks, solid black, black areas, 黑块, 黑色块"),
    "rims": words_of("rims, dark edges, 水痕, 深边"),
    "paint": words_of("paint, impasto, 颜料"),
    "slip": words_of("misregistration, offset, misalignment, 错位, 套印"),
    "dither": words_of("dithering, 抖动"),
    "glow": words_of("glow, light, 光, 光线"),
    "density": words_of("density, 密度"),
    "relief": words_of("relief, depth, 立体感, 浮雕"),
}

OPTIONS: Final = {  # the first of them that a style has; “-” turns the other way
    "detail": ("detail", "drawing", "crispness", "-smoothness", "-calm", "-stroke", "-wash"),
    "size": ("stroke", "wash", "line", "dot", "stone", "brush", "cell", "block", "grain", "-fineness"),
    "brushwork": ("brushwork", "stroke", "brush", "wash", "line"),
    "strokes": ("stroke", "brush", "wash", "dot", "stone", "cell", "block", "line", "grain", "-fineness"),
    "line": ("line", "drawing", "rims", "ink", "lead", "blacks", "brush", "detail"),
    "drawn": ("drawing", "line", "detail"),
    "texture": ("canvas", "grain", "texture", "paper", "relief", "impasto", "shading"),
    "colourful": ("vividness", "richness", "colour", "tint", "division", "colours"),
    "contrast": ("contrast", "shading", "shadow", "blacks", "ink", "impasto", "relief", "detail"),
    "dark": ("shadow", "blacks", "shading", "-glow"),
    "wet": ("bleeding", "wet", "wash"),
    "lead": ("lead",), "grout": ("grout", "lead"), "shading": ("shading", "shadow", "relief"),
    "blacks": ("blacks", "shadow"), "dot": ("dot",), "no dot": ("shadow", "dot"),
    "rims": ("rims",), "paint": ("impasto", "paint", "relief"), "slip": ("slip",), "dither": ("dither",),
    "density": ("density",), "glow": ("glow",), "relief": ("relief", "impasto"), "grey": ("-colour", "-tint"),
}  # fmt: skip

# What no option of any style does; and where it would be understood, the adjectives above have it.
BEYOND: Final = {
    "No style only makes a picture warmer or cooler; their colours come with them": words_of(
        "warmer, warm, cooler, cold, colder, warm tones, cool tones, 暖, 暖色, 冷, 冷色, 温暖, 暖色调, 冷色调,偏暖, 偏冷"
    ),
    "Ctrl+Z takes the last step back": words_of("undo, undo that, go back, revert, 撤销, 撤回, 撤消, 还原"),
}
UNFIT: Final = {  # what an adjective leaves to be said where the style has nothing for it
    "dark": "No style only makes a picture darker or brighter; Comic and Pencil have an option for it",
    "grey": "This style has no black and white; Pencil, Ink wash and Halftone do",
}

NUMBERS: Final = {
    2: words_of("two, 两, 二, 双"), 3: words_of("three, 三"), 4: words_of("four, 四"), 5: words_of("five, 五"),
    6: words_of("six, 六"), 8: words_of("eight, 八"), 10: words_of("ten, 十"), 12: words_of("twelve, 十二"),
    16: words_of("sixteen, 十六"), 32: words_of("thirty two, 三十二"),
}  # fmt: skip

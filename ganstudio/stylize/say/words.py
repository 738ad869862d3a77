"""The words that are understood, English and Chinese, by what they mean.

Chinese is cut into signs, English into words; the longest phrase that fits is taken.
"""

from typing import Final

FILLER: Final = (
    "a", "an", "the", "it", "its", "is", "be", "as", "of", "in", "to", "into", "my", "this", "that", "me", "please",
    "make", "made", "turn",
    "paint", "draw", "like", "look", "looks", "picture", "photo", "image", "style", "with", "and", "but", "some",
    "i", "want", "would", "give",
    "colour", "color", "apply", "use", "bit", "at", "for", "everything", "should", "something", "painted", "drawn",
    "part", "parts", "areas", "on",
    "把", "变", "成", "变成", "画", "画成", "用", "风格", "的", "样子", "一样", "像", "请", "图", "图片", "照片", "我",
    "要", "想要", "让", "它",
    "一", "张", "幅",
    "和", "但", "但是", "而", "做", "做成", "来", "给", "效果", "部分", "地方", "些", "了", "感觉", "一点儿", "这",
    "是", "并", "加", "里", "得",
)  # fmt: skip

AMOUNTS: Final = {
    0.5: ("a little", "little", "slightly", "a bit", "somewhat", "a touch", "gently", "一点", "一点点", "稍微", "略微",
    "有点",
    "稍", "微微"),
    1.8: ("much", "very", "a lot", "really", "far", "strongly", "很", "非常", "多很多", "十分", "特别", "得多",
    "更加"),
}  # fmt: skip
HALF: Final = ("half", "half strength", "halfway", "一半", "半")
LESS: Final = ("less", "更少", "fewer", "weaker", "fainter", "lighter touch", "subtle", "subtler", "subtly", "faint",
    "not so strong", "not too strong", "toned down",
               "淡", "弱", "减弱", "少", "轻", "别太强", "不要太强", "不太强", "减少", "别太浓", "不要太浓")  # fmt: skip
MORE: Final = (
    "more",
    "更多",
    "更加",
    "stronger",
    "strong",
    "intense",
    "heavier",
    "bolder effect",
    "full strength",
    "强",
    "浓",
    "重",
    "多",
    "加强",
    "更",
    "增加",
    "强烈",
    "加重",
)
THEN: Final = (
    "on top",
    "over it",
    "on top of it",
    "then",
    "on top of that",
    "over that",
    "上面",
    "再",
    "然后",
    "再加",
    "加上",
)
NOT: Final = ("no", "not", "without", "none", "never", "remove", "drop", "不要", "没有", "别", "不", "无", "去掉", "去除")

COLOURS: Final = {
    "keep_colours": (
        "keep my colours", "keep my colors", "keep the colours", "keep the colors", "my colours", "my colors",
        "my own colours", "my own colors",
        "original colours", "original colors", "same colours", "same colors", "keep colours", "keep colors",
        "keep original colours",
        "保留颜色", "保留原色", "保留原来的颜色", "原来的颜色", "颜色不变", "保持颜色", "保持原色", "我的颜色",
        "保留我的颜色", "不要改颜色", "不改变颜色", "原色",
    ),
    "match_colours": (
        "match my colours", "match my colors", "match my palette", "match the palette", "my palette",
        "close to my colours", "close to my colors",
        "匹配颜色", "匹配我的颜色", "接近原来的颜色", "匹配色调", "我的色调", "接近原色",
    ),
    "style": ("its own colours", "its own colors", "the style's colours", "colours of the style",
    "the style's colors", "its colours", "its colors",
              "风格的颜色", "它的颜色", "用它的颜色"),
    "lock_points": ("keep the blacks", "keep black and white", "keep blacks and whites", "keep the whites",
    "keep the contrast", "lock the blacks",
                    "保持黑白", "保留黑白", "黑白不变", "保持对比", "保留黑色"),
}  # fmt: skip

REGIONS: Final = {
    "sky": ("the sky", "sky", "天空", "天", "天上"),
    "ground": ("the ground", "ground", "foreground", "the foreground", "bottom", "lower half", "the bottom",
    "bottom half", "地面", "前景", "下半部", "下面", "下半"),
    "top": ("top", "the top", "upper half", "top half", "上半部", "上半", "上边"),
    "left": ("left", "the left", "the left half", "left half", "left side", "左边", "左半", "左半边", "左侧"),
    "right": ("right", "the right", "the right half", "right half", "right side", "右边", "右半", "右半边", "右侧"),
    "shadows": ("shadows", "the shadows", "the dark", "dark areas", "darks", "the darks", "阴影", "暗部", "暗处", "黑暗处"),
    "lights": ("highlights", "the highlights", "the lights", "bright areas", "the bright", "高光", "亮部", "亮处"),
    "background": ("background", "the background", "backdrop", "背景"),
}  # fmt: skip
ONLY: Final = ("only", "just", "only in", "only on", "just in", "just on", "只", "只有", "只要", "仅", "只在", "仅在", "就")
EXCEPT: Final = (
    "except",
    "but not",
    "everything but",
    "everything except",
    "not in",
    "not on",
    "leave out",
    "apart from",
    "除了",
    "除",
    "不包括",
    "除了以外",
    "避开",
)

BLENDS: Final = {
    "multiply": ("multiply", "multiplied", "正片叠底"), "screen": ("screen", "滤色"), "overlay": ("overlay", "叠加"),
    "soft light": ("soft light", "柔光"), "darken": ("darken", "变暗"), "lighten": ("lighten", "变亮"),
}  # fmt: skip

# What an adjective or a noun turns: names of options, the first that a style has; and which way.
QUALITIES: Final = {
    ("detail", 1): ("detail", "details", "detailed", "finer detail", "crisp", "crisper", "sharp", "sharper", "细节",
    "清晰", "锐利", "精细"),
    ("detail", -1): ("soft", "softer", "smooth", "smoother", "simpler", "simple", "blurrier", "calmer", "calm", "柔和",
    "柔软", "平滑", "简单", "软", "柔", "模糊"),
    ("size", 1): ("rough", "rougher", "coarse", "coarser", "bold", "bolder", "thick", "thicker", "big", "bigger",
    "large", "larger", "broad", "broader",
                  "wide", "wider", "粗", "粗犷", "粗糙", "大", "厚", "宽"),
    ("size", -1): ("fine", "finer", "thin", "thinner", "small", "smaller", "delicate", "narrow", "tiny", "细", "细腻",
    "小", "薄", "纤细"),
    ("line", 1): ("lines", "line", "outlines", "outline", "contours", "contour", "edges", "contrast in the lines",
    "线条", "轮廓", "轮廓线", "线", "边缘", "勾线"),
    ("texture", 1): ("texture", "canvas", "grain", "paper", "grainy", "textured", "纹理", "画布", "颗粒", "质感", "纸纹"),
    ("colourful", 1): ("vivid", "colourful", "colorful", "brighter colours", "brighter colors", "saturated",
    "vibrant", "saturation", "鲜艳", "饱和", "艳", "彩色", "鲜明"),
    ("colourful", -1): ("muted", "pale", "paler", "dull", "desaturated", "grey", "greyer", "素", "素雅", "灰", "暗淡",
    "朴素"),
    ("contrast", 1): ("contrast", "contrasty", "darker", "shadowy", "对比", "对比度", "反差", "深"),
    ("wet", 1): ("wet", "wetter", "bleeding", "runny", "flowing", "湿", "湿润", "晕染", "渗化"),
}  # fmt: skip
STROKES: Final = (
    "strokes",
    "brush strokes",
    "brushstrokes",
    "brushwork",
    "dots",
    "stones",
    "tiles",
    "笔触",
    "笔画",
    "笔",
    "点",
    "颗",
    "块",
)

OPTIONS: Final = {
    "detail": ("detail", "drawing", "crispness", "-smoothness", "-calm", "-stroke", "-wash"),
    "size": ("stroke", "wash", "line", "dot", "stone", "brush", "cell", "block", "grain"),
    "line": ("line", "drawing", "rims", "ink", "lead", "blacks", "brush", "detail"),
    "texture": ("canvas", "grain", "texture", "paper", "relief", "impasto", "shading"),
    "colourful": ("vividness", "richness", "colour", "tint", "division", "colours"),
    "contrast": ("contrast", "shading", "shadow", "blacks", "ink", "impasto", "relief", "detail"),
    "wet": ("bleeding", "wet", "wash"),
}  # fmt: skip

PAINTERS: Final = {
    "oil": ("van gogh", "monet", "rembrandt", "renoir", "impressionist", "impressionism", "梵高", "凡高", "莫奈", "伦勃朗",
    "雷诺阿", "印象派"),
    "pointillism": ("seurat", "signac", "修拉"),
    "halftone": ("warhol", "lichtenstein", "沃霍尔"),
    "ink": ("chinese painting", "sumi", "齐白石", "中国画", "张大千"),
    "pencil": ("leonardo", "达芬奇"),
}  # fmt: skip

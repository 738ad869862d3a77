"""Names that stand for a style or a choice: painters and materials by the styles nearest to them, choices by other words."""

from typing import Final, NamedTuple

from ganstudio.stylize.prompt.vocabulary import words_of


class Nearest(NamedTuple):
    """A name with the styles that are nearest to it, the best first; `painter` tells that it is somebody's."""

    name: str
    styles: tuple[str, ...]
    words: tuple[str, ...]
    painter: bool = True


# Van Gogh has several packs and no one of them is his; oil paint stands for him, and the window offers the others beside it.
NEAREST: Final = (
    Nearest(
        "Van Gogh",
        words_of(
            "oil, village-street, cafe-terrace, cypress-night, church-at-auvers, night-cafe, colour-merchant,"
            "neural-starry-night"
        ),
        words_of("van gogh, vangogh, van goh, vincent van gogh, gogh, 梵高, 凡高, 梵谷"),
    ),
    Nearest("Van Gogh", words_of("cypress-night, neural-starry-night"), words_of("星空, 星夜, 星月夜")),
    Nearest("Munch", ("oil",), words_of("munch, edvard munch, 蒙克, 呐喊")),
    Nearest(
        "Hokusai",
        words_of("kanagawa, neural-great-wave, ink"),
        words_of("hokusai, katsushika hokusai, hokusai wave, hokusai great wave, 北斋, 葛饰北斋, 神奈川,神奈川冲浪里"),
    ),
    Nearest(
        "Hiroshige",
        words_of("kanagawa, neural-great-wave, ink"),
        words_of("hiroshige, utagawa hiroshige, 歌川广重, 广重"),
    ),
    Nearest("Bruegel", ("oil",), words_of("bruegel, brueghel, breughel, pieter bruegel, 勃鲁盖尔, 老勃鲁盖尔")),
    Nearest("Dürer", ("pencil",), words_of("dürer, duerer, albrecht dürer, 丢勒")),
    Nearest("Renoir", words_of("dappled-dance, oil"), words_of("renoir, auguste renoir, 雷诺阿")),
    Nearest("Arcimboldo", ("oil",), words_of("arcimboldo, 阿尔钦博托")),
    Nearest("Bazille", ("oil",), words_of("bazille, 巴齐耶")),
    Nearest("Monet", ("oil",), words_of("monet, claude monet, 莫奈")),
    Nearest("Rembrandt", ("oil",), words_of("rembrandt, 伦勃朗")),
    Nearest("Cézanne", ("oil",), words_of("cézanne, 塞尚")),
    Nearest(
        "Impressionism", ("oil",), words_of("impressionist, impressionism, impressionistic, 印象派, 印象主义"), painter=False
    ),
    Nearest("Seurat", ("pointillism",), words_of("georges seurat, seurat, signac, 修拉, 西涅克")),
    Nearest("Warhol", ("halftone",), words_of("warhol, andy warhol, 沃霍尔")),
    Nearest("Lichtenstein", ("halftone",), words_of("lichtenstein, roy lichtenstein, 利希滕斯坦")),
    Nearest("Turner", ("watercolour",), words_of("william turner, 透纳")),
    Nearest(
        "Chinese painting",
        ("ink",),
        words_of("chinese painting, chinese ink, sumi, chinese brush painting, 齐白石, 中国画, 张大千, 中国风,写意画"),
        painter=False,
    ),
    Nearest("Leonardo", ("pencil",), words_of("leonardo, leonardo da vinci, da vinci, 达芬奇")),
    Nearest(
        "Woodblock print",
        words_of("kanagawa, neural-great-wave, neural-woodcut"),
        words_of("ukiyo-e, ukiyoe, woodblock print, japanese woodblock, japanese print, woodblock, 浮世绘"),
        painter=False,
    ),
    Nearest(
        "Charcoal",
        ("pencil",),
        words_of("charcoal, chalk, pen and ink, biro, ballpoint, 炭笔, 炭笔画, 钢笔画, 速写, 粉笔"),
        painter=False,
    ),
    Nearest("Gouache", ("watercolour",), words_of("gouache, aquarell, 水粉, 水粉画"), painter=False),
    Nearest("Acrylic", ("oil",), words_of("acrylic, acrylics, palette knife, 丙烯, 丙烯画"), painter=False),
    Nearest("Crayon", words_of("neural-wax-crayon, pencil"), words_of("crayon, crayons, 蜡笔, 蜡笔画"), painter=False),
    Nearest("Linocut", words_of("neural-woodcut, ink"), words_of("linocut, lino print, 木刻, 版画, 木版画"), painter=False),
    Nearest("Anime", ("cartoon",), words_of("anime, ghibli, disney, 日漫, 二次元, 宫崎骏, 迪士尼"), painter=False),
    Nearest("Manga", ("comic",), words_of("manga, superhero, marvel"), painter=False),
    Nearest(
        "Newspaper", ("halftone",), words_of("newspaper, newsprint, poster, pop-art, 报纸, 海报, 波普艺术"), painter=False
    ),
    Nearest(
        "Old games",
        ("pixels",),
        words_of(
            "8bit, 8-bit, 16-bit, nes, minecraft, pixelated, pixellated, pixelate, 八位, 8位, 像素化,"
            "video game, videogame, 游戏, 老游戏, 红白机"
        ),
        painter=False,
    ),
    Nearest(
        "Church window",
        ("glass",),
        words_of("cathedral window, church windows, church glass, 教堂玻璃, 教堂窗户, 教堂的窗户, 教堂, 花窗"),
        painter=False,
    ),
    Nearest("Roman floor", ("mosaic",), words_of("roman floor, byzantine, 拼贴, 镶嵌"), painter=False),
)

GENERIC: Final = words_of("print, drawing, sketch, wash, dots, tiles, glass")  # after another style’s word

_MONO = "black and white, black white, black & white, bw, b&w, b/w, monochrome, 黑白, 单色"
CHOICES: Final = {  # other words for what an option can be; “grey” is black and white where it is no choice
    "black and white": words_of(f"{_MONO}, greyscale, grayscale"),
    "black": words_of(f"{_MONO}, black ink, one ink, single ink, 黑色, 黑墨"),
    "grey": words_of(f"{_MONO}, greyscale, grayscale"),
    "blue": words_of("blue ink, 蓝色, 蓝墨"),
    "sepia": words_of("sepia tone, sepia toned, brown ink, 棕褐色, 棕色, 褐色, 怀旧色"),
    "four colours": words_of("cmyk, full colour, full color, four colour, four color, 四色, 全彩"),
    "handheld green": words_of("gameboy, game boy, gameboy green, green palette, green, 掌机, 绿色"),
    "sixteen colours": words_of("cga, ega, c64, 十六色"),
    "sunset": words_of("夕阳, 日落, 晚霞"),
    "line": words_of("line screen, lined, 线形, 线状"),
    "dot": words_of("round dots, round, 圆形"),
    "pink and blue": words_of("粉蓝, 粉色和蓝色, 粉红和蓝色, 粉和蓝, 粉红色和蓝色, 粉红和蓝"),
    "red and teal": words_of("红和青, 红色和青色, 红青"),
    "orange and navy": words_of("orange and dark blue, orange and blue, 橙和深蓝, 橙色和深蓝色, 橙蓝"),
    "sunflower and purple": words_of("yellow and purple, 黄和紫, 黄色和紫色, 黄紫"),
    "yellow, pink and blue": words_of("黄粉蓝"),
    "mint, coral and black": words_of("薄荷绿珊瑚黑"),
}  # fmt: skip

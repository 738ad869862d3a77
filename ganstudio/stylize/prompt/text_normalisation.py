"""The letters of a sentence made plain: small, without accents, traditional Chinese signs as simplified ones."""

import unicodedata

# The signs of the tables that are written otherwise in traditional Chinese; no dictionary of the language.
_TRADITIONAL = (
    "畫鉛筆變風樣圖這裡讓張幫請轉換為點書動網圓線條輪緣顏濃強減輕對細節質紋紙佈觸塊顆豔鮮艷純雜鏽銳濕潤暈華麗單簡寬雲陰處邊側"
    "後遠餘僅離開舊復遊戲機馬賽鑲國調絲凱齋廣魯蓋爾達倫諾亞羅蘭紅綠藍黃藥術級極蠟報繪圍環樓說寫給與還會個麼來過時稱隨當應該覺"
    "歡無沒別從總體層疊濾區確實縫燈發溫錯滿視見頁號優設計劃飾衝亂熱幾顯類適夠釋頭頂掃彎歲軟內兩雙鋼禮聖獅戶陽連獨間淺乾淨兒於"
    "樸鬱塗謝煩飽種嗎瞭們據鋪專業廳舉啟銅斷項標倣彷彿將臉樹橋髮鳥傳統維納島參隱約壓創畢現潑漸"
)
_SIMPLIFIED = (
    "画铅笔变风样图这里让张帮请转换为点书动网圆线条轮缘颜浓强减轻对细节质纹纸布触块颗艳鲜艳纯杂锈锐湿润晕华丽单简宽云阴处边侧"
    "后远余仅离开旧复游戏机马赛镶国调丝凯斋广鲁盖尔达伦诺亚罗兰红绿蓝黄药术级极蜡报绘围环楼说写给与还会个么来过时称随当应该觉"
    "欢无没别从总体层叠滤区确实缝灯发温错满视见页号优设计划饰冲乱热几显类适够释头顶扫弯岁软内两双钢礼圣狮户阳连独间浅干净儿于"
    "朴郁涂谢烦饱种吗了们据铺专业厅举启铜断项标仿仿佛将脸树桥发鸟传统维纳岛参隐约压创毕现泼渐"
)
_SIMPLE = dict(zip(_TRADITIONAL, _SIMPLIFIED, strict=True))


def normalise_text(text: str) -> tuple[str, list[int]]:
    """The text in plain letters, and of each of them the place in the text that it comes from."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for each in unicodedata.normalize("NFKD", letter).casefold().replace("’", "'").replace("‘", "'"):
            if not unicodedata.combining(each):
                letters.append(_SIMPLE.get(each, each))
                places.append(place)
    return "".join(letters), places

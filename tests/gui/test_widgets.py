"""Form, canvas, cards, notice, words: as a hand would use them."""

import math
import re
from pathlib import Path
from typing import Any, Literal

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QGuiApplication, QImage, QPixmap, QRawFont
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

import ganstudio.gui
from ganstudio.api.options import Options, option
from ganstudio.gui.app.theme import DARK, LIGHT, Theme, icon, resources
from ganstudio.gui.app.translations import count, duration
from ganstudio.gui.widgets.canvas import Canvas
from ganstudio.gui.widgets.cards import Card, CardView
from ganstudio.gui.widgets.form import NumberRow, OptionsForm
from ganstudio.gui.widgets.notice import Notice


class Paint(Options):
    """Options of every kind."""

    stroke: float = option(4.0, "How broad the brush is.", least=1, most=10)
    layers: int = option(2, "How many layers of paint.", least=1, most=5)
    canvas: bool = option(True, "Whether the canvas shows.")
    mood: Literal["calm", "wild"] = option("calm", "How the brush moves.")
    seed: int = option(0, "Where chance begins.", least=0, most=99, expert=True)


def test_a_form_has_a_row_for_each_option_and_tells_all_values(qtbot: QtBot) -> None:
    form = OptionsForm(Paint)
    qtbot.addWidget(form)
    told: list[dict[str, Any]] = []
    form.changed.connect(told.append)
    form.findChildren(NumberRow)[0].box.setValue(7.5)
    form.findChildren(QCheckBox)[0].click()
    form.findChildren(QComboBox)[0].setCurrentIndex(1)
    assert told[-1] == {"stroke": 7.5, "layers": 2, "canvas": False, "mood": "wild", "seed": 0}
    assert Paint.model_validate(form.values())
    assert form.findChildren(NumberRow)[0].toolTip() == "How broad the brush is."


def test_expert_options_wait_behind_a_switch(qtbot: QtBot) -> None:
    form = OptionsForm(Paint)
    qtbot.addWidget(form)
    form.show()
    seed = form.findChildren(NumberRow)[-1]
    assert not seed.isVisible()
    switch = next(button for button in form.findChildren(QPushButton) if button.isCheckable())
    switch.click()
    assert seed.isVisible()


def test_slider_and_figure_agree(qtbot: QtBot) -> None:
    row = NumberRow(0, 50, 10)
    qtbot.addWidget(row)
    row.slider.setValue(row.slider.maximum())
    assert row.value() == 50
    row.box.setValue(25)
    assert row.slider.value() == row.slider.maximum() // 2


def _shown(qtbot: QtBot) -> Canvas:
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.resize(648, 448)
    canvas.show()
    before, after = QImage(600, 400, QImage.Format.Format_RGB888), QImage(300, 200, QImage.Format.Format_RGB888)
    before.fill(QColor("#102030"))
    after.fill(QColor("#c04020"))
    canvas.show_picture(before, before)
    canvas.show_preview(after)
    return canvas


def test_the_divider_parts_before_and_after(qtbot: QtBot) -> None:
    canvas = _shown(qtbot)
    image = canvas.grab().toImage()
    assert image.pixelColor(150, 400).name() == "#102030"
    assert image.pixelColor(500, 400).name() == "#c04020"
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(324, 300))
    qtbot.mouseMove(canvas, QPoint(124, 300))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(124, 300))
    assert canvas.grab().toImage().pixelColor(200, 400).name() == "#c04020"


def test_space_shows_the_original_while_it_is_held(qtbot: QtBot) -> None:
    canvas = _shown(qtbot)
    qtbot.keyPress(canvas, Qt.Key.Key_Space)
    assert canvas.grab().toImage().pixelColor(500, 400).name() == "#102030"
    qtbot.keyRelease(canvas, Qt.Key.Key_Space)
    assert canvas.grab().toImage().pixelColor(500, 400).name() == "#c04020"


def test_zoom_keeps_the_place_and_tells_the_part_in_sight(qtbot: QtBot) -> None:
    canvas = _shown(qtbot)
    assert canvas.visible_rect() == QRect(0, 0, 600, 400)
    with qtbot.waitSignal(canvas.settled):
        canvas.set_zoom(4.0)
    sight = canvas.visible_rect()
    assert sight.width() < 170
    assert abs(sight.center().x() - 300) <= 1
    assert not canvas.has_exact()
    canvas.show_exact(QImage(sight.size(), QImage.Format.Format_RGB888), sight)
    assert canvas.has_exact()
    canvas.fit()
    assert canvas.visible_rect() == QRect(0, 0, 600, 400)


def test_cards_keep_the_choice_and_the_pictures(qtbot: QtBot) -> None:
    view = CardView(QSize(100, 80))
    qtbot.addWidget(view)
    view.show_cards([Card("a", "A"), Card("b", "B")])
    told: list[str] = []
    view.chosen.connect(told.append)
    view.choose("b")
    view.cards.change("b", pixmap=QPixmap(10, 10))
    view.show_cards([Card("b", "B"), Card("c", "C")])
    assert view.key() == "b"
    assert told[0] == "b"
    assert view.cards.cards[0].pixmap is not None


def test_a_notice_copies_its_details(qtbot: QtBot) -> None:
    notice = Notice()
    qtbot.addWidget(notice)
    notice.show_words("It failed.", tone="error", details="Traceback …")
    next(button for button in notice.findChildren(QPushButton) if button.text() == "Copy details").click()
    assert QGuiApplication.clipboard().text() == "It failed.\n\nTraceback …"


def test_figures_are_said_as_people_say_them() -> None:
    assert [duration(seconds) for seconds in (40, 720, 11_100)] == ["40 s", "12 min", "3 h 05 min"]
    assert [count(number) for number in (940, 38_000, 1_200_000)] == ["940", "38 k", "1.2 M"]


def _contrast(one: str, other: str) -> float:
    def light(name: str) -> float:
        colour = QColor(name)
        red, green, blue = (
            c / 12.92 if c <= 0.04045 else math.pow((c + 0.055) / 1.055, 2.4)
            for c in (colour.redF(), colour.greenF(), colour.blueF())
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_words_stand_out_from_what_they_lie_on() -> None:
    def check(theme: Theme) -> None:
        for ground in (theme.canvas, theme.panel, theme.raised):
            for words in (theme.text, theme.secondary, theme.accent, theme.error, theme.good):
                assert _contrast(words, ground) >= 4.5, (theme.name, words, ground)
        assert _contrast(theme.on_accent, theme.accent) >= 4.5

    check(DARK)
    check(LIGHT)


def test_every_icon_draws_something(qtbot: QtBot) -> None:
    for file in (resources() / "icons").glob("*.svg"):
        image = icon(file.stem, "#ff0000").pixmap(20, 20).toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height())), file.stem


@pytest.mark.usefixtures("context")  # it applies the theme
def test_one_typeface_came_along_and_the_system_has_the_rest(qtbot: QtBot) -> None:
    label = QLabel("Stylize 油画")
    qtbot.addWidget(label)
    label.show()
    assert label.font().families()[0] == "Inter" and QFontInfo(label.font()).family() == "Inter"
    raw = QRawFont.fromFont(label.font())
    bold = QFont(label.font())
    bold.setWeight(QFont.Weight.DemiBold)
    assert QFontInfo(bold).family() == "Inter" and QFontInfo(bold).weight() == QFont.Weight.DemiBold
    assert raw.supportsCharacter(ord("ß")) and not raw.supportsCharacter(ord("油")), "Chinese is the system's"


def test_no_letter_is_smaller_than_twelve_pixels() -> None:
    sheet = (resources() / "theme.qss").read_text(encoding="utf-8")
    assert min(int(size) for size in re.findall(r"font-size: (\d+)px", sheet)) >= 12
    folder = Path(ganstudio.gui.__file__).parent
    written = "".join(file.read_text(encoding="utf-8") for file in folder.rglob("*.py"))
    sizes = re.findall(r"setPixelSize\((\d+)|font-size: (\d+)px", written)
    assert sizes and min(int(size or other) for size, other in sizes) >= 12

"""No text is cut off, in either language, on any page, at the least size of the window and at the usual one."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from ganstudio.gui.app.languages import use_language
from ganstudio.gui.app.window import PAGES, Window
from ganstudio.gui.train.page import TrainPage
from ganstudio.gui.widgets.labels import LineLabel

_ARROW = 24  # pixels of a box that are not its words


@pytest.fixture(params=["en", "zh_CN"])
def language(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    code: str = request.param
    use_language(qapp, code)
    yield code
    use_language(qapp, "en")
    QLocale.setDefault(QLocale.system())


def lacking_pixels(widget: QWidget) -> int:
    """How many pixels a widget's text wants beyond what it has."""
    match widget:
        case QLabel() if widget.wordWrap():
            return widget.heightForWidth(widget.width()) - widget.height()
        case QLabel():
            lines = widget.text().split("\n") if widget.textFormat() != Qt.TextFormat.RichText else []
            needed = max((widget.fontMetrics().horizontalAdvance(line) for line in lines), default=0)
            return needed - widget.contentsRect().width()
        case QToolButton() if widget.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly:
            return 0
        case QPushButton() | QToolButton() | QCheckBox():
            return widget.sizeHint().width() - widget.width()
        case QComboBox():
            return widget.fontMetrics().horizontalAdvance(widget.currentText()) + _ARROW - widget.width()
    return 0


def clipped(window: QWidget) -> list[str]:
    """The visible texts that are cut off, but for lines that are made to be shortened and have the whole in a tooltip."""
    shown = [each for each in window.findChildren(QWidget) if each.isVisible() and not isinstance(each, LineLabel)]
    told = [(type(each).__name__, str(getattr(each, "text", lambda: "")()), lacking_pixels(each)) for each in shown]
    return [f"{kind} “{text[:40]}” lacks {pixels} pixels" for kind, text, pixels in told if pixels > 1]


@pytest.mark.proof
@pytest.mark.parametrize("size", [(960, 600), (1440, 900)], ids=["least", "usual"])
def test_no_text_is_cut_off(language: str, size: tuple[int, int], window: Window, qtbot: QtBot) -> None:
    window.resize(*size)
    assert (window.width(), window.height()) == size

    def is_whole() -> None:
        assert clipped(window) == []

    for name in PAGES:
        window.show_page(name)
        qtbot.waitUntil(is_whole)
    train = window.show_page("train")
    assert isinstance(train, TrainPage)
    train.try_sample()
    qtbot.waitUntil(train.can_start, timeout=20_000)
    qtbot.waitUntil(is_whole)

"""What strangers wrote is shown as it is: a tag in a name is no tag to the window, on no page, in no tooltip."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QListWidget, QListWidgetItem, QWidget
from pytestqt.qtbot import QtBot

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.window import Window
from ganstudio.gui.stylize.page import StylizePage
from ganstudio.gui.train.page import TrainPage
from ganstudio.gui.widgets.layout import label
from ganstudio.plugins import pack_catalog
from ganstudio.testing.synthetic import make_picture, make_pictures
from ganstudio.train.planner import create_run
from ganstudio.train.request import TrainRequest
from tests.packs.made import make_pack
from tests.plugins.folders import drop_in

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows takes no such names of files")

TAG = "<img src=x><b>fat"
_LONG = 30_000


def words_of(root: QWidget) -> str:
    return "\n".join(each.text() for each in root.findChildren(QLabel))


def assert_plain(root: QWidget) -> None:
    for each in root.findChildren(QLabel):
        assert each.textFormat() == Qt.TextFormat.PlainText, each.text()


def tooltip(widget: QWidget, place: QPoint) -> QLabel:
    """The label that Qt shows as the widget's tooltip."""
    event = QHelpEvent(QEvent.Type.ToolTip, place, widget.mapToGlobal(place))
    QApplication.sendEvent(widget, event)
    tips = [each for each in QApplication.topLevelWidgets() if each.objectName() == "qtooltip_label" and each.isVisible()]
    assert isinstance(tips[-1], QLabel)
    return tips[-1]


@pytest.fixture
def strange(context: AppContext, qtbot: QtBot, tmp_path: Path) -> Path:
    """A plugin that nobody trusts, a style pack, a training and a folder of pictures whose words are tags."""
    place = drop_in(context.home.plugins, TAG, '"""words"""\n')
    (place / "plugin.toml").write_text(f'name = "{TAG}"\nsummary = "{TAG}"\nversion = "{TAG}"\nlicence = "{TAG}"\n')
    pack_catalog.install_pack(
        make_pack(tmp_path / "a.ganstyle", TAG, author=TAG, summary=TAG, licence=TAG), context.home, context.catalog
    )
    data = make_pictures(tmp_path / TAG, 8)
    make_picture(data / f"{TAG}.png", 3)
    (data / f"{TAG} broken.png").write_bytes(b"no picture")
    create_run(
        context.home.runs(context.settings) / TAG,
        context.catalog,
        TrainRequest(architecture="dcgan", size=32, images=8, device="cpu", data=data, batch=8),
    )
    with qtbot.waitSignal(context.catalog_changed, timeout=_LONG):
        context.load_plugins()
    return data


def test_every_page_shows_tags_as_they_are(strange: Path, window: Window, qtbot: QtBot) -> None:
    stylize, train = window.show_page("stylize"), window.show_page("train")
    assert isinstance(stylize, StylizePage) and isinstance(train, TrainPage)
    stylize.input.opener.open_file(strange / f"{TAG}.png")
    train.take_folder(strange)
    qtbot.waitUntil(lambda: TAG in words_of(stylize) and TAG in words_of(train), timeout=_LONG)
    for name in ("plugins", "library", "settings", "stylize", "train"):
        page = window.show_page(name)
        QApplication.processEvents()
        assert_plain(page)
        if name == "plugins":
            assert words_of(page).count(TAG) > 5
    assert_plain(window)


def test_tooltips_are_plain_wherever_they_come_from(context: AppContext, qtbot: QtBot) -> None:
    whole, names = QWidget(), QListWidget(parent=(made := label("", wrap=False)))
    qtbot.addWidget(whole)
    made.setParent(whole)
    made.setToolTip(f"{TAG}\n/some/where")
    item = QListWidgetItem(TAG, names)
    item.setToolTip(TAG)
    whole.resize(400, 300)
    made.resize(400, 300)
    whole.show()
    tip = tooltip(made, QPoint(390, 290))
    assert (tip.text(), tip.textFormat()) == (made.toolTip(), Qt.TextFormat.PlainText)
    assert tip.height() > 2 * tip.fontMetrics().height() - 4, "two lines"
    tip = tooltip(names.viewport(), names.visualItemRect(item).center())
    assert (tip.text(), tip.textFormat()) == (TAG, Qt.TextFormat.PlainText)


def test_labels_that_others_make_are_plain_too(context: AppContext, qtbot: QtBot) -> None:
    made = QLabel("<b>fat</b>")
    qtbot.addWidget(made)
    made.show()
    plain = QLabel("<b>fat</b>", textFormat=Qt.TextFormat.PlainText)
    qtbot.addWidget(plain)
    plain.show()
    assert made.textFormat() == Qt.TextFormat.PlainText
    assert made.sizeHint() == plain.sizeHint() and made.grab().toImage() == plain.grab().toImage()

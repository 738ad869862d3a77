"""The style packs: each with its picture, whose it is, and what may be done with it."""

import base64
from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.core.errors import GanStudioError
from ganstudio.gui.app.theme import current_theme, icon
from ganstudio.gui.app.translations import count, tr
from ganstudio.gui.plugins.plugin_card import enable_box, is_removable
from ganstudio.gui.widgets.layout import label, tool
from ganstudio.packs.file import Pack, open_pack
from ganstudio.plugins.catalog import Catalog, Plugin

WIDTH, PICTURE = 196, 124
_GAP, _AT_ONCE = 8, 12
_PICTURES = b"\xff\xd8\xff", b"\x89PNG"  # no others, such as SVG, which may name other files


class PackGrid(QWidget):
    """Cards of style packs, as many side by side as there is room for."""

    switched = Signal(str, bool)
    remove_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[PackCard] = []
        self._plugins: list[Plugin] = []
        self._catalog = Catalog()
        self._step = QTimer(self, interval=0)  # a card at a time, so that a thousand of them stop nothing
        self._step.timeout.connect(self._add_next)

    def show_packs(self, plugins: list[Plugin], catalog: Catalog) -> None:
        """Show these, the user's own first; cards further down are made once they are scrolled to."""
        for card in self.cards:
            card.hide()
            card.deleteLater()
        self.cards, self._plugins, self._catalog = [], plugins, catalog
        for _ in plugins[:_AT_ONCE]:
            self._add_card()
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the cards out anew where more or fewer find room."""
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Other cards have come into sight."""
        super().paintEvent(event)
        if self._lacks_cards():
            self._step.start()

    def _lacks_cards(self) -> bool:
        """Whether a card in sight, or in the row below it, is not made yet."""
        sight = self.visibleRegion().boundingRect()
        wanted = 0 if sight.isEmpty() else self._columns() * (sight.bottom() // self._row_height() + 2)
        return len(self.cards) < min(wanted, len(self._plugins))

    def _add_next(self) -> None:
        if self._lacks_cards():
            self._add_card()
        else:
            self._step.stop()

    def _add_card(self) -> None:
        plugin = self._plugins[len(self.cards)]
        card = PackCard(plugin, _title(plugin, self._catalog))
        card.setParent(self)
        card.switched.connect(self.switched)
        card.remove_wanted.connect(self.remove_wanted)
        self.cards.append(card)
        self._place_card(len(self.cards) - 1)
        card.show()

    def _columns(self) -> int:
        return max(1, (self.width() + _GAP) // (WIDTH + _GAP))

    def _row_height(self) -> int:
        return (self.cards[0].sizeHint().height() if self.cards else PICTURE) + _GAP

    def _place(self) -> None:
        for number in range(len(self.cards)):
            self._place_card(number)
        self.setFixedHeight(-(-len(self._plugins) // self._columns()) * self._row_height())

    def _place_card(self, number: int) -> None:
        row, column = divmod(number, self._columns())
        height = self._row_height()
        self.cards[number].setGeometry(column * (WIDTH + _GAP), row * height, WIDTH, height - _GAP)


class PackCard(QFrame):
    """One style pack; what else it says of itself is in the tooltip."""

    switched = Signal(str, bool)
    remove_wanted = Signal(object)

    def __init__(self, plugin: Plugin, title: str) -> None:
        super().__init__()
        self.plugin = plugin
        self.setObjectName("card")
        self.setFixedWidth(WIDTH)
        pack = _open_picture(plugin)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(2)
        column.addWidget(_picture(pack))
        words = QVBoxLayout()
        words.setContentsMargins(10, 6, 6, 0)
        words.setSpacing(2)
        words.addWidget(_elide(title, "name"))
        words.addWidget(_elide(_author_words(plugin, pack), "secondary"))
        words.addLayout(self._foot())
        column.addLayout(words)
        self.setToolTip(_describe(plugin, pack))

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.addStrut(30)  # as high as its tallest button, whether that is there or not
        foot.addWidget(enable_box(self.plugin, self.switched))
        foot.addStretch(1)
        if is_removable(self.plugin):
            words = tr("Put {} into the trash").format(self.plugin.name)
            foot.addWidget(tool("trash", words, partial(self.remove_wanted.emit, self.plugin)))
        return foot


def _open_picture(plugin: Plugin) -> Pack | None:
    with suppress(GanStudioError):
        return open_pack(Path(plugin.pack))
    return None


def _title(plugin: Plugin, catalog: Catalog) -> str:
    style = catalog.styles.get(plugin.name)
    return tr(style.title) if style else plugin.name


def _picture(pack: Pack | None) -> QLabel:
    """The pack's own preview, filling the card's head."""
    shown, pixmap = label(""), QPixmap()
    shown.setFixedSize(WIDTH - 2, PICTURE)
    shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
    preview = base64.b64decode(pack.manifest.preview) if pack else b""
    if preview.startswith(_PICTURES) and pixmap.loadFromData(preview):
        ratio = shown.devicePixelRatioF()
        fill, smooth = Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
        pixmap = pixmap.scaled(shown.size() * ratio, fill, smooth)
        pixmap.setDevicePixelRatio(ratio)
    else:
        pixmap = icon("stylize", current_theme().faint, 40).pixmap(40, 40)
    shown.setPixmap(pixmap)
    return shown


def _elide(words: str, name: str = "") -> QLabel:
    made = label(words, name, wrap=False)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return made


def _author_words(plugin: Plugin, pack: Pack | None) -> str:
    author = tr("came with the studio") if plugin.origin == "bundled" else pack.manifest.author if pack else tr("ONNX model")
    return "  ·  ".join(fact for fact in (author, plugin.licence) if fact) or tr("author unknown")


def _describe(plugin: Plugin, pack: Pack | None) -> str:
    """What a pack says of itself, a line each."""
    lines = [tr(plugin.summary)]
    with suppress(OSError):
        lines.append(tr("{:.2f} MB").format(Path(plugin.pack).stat().st_size / 2**20))
    if pack and pack.manifest.images:
        lines.append(tr("trained on {} pictures").format(count(pack.manifest.images)))
    if pack:
        lines.append(tr("architecture {}").format(pack.manifest.architecture))
    return "\n".join([*lines, plugin.pack])

"""The style packs: each with its picture, whose it is, and what may be done with it."""

import base64
from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.core.errors import GanStudioError
from ganstudio.gui.app.theme import current_theme, icon
from ganstudio.gui.app.translations import count, tr
from ganstudio.gui.plugins.plugin_card import enable_box, is_removable
from ganstudio.gui.widgets.flow_layout import FlowLayout
from ganstudio.gui.widgets.layout import clear, label, tool
from ganstudio.packs.file import Pack, open_pack
from ganstudio.plugins.catalog import Catalog, Plugin

WIDTH, PICTURE = 196, 124
_PICTURES = b"\xff\xd8\xff", b"\x89PNG"  # no others, such as SVG, which may name other files


class PackGrid(QWidget):
    """Cards of style packs, as many side by side as there is room for."""

    switched = Signal(str, bool)
    remove_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[PackCard] = []
        self._grid = FlowLayout(8)
        self.setLayout(self._grid)

    def show_packs(self, plugins: list[Plugin], catalog: Catalog) -> None:
        """Show these, the user's own first."""
        clear(self._grid)
        self.cards = [PackCard(plugin, _title(plugin, catalog)) for plugin in plugins]
        for card in self.cards:
            card.switched.connect(self.switched)
            card.remove_wanted.connect(self.remove_wanted)
            self._grid.addWidget(card)


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

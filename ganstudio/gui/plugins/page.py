"""The Plugins page: programs that bring styles and architectures, and style packs."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ganstudio.core.errors import GanStudioError
from ganstudio.gui.app import trash
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.translations import tr
from ganstudio.gui.plugins.pack_grid import PackGrid
from ganstudio.gui.plugins.plugin_card import PluginCard
from ganstudio.gui.widgets.layout import button, clear, label, section
from ganstudio.gui.widgets.notice import Notice
from ganstudio.plugins.catalog import Plugin
from ganstudio.plugins.trust import trust


class PluginsPage(QWidget):
    """One card a plugin; those that failed or wait for trust come first. Style packs stand below, with their pictures."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self.notice = Notice()
        self.packs = PackGrid()
        self._cards = QVBoxLayout()
        self._cards.setSpacing(8)
        self._words = label("", "secondary")
        self._lay_out()
        self.packs.switched.connect(self._enable)
        self.packs.remove_wanted.connect(self.remove)
        context.catalog_changed.connect(self._show)
        self._show()

    def remove(self, plugin: Plugin) -> None:
        """Put a pack, or what was dropped in, into the trash; it can be taken back."""
        path = Path(plugin.pack or plugin.origin)
        try:
            where = trash.put(path)
        except GanStudioError as error:
            self.notice.show_words(str(error), tone="error")
            return
        undo = ((tr("Undo"), partial(self._take_back, where, path)),) if where else ()
        self.notice.show_words(tr("“{}” is in the trash.").format(plugin.name), actions=undo)
        self._context.load_plugins()

    def _take_back(self, where: Path, path: Path) -> None:
        try:
            trash.take_back(where, path)
        except GanStudioError as error:
            self.notice.show_words(str(error), tone="error")
            return
        self.notice.hide()
        self._context.load_plugins()

    def _show(self) -> None:
        clear(self._cards)
        plugins = sorted(self._context.catalog.plugins, key=_rank)
        self._words.setText(_summary(plugins, safe_mode=self._context.safe_mode))
        for plugin in plugins:
            if not plugin.pack or plugin.error:
                self._cards.addWidget(self._card(plugin))
        self.packs.show_packs([plugin for plugin in plugins if plugin.pack and not plugin.error], self._context.catalog)

    def _card(self, plugin: Plugin) -> PluginCard:
        card = PluginCard(plugin)
        card.switched.connect(self._enable)
        card.trusted.connect(self._trust)
        card.remove_wanted.connect(self.remove)
        return card

    def _trust(self, plugin: Plugin) -> None:
        self._context.change(trusted=trust(self._context.settings, plugin).trusted)
        self._context.load_plugins()

    def _enable(self, name: str, on: bool) -> None:
        others = tuple(each for each in self._context.settings.disabled if each != name)
        self._context.change(disabled=others if on else (*others, name))
        self._context.load_plugins()

    def _open_folder(self) -> None:
        self._context.home.plugins.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._context.home.plugins)))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(label(tr("Plugins"), "title", wrap=False))
        head.addStretch(1)
        head.addWidget(button(tr("Open drop-in folder"), tr("Put a plugin's folder in here, then reload"), self._open_folder,
                              icon_name="open"))  # fmt: skip
        head.addWidget(button(tr("Reload"), tr("Look for plugins again, and try those that ended the program"),
                              partial(self._context.load_plugins, again=True), icon_name="reload"))  # fmt: skip
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 8, 8, 16)
        column.addWidget(section(tr("Programs")))
        column.addLayout(self._cards)
        column.addSpacing(16)
        column.addWidget(section(tr("Style packs")))
        column.addWidget(label(tr("Files without code; drop a .ganstyle on the Stylize page to add one."), "secondary"))
        column.addWidget(self.packs)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        middle = QWidget()
        middle.setMaximumWidth(880)
        column = QVBoxLayout(middle)
        column.setContentsMargins(24, 24, 16, 0)
        column.addLayout(head)
        column.addWidget(self._words)
        column.addWidget(self.notice)
        column.addWidget(area, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addStretch(1)
        whole.addWidget(middle, 20)
        whole.addStretch(1)


def _rank(plugin: Plugin) -> tuple[bool, bool, bool, str]:
    return plugin.error is None, plugin.trusted, plugin.origin == "bundled", plugin.name


def _summary(plugins: list[Plugin], *, safe_mode: bool) -> str:
    programs, packs = (sum(bool(plugin.pack) == packed for plugin in plugins) for packed in (False, True))
    styles = sum(len(plugin.styles) for plugin in plugins if plugin.loaded)
    architectures = sum(len(plugin.architectures) for plugin in plugins if plugin.loaded)
    words = tr("{} programs and {} style packs bring {} styles and {} architectures.").format(
        programs, packs, styles, architectures
    )
    if safe_mode:
        words += " " + tr("Safe mode: only the bundled ones are loaded. To leave it, close GAN Studio and start it again.")
    return words

"""The Plugins page: what is loaded from where, what failed and why."""

from functools import partial

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ganstudio.gui.studio import Studio
from ganstudio.gui.widgets.layout import button, clear, label
from ganstudio.gui.widgets.notice import Notice
from ganstudio.gui.words import tr
from ganstudio.plugins.catalog import Plugin
from ganstudio.plugins.trust import trust


class PluginsPage(QWidget):
    """One card a plugin; those that failed or wait for trust come first."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self._studio = studio
        self._cards = QVBoxLayout()
        self._cards.setSpacing(8)
        self._words = label("", "secondary")
        self._lay_out()
        studio.catalog_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        clear(self._cards)
        plugins = sorted(self._studio.catalog.plugins, key=_rank)
        self._words.setText(_summary(plugins, safe_mode=self._studio.safe_mode))
        for plugin in plugins:
            self._cards.addWidget(self._card(plugin))

    def _card(self, plugin: Plugin) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 12, 16, 12)
        head = QHBoxLayout()
        head.addWidget(label(f"<b>{plugin.name}</b>&nbsp; {plugin.version}", wrap=False))
        head.addStretch(1)
        head.addWidget(label(_state(plugin), _tone(plugin), wrap=False))
        if plugin.origin != "bundled":
            head.addWidget(self._switch(plugin))
        column.addLayout(head)
        if plugin.summary:
            column.addWidget(label(plugin.summary))
        column.addWidget(label(_facts(plugin), "secondary"))
        if plugin.error:
            notice = Notice(closable=False)
            notice.show_words(plugin.error, tone="error", details=plugin.report or "")
            column.addWidget(notice)
        elif not plugin.trusted:
            column.addWidget(self._question(plugin))
        return card

    def _switch(self, plugin: Plugin) -> QCheckBox:
        box = QCheckBox(tr("On"))
        box.setChecked(plugin.enabled)
        box.setAccessibleName(tr("{} is switched on").format(plugin.name))
        box.setToolTip(tr("Switch this plugin off without removing it"))
        box.toggled.connect(partial(self._enable, plugin.name))
        return box

    def _question(self, plugin: Plugin) -> Notice:
        notice = Notice(closable=False)
        notice.show_words(
            tr("This plugin is a program. It can do on this machine whatever you can, and runs only when you trust it."),
            tone="warning",
            actions=((tr("Trust and load"), partial(self._trust, plugin)),),
        )
        return notice

    def _trust(self, plugin: Plugin) -> None:
        self._studio.change(trusted=trust(self._studio.settings, plugin).trusted)
        self._studio.load_plugins()

    def _enable(self, name: str, on: bool) -> None:
        others = tuple(each for each in self._studio.settings.disabled if each != name)
        self._studio.change(disabled=others if on else (*others, name))
        self._studio.load_plugins()

    def _open_folder(self) -> None:
        self._studio.home.plugins.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._studio.home.plugins)))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(label(tr("Plugins"), "title", wrap=False))
        head.addStretch(1)
        head.addWidget(button(tr("Open drop-in folder"), tr("Put a plugin's folder in here, then reload"), self._open_folder,
                              icon_name="open"))  # fmt: skip
        head.addWidget(button(tr("Reload"), tr("Look for plugins again, and try those that ended the program"),
                              partial(self._studio.load_plugins, again=True), icon_name="reload"))  # fmt: skip
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 8, 8, 8)
        column.addLayout(self._cards)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        middle = QWidget()
        middle.setMaximumWidth(880)
        column = QVBoxLayout(middle)
        column.setContentsMargins(24, 24, 16, 0)
        column.addLayout(head)
        column.addWidget(self._words)
        column.addWidget(area, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addStretch(1)
        whole.addWidget(middle, 20)
        whole.addStretch(1)


def _rank(plugin: Plugin) -> tuple[bool, bool, bool, str]:
    return plugin.error is None, plugin.trusted, plugin.origin == "bundled", plugin.name


def _summary(plugins: list[Plugin], *, safe_mode: bool) -> str:
    styles = sum(len(plugin.styles) for plugin in plugins)
    architectures = sum(len(plugin.architectures) for plugin in plugins)
    words = tr("{} plugins bring {} styles and {} architectures.").format(len(plugins), styles, architectures)
    if safe_mode:
        words += " " + tr("Safe mode: only the bundled ones are loaded. To leave it, close GAN Studio and start it again.")
    return words


def _state(plugin: Plugin) -> str:
    if plugin.error:
        return tr("failed")
    if not plugin.enabled:
        return tr("switched off")
    return tr("loaded") if plugin.trusted else tr("waits for your trust")


def _tone(plugin: Plugin) -> str:
    return "error" if plugin.error else "good" if plugin.loaded else "secondary"


def _facts(plugin: Plugin) -> str:
    brings = [*plugin.styles, *plugin.architectures]
    facts = [plugin.origin, plugin.licence, tr("brings {}").format(", ".join(brings)) if brings else ""]
    return "  ·  ".join(fact for fact in facts if fact)

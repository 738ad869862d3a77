"""Menus of commands: the menu bar, and those under the right button. What is in them comes from the table of shortcuts."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from ganstudio.core.translation import tr_noop
from ganstudio.gui.app.shortcuts import SHORTCUTS, keys_of
from ganstudio.gui.app.translations import tr

MENUS = {
    "file": tr_noop("&File"), "edit": tr_noop("&Edit"), "look": tr_noop("&Make"), "view": tr_noop("&View"),
    "go": tr_noop("&Go"), "help": tr_noop("&Help"),
}  # fmt: skip


class MenuBar(QMenuBar):
    """All commands of the page that is shown and of the window; each says its keys, and is grey where it cannot be."""

    def __init__(self, window: QWidget, page: Callable[[], str]) -> None:
        super().__init__(window)
        self._window, self._page = window, page
        self.menus = {name: self.addMenu(tr(words)) for name, words in MENUS.items()}
        for name, menu in self.menus.items():
            menu.aboutToShow.connect(partial(self._fill, name, menu))

    def fill(self) -> None:
        """Fill all menus; an empty one is grey."""
        for name, menu in self.menus.items():
            self._fill(name, menu)
            menu.menuAction().setEnabled(not menu.isEmpty())

    def _fill(self, name: str, menu: QMenu) -> None:
        menu.clear()
        for page in (self._page(), "window"):
            names = [each for each, row in SHORTCUTS.items() if row.page == page and row.menu == name]
            if names and not menu.isEmpty():
                menu.addSeparator()
            add_commands(menu, self._window, names)


def add_commands(menu: QMenu, window: QWidget, names: Iterable[str]) -> None:
    """Add the commands of these names in the table, as they can be done in the window now."""
    for name in names:
        shortcut = window.findChild(QShortcut, name)
        action = menu.addAction(f"{tr(SHORTCUTS[name].words)}\t{keys_of(SHORTCUTS[name])[0]}")
        action.setObjectName(name)
        action.setEnabled(shortcut is not None and _is_ready(shortcut))
        if shortcut is not None:
            action.triggered.connect(shortcut.activated)


def offer_commands(owner: QWidget, names: Iterable[str], place: QPoint) -> QMenu:
    """A menu of these commands at a place of the owner."""
    menu = QMenu(owner)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    add_commands(menu, owner.window(), names)
    menu.popup(owner.mapToGlobal(place))
    return menu


def offer_under_pointer(owner: QWidget, names: Iterable[str]) -> None:
    """Offer these commands where the right button, or the menu key, is pressed on the owner."""
    owner.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    owner.customContextMenuRequested.connect(lambda place: offer_commands(owner, names, place))


def _is_ready(shortcut: QShortcut) -> bool:
    """Whether its keys would count now: their owner can be seen and used."""
    owner = shortcut.parent()
    return not isinstance(owner, QWidget) or (owner.isVisible() and owner.isEnabled())

"""The keys: each that is listed is bound and does something, none is bound beside the table, no two alike in one place."""

from collections import Counter
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QShortcut
from PySide6.QtWidgets import QLabel, QMenu
from pytestqt.qtbot import QtBot

from ganstudio.gui.app.shortcuts import SHORTCUTS, keys_of, on_page
from ganstudio.gui.app.status_bar import StatusBar
from ganstudio.gui.app.window import PAGES, Window
from ganstudio.gui.stylize.page import StylizePage
from ganstudio.gui.train.page import TrainPage

_LONG = 30_000


@pytest.fixture
def whole(window: Window, qtbot: QtBot) -> Window:
    """The window with all its pages built, Stylize in front, and the keys its own."""
    for name in (*PAGES, "stylize"):
        window.show_page(name)
    with qtbot.waitActive(window):
        window.activateWindow()
    return window


def stylize(window: Window) -> StylizePage:
    page = window.pages["stylize"]
    assert isinstance(page, StylizePage)
    return page


def test_what_is_listed_is_what_is_bound(whole: Window) -> None:
    bound = Counter((each.objectName(), each.key().toString()) for each in whole.findChildren(QShortcut))
    listed = {(name, keys) for name, each in SHORTCUTS.items() if not each.held for keys in each.keys}
    assert set(bound) == listed, "bind keys by ganstudio.gui.app.shortcuts.bind, with a row in its table"
    assert max(bound.values()) == 1
    for each in whole.findChildren(QShortcut):
        assert each.receivers("2activated()") == 1, each.objectName()
        assert whole.isAncestorOf(each.parent()) or each.parent() is whole  # type: ignore[arg-type]


def test_no_keys_mean_two_things_in_one_place() -> None:
    for page in PAGES:
        seen = [each for each in SHORTCUTS.values() if each.page in (page, "window")]
        assert max(Counter(keys for each in seen for keys in each.keys).values()) == 1, page


def test_the_overview_lists_all_of_them(whole: Window, qtbot: QtBot) -> None:
    qtbot.keyClick(whole, Qt.Key.Key_F1)
    assert whole.overview is not None and whole.overview.isVisible()
    shown = [each.text() for each in whole.overview.findChildren(QLabel)]
    for each in SHORTCUTS.values():
        assert each.words in shown and set(keys_of(each)) <= set(shown)
    assert len(on_page("stylize")) > 20
    assert not stylize(whole).column.welcome.isHidden()
    stylize(whole).column.welcome.dismiss()
    whole.overview.steps_wanted.emit()
    assert not stylize(whole).column.welcome.isHidden()


def test_keys_of_the_window(whole: Window, qtbot: QtBot) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(whole, Qt.Key.Key_2, control)
    assert isinstance(whole.pages["train"], TrainPage) and whole.pages["train"].isVisible()
    qtbot.keyClick(whole, Qt.Key.Key_1, control)
    qtbot.keyClick(whole, Qt.Key.Key_J, control)
    panel = whole.queue_dock.panel
    assert panel is not None and panel.isVisible() and whole.pages["stylize"].isVisible(), "it covers no picture"
    qtbot.keyClick(whole, Qt.Key.Key_J, control)
    assert not panel.isVisible()
    whole.findChildren(StatusBar)[0].queue_clicked.emit()
    assert panel.isVisible()
    whole.queue_dock.setSizes([400, 200])
    high = panel.height()
    whole.queue_dock.setSizes([300, 300])
    assert panel.height() > high
    qtbot.keyClick(whole, Qt.Key.Key_J, control)
    qtbot.keyClick(whole, Qt.Key.Key_F11)
    assert whole.isFullScreen()
    qtbot.keyClick(whole, Qt.Key.Key_F11)
    assert not whole.isFullScreen()


def test_keys_of_the_canvas(whole: Window, qtbot: QtBot) -> None:
    page = stylize(whole)
    qtbot.waitUntil(page.column.canvas.has_exact, timeout=_LONG)
    assert page.focusWidget() is page.column.canvas

    def after(key: Qt.Key) -> bool:
        before = page.column.canvas.grab().toImage()
        qtbot.keyClick(page.column.canvas, key)
        return bool(page.column.canvas.grab().toImage() != before)

    assert after(Qt.Key.Key_Left) and after(Qt.Key.Key_Right) and after(Qt.Key.Key_X) and after(Qt.Key.Key_X)
    assert after(Qt.Key.Key_Z) and page.column.canvas.zoom == 1
    assert after(Qt.Key.Key_F)
    before = page.column.canvas.grab().toImage()
    qtbot.keyPress(page.column.canvas, Qt.Key.Key_Space)
    assert page.column.canvas.grab().toImage() != before
    qtbot.keyRelease(page.column.canvas, Qt.Key.Key_Space)
    assert page.column.canvas.grab().toImage() == before
    # letters that are written are no shortcuts
    qtbot.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    line = page.focusWidget()
    assert line is not None and line.accessibleName() == "Search styles"
    zoom = page.column.canvas.zoom
    qtbot.keyClicks(line, "fzx?")
    assert page.column.canvas.zoom == zoom and page.gallery.query == "fzx?" and whole.overview is None


def test_pages_of_the_strip(whole: Window, qtbot: QtBot, tmp_path: Path) -> None:
    page, files = stylize(whole), [tmp_path / f"{number}.png" for number in range(3)]
    for number, file in enumerate(files):
        Image.new("RGB", (40 + number, 30), "teal").save(file)
    page.input.opener.open_all(files)
    for key, number in ((None, 0), (Qt.Key.Key_PageDown, 1), (Qt.Key.Key_PageDown, 2), (Qt.Key.Key_PageUp, 1)):
        if key is not None:
            qtbot.keyClick(page.column.canvas, key)
        qtbot.waitUntil(lambda file=files[number]: page.controller.looks.current == file)  # type: ignore[misc]


def test_the_menu_bar_has_every_command_with_its_keys_and_does_it(whole: Window, qtbot: QtBot) -> None:
    seen: set[str] = set()
    for name in (*PAGES, "stylize"):
        whole.show_page(name)
        whole.menu_bar.fill()
        actions = [action for menu in whole.menu_bar.menus.values() for action in menu.actions() if not action.isSeparator()]
        seen |= {action.objectName() for action in actions}
        for action in actions:
            row = SHORTCUTS[action.objectName()]
            assert action.text() == f"{row.words}\t{keys_of(row)[0]}" and row.page in (name, "window")
    assert seen == {name for name, each in SHORTCUTS.items() if not each.held}
    page = stylize(whole)
    qtbot.waitUntil(page.column.canvas.has_exact, timeout=_LONG)
    for menu, name in (("view", "stylize.beside"), ("look", "stylize.crop")):
        whole.menu_bar.menus[menu].aboutToShow.emit()
        next(each for each in whole.menu_bar.menus[menu].actions() if each.objectName() == name).trigger()
    assert page.column.toolbar.beside.isChecked() and page.look_panel.adjust.crop.isChecked()
    whole.menu_bar.menus["edit"].aboutToShow.emit()
    keys = {each.objectName(): each.isEnabled() for each in whole.menu_bar.menus["edit"].actions()}
    assert keys["stylize.copy"]


def test_the_right_button_offers_commands(whole: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QMenu, "popup", lambda *_: None)
    page = stylize(whole)
    canvas = page.column.canvas
    before = canvas.view.centre
    qtbot.mousePress(canvas, Qt.MouseButton.RightButton, pos=canvas.rect().center())
    qtbot.mouseMove(canvas, canvas.rect().center() * 0.8)
    qtbot.mouseRelease(canvas, Qt.MouseButton.RightButton, pos=canvas.rect().center())
    assert canvas.view.centre == before, "it does not move the picture"
    for owner in (canvas, page.look_panel.layers.list):
        owner.customContextMenuRequested.emit(owner.rect().center())
        menu = owner.findChildren(QMenu)[-1]
        assert menu.actions() and all(each.objectName() in SHORTCUTS for each in menu.actions())


def test_facts_of_the_machine_come_when_they_are_asked_for(whole: Window, qtbot: QtBot) -> None:
    bar = whole.findChildren(StatusBar)[0]
    assert not bar.facts.isVisible()
    bar.machine.click()
    assert bar.facts.isVisible()
    bar.machine.click()
    assert not bar.facts.isVisible()


def test_the_theme_may_be_that_of_the_system(whole: Window) -> None:
    from ganstudio.gui.app import theme

    hints = QGuiApplication.styleHints()
    whole.context.change(theme="system")
    for scheme, wanted in ((Qt.ColorScheme.Light, theme.LIGHT), (Qt.ColorScheme.Dark, theme.DARK)):
        hints.setColorScheme(scheme)
        hints.colorSchemeChanged.emit(scheme)
        assert theme.current_theme() == theme.chosen_theme("system")
        assert theme.current_theme() == (wanted if hints.colorScheme() == scheme else theme.DARK)
    hints.unsetColorScheme()
    whole.context.change(theme="dark")
    assert theme.current_theme() == theme.DARK

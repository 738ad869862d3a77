"""The window: a rail of pages, the pages, a status bar. It builds pages and wires their signals, and holds no logic."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.language_change import LanguageChange, Place
from ganstudio.gui.app.menus import MenuBar
from ganstudio.gui.app.queue_dock import QueueDock
from ganstudio.gui.app.report_copy import copy_report
from ganstudio.gui.app.shortcuts import bind
from ganstudio.gui.app.status_bar import StatusBar
from ganstudio.gui.app.theme_switch import ThemeSwitch
from ganstudio.gui.app.translations import tr
from ganstudio.gui.app.unexpected_errors import ErrorCard
from ganstudio.gui.app.window_drop import WindowDrop
from ganstudio.gui.glossary.hover import TermHover, show_glossary_at_focus
from ganstudio.gui.widgets.layout import set_icon, tool
from ganstudio.gui.widgets.tab_order import move_focus

if TYPE_CHECKING:
    from ganstudio.gui.app.shortcut_overview import ShortcutOverview
    from ganstudio.gui.stylize.page import StylizePage
    from ganstudio.gui.train.page import TrainPage

PAGES = ("stylize", "train", "library", "plugins", "settings")


class Window(QMainWindow):
    """The studio's window; a page is built when it is first shown, so that the frame is on the screen at once."""

    painted = Signal()

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.context = context
        self.setWindowTitle(tr("GAN Studio, safe mode") if context.safe_mode else "GAN Studio")
        self.setMinimumSize(900, 460)  # all of 1366 × 768 at one and a half times its size
        self.resize(1440, 900)
        self.pages: dict[str, QWidget] = {}
        self._train: TrainPage | None = None
        self.overview: ShortcutOverview | None = None
        self._painted = False
        self._titles = dict(
            zip(PAGES, (tr("Stylize"), tr("Train"), tr("Library"), tr("Plugins"), tr("Settings")), strict=True)
        )
        self._stack = QStackedWidget()
        self._rail: dict[str, QToolButton] = {}
        self.error_card = ErrorCard(context.home, partial(copy_report, context))
        self._page = ""
        self.menu_bar = MenuBar(self, lambda: self._page)
        self.setMenuBar(self.menu_bar)
        self._show_glossary = partial(show_glossary_at_focus, self)
        self._lay_out()
        self.term_hover = TermHover(self)
        context.error_shown.connect(self.error_card.show_error)
        context.activity_changed.connect(self._mark_running)
        self.theme_switch = ThemeSwitch(self, context)
        context.queue.run_wanted.connect(lambda folder: self._train_page().open_run(folder))
        context.queue.became_idle.connect(self.close)
        self.language_change = LanguageChange(self, context, self.is_training, self.place)
        WindowDrop(self, self._add_plugins, self.show_files)

    def show_page(self, name: str) -> QWidget:
        """Show a page by its name, and give it back."""
        if name not in self.pages:
            self.pages[name] = self._build(name)
            self._stack.addWidget(self.pages[name])
        self._stack.setCurrentWidget(self.pages[name])
        self.pages[name].setFocus()
        for each, button in self._rail.items():
            button.setChecked(each == name)
        self._page = name
        self.menu_bar.fill()
        return self.pages[name]

    def show_files(self, files: Sequence[Path]) -> None:
        """Open pictures, films and folders on the Stylize page and install style packs, as if they were dropped there."""
        self._stylize_page().input.opener.take_files(files)
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()

    def _add_plugins(self, paths: Sequence[Path]) -> None:
        self.context.add_plugins(paths)
        self.show_page("plugins")

    def is_training(self) -> bool:
        """Whether a training runs in this window."""
        return self._train is not None and self._train.session.training

    def place(self) -> Place:
        """Where the window is, to be opened there again."""
        if self._train is None:
            return Place(self._page)
        run = self._train.session.run
        return Place(self._page, run.folder if run is not None else None, self._train.setup.folder)

    def open_at(self, place: Place) -> None:
        """Show what was shown there, once the plugins are loaded."""
        shown = partial(self._show_place, place)
        self.context.catalog_changed.connect(shown, Qt.ConnectionType(Qt.ConnectionType.SingleShotConnection))

    def _show_place(self, place: Place) -> None:
        if place.run is not None:
            self._train_page().open_run(place.run)
        elif place.folder is not None:
            self._train_page().take_folder(place.folder)
        self.show_page(place.page)

    def show_overview(self) -> None:
        """Show all shortcuts."""
        from ganstudio.gui.app.shortcut_overview import ShortcutOverview

        if self.overview is None:
            self.overview = ShortcutOverview(self)
            self.overview.steps_wanted.connect(self._show_steps)
            self.overview.guide_wanted.connect(self.start_guide)
            self.overview.glossary_wanted.connect(self._show_glossary)
        self.overview.show()
        self.overview.raise_()

    def start_guide(self) -> None:
        """Show the Train page with the guided first training."""
        self._train_page().start_guide()

    def show_full(self) -> None:
        """Fill the whole screen, or no more."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the window as it is seen."""
        return move_focus(self, forward=forward)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, and tell it once."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask while a training runs; save what the queue is at; then save the window's place and stop the workers."""
        if self._train is not None and not self._train.may_close():
            self.show_page("train")
            event.ignore()
            return
        if not self.context.queue.may_close():
            event.ignore()
            return
        self._save_geometry()
        self.context.close()
        event.accept()

    def _save_geometry(self) -> None:
        try:
            self.context.change(window=bytes(self.saveGeometry().toBase64().data()).decode())
        except Exception as error:  # the place of a window is not worth an error when it closes
            self.context.report_error(str(error))

    def _build(self, name: str) -> QWidget:
        builders: dict[str, Callable[[], QWidget]] = {
            "stylize": self._build_stylize,
            "train": self._build_train,
            "library": self._build_library,
            "plugins": self._build_plugins,
            "settings": self._build_settings,
        }
        return builders[name]()

    def _build_stylize(self) -> QWidget:
        from ganstudio.gui.stylize.page import StylizePage

        return StylizePage(self.context)

    def _build_train(self) -> QWidget:
        from ganstudio.gui.train.page import TrainPage

        self._train = TrainPage(self.context)
        self._train.close_allowed.connect(self.close)
        self._train.settings_wanted.connect(lambda: self.show_page("settings"))
        self._train.publish_requested.connect(self._publish)
        return self._train

    def _build_library(self) -> QWidget:
        from ganstudio.gui.library.page import LibraryPage

        page = LibraryPage(self.context)
        page.open_requested.connect(lambda folder: self._train_page().open_run(folder))
        page.resume_requested.connect(lambda folder: self._train_page().resume_run(folder))
        page.new_requested.connect(lambda: self.show_page("train"))
        page.style_requested.connect(self._show_style)
        return page

    def _publish(self, folder: Path) -> None:
        from ganstudio.gui.library.page import LibraryPage

        page = self.show_page("library")
        assert isinstance(page, LibraryPage)
        page.publish_run(folder)

    def _show_style(self, name: str) -> None:
        self._stylize_page().choose_style(name)

    def _show_steps(self) -> None:
        self._stylize_page().show_first_steps()

    def _stylize_page(self) -> "StylizePage":
        from ganstudio.gui.stylize.page import StylizePage

        page = self.show_page("stylize")
        assert isinstance(page, StylizePage)
        return page

    def _train_page(self) -> "TrainPage":
        self.show_page("train")
        assert self._train is not None
        return self._train

    def _build_plugins(self) -> QWidget:
        from ganstudio.gui.plugins.page import PluginsPage

        return PluginsPage(self.context)

    def _build_settings(self) -> QWidget:
        from ganstudio.gui.settings.page import SettingsPage

        return SettingsPage(self.context)

    def _lay_out(self) -> None:
        rail = QWidget()
        rail.setObjectName("rail")
        column = QVBoxLayout(rail)
        column.setContentsMargins(6, 12, 6, 12)
        column.setSpacing(6)
        for number, name in enumerate(PAGES):
            column.addWidget(self._rail_button(number, name))
        column.insertStretch(len(PAGES) - 1, 1)
        for name, tip, act in (
            ("info", tr("The glossary: words of the field (Shift+F1)"), self._show_glossary),
            ("keys", tr("All shortcuts (F1)"), self.show_overview),
        ):
            column.addWidget(tool(name, tip, act), 0, Qt.AlignmentFlag.AlignHCenter)
        top = QHBoxLayout()
        top.setSpacing(0)
        top.addWidget(rail)
        self.queue_dock = QueueDock(self.context, self._stack)
        top.addWidget(self.queue_dock, 1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top, 1)
        column.addWidget(self.error_card)
        status = StatusBar(self.context)
        column.addWidget(status)
        self.setCentralWidget(whole)
        status.queue_clicked.connect(self.queue_dock.toggle)
        bind("window.queue", self, self.queue_dock.toggle)
        bind("window.full", self, self.show_full)
        bind("window.guide", self, self.start_guide)
        bind("window.glossary", self, self._show_glossary)
        bind("window.shortcuts", self, self.show_overview)
        bind("window.quit", self, self.close)

    def _rail_button(self, number: int, name: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName("railButton")
        button.setText(self._titles[name])
        set_icon(button, name)
        button.setIconSize(QSize(20, 20))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setFixedSize(68, 56)
        button.setCheckable(True)
        button.setToolTip(f"{self._titles[name]} (Ctrl+{number + 1})")
        button.setAccessibleName(self._titles[name])
        button.clicked.connect(lambda: self.show_page(name))
        self._rail[name] = button
        bind(f"go.{name}", self, lambda: self.show_page(name))
        return button

    def _mark_running(self, key: str, activity: object) -> None:
        if key == "training":
            self._rail["train"].setText(self._titles["train"] + (" ●" if activity else ""))

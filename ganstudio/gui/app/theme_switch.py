"""The theme as the settings have it, or as the system is now; changed while the window is open."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.theme import apply_theme, chosen_theme, current_theme
from ganstudio.gui.widgets.layout import retint


class ThemeSwitch(QObject):
    """Colours the application anew when the setting, or the system, is another."""

    def __init__(self, window: QWidget, context: AppContext) -> None:
        super().__init__(window)
        self._window, self._context = window, context
        context.settings_changed.connect(self._apply)
        QApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    def _apply(self) -> None:
        app, theme = QApplication.instance(), chosen_theme(self._context.settings.theme)
        if isinstance(app, QApplication) and current_theme() != theme:
            apply_theme(app, theme)
            retint(self._window)

    def _follow_system(self) -> None:
        """The system is light or dark now: those who draw with colours of their own are told as by a setting."""
        if self._context.settings.theme == "system":
            self._context.settings_changed.emit()

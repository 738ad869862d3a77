"""Another language without a restart: the window closes as it always does, and is opened again where it was."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from ganstudio.core import translation
from ganstudio.core.translation import VARIABLE, choose_language
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.translations import tr


@dataclass(frozen=True)
class Place:
    """Where the window was: the page that was shown, and on the Train page the run, or the folder to train on.

    What is open on the Stylize page, and what waits in the queue, is kept by them at each start.
    """

    page: str
    run: Path | None = None
    folder: Path | None = None


class LanguageChange(QObject):
    """Waits for another language in the settings, and closes the window once it neither trains nor works on its queue.

    `find_place` says where the window is to be opened again.
    """

    def __init__(
        self, window: QWidget, context: AppContext, is_training: Callable[[], bool], find_place: Callable[[], Place]
    ) -> None:
        super().__init__(window)
        self._window, self._context = window, context
        self._is_training, self._find_place = is_training, find_place
        self._setting = context.settings.language
        self.place: Place | None = None  # where to open the window again; None: it is closed for good
        context.settings_changed.connect(self._see)
        context.activity_changed.connect(self._see_rest)
        context.queue.changed.connect(self._see_rest)

    def _see(self) -> None:
        if self._context.settings.language == self._setting:
            return
        os.environ.pop(VARIABLE, None)  # what is chosen now counts
        if choose_language(self._context.settings.language) == translation.current_language():
            self._setting = self._context.settings.language
        elif self._is_busy():
            self._context.post_message(tr("The window changes its language as soon as what is running has ended."))
        else:
            QTimer.singleShot(0, self, self._open_again)  # after what is told of the setting

    def _see_rest(self, *_what: object) -> None:
        if self._context.settings.language != self._setting and not self._is_busy():
            QTimer.singleShot(0, self, self._open_again)

    def _is_busy(self) -> bool:
        return self._is_training() or self._context.queue.running is not None

    def _open_again(self) -> None:
        if self.place is None and not self._is_busy():
            self.place = self._find_place()
            if not self._window.close():
                self.place = None

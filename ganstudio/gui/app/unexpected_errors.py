"""Errors that nobody expected: caught wherever they happen in the window's process, logged, and shown as a card."""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, QUrl, Signal, qInstallMessageHandler
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMessageBox

from ganstudio.core.log import watch_unexpected
from ganstudio.core.settings import Home
from ganstudio.gui.app.translations import tr
from ganstudio.gui.widgets.notice import Notice

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_MOST = 5  # errors whose details are kept until the card is closed


class ErrorWatch(QObject):
    """Hears of what nobody caught in a slot, an event or a thread, and tells it on the GUI thread."""

    happened = Signal(str, str)

    def watch(self) -> None:
        """Begin."""
        watch_unexpected(self.happened.emit)


class ErrorCard(Notice):
    """What happened, what is safe, and what can be done; more of it is counted until the card is closed."""

    def __init__(self, home: Home, copy_report: Callable[[], object]) -> None:
        super().__init__()
        self._home = home
        self._copy_report = copy_report
        self._count = 0
        self._details: list[str] = []

    def show_error(self, sentence: str, details: str) -> None:
        """Show an error, or count it where one is shown already: the first is mostly the cause of the others."""
        safe = tr("Trainings save themselves, and the pictures and looks of the Stylize page are kept.")
        if self.isHidden():
            self._sentence, self._count, self._details = sentence, 0, []
            copy = (tr("Copy details"), self._copy_details)
            actions = ((tr("Open the log’s folder"), self._open_folder), (tr("Copy a report"), self._copy_report), copy)
            self.show_words(f"{sentence}\n{safe}", tone="error", actions=actions)
        else:  # the buttons stay, so that they can be pressed while it happens again and again
            more = tr("{} more since then.").format(self._count)
            self._words.setText(f"{self._sentence}\n{more}\n{safe}")
        self._count += 1
        self._details = [*self._details, details][:_MOST]

    def _copy_details(self) -> None:
        QGuiApplication.clipboard().setText("\n".join([self._words.text(), "", *self._details]))

    def _open_folder(self) -> None:
        open_log_folder(self._home)


def open_log_folder(home: Home) -> None:
    """Show the folder of the log in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(home.logs)))


@contextmanager
def log_qt_messages() -> Iterator[None]:
    """Let what Qt remarks go into the log; what ends the program is said on the terminal, too."""
    before = qInstallMessageHandler(_log_message)
    try:
        yield
    finally:
        qInstallMessageHandler(before)  # Qt may remark something while Python ends


def _log_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    logging.getLogger(f"qt.{context.category or 'default'}").log(_LEVELS.get(kind, logging.WARNING), "%s", message)
    if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg) and sys.stderr is not None:
        sys.stderr.write(f"{message}\n")


def tell_failed_start(sentence: str, details: str) -> None:
    """Say in a box of its own that the window could not be opened, and wait until it is read."""
    box = QMessageBox(QMessageBox.Icon.Critical, "GAN Studio", sentence)
    box.setInformativeText(tr("Your pictures and trainings are untouched. “ganstudio doctor” makes a report of it."))
    box.setDetailedText(details)
    box.exec()

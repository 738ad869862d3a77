"""Results in other programs: the system’s own for the file, or one that was chosen before."""

import sys
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QUrl, Signal
from PySide6.QtGui import QCursor, QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from ganstudio.core.errors import GanStudioError
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.translations import tr

_MOST = 4


class ExternalEditor(QObject):
    """Opens files in programs; `failed` carries a sentence."""

    failed = Signal(str, str)

    def __init__(self, context: AppContext, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window

    def fill(self, menu: QMenu, act: "partial[None]") -> None:
        """Offer the programs in a menu; `act` is given the one that is chosen, empty for the system’s own."""
        menu.clear()
        menu.addAction(tr("The system’s program"), partial(act, ""))
        for program in self._context.settings.programs:
            menu.addAction(Path(program).stem, partial(act, program)).setToolTip(program)
        menu.addSeparator()
        menu.addAction(tr("Another program…"), partial(self._choose, act))

    def ask(self, path: Path) -> None:
        """Ask for the program for a file, where the pointer is."""
        menu = QMenu(self._window)
        self.fill(menu, partial(self._open_in, path))
        menu.popup(QCursor.pos())

    def open(self, path: Path, program: str) -> None:
        """Open a file in a program, or in the system’s own where none is named."""
        if not program:
            if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
                words = tr(
                    "Your system names no program for {} files. {} is saved; choose a program with “Another program…”."
                )
                self.failed.emit(words.format(path.suffix, path.name), "")
        elif _start_program(program, path):
            self._remember_program(program)
        else:
            words = tr("{} could not be started. {} is saved; choose another program.")
            self.failed.emit(words.format(program, path.name), "")

    def _open_in(self, path: Path, program: str) -> None:
        self.open(path, program)

    def _choose(self, act: "partial[None]") -> None:
        program, _ = QFileDialog.getOpenFileName(self._window, tr("Choose a program"))
        if program:
            act(program)

    def _remember_program(self, program: str) -> None:
        programs = dict.fromkeys((program, *self._context.settings.programs))
        try:
            self._context.change(programs=tuple(programs)[:_MOST])
        except GanStudioError as error:
            self._context.report_error(str(error))


def _start_program(program: str, path: Path) -> bool:
    """Start a program with a file; on macOS a program is a folder that the system opens."""
    if sys.platform == "darwin" and Path(program).suffix == ".app":
        started = QProcess.startDetached("open", ["-a", program, str(path)])
    else:
        started = QProcess.startDetached(program, [str(path)])
    return bool(started[0] if isinstance(started, tuple) else started)

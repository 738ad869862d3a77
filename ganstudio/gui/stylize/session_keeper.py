"""The session of the Stylize page: kept while somebody works, brought back at the next start, after a crash, too."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event as Flag

from PySide6.QtCore import QObject, QTimer, Signal

from ganstudio.core.errors import GanStudioError
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.translations import tr
from ganstudio.gui.stylize.controller import StylizeController
from ganstudio.gui.stylize.session_state import SessionState
from ganstudio.stylize.session import Session

_PAUSE = 700  # milliseconds after a change until it is kept
_SETTLED = 8_000  # milliseconds after which a session that was brought back has surely ended no program
_NAMED = 3


class SessionKeeper(QObject):
    """Reads and writes the session beside the window; `opened` carries the file to show at the start, or None."""

    opened = Signal(object)

    def __init__(self, context: AppContext, controller: StylizeController, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._state = SessionState(context.home.data / "session.json", controller)
        self._waiting: Session | None = None  # for the styles to be loaded
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self._write_beside)
        controller.looks.changed.connect(self._schedule)
        controller.files_changed.connect(self._schedule)
        context.catalog_changed.connect(self._restore)
        context.closed.connect(self._close)

    @property
    def file(self) -> Path:
        """Where the session is kept."""
        return self._state.file

    def begin(self) -> None:
        """Look beside the window for what was kept, and bring it back once the styles are loaded."""
        fresh = not self.file.exists()
        if fresh:
            self.opened.emit(None)
        take = partial(self._receive, fresh)
        self._context.files.submit(self._read, key="session", priority=0, on_item=take, failed=self._context.report_error)

    def session(self) -> Session:
        """What is worked on now."""
        return self._state.session()

    def _read(self, _stop: Flag) -> Iterator[Session | None]:
        """What was kept, for the window that may; None where there is nothing to bring back."""
        try:
            session = self._state.read() if self._state.claim() else None
        except GanStudioError:
            yield None
            raise
        yield session

    def _receive(self, fresh: bool, session: Session | None) -> None:
        if session is not None:
            self._waiting = session
            self._restore()
            return
        self._state.start()
        if not fresh:
            self.opened.emit(None)

    def _restore(self) -> None:
        """Bring back what waits, once there are styles."""
        session, catalog = self._waiting, self._context.catalog
        if session is None or not catalog.styles:
            return
        self._waiting = None
        restored = self._state.restore(session, catalog)
        QTimer.singleShot(_SETTLED, self, self._state.reset_crash_count)
        for sentence in (*restored.problems, *_missing_words(restored.missing)):
            self._context.report_error(sentence)
        self.opened.emit(restored.current)

    def _schedule(self) -> None:
        if self._state.wants_writing():
            self._timer.start()

    def _write_beside(self) -> None:
        session = self.session()

        def write(_stop: Flag) -> Iterator[None]:
            self._state.write(session)
            yield

        self._context.files.submit(write, key="keep session", failed=self._context.report_error)

    def _close(self) -> None:
        """Keep what is not kept yet, and let another window have the session."""
        try:
            if self._timer.isActive():
                self._state.write(self.session())
        except GanStudioError as error:
            self._context.report_error(str(error))
        self._timer.stop()
        self._state.release()


def _missing_words(missing: tuple[Path, ...]) -> tuple[str, ...]:
    """What is said of pictures that are not there now."""
    if not missing:
        return ()
    names = ", ".join(file.name for file in missing[:_NAMED]) + (" …" if len(missing) > _NAMED else "")
    return (tr("{} of the pictures of your last session are not there now: {}").format(len(missing), names),)

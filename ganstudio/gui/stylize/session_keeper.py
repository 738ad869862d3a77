"""The session of the Stylize page: kept while somebody works, brought back at the next start, after a crash, too."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event as Flag

from filelock import FileLock, Timeout
from PySide6.QtCore import QObject, QTimer, Signal

from ganstudio.core.errors import GanStudioError
from ganstudio.core.schema import NewerError
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.translations import tr
from ganstudio.gui.stylize.filmstrip import Filmstrip
from ganstudio.gui.stylize.picture_looks import PictureLooks
from ganstudio.plugins import crash_markers
from ganstudio.stylize.look import Look, normalise
from ganstudio.stylize.session import (
    Session,
    SessionPicture,
    put_aside,
    read_session,
    write_session,
)

_PAUSE = 700  # milliseconds after a change until it is kept
_SETTLED = 8_000  # milliseconds after which a session that was brought back has surely ended no program
_MOST_FAILED = 2
_NAMED = 3


class SessionKeeper(QObject):
    """Keeps pictures and looks in the home; `opened` carries the file to show at the start, None where there is none.

    One window keeps it at a time: another one starts afresh and keeps nothing. A session under which the program ended
    twice is put aside.
    """

    opened = Signal(object)

    def __init__(self, studio: AppContext, looks: PictureLooks, filmstrip: Filmstrip, sample: Path) -> None:
        super().__init__(filmstrip)
        self._studio, self._looks, self._filmstrip, self._sample = studio, looks, filmstrip, sample
        self.file = studio.home.data / "session.json"
        self._lock = FileLock(f"{self.file}.lock", thread_local=False)
        self._may_keep = False  # once what was kept is brought back, by the one window that does so
        self._away = False  # its pictures are not there now: it is not replaced until others are opened
        self._mark: Path | None = None
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self._write_beside)
        looks.changed.connect(self._schedule)
        filmstrip.changed.connect(self._schedule)
        studio.closed.connect(self._close)

    def begin(self) -> None:
        """Look beside the window for what was kept, and bring it back once the styles are loaded."""
        fresh = not self.file.exists()
        if fresh:
            self.opened.emit(None)
        take = partial(self._take, fresh)
        self._studio.files.submit(self._read, key="session", urgency=0, happened=take, failed=self._studio.fail)

    def _read(self, _stop: Flag) -> Iterator[Session | None]:
        """What was kept, for the window that has the lock; None where there is nothing to bring back."""
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=0)
        except (Timeout, OSError):
            yield None
            return
        failed = crash_markers.find_left_markers(self.file.parent / "sessions")
        if len(failed) >= _MOST_FAILED:
            crash_markers.remove_markers(failed)
            aside = put_aside(self.file)
            yield None
            raise GanStudioError(tr("The program ended twice with your last session; it was put aside as {}.").format(aside))
        try:
            session = read_session(self.file)
        except NewerError:
            self._lock.release()
            yield None
            raise
        except GanStudioError:
            yield None
            raise
        yield session

    def _take(self, fresh: bool, session: Session | None) -> None:
        if session is None or not (session.pictures or session.look.layers):
            self._may_keep = self._lock.is_locked
            if not fresh:
                self.opened.emit(None)
        elif self._studio.catalog.styles:
            self._bring_back(session)
        else:
            bring_back = partial(self._bring_back_once, session)
            self._studio.catalog_changed.connect(bring_back)
            self._waiting = bring_back

    def _bring_back_once(self, session: Session) -> None:
        self._studio.catalog_changed.disconnect(self._waiting)
        self._bring_back(session)

    def _bring_back(self, session: Session) -> None:
        self._mark = crash_markers.leave_marker(self.file.parent / "sessions")
        QTimer.singleShot(_SETTLED, self, self._settle)
        self._filmstrip.show_files(session.files)
        looks = {Path(each.file): self._typed(each.look) for each in session.pictures if each.look is not None}
        there = [file for file in session.files if file.exists()]
        current = next((file for file in there if str(file) == session.current), there[0] if there else None)
        shown = self._typed(session.look_of(str(current)) if current else session.look)
        self._looks.bring_back(looks, current, shown)
        self._tell_of(tuple(file for file in session.files if file not in there))
        self._away = bool(session.pictures) and not there
        self._may_keep = True
        if current is not None:
            self._filmstrip.mark(current)
        self.opened.emit(current)

    def _typed(self, look: Look) -> Look:
        """The look with its options as the styles have them; what does not fit any more is left out."""
        catalog = self._studio.catalog
        layers = tuple(layer for layer in look.layers if layer.style in catalog.styles)
        try:
            return normalise(look.model_copy(update={"layers": layers}), catalog)
        except GanStudioError as error:
            self._studio.fail(str(error))
            return look.model_copy(update={"layers": ()})

    def _tell_of(self, away: tuple[Path, ...]) -> None:
        if away:
            names = ", ".join(file.name for file in away[:_NAMED]) + (" …" if len(away) > _NAMED else "")
            words = tr("{} of the pictures of your last session are not there now: {}").format(len(away), names)
            self._studio.fail(words)

    def session(self) -> Session:
        """What is worked on now."""
        looks, current = self._looks.own_looks(), self._looks.current
        files = self._filmstrip.files or ((current,) if current and current != self._sample else ())
        pictures = tuple(SessionPicture(file=str(file), look=looks.get(file)) for file in files)
        return Session(pictures=pictures, current=str(current) if current else None, look=self._looks.shown)

    def _schedule(self) -> None:
        self._away = self._away and self._looks.current in (None, self._sample)
        if self._may_keep and not self._away:
            self._timer.start()

    def _write_beside(self) -> None:
        session = self.session()

        def write(_stop: Flag) -> Iterator[None]:
            write_session(self.file, session)
            yield

        self._studio.files.submit(write, key="keep session", failed=self._studio.fail)

    def _settle(self) -> None:
        if self._mark is not None:
            crash_markers.remove_markers([self._mark, *crash_markers.find_left_markers(self.file.parent / "sessions")])
            self._mark = None

    def _close(self) -> None:
        """Keep what is not kept yet, and let another window have the session."""
        self._settle()
        try:
            if self._timer.isActive():
                write_session(self.file, self.session())
        except GanStudioError as error:
            self._studio.fail(str(error))
        self._timer.stop()
        self._may_keep = False
        self._lock.release()

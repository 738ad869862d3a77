"""The kept session against the state of the Stylize page, without widgets: claimed, read, brought back, written."""

from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from ganstudio.core.errors import GanStudioError
from ganstudio.core.schema import NewerError
from ganstudio.gui.stylize.controller import StylizeController
from ganstudio.plugins import crash_markers
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.look import Look, normalise
from ganstudio.stylize.session import Session, SessionPicture, put_aside, read_session, write_session

_MOST_CRASHES = 2


@dataclass(frozen=True)
class RestoredSession:
    """What came of a session: the file to open, those that are not there now, and sentences on looks that do not fit."""

    current: Path | None
    missing: tuple[Path, ...]
    problems: tuple[str, ...]


class SessionState:
    """Keeps what `controller` holds in a file, and brings it back; one window does so at a time.

    A session under which the program ended twice is put aside.
    """

    def __init__(self, file: Path, controller: StylizeController) -> None:
        self.file, self._controller = file, controller
        self._lock = FileLock(f"{file}.lock", thread_local=False)
        self._writable = False  # once what was kept is brought back, by the one window that has the lock
        self._is_away = False  # none of its pictures is there now: it is not replaced until others are opened
        self._marker: Path | None = None

    @property
    def _markers(self) -> Path:
        return self.file.parent / "sessions"

    def claim(self) -> bool:
        """Make this the window that keeps the session; False where another one does, or nothing can be written there."""
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=0)
        except (Timeout, OSError):
            return False
        return True

    def read(self) -> Session | None:
        """What was kept, None where nothing was; GanStudioError says in a sentence why it cannot be brought back."""
        crashes = crash_markers.find_left_markers(self._markers)
        if len(crashes) >= _MOST_CRASHES:
            crash_markers.remove_markers(crashes)
            aside = put_aside(self.file)
            raise GanStudioError("The program ended twice with your last session; it was put aside as {aside}.", aside=aside)
        try:
            session = read_session(self.file)
        except NewerError:
            self._lock.release()  # so that this window never replaces it
            raise
        return session if session and (session.pictures or session.look.layers) else None

    def start(self) -> None:
        """Begin without a session: what is worked on is kept from now on, if this is the window that does so."""
        self._writable = self._lock.is_locked

    def restore(self, session: Session, catalog: Catalog) -> RestoredSession:
        """Take the files and the looks of a session; what a style does not know any more is left out."""
        self._marker = crash_markers.leave_marker(self._markers)
        self._controller.show_files(session.files)
        problems: list[str] = []
        own = {Path(each.file): each.look for each in session.pictures if each.look is not None}
        looks = {file: _fit_look(look, catalog, problems) for file, look in own.items()}
        there = [file for file in session.files if file.exists()]
        current = _current_file(session, there)
        shown = _fit_look(session.look_of(str(current)) if current else session.look, catalog, problems)
        self._controller.looks.restore(looks, current, shown)
        self._is_away = bool(session.pictures) and not there
        self._writable = True
        missing = tuple(file for file in session.files if file not in there)
        return RestoredSession(current, missing, tuple(dict.fromkeys(problems)))

    def session(self) -> Session:
        """What is worked on now."""
        state = self._controller
        looks, current = state.looks.own_looks(), state.looks.current
        files = state.files or ((current,) if current and current != state.sample else ())
        pictures = tuple(SessionPicture(file=str(file), look=looks.get(file)) for file in files)
        return Session(pictures=pictures, current=str(current) if current else None, look=state.looks.current_look)

    def wants_writing(self) -> bool:
        """Whether what is worked on now should replace what is kept."""
        self._is_away = self._is_away and self._controller.looks.current in (None, self._controller.sample)
        return self._writable and not self._is_away

    def write(self, session: Session) -> None:
        """Keep a session; GanStudioError where it cannot be written."""
        write_session(self.file, session)

    def reset_crash_count(self) -> None:
        """Forget earlier crashes: the program has survived the restored session."""
        if self._marker is not None:
            crash_markers.remove_markers([self._marker, *crash_markers.find_left_markers(self._markers)])
            self._marker = None

    def release(self) -> None:
        """Keep nothing any more, and let another window have the session."""
        self.reset_crash_count()
        self._writable = False
        self._lock.release()


def _current_file(session: Session, there: list[Path]) -> Path | None:
    """The file that was shown, or the first of those that are there; None where none is."""
    first = there[0] if there else None
    return next((file for file in there if str(file) == session.current), first)


def _fit_look(look: Look, catalog: Catalog, problems: list[str]) -> Look:
    """The look with its options as the styles have them; a style that is gone is left out, as are all of a refused look."""
    layers = tuple(layer for layer in look.layers if layer.style in catalog.styles)
    try:
        return normalise(look.model_copy(update={"layers": layers}), catalog)
    except GanStudioError as error:
        problems.append(str(error))
        return look.model_copy(update={"layers": ()})

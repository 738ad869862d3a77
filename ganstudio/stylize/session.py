"""Session: what somebody works on, the pictures and the look of each, kept so that it comes back at the next start."""

from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.files import read_limited, write_atomically
from ganstudio.core.schema import decode, encode
from ganstudio.core.translation import tr
from ganstudio.stylize.look import Look

_LARGEST = 64 * 2**20
_MOST_PICTURES = 100_000


class SessionPicture(BaseModel):
    """A picture or film by its absolute path, and its own look; None where it takes the one that all share."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    look: Look | None = None


class Session(BaseModel):
    """The pictures of the strip in their order, the one that is shown, and the look that those without their own take."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pictures: tuple[SessionPicture, ...] = Field(default=(), max_length=_MOST_PICTURES)
    current: str | None = None
    look: Look = Look(layers=())

    @property
    def files(self) -> tuple[Path, ...]:
        """The files of the pictures."""
        return tuple(Path(each.file) for each in self.pictures)

    def look_of(self, file: str) -> Look:
        """The look of a picture: its own, or the shared one."""
        return next((each.look for each in self.pictures if each.file == file and each.look), self.look)


def read_session(file: Path) -> Session | None:
    """The session in a file, None where there is none; what is damaged is put aside.

    GanStudioError says so in a sentence; NewerError where it has a later form.
    """
    try:
        return Session.model_validate(
            decode("session", read_limited(file, _LARGEST), tr("The last session in {file}", file=file))
        )
    except FileNotFoundError:
        return None
    except ValueError as error:
        aside = put_aside(file)
        raise GanStudioError(
            "The last session is damaged and cannot be brought back; it was put aside as {aside}.", aside=aside
        ) from error
    except OSError as error:
        raise GanStudioError(
            "The last session in {file} could not be read: {reason}.", file=file, reason=os_reason(error)
        ) from error


def write_session(file: Path, session: Session) -> None:
    """Keep a session whole or not at all; GanStudioError where it cannot be written."""
    try:
        write_atomically(file, encode("session", session.model_dump(mode="json")))
    except OSError as error:
        raise GanStudioError(
            "Your work could not be kept in {file}: {reason}.", file=file, reason=os_reason(error)
        ) from error


def put_aside(file: Path) -> Path:
    """Rename a session, so that it is not brought back but can still be looked at; its new place."""
    aside = file.with_suffix(".aside.json")
    with suppress(OSError):
        file.replace(aside)
    return aside

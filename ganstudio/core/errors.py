"""The one error that speaks to the user."""

from collections.abc import Iterable
from difflib import get_close_matches

from ganstudio.core.translation import tr, tr_noop


class GanStudioError(Exception):
    """One sentence for the user: what is wrong, with which file, what to do. Anything else that is raised is a bug.

    It is given in English and told in the user's language; values stand for the {names} in it.
    """

    def __init__(self, sentence: str = "", /, **values: object) -> None:
        super().__init__(tr(sentence, **values))


def os_reason(error: OSError) -> str:
    """Why the system refused something, in its words: “Permission denied”."""
    return tr(error.strerror) if error.strerror else str(error) or tr("unknown error")


def unknown_name_error(kind: str, name: str, known: Iterable[str], **values: object) -> GanStudioError:
    """The error for a name that is not known, with the nearest known ones; `kind` and its values are what it should name."""
    names = sorted(known)
    near = get_close_matches(name, names, n=3, cutoff=0.5)
    sentence = (
        tr_noop("There is no {kind} called “{name}”; did you mean {near}?")
        if near
        else tr_noop("There is no {kind} called “{name}”; known are: {known}.")
    )
    listed = ", ".join(names) or tr("none")
    return GanStudioError(sentence, kind=tr(kind, **values), name=name, near=tr(" or ").join(near), known=listed)

"""Schema numbers: which form each kind of saved file has. Older forms are migrated, newer ones are called newer.

A number goes up where an older studio would misread the new form. A field, an event or an option that it may pass over needs
no new number. docs/saved-files.md says where each kind lies and who reads it.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ganstudio.core.errors import GanStudioError
from ganstudio.core.migrations import name_list, rename_event_figures, rename_training_fields
from ganstudio.core.translation import tr

Migration = Callable[[Any], Any]
_MOST = 10**6  # more is no number of a form, but damage


class NewerError(GanStudioError):
    """A newer studio saved it in a form that this one does not know; it is to be left as it is."""


@dataclass(frozen=True)
class Kind:
    """A kind of saved file: the number of its present form, the form of files without a number, and where the number is.

    `migrations` make the next form of the one with that number; a form without one differs from the next by its number
    alone. `instead` says what to do with a newer file other than to update.
    """

    instead: str
    form: int = 1
    unnumbered: int = 0
    key: str = "schema"
    migrations: Mapping[int, Migration] = field(default_factory=dict)


KINDS: Mapping[str, Kind] = {
    "settings": Kind("move the file away to begin with new settings"),
    "training": Kind("begin another training", form=2, migrations={1: rename_training_fields}),
    "events": Kind("begin another training", form=2, migrations={1: rename_event_figures}),
    "command": Kind("ask it with the version that trains", unnumbered=1),  # a training of before hears no number
    "checkpoint": Kind("fork the training from an older checkpoint"),
    "favourites": Kind("move the file away to begin with none", migrations={0: name_list("favourites")}),
    "look": Kind("choose the styles anew and save the look here", form=2),
    "recipe": Kind("choose the styles anew", form=2),
    "session": Kind("move the file away to begin afresh", form=2, key="schema_number"),
    "batch": Kind("begin the batch anew", form=2),
    "queued training": Kind("queue the training anew"),
    "queue": Kind("move the file away to begin with a new order", migrations={0: name_list("jobs")}),
    "film": Kind("take its folder away to make the film anew"),
    "results": Kind("move the file away to begin a new index"),
    "recent": Kind("move the file away to begin a new list", migrations={0: name_list("files")}),
    "references": Kind("move the file away and choose the pictures anew"),
    "measured": Kind("move the file away to have it measured anew"),
    "edits": Kind("name a new folder for the working copy"),
    "note": Kind("name another folder"),
    "style pack": Kind("ask for the pack in an older form", key="schema_version"),
    "model": Kind("remove the model and install it anew"),
}


def migrate(kind: str, saved: Any, where: str | Path) -> Any:
    """What was saved, in the present form of its kind and without its number.

    NewerError where it has a later form, in words that begin with `where`; ValueError where its number is none.
    """
    about = KINDS[kind]
    number = _number(about, saved)
    refuse_newer(kind, number, where)
    content = {key: value for key, value in saved.items() if key != about.key} if isinstance(saved, dict) else saved
    for form in range(number, about.form):
        content = about.migrations[form](content) if form in about.migrations else content
    return content


def refuse_newer(kind: str, number: int, where: str | Path) -> None:
    """NewerError where a form has a later number than the present one of its kind."""
    about = KINDS[kind]
    if number > about.form:
        raise NewerError(
            "{where} was written by a newer GAN Studio (form {number}, this one knows up to {form}). "
            "Update GAN Studio, or {instead}.",
            where=where if isinstance(where, Path) else tr(where),
            number=number,
            form=about.form,
            instead=tr(about.instead),
        )


def _number(about: Kind, saved: Any) -> int:
    number = saved.get(about.key, about.unnumbered) if isinstance(saved, dict) else about.unnumbered
    if type(number) is not int or not 0 <= number <= _MOST:
        raise ValueError(tr("its “{key}” is no number of a form", key=about.key))
    return number


def add_number(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with the number of their form before them; none where a file without one is of that form."""
    about = KINDS[kind]
    number = {about.key: about.form} if about.form != about.unnumbered else {}
    return number | dict(values)


def decode(kind: str, content: str | bytes, where: str | Path) -> Any:
    """What a JSON text holds, as `migrate` has it; ValueError where it is no JSON, too."""
    try:
        return migrate(kind, json.loads(content), where)
    except RecursionError as error:
        raise ValueError(tr("it is nested too deeply")) from error


def encode(kind: str, values: Mapping[str, Any], indent: int | None = None) -> bytes:
    """The values and the number of their form as JSON; names of files in it may hold bytes that are no text."""
    separators = (",", ":") if indent is None else (",", ": ")
    content = add_number(kind, values)
    try:
        return json.dumps(content, ensure_ascii=False, indent=indent, separators=separators).encode()
    except UnicodeEncodeError:  # lone surrogates, as Python writes bytes that are no UTF-8
        return json.dumps(content, indent=indent, separators=separators).encode()

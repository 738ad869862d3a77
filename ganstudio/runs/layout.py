"""Layout of a run folder: the names of its files, so that no other file there is read or changed."""

import re
import sys
from pathlib import Path

from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.translation import tr

SPEC, EVENTS, WRITER, START = "spec.json", "events.jsonl", "writer.json", "start.safetensors"
SAMPLES, CHECKPOINTS, COMMANDS, EARLIER = "samples", "checkpoints", "wishes", "earlier"
OUTPUT, FAVOURITES = "output.log", "favourites.json"
_PARTS = (SPEC, EVENTS, WRITER, START, SAMPLES, CHECKPOINTS, COMMANDS, EARLIER, OUTPUT, FAVOURITES)
_LITTER = {".ds_store", "thumbs.db", "desktop.ini"}  # what a file manager writes into a folder that is looked at
_SHEET = re.compile(r"([0-9]{9,18})\.png")
_GENERATION = re.compile(r"([0-9]{9,18})\.(?:safetensors|json)(?:\.(?:broken|undone))?")


def sheet_images(file: Path) -> int | None:
    """The pictures seen that a sheet of the fixed samples is named by; None for any other file."""
    name = _SHEET.fullmatch(file.name)
    return int(name[1]) if name else None


def generation_images(file: Path) -> int | None:
    """The pictures seen that a part of a checkpoint is named by, also of one put aside; None for any other file."""
    name = _GENERATION.fullmatch(file.name)
    return int(name[1]) if name else None


def refuse_used_folder(folder: Path) -> None:
    """GanStudioError where a new run's folder is there and holds anything: a run writes only among its own files."""
    try:
        found = sorted(part.name for part in folder.iterdir() if part.name.lower() not in _LITTER)
    except FileNotFoundError:
        return
    except NotADirectoryError:
        if not folder.exists():
            return  # it is one above that is a file; making the folder will say so
        raise GanStudioError("{folder} is a file; choose a new folder for the training.", folder=folder) from None
    except OSError as error:
        raise GanStudioError(
            "The training's folder {folder} cannot be read: {reason}.", folder=folder, reason=os_reason(error)
        ) from error
    if found:
        more = tr(" and {count:,} more", count=len(found) - 1) if len(found) > 1 else ""
        raise GanStudioError(
            "{folder} holds other things ({found}{more}), and a training wants a folder of its own; "
            "choose one that is new or empty.",
            folder=folder,
            found=found[0],
            more=more,
        )


def refuse_links(folder: Path) -> None:
    """GanStudioError where a part of a run's folder is a link: a training writes and deletes within its folder alone."""
    for name in _PARTS:
        part = folder / name
        if part.is_symlink() or _is_junction(part):
            raise GanStudioError(
                "{part} is a link to another place, and a training writes only within its own folder; put the "
                "real thing there, or take the link away.",
                part=part,
            )


def _is_junction(part: Path) -> bool:
    """Whether a folder of Windows is really another one."""
    return sys.platform == "win32" and part.exists() and part.resolve().parent != part.parent.resolve()

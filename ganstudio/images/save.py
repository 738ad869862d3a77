"""Saves a picture whole or not at all, in the format of the suffix."""

import io
from dataclasses import replace
from pathlib import Path
from typing import IO

from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.files import atomic_open
from ganstudio.images.picture import Picture
from ganstudio.images.writer import USUAL, SaveOptions, formats_to_save, is_written_in_strips, write_picture


def save_picture(picture: Picture, path: Path, quality: int | None = None, options: SaveOptions = USUAL) -> None:
    """Write a picture whole or not at all, in the format of the suffix, with all that came with it.

    `quality`, where it is given, goes before that of the options.
    """
    formats = formats_to_save()
    kind = formats.get(path.suffix.lower())
    if kind is None:
        raise GanStudioError(
            "“{path}” cannot be saved: use one of {formats} at the end of the name.",
            path=path.name,
            formats=", ".join(formats),
        )
    try:
        with atomic_open(path) as file:
            if kind == "PNG" or is_written_in_strips(picture, kind):
                encode(picture, kind, file, quality, options)
            else:  # Pillow writes these past Python where it can, and then cannot say why a disk refuses
                content = io.BytesIO()
                encode(picture, kind, content, quality, options)
                file.write(content.getbuffer())
    except OSError as error:
        raise GanStudioError(
            "The picture could not be saved to {path}: {reason}.", path=path, reason=os_reason(error)
        ) from error


def encode(picture: Picture, kind: str, file: IO[bytes], quality: int | None = None, options: SaveOptions = USUAL) -> None:
    """Write a picture in a format of `formats_to_save`; GanStudioError where the format cannot hold it."""
    write_picture(picture, kind, file, options if quality is None else replace(options, quality=quality))

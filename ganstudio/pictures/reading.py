"""Reading: files that others made, opened so that nothing in them can hurt; whatever is wrong becomes one sentence."""

import logging
import os
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from ganstudio.errors import GanStudioError
from ganstudio.pictures.formats import HEAD, format_of_head, format_of_suffix, pillow_names

MOST_PIXELS = 300_000_000
Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # Pillow refuses twice as much; set once, for the whole program

logging.getLogger("PIL").addHandler(logging.NullHandler())  # else what it logs of damaged files goes to the terminal


@contextmanager
def reading(path: Path) -> Iterator[Image.Image]:
    """A picture file, opened but not yet decoded; its content says what it is. Only safe formats are tried."""
    with decoding(path):
        refuse_other_than_files(path)
        with Image.open(path, formats=_kinds()) as image:
            yield image


def refuse_other_than_files(path: Path) -> None:
    """GanStudioError for what is neither a file nor a folder, a pipe for instance: reading it might never end."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise GanStudioError(f"{shown(path)} is not a file; name a picture file.")


def read_heic() -> bool:
    """Teach Pillow HEIC, where the extra `heic` is installed."""
    try:
        import pillow_heif
    except ImportError:
        return False
    pillow_heif.register_heif_opener(thumbnails=False)
    return True


@contextmanager
def decoding(path: Path) -> Iterator[None]:
    """Turn whatever a damaged file does to its decoder into one sentence."""
    try:
        _hush()
        yield
    except GanStudioError:
        raise
    except Exception as error:
        raise GanStudioError(_sentence(path, error)) from error


def shown(path: Path) -> str:
    """A path as text that can be printed and written anywhere, also where its bytes are no text."""
    return os.fsencode(path).decode("utf-8", "replace")


def _sentence(path: Path, error: Exception) -> str:
    name = shown(path)
    if isinstance(error, FileNotFoundError):
        return f"There is no file {name}; check its name."
    if path.is_dir():
        return f"{name} is a folder; name a picture in it."
    if isinstance(error, PermissionError):
        return f"{name} may not be read; change its permissions."
    if isinstance(error, MemoryError):
        return f"There is not enough memory to open {name}; close other programs or reduce the picture first."
    if isinstance(error, Image.DecompressionBombError):
        return f"{name} claims to be larger than {MOST_PIXELS // 10**6} megapixels; reduce it first."
    if isinstance(error, UnidentifiedImageError):
        return _unknown(path, name)
    reason = getattr(error, "strerror", None) or str(error).partition("\n")[0] or type(error).__name__
    return f"{name} is damaged and cannot be read ({reason}); try another copy of it."


def _unknown(path: Path, name: str) -> str:
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        return f"{name} is empty; try another copy of it."
    row = format_of_head(head)
    named = row or format_of_suffix(path.suffix)
    if named and named.kind == "picture" and not named.installed:
        return f"{name} is a picture in {named.name}, which needs an extra: pip install 'ganstudio[{named.extra}]'."
    if row:
        return f"{name} begins like a picture in {row.name}, but is damaged or of a rare kind; try another copy of it."
    return f"{name} is not a picture that can be read; save it as PNG or JPEG first."


@cache
def _kinds() -> tuple[str, ...]:
    """Those of the safe formats that this Pillow has; formats that start other programs are not among them."""
    Image.init()
    read_heic()
    return tuple(kind for kind in pillow_names() if kind in Image.OPEN)


def _hush() -> None:
    """Keep Pillow's remarks on odd files from the user; never undone, since that is not safe among threads."""
    wanted = ("ignore", None, Warning, re.compile(r"PIL\."), 0)
    if wanted not in warnings.filters:
        warnings.filterwarnings("ignore", module=r"PIL\.")

"""References: the pictures that a look takes from elsewhere, by name and digest: a path would tell whose they are."""

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from ganstudio.api.options import PICTURE, OptionField, fields
from ganstudio.api.style import Style
from ganstudio.core.errors import GanStudioError
from ganstudio.core.files import open_plain, write_atomically
from ganstudio.core.schema import NewerError, decode, encode
from ganstudio.core.settings import Home
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.look import Layer, Look

_KNOWN = "references.json"


def digest_of(path: Path | None) -> str:
    """The SHA-256 of a file's content in hexadecimal; empty where there is none to read."""
    if path is None:
        return ""
    try:
        with open_plain(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError, GanStudioError):  # it was there when it was opened; what is lost is a digest, not a result
        return ""


def make_portable(look: Look, catalog: Catalog, home: Home) -> tuple[Look, dict[str, str]]:
    """The look with names for paths, and the digest of each name; where the pictures lie is kept in the home."""
    digests: dict[str, str] = {}

    def name_reference(path: str) -> str:
        digests[Path(path).name] = digest_of(Path(path))
        _remember(home, digests[Path(path).name], Path(path))
        return Path(path).name

    return _change_pictures(look, catalog, name_reference), digests


def resolve_references(look: Look, digests: Mapping[str, str], catalog: Catalog, home: Home, near: Path) -> Look:
    """The look with paths for names, of pictures with these digests that lie in the folder `near` or are remembered.

    A look comes from strangers: no path in it is ever opened, only a file of that name beside the look.
    A picture that is not found is left to be chosen.
    """
    try:
        known = _read_known(home)
    except NewerError:
        known = {}

    def found(name: str) -> str:
        wanted, beside = digests.get(name, ""), near / PureWindowsPath(name).name
        if not wanted:
            return str(beside.resolve()) if _is_bare(name) and _is_plain_file(beside) else ""
        places = [beside, *([Path(known[wanted])] if wanted in known else [])]
        return next((str(place.resolve()) for place in places if digest_of(place) == wanted), "")

    return _change_pictures(look, catalog, found)


def pictures_left_out(look: Look, taken: Look, catalog: Catalog) -> list[str]:
    """The names of the pictures of a look that were not found when it was taken, and are still to be chosen."""
    left = []
    for before, after in zip(look.layers, taken.layers, strict=True):
        names = _picture_names(before, catalog)
        left += [str(before.options[name]) for name in names if before.options.get(name) and not after.options.get(name)]
    return left


def _is_bare(name: str) -> bool:
    """Whether a name is that of a file and no path, on any system."""
    return name == PureWindowsPath(name).name == PurePosixPath(name).name and ":" not in name


def _is_plain_file(path: Path) -> bool:
    try:
        return path.is_file() and not path.is_symlink()
    except (OSError, ValueError):  # a name that is too long, or none
        return False


def _change_pictures(look: Look, catalog: Catalog, change: Callable[[str], str]) -> Look:
    return look.model_copy(update={"layers": tuple(_change_layer(layer, catalog, change) for layer in look.layers)})


def _change_layer(layer: Layer, catalog: Catalog, change: Callable[[str], str]) -> Layer:
    names = _picture_names(layer, catalog)
    pictures = {name: change(str(layer.options[name])) for name in names if layer.options.get(name)}
    return layer.model_copy(update={"options": layer.options | pictures}) if pictures else layer


def _picture_names(layer: Layer, catalog: Catalog) -> list[str]:
    """The names of a layer's options that name pictures; none where its style is missing."""
    style = catalog.styles.get(layer.style)
    return [field.name for field in picture_options(style)] if style else []


def picture_options(style: Style[Any]) -> list[OptionField]:
    """The options of a style that name pictures."""
    return [field for field in fields(style.Options) if field.unit == PICTURE]


def _read_known(home: Home) -> dict[str, str]:
    """Where pictures lie, by their digests; NewerError where the file has a later form."""
    with suppress(OSError, ValueError):
        known = decode("references", (home.data / _KNOWN).read_bytes(), home.data / _KNOWN)
        return {str(digest): str(path) for digest, path in known.items()} if isinstance(known, dict) else {}
    return {}


def _remember(home: Home, digest: str, path: Path) -> None:
    with suppress(OSError, NewerError):  # a picture that must be chosen again is not worth losing a result
        known = _read_known(home)
        if digest and known.get(digest) != str(path.resolve()):
            write_atomically(home.data / _KNOWN, encode("references", known | {digest: str(path.resolve())}))

"""References: the pictures that a look takes from elsewhere, by name and digest: a path would tell whose they are."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from ganstudio.files import write_atomically
from ganstudio.options import PICTURE, fields
from ganstudio.plugins.catalog import Catalog
from ganstudio.settings import Home
from ganstudio.stylize.look import Layer, Look

_KNOWN = "references.json"


def digest_of(path: Path | None) -> str:
    """The SHA-256 of a file's content in hexadecimal; empty where there is none to read."""
    if path is None:
        return ""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:  # it was there when it was opened; what is lost is a digest, not a result
        return ""


def portable(look: Look, catalog: Catalog, home: Home) -> tuple[Look, dict[str, str]]:
    """The look with names for paths, and the digest of each name; where the pictures lie is kept in the home."""
    digests: dict[str, str] = {}

    def named(path: str) -> str:
        digests[Path(path).name] = digest_of(Path(path))
        _remember(home, digests[Path(path).name], Path(path))
        return Path(path).name

    return _with_pictures(look, catalog, named), digests


def at_home(look: Look, digests: Mapping[str, str], catalog: Catalog, home: Home, near: Path) -> Look:
    """The look with paths for names, of pictures with these digests that lie in the folder `near` or are remembered.

    A picture that is not found is left to be chosen.
    """
    known = _known(home)

    def found(name: str) -> str:
        wanted = digests.get(name, "")
        places = [near / Path(name).name, Path(known.get(wanted, name))]
        return next((str(place.resolve()) for place in places if wanted and digest_of(place) == wanted), "")

    return _with_pictures(look, catalog, lambda name: found(name) if digests else name)


def _with_pictures(look: Look, catalog: Catalog, change: Callable[[str], str]) -> Look:
    return look.model_copy(update={"layers": tuple(_changed(layer, catalog, change) for layer in look.layers)})


def _changed(layer: Layer, catalog: Catalog, change: Callable[[str], str]) -> Layer:
    style = catalog.styles.get(layer.style)
    names: Iterable[str] = (field.name for field in fields(style.Options) if field.unit == PICTURE) if style else ()
    pictures = {name: change(str(layer.options[name])) for name in names if layer.options.get(name)}
    return layer.model_copy(update={"options": layer.options | pictures}) if pictures else layer


def _known(home: Home) -> dict[str, str]:
    with suppress(OSError, ValueError):
        known = json.loads((home.data / _KNOWN).read_text(encoding="utf-8"))
        return {str(digest): str(path) for digest, path in known.items()} if isinstance(known, dict) else {}
    return {}


def _remember(home: Home, digest: str, path: Path) -> None:
    known = _known(home)
    if digest and known.get(digest) != str(path.resolve()):
        with suppress(OSError):  # a picture that must be chosen again is not worth losing a result
            write_atomically(home.data / _KNOWN, json.dumps(known | {digest: str(path.resolve())}).encode())

"""Which results were made here, of which source in which look, so that none of them is made or painted a second time.

An index in the user's data folder tells it, and the recipe in a file where the index does not know that very file.
"""

import hashlib
import json
import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ganstudio.api.options import parse
from ganstudio.core.errors import GanStudioError
from ganstudio.core.schema import KINDS, NewerError, refuse_newer
from ganstudio.core.settings import Home
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.look import Layer
from ganstudio.stylize.output_names import same_file
from ganstudio.stylize.recipe import Recipe, look_in

_FILE = "results.sqlite3"
_TABLE = (
    "CREATE TABLE IF NOT EXISTS results "
    "(path BLOB PRIMARY KEY, size INTEGER, changed INTEGER, key TEXT, source BLOB) WITHOUT ROWID"
)


@dataclass(frozen=True)
class Entry:
    """What the index says of a result: the key of what it shows, and where its source lay."""

    key: str
    source: Path


class ResultIndex:
    """The results that were made with this home.

    An index that cannot be read or written knows nothing, and no result is lost for it.
    """

    def __init__(self, home: Home, catalog: Catalog) -> None:
        self._file, self._catalog = home.data / _FILE, catalog

    def record(self, result: Path, key: str, source: Path) -> None:
        """Remember that the file, as it is now, shows what the key says."""
        with suppress(OSError):
            row = (*_file_identity(result), key, os.fsencode(source.absolute()))
            self._ask("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?)", row)

    def entry(self, result: Path) -> Entry | None:
        """What is known of the file; None where it is not the one that was recorded."""
        found = None
        with suppress(OSError):
            query = "SELECT key, source FROM results WHERE path = ? AND size = ? AND changed = ?"
            found = self._ask(query, _file_identity(result))
        return None if found is None else Entry(found[0], Path(os.fsdecode(found[1])))

    def is_result(self, file: Path) -> bool:
        """Whether a file was made by the studio."""
        try:
            return self.entry(file) is not None or _recipe_in(file) is not None
        except NewerError:  # it carries a recipe, whatever it says
            return True

    def is_result_of(self, file: Path, key: str, source: Path) -> bool | None:
        """Whether a file is the result of that source with that key; None where nothing tells what it is.

        Another source of the same content that still lies where it was is another source.
        """
        known = self.entry(file)
        if known is not None:
            elsewhere = known.source.exists() and known.source != source.absolute() and not same_file(known.source, source)
            return known.key == key and not elsewhere
        with suppress(NewerError):
            recipe = _recipe_in(file)
            return None if recipe is None else key == result_key(recipe, self._catalog)
        return None

    def _ask(self, query: str, values: tuple[Any, ...]) -> tuple[Any, ...] | None:
        """The first row of an answer; a damaged index is taken away, to be begun anew, any other trouble passed over.

        One of a later form is left as it is.
        """
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._file, timeout=5)) as index, index:
                refuse_newer("results", index.execute("PRAGMA user_version").fetchone()[0], self._file)
                index.execute(_TABLE)
                index.execute(f"PRAGMA user_version = {KINDS['results'].form}")
                row: tuple[Any, ...] | None = index.execute(query, values).fetchone()
                return row
        except (sqlite3.OperationalError, NewerError):
            return None
        except sqlite3.DatabaseError:
            self._file.unlink(missing_ok=True)
            return None


def result_key(recipe: Recipe, catalog: Catalog) -> str:
    """A digest (SHA-256) of what a result shows: its source's content and the look, however the look is written.

    Empty where the source could not be read.
    """
    look = recipe.look
    masks = recipe.masks or ("",) * len(look.layers)
    layers = [
        _layer_facts(layer, mask, recipe, catalog) for layer, mask in zip(look.layers, masks, strict=False) if layer.on
    ]
    flags = look.keep_colours, look.match_colours, look.lock_points
    adjusted = [] if look.adjustments.neutral else [look.adjustments.model_dump(mode="json")]
    told = json.dumps([recipe.source, layers, flags, recipe.steady, *adjusted], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest() if recipe.source else ""


def _layer_facts(layer: Layer, mask: str, recipe: Recipe, catalog: Catalog) -> list[Any]:
    """What of a layer can be seen: options that are not as usual, pictures by their content."""
    options, style = layer.options, catalog.styles.get(layer.style)
    with suppress(GanStudioError):
        options = parse(style.Options, options, "").model_dump(mode="json", exclude_defaults=True) if style else options
    values = {name: recipe.pictures.get(str(value), value) for name, value in options.items()}
    return [layer.style, values, layer.strength, layer.blend, mask]


def _recipe_in(file: Path) -> Recipe | None:
    """The recipe in a result; None where it carries none, NewerError where it has a later form."""
    try:
        return look_in(file)
    except NewerError:
        raise
    except GanStudioError:
        return None


def _file_identity(result: Path) -> tuple[bytes, int, int]:
    status = result.stat()
    return os.fsencode(result.resolve()), status.st_size, status.st_mtime_ns

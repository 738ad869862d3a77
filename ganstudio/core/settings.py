"""Settings: a TOML file in the platform's own folder, read by the window and the command line alike."""

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.files import read_limited, write_atomically
from ganstudio.core.schema import add_number, migrate
from ganstudio.core.translation import tr

# The settings that are one of a few words; all others are of the type of their default.
CHOICES = {"device": ("auto", "cpu", "cuda", "mps"), "theme": ("dark", "light", "system"), "training": ("here", "apart")}

_LARGEST = 4 * 2**20  # bytes of the file
_PATIENCE = 10.0  # seconds to wait for another program that writes it


@dataclass(frozen=True)
class Settings:
    """What the user chose; ValueError where a value is not one of `CHOICES` or of another type than its default."""

    device: str = "auto"  # where pictures are computed
    training: str = "here"  # in a thread of the window, or apart in a process of its own
    theme: str = "dark"
    language: str = ""  # its code, as “zh_CN”; empty: as the system
    runs: str = ""  # the folder of new trainings; empty for the default
    results: str = ""  # the folder in which pictures are saved at first; empty for the default
    trusted: dict[str, str] = field(default_factory=dict)  # drop-in plugins allowed to run: name and hash
    disabled: tuple[str, ...] = ()  # plugins that are switched off
    author: str = ""  # whose the styles are that are published here
    licence: str = "CC0-1.0"  # what others may do with them, as it was last chosen
    recipes: bool = True  # whether a result carries its recipe
    gps: bool = True  # whether a result still says where its picture was taken
    format: str = ".png"  # the suffix under which a picture was saved last
    formats: dict[str, str] = field(default_factory=dict)  # how, by suffix: quality, chroma, and “lossless” where it was
    favourites: tuple[str, ...] = ()  # styles that are starred
    programs: tuple[str, ...] = ()  # with which results are opened, the last one first
    welcomed: bool = False  # whether the first steps were read
    vgg16: str = ""  # the file of the perceptual network; empty: torch hub's cache
    folders: dict[str, str] = field(default_factory=dict)  # where something was chosen last, by what it was
    window: str = ""  # size and place of the window, as Qt wrote them

    def __post_init__(self) -> None:
        for name, default in _DEFAULTS.items():
            value = getattr(self, name)
            if type(value) is not type(default) or not all(isinstance(text, str) for text in _texts_in(value)):
                raise ValueError(tr("{name} cannot be {value!r}", name=name, value=value))
            if value not in CHOICES.get(name, (value,)):
                raise ValueError(
                    tr(
                        "{name} cannot be {value!r}, but {choices}",
                        name=name,
                        value=value,
                        choices=" or ".join(CHOICES[name]),
                    )
                )

    def with_changes(self, **changes: Any) -> Self:
        """A validated copy with some fields changed."""
        return replace(self, **changes)


_DEFAULTS: dict[str, Any] = {
    each.name: each.default if each.default_factory is MISSING else each.default_factory() for each in fields(Settings)
}


def _texts_in(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [*value, *value.values()]
    return list(value) if isinstance(value, tuple) else []


class Home:
    """The folders of GAN Studio on this machine: the platform's own, or all below GANSTUDIO_HOME where that is set."""

    @cached_property
    def _base(self) -> Path | None:
        given = os.environ.get("GANSTUDIO_HOME")
        return Path(given).expanduser() if given else None

    @property
    def settings_file(self) -> Path:
        """Where the settings lie."""
        if self._base:
            return self._base / "settings.toml"
        from platformdirs import user_config_path

        return user_config_path("ganstudio", appauthor=False) / "settings.toml"

    @property
    def data(self) -> Path:
        """Where plugins, runs and the like lie."""
        if self._base:
            return self._base
        from platformdirs import user_data_path

        return user_data_path("ganstudio", appauthor=False)

    @property
    def plugins(self) -> Path:
        """The drop-in folder."""
        return self.data / "plugins"

    @property
    def packs(self) -> Path:
        """Where the user's style packs lie."""
        return self.data / "packs"

    @property
    def cache(self) -> Path:
        """Where lies what may be lost."""
        if self._base:
            return self._base / "cache"
        from platformdirs import user_cache_path

        return user_cache_path("ganstudio", appauthor=False)

    @property
    def logs(self) -> Path:
        """Where the log is written."""
        if self._base:
            return self._base / "logs"
        from platformdirs import user_log_path

        return user_log_path("ganstudio", appauthor=False)

    def runs(self, settings: Settings) -> Path:
        """The folder of new trainings."""
        return Path(settings.runs).expanduser() if settings.runs else self.data / "runs"

    def results(self, settings: Settings) -> Path:
        """The folder where pictures are saved at first."""
        if settings.results:
            return Path(settings.results).expanduser()
        if self._base:
            return self._base / "results"
        from platformdirs import user_pictures_path

        return user_pictures_path() / "GAN Studio"


def load_settings(home: Home) -> tuple[Settings, str | None]:
    """The settings, and a sentence where the file cannot be read; it is left as it is then, and the defaults are used."""
    try:
        return _parse(_read_table(home)), None
    except GanStudioError as error:
        return Settings(), tr("The settings could not be read; the defaults are used. {reason}", reason=error)


def change_settings(home: Home, change: Callable[[Settings], Settings]) -> Settings:
    """Change what the file holds at this moment, while no other process does, and keep the rest; what it holds then.

    What a later version wrote stays. GanStudioError where the file cannot be read (it is never replaced then) or written.
    """
    import tomli_w
    from filelock import FileLock, Timeout

    path = home.settings_file
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_name(f".{path.name}.lock"), timeout=_PATIENCE):
            kept = _read_table(home)
            before = _parse(kept)
            after = change(before)
            write_atomically(
                path.resolve(), tomli_w.dumps(add_number("settings", _table_to_write(kept, before, after))).encode()
            )
            return after
    except Timeout as error:
        raise GanStudioError("The settings in {path} are being written by another program; try again.", path=path) from error
    except OSError as error:
        raise GanStudioError(
            "The settings could not be saved to {path}: {reason}.", path=path, reason=os_reason(error)
        ) from error


def save_settings(home: Home, settings: Settings) -> None:
    """Write all settings; what a later version wrote stays. GanStudioError as of `change_settings`."""
    change_settings(home, lambda _: settings)


def merge(kept: Settings, seen: Settings, changes: Mapping[str, Any]) -> Settings:
    """What is kept with changes that were made from what was seen: of lists and tables only the entries that differ."""
    merged = {name: _merge_value(getattr(kept, name), getattr(seen, name), value) for name, value in changes.items()}
    return kept.with_changes(**merged)


def _merge_value(kept: Any, seen: Any, value: Any) -> Any:
    merger = _MERGERS.get(type(value))
    return merger(kept, seen, value) if merger else value


def _merge_table(kept: dict[str, str], seen: dict[str, str], value: dict[str, str]) -> dict[str, str]:
    """What was added or altered, beside what is kept and was not taken out."""
    changed = {key: each for key, each in value.items() if seen.get(key) != each}
    return {key: each for key, each in kept.items() if key in value or key not in seen} | changed


def _merge_list(kept: tuple[str, ...], seen: tuple[str, ...], value: tuple[str, ...]) -> tuple[str, ...]:
    """The new order, with what others added behind it."""
    return (*value, *(each for each in kept if each not in seen and each not in value))


_MERGERS: dict[type, Callable[[Any, Any, Any], Any]] = {dict: _merge_table, tuple: _merge_list}


def _table_to_write(kept: Mapping[str, Any], before: Settings, after: Settings) -> dict[str, Any]:
    """What was changed, and the rest as it stood; a default is not written down."""
    changed = {name: getattr(after, name) for name in _DEFAULTS if getattr(after, name) != getattr(before, name)}
    table = dict(kept) | changed
    return {name: value for name, value in table.items() if name not in changed or value != _DEFAULTS[name]}


def _read_table(home: Home) -> dict[str, Any]:
    """The table in the file, checked; empty where there is no file. GanStudioError tells why it cannot be read."""
    path = home.settings_file
    try:
        table: dict[str, Any] = migrate("settings", tomllib.loads(read_limited(path, _LARGEST).decode()), path)
        _parse(table)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise GanStudioError("{path} cannot be read: {reason}.", path=path, reason=os_reason(error)) from error
    except (ValueError, RecursionError) as error:
        reason = str(error).splitlines()[0]
        raise GanStudioError(
            "{path} is not valid ({reason}); mend it, or move it away to begin anew.", path=path, reason=reason
        ) from error
    return table


def _parse(kept: Mapping[str, Any]) -> Settings:
    """Settings out of a TOML table; what a later version wrote is passed over."""
    known: dict[str, Any] = {name: value for name, value in kept.items() if name in _DEFAULTS}
    tuples = {name: tuple(value) for name, value in known.items() if isinstance(value, list)}  # TOML knows none
    return Settings(**known | tuples)

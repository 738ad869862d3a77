"""Settings: a TOML file in the platform's own folder, read by the window and the command line alike."""

import os
import tomllib
from functools import cached_property
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ganstudio.errors import GanStudioError
from ganstudio.files import write_atomically


class Settings(BaseModel):
    """What the user chose; each field has a default and a sentence that the window shows."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    device: Literal["auto", "cpu", "cuda", "mps"] = Field("auto", description="Where pictures are computed.")
    theme: Literal["dark", "light"] = Field("dark", description="Colours of the window.")
    language: str = Field("en", description="Language of the window.")
    runs: str = Field("", description="Folder in which new trainings are kept; empty for the default.")
    results: str = Field("", description="Folder in which pictures are saved at first; empty for the default.")
    trusted: dict[str, str] = Field(default_factory=dict, description="Drop-in plugins allowed to run: name and hash.")
    disabled: tuple[str, ...] = Field((), description="Plugins that are switched off.")
    window: str = Field("", description="Size and place of the window, as Qt wrote them.")

    def with_changes(self, **changes: object) -> Self:
        """A validated copy with some fields changed."""
        return type(self).model_validate(self.model_dump() | changes)


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
    """The settings, and a sentence where the file was broken; a broken file is kept beside the new one, never lost."""
    path = home.settings_file
    try:
        return Settings.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))), None
    except FileNotFoundError:
        return Settings(), None
    except (tomllib.TOMLDecodeError, ValidationError, UnicodeDecodeError) as error:
        aside = path.with_suffix(".broken.toml")
        path.replace(aside)
        reason = str(error).splitlines()[0]
        return Settings(), f"The settings could not be read ({reason}); the defaults are used, the old file is {aside}."
    except OSError as error:
        return Settings(), f"The settings in {path} could not be read: {error.strerror}; the defaults are used."


def save_settings(home: Home, settings: Settings) -> None:
    """Write the settings whole or not at all; GanStudioError where the folder cannot be written."""
    import tomli_w

    changed = settings.model_dump(exclude_defaults=True)
    try:
        write_atomically(home.settings_file, tomli_w.dumps(changed).encode())
    except OSError as error:
        raise GanStudioError(f"The settings could not be saved to {home.settings_file}: {error.strerror}.") from error

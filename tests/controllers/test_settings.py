"""The rows of the Settings page, and what is said when one is changed."""

from dataclasses import fields
from pathlib import Path

import pytest

from ganstudio.core.errors import GanStudioError
from ganstudio.core.settings import CHOICES, Home, Settings, change_settings, load_settings
from ganstudio.gui.settings.controller import Choice, Folder, NetworkFile, SettingsController


class Environment:
    """Keeps the settings in the home, and what is said in a list."""

    def __init__(self) -> None:
        self.home = Home()
        self.settings = load_settings(self.home)[0]
        self.said: list[str] = []

    def change(self, **changes: object) -> bool:
        self.settings = self.settings.with_changes(**changes)
        try:
            change_settings(self.home, lambda _kept: self.settings)
        except GanStudioError as error:
            self.said.append(str(error))
            return False
        return True

    def post_message(self, words: str, tone: str = "") -> None:
        self.said.append(words)


@pytest.fixture
def environment() -> Environment:
    return Environment()


@pytest.fixture
def settings(environment: Environment) -> SettingsController:
    return SettingsController(environment, {"en": "English"}, lambda: None, lambda: None)


def test_each_choice_is_a_setting_with_all_its_values(settings: SettingsController) -> None:
    rows = [row for _, rows in settings.groups() for row in rows]
    known = {field.name for field in fields(Settings)}
    for row in rows:
        if isinstance(row, Choice):
            assert row.name in known and settings.value(row.name) in row.words
            assert set(row.words) == set(CHOICES.get(row.name, row.words))
    assert sum(isinstance(row, NetworkFile) for row in rows) == 1
    names = [row.name for row in rows if not isinstance(row, NetworkFile)]
    assert len(names) == len(set(names)) and all(row.title and row.help for row in rows if not isinstance(row, NetworkFile))


def test_a_folder_shows_what_is_used_though_none_was_chosen(settings: SettingsController, tmp_path: Path) -> None:
    rows = [row for _, rows in settings.groups() for row in rows if isinstance(row, Folder)]
    assert [settings.value(row.name) for row in rows] == [str(Home().runs(Settings())), str(Home().results(Settings()))]
    assert settings.change("runs", str(tmp_path / "Läufe"))
    assert settings.value("runs") == str(tmp_path / "Läufe")


def test_a_change_is_kept_and_said(settings: SettingsController, environment: Environment) -> None:
    assert settings.change("theme", "light") and environment.said == ["Saved ✓"]
    assert load_settings(Home())[0].theme == settings.value("theme") == "light"


def test_what_cannot_be_kept_is_not_called_saved(settings: SettingsController, environment: Environment) -> None:
    environment.home.settings_file.mkdir(parents=True)  # it is no file, and cannot be written
    assert not settings.change("theme", "light")
    assert len(environment.said) == 1 and "settings" in environment.said[0] and "Saved" not in environment.said[0]
    assert settings.value("theme") == "light"  # it holds until the window closes

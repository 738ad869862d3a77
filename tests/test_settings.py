"""Settings: kept whole, read with patience, never lost."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ganstudio.core.errors import GanStudioError
from ganstudio.core.settings import Home, Settings, change_settings, load_settings, merge, save_settings

CHANGED = Settings(theme="light", trusted={"木版": "ab12"}, disabled=("neural",), runs="~/pictures and runs/🎨")


def test_there_and_back() -> None:
    home = Home()
    assert load_settings(home) == (Settings(), None)
    save_settings(home, CHANGED)
    assert load_settings(home) == (CHANGED, None)
    assert "device" not in home.settings_file.read_text(encoding="utf-8"), "defaults are not written down"


@pytest.mark.parametrize("content", [b"theme = ", b'theme = "pink"', b"\xff\xfe", b"trusted = 3"])
def test_a_broken_file_is_told_and_never_replaced(content: bytes) -> None:
    home = Home()
    home.settings_file.parent.mkdir(parents=True, exist_ok=True)
    home.settings_file.write_bytes(content)
    settings, said = load_settings(home)
    assert settings == Settings()
    assert said and str(home.settings_file) in said and "\n" not in said
    with pytest.raises(GanStudioError, match="not valid"):
        save_settings(home, CHANGED)
    assert home.settings_file.read_bytes() == content


_TRUSTING = """
import sys
from ganstudio.core.settings import Home, change_settings
for number in range(20):
    change_settings(Home(), lambda old: old.with_changes(trusted=old.trusted | {f"{sys.argv[1]} {number}": "ab"}))
"""


def test_two_processes_lose_nothing_of_each_other() -> None:
    both = [subprocess.Popen([sys.executable, "-c", _TRUSTING, name]) for name in ("one", "two")]
    assert [each.wait(timeout=60) for each in both] == [0, 0]
    assert len(load_settings(Home())[0].trusted) == 40


def test_changes_from_what_was_seen_long_ago_keep_what_was_added_since() -> None:
    seen = Settings(trusted={"old": "1", "gone": "2"}, favourites=("a", "b"))
    kept = Settings(theme="light", trusted={"old": "1", "gone": "2", "new": "3"}, favourites=("a", "b", "c"))
    merged = merge(kept, seen, {"trusted": {"old": "9"}, "favourites": ("b", "d")})
    assert merged == Settings(theme="light", trusted={"old": "9", "new": "3"}, favourites=("b", "d", "c"))


def test_what_a_later_version_wrote_does_no_harm() -> None:
    home = Home()
    home.settings_file.parent.mkdir(parents=True, exist_ok=True)
    home.settings_file.write_text('theme = "light"\nfuture = 3\n', encoding="utf-8")
    assert load_settings(home) == (Settings(theme="light"), None)
    change_settings(home, lambda old: old.with_changes(theme="dark"))
    assert load_settings(home) == (Settings(), None)
    assert "future = 3" in home.settings_file.read_text(encoding="utf-8")


def test_where_nothing_can_be_written_a_sentence_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("GANSTUDIO_HOME", str(tmp_path / "file"))
    with pytest.raises(
        GanStudioError, match=r"settings could not be saved to .*settings\.toml: (File exists|Not a directory)"
    ):
        save_settings(Home(), Settings(theme="light"))
    settings, said = load_settings(Home())
    assert settings == Settings() and "Not a directory" in str(said)


def test_changes_are_validated() -> None:
    assert Settings().with_changes(device="cpu").device == "cpu"
    with pytest.raises(ValueError, match="device"):
        Settings().with_changes(device="abacus")


def test_folders_are_below_the_home_unless_they_are_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GANSTUDIO_HOME", str(tmp_path))
    assert Home().plugins == tmp_path / "plugins"
    assert Home().runs(Settings()) == tmp_path / "runs"
    assert Home().runs(Settings(runs=str(tmp_path / "mine"))) == tmp_path / "mine"
    assert Home().results(Settings()) == tmp_path / "results"
    assert Home().results(Settings(results="~/made")) == Path.home() / "made"


def test_the_platform_has_folders_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GANSTUDIO_HOME")
    home = Home()
    assert home.settings_file.parent.name == "ganstudio"
    assert home.data.is_absolute() and "ganstudio" in home.data.parts
    assert home.results(Settings()).name == "GAN Studio"


@pytest.mark.skipif(os.name == "nt", reason="pipes as Unix has them")
def test_a_pipe_or_endless_brackets_hold_nothing_up() -> None:
    Home().settings_file.parent.mkdir(parents=True, exist_ok=True)
    Home().settings_file.write_text("trusted = " + "[" * 100_000)
    settings, said = load_settings(Home())
    assert settings == Settings() and "could not be read" in str(said) and Home().settings_file.exists()
    Home().settings_file.unlink()
    os.mkfifo(Home().settings_file)
    settings, said = load_settings(Home())
    assert settings == Settings() and "is no file that can be read" in str(said) and Home().settings_file.exists()

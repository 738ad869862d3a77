"""The menu entry: where it is written, what it starts, how it goes again."""

import os
import re
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from ganstudio.cli import run
from ganstudio.core import desktop_entry
from ganstudio.core.errors import GanStudioError

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="for desktops that follow freedesktop.org")


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's data folder, with a blank in its name."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "the data"))
    return tmp_path / "the data"


def _read_entry(data: Path) -> ConfigParser:
    entry = ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(data / "applications" / "ganstudio.desktop", encoding="utf-8")
    return entry


def _split_exec(value: str) -> list[str]:
    """The words of the key Exec as the specification has it: the value's own escapes come first, then those in quotes."""
    words = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', value.replace(r"\\", "\\"))
    return [re.sub(r"\\(.)", r"\1", quoted).replace("%%", "%") or plain for quoted, plain in words]


def test_the_entry_starts_the_studio_that_is_installed(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["install-desktop"]) == 0
    entry = _read_entry(data)["Desktop Entry"]
    *command, subcommand, files = _split_exec(entry["Exec"])
    assert (subcommand, files) == ("gui", "%F") and Path(command[0]).is_absolute()
    said = subprocess.run([*command, "--version"], check=True, capture_output=True, text=True).stdout
    assert said.startswith("GAN Studio")
    written = [line.strip() for line in capsys.readouterr().out.splitlines()[1:]]
    assert all(Path(line).is_file() for line in written) and len(written) == 7
    if shutil.which("desktop-file-validate"):
        subprocess.run(["desktop-file-validate", data / "applications" / "ganstudio.desktop"], check=True)


def test_packs_have_a_type_and_the_entry_opens_it(data: Path) -> None:
    assert run(["install-desktop"]) == 0
    [kind] = ElementTree.parse(data / "mime" / "packages" / "ganstudio.xml").getroot()
    assert [each.get("pattern") for each in kind if each.tag.endswith("}glob")] == ["*.ganstyle"]
    assert _read_entry(data)["Desktop Entry"]["MimeType"] == f"{kind.get('type')};"
    icon = f"{str(kind.get('type')).replace('/', '-')}.svg"
    assert (data / "icons" / "hicolor" / "scalable" / "mimetypes" / icon).is_file()
    assert (data / "icons" / "hicolor" / "256x256" / "apps" / "ganstudio.png").is_file()


@pytest.mark.skipif(not (shutil.which("gio") and shutil.which("update-mime-database")), reason="no desktop's programs here")
def test_a_desktop_knows_the_type(data: Path, tmp_path: Path) -> None:
    assert run(["install-desktop"]) == 0
    (tmp_path / "a style.ganstyle").write_bytes(b"-")
    command = ["gio", "info", "-a", "standard::content-type", str(tmp_path / "a style.ganstyle")]
    assert "application/x-ganstyle" in subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("word", ["/a b/studio", 'C"`$\\', "/100 %/f", "/ümläut/工作室", "'"])
def test_every_path_comes_out_of_the_entry_as_it_went_in(word: str) -> None:
    assert _split_exec(desktop_entry._quote_command([word, "-m"])) == [word, "-m"]


def test_it_can_be_taken_out_again(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    theirs = data / "applications" / "other.desktop"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("[Desktop Entry]\n")
    assert run(["install-desktop"]) == 0 and run(["install-desktop"]) == 0
    assert run(["install-desktop", "--remove"]) == 0
    assert theirs.is_file()
    assert not [path for path in data.rglob("*") if "ganst" in path.name and path.is_file()]
    assert not (data / "icons").exists()
    capsys.readouterr()
    assert run(["install-desktop", "--remove"]) == 0
    assert capsys.readouterr().out == "There was no menu entry to remove.\n"


def test_without_the_desktops_programs_one_sentence_says_what_to_install(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    assert run(["install-desktop"]) == 0
    [said] = capsys.readouterr().err.splitlines()
    assert "update-mime-database" in said and "shared-mime-info" in said
    assert (data / "applications" / "ganstudio.desktop").is_file()


def test_a_data_folder_that_is_no_whole_path_counts_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    assert run(["install-desktop"]) == 0
    assert (tmp_path / "home" / ".local" / "share" / "applications" / "ganstudio.desktop").is_file()
    assert not (tmp_path / "relative").exists()


@pytest.mark.parametrize("arguments", [[], ["--remove"]])
def test_a_folder_that_cannot_be_written_is_one_sentence(
    arguments: list[str], data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if arguments:
        (data / "applications" / "ganstudio.desktop").mkdir(parents=True)  # no file that could be removed
    else:
        data.write_text("no folder")
    assert run(["install-desktop", *arguments]) == 1
    [said] = capsys.readouterr().err.splitlines()
    assert said.startswith("ganstudio: ") and "could not be" in said and os.fspath(data) in said


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_elsewhere_it_says_so(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", system)
    with pytest.raises(GanStudioError, match="Linux"):
        desktop_entry.install_desktop_files()

"""Strangers' letters on the terminal: they are shown, and neither colour, clear nor move anything, nor forge a line."""

import io
import json
import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from ganstudio.cli import common, run
from ganstudio.core.events import Skipped, from_json, to_json
from ganstudio.core.settings import Home
from ganstudio.core.text import is_control, strip_control_characters
from ganstudio.testing.synthetic import make_picture
from tests.packs.made import make_pack
from tests.plugins.folders import drop_in

EVIL = "a\x1b[31m\x9b2J\u202eb\nganstudio: all is well\r\x07\x7f[red]"
UNIX = pytest.mark.skipif(os.name == "nt", reason="Windows takes no such names of files")


def assert_calm(text: str) -> None:
    assert not [letter for letter in text if is_control(letter) and letter != "\n"], repr(text)
    assert not re.search(r"^ganstudio: all is well", text, re.MULTILINE), text


def heard(capsys: pytest.CaptureFixture[str], *args: str, code: int | None = None) -> str:
    got = run(list(args))
    assert code is None or got == code
    out, err = capsys.readouterr()
    assert_calm(out + err)
    return out + err


def test_what_steers_is_taken_out_and_what_is_written_stays() -> None:
    assert strip_control_characters("木版 · דפוס 🎨 né ‌می") == "木版 · דפוס 🎨 né ‌می"
    assert strip_control_characters("a\nb\tc\x85d\u2028e") == "a b c d e"
    assert strip_control_characters("\x1b[0m\u202e\ufeff\udcff\x9b") == "�[0m����"


def test_say_show_and_tables_are_calm(capsys: pytest.CaptureFixture[str]) -> None:
    common.say(EVIL, "second")
    common.show(EVIL)
    common.print_table(("name",), [(EVIL,), ("[bold]fat[/bold]",)])
    out, err = capsys.readouterr()
    assert_calm(out + err)
    assert "[red]" in out and "[bold]fat[/bold]" in out and err.splitlines()[1] == "second"


def test_json_is_calm_and_means_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    common.print_json({"name": EVIL + "\udcff木"})
    out = capsys.readouterr().out
    assert_calm(out)
    assert json.loads(out) == {"name": EVIL + "\udcff木"} and "木" in out
    common.print_event(Skipped(EVIL, "why"))
    out = capsys.readouterr().out
    assert_calm(out)
    assert json.loads(out)["path"] == EVIL


def test_an_event_of_a_file_whose_name_is_no_text() -> None:
    assert from_json(to_json(Skipped("a\udcff.png", "broken"))) == Skipped("a?.png", "broken")


def test_a_bar_takes_no_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "200")
    with common.progress("[link=http://evil]x[/link]\x1b[2J\nforged", quiet=False) as tell:
        tell(0.5, "[red]y\x07")
    drawn = terminal.getvalue()
    assert "[link=http://evil]x[/link]�[2J forged" in drawn and "[red]y�" in drawn


@UNIX
def test_files_plugins_packs_and_runs_with_such_names(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    place = drop_in(Home().plugins, EVIL, "raise ValueError('\\x1b[31m')\n")
    (place / "plugin.toml").write_text('name = "evil\\u001b[31m\\nganstudio: all is well"\n')
    Home().packs.mkdir(parents=True)
    (Home().packs / f"{EVIL}.ganstyle").write_bytes(b"no pack")
    shutil.copy(make_pack(tmp_path / "pack.ganstyle"), Home().packs / f"{EVIL}2.ganstyle")
    assert "not trusted" in heard(capsys, "plugins", code=0)
    heard(capsys, "plugins", "--json", code=0)
    heard(capsys, "plugins", "--trust", EVIL, code=0)
    heard(capsys, "styles", code=0)
    heard(capsys, "plugin", "check", str(place), code=1)
    picture = make_picture(tmp_path / f"{EVIL}.png", 1)
    heard(capsys, "stylize", str(picture), "--style", "halftone", "--out", str(tmp_path / "out"), code=0)
    picture.write_bytes(b"no picture")
    heard(capsys, "stylize", str(picture), "--style", "halftone", "--out", str(tmp_path / "out"), code=1)
    heard(capsys, "check", str(tmp_path))
    for command in (["stylize", EVIL, "--style", EVIL, "--out", "x.png"], [EVIL], ["styles", EVIL], ["runs", EVIL]):
        heard(capsys, *command)
    heard(capsys, "styles", EVIL, EVIL, code=2)
    heard(capsys, "styles", f"--{EVIL}", code=2)


def test_only_one_place_writes_to_the_terminal() -> None:
    folder = Path(common.__file__).parent
    writers = {file.name for file in folder.glob("*.py") if re.search(r"\becho\(|\bprint\(", file.read_text("utf-8"))}
    assert writers == {"common.py", "__init__.py"}


@pytest.mark.skipif(os.name == "nt", reason="as shells on Unix read it")
@pytest.mark.parametrize(
    "name", ["plain", "two words", "a;b", "$(touch x)", "`x`", 'a"b', "a'b c", "图 画", "back\\slash", "!x"]
)
def test_what_is_to_be_typed_is_one_word_to_a_shell(name: str) -> None:
    import subprocess

    done = subprocess.run(
        ["sh", "-c", f"printf %s {common.quote_argument(Path(name))}"], capture_output=True, text=True, check=True
    )
    assert done.stdout == name
